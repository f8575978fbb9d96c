import { basename, dirname, extname, isAbsolute, join } from "node:path";
import type { Desired, DyadSpec, InstrumentSpec, MenteeSpec, PersonSpec } from "./desired.ts";
import { withoutEchoes } from "./doubt.ts";
import { readInstrument } from "./instrument-file.ts";
import { readParticipants } from "./participants.ts";
import { type NamedFile, readPlanFile } from "./plan-file.ts";
import { addAll, inReadingOrder, type Problem, problem } from "./problems.ts";
import { readTextFile } from "./text-file.ts";
import { readYaml } from "./yaml-source.ts";

const plans = [".yaml", ".yml"];
const tables = [".csv", ".tsv", ".txt"];

interface ReadFiles {
  desired: Desired;
  problems: Problem[];
  /** False when nothing is known of where it belongs or of what it says, so that no rule can be asked. */
  canBeChecked: boolean;
}

/** Reads the files of one import, and those that they name, whatever each of them holds. Every problem is told, not the first alone. */
export async function readFiles(paths: readonly string[]): Promise<ReadFiles> {
  const problems: Problem[] = [];
  const read: Reading = { people: [], dyads: [], menteeRows: [], mentioned: [], unread: [], peopleWhole: true };
  const kindOf = (path: string) => extname(path).toLowerCase();
  for (const path of paths) {
    if (!plans.includes(kindOf(path)) && !tables.includes(kindOf(path))) {
      problems.push(problem({ file: path, line: null, path: null }, "file-kind", {}));
    }
  }
  const planPaths = paths.filter((path) => plans.includes(kindOf(path)));
  const tablePaths = paths.filter((path) => tables.includes(kindOf(path)));
  if (planPaths.length > 1) {
    problems.push(problem({ file: planPaths[1] ?? "", line: null, path: null }, "several-plans-with-table", {}));
  }
  const [planPath] = planPaths;
  const plan = planPath === undefined ? null : await readPlan(planPath, read, problems);
  let tablesRead = 0;
  for (const path of tablePaths) if (await readTableAt({ path }, read, problems)) tablesRead++;
  const canBeChecked = planPath === undefined ? tablesRead > 0 : plan !== null;
  return { desired: { plan, ...read }, problems: inReadingOrder(withoutEchoes(problems)), canBeChecked };
}

interface Reading {
  people: PersonSpec[];
  dyads: DyadSpec[];
  menteeRows: MenteeSpec[];
  mentioned: string[];
  peopleWhole: boolean;
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
    addAll(problems, yaml.problems);
    return null;
  }
  if (typeof yaml.source.value !== "object" || Array.isArray(yaml.source.value)) {
    problems.push(problem(yaml.source.at([]), "wrong-value", { found: yaml.source.value, expected: { kind: "mapping" } }));
    return null;
  }
  const { people, dyads, mentioned, peopleWhole, participants, instruments: named, ...plan } = readPlanFile(yaml.source, problems);
  addAll(read.people, people);
  addAll(read.dyads, dyads);
  addAll(read.mentioned, mentioned);
  read.peopleWhole &&= peopleWhole;
  for (const table of participants) await readTableAt(beside(path, table), read, problems);
  const before = problems.length;
  const instruments: InstrumentSpec[] = [];
  for (const one of named) {
    const instrument = await readInstrumentAt(beside(path, one), problems);
    if (instrument) instruments.push({ place: one.place, instrument });
  }
  return { ...plan, at: yaml.source.at, instruments, instrumentsWhole: problems.length === before };
}

/** A file that another one names lies beside it. */
const beside = (path: string, named: NamedFile): NamedFile => ({
  ...named,
  path: isAbsolute(named.path) ? named.path : join(dirname(path), named.path),
});

/** @returns whether the file could be read as a text. */
async function readTableAt(
  { path, place }: { path: string; place?: NamedFile["place"] },
  read: Reading,
  problems: Problem[],
): Promise<boolean> {
  const file = await readTextFile(path, place);
  if ("problem" in file) {
    problems.push(file.problem);
    read.peopleWhole = false;
    return false;
  }
  const { people, dyads, menteeRows, unread, whole } = readParticipants(file.text, path, problems);
  addAll(read.people, people);
  addAll(read.dyads, dyads);
  addAll(read.menteeRows, menteeRows);
  read.peopleWhole &&= whole;
  if (unread.length > 0) read.unread.push({ file: basename(path), headers: unread });
  return true;
}

async function readInstrumentAt({ path, place }: NamedFile, problems: Problem[]): Promise<InstrumentSpec["instrument"] | null> {
  const file = await readTextFile(path, place);
  if ("problem" in file) {
    problems.push(file.problem);
    return null;
  }
  const read = readInstrument(file.text, path);
  if ("instrument" in read) return read.instrument;
  addAll(problems, read.problems);
  return null;
}
