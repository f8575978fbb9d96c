import type { Job } from "./job.ts";

export const deliver: Job = { name: "deliver", cron: "* * * * *", run: (app, clock, wait) => app.deliverDue(clock, wait) };
