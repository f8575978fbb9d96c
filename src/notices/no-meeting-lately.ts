import type { Visit } from "../features/feature.ts";
import { addDays, type Day, daysFrom, latest } from "../program/day.ts";
import type { DropReason } from "../program/reasons.ts";
import type { Dyad } from "../program/terms.ts";
import { type GatheredRow, readSaidBy, readUnsaid } from "../store/gathered.ts";
import { readMeetings } from "../store/meetings.ts";
import type { PlannedNotice, Subject } from "../store/outbox.ts";
import type { DyadOfVisitor } from "../store/visitors.ts";
import { clip, limits } from "../ui/limits.ts";
import type { Button } from "../ui/model.ts";
import { noticeTo } from "./message.ts";
import type { CohortState, Notice, Window } from "./notice.ts";
import { lineFor, settledTo, untilGivenUp } from "./settled.ts";
import { validFrom } from "./timing.ts";

const kind = "no-meeting-lately";
/** So long the word is worth saying, in days of silence: long enough for the cap to let it through, whatever closes meanwhile. */
const stillWorthSaying = 14;
/** No closure lasts longer, in days. */
const longestClosure = 366;
const saidTogether = "said-together" satisfies DropReason;

/**
 * A gentle word to the mentor when no meeting was logged for a while, and again later, once for each stretch of
 * silence: the key holds the day of the last meeting. Days of a long closure (relâche, summer) do not count.
 * Whoever mentors several people gets one word for all of them: the row that stays worth saying the longest speaks
 * for those that are due with it, and they are settled as said together. Should its own dyad meet before it is sent,
 * it still says what was left to it.
 */
export const noMeetingLately: Notice = {
  kind,
  perWeek: 1,
  label: (words) => words.status.silence.label,
  afterwards: {
    until: untilGivenUp,
    asks: true,
    settled: async (visit, _row, became) => {
      const { silence: w } = visit.words.status;
      return settledTo(visit, { summary: w.summary(1) }, lineFor(visit, w.settled, became));
    },
  },

  due: (state, window) => state.dyads.flatMap((dyad) => wordTo(state, dyad, window)),

  async compose(visit, row) {
    const own = await silenceOf(visit, row.subject);
    const unsaid = await stillSilent(
      visit,
      row.sentAt
        ? await readSaidBy(visit.store, { ...row, sentAt: row.sentAt }, saidTogether)
        : await readUnsaid(visit.store, visit.person.id, kind, saidTogether, visit.now),
    );
    const speaker = row.sentAt ? row : unsaid.findLast(({ leftToAnother }) => !leftToAnother);
    if (unsaid.length === 0 || (speaker && speaker.id !== row.id)) return "dropped" in own ? own : { dropped: saidTogether };

    const silences = [...new Map(unsaid.map(({ silence }) => [silence.dyad.id, silence])).values()];
    const { silence: w } = visit.words.status;
    const texts = silences.map(({ dyad, since }) => w.text(nameOf(dyad), since));
    const [only] = silences.length === 1 ? silences : [];
    return noticeTo(
      visit,
      w.summary(silences.length),
      [only ? { kind: "text", text: texts } : { kind: "list", items: texts }, { kind: "text", text: w.invite }],
      only
        ? [logButton(only.dyad, visit.words.logMeeting.button)]
        : silences.slice(0, mostButtons).map(({ dyad }) => logButton(dyad, w.log(nameOf(dyad)))),
    );
  },
};

/** One is left for the pause that every notice offers. */
const mostButtons = limits.buttonsInARow - 1;
const nameOf = ({ other }: DyadOfVisitor): string => `${other.givenName} ${other.familyName}`;
const logButton = (dyad: DyadOfVisitor, label: string): Button => ({
  label: clip(label, limits.button),
  action: "log-meeting.open",
  data: { dyad: String(dyad.id) },
  style: "primary",
});

interface Silence {
  dyad: DyadOfVisitor;
  /** The day of the last meeting; null where there was none. */
  since: Day | null;
}

/** Whether a dyad is still as silent as when its word was planned, or why there is nothing to say of it. */
async function silenceOf(visit: Visit, subject: Subject): Promise<Silence | { dropped: DropReason }> {
  const dyad = visit.dyads.find(({ id }) => id === subject.dyad);
  const cohort = visit.cohorts.find(({ id }) => id === dyad?.cohortId);
  if (!dyad || !cohort) return { dropped: "no-longer-concerned" };
  if (cohort.endsOn < visit.today || (dyad.ending && dyad.ending.on < visit.today)) return { dropped: "ended" };
  const [last] = await readMeetings(visit.store, visit.viewer, dyad, 1);
  const since = last && last.heldOn >= dyad.beganOn ? last.heldOn : null;
  return (since ?? dyad.beganOn) > (subject.since as string) ? { dropped: "done" } : { dyad, since };
}

async function stillSilent(visit: Visit, rows: readonly GatheredRow[]): Promise<(GatheredRow & { silence: Silence })[]> {
  const all = await Promise.all(rows.map(async (row) => ({ ...row, silence: await silenceOf(visit, row.subject) })));
  return all.flatMap(({ silence, ...row }) => ("dropped" in silence ? [] : [{ ...row, silence }]));
}

function wordTo(state: CohortState, dyad: Dyad, { after, upTo }: Window): PlannedNotice[] {
  const { plan, cohort, organization, lastMeeting } = state;
  const { closed } = plan.calendar;
  const began = latest(dyad.beganOn, cohort.startsOn);
  const since = latest(began, lastMeeting.get(dyad.id) ?? began);
  if ((dyad.ending && dyad.ending.on < upTo) || upTo < began || upTo > cohort.endsOn) return [];
  const { silentAfterDays, silentAgainAfterDays } = plan.reminders;
  const counted = silentDays(closed, since, upTo);
  return [silentAfterDays, silentAgainAfterDays].flatMap((days, time) => {
    const on = counted[days - 1];
    if (on === undefined || on <= after || on > upTo) return [];
    return [
      {
        key: `${kind}:d${dyad.id}:${since}:${time + 1}`,
        ...{ kind, organizationId: organization.id, cohortId: cohort.id, personId: dyad.mentorId },
        subject: { dyad: dyad.id, since },
        ...validFrom(state, on, lastDayOf(closed, on)),
      },
    ];
  });
}

type Closed = readonly { from: Day; to: Day }[];

/** The days after a last meeting that count as silence, in order. */
function silentDays(closed: Closed, since: Day, upTo: Day): Day[] {
  return daysFrom(addDays(since, 1), upTo).filter((date) => !closed.some(({ from, to }) => from <= date && date <= to));
}

const lastDayOf = (closed: Closed, on: Day): Day =>
  silentDays(closed, on, addDays(on, stillWorthSaying + longestClosure))[stillWorthSaying - 1] ?? addDays(on, stillWorthSaying);
