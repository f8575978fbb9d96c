import type { App } from "../src/app.ts";

export type Clock = Parameters<App["deliverDue"]>[0];
export type PassTime = NonNullable<Parameters<App["deliverDue"]>[1]>;

/** One entry of the schedule. */
export interface Job {
  name: string;
  /** Five fields, in the server's zone: a job decides nothing by the hour at which it happens to run. */
  cron: string;
  /** Jobs read no clock of their own. @returns counts; `failed` tells how much of the work is left for the next run. */
  run(app: App, clock: Clock, wait: PassTime): Promise<Readonly<{ failed: number }>>;
}
