import type { ClosedDays } from "../program/calendar.ts";
import type { Day } from "../program/day.ts";
import { defaultPlan } from "../program/default-plan.ts";
import type { Plan } from "../program/plan.ts";
import type { AppointmentSpec, At, CohortSpec, Desired, DyadSpec, OrganizationSpec, PersonSpec } from "./desired.ts";
import * as shapes from "./plan-shapes.ts";
import { type Path, type Place, type Problem, problem } from "./problems.ts";
import { readScript } from "./script.ts";
import type { CohortSettings } from "./settings.ts";
import { isProgramDay, overlaid, readEachFields, readFields, readOptionalFields, readPart, valueAt } from "./shapes.ts";
import { type ReadStage, readStages } from "./stages.ts";
import type { YamlSource } from "./yaml-source.ts";

/** A file that another one names, and where it does. */
export interface NamedFile {
  path: string;
  place: Place;
}

/** What one plan file says, apart from what it leaves to other files. */
interface PlanFile extends Omit<NonNullable<Desired["plan"]>, "at" | "instruments" | "instrumentsWhole"> {
  appointments: AppointmentSpec[];
  people: PersonSpec[];
  peopleWhole: boolean;
  mentioned: string[];
  dyads: DyadSpec[];
  instruments: NamedFile[];
  participants: NamedFile[];
}

const atOf =
  (source: YamlSource, path: Path): At =>
  (...inside) =>
    source.at([...path, ...inside]);

/** Reads every section whatever the others hold: what is wrong in one hides nothing in the next. */
export function readPlanFile(source: YamlSource, problems: Problem[]): PlanFile {
  readPart(source, [], shapes.sections, problems);
  const program = readPart(source, ["program"], shapes.program, problems);
  const { key: organizationKey = null, organization } = readOrganization(source, problems);
  const { key: cohortKey = null, cohort, span } = readCohort(source, problems);
  const stages = readStages(source, problems, span && { from: span.startsOn, to: span.endsOn });
  return {
    ...{ keys: { organization: organizationKey, cohort: cohortKey }, span },
    ...{ organization, program, cohort, stages },
    settings: readSettings(source, stages, problems),
    ...readAppointments(source, problems),
    ...readPeople(source, problems),
    dyads: readDyads(source, problems),
    instruments: readNamedFiles(source, ["instruments"], problems),
    participants: readNamedFiles(source, ["participants"], problems),
  };
}

function readOrganization(source: YamlSource, problems: Problem[]): { key?: string | undefined; organization: OrganizationSpec | null } {
  const { whole, fields } = readFields(source, ["organization"], shapes.organization, problems);
  if (!whole) return { key: fields.key, organization: null };
  const organization = { ...fields, assistance: fields.assistance ?? null, at: atOf(source, ["organization"]) };
  return { key: fields.key, organization };
}

function readCohort(
  source: YamlSource,
  problems: Problem[],
): { key?: string | undefined; cohort: CohortSpec | null; span: { startsOn: Day; endsOn: Day } | null } {
  const { whole, fields } = readFields(source, ["cohort"], shapes.cohort, problems);
  const { starts, ends, key } = fields;
  const span = starts && ends ? { startsOn: starts, endsOn: ends } : null;
  if (!whole) return { key, cohort: null, span };
  const { starts: startsOn, ends: endsOn, ...others } = fields;
  return { key, cohort: { ...others, startsOn, endsOn, at: atOf(source, ["cohort"]) }, span };
}

/** A part that is wrong stands as in the default plan, so that the rest of the file can still be held against it. */
function readSettings(source: YamlSource, stages: readonly ReadStage[], problems: Problem[]): CohortSettings {
  const calendar = readOptionalFields(source, ["calendar"], shapes.calendar, problems);
  const said = readOptionalFields(source, ["plan"], shapes.plan, problems);
  const reminders = readOptionalFields(source, ["plan", "reminders"], shapes.reminders, problems);
  const playground = readPart(source, ["playground"], shapes.playground, problems);
  const script = readScript(source, problems);

  const { stages: _stages, reminders: _reminders, ...others } = said;
  const { closed: _closed, ...days } = calendar;
  const plan: Plan = {
    ...overlaid(defaultPlan, others),
    reminders: overlaid(defaultPlan.reminders, reminders),
    stages: stages.map(({ stage }) => stage),
    calendar: {
      ...overlaid(defaultPlan.calendar, days),
      closed: readClosed(source, problems),
    },
  };
  return { plan, script, opensAt: playground?.opensAt ?? null };
}

function readClosed(source: YamlSource, problems: Problem[]): ClosedDays[] {
  const path = ["calendar", "closed"];
  return readEachFields(source, path, shapes.closedDays, problems).flatMap(({ whole, fields: { from, to, reason } }, index) => {
    const endsFirst = from && to && to < from;
    if (endsFirst) {
      problems.push(problem(source.at([...path, index, "to"]), "wrong-value", { found: to, expected: { kind: "day-from", from } }));
    }
    return whole && from && reason && !endsFirst ? [{ from, to: to ?? from, reason }] : [];
  });
}

function readAppointments(source: YamlSource, problems: Problem[]): Pick<PlanFile, "appointments" | "appointmentsWhole"> {
  const before = problems.length;
  const appointments = readEachFields(source, ["coordinators"], shapes.coordinator, problems).flatMap(({ fields }, index) => {
    const { email, kind = "internal", capacity = "coordinator", from, until, succeeds } = fields;
    if (email === undefined) return [];
    return {
      ...{ email, kind, capacity, from: from ?? undefined, until: until ?? null, succeeds: succeeds ?? null },
      at: atOf(source, ["coordinators", index]),
    };
  });
  return { appointments, appointmentsWhole: problems.length === before };
}

function readPeople(source: YamlSource, problems: Problem[]): Pick<PlanFile, "people" | "peopleWhole" | "mentioned"> {
  const people: PersonSpec[] = [];
  const mentioned: string[] = [];
  const said = valueAt(source.value, ["people"]);
  for (const [index, { fields }] of readEachFields(source, ["people"], shapes.person, problems).entries()) {
    const { email, givenName, familyName, language, office, supervisor } = fields;
    if (email === undefined) {
      mentioned.push(String(valueAt(said, [index, "email"]) ?? valueAt(said, [index])));
      continue;
    }
    people.push({
      ...{ email, givenName, familyName, role: undefined },
      ...{ language: language ?? undefined, office: office ?? undefined, supervisor: supervisor ?? undefined },
      ...{ complete: true, at: atOf(source, ["people", index]) },
    });
  }
  return { people, peopleWhole: said === undefined || said === null || Array.isArray(said), mentioned };
}

function readDyads(source: YamlSource, problems: Problem[]): DyadSpec[] {
  return readEachFields(source, ["dyads"], shapes.dyad, problems).flatMap(({ fields }, index) => {
    const { mentor, mentee, began, ended, coordinator } = fields;
    if (mentor === undefined || mentee === undefined) return [];
    return {
      ...{ mentor, mentee, began: began ?? undefined, ended: ended ?? undefined, coordinator: coordinator ?? undefined },
      held: heldIn(valueAt(source.value, ["dyads", index, "held"])),
      complete: true,
      at: atOf(source, ["dyads", index]),
    };
  });
}

/** The days that can be read; the others are told. */
const heldIn = (said: unknown): { stage: string; on: Day }[] =>
  Object.entries(typeof said === "object" && said !== null ? said : {}).flatMap(([stage, on]) => (isProgramDay(on) ? [{ stage, on }] : []));

/** One name, or a list of names. */
function readNamedFiles(source: YamlSource, path: Path, problems: Problem[]): NamedFile[] {
  const said = valueAt(source.value, path);
  if (said === undefined || said === null) return [];
  const names: unknown[] = Array.isArray(said) ? said : [said];
  return names.flatMap((name, index) => {
    const place = source.at(Array.isArray(said) ? [...path, index] : path);
    if (typeof name === "string" && name.trim() !== "") return [{ path: name, place }];
    problems.push(problem(place, "wrong-value", { found: name, expected: { kind: "file-names" } }));
    return [];
  });
}
