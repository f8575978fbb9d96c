import { type Day, dayOf, fromEpoch, type Instant } from "./program/day.ts";
import { readOrganizations } from "./store/cohorts.ts";
import { readClock, writeClock } from "./store/installation.ts";
import type { Store } from "./store/store.ts";

interface Clock {
  now(): Instant;
  readonly manual: boolean;
}

/** The clock of the machine. */
export const systemClock: Clock & { manual: false } = { now: () => fromEpoch(Date.now()), manual: false };

export interface ManualClock extends Clock {
  readonly manual: true;
  /** Where it stands is kept, so that a restart goes on from there. */
  set(now: Instant): Promise<void>;
}

/** The machine's clock was asked for where another one stands later: what happened in the store would be to come. */
export class ClockAhead extends Error {
  override name = "ClockAhead";
  /** The day at which that one stands. */
  readonly on: Day;
  constructor(on: Day) {
    super(`the clock stands on ${on}, later than now`);
    this.on = on;
  }
}

/**
 * Holds the machine's clock against the one that the store was lived by. Changes nothing.
 * @throws ClockAhead
 */
export async function checkSystemClock(store: Pick<Store, "db">): Promise<void> {
  const kept = await readClock(store);
  if (kept !== null && kept !== "system" && kept > systemClock.now()) throw new ClockAhead(dayOf(kept, await zoneOf(store)));
}

/** Where the school is; where there is none yet, where the program comes from. */
export const zoneOf = async (store: Pick<Store, "db">): Promise<string> => (await readOrganizations(store))[0]?.zone ?? "America/Toronto";

/** Lives by the machine's clock from now on, and says so in the store: a clock that is moved by hand begins no earlier. */
export async function openSystemClock(store: Store): Promise<typeof systemClock> {
  await writeClock(store, "system");
  return systemClock;
}

/**
 * A clock that stands still until it is moved; `start` is where it begins in a store that has none yet. From then on it
 * is kept, moved or not: what is sent at that moment is never to come again.
 */
export async function openManualClock(store: Store, start: Instant): Promise<ManualClock> {
  const kept = await readClock(store);
  let now = kept === "system" ? systemClock.now() : (kept ?? start);
  if (now !== kept) await writeClock(store, now);
  return {
    manual: true,
    now: () => now,
    async set(to) {
      now = to;
      await writeClock(store, to);
    },
  };
}
