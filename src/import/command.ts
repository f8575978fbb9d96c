import { parseArgs } from "node:util";
import type { Language } from "../program/terms.ts";
import type { Database } from "../store/database.ts";
import { readCohortKeys } from "../store/import.ts";
import type { Desired } from "./desired.ts";
import { checkDesired, type Imported, importDesired, type Target } from "./import.ts";
import { lookAt, type StoreToLookAt } from "./look.ts";
import { type Problem, problem } from "./problems.ts";
import { readFiles } from "./read.ts";
import { summaryOf, unreadTold } from "./summary.ts";
import { describeProblems, importWords } from "./words.ts";

interface ImportOutput extends StoreToLookAt {
  out(text: string): void;
  err(text: string): void;
  language: Language;
}

const unusable = 2;

/** @returns the exit code: 0 done, 2 when something is wrong with what was given; nothing is imported then, and nothing touched. */
export async function importCommand(argv: readonly string[], io: ImportOutput): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { "dry-run": { type: "boolean", default: false }, cohort: { type: "string" }, lang: { type: "string" } },
  });
  const [file] = positionals;
  if (file === undefined) {
    io.err(importWords(io.language).usage);
    return unusable;
  }
  const read = await readFiles(positionals);
  const refuse = (problems: readonly Problem[]): number => {
    io.err([describeProblems(problems, io.language), ...unreadTold(read.desired, io.language)].join("\n"));
    return unusable;
  };

  if (!read.canBeChecked) return refuse(read.problems);
  const dryRun = values["dry-run"];
  const seen = await lookAt(io, async (db): Promise<Seen> => {
    const target = await targetOf(db, read.desired, values.cohort, file);
    if ("code" in target) return { problems: [...read.problems, target] };
    const problems = await checkDesired(db, read.desired, target, read.problems);
    if (problems.length > 0) return { problems };
    return { target, planned: dryRun ? await importDesired(db, read.desired, target, { dryRun }) : null };
  });
  if ("problems" in seen) return refuse(seen.problems);
  const imported = seen.planned ?? (await importInto(io, read.desired, seen.target));
  if (!imported.ok) return refuse(imported.problems);
  io.out(summaryOf(imported.plan, read.desired, dryRun, io.language));
  return 0;
}

type Seen = { problems: readonly Problem[] } | { target: Target; planned: Imported | null };

async function importInto({ openStore }: ImportOutput, desired: Desired, target: Target): Promise<Imported> {
  const { db } = await openStore();
  return importDesired(db, desired, target, { dryRun: false }).finally(() => db.destroy());
}

/** Where it belongs: the plan's own cohort, or for a table alone the one that is named. */
async function targetOf(db: Database, { plan }: Desired, named: string | undefined, file: string): Promise<Target | Problem> {
  if (plan) return { organization: plan.keys.organization ?? (await onlyOrganization(db)), cohort: plan.keys.cohort ?? "" };
  const place = { file, line: null, path: null };
  if (named === undefined) return problem(place, "cohort-not-named", {});
  const keys = await readCohortKeys(db);
  const meant = keys.filter(({ cohort }) => cohort === named);
  const [only] = meant;
  if (!only) return problem(place, "cohort-unknown", { key: named, known: keys.map(({ cohort }) => cohort) });
  if (meant.length > 1)
    return problem(place, "cohort-ambiguous", { key: named, organizations: meant.map(({ organization }) => organization) });
  return only;
}

/** Which one a plan means while its key cannot be read: its people may be there already. */
async function onlyOrganization(db: Database): Promise<string> {
  const [first, ...others] = new Set((await readCohortKeys(db)).map(({ organization }) => organization));
  return others.length === 0 ? (first ?? "") : "";
}
