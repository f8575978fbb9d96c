import type { App } from "../src/app.ts";

/** One entry of the schedule. `run` gets the time at which it fires: jobs read no clock of their own. */
export interface Job {
  name: string;
  /** Five fields, in the server's zone: a job decides nothing by the hour at which it happens to run. */
  cron: string;
  run(app: App, now: Parameters<App["planAhead"]>[0]): Promise<unknown>;
}
