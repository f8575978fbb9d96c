import type { Visit } from "../features/feature.ts";
import type { Day, Hour } from "../program/day.ts";
import type { FollowUp } from "../program/terms.ts";
import type { NoticeRow } from "../store/outbox.ts";
import type { Block } from "../ui/model.ts";
import { about, changesOf } from "./follow-up.ts";
import { lastSaid } from "./said.ts";

/** A plan does not say how long a follow-up lasts, and no message does; a calendar wants a length all the same. */
const minutes = 60;

/**
 * A follow-up as an entry of the person's own calendar, on the day and hour that a notice tells them. It comes after all that
 * they have: each change counts, and each time that it was said whether it concerns them.
 */
export async function eventOf(
  visit: Visit,
  followUp: FollowUp,
  row: NoticeRow,
  { on, at }: { on: Day; at: Hour | null },
  cancelled = false,
): Promise<Block> {
  const said = row.subject.times ?? (await lastSaid(visit, ["follow-up-concern"], about(followUp.id), row))?.subject.times ?? 0;
  return {
    kind: "event",
    event: {
      uid: `${visit.organization.key}/f${followUp.id}`,
      sequence: changesOf(followUp) + Number(said),
      told: visit.now,
      title: visit.words.notices.eventTitle,
      on,
      at,
      minutes,
      zone: visit.organization.zone,
      ...(cancelled ? { cancelled } : {}),
    },
  };
}
