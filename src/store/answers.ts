import type { Instant } from "../program/day.ts";
import { inDyad, mayRead, type Viewer } from "../program/privacy.ts";
import type { Answers, Result } from "../program/questionnaire.ts";
import type { AdministrationId, Dyad, PersonId } from "../program/terms.ts";
import { type Administration, readAdministrationsWhere } from "./administrations.ts";
import { inTransaction, type Store } from "./store.ts";

/** Whom a mentee may show a result to, besides themselves. */
export const readers = ["mentor", "coordinator"] as const;
export type Reader = (typeof readers)[number];
type Consents = Readonly<Record<Reader, boolean>>;

/** What is sealed with the mentee's key. That it was declined is in it too: to refuse shows nowhere. */
interface Answered {
  answers: Answers;
  result: Result | "declined";
}

export interface OwnAdministration extends Administration {
  /** Null while it is not done. */
  answered: Answered | null;
  consents: Consents;
}

type ConsentRow = { administration_id: AdministrationId; reader: Reader };

const ownerOf = (person: PersonId) => `person:${person}` as const;

/** Keeps the answers, and the consents given with them. @returns false when it was done already: the first answers stay. */
export async function saveAnswers(
  store: Store,
  one: Administration,
  answered: Answered,
  consents: Consents,
  now: Instant,
): Promise<boolean> {
  const sealed = await store.vault.seal(one.organizationId, ownerOf(one.personId), answered);
  return inTransaction(store, async (inside) => {
    const done = await inside
      .db("administrations")
      .where({ organization_id: one.organizationId, id: one.id })
      .whereNull("done_at")
      .update({ done_at: now, sealed });
    if (done === 0) return false;
    for (const reader of readers) if (consents[reader]) await giveConsent(inside, one, reader, now);
    return true;
  });
}

export async function giveConsent(store: Store, one: Administration, reader: Reader, now: Instant): Promise<void> {
  await store
    .db("consents")
    .insert({ organization_id: one.organizationId, administration_id: one.id, reader, given_at: now, withdrawn_at: null })
    .onConflict(["administration_id", "reader"])
    .merge(["given_at", "withdrawn_at"]);
}

export async function withdrawConsent(store: Store, one: Administration, reader: Reader, now: Instant): Promise<void> {
  await store
    .db("consents")
    .where({ organization_id: one.organizationId, administration_id: one.id, reader })
    .whereNull("withdrawn_at")
    .update({ withdrawn_at: now });
}

async function consentsOf(store: Store, administrations: readonly Administration[]): Promise<Map<AdministrationId, Consents>> {
  const rows: ConsentRow[] = await store
    .db("consents")
    .whereIn(
      "administration_id",
      administrations.map(({ id }) => id),
    )
    .whereNull("withdrawn_at")
    .select("administration_id", "reader");
  const given = (id: AdministrationId, reader: Reader) => rows.some((row) => row.administration_id === id && row.reader === reader);
  return new Map(administrations.map(({ id }) => [id, { mentor: given(id, "mentor"), coordinator: given(id, "coordinator") }]));
}

const open = async (store: Store, one: Administration & { sealed: string | null }): Promise<Answered | null> =>
  one.sealed === null ? null : store.vault.open<Answered>(one.organizationId, ownerOf(one.personId), one.sealed);

/** The administrations of the viewer, oldest first, with what they answered. */
export async function readOwnAdministrations(store: Store, viewer: Viewer): Promise<OwnAdministration[]> {
  const rows = await readAdministrationsWhere(store, { organization_id: viewer.organizationId, person_id: viewer.personId });
  const consents = await consentsOf(store, rows);
  return Promise.all(
    rows.map(async ({ sealed, ...one }) => ({
      ...one,
      answered: await open(store, { ...one, sealed }),
      consents: consents.get(one.id) ?? { mentor: false, coordinator: false },
    })),
  );
}

export interface SharedResult extends Administration {
  result: Result | "declined";
}

/** The results of a dyad's mentee that this viewer may see, oldest first. Nothing is opened that they may not. */
export async function readSharedResults(store: Store, viewer: Viewer, dyad: Dyad): Promise<SharedResult[]> {
  const rows = await readAdministrationsWhere(store, { organization_id: dyad.organizationId, dyad_id: dyad.id });
  const consents = await consentsOf(store, rows);
  const mayBeSeen = rows.filter(({ id, personId, done }) => {
    const given = consents.get(id) ?? { mentor: false, coordinator: false };
    return done !== null && mayRead(viewer, { kind: "score", ...inDyad(dyad), authorId: personId, consents: given });
  });
  const shared = await Promise.all(
    mayBeSeen.map(async ({ sealed, ...one }) => {
      const answered = await open(store, { ...one, sealed });
      return answered && answered.result !== "declined" ? [{ ...one, result: answered.result }] : [];
    }),
  );
  return shared.flat();
}
