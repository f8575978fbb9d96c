import { localized } from "../words/index.ts";
import { afterwards, dated, followUpToTell, membersOf, toEach } from "./follow-up.ts";
import { eventOf } from "./follow-up-event.ts";
import { noticeTo } from "./message.ts";
import { type Notice, within } from "./notice.ts";
import { validFrom } from "./timing.ts";

const kind = "follow-up-announced";

/** A date becomes known to its people: from here on it moves only if somebody moves it. */
export const followUpAnnounced: Notice = {
  kind,
  perWeek: 3,
  label: (words) => words.notices.followUpAnnounced.label,
  afterwards,

  due: (state, window) =>
    dated(state.followUps).flatMap((followUp) =>
      within(followUp.announcedOn, window)
        ? toEach(kind, state, followUp, membersOf(state, followUp), validFrom(state, followUp.announcedOn, followUp.on))
        : [],
    ),

  async compose(visit, row) {
    const told = await followUpToTell(visit, row);
    if ("dropped" in told) return told;
    const { followUpAnnounced: w } = visit.words.notices;
    const { followUp, stage, stageName, title, coordinator } = told;
    const { on, at } = followUp;
    if (on === null) return { dropped: "moved" };
    return noticeTo(
      visit,
      w.summary(stageName),
      [
        { kind: "heading", text: title },
        { kind: "text", text: w.text(on, at) },
        ...(coordinator ? [{ kind: "text" as const, text: w.ledBy(coordinator) }] : []),
        ...(stage.agenda.length > 0
          ? [
              { kind: "text" as const, text: { bold: w.agenda } },
              { kind: "list" as const, items: stage.agenda.map((line) => localized(line, visit.person.language)) },
            ]
          : []),
        eventOf(visit, followUp, { on, at }),
      ],
      [{ label: w.calendar, action: "calendar.open" }],
    );
  },
};
