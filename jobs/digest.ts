import type { Job } from "./job.ts";

export const digest: Job = { name: "digest", cron: "5 * * * *", run: (app, clock) => app.planDigests(clock()) };
