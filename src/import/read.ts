import { basename, dirname, extname, isAbsolute, join } from "node:path";
import type { Desired, DyadSpec, InstrumentSpec, PersonSpec } from "./desired.ts";
import { readInstrument } from "./instrument-file.ts";
import { readParticipants } from "./participants.ts";
import { type NamedFile, type PlanFile, readPlanFile } from "./plan-file.ts";
import { inReadingOrder, type Problem, problem } from "./problems.ts";
import { readTextFile } from "./text-file.ts";
import { readYaml } from "./yaml-source.ts";

const plans = [".yaml", ".yml"];
const tables = [".csv", ".tsv", ".txt"];

/** Reads the files of one import, and those that they name, whatever each of them holds. Every problem is told, not the first alone. */
export async function readFiles(paths: readonly string[]): Promise<{ desired: Desired; problems: Problem[] }> {
  const problems: Problem[] = [];
  const read: Reading = { people: [], dyads: [], mentioned: [], unread: [] };
  let plan: Desired["plan"] = null;
  const kindOf = (path: string) => extname(path).toLowerCase();
  for (const path of paths) {
    if (!plans.includes(kindOf(path)) && !tables.includes(kindOf(path))) {
      problems.push(problem({ file: path, line: null, path: null }, "file-kind", {}));
    }
  }
  const planPaths = paths.filter((path) => plans.includes(kindOf(path)));
  if (planPaths.length > 1) {
    problems.push(problem({ file: planPaths[1] ?? "", line: null, path: null }, "several-plans-with-table", {}));
  }
  for (const path of planPaths.slice(0, 1)) plan = await readPlan(path, read, problems);
  for (const path of paths.filter((one) => tables.includes(kindOf(one)))) await readTableAt({ path }, read, problems);
  return { desired: { plan, ...read }, problems: inReadingOrder(problems) };
}

interface Reading {
  people: PersonSpec[];
  dyads: DyadSpec[];
  mentioned: string[];
  unread: { file: string; headers: readonly string[] }[];
}

async function readPlan(path: string, read: Reading, problems: Problem[]): Promise<Desired["plan"]> {
  const file = await readTextFile(path);
  if ("problem" in file) {
    problems.push(file.problem);
    return null;
  }
  const yaml = readYaml(file.text, path);
  if ("problems" in yaml) {
    problems.push(...yaml.problems);
    return null;
  }
  const plan: PlanFile = readPlanFile(yaml.source, problems);
  read.people.push(...plan.people);
  read.dyads.push(...plan.dyads);
  read.mentioned.push(...plan.mentioned);
  for (const named of plan.participants) await readTableAt(beside(path, named), read, problems);
  const instruments: InstrumentSpec[] = [];
  for (const named of plan.instruments) {
    const instrument = await readInstrumentAt(beside(path, named), problems);
    if (instrument) instruments.push({ place: named.place, instrument });
  }
  const { organization, program, cohort, settings, stages, appointments, appointmentsWhole } = plan;
  return {
    ...{ at: yaml.source.at, organization, program, cohort, settings, stages },
    ...{ instruments, appointments, appointmentsWhole },
  };
}

/** A file that another one names lies beside it. */
const beside = (path: string, named: NamedFile): NamedFile => ({
  ...named,
  path: isAbsolute(named.path) ? named.path : join(dirname(path), named.path),
});

async function readTableAt(
  { path, place }: { path: string; place?: NamedFile["place"] },
  read: Reading,
  problems: Problem[],
): Promise<void> {
  const file = await readTextFile(path, place);
  if ("problem" in file) {
    problems.push(file.problem);
    return;
  }
  const { people, dyads, unread } = readParticipants(file.text, path, problems);
  read.people.push(...people);
  read.dyads.push(...dyads);
  if (unread.length > 0) read.unread.push({ file: basename(path), headers: unread });
}

async function readInstrumentAt({ path, place }: NamedFile, problems: Problem[]): Promise<InstrumentSpec["instrument"] | null> {
  const file = await readTextFile(path, place);
  if ("problem" in file) {
    problems.push(file.problem);
    return null;
  }
  const read = readInstrument(file.text, path);
  if ("instrument" in read) return read.instrument;
  problems.push(...read.problems);
  return null;
}
