import { headOn } from "../program/coordination.ts";
import { type Day, day } from "../program/day.ts";
import type { Appointment, PersonId } from "../program/terms.ts";
import type { Current, Things } from "../store/import.ts";
import type { AppointmentSpec, At, Desired, DyadSpec, MenteeSpec, PersonSpec } from "./desired.ts";
import { settleMenteeRows } from "./mentee-rows.ts";
import { type Problem, problem } from "./problems.ts";

/** A thing as it will be, with the place in a file that speaks of it, and its id in the store. Null where there is none. */
type Known<Thing extends "person" | "appointment" | "dyad"> = Things[Thing] & { at: At | null; id: number | null };

export type WorldPerson = Known<"person"> & Pick<PersonSpec, "role">;
export type WorldAppointment = Known<"appointment">;
/** `says` is what the files say themselves, and not only the store. */
export type WorldDyad = Known<"dyad"> & Pick<DyadSpec, "held"> & { says: { began: boolean; ended: boolean } };

/** The organization and its cohort as they will be after the import: what the files say, laid over what is stored. */
export interface World {
  /** Null while its dates could not be read. */
  cohort: { startsOn: Day; endsOn: Day } | null;
  people: ReadonlyMap<string, WorldPerson>;
  appointments: readonly WorldAppointment[];
  dyads: readonly WorldDyad[];
  /** What rows say of a dyad that nothing tells. */
  unsettled: readonly MenteeSpec[];
}

export function worldOf(current: Current, desired: Desired, problems: Problem[]): World {
  const cohort = desired.plan ? desired.plan.span : current.cohort;
  const startsOn = cohort?.startsOn ?? current.cohort?.startsOn ?? day("2000-01-01");
  const people = layPeople(current, desired, problems);
  const appointments = layAppointments(current, desired.plan?.appointments ?? [], startsOn, problems);
  return { cohort, people, appointments, ...layDyads(current, desired, appointments, startsOn, problems) };
}

/** Holds what a later place says of a field against what the first one said. */
function agreed<Value>(
  said: Value | undefined,
  found: Value | undefined,
  contradicted: (said: Value, found: Value) => void,
): Value | undefined {
  if (said !== undefined && found !== undefined && said !== found) contradicted(said, found);
  return said ?? found;
}

function layPeople(current: Current, { plan, people }: Desired, problems: Problem[]): Map<string, WorldPerson> {
  const language = plan?.organization?.language ?? current.organization?.language ?? "fr";
  const stored = new Map(current.people.map((person) => [person.email, person]));
  const world = new Map<string, WorldPerson>(current.people.map((person) => [person.email, { ...person, at: null, role: undefined }]));
  for (const [email, spec] of mergePeople(people, problems)) {
    const before = stored.get(email);
    const unsaid = spec.complete ? null : undefined;
    world.set(email, {
      ...{ email, id: before?.id ?? null, at: spec.at, role: spec.role },
      givenName: spec.givenName ?? before?.givenName ?? "",
      familyName: spec.familyName ?? before?.familyName ?? "",
      language: spec.language ?? before?.language ?? language,
      office: pick(spec.office, unsaid, before?.office),
      supervisor: pick(spec.supervisor, unsaid, before?.supervisor),
    });
  }
  return world;
}

/** The first that says something; null is saying that there is none. */
const pick = <Value>(...said: (Value | null | undefined)[]): Value | null => said.find((value) => value !== undefined) ?? null;

const personFields = ["givenName", "familyName", "language", "office", "supervisor", "role"] as const;

function mergePeople(specs: readonly PersonSpec[], problems: Problem[]): Map<string, PersonSpec> {
  const merged = new Map<string, PersonSpec>();
  for (const spec of specs) {
    const { email } = spec;
    const first = merged.get(email);
    if (!first) {
      merged.set(email, spec);
      continue;
    }
    if (first.complete && spec.complete) problems.push(problem(spec.at("email"), "person-twice", { email, first: first.at("email") }));
    const fields = personFields.map((field) => {
      const differ = (said: string, found: string) =>
        problems.push(problem(spec.at(field), "person-contradicted", { email, found, said, first: first.at(field) }));
      return [field, agreed<string>(first[field], spec[field], differ)];
    });
    merged.set(email, { ...first, ...Object.fromEntries(fields), complete: first.complete || spec.complete });
  }
  return merged;
}

/** A coordinator whose dates are corrected is still the same appointment, as long as only one can be meant. */
function layAppointments(current: Current, specs: readonly AppointmentSpec[], startsOn: Day, problems: Problem[]): WorldAppointment[] {
  const said: WorldAppointment[] = [];
  for (const { from = startsOn, ...spec } of specs) {
    const first = said.find((other) => other.email === spec.email && other.from === from);
    if (first?.at) problems.push(problem(spec.at("email"), "appointment-twice", { email: spec.email, from, first: first.at("email") }));
    else said.push({ ...spec, from, id: null });
  }
  const exact = (one: Things["appointment"]) => (other: Things["appointment"]) => other.email === one.email && other.from === one.from;
  const ofPerson = (list: readonly Things["appointment"][], email: string) => list.filter((other) => other.email === email);
  const unmatched = said.filter((one) => !current.appointments.some(exact(one)));
  const left = current.appointments.filter((one) => !said.some(exact(one)));
  const moved = (one: WorldAppointment) => ofPerson(unmatched, one.email).length === 1 && ofPerson(left, one.email).length === 1;
  const laid = said.map((one) => {
    const before = current.appointments.find(exact(one)) ?? (moved(one) ? left.find(({ email }) => email === one.email) : undefined);
    return { ...one, id: before?.id ?? null };
  });
  const untouched = left.filter(({ id }) => !laid.some((one) => one.id === id));
  return [...laid, ...untouched.map((one) => ({ ...one, at: null }))];
}

function layDyads(
  current: Current,
  { dyads: specs, menteeRows }: Desired,
  appointments: readonly WorldAppointment[],
  startsOn: Day,
  problems: Problem[],
): Pick<World, "dyads" | "unsettled"> {
  const merged = new Map<string, DyadSpec>();
  const merge = (spec: DyadSpec) => {
    const name = `${spec.mentor} ${spec.mentee}`;
    const first = merged.get(name);
    merged.set(name, first ? mergeDyads(first, spec, problems) : spec);
  };
  const { list, emailOf } = numbered(appointments);
  const stored = new Map(current.dyads.map((dyad) => [`${dyad.mentor} ${dyad.mentee}`, dyad]));
  // Whoever began on the first day of the cohort, no beginning of their own being kept, begins with it when it moves. A
  // beginning that a plan file does not say, since it says all there is of a dyad, is that day too.
  const beginningOf = (before: Things["dyad"] | undefined, complete: boolean): Day => {
    if (!before || before.began === current.cohort?.startsOn) return startsOn;
    return complete ? startsOn : before.began;
  };
  const lay = (spec: DyadSpec): WorldDyad => {
    const { mentor, mentee, at, held } = spec;
    const before = stored.get(`${mentor} ${mentee}`);
    const began = spec.began ?? beginningOf(before, spec.complete);
    const coordinator = spec.coordinator ?? before?.coordinator ?? emailOf(headOn(list, began)) ?? "";
    // A plan file says all there is of a dyad: taking out an end that was a mistake undoes it. A row of a table does not.
    const ended = spec.ended ?? (spec.complete ? null : (before?.ended ?? null));
    const says = { began: spec.began !== undefined, ended: spec.ended !== undefined };
    return { mentor, mentee, at, held, began, coordinator, ended, says, id: before?.id ?? null };
  };
  const laid = (): WorldDyad[] => {
    const unnamed = current.dyads.filter(({ mentor, mentee }) => !merged.has(`${mentor} ${mentee}`));
    const untold = { at: null, held: [], says: { began: false, ended: false } };
    return [...[...merged.values()].map(lay), ...unnamed.map((dyad) => ({ ...dyad, ...untold, began: beginningOf(dyad, false) }))];
  };
  specs.forEach(merge);
  const { specs: settled, unsettled } = settleMenteeRows(menteeRows, menteeRows.length > 0 ? laid() : []);
  settled.forEach(merge);
  return { dyads: laid(), unsettled };
}

/** A plan file and a table, or the two rows of a table, may speak of the same dyad as long as they agree. */
function mergeDyads(first: DyadSpec, spec: DyadSpec, problems: Problem[]): DyadSpec {
  if (first.complete && spec.complete) {
    problems.push(problem(spec.at(), "dyad-twice", { mentor: spec.mentor, mentee: spec.mentee, first: first.at() }));
  }
  const field = <Name extends "began" | "ended" | "coordinator">(name: Name) =>
    agreed<string>(first[name], spec[name], (said, found) =>
      problems.push(problem(spec.at(name), "dyad-contradicted", { found, said, first: first.at(name) })),
    ) as DyadSpec[Name];
  const said = { began: field("began"), ended: field("ended"), coordinator: field("coordinator"), held: [...first.held, ...spec.held] };
  // What only the later place says is found there.
  const at: At = (...path) =>
    (first[path[0] as "began"] === undefined && spec[path[0] as "began"] !== undefined ? spec : first).at(...path);
  return { ...first, ...said, at };
}

/** Appointments as the program's own rules take them, with numbers that stand for e-mail addresses. */
export function numbered(appointments: readonly Things["appointment"][]): {
  list: Appointment[];
  emailOf(id: PersonId | null): string | null;
} {
  const emails = [...new Set(appointments.flatMap(({ email, succeeds }) => (succeeds ? [email, succeeds] : [email])))];
  const idOf = (email: string) => emails.indexOf(email) as PersonId;
  return {
    list: appointments.map(({ email, succeeds, ...rest }) => ({
      ...rest,
      personId: idOf(email),
      succeeds: succeeds ? idOf(succeeds) : null,
    })),
    emailOf: (id) => (id === null ? null : (emails[id] ?? null)),
  };
}
