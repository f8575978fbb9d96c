import cron from "node-cron";
import type { App, Log } from "../src/app.ts";
import { deliver } from "./deliver.ts";
import { digest } from "./digest.ts";
import type { Clock, Job } from "./job.ts";
import { planAhead } from "./plan-ahead.ts";

/** The whole schedule. Every job is safe to run twice, late, or in several processes at once. */
const schedule: readonly Job[] = [planAhead, digest, deliver];

export interface RunningSchedule {
  stop(): Promise<void>;
}

/** Runs every job once, so that nothing waits for the first tick after an outage, then on its schedule. */
export async function startSchedule(app: App, clock: Clock, log: Log): Promise<RunningSchedule> {
  const jobs = schedule.map((job) => ({ ...job, ...oneAtATime(() => perform(job, app, clock, log)) }));
  const tasks = jobs.map((job) => cron.schedule(job.cron, job.run, { name: job.name }));
  const first = jobs.reduce((before, job) => before.then(job.run), Promise.resolve());
  return {
    async stop() {
      await Promise.all(tasks.map((task) => task.destroy()));
      await first;
      await Promise.all(jobs.map((job) => job.underWay()));
    },
  };
}

async function perform(job: Job, app: App, clock: Clock, log: Log): Promise<void> {
  try {
    const { failed } = await job.run(app, clock);
    if (failed > 0) log("warn", "job-incomplete", { job: job.name, failed });
  } catch (error) {
    log("error", "job-failed", { job: job.name, name: error instanceof Error ? error.name : "unknown" });
  }
}

/** Whoever asks while the work is under way waits for the end of it. node-cron would keep its ticks apart, but not from the first run. */
function oneAtATime(work: () => Promise<void>): { run(): Promise<void>; underWay(): Promise<void> | null } {
  let underWay: Promise<void> | null = null;
  return {
    run() {
      underWay ??= work().finally(() => {
        underWay = null;
      });
      return underWay;
    },
    underWay: () => underWay,
  };
}
