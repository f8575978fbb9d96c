import { addMinutes, type Instant } from "../program/day.ts";
import type { CohortId, Language, OrganizationId, Person, PersonId } from "../program/terms.ts";
import type { Address } from "../ui/platform.ts";
import { showAgain } from "./homes.ts";
import { giveAddress, isReached, placeOf, unique } from "./links.ts";
import { enqueue } from "./outbox.ts";
import { keepRefusal, type Refusal, readRefusals } from "./refusals.ts";
import { askReview } from "./reviews.ts";
import { type PersonRow, toPerson } from "./rows.ts";
import { inTransaction, type Store } from "./store.ts";

/** The one person with this e-mail address in all organizations, with the name of theirs; null for none, and for several. */
export async function findByEmail(store: Store, email: string): Promise<{ person: Person; organization: string } | null> {
  const rows: (PersonRow & { organization: string })[] = await store
    .db("people")
    .join("organizations", "organizations.id", "people.organization_id")
    .whereRaw("lower(trim(people.email)) = ?", [email.toLowerCase()])
    .limit(2)
    .select("people.*", { organization: "organizations.name" });
  const [row] = rows;
  return row && rows.length === 1 ? { person: toPerson(row), organization: row.organization } : null;
}

/** The organization of an installation that has one; null where a stranger could be of several. */
export async function readOnlyOrganization(store: Store): Promise<OrganizationId | null> {
  const ids: OrganizationId[] = await store.db("organizations").limit(2).pluck("id");
  return ids.length === 1 ? (ids[0] ?? null) : null;
}

interface NewIntroduction {
  organizationId: OrganizationId;
  /** Whom they were asked to be; null where nobody fits. */
  personId: PersonId | null;
  /** As their platform says it. */
  name: string;
}

export interface Introduction extends NewIntroduction {
  id: number;
  at: Address;
  /** The coordinator who says that they are this person; null where their e-mail address says it. */
  vouchedBy: PersonId | null;
  /** Whom they said they are not, the latest first. */
  refusals: readonly Refusal[];
  /** When they were asked, or answered that they are not. */
  askedAt: Instant;
}

interface Row extends Address {
  id: number;
  organization_id: OrganizationId;
  person_id: PersonId | null;
  vouched_by: PersonId | null;
  name: string;
  asked_at: Instant;
}

const toIntroduction = (row: Row, refusalsOf: (at: Address) => readonly Refusal[]): Introduction => ({
  id: row.id,
  organizationId: row.organization_id,
  at: placeOf(row),
  personId: row.person_id,
  vouchedBy: row.vouched_by,
  refusals: refusalsOf(row),
  name: row.name,
  askedAt: row.asked_at,
});

/** Whether this account said that it is not this person. */
export const isRefused = ({ refusals }: Introduction, id: PersonId): boolean => refusals.some(({ personId }) => personId === id);

/** Whom it may still turn out to be: a question that comes again after they refused tells nothing. */
export const mayBe = (one: Introduction): PersonId | null => (one.personId !== null && !isRefused(one, one.personId) ? one.personId : null);

/** Keeps who is at an address that is nobody's, in the place of what was kept of it before. */
export async function saveIntroduction(store: Store, from: Address, introduction: NewIntroduction, now: Instant): Promise<void> {
  const { organizationId, personId, name } = introduction;
  const row = { organization_id: organizationId, person_id: personId, vouched_by: null, name, asked_at: now };
  await store
    .db("introductions")
    .insert({ ...row, ...placeOf(from) })
    .onConflict(unique)
    .merge(Object.keys(row));
}

export async function forgetIntroduction(store: Store, from: Address): Promise<void> {
  await store.db("introductions").where(placeOf(from)).delete();
}

/** How long an account may take to say whether it is the person whom it was asked about. */
export const minutesToIntroduce = 30 * 24 * 60;

/** Forgets the questions that nobody answered since `before`. What is kept of an account that a coordinator linked stays while it is linked. */
export const forgetIntroductionsBefore = ({ db }: Store, before: Instant): Promise<number> =>
  db("introductions")
    .where("asked_at", "<", before)
    .whereNotExists(
      db("addresses as a").whereRaw(
        "a.platform = introductions.platform and a.workspace = introductions.workspace and a.?? = introductions.??",
        ["user", "user"],
      ),
    )
    .delete();

export async function readIntroductionAt(store: Store, from: Address): Promise<Introduction | null> {
  const row: Row | undefined = await store.db("introductions").where(placeOf(from)).first();
  return row ? toIntroduction(row, await readRefusals(store, placeOf(from))) : null;
}

/** Those of an organization whose address is still nobody's, the latest first. */
const unanswered = (store: Store, organizationId: OrganizationId) =>
  store
    .db("introductions as i")
    .leftJoin("addresses as a", (on) =>
      on
        .on("a.platform", "i.platform")
        .on("a.workspace", "i.workspace")
        .on(store.db.raw("a.?? = i.??", ["user", "user"])),
    )
    .where({ "i.organization_id": organizationId })
    .whereNull("a.id")
    .orderBy([
      { column: "i.asked_at", order: "desc" },
      { column: "i.id", order: "desc" },
    ])
    .select("i.*");

export async function readIntroductions(store: Store, organizationId: OrganizationId): Promise<Introduction[]> {
  const rows: Row[] = await unanswered(store, organizationId);
  const refusalsOf = await readRefusals(store, { organization_id: organizationId });
  return rows.map((row) => toIntroduction(row, refusalsOf));
}

export async function readIntroduction(store: Store, organizationId: OrganizationId, id: number): Promise<Introduction | null> {
  const [row]: Row[] = await unanswered(store, organizationId).where({ "i.id": id });
  return row ? toIntroduction(row, await readRefusals(store, placeOf(row))) : null;
}

/** Asks the account of a stranger whether it is the person whom a coordinator took it for. */
export const recognizedKind = "recognized";
const minutesToAsk = 14 * 24 * 60;

/** Has the account of a stranger asked, on a coordinator's word, whether it is this person: nothing is linked before it says so. */
export const vouchFor = (
  store: Store,
  introduction: Introduction,
  to: { personId: PersonId; cohortId: CohortId },
  by: PersonId,
  now: Instant,
): Promise<"asked" | "already-linked" | "gone"> =>
  inTransaction(store, async (inside) => {
    const { db } = inside;
    const { id, organizationId } = introduction;
    const { personId } = to;
    if (mayBe(introduction) !== null) return "gone";
    const stranger = db("introductions").where({ id, organization_id: organizationId });
    const asked = { person_id: personId, vouched_by: by, asked_at: now };
    if ((await stranger.clone().where({ person_id: introduction.personId }).update(asked)) === 0) return "gone";
    await db("people").where({ id: personId }).forUpdate().first("id");
    if (await isReached(inside, organizationId, personId)) {
      await stranger.clone().update({ person_id: null, vouched_by: null });
      return "already-linked";
    }
    const key = `${recognizedKind}:i${id}:p${personId}:${now}`;
    const row = { key, kind: recognizedKind, organizationId, ...to, subject: { introduction: id, by } };
    await enqueue(inside, [{ ...row, notBefore: now, giveUpAfter: addMinutes(now, minutesToAsk) }]);
    return "asked";
  });

/**
 * Gives the address to the person whom it was asked about.
 *
 * @returns false, with nothing linked, where this person was not proposed to this address, or it is somebody's by now.
 */
export const confirmIntroduction = (store: Store, from: Address, personId: PersonId, now: Instant): Promise<boolean> =>
  inTransaction(store, async (inside) => {
    const { db } = inside;
    // It comes first, since of two who press at once only one deletes it; on SQLite it takes the turn to write.
    const proposed = await db("introductions")
      .where({ ...placeOf(from), person_id: personId })
      .delete();
    if (proposed === 0) return false;
    // Two addresses that are given to one person at once take turns, so that one replaces the other.
    const { organization_id } = await db("people").where({ id: personId }).forUpdate().first("organization_id");
    return (await giveAddress(inside, { id: personId, organizationId: organization_id }, from, now)) !== null;
  });

/** Whoever is at this address is not that person. @returns the language they were asked in; null where they were not asked. */
export const denyIntroduction = (store: Store, from: Address, personId: PersonId, now: Instant): Promise<Language | null> =>
  inTransaction(store, async (inside) => {
    const asked = await inside
      .db("introductions")
      .where({ ...placeOf(from), person_id: personId })
      .update({ person_id: null, vouched_by: null, asked_at: now });
    if (asked === 0) return null;
    const person = toPerson(await inside.db("people").where({ id: personId }).first());
    await keepRefusal(inside, from, person, now);
    await askReview(inside, person.organizationId, [personId], now, false);
    await showAgain(inside, from, now);
    return person.language;
  });
