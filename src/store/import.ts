import type { Day } from "../program/day.ts";
import type { Appointment, Cohort, Organization, Person, PersonId } from "../program/terms.ts";
import type { Database } from "./database.ts";
import {
  type AppointmentRow,
  type CohortRow,
  type DyadRow,
  type OrganizationRow,
  type PersonRow,
  toCohort,
  toOrganization,
} from "./rows.ts";

/**
 * What an import reads and writes, as files speak of it: people by their e-mail address, dyads by their members.
 * Ids stay in the store.
 */
export interface Things {
  organization: Omit<Organization, "id">;
  program: { name: string };
  /** `definition` is the instrument, or whatever an older version stored. */
  instrument: { id: string; definition: unknown };
  person: Pick<Person, "email" | "givenName" | "familyName" | "language" | "office"> & { supervisor: string | null };
  /** `settings` is what the column `plan` holds. */
  cohort: Omit<Cohort, "id" | "organizationId"> & { program: string; settings: unknown };
  appointment: Pick<Appointment, "capacity" | "kind" | "from" | "until"> & { email: string; succeeds: string | null };
  dyad: { mentor: string; mentee: string; coordinator: string; began: Day; ended: Day | null };
}

type Stored<Thing extends keyof Things> = Things[Thing] & { id: number };

interface StoredFollowUp {
  /** Null for one of the group. */
  dyad: number | null;
  stage: string;
  on: Day | null;
  announcedOn: Day | null;
  heldOn: Day | null;
}

/** What the store has of an organization and of one of its cohorts. */
export interface Current {
  organization: Stored<"organization"> | null;
  programs: readonly Stored<"program">[];
  instruments: readonly Things["instrument"][];
  /** Everyone of the organization. */
  people: readonly Stored<"person">[];
  cohort: Stored<"cohort"> | null;
  appointments: readonly Stored<"appointment">[];
  dyads: readonly Stored<"dyad">[];
  /** The follow-ups of those dyads and of the group, with the day they were held on; null while they are to come. */
  followUps: readonly StoredFollowUp[];
  /** The stages of which a questionnaire was answered. */
  answered: readonly string[];
}

const noCohort = { cohort: null, appointments: [], dyads: [], followUps: [], answered: [] };

export async function readCurrent(db: Database, organizationKey: string, cohortKey: string): Promise<Current> {
  const organization: OrganizationRow | undefined = await db("organizations").where({ key: organizationKey }).first();
  if (!organization) {
    return { organization: null, programs: [], instruments: [], people: [], ...noCohort };
  }
  const own = { organization_id: organization.id };
  const people: PersonRow[] = await db("people").where(own).orderBy("id");
  const programs: Stored<"program">[] = await db("programs").where(own).select("id", "name");
  const instruments: { id: string; definition: string }[] = await db("instruments").where(own).select("id", "definition");
  const cohort: CohortRow | undefined = await db("cohorts")
    .where({ ...own, key: cohortKey })
    .first();
  const emails = new Map(people.map(({ id, email }) => [id, email]));
  const emailOf = (id: PersonId | null) => (id === null ? null : (emails.get(id) ?? null));
  return {
    organization: { ...toOrganization(organization), id: organization.id },
    programs,
    instruments: instruments.map(({ id, definition }) => ({ id, definition: JSON.parse(definition) as unknown })),
    people: people.map((row) => ({
      ...{ id: row.id, email: row.email, givenName: row.given_name, familyName: row.family_name },
      ...{ language: row.language, office: row.office, supervisor: emailOf(row.supervisor_id) },
    })),
    ...(cohort ? await readCohortWith(db, cohort, programs, emailOf) : noCohort),
  };
}

async function readCohortWith(
  db: Database,
  row: CohortRow & { program_id?: number },
  programs: readonly Stored<"program">[],
  emailOf: (id: PersonId | null) => string | null,
): Promise<Pick<Current, keyof typeof noCohort>> {
  const own = { organization_id: row.organization_id, cohort_id: row.id };
  const appointments: (AppointmentRow & { id: number })[] = await db("appointments").where(own).orderBy("id");
  const dyads: DyadRow[] = await db("dyads").where(own).orderBy("id");
  const followUps: StoredFollowUp[] = await db("follow_ups")
    .where(own)
    .select({ dyad: "dyad_id", stage: "stage", on: "on_day", announcedOn: "announced_on", heldOn: "held_on" });
  const { organizationId: _, ...cohort } = toCohort(row);
  return {
    cohort: {
      ...cohort,
      program: programs.find(({ id }) => id === row.program_id)?.name ?? "",
      settings: JSON.parse(row.plan) as unknown,
    },
    appointments: appointments.map(({ id, person_id, capacity, kind, from_on, until_on, succeeds_id }) => ({
      ...{ id, email: String(emailOf(person_id)), capacity, kind },
      ...{ from: from_on, until: until_on, succeeds: emailOf(succeeds_id) },
    })),
    dyads: dyads.map(({ id, mentor_id, mentee_id, coordinator_id, began_on, ended_on }) => ({
      ...{ id, mentor: String(emailOf(mentor_id)), mentee: String(emailOf(mentee_id)), coordinator: String(emailOf(coordinator_id)) },
      ...{ began: began_on, ended: ended_on },
    })),
    followUps,
    answered: await db("administrations").where(own).whereNotNull("done_at").distinct().pluck("stage"),
  };
}

/** The cohorts that a key may mean, each with the key of its organization. */
export const readCohortKeys = (db: Database): Promise<{ organization: string; cohort: string }[]> =>
  db("cohorts")
    .join("organizations as o", "o.id", "cohorts.organization_id")
    .orderBy(["o.key", "cohorts.key"])
    .select({ organization: "o.key", cohort: "cohorts.key" });
