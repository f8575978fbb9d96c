import type { Day } from "../program/day.ts";
import type { FollowUp, PersonId } from "../program/terms.ts";
import type { PlannedNotice } from "../store/outbox.ts";
import type { Telling } from "../store/sent.ts";
import type { Button, Message, Text } from "../ui/model.ts";
import { afterwards, changesOf, followUpToTell, lastTold, membersOf } from "./follow-up.ts";
import { eventOf } from "./follow-up-event.ts";
import { noticeTo } from "./message.ts";
import type { CohortState, Notice, Validity } from "./notice.ts";
import { validFrom } from "./timing.ts";

const kind = "follow-up-concern";

/**
 * A day of the group was announced to somebody whom it does not concern any more, since their dyad ends before it or begins
 * after it: its date stays, so that no notice of a change would tell them. Where it concerns them again, they are told that
 * it does. Both follow from what this person last heard.
 */
export const followUpConcern: Notice = {
  kind,
  perWeek: 10,
  label: (words) => words.notices.followUpConcern.label,
  afterwards,
  // They would come for nothing.
  evenInPause: async () => true,

  due: (state, { upTo }) =>
    state.followUps.flatMap((followUp) => {
      const { id, on, moved, held, dyadId, stage } = followUp;
      const tellings = state.tellings.get(id);
      if (!tellings || held || dyadId !== null || !state.plan.stages.some(({ key }) => key === stage)) return [];
      const members = new Set(membersOf(state, followUp, on ?? moved?.from).map(({ personId }) => personId));
      return [...knownTo(tellings)].flatMap(([personId, known]): PlannedNotice[] => {
        const until = known.isOff ? on : known.on;
        if (!until || until < upTo || members.has(personId) !== known.isOff) return [];
        return [rowFor(state, followUp, personId, known, validFrom(state, upTo, until))];
      });
    }),

  async compose(visit, row) {
    const tell = await followUpToTell(visit, row);
    if ("dropped" in tell) return tell;
    const { on, at } = tell.followUp;
    const told = await lastTold(visit, tell.followUp.id, row);
    const { followUpConcern: w, followUpMoved, followUpAnnounced } = visit.words.notices;
    const say = async (summary: string, text: Text, date: { on: Day; at: typeof at }, cancelled: boolean): Promise<Message> => {
      const calendar: Button = { label: followUpAnnounced.calendar, action: "calendar.open" };
      const event = await eventOf(visit, tell.followUp, row, date, cancelled);
      return noticeTo(visit, summary, [{ kind: "heading", text: tell.title }, { kind: "text", text }, event], [calendar]);
    };

    if (tell.concerns) {
      if (on === null) return { dropped: "moved" };
      if (!told || told.on !== null) return { dropped: "not-needed" };
      return say(w.again(tell.stageName), w.concerns(on, at), { on, at }, false);
    }
    if (!told?.on) return { dropped: "not-needed" };
    const dyad = visit.dyads.find(({ id }) => id === row.subject.dyad);
    const other = dyad && `${dyad.other.givenName} ${dyad.other.familyName}`;
    const ended = dyad?.ending && dyad.ending.on < told.on ? dyad.ending.on : null;
    const why =
      other && ended
        ? w.ended(told.on, other, ended, ended < visit.today)
        : other && told.on < dyad.beganOn
          ? w.begins(told.on, other, dyad.beganOn)
          : w.concernsNoLonger(told.on);
    const text = tell.coordinator ? [why, " ", followUpMoved.questions(tell.coordinator)] : why;
    return say(w.off(tell.stageName), text, { on: told.on, at: told.at }, true);
  },
};

/** What a member takes from what they were told of a day of the group. */
interface Known {
  /** Null where they were told that there is none, or none for them. */
  on: Day | null;
  /** They were told that it does not concern them. */
  isOff: boolean;
  /** The dyad through which it concerned them. */
  dyad: number;
  /** How often it was to be told whether it concerns them. */
  times: number;
}

function knownTo(tellings: readonly Telling[]): Map<PersonId, Known> {
  const known = new Map<PersonId, Known>();
  for (const { personId, kind: said, subject, isSent } of tellings) {
    // Whoever leads it is told through no dyad.
    if (typeof subject.dyad !== "number") continue;
    const before = known.get(personId);
    const { on = null, dyad } = subject;
    const times = (before?.times ?? 0) + (said === kind ? 1 : 0);
    const now =
      isSent || !before ? { on: isSent ? (on as Day | null) : null, isOff: isSent && said === kind && on === null, dyad } : before;
    known.set(personId, { ...now, times });
  }
  return known;
}

const rowFor = (
  state: CohortState,
  { id, on, at, ...followUp }: FollowUp,
  personId: PersonId,
  { isOff, dyad, times }: Known,
  validity: Validity,
): PlannedNotice => ({
  key: `${kind}:f${id}:${times + 1}:p${personId}`,
  ...{ kind, organizationId: state.organization.id, cohortId: state.cohort.id, personId },
  subject: {
    ...{ followUp: id, changes: changesOf(followUp), times: times + 1, dyad },
    ...(isOff && on ? { on } : {}),
    ...(isOff && at ? { at } : {}),
  },
  ...validity,
});
