import type { Job } from "./job.ts";

export const deliver: Job = { name: "deliver", cron: "* * * * *", run: (app, clock) => app.deliverDue(clock) };
