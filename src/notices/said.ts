import type { Visit } from "../features/feature.ts";
import { dayOf, hour, instantAt } from "../program/day.ts";
import type { NoticeRow } from "../store/outbox.ts";
import { isDueBy, lastSent, type SentNotice, type Told } from "../store/sent.ts";

const told = (visit: Visit, kinds: readonly string[], about: string): Told => ({
  organizationId: visit.organization.id,
  personId: visit.person.id,
  kinds,
  about,
});

/** The last notice of these kinds about one thing that this person got: before one of them, where it is given. */
export const lastSaid = (visit: Visit, kinds: readonly string[], about: string, before?: NoticeRow): Promise<SentNotice | null> =>
  lastSent(visit.store, told(visit, kinds, about), before);

/** Whether this person got one of them on this very day. */
export async function wasSaidToday(visit: Visit, kinds: readonly string[], about: string): Promise<boolean> {
  const last = await lastSaid(visit, kinds, about);
  return last !== null && dayOf(last.at, visit.organization.zone) === visit.today;
}

/** Whether one of them is to reach this person in what is left of this day. */
export const isPlannedToday = (visit: Visit, kinds: readonly string[], about: string): Promise<boolean> =>
  isDueBy(visit.store, told(visit, kinds, about), instantAt(visit.today, hour("23:59"), visit.organization.zone));

/** Whether one of them reaches this person on this very day, so that a reminder would repeat it: a closure or a pause can bring both at once. */
export async function isSaidToday(visit: Visit, kinds: readonly string[], about: string): Promise<boolean> {
  if (await wasSaidToday(visit, kinds, about)) return true;
  return isDueBy(visit.store, told(visit, kinds, about), visit.now);
}
