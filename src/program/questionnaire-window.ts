import type { Calendar } from "./calendar.ts";
import { addDays, type Day, latest } from "./day.ts";
import type { StagePlan } from "./plan.ts";

/**
 * The open days between which a mentee fills in the questionnaire of a follow-up: it is due the day before,
 * or on the very day when the day before is closed. A deadline never moves back.
 * @param notBefore the first day on which it can open, such as the day the dyad began, or today.
 */
export function administrationWindow(
  { questionnaireOpensDaysBefore }: Pick<StagePlan, "questionnaireOpensDaysBefore">,
  on: Day,
  calendar: Calendar,
  notBefore: Day,
): { opensOn: Day; dueOn: Day } {
  const opensOn = calendar.nextOpen(latest(addDays(on, -questionnaireOpensDaysBefore), notBefore));
  return { opensOn, dueOn: latest(opensOn, calendar.nextOpen(addDays(on, -1))) };
}
