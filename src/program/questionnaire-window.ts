import type { Calendar } from "./calendar.ts";
import { addDays, type Day, latest } from "./day.ts";
import type { StagePlan } from "./plan.ts";

/** A closure must not leave a mentee fewer open days than these to answer. */
const fewestDays = 3;

/**
 * The open days between which a mentee fills in the questionnaire of a follow-up: it is due the day before,
 * or on the very day when the day before is closed. A deadline never moves back. Where a closure would take most of
 * the days, it opens before the closure.
 * @param notBefore the first day on which it can open, such as the day the dyad began, or today.
 */
export function administrationWindow(
  { questionnaireOpensDaysBefore }: Pick<StagePlan, "questionnaireOpensDaysBefore">,
  on: Day,
  calendar: Calendar,
  notBefore: Day,
): { opensOn: Day; dueOn: Day } {
  const wished = latest(addDays(on, -questionnaireOpensDaysBefore), notBefore);
  const after = calendar.nextOpen(wished);
  const dueOn = latest(after, calendar.nextOpen(addDays(on, -1)));
  if (after === wished || calendar.openDays(after, dueOn).length >= fewestDays) return { opensOn: after, dueOn };
  const before = calendar.previousOpen(wished);
  return { opensOn: before >= notBefore ? before : after, dueOn };
}
