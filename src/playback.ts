import type { App } from "./app.ts";
import { addDays, dayOf, hour, type Instant, instantAt } from "./program/day.ts";
import { nextDue } from "./store/outbox.ts";
import type { Store } from "./store/store.ts";

/** The jobs of a day on a clock that is moved by hand: plan after midnight, deliver at each instant at which something is due. */
export interface Playback {
  app: App;
  store: Store;
  zone: string;
  /** Called at each stop, after its jobs ran: where the clock stands, and that a new day began there. */
  onStop?: (now: Instant, stop: "new-day" | "delivery") => Promise<void>;
}

const planningHour = hour("00:05");

const nextPlanning = (after: Instant, zone: string): Instant => {
  const today = dayOf(after, zone);
  const thisMorning = instantAt(today, planningHour, zone);
  return thisMorning > after ? thisMorning : instantAt(addDays(today, 1), planningHour, zone);
};

/** Lets time pass from `from` to `to`, running on the way what the schedule would have run. */
export async function passTime({ app, store, zone, onStop }: Playback, from: Instant, to: Instant): Promise<void> {
  await app.deliverDue(from);
  let now = from;
  for (;;) {
    const planning = nextPlanning(now, zone);
    const due = await nextDue(store, now);
    const next = due && due < planning ? due : planning;
    if (next > to) break;
    now = next;
    if (now === planning) {
      await app.planAhead(now);
      await app.planDigests(now);
    }
    await app.deliverDue(now);
    await onStop?.(now, now === planning ? "new-day" : "delivery");
  }
  await app.deliverDue(to);
}
