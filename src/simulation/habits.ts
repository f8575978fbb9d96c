import type { Behaviour } from "../import/settings.ts";
import type { Calendar } from "../program/calendar.ts";
import { addDays, type Day, earliest, latest } from "../program/day.ts";
import type { Reminders } from "../program/plan.ts";
import type { Cohort, Dyad } from "../program/terms.ts";
import { pick } from "./chance.ts";

/** The days on which a dyad meets, from its habits alone: a little before or after its usual pace, and never on a closed day. */
export function meetingDaysOf(dyad: Dyad, cohort: Cohort, habits: Behaviour, calendar: Calendar, seed: string): Day[] {
  const { meetsEveryDays, firstMeetingAfterDays, meetsUntil } = habits;
  if (meetsEveryDays === null) return [];
  const last = earliest(cohort.endsOn, dyad.ending?.on ?? cohort.endsOn, meetsUntil ?? cohort.endsOn);
  const days: Day[] = [];
  const slack = Math.min(2, Math.floor(meetsEveryDays / 3));
  let planned = addDays(latest(dyad.beganOn, cohort.startsOn), firstMeetingAfterDays);
  while (planned <= last) {
    const wavering = addDays(planned, pick(2 * slack + 1, seed, "meeting", days.length) - slack);
    const on = calendar.nextOpen(latest(wavering, dyad.beganOn));
    if (on <= last && on > (days.at(-1) ?? "")) days.push(on);
    planned = addDays(planned, meetsEveryDays);
  }
  return days;
}

/** The first day on which a mentee feels like answering; null for one who never does. */
export function answeringDay(habits: Behaviour, opensOn: Day, reminders: Reminders, seed: string): Day | null {
  if (habits.answers === "never") return null;
  if (habits.answers === "after-reminder") return addDays(opensOn, reminders.questionnaire[0] + pick(2, seed, opensOn));
  return addDays(opensOn, pick(2, seed, opensOn));
}
