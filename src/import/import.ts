import type { CohortId, OrganizationId } from "../program/terms.ts";
import type { Database } from "../store/database.ts";
import { readCurrent } from "../store/import.ts";
import { inImport } from "../store/import-writes.ts";
import { problemOf } from "../store/problems.ts";
import { apply } from "./apply.ts";
import { type ImportPlan, planChanges } from "./changes.ts";
import type { Desired } from "./desired.ts";
import { inReadingOrder, type Problem } from "./problems.ts";
import { check } from "./rules.ts";

/** Where what the files say belongs. */
export interface Target {
  organization: string;
  cohort: string;
}

export type Imported =
  | { ok: true; plan: ImportPlan; organizationId: OrganizationId; cohortId: CohortId; keep: boolean }
  | { ok: false; problems: Problem[]; keep: false };

/** All that is wrong with what files say once it is held against what is stored. Nothing is planned. */
export async function checkDesired(db: Database, desired: Desired, target: Target, unreadable: readonly Problem[]): Promise<Problem[]> {
  const current = await readCurrent(db, target.organization, target.cohort);
  return inReadingOrder([...unreadable, ...check(current, desired, unreadable).problems]);
}

/**
 * Holds what files say against what is stored, and writes it all or nothing. A dry run goes the whole way and keeps nothing.
 * For what could be read without a problem: a part that could not has no place in a plan.
 */
export const importDesired = (db: Database, desired: Desired, target: Target, { dryRun }: { dryRun: boolean }): Promise<Imported> =>
  inImport<Imported>(db, async (inside) => {
    const current = await readCurrent(inside, target.organization, target.cohort);
    const { world, problems } = check(current, desired);
    if (problems.length > 0) return { ok: false, problems: inReadingOrder(problems), keep: false };
    const plan = planChanges(current, desired, world);
    return { ok: true, plan, ...(await apply(inside, current, plan)), keep: !dryRun };
  }).catch((error: unknown) => {
    throw withoutRows(error);
  });

/** An error of a database quotes the rows that it was given. Only where it arose and its code may be shown. */
function withoutRows(error: unknown): unknown {
  if (!(error instanceof Error) || problemOf(error)) return error;
  const { code, name } = error as Error & { code?: string };
  const told = new Error(`the import was interrupted and nothing was kept (${code ?? name})`);
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  // An error that arose in the database has no frames of ours: those of this place are as good as it gets.
  if (frames.length > 0) told.stack = [`${told.name}: ${told.message}`, ...frames].join("\n");
  return told;
}
