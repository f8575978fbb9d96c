import type { Visit } from "../features/feature.ts";
import type { Calendar } from "../program/calendar.ts";
import type { Day, Instant } from "../program/day.ts";
import type { Plan } from "../program/plan.ts";
import type { DropReason } from "../program/reasons.ts";
import type { Appointment, Cohort, Dyad, DyadId, FollowUp, FollowUpId, Organization, Person, PersonId } from "../program/terms.ts";
import type { Administration } from "../store/administrations.ts";
import type { FollowUpMove } from "../store/follow-up-moves.ts";
import type { OutboxRow, PlannedNotice } from "../store/outbox.ts";
import type { Message } from "../ui/model.ts";
import type { Words } from "../words/index.ts";

/** All that planning looks at, of one cohort. Nothing in it is private text. */
export interface CohortState {
  organization: Organization;
  cohort: Cohort;
  plan: Plan;
  calendar: Calendar;
  people: ReadonlyMap<PersonId, Person>;
  dyads: readonly Dyad[];
  appointments: readonly Appointment[];
  followUps: readonly FollowUp[];
  /** The changes of the dates that people knew, in order. */
  moves: ReadonlyMap<FollowUpId, readonly FollowUpMove[]>;
  administrations: readonly AdministrationState[];
  /** The day of the last meeting that each dyad logged. */
  lastMeeting: ReadonlyMap<DyadId, Day>;
}

export type AdministrationState = Pick<Administration, "id" | "dyadId" | "personId" | "stage" | "opensOn" | "dueOn" | "done">;

/** The days to plan: those after `after`, up to and with `upTo`. */
export interface Window {
  after: Day;
  upTo: Day;
}

export const within = (day: Day | null, window: Window): day is Day => day !== null && window.after < day && day <= window.upTo;

/** One thing that the bot says unprompted. */
export interface Notice {
  kind: string;
  /** How many of this kind one person gets in seven days, at most. What is over waits. */
  perWeek: number;
  label(words: Words): string;
  /** Where it goes when the person has no address: to the account with their e-mail address, or to the one that was introduced. */
  toAccountOf?: "email" | "introduction";
  /** What falls due in a window, whatever was planned before: keys that are known are ignored. */
  due(state: CohortState, window: Window): PlannedNotice[];
  /** Judged at the moment of sending: the message, or why there is none any more. */
  compose(visit: Visit, row: OutboxRow): Promise<Message | { dropped: DropReason }>;
}

/** The instants between which a notice planned for a day may be sent. */
export interface Validity {
  notBefore: Instant;
  giveUpAfter: Instant;
}
