import type { Day, Hour, Instant } from "../program/day.ts";
import type {
  Appointment,
  Cohort,
  CohortId,
  Dyad,
  DyadId,
  FollowUp,
  FollowUpId,
  Language,
  Office,
  Organization,
  OrganizationId,
  Person,
  PersonId,
  StageAudience,
  UnplacedCode,
} from "../program/terms.ts";

/** Rows as the tables hold them, and the terms of the program made of them. */

export interface OrganizationRow {
  id: OrganizationId;
  key: string;
  name: string;
  language: Language;
  zone: string;
  assistance: string | null;
}

export const toOrganization = (row: OrganizationRow): Organization => ({
  id: row.id,
  key: row.key,
  name: row.name,
  language: row.language,
  zone: row.zone,
  assistance: row.assistance ? JSON.parse(row.assistance) : null,
});

export interface PersonRow {
  id: PersonId;
  organization_id: OrganizationId;
  email: string;
  given_name: string;
  family_name: string;
  language: Language;
  office: Office | null;
  supervisor_id: PersonId | null;
}

export const toPerson = (row: PersonRow): Person => ({
  id: row.id,
  organizationId: row.organization_id,
  givenName: row.given_name,
  familyName: row.family_name,
  email: row.email,
  language: row.language,
  office: row.office,
  supervisorId: row.supervisor_id,
});

export interface CohortRow {
  id: CohortId;
  organization_id: OrganizationId;
  key: string;
  name: string;
  kind: "pilot" | "regular";
  starts_on: Day;
  ends_on: Day;
  plan: string;
  revision: number;
}

export const toCohort = (row: Omit<CohortRow, "plan" | "revision">): Cohort => ({
  id: row.id,
  organizationId: row.organization_id,
  key: row.key,
  name: row.name,
  kind: row.kind,
  startsOn: row.starts_on,
  endsOn: row.ends_on,
});

export interface AppointmentRow {
  cohort_id: CohortId;
  person_id: PersonId;
  capacity: "coordinator" | "deputy";
  kind: "external" | "internal";
  from_on: Day;
  until_on: Day | null;
  succeeds_id: PersonId | null;
}

export const toAppointment = (row: AppointmentRow): Appointment => ({
  personId: row.person_id,
  capacity: row.capacity,
  kind: row.kind,
  from: row.from_on,
  until: row.until_on,
  succeeds: row.succeeds_id,
});

export interface DyadRow {
  id: DyadId;
  organization_id: OrganizationId;
  cohort_id: CohortId;
  mentor_id: PersonId;
  mentee_id: PersonId;
  coordinator_id: PersonId;
  began_on: Day;
  ended_on: Day | null;
  ended_by: PersonId | null;
}

export const toDyad = (row: DyadRow): Dyad => ({
  id: row.id,
  organizationId: row.organization_id,
  cohortId: row.cohort_id,
  mentorId: row.mentor_id,
  menteeId: row.mentee_id,
  coordinatorId: row.coordinator_id,
  beganOn: row.began_on,
  ending: row.ended_on ? { on: row.ended_on, by: row.ended_by } : null,
});

export interface FollowUpRow {
  id: FollowUpId;
  organization_id: OrganizationId;
  cohort_id: CohortId;
  dyad_id: DyadId | null;
  key: string;
  stage: string;
  audience: StageAudience;
  on_day: Day | null;
  at_hour: Hour | null;
  unplaced: UnplacedCode | null;
  announced_on: Day | null;
  moves: number;
  moved_from: Day | null;
  moved_on: Day | null;
  held_on: Day | null;
  held_by: PersonId | null;
  held_at: Instant | null;
}

export const toFollowUp = (row: FollowUpRow): FollowUp => ({
  id: row.id,
  organizationId: row.organization_id,
  cohortId: row.cohort_id,
  dyadId: row.dyad_id,
  stage: row.stage,
  audience: row.audience,
  on: row.on_day,
  at: row.at_hour,
  unplaced: row.unplaced,
  announcedOn: row.announced_on,
  moved: row.moved_from && row.moved_on ? { times: row.moves, from: row.moved_from, on: row.moved_on } : null,
  held: row.held_on && row.held_by && row.held_at ? { on: row.held_on, by: row.held_by, at: row.held_at } : null,
});
