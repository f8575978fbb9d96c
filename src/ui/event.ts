import { addMinutes, type Instant, instantAt } from "../program/day.ts";
import type { CalendarEvent } from "./model.ts";

/** From when until when an event lasts; null for one of the whole day, which begins at midnight wherever it is read. */
export function spanOf({ on, at, minutes, zone }: CalendarEvent): { from: Instant; until: Instant } | null {
  if (at === null) return null;
  const from = instantAt(on, at, zone);
  return { from, until: addMinutes(from, minutes) };
}
