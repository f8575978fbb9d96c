import type { OrganizationId, Person, PersonId } from "../program/terms.ts";
import { type PersonRow, toPerson } from "./rows.ts";
import type { Store } from "./store.ts";

export async function readName(store: Store, organizationId: OrganizationId, id: PersonId): Promise<string | null> {
  const row: Pick<PersonRow, "given_name" | "family_name"> | undefined = await store
    .db("people")
    .where({ organization_id: organizationId, id })
    .first("given_name", "family_name");
  return row ? `${row.given_name} ${row.family_name}` : null;
}

export async function readPeopleById(
  store: Store,
  organizationId: OrganizationId,
  ids: readonly PersonId[],
): Promise<Map<PersonId, Person>> {
  const rows: PersonRow[] = await store.db("people").where({ organization_id: organizationId }).whereIn("id", ids);
  return new Map(rows.map((row) => [row.id, toPerson(row)]));
}
