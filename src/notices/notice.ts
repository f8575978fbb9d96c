import type { Visit } from "../features/feature.ts";
import type { Calendar } from "../program/calendar.ts";
import type { Day, Instant } from "../program/day.ts";
import type { Plan } from "../program/plan.ts";
import type { Became, DropReason } from "../program/reasons.ts";
import type { Appointment, Cohort, Dyad, DyadId, FollowUp, FollowUpId, Organization, Person, PersonId } from "../program/terms.ts";
import type { Administration } from "../store/administrations.ts";
import type { FollowUpMove } from "../store/follow-up-moves.ts";
import type { NoticeRow, PlannedNotice } from "../store/outbox.ts";
import type { Telling } from "../store/sent.ts";
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
  /** Those who coordinated it until its first day, or theirs, was put off. */
  putOff: ReadonlySet<PersonId>;
  followUps: readonly FollowUp[];
  /** The changes of the dates that people knew, in order. */
  moves: ReadonlyMap<FollowUpId, readonly FollowUpMove[]>;
  /** Those before their announcement. */
  earlyMoves: ReadonlyMap<FollowUpId, readonly FollowUpMove[]>;
  /** What its people were told of the days of the group that are announced and to come, in order. */
  tellings: ReadonlyMap<FollowUpId, readonly Telling[]>;
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
  /** Whether it is said during a pause too; where this is left out, it waits for the end of the pause. */
  evenInPause?(visit: Visit, row: NoticeRow): Promise<boolean>;
  /** Where it goes when the person has no address: to the account with their e-mail address, or to the one that was introduced. */
  toAccountOf?: "email" | "introduction";
  /** It goes to the channel that its subject names, whatever the person's addresses are. */
  toChannel?: true;
  /** What falls due in a window, whatever was planned before: keys that are known are ignored. */
  due(state: CohortState, window: Window): PlannedNotice[];
  /**
   * Judged at the moment of sending: the message, or why there is none any more. Of a notice that the person got, what
   * it would say today: the row itself is no reason to keep silent, nor what was said since.
   */
  compose(visit: Visit, row: NoticeRow): Promise<Message | { dropped: DropReason }>;
  /** What becomes of its message once it was shown; null where what it offers is never out of date. */
  afterwards: Afterwards | null;
}

export interface Afterwards {
  /** When its matter is over at the latest. */
  until(row: PlannedNotice, zone: string): Instant;
  /** Until when its matter may begin anew after it was over. Where this is left out, it is over for good. */
  mayComeBackUntil?(row: PlannedNotice): Instant;
  /** It asks for something, so that it keeps quiet during a pause. */
  asks: boolean;
  /** It tells how things stood when it was sent, and is not told anew as long as it concerns whom it was told. */
  snapshot?: Snapshot;
  /** It is about the account in which it is shown, and is settled there though the account is not the person's. */
  isOfAccount?: true;
  /** What it says once its matter is settled: no more than it did before, and with nothing to press that can be out of date. */
  settled(visit: Visit, row: NoticeRow, became: Exclude<Became, "paused">): Promise<Message>;
}

export interface Snapshot {
  concerns(visit: Visit, row: NoticeRow): Promise<boolean>;
  /** What it says where it concerns them again, after it said that it does not. */
  again(visit: Visit, row: NoticeRow): Promise<Message | { dropped: DropReason }>;
}

/** The instants between which a notice planned for a day may be sent. */
export interface Validity {
  notBefore: Instant;
  giveUpAfter: Instant;
}
