import { besideClosure, type Calendar } from "./calendar.ts";
import { addDays, type Day, latest } from "./day.ts";
import type { StagePlan } from "./plan.ts";

/** Neither a closure nor a follow-up that comes near may leave a mentee fewer open days than these to answer. */
const fewestDays = 3;

export interface QuestionnaireWindow {
  opensOn: Day;
  dueOn: Day;
}

/**
 * The open days between which a mentee fills in the questionnaire of a follow-up: it is due the day before,
 * or on the very day when the day before is closed. Where a closure would take most of
 * the days, it opens before the closure.
 * @param notBefore the first day on which it can open, such as the day the dyad began, or today.
 */
export function administrationWindow(
  { questionnaireOpensDaysBefore }: Pick<StagePlan, "questionnaireOpensDaysBefore">,
  on: Day,
  calendar: Calendar,
  notBefore: Day,
): QuestionnaireWindow {
  const wished = latest(addDays(on, -questionnaireOpensDaysBefore), notBefore);
  const after = calendar.nextOpen(wished);
  const dueOn = latest(after, calendar.nextOpen(addDays(on, -1)));
  const opensOn = besideClosure(wished, calendar, (reopening) => calendar.openDays(reopening, dueOn).length < fewestDays);
  return { opensOn: opensOn >= notBefore ? opensOn : after, dueOn };
}

/**
 * The last day of a questionnaire as its mentee has it: it stays open for so many working days at least (fewer where the
 * plan gives fewer), were it after the follow-up, and a last day that was told never moves back.
 * @param dueOn the last day that its follow-up calls for.
 * @param from the day on which it opens, or opens again.
 * @param told the last day of one that is open, null before.
 */
export function lastDayOf(
  { questionnaireOpensDaysBefore }: Pick<StagePlan, "questionnaireOpensDaysBefore">,
  dueOn: Day,
  from: Day,
  told: Day | null,
  calendar: Calendar,
): Day {
  const least = calendar.addOpenDays(calendar.nextOpen(from), Math.min(fewestDays, questionnaireOpensDaysBefore) - 1);
  return latest(dueOn, least, ...(told === null ? [] : [calendar.nextOpen(told)]));
}

/** A last day so many days after the last reminder is as good as another questionnaire, and is reminded of anew. */
const remindedAnewAfter = 14;

/** The last day of one is so far from the day on which it was last reminded of that it calls for a reminder of its own. */
export const isFarFrom = (reminded: Day, dueOn: Day): boolean => dueOn >= addDays(reminded, remindedAnewAfter);

/**
 * The day from which the reminders of one are counted: that of its opening; or, when its last day moved so far beyond the
 * last of them, the day on which it would open for that last day.
 * @param counted the days from there to each reminder.
 */
export function remindedFrom(
  { questionnaireOpensDaysBefore }: Pick<StagePlan, "questionnaireOpensDaysBefore">,
  { opensOn, dueOn }: QuestionnaireWindow,
  counted: readonly number[],
): Day {
  const last = addDays(opensOn, Math.max(...counted));
  const anew = addDays(dueOn, 1 - questionnaireOpensDaysBefore);
  return isFarFrom(last, dueOn) && anew > last ? anew : opensOn;
}
