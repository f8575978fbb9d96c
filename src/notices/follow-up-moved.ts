import type { Day } from "../program/day.ts";
import { followUpToTell } from "./follow-up.ts";
import { noticeTo } from "./message.ts";
import type { Notice } from "./notice.ts";

/** Put in the outbox by whoever moves a follow-up, not by planning. `from` is the day that was announced before. */
export const followUpMoved: Notice = {
  kind: "follow-up-moved",
  perWeek: 10,
  label: (words) => words.notices.followUpMoved.label,
  due: () => [],

  async compose(visit, row) {
    const told = await followUpToTell(visit, row);
    if ("dropped" in told) return told;
    const { followUpMoved: w, followUpAnnounced } = visit.words.notices;
    const from = (row.subject["from"] ?? null) as Day | null;
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
