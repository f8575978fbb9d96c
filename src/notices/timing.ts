import { nextOpenInstant } from "../program/calendar.ts";
import { type Day, type Hour, hour, instantAt, latest } from "../program/day.ts";
import type { CohortState, Validity } from "./notice.ts";

const endOfDay = hour("23:59");
const midnight = hour("00:00");
/** That a follow-up has no date any more is worth saying for so many open days: on others nothing can be said. */
const stillOff = 10;

/** From the hour of sending of `day`, or the next open hour after it, until the end of `last`, or until `lastHour` on it. */
export function validFrom({ plan, calendar, organization }: CohortState, day: Day, last: Day, lastHour: Hour = endOfDay): Validity {
  const sending = instantAt(day, plan.sendAt, organization.zone);
  return {
    notBefore: nextOpenInstant(sending, calendar, plan.quietHours, organization.zone),
    giveUpAfter: instantAt(last, lastHour, organization.zone),
  };
}

/** The last day on which it is worth saying that a follow-up has no date any more: that of its date, at least. */
export const lastDayOff = ({ calendar }: CohortState, changedOn: Day, was: Day | null): Day =>
  latest(calendar.addOpenDays(changedOn, stillOff), was ?? changedOn);

/** From the first moment of a day at which anything can be said, for what changes that very day. */
export function atOnce({ plan, calendar, organization }: CohortState, day: Day): Pick<Validity, "notBefore"> {
  return { notBefore: nextOpenInstant(instantAt(day, midnight, organization.zone), calendar, plan.quietHours, organization.zone) };
}
