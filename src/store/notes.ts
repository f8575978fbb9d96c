import type { Day } from "../program/day.ts";
import type { NoteEntry } from "../program/note.ts";
import { inDyad, mayRead, type Viewer } from "../program/privacy.ts";
import type { Dyad, NoteAudience, NoteId, NoteKind, PersonId } from "../program/terms.ts";
import type { Store } from "./store.ts";
import type { KeyOwner } from "./vault.ts";

export interface Note extends NoteEntry {
  id: NoteId;
  authorId: PersonId;
  writtenOn: Day;
}

interface NoteRow {
  id: NoteId;
  author_id: PersonId;
  kind: NoteKind;
  audience: NoteAudience;
  written_on: Day;
  sealed: string;
}

const scopeOf = (dyad: Dyad) => ({ organization_id: dyad.organizationId, dyad_id: dyad.id });

/** A note for oneself is sealed with one's own key; one for the dyad with the key that the two share. */
const ownerOf = (dyad: Dyad, author: PersonId, audience: NoteAudience): KeyOwner =>
  audience === "me" ? `person:${author}` : `dyad:${dyad.id}`;

export async function addNote(store: Store, dyad: Dyad, author: PersonId, on: Day, { kind, audience, text }: NoteEntry): Promise<NoteId> {
  const sealed = await store.vault.seal(dyad.organizationId, ownerOf(dyad, author, audience), text);
  const rows: { id: NoteId }[] = await store
    .db("notes")
    .insert({ ...scopeOf(dyad), author_id: author, kind, audience, written_on: on, sealed })
    .returning("id");
  return (rows as [{ id: NoteId }])[0].id;
}

/** The notes of a dyad that the viewer may read, the latest first. */
export async function readNotes(store: Store, viewer: Viewer, dyad: Dyad): Promise<Note[]> {
  const rows: NoteRow[] = await store.db("notes").where(scopeOf(dyad)).orderBy("id", "desc");
  const readable = rows.filter((row) =>
    mayRead(viewer, { kind: "private-note", ...inDyad(dyad), authorId: row.author_id, audience: row.audience }),
  );
  return Promise.all(
    readable.map(async (row) => ({
      id: row.id,
      authorId: row.author_id,
      kind: row.kind,
      audience: row.audience,
      writtenOn: row.written_on,
      text: await store.vault.open<string>(dyad.organizationId, ownerOf(dyad, row.author_id, row.audience), row.sealed),
    })),
  );
}

/** Gives an own note another audience, sealed anew with the key that goes with it. */
export async function changeAudience(store: Store, dyad: Dyad, note: Note, audience: NoteAudience): Promise<void> {
  const sealed = await store.vault.seal(dyad.organizationId, ownerOf(dyad, note.authorId, audience), note.text);
  await store
    .db("notes")
    .where({ ...scopeOf(dyad), id: note.id, author_id: note.authorId })
    .update({ audience, sealed });
}

/** A note that its author withdraws is gone for good. */
export async function deleteNote(store: Store, dyad: Dyad, note: Note): Promise<void> {
  await store
    .db("notes")
    .where({ ...scopeOf(dyad), id: note.id, author_id: note.authorId })
    .delete();
}
