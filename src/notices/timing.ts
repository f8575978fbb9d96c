import { nextOpenInstant } from "../program/calendar.ts";
import { type Day, type Hour, hour, instantAt } from "../program/day.ts";
import type { CohortState, Validity } from "./notice.ts";

const endOfDay = hour("23:59");

/** From the hour of sending of `day`, or the next open hour after it, until the end of `last`, or until `lastHour` on it. */
export function validFrom({ plan, calendar, organization }: CohortState, day: Day, last: Day, lastHour: Hour = endOfDay): Validity {
  const sending = instantAt(day, plan.sendAt, organization.zone);
  return {
    notBefore: nextOpenInstant(sending, calendar, plan.quietHours, organization.zone),
    giveUpAfter: instantAt(last, lastHour, organization.zone),
  };
}
