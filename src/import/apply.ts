import type { CohortId, OrganizationId } from "../program/terms.ts";
import type { Database } from "../store/database.ts";
import type { Current } from "./../store/import.ts";
import {
  addHeldFollowUps,
  addWebAddresses,
  dropStages,
  type HeldFollowUp,
  lookAgain,
  planFromTheStart,
  readPersonIds,
  saveAppointments,
  saveCohort,
  saveDyads,
  saveInstrument,
  saveOrganization,
  savePeople,
  saveProgram,
} from "../store/import-writes.ts";
import { type Change, type ChangeOf, type ImportPlan, verbOf } from "./changes.ts";
import { planOf, stagesGone } from "./settings.ts";

type Of<Thing extends Change["thing"]> = Extract<Change, ChangeOf<Thing>>;

/** Writes what an import plans, inside the transaction it is given. What is unchanged is not written. */
export async function apply(
  db: Database,
  current: Current,
  { changes }: ImportPlan,
): Promise<{ organizationId: OrganizationId; cohortId: CohortId }> {
  const due = <Thing extends Change["thing"]>(thing: Thing): Of<Thing>[] =>
    changes.filter((change): change is Of<Thing> => change.thing === thing && verbOf(change) !== "unchanged");

  let organizationId = (current.organization?.id ?? 0) as OrganizationId;
  for (const change of due("organization")) organizationId = await saveOrganization(db, change);
  let programId = current.programs.find(({ name }) => name === current.cohort?.program)?.id ?? 0;
  for (const change of changes) if (change.thing === "program") programId = change.id ?? (await saveProgram(db, organizationId, change));
  for (const change of due("instrument")) await saveInstrument(db, organizationId, change.after);

  const people = due("person");
  const ids = people.length > 0 ? await savePeople(db, organizationId, people) : await readPersonIds(db, organizationId);
  const [organization]: { key: string }[] = await db("organizations").where({ id: organizationId }).select("key");
  const added = people.filter(({ id }) => id === null).map(({ after }) => ids.get(after.email) ?? 0);
  await addWebAddresses(db, { id: organizationId, key: organization?.key ?? "" }, added);

  let cohortId = (current.cohort?.id ?? 0) as CohortId;
  for (const change of due("cohort")) cohortId = await saveCohort(db, organizationId, programId, change);
  const scope = { organizationId, cohortId };
  for (const { before, after } of due("cohort")) {
    const gone = stagesGone(before ? planOf(before).stages : [], planOf(after).stages);
    await dropStages(
      db,
      scope,
      gone.map(({ key }) => key),
    );
  }
  await saveAppointments(db, scope, ids, due("appointment"));
  await saveDyads(db, scope, ids, due("dyad"));
  if (due("appointment").length + due("dyad").length > 0) await planFromTheStart(db, scope);
  await addHeldFollowUps(
    db,
    scope,
    ids,
    due("held").map(({ after }): HeldFollowUp => after),
  );
  if (changes.some((change) => verbOf(change) !== "unchanged")) await lookAgain(db, organizationId);
  return scope;
}
