import { addDays, type Day, daysFrom, latest } from "../program/day.ts";
import type { Dyad } from "../program/terms.ts";
import { readMeetings } from "../store/meetings.ts";
import type { PlannedNotice } from "../store/outbox.ts";
import { noticeTo } from "./message.ts";
import type { CohortState, Notice, Window } from "./notice.ts";
import { validFrom } from "./timing.ts";

const kind = "no-meeting-lately";
/** So long the word is worth saying, in days. */
const stillWorthSaying = 7;

/**
 * A gentle word to the mentor when no meeting was logged for a while, and again later, once for each stretch of
 * silence: the key holds the day of the last meeting. Days of a long closure (relâche, summer) do not count.
 */
export const noMeetingLately: Notice = {
  kind,
  perWeek: 1,
  label: (words) => words.status.silence.label,

  due: (state, window) => state.dyads.flatMap((dyad) => wordTo(state, dyad, window)),

  async compose(visit, row) {
    const dyad = visit.dyads.find(({ id }) => id === row.subject.dyad);
    if (!dyad) return { dropped: "no-longer-concerned" };
    if (dyad.ending && dyad.ending.on < visit.today) return { dropped: "ended" };
    const [last] = await readMeetings(visit.store, visit.viewer, dyad, 1);
    const since = last && last.heldOn >= dyad.beganOn ? last.heldOn : null;
    if ((since ?? dyad.beganOn) > (row.subject.since as string)) return { dropped: "done" };
    const { silence: w } = visit.words.status;
    return noticeTo(
      visit,
      w.summary,
      [
        { kind: "text", text: w.text(`${dyad.other.givenName} ${dyad.other.familyName}`, since) },
        { kind: "text", text: w.invite },
      ],
      [{ label: visit.words.logMeeting.button, action: "log-meeting.open", data: { dyad: String(dyad.id) }, style: "primary" }],
    );
  },
};

function wordTo(state: CohortState, dyad: Dyad, { after, upTo }: Window): PlannedNotice[] {
  const { plan, cohort, organization, lastMeeting } = state;
  const began = latest(dyad.beganOn, cohort.startsOn);
  const since = latest(began, lastMeeting.get(dyad.id) ?? began);
  if ((dyad.ending && dyad.ending.on < upTo) || upTo < began || upTo > cohort.endsOn) return [];
  const { silentAfterDays, silentAgainAfterDays } = plan.reminders;
  const counted = silentDays(plan.calendar.closed, since, upTo);
  return [silentAfterDays, silentAgainAfterDays].flatMap((days, time) => {
    const on = counted[days - 1];
    if (on === undefined || on <= after || on > upTo) return [];
    return [
      {
        key: `${kind}:d${dyad.id}:${since}:${time + 1}`,
        ...{ kind, organizationId: organization.id, cohortId: cohort.id, personId: dyad.mentorId },
        subject: { dyad: dyad.id, since },
        ...validFrom(state, on, addDays(on, stillWorthSaying)),
      },
    ];
  });
}

/** The days after a last meeting that count as silence, in order. */
function silentDays(closed: readonly { from: Day; to: Day }[], since: Day, upTo: Day): Day[] {
  return daysFrom(addDays(since, 1), upTo).filter((date) => !closed.some(({ from, to }) => from <= date && date <= to));
}
