import type { Day } from "../program/day.ts";
import { inDyad, mayRead, type Viewer } from "../program/privacy.ts";
import type { Dyad, ObjectiveId, PersonId } from "../program/terms.ts";
import type { Store } from "./store.ts";
import { readTogether } from "./together.ts";

export interface Objective {
  id: ObjectiveId;
  dyadId: Dyad["id"];
  authorId: PersonId;
  setOn: Day;
  text: string;
  closing: { on: Day; as: "reached" | "dropped" } | null;
}

interface ObjectiveRow {
  id: ObjectiveId;
  dyad_id: Dyad["id"];
  author_id: PersonId;
  set_on: Day;
  closed_on: Day | null;
  closed_as: "reached" | "dropped" | null;
  sealed: string;
}

const ownerOf = (dyad: Dyad) => `dyad:${dyad.id}` as const;
const scopeOf = (dyad: Dyad) => ({ organization_id: dyad.organizationId, dyad_id: dyad.id });

export async function setObjective(store: Store, dyad: Dyad, authorId: PersonId, on: Day, text: string): Promise<ObjectiveId> {
  const sealed = await store.vault.seal(dyad.organizationId, ownerOf(dyad), text);
  const [row] = await store
    .db("objectives")
    .insert({ ...scopeOf(dyad), author_id: authorId, set_on: on, sealed })
    .returning<{ id: ObjectiveId }[]>("id");
  return (row as { id: ObjectiveId }).id;
}

/** @returns false when it was closed already, or is not of this dyad. */
export async function closeObjective(store: Store, dyad: Dyad, id: ObjectiveId, on: Day, as: "reached" | "dropped"): Promise<boolean> {
  const changed = await store
    .db("objectives")
    .where({ ...scopeOf(dyad), id })
    .whereNull("closed_on")
    .update({ closed_on: on, closed_as: as });
  return changed > 0;
}

const rowsOf = readTogether(async (db, dyads: readonly Dyad[]): Promise<ObjectiveRow[][]> => {
  const scopes = dyads.map(({ organizationId, id }) => [organizationId, id]);
  const rows: ObjectiveRow[] = await db("objectives")
    .whereIn(["organization_id", "dyad_id"], scopes)
    .orderByRaw("closed_on is not null, id");
  return dyads.map(({ id }) => rows.filter((row) => row.dyad_id === id));
});

/** The objectives of a dyad, open ones first; none for a viewer who may not read them. */
export async function readObjectives(store: Store, viewer: Viewer, dyad: Dyad): Promise<Objective[]> {
  const rows = await rowsOf(store.db, dyad);
  const readable = rows.filter((row) =>
    mayRead(viewer, { kind: "meeting-content", ...inDyad(dyad), authorId: row.author_id, inSheet: false }),
  );
  return Promise.all(
    readable.map(async (row) => ({
      id: row.id,
      dyadId: row.dyad_id,
      authorId: row.author_id,
      setOn: row.set_on,
      text: await store.vault.open<string>(dyad.organizationId, ownerOf(dyad), row.sealed),
      closing: row.closed_on && row.closed_as ? { on: row.closed_on, as: row.closed_as } : null,
    })),
  );
}
