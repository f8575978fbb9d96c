import cron from "node-cron";
import type { App, Log } from "../src/app.ts";
import { deliver } from "./deliver.ts";
import { digest } from "./digest.ts";
import type { Clock, Job, PassTime } from "./job.ts";
import { planAhead } from "./plan-ahead.ts";

/** The whole schedule. Every job is safe to run twice, late, or in several processes at once. */
const schedule: readonly Job[] = [planAhead, digest, deliver];

export interface RunningSchedule {
  stop(): Promise<void>;
}

/**
 * Runs every job once, so that nothing waits for the first tick after an outage, then on its schedule. `clock` is one
 * that goes by itself: the jobs may wait.
 */
export async function startSchedule(app: App, clock: Clock, log: Log): Promise<RunningSchedule> {
  const timer = openTimer();
  const jobs = schedule.map((job) => ({ ...job, ...oneAtATime(() => perform(job, app, clock, timer.wait, log)) }));
  const tasks = jobs.map((job) => cron.schedule(job.cron, job.run, { name: job.name }));
  const first = jobs.reduce((before, job) => before.then(job.run), Promise.resolve());
  return {
    async stop() {
      timer.stop();
      await Promise.all(tasks.map((task) => task.destroy()));
      await first;
      await Promise.all(jobs.map((job) => job.underWay()));
    },
  };
}

async function perform(job: Job, app: App, clock: Clock, wait: PassTime, log: Log): Promise<void> {
  try {
    const { failed } = await job.run(app, clock, wait);
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

/** Time as it passes, until it is stopped: that ends every wait, and none begins any more. */
function openTimer(): { wait: PassTime; stop(): void } {
  const cutShort = new Set<() => void>();
  let isStopped = false;
  return {
    wait: (milliseconds) =>
      new Promise((resolve) => {
        if (isStopped) return resolve("stopped");
        const cut = () => {
          clearTimeout(timer);
          resolve("stopped");
        };
        const timer = setTimeout(() => {
          cutShort.delete(cut);
          resolve(undefined);
        }, milliseconds);
        cutShort.add(cut);
      }),
    stop() {
      isStopped = true;
      for (const cut of cutShort) cut();
      cutShort.clear();
    },
  };
}
