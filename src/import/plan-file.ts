import type { ClosedDays } from "../program/calendar.ts";
import { defaultPlan } from "../program/default-plan.ts";
import type { Plan } from "../program/plan.ts";
import type { AppointmentSpec, At, CohortSpec, DyadSpec, OrganizationSpec, PersonSpec } from "./desired.ts";
import * as shapes from "./plan-shapes.ts";
import { type Path, type Place, type Problem, problem } from "./problems.ts";
import { readScript } from "./script.ts";
import type { CohortSettings } from "./settings.ts";
import { isEmail, normalEmail, overlaid, readEach, readPart, valueAt } from "./shapes.ts";
import { type ReadStage, readStages } from "./stages.ts";
import type { YamlSource } from "./yaml-source.ts";

/** A file that another one names, and where it does. */
export interface NamedFile {
  path: string;
  place: Place;
}

/** What one plan file says, apart from what it leaves to other files. */
export interface PlanFile {
  organization: OrganizationSpec | null;
  program: string | null;
  cohort: CohortSpec | null;
  settings: CohortSettings;
  stages: readonly ReadStage[];
  appointments: AppointmentSpec[];
  /** False when an entry could not be read. */
  appointmentsWhole: boolean;
  people: PersonSpec[];
  /** E-mail addresses of people whose description could not be read. */
  mentioned: string[];
  dyads: DyadSpec[];
  instruments: NamedFile[];
  participants: NamedFile[];
}

const isThere = <Value>(value: Value | null): value is Value => value !== null;

const atOf =
  (source: YamlSource, path: Path): At =>
  (...inside) =>
    source.at([...path, ...inside]);

/** Reads every section whatever the others hold: what is wrong in one hides nothing in the next. */
export function readPlanFile(source: YamlSource, problems: Problem[]): PlanFile {
  readPart(source, [], shapes.sections, problems);
  const program = readPart(source, ["program"], shapes.program, problems);
  const organization = readOrganization(source, problems);
  const cohort = readCohort(source, problems);
  const stages = readStages(source, problems, cohort && { from: cohort.startsOn, to: cohort.endsOn });
  return {
    ...{ organization, program, cohort, stages },
    settings: readSettings(source, stages, problems),
    ...readAppointments(source, problems),
    ...readPeople(source, problems),
    dyads: readDyads(source, problems),
    instruments: readNamedFiles(source, ["instruments"], problems),
    participants: readNamedFiles(source, ["participants"], problems),
  };
}

function readOrganization(source: YamlSource, problems: Problem[]): OrganizationSpec | null {
  const read = readPart(source, ["organization"], shapes.organization, problems);
  return read && { ...read, assistance: read.assistance ?? null, at: atOf(source, ["organization"]) };
}

function readCohort(source: YamlSource, problems: Problem[]): CohortSpec | null {
  const read = readPart(source, ["cohort"], shapes.cohort, problems);
  if (!read) return null;
  const { starts: startsOn, ends: endsOn, ...others } = read;
  return { ...others, startsOn, endsOn, at: atOf(source, ["cohort"]) };
}

/** A part that is wrong stands as in the default plan, so that the rest of the file can still be held against it. */
function readSettings(source: YamlSource, stages: readonly ReadStage[], problems: Problem[]): CohortSettings {
  const calendar = readPart(source, ["calendar"], shapes.calendar, problems);
  const closed = readEach(source, ["calendar", "closed"], shapes.closedDays, problems);
  const said = readPart(source, ["plan"], shapes.plan, problems);
  const playground = readPart(source, ["playground"], shapes.playground, problems);
  const script = readScript(source, problems);

  const { stages: _stages, reminders, ...others } = said ?? {};
  const { closed: _closed, ...days } = calendar ?? {};
  const plan: Plan = {
    ...overlaid(defaultPlan, others),
    reminders: overlaid(defaultPlan.reminders, reminders),
    stages: stages.map(({ stage }) => stage),
    calendar: {
      ...overlaid(defaultPlan.calendar, days),
      closed: closed.filter(isThere).map(({ from, to, reason }): ClosedDays => ({ from, to: to ?? from, reason })),
    },
  };
  return { plan, script, opensAt: playground?.opensAt ?? null };
}

function readAppointments(source: YamlSource, problems: Problem[]): Pick<PlanFile, "appointments" | "appointmentsWhole"> {
  const list = readEach(source, ["coordinators"], shapes.coordinator, problems);
  const appointments = list.flatMap((read, index) => {
    if (read === null) return [];
    const { from, until, succeeds, ...others } = read;
    return {
      ...others,
      from: from ?? undefined,
      until: until ?? null,
      succeeds: succeeds ?? null,
      at: atOf(source, ["coordinators", index]),
    };
  });
  return { appointments, appointmentsWhole: !list.includes(null) };
}

function readPeople(source: YamlSource, problems: Problem[]): Pick<PlanFile, "people" | "mentioned"> {
  const people: PersonSpec[] = [];
  const mentioned: string[] = [];
  for (const [index, read] of readEach(source, ["people"], shapes.person, problems).entries()) {
    if (read === null) {
      const email = valueAt(source.value, ["people", index, "email"]);
      if (isEmail(email)) mentioned.push(normalEmail(String(email)));
      continue;
    }
    const { language, office, supervisor, ...others } = read;
    people.push({
      ...others,
      ...{ language: language ?? undefined, office: office ?? undefined, supervisor: supervisor ?? undefined, role: undefined },
      ...{ complete: true, at: atOf(source, ["people", index]) },
    });
  }
  return { people, mentioned };
}

function readDyads(source: YamlSource, problems: Problem[]): DyadSpec[] {
  return readEach(source, ["dyads"], shapes.dyad, problems).flatMap((read, index) => {
    if (read === null) return [];
    const { mentor, mentee, began, ended, coordinator, held } = read;
    return {
      ...{ mentor, mentee, began: began ?? undefined, ended: ended ?? undefined, coordinator: coordinator ?? undefined },
      held: Object.entries(held ?? {}).map(([stage, on]) => ({ stage, on })),
      complete: true,
      at: atOf(source, ["dyads", index]),
    };
  });
}

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
