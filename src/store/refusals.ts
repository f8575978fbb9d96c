import type { Instant } from "../program/day.ts";
import type { OrganizationId, PersonId } from "../program/terms.ts";
import type { Address } from "../ui/platform.ts";
import { placeOf, unique } from "./links.ts";
import type { Store } from "./store.ts";

/** An account said that it is not this person. It stays so until it says itself that it is. */
export interface Refusal {
  personId: PersonId;
  at: Instant;
}

interface Row extends Address {
  person_id: PersonId;
  refused_at: Instant;
}

/** What the account at this address said of a person; as a condition, it can stand in another query. */
export const refusalOf = ({ db }: Store, at: Address, personId: PersonId) =>
  db("refusals")
    .where({ ...placeOf(at), person_id: personId })
    .select("id");

export const hasRefused = async (store: Store, at: Address, personId: PersonId): Promise<boolean> =>
  (await refusalOf(store, at, personId).first()) !== undefined;

export async function keepRefusal(
  { db }: Store,
  at: Address,
  person: { id: PersonId; organizationId: OrganizationId },
  now: Instant,
): Promise<void> {
  await db("refusals")
    .insert({ ...placeOf(at), organization_id: person.organizationId, person_id: person.id, refused_at: now })
    .onConflict([...unique, "person_id"])
    .merge(["refused_at"]);
}

/** What accounts said of people: those of an organization, or one of them. @returns what each said, the latest first. */
export async function readRefusals(
  { db }: Store,
  of: { organization_id: OrganizationId } | ReturnType<typeof placeOf>,
): Promise<(at: Address) => readonly Refusal[]> {
  const rows: Row[] = await db("refusals").where(of).orderBy("refused_at", "desc");
  const said = new Map<string, Refusal[]>();
  for (const row of rows) said.set(keyOf(row), [...(said.get(keyOf(row)) ?? []), { personId: row.person_id, at: row.refused_at }]);
  return (at) => said.get(keyOf(at)) ?? [];
}

const keyOf = ({ platform, workspace, user }: Address): string => JSON.stringify([platform, workspace, user]);
