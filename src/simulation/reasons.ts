import { datesChanged } from "../notices/dates-changed.ts";
import { followUpConcern } from "../notices/follow-up-concern.ts";
import { isInOffice } from "../program/coordination.ts";
import { dayOf, type Instant } from "../program/day.ts";
import { dyadsOf } from "../program/paths.ts";
import type { PersonId } from "../program/terms.ts";
import { recognizedKind } from "../store/introductions.ts";
import { linkedKind } from "../store/links.ts";
import type { Subject } from "../store/outbox.ts";
import { invitationKind } from "../store/participants.ts";
import type { YearFacts } from "./expected.ts";

/** A row of the outbox at the end of a year. */
export interface EndedRow {
  key: string;
  kind: string;
  personId: PersonId;
  subject: Subject;
  outcome: string | null;
  reason: string | null;
  settledAt: Instant | null;
}

type Holds = (row: EndedRow, year: YearFacts, rows: readonly EndedRow[]) => boolean;

const administrationOf = ({ subject }: EndedRow, { administrations }: YearFacts) =>
  administrations.find(({ id }) => id === subject.administration);
const followUpOf = ({ subject }: EndedRow, { followUps }: YearFacts) => followUps.find(({ id }) => id === subject.followUp);
const dyadOf = (row: EndedRow, year: YearFacts) => {
  const about = row.subject.dyad ?? administrationOf(row, year)?.dyadId ?? followUpOf(row, year)?.dyadId;
  return year.dyads.find(({ id }) => id === about);
};
const settledOn = ({ settledAt }: EndedRow, { organization }: YearFacts) => dayOf(settledAt as Instant, organization.zone);

const isToAccount = ({ kind }: EndedRow): boolean => kind === invitationKind || kind === recognizedKind;
const reached = (rows: readonly EndedRow[], { personId }: EndedRow): EndedRow[] =>
  rows.filter((other) => other.personId === personId && other.outcome === "sent" && !isToAccount(other));

/** Somebody was looked for whom nothing had reached yet. */
const isUnreached: Holds = (row, _, rows) =>
  isToAccount(row) && !reached(rows, row).some(({ settledAt }) => (settledAt ?? "") < (row.settledAt ?? ""));

const isDone: Holds = (row, year, rows) => {
  // Whoever was to be asked who they are is somebody whom messages reach.
  if (isToAccount(row)) return reached(rows, row).length > 0;
  if (row.subject.administration !== undefined) return administrationOf(row, year)?.done != null;
  if (row.subject.followUp !== undefined) return followUpOf(row, year)?.held != null;
  const dyad = dyadOf(row, year);
  return dyad !== undefined && (year.meetings.get(dyad.id) ?? []).some((on) => on > (row.subject.since ?? ""));
};

/** A dyad that ends before a day of the group, begins after it or had a later stage by then goes on without that group. */
const isWithoutGroup = (row: EndedRow, year: YearFacts): boolean => {
  const followUp = followUpOf(row, year);
  const members = followUp?.dyadId === null ? dyadsOf(followUp, year.dyads, year.followUps, year.plan.stages) : null;
  return members?.every(({ mentorId, menteeId }) => ![mentorId, menteeId].includes(row.personId)) ?? false;
};

const isSameWord = ({ subject: one }: EndedRow, { subject: other }: EndedRow): boolean =>
  other.administration !== undefined ||
  // One is welcomed once as a coordinator of a cohort.
  (other.cohort !== undefined && one.cohort === other.cohort) ||
  (other.on !== undefined && one.on === other.on && one.at === other.at);

/** The reasons for which a message may go unsaid, each with what must be true for it. Any other one is an excuse. */
const realReasons: Readonly<Record<string, Holds>> = {
  done: isDone,
  moved: (row, year) => {
    if (row.subject.administration !== undefined) return administrationOf(row, year)?.opensOn !== row.subject.opensOn;
    const followUp = followUpOf(row, year);
    if (row.kind !== datesChanged.kind || !followUp) return (followUp?.moved?.times ?? 0) !== row.subject.changes;
    return followUp.moved !== null || year.earlyMoves.get(followUp.id)?.at(-1)?.times !== row.subject.changes;
  },
  /**
   * The same day, or for the same word on a questionnaire or on a date at any time, the person heard of it from another
   * message; of a questionnaire also from the notice of a move.
   */
  "just-said": (row, year, rows) =>
    rows.some(
      (other) =>
        other.outcome === "sent" &&
        other.personId === row.personId &&
        ((other.subject.followUp === row.subject.followUp &&
          other.subject.administration === row.subject.administration &&
          (settledOn(other, year) === settledOn(row, year) || (other.kind === row.kind && isSameWord(other, row)))) ||
          (other.kind === "follow-up-moved" &&
            settledOn(other, year) === settledOn(row, year) &&
            followUpOf(other, year)?.stage === administrationOf(row, year)?.stage)),
    ),
  /** The follow-up was held meanwhile, or its date is back where it was. */
  "not-needed": (row, year) =>
    row.kind === "follow-up-moved" ||
    row.kind === followUpConcern.kind ||
    row.kind === datesChanged.kind ||
    year.followUps.some((one) => one.stage === administrationOf(row, year)?.stage && one.held !== null),
  ended: (row, year) => dyadOf(row, year)?.ending != null || year.cohort.endsOn < settledOn(row, year),
  "no-longer-concerned": (row, year) =>
    row.subject.dyad !== undefined
      ? isWithoutGroup(row, year)
      : !year.appointments.some((appointment) => appointment.personId === row.personId && isInOffice(appointment, settledOn(row, year))),
  "said-together": (row, _, rows) =>
    rows.some(
      ({ kind, personId, outcome, settledAt }) =>
        kind === row.kind && personId === row.personId && outcome === "sent" && (settledAt ?? "") >= (row.settledAt ?? ""),
    ),
  "no-account": isUnreached,
  "guest-account": isUnreached,
  "bot-account": isUnreached,
  "account-taken": isUnreached,
  "shared-email": isUnreached,
  denied: isUnreached,
  gone: isUnreached,
  "no-directory": isUnreached,
  /** It was too late a day after the word to an account that a coordinator linked. */
  "just-linked": ({ personId, outcome }, _, rows) =>
    outcome === "expired" && rows.some((other) => other.kind === linkedKind && other.personId === personId),
  /** Whoever asked for quiet until it was too late. */
  paused: ({ outcome }) => outcome === "expired",
};

/** Whether a row that was settled without being sent had a reason for it, and a true one. */
export const isRightlyUnsaid: Holds = (row, year, rows) => realReasons[row.reason ?? ""]?.(row, year, rows) ?? false;
