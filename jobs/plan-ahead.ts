import type { Job } from "./job.ts";

export const planAhead: Job = { name: "plan-ahead", cron: "*/15 * * * *", run: (app, clock) => app.planAhead(clock()) };
