import { parseArgs } from "node:util";
import type { Language } from "../program/terms.ts";
import type { Database } from "../store/database.ts";
import { readCohortKeys } from "../store/import.ts";
import { type Change, type ImportPlan, verbOf } from "./changes.ts";
import type { Desired } from "./desired.ts";
import { importDesired, type Target } from "./import.ts";
import { type Problem, problem } from "./problems.ts";
import { readFiles } from "./read.ts";
import { describeProblems, importWords } from "./words.ts";

interface ImportOutput {
  out(text: string): void;
  err(text: string): void;
  language: Language;
  openStore(): Promise<{ db: Database }>;
}

const unusable = 2;

/** @returns the exit code: 0 done, 2 when something is wrong with what was given; nothing is imported then. */
export async function importCommand(argv: readonly string[], io: ImportOutput): Promise<number> {
  const words = importWords(io.language);
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { "dry-run": { type: "boolean", default: false }, cohort: { type: "string" }, lang: { type: "string" } },
  });
  if (positionals.length === 0) {
    io.err(words.usage);
    return unusable;
  }
  const refuse = (problems: readonly Problem[]): number => {
    io.err(describeProblems(problems, io.language));
    return unusable;
  };

  const { desired, problems } = await readFiles(positionals);
  if (problems.length > 0 && desired.plan === null) return refuse(problems);
  const { db } = await io.openStore();
  try {
    const target = await targetOf(db, desired, values.cohort, positionals[0] ?? "");
    if ("code" in target) return refuse([...problems, target]);
    const dryRun = values["dry-run"] || problems.length > 0;
    const imported = await importDesired(db, desired, target, { dryRun });
    const found = [...problems, ...(imported.ok ? [] : imported.problems)];
    if (found.length > 0 || !imported.ok) return refuse(found);
    io.out(summaryOf(imported.plan, desired, dryRun, io.language));
    return 0;
  } finally {
    await db.destroy();
  }
}

/** Where it belongs: the plan's own cohort, or for a table alone the one that is named. */
async function targetOf(db: Database, { plan }: Desired, named: string | undefined, file: string): Promise<Target | Problem> {
  if (plan) return { organization: plan.organization?.key ?? "", cohort: plan.cohort?.key ?? "" };
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

const longestList = 12;

function summaryOf({ changes, absent, leftAlone }: ImportPlan, desired: Desired, dryRun: boolean, language: Language): string {
  const words = importWords(language);
  const changing = changes.filter((change) => verbOf(change) !== "unchanged");
  const kinds = [...new Set(changes.map(({ thing }) => thing))];
  const counted = kinds.map((thing) => {
    const of = changes.filter((change) => change.thing === thing);
    const count = (verb: ReturnType<typeof verbOf>) => of.filter((change) => verbOf(change) === verb).length;
    const counts = (dryRun ? words.counts : words.countsDone)(count("created"), count("changed"), count("unchanged"));
    return `  ${words.things[thing]} : ${counts}`;
  });
  const details = changing.filter((change) => verbOf(change) === "changed").map((change) => detailOf(change, language));
  const left =
    desired.plan === null
      ? []
      : [
          ...absent.people,
          ...absent.dyads.map(({ mentor, mentee }) => `${mentor} + ${mentee}`),
          ...absent.appointments.map(({ email }) => email),
        ];
  const told = leftAlone.map(({ mentor, mentee, stage }) => `${mentor} + ${mentee}, ${stage}`);
  return [
    dryRun ? words.dry : changing.length === 0 ? words.same : words.done,
    ...counted,
    ...details,
    ...(left.length > 0 ? [words.absent(shortened([...new Set(left)]))] : []),
    ...(told.length > 0 ? [words.leftAlone(shortened(told))] : []),
    ...desired.unread.map(({ file, headers }) => words.unread(file, headers)),
  ].join("\n");
}

const shortened = (names: readonly string[]): string[] =>
  names.length > longestList ? [...names.slice(0, longestList), `… (${names.length})`] : [...names];

function detailOf(change: Change, language: Language): string {
  const words = importWords(language);
  const { after, differences } = change;
  const named = "email" in after ? after.email : "mentor" in after ? `${after.mentor} + ${after.mentee}` : "key" in after ? after.key : "";
  const shown = (value: unknown): string => {
    const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
    return text.length > 60 ? `${text.slice(0, 59)}…` : text || "∅";
  };
  const what = [words.things[change.thing], named].filter(Boolean).join(" ");
  return words.changed(
    what,
    differences.slice(0, longestList).map(({ path, before, after: next }) => words.difference(path, shown(before), shown(next))),
  );
}
