import { fromEpoch, type Instant } from "./program/day.ts";
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

/** A clock that stands still until it is moved; `start` is where it begins in a store that has none yet. */
export async function openManualClock(store: Store, start: Instant): Promise<ManualClock> {
  let now = (await readClock(store)) ?? start;
  return {
    manual: true,
    now: () => now,
    async set(to) {
      now = to;
      await writeClock(store, to);
    },
  };
}
