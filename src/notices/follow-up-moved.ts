import type { Day } from "../program/day.ts";
import type { PlannedNotice } from "../store/outbox.ts";
import { type DatedFollowUp, followUpToTell, membersOf } from "./follow-up.ts";
import { noticeTo } from "./message.ts";
import type { CohortState, Notice } from "./notice.ts";
import { validFrom } from "./timing.ts";

const kind = "follow-up-moved";

/** Put in the outbox by whoever moves a follow-up, not by planning. `from` is the day that was announced before. */
export const followUpMoved: Notice = {
  kind,
  perWeek: 10,
  label: (words) => words.notices.followUpMoved.label,
  due: () => [],

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

/** What its people are told of a follow-up that moved by itself, its day having been closed. `from` was announced to them. */
export const tellMoved = (state: CohortState, followUp: DatedFollowUp, from: Day, today: Day): PlannedNotice[] =>
  membersOf(state, followUp).map(({ personId, dyad }) => ({
    key: `moved:f${followUp.id}:${followUp.on}:p${personId}`,
    kind,
    organizationId: state.organization.id,
    cohortId: state.cohort.id,
    personId,
    subject: { followUp: followUp.id, from, on: followUp.on, dyad: dyad.id },
    ...validFrom(state, today, followUp.on),
  }));
