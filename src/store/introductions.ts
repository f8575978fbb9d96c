import type { Instant } from "../program/day.ts";
import type { Language, OrganizationId, Person, PersonId } from "../program/terms.ts";
import type { Address } from "../ui/platform.ts";
import { type PersonRow, toPerson } from "./rows.ts";
import { insertOrIgnore, inTransaction, type Store } from "./store.ts";

const unique = ["platform", "workspace", "user"];
const at = ({ platform, workspace, user }: Address) => ({ platform, workspace, user });

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

interface Introduction {
  organizationId: OrganizationId;
  /** Whom they were asked to be; null where nobody fits. */
  personId: PersonId | null;
  /** As their platform says it. */
  name: string;
}

/** Keeps who wrote from an address that is nobody's, in the place of what was kept of it before. */
export async function saveIntroduction(store: Store, from: Address, introduction: Introduction, now: Instant): Promise<void> {
  const { organizationId, personId, name } = introduction;
  const row = { organization_id: organizationId, person_id: personId, name, asked_at: now };
  await store
    .db("introductions")
    .insert({ ...row, ...at(from) })
    .onConflict(unique)
    .merge(Object.keys(row));
}

export async function forgetIntroduction(store: Store, from: Address): Promise<void> {
  await store.db("introductions").where(at(from)).delete();
}

/**
 * Gives the address to the person whom it was asked about, in the place of any that they had in the same workspace.
 *
 * @returns false, with nothing linked, where this person was not proposed to this address, or it is somebody's by now.
 */
export const confirmIntroduction = (store: Store, from: Address, personId: PersonId): Promise<boolean> =>
  inTransaction(store, async ({ db }) => {
    // It comes first, since of two who press at once only one deletes it; on SQLite it takes the turn to write.
    const proposed = await db("introductions")
      .where({ ...at(from), person_id: personId })
      .delete();
    if (proposed === 0) return false;
    // Two addresses that are given to one person at once take turns, so that one replaces the other.
    const { organization_id } = await db("people").where({ id: personId }).forUpdate().first("organization_id");
    if ((await insertOrIgnore(db, "addresses", [{ organization_id, person_id: personId, ...at(from) }], unique)) === 0) return false;
    const { user, ...workspace } = at(from);
    await db("addresses")
      .where({ organization_id, person_id: personId, ...workspace })
      .whereNot({ user })
      .delete();
    return true;
  });

/** Whoever writes from this address is not that person. @returns the language they were asked in; null where they were not asked. */
export async function denyIntroduction(store: Store, from: Address, personId: PersonId): Promise<Language | null> {
  const asked = await store
    .db("introductions")
    .where({ ...at(from), person_id: personId })
    .update({ person_id: null });
  if (asked === 0) return null;
  const { language }: Pick<PersonRow, "language"> = await store.db("people").where({ id: personId }).first("language");
  return language;
}
