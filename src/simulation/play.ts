import type { App } from "../app.ts";
import type { ManualClock } from "../clock.ts";
import { passTime } from "../playback.ts";
import { addDays, addMinutes, type Day, dayOf, type Instant, instantAt } from "../program/day.ts";
import type { Store } from "../store/store.ts";
import { whenPeopleAct } from "./moving.ts";

interface Play {
  app: App;
  store: Store;
  zone: string;
  clock: ManualClock;
  /** What the people do on a day, once its messages have come. It may be called again for the same day, and then does nothing twice. */
  act(today: Day, now: Instant): Promise<void>;
  onDay?(today: Day): void;
}

/** Plays day after day, jobs and people, from where the clock stands through `until`. Interrupted, it goes on from where it was. */
export async function play({ app, store, zone, clock, act, onDay }: Play, until: Instant): Promise<void> {
  const playback = {
    ...{ app, store, zone },
    onArrival: (now: Instant) => clock.set(now),
  };
  // Where it was interrupted, the planning of that moment may not have been done.
  await app.planAhead(clock.now());
  await app.planDigests(clock.now());
  for (let today = dayOf(clock.now(), zone); ; today = addDays(today, 1)) {
    const acting = instantAt(today, whenPeopleAct, zone);
    if (acting > until) break;
    if (clock.now() <= acting) {
      await passTime(playback, clock.now(), acting);
      await act(today, acting);
      await clock.set(addMinutes(acting, 1));
    }
    onDay?.(today);
  }
  await passTime(playback, clock.now(), until);
}
