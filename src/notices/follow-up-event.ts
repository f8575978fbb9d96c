import type { Visit } from "../features/feature.ts";
import type { Day, Hour } from "../program/day.ts";
import type { FollowUp } from "../program/terms.ts";
import type { Block } from "../ui/model.ts";
import { changesOf } from "./follow-up.ts";

/** A plan does not say how long a follow-up lasts, and no message does; a calendar wants a length all the same. */
const minutes = 60;

/** A follow-up as an entry of the person's own calendar, on the day and hour that they are told. */
export const eventOf = (visit: Visit, followUp: FollowUp, { on, at }: { on: Day; at: Hour | null }, cancelled = false): Block => ({
  kind: "event",
  event: {
    uid: `${visit.organization.key}/f${followUp.id}`,
    sequence: changesOf(followUp),
    told: visit.now,
    title: visit.words.notices.eventTitle,
    on,
    at,
    minutes,
    zone: visit.organization.zone,
    ...(cancelled ? { cancelled } : {}),
  },
});
