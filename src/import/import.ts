import type { CohortId, OrganizationId } from "../program/terms.ts";
import type { Database } from "../store/database.ts";
import { readCurrent } from "../store/import.ts";
import { inImport } from "../store/import-writes.ts";
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

type Imported =
  | { ok: true; plan: ImportPlan; organizationId: OrganizationId; cohortId: CohortId; keep: boolean }
  | { ok: false; problems: Problem[]; keep: false };

/** Holds what files say against what is stored, and writes it all or nothing. A dry run goes the whole way and keeps nothing. */
export const importDesired = (db: Database, desired: Desired, target: Target, { dryRun }: { dryRun: boolean }): Promise<Imported> =>
  inImport<Imported>(db, async (inside) => {
    const current = await readCurrent(inside, target.organization, target.cohort);
    const { world, problems } = check(current, desired);
    if (problems.length > 0) return { ok: false, problems: inReadingOrder(problems), keep: false };
    const plan = planChanges(current, desired, world);
    return { ok: true, plan, ...(await apply(inside, current, plan)), keep: !dryRun };
  });
