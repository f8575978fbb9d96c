import { type Day, dayOf, type Instant } from "../program/day.ts";
import type { Viewer } from "../program/privacy.ts";
import type { Cohort, CohortId, Dyad, Organization, OrganizationId, Person, PersonId, Role } from "../program/terms.ts";
import type { Address } from "../ui/platform.ts";
import { type Database, isPostgres, placesFor, rowsFrom } from "./database.ts";
import {
  type AppointmentRow,
  type CohortRow,
  type DyadRow,
  type OrganizationRow,
  type PersonRow,
  toCohort,
  toDyad,
  toOrganization,
  toPerson,
} from "./rows.ts";
import type { Store } from "./store.ts";
import { readTogether } from "./together.ts";

export interface DyadOfVisitor extends Dyad {
  as: "mentor" | "mentee";
  other: { id: PersonId; givenName: string; familyName: string };
}

/** A cohort with the revision of its plan, by which the plan read once is known to be still the one. */
type CohortOfVisitor = Cohort & { revision: number };

/** Someone who speaks to the bot: who they are, and all that decides what they may do and see. */
export interface Visitor {
  person: Person;
  organization: Organization;
  today: Day;
  viewer: Viewer;
  /** Their dyads, ended ones too, the newest first. */
  dyads: readonly DyadOfVisitor[];
  /** The cohorts they take part in or coordinate, the one that runs today first, then the newest. */
  cohorts: readonly CohortOfVisitor[];
  roles: readonly Role[];
  /** Why the address they write from was taken to reach nobody; null where it was not, and for one who is written to. */
  gone: string | null;
  /** Whether anybody whom they may concern opened a home; false for one who is written to. */
  homesNear: boolean;
}

/** One row of those who are joined: each table of its own. */
interface JoinedRow {
  person: PersonRow;
  organization: OrganizationRow;
  dyad: (DyadRow & { other_given: string; other_family: string }) | null;
  appointment: Pick<AppointmentRow, "cohort_id" | "from_on" | "until_on"> | null;
  cohort: Omit<CohortRow, "plan"> | null;
  reports: string | null;
  place: string;
  gone: string | null;
  homes: unknown;
}

const columnsOf = (table: string, names: string): Record<string, string> =>
  Object.fromEntries(names.split(" ").map((name) => [name, `${table}.${name}`]));

const joined = {
  person: columnsOf("person", "id organization_id email given_name family_name language office supervisor_id"),
  organization: columnsOf("organization", "id key name language zone assistance"),
  dyad: {
    ...columnsOf("dyad", "id organization_id cohort_id mentor_id mentee_id coordinator_id began_on ended_on ended_by"),
    other_given: "other.given_name",
    other_family: "other.family_name",
  },
  appointment: columnsOf("appointment", "cohort_id from_on until_on"),
  cohort: columnsOf("cohort", "id organization_id key name kind starts_on ends_on revision"),
};

interface Dialect {
  /** What makes one text of names and values. */
  object: string;
  /** All ids, with commas between them. */
  listed: string;
}
const sqlite: Dialect = { object: "json_object", listed: "group_concat(r.id)" };
const pg: Dialect = { object: "json_build_object", listed: "string_agg(r.id::text, ',')" };

function objectOf({ object }: Dialect, values: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(values).map(([name, value]) => `'${name}', ${value}`);
  return `${object}(${pairs.join(", ")})`;
}

/** A row comes as one text: the driver would make an object of it name by name, which takes twice as long as to read that. */
function query(dialect: Dialect, whom: string, { place, gone, homes }: { place: string; gone: string; homes: string }): string {
  const { person, organization, dyad, appointment, cohort } = joined;
  const row = objectOf(dialect, {
    person: objectOf(dialect, person),
    organization: objectOf(dialect, organization),
    dyad: `case when dyad.id is not null then ${objectOf(dialect, dyad)} end`,
    appointment: `case when appointment.cohort_id is not null then ${objectOf(dialect, appointment)} end`,
    cohort: `case when cohort.id is not null then ${objectOf(dialect, cohort)} end`,
    reports: `(select ${dialect.listed} from people r where r.supervisor_id = person.id)`,
    ...{ place, gone, homes },
  });
  return `
  select cast(${row} as text) as "row"
  from ${whom}
  join organizations organization on organization.id = person.organization_id
  left join dyads dyad on dyad.mentor_id = person.id or dyad.mentee_id = person.id
  left join people other on other.id = case when dyad.mentor_id = person.id then dyad.mentee_id else dyad.mentor_id end
  left join appointments appointment on appointment.person_id = person.id
  left join cohorts cohort on cohort.id = dyad.cohort_id or cohort.id = appointment.cohort_id`;
}

/** Those asked about, of whom each has a place by which the answer finds them. */
const asked = (count: number) => `with asked(place, platform, workspace, "user") as (values ${placesFor(4, count)})`;
const byAddress = `asked
  join addresses a on a.platform = asked.platform and a.workspace = asked.workspace and a."user" = asked."user"
  join people person on person.id = a.person_id`;
const byId = "(select * from people where organization_id = ? and id = ?) person";
/** Of the person, the others of their dyads and those who coordinate their cohorts; what coordinators do may concern anybody. */
const homes = `(exists (select 1 from homes h where h.person_id in (person.id, dyad.mentor_id, dyad.mentee_id))
    or exists (select 1 from appointments c join homes h on h.person_id = c.person_id where c.cohort_id = dyad.cohort_id)
    or (appointment.person_id is not null and exists (select 1 from homes h where h.organization_id = person.organization_id)))`;
const queries = (dialect: Dialect) => ({
  byAddress: query(dialect, byAddress, {
    place: "asked.place",
    gone: "case when a.gone_at is not null then coalesce(a.gone_reason, '') end",
    homes,
  }),
  byId: query(dialect, byId, { place: "'0'", gone: "null", homes: "null" }),
});
const sql = { pg: queries(pg), sqlite: queries(sqlite) };
const sqlOf = (db: Database) => sql[isPostgres(db) ? "pg" : "sqlite"];

const rowsAt = readTogether(async (db, addresses: readonly Address[]): Promise<JoinedRow[][]> => {
  const values = addresses.flatMap((at, place) => [String(place), at.platform, at.workspace, at.user]);
  const found = addresses.map((): JoinedRow[] => []);
  for (const row of await ask(db, `${asked(addresses.length)} ${sqlOf(db).byAddress}`, values)) found[Number(row.place)]?.push(row);
  return found;
});

/** One query says who writes from this address, in which organization, dyads and cohorts, with which roles and language. */
export const findVisitor = async (store: Store, at: Address, now: Instant): Promise<Visitor | null> =>
  toVisitor(await rowsAt(store.db, at), now);

/** The same of a person who is written to. */
export const findPerson = async (store: Store, organizationId: OrganizationId, id: PersonId, now: Instant): Promise<Visitor | null> =>
  toVisitor(await ask(store.db, sqlOf(store.db).byId, [organizationId, id]), now);

const ask = async (db: Database, query: string, values: readonly (string | number)[]): Promise<JoinedRow[]> =>
  (await rowsFrom<{ row: string }>(db, query, values)).map(({ row }) => JSON.parse(row));

function toVisitor(rows: readonly JoinedRow[], now: Instant): Visitor | null {
  const [first] = rows;
  if (!first) return null;

  const person = toPerson(first.person);
  const organization = toOrganization(first.organization);
  const today = dayOf(now, organization.zone);
  const dyads = distinct(rows.flatMap(({ dyad }) => dyad ?? [])).map((row) => ({
    as: row.mentor_id === person.id ? ("mentor" as const) : ("mentee" as const),
    other: { id: row.mentor_id === person.id ? row.mentee_id : row.mentor_id, givenName: row.other_given, familyName: row.other_family },
    ...toDyad(row),
  }));
  const inOffice = rows.flatMap(({ appointment }) =>
    appointment && appointment.from_on <= today && (appointment.until_on === null || today <= appointment.until_on) ? appointment : [],
  );
  const coordinates = new Set<CohortId>(inOffice.map((appointment) => appointment.cohort_id));

  return {
    person,
    organization,
    today,
    dyads: dyads.sort((a, b) => (a.beganOn < b.beganOn ? 1 : -1)),
    cohorts: distinct(rows.flatMap(({ cohort }) => cohort ?? []))
      .map((row) => ({ revision: row.revision, ...toCohort(row) }))
      .sort(runningFirst(today)),
    roles: [...new Set<Role>([...(coordinates.size > 0 ? (["coordinator"] as const) : []), ...dyads.map((dyad) => dyad.as)])],
    gone: first.gone,
    homesNear: rows.some(({ homes }) => Boolean(homes)),
    viewer: {
      organizationId: organization.id,
      personId: person.id,
      office: person.office,
      supervises: new Set((first.reports ?? "").split(",").filter(Boolean).map(Number) as PersonId[]),
      coordinates,
      dyads: dyads.map((dyad) => ({ dyadId: dyad.id, cohortId: dyad.cohortId, as: dyad.as, otherId: dyad.other.id })),
    },
  };
}

const distinct = <Row extends { id: number }>(rows: readonly Row[]): Row[] => [...new Map(rows.map((row) => [row.id, row])).values()];

const runningFirst = (today: Day) => (a: Cohort, b: Cohort) => {
  const running = (cohort: Cohort) => cohort.startsOn <= today && today <= cohort.endsOn;
  return Number(running(b)) - Number(running(a)) || (a.startsOn < b.startsOn ? 1 : -1);
};
