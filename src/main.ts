import { pino } from "pino";
import { createPlayground } from "../adapters/web/index.ts";
import { type RunningSchedule, startSchedule } from "../jobs/schedule.ts";
import { createApp, type Log } from "./app.ts";
import { type ManualClock, openManualClock, systemClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { healthHandler, listen, type RequestHandler } from "./http.ts";
import { playgroundOf } from "./playground.ts";
import { instantAt } from "./program/day.ts";
import { openSample } from "./sample.ts";
import { readOrganizations } from "./store/cohorts.ts";
import type { Opened } from "./store/opening.ts";
import { createStore, type Store } from "./store/store.ts";
import { createVault } from "./store/vault.ts";
import type { Platform } from "./ui/platform.ts";

export interface Running {
  url: string;
  /** The clock stands still until somebody moves it. */
  manual: boolean;
  stop(): Promise<void>;
}

export function createLog(destination?: NodeJS.WritableStream): Log {
  const logger = destination ? pino({ base: null }, destination) : pino({ base: null });
  return (level, event, ids) => logger[level]({ event, ...ids });
}

/** Puts the whole together and starts it: the only place that knows every part. */
export async function serve(
  config: Config,
  { db, ring, readRing }: Opened,
  log: Log,
  onFirstSample: () => void = () => undefined,
): Promise<Running> {
  const store = createStore(db, createVault(db, ring, readRing));
  const platforms: Platform[] = [];
  const app = createApp(store, platforms, log);
  const opensAt = config.playground ? await openSample(store, log, onFirstSample) : null;
  const clock = await clockOf(config, store, opensAt);
  const handle: Parameters<Platform["start"]>[0] = (incoming) => app.handle(incoming, clock.now());

  const handlers: RequestHandler[] = [healthHandler(async () => (await db.raw("select 1")) !== undefined)];
  if (config.playground) {
    const playground = createPlayground({
      ...(await playgroundOf(store, app, clock)),
      log: (event) => log("error", "playground", event as Record<string, string>),
    });
    platforms.push(playground);
    handlers.push((request, response) => playground.handleRequest(request, response));
  }
  for (const platform of platforms) await platform.start(handle);

  const schedule: RunningSchedule | null = clock.manual ? null : await startSchedule(app, clock.now, log);
  const server = await listen(handlers, { host: config.host, port: config.port });
  return {
    manual: clock.manual,
    url: `http://${config.host.includes(":") ? `[${config.host}]` : config.host}:${server.port}`,
    async stop() {
      await schedule?.stop();
      await server.close();
      for (const platform of platforms) await platform.stop();
      await db.destroy();
    },
  };
}

/** The playground's clock stands still until it is moved: where the sample opens, or where the environment says. */
async function clockOf(
  config: Config,
  store: Store,
  opensAt: Parameters<typeof openManualClock>[1] | null,
): Promise<ManualClock | typeof systemClock> {
  if (!config.playground || config.clock?.kind === "system") return systemClock;
  const [organization] = await readOrganizations(store);
  const zone = organization?.zone ?? "America/Toronto";
  if (config.clock) return openManualClock(store, instantAt(config.clock.day, config.clock.at, zone));
  return openManualClock(store, opensAt ?? systemClock.now());
}
