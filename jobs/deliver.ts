import type { Job } from "./job.ts";

export const deliver: Job = { name: "deliver", cron: "* * * * *", run: (app, now) => app.deliverDue(now) };
