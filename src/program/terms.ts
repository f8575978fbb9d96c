import type { Day, Hour, Instant } from "./day.ts";

/** Ids are the store's own whole numbers; the brand keeps one kind from standing in for another. */
type Id<Kind extends string> = number & { readonly __id: Kind };
export type OrganizationId = Id<"organization">;
export type CohortId = Id<"cohort">;
export type PersonId = Id<"person">;
export type DyadId = Id<"dyad">;
export type MeetingId = Id<"meeting">;
export type ObjectiveId = Id<"objective">;
export type NoteId = Id<"note">;
export type FollowUpId = Id<"follow-up">;
export type AdministrationId = Id<"administration">;

export const languages = ["fr", "en"] as const;
export type Language = (typeof languages)[number];

/** A sentence that a school writes itself (agenda, label of a record field), in its languages. French is always there. */
export type Localized = { fr: string; en?: string | undefined };

/**
 * Offices that a person holds in the organization, apart from the program. They open no door in it:
 * the wall of `privacy.ts` is decided from them.
 */
export const offices = ["direction", "human-resources", "technical-admin"] as const;
export type Office = (typeof offices)[number];

/** What a person is in one cohort. */
const roles = ["mentor", "mentee", "coordinator"] as const;
export type Role = (typeof roles)[number];

export interface Organization {
  id: OrganizationId;
  key: string;
  name: string;
  language: Language;
  /** IANA name, such as `America/Toronto`. */
  zone: string;
  /** The employee assistance program, shown to a mentee whose result is low. */
  assistance: { name: string; phone?: string | undefined; url?: string | undefined } | null;
}

export interface Person {
  id: PersonId;
  organizationId: OrganizationId;
  givenName: string;
  familyName: string;
  email: string;
  language: Language;
  office: Office | null;
  /** The person this one reports to at work: never their mentor, and never told anything. */
  supervisorId: PersonId | null;
}

/** One coordinator's time at the head of a cohort. `until` is the last day, null while it lasts. */
export interface Appointment {
  personId: PersonId;
  capacity: "coordinator" | "deputy";
  kind: "external" | "internal";
  from: Day;
  until: Day | null;
  /** Whose dyads this coordinator takes over, from the day that person is no longer in office. */
  succeeds: PersonId | null;
}

export interface Cohort {
  id: CohortId;
  organizationId: OrganizationId;
  key: string;
  name: string;
  kind: "pilot" | "regular";
  startsOn: Day;
  endsOn: Day;
}

export interface Dyad {
  id: DyadId;
  organizationId: OrganizationId;
  cohortId: CohortId;
  mentorId: PersonId;
  menteeId: PersonId;
  /** Who leads its follow-ups, until a succession: see `coordinatorOn`. */
  coordinatorId: PersonId;
  beganOn: Day;
  ending: { on: Day; by: PersonId | null } | null;
}

export const meetingModes = ["in-person", "video", "phone", "writing"] as const;
export type MeetingMode = (typeof meetingModes)[number];

export const meetingTopics = [
  "classroom",
  "planning",
  "assessment",
  "students",
  "parents",
  "team",
  "school-life",
  "balance",
  "career",
] as const;
export type MeetingTopic = (typeof meetingTopics)[number];

/** The part of a meeting that the coordinator may know: that it took place. */
export interface MeetingFact {
  id: MeetingId;
  dyadId: DyadId;
  heldOn: Day;
  minutes: number;
  mode: MeetingMode;
  loggedBy: PersonId;
}

/** The part that stays in the dyad. */
export interface MeetingContent {
  topics: MeetingTopic[];
  otherTopic: string | null;
  objectives: ObjectiveId[];
}

export const noteKinds = ["good-moment", "difficulty", "learning", "agenda-idea"] as const;
export type NoteKind = (typeof noteKinds)[number];
export const noteAudiences = ["me", "our-dyad"] as const;
export type NoteAudience = (typeof noteAudiences)[number];

export type StageAudience = "triad" | "mentees" | "everyone";

/** Why a follow-up has no date. */
export type UnplacedCode = "no-open-day-left" | "capacity" | "no-coordinator";

export interface FollowUp {
  id: FollowUpId;
  organizationId: OrganizationId;
  cohortId: CohortId;
  /** Null for a follow-up of the group. */
  dyadId: DyadId | null;
  stage: string;
  audience: StageAudience;
  /** Null while no open day could be found: `unplaced` says why. */
  on: Day | null;
  at: Hour | null;
  unplaced: UnplacedCode | null;
  /** The day from which its date is known to its people, and no longer moves by itself. */
  announcedOn: Day | null;
  /** What became of a date since it was announced: how often it changed, when the last time, and the day it had before. */
  moved?: { times: number; on: Day; from: Day } | null;
  held: { on: Day; by: PersonId; at: Instant } | null;
}
