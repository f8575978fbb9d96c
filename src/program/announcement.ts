import { besideClosure, type Calendar } from "./calendar.ts";
import { addDays, type Day } from "./day.ts";
import type { Reminders } from "./plan.ts";

/**
 * The day on which the date of a follow-up is to be known to its people, at the latest. Where a closure would leave them
 * no more time than its first reminder gives, they know before it begins.
 */
export function announcementOf(
  { announceDaysBefore, weekBeforeDays }: Pick<Reminders, "announceDaysBefore" | "weekBeforeDays">,
  on: Day,
  calendar: Calendar,
): Day {
  const latest = addDays(on, -weekBeforeDays);
  return besideClosure(addDays(on, -announceDaysBefore), calendar, (reopening) => reopening > latest);
}
