import cron from "node-cron";
import type { App, Log } from "../src/app.ts";
import { deliver } from "./deliver.ts";
import { digest } from "./digest.ts";
import type { Job } from "./job.ts";
import { planAhead } from "./plan-ahead.ts";

/** The whole schedule. Every job is safe to run twice, late, or in several processes at once. */
const schedule: readonly Job[] = [planAhead, digest, deliver];

export interface RunningSchedule {
  stop(): Promise<void>;
}

/** Runs every job once, so that nothing waits for the first tick after an outage, then on its schedule. */
export async function startSchedule(app: App, now: () => Parameters<App["planAhead"]>[0], log: Log): Promise<RunningSchedule> {
  const run = async (job: Job) => {
    try {
      await job.run(app, now());
    } catch (error) {
      log("error", "job-failed", { job: job.name, name: error instanceof Error ? error.name : "unknown" });
    }
  };
  const first = schedule.reduce((before, job) => before.then(() => run(job)), Promise.resolve());
  const tasks = schedule.map((job) => cron.schedule(job.cron, () => run(job), { name: job.name, noOverlap: true }));
  return {
    async stop() {
      await Promise.all(tasks.map((task) => task.destroy()));
      await first;
    },
  };
}
