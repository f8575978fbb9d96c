import type { Visit } from "../features/feature.ts";
import type { Day } from "../program/day.ts";
import type { NoticeRow } from "../store/outbox.ts";
import type { Block, Button, Message } from "../ui/model.ts";
import { localized } from "../words/index.ts";
import { afterwards, dated, type FollowUpToTell, followUpToTell, lastTold, membersOf, toEach } from "./follow-up.ts";
import { eventOf } from "./follow-up-event.ts";
import { noticeTo } from "./message.ts";
import { type Notice, within } from "./notice.ts";
import { validFrom } from "./timing.ts";

const kind = "follow-up-announced";

/**
 * A date becomes known to its people: from here on it moves only if somebody moves it. A date that was changed since is
 * told by the notice of the change, which announces it to whoever was told none.
 */
export const followUpAnnounced: Notice = {
  kind,
  perWeek: 3,
  label: (words) => words.notices.followUpAnnounced.label,
  afterwards,

  due: (state, window) =>
    dated(state.followUps).flatMap((followUp) =>
      within(followUp.announcedOn, window) && !followUp.moved
        ? toEach(kind, state, followUp, membersOf(state, followUp), validFrom(state, followUp.announcedOn, followUp.on))
        : [],
    ),

  async compose(visit, row) {
    const tell = await followUpToTell(visit, row);
    if ("dropped" in tell) return tell;
    if (!tell.concerns) return { dropped: "no-longer-concerned" };
    if (tell.followUp.on === null) return { dropped: "moved" };
    if (await lastTold(visit, tell.followUp.id, row)) return { dropped: "just-said" };
    return announcement(visit, tell, row, tell.followUp.on);
  },
};

interface More {
  blocks: readonly Block[];
  buttons: readonly Button[];
}

/** The date of a follow-up to somebody who was told none, with what it is about. */
export async function announcement(
  visit: Visit,
  { followUp, stage, stageName, title, coordinator }: FollowUpToTell,
  row: NoticeRow,
  on: Day,
  more: More = { blocks: [], buttons: [] },
): Promise<Message> {
  const { followUpAnnounced: w } = visit.words.notices;
  return noticeTo(
    visit,
    w.summary(stageName),
    [
      { kind: "heading", text: title },
      { kind: "text", text: w.text(on, followUp.at) },
      ...(coordinator ? [{ kind: "text" as const, text: w.ledBy(coordinator) }] : []),
      ...(stage.agenda.length > 0
        ? [
            { kind: "text" as const, text: { bold: w.agenda } },
            { kind: "list" as const, items: stage.agenda.map((line) => localized(line, visit.person.language)) },
          ]
        : []),
      ...more.blocks,
      await eventOf(visit, followUp, row, { on, at: followUp.at }),
    ],
    [...more.buttons, { label: w.calendar, action: "calendar.open" }],
  );
}
