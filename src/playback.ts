import type { App } from "./app.ts";
import { addDays, dayOf, hour, type Instant, instantAt } from "./program/day.ts";
import { nextDue } from "./store/outbox.ts";
import type { Store } from "./store/store.ts";

/** A moment at which the jobs ran. */
interface Stop {
  now: Instant;
  /** A day began here, and was planned. */
  newDay: boolean;
  /** How many messages went out. */
  sent: number;
}

export interface Playback {
  app: App;
  store: Store;
  zone: string;
  /** Called when the clock arrives at a stop, before its jobs run. */
  onArrival?: (now: Instant) => Promise<void>;
  /** Called after the jobs of each stop ran; "enough" ends the playback there. */
  onStop?: (stop: Stop) => Promise<"enough" | undefined>;
}

const planningHour = hour("00:05");

function nextPlanning(after: Instant, zone: string): Instant {
  const today = dayOf(after, zone);
  const thisMorning = instantAt(today, planningHour, zone);
  return thisMorning > after ? thisMorning : instantAt(addDays(today, 1), planningHour, zone);
}

/**
 * Lets time pass on a clock that is moved by hand: plans after each midnight, delivers at each instant at
 * which something is due. @returns where it stopped.
 */
export async function passTime({ app, store, zone, onArrival, onStop }: Playback, from: Instant, to: Instant): Promise<Instant> {
  let now = from;
  // The clock stands still while messages go out: they take no time here.
  const clock = () => now;
  await app.deliverDue(clock);
  for (;;) {
    const planning = nextPlanning(now, zone);
    const due = await nextDue(store, now);
    const next = due && due < planning ? due : planning;
    if (next > to) break;
    now = next;
    const newDay = now === planning;
    await onArrival?.(now);
    if (newDay) {
      await app.planAhead(now);
      await app.planDigests(now);
    }
    const { sent } = await app.deliverDue(clock);
    if ((await onStop?.({ now, newDay, sent })) === "enough") return now;
  }
  now = to;
  await onArrival?.(now);
  await app.deliverDue(clock);
  return to;
}
