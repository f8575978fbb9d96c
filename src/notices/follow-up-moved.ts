import type { Day } from "../program/day.ts";
import { dated, followUpToTell, membersOf, toEach } from "./follow-up.ts";
import { noticeTo } from "./message.ts";
import { type Notice, within } from "./notice.ts";
import { validFrom } from "./timing.ts";

const kind = "follow-up-moved";

/** A date that people knew is another one now, because the coordinator moved it or the school closed that day. */
export const followUpMoved: Notice = {
  kind,
  perWeek: 10,
  label: (words) => words.notices.followUpMoved.label,

  due: (state, window) =>
    dated(state.followUps).flatMap((followUp) => {
      const { moved } = followUp;
      if (!moved || !within(moved.on, window)) return [];
      const notices = toEach(kind, state, followUp, membersOf(state, followUp), validFrom(state, moved.on, followUp.on));
      return notices.map((notice) => ({ ...notice, subject: { ...notice.subject, from: moved.from } }));
    }),

  async compose(visit, row) {
    const told = await followUpToTell(visit, row);
    if ("dropped" in told) return told;
    const { followUpMoved: w, followUpAnnounced } = visit.words.notices;
    const from = (row.subject.from ?? null) as Day | null;
    return noticeTo(
      visit,
      w.summary(told.stageName),
      [
        { kind: "heading", text: told.stageName },
        { kind: "text", text: w.text(from, told.followUp.on, told.followUp.at) },
      ],
      [{ label: followUpAnnounced.calendar, action: "calendar.open" }],
    );
  },
};
