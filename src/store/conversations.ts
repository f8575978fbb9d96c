import type { Instant } from "../program/day.ts";
import type { OrganizationId, PersonId } from "../program/terms.ts";
import type { Message } from "../ui/model.ts";
import type { Store } from "./store.ts";

/** One turn of a conversation in the playground, which has no other place to keep it. */
interface Turn {
  id: number;
  at: Instant;
  from: "bot" | "person";
  message?: Message;
  text?: string;
  unprompted: boolean;
}

type Content = Pick<Turn, "from" | "message" | "text">;

export interface Speaker {
  organizationId: OrganizationId;
  personId: PersonId;
}

const scopeOf = ({ organizationId, personId }: Speaker) => ({ organization_id: organizationId, person_id: personId });
const seal = (store: Store, who: Speaker, content: Content) => store.vault.seal(who.organizationId, `person:${who.personId}`, content);

/** Oldest first, the last `limit` turns. */
export async function readConversation(store: Store, who: Speaker, limit = 200): Promise<Turn[]> {
  const rows: { id: number; at: Instant; unprompted: number; sealed: string }[] = await store
    .db("conversations")
    .where(scopeOf(who))
    .orderBy("id", "desc")
    .limit(limit)
    .select("id", "at", "unprompted", "sealed");
  return Promise.all(
    rows.reverse().map(async ({ id, at, unprompted, sealed }) => ({
      id,
      at,
      unprompted: unprompted === 1,
      ...(await store.vault.open<Content>(who.organizationId, `person:${who.personId}`, sealed)),
    })),
  );
}

/** @returns the id; of a key that is there already, the id it has, and nothing is added. */
export async function appendTurn(store: Store, who: Speaker, turn: Omit<Turn, "id"> & { key?: string }): Promise<number> {
  const { at, unprompted, key, ...content } = turn;
  const row = { ...scopeOf(who), key: key ?? null, at, unprompted: Number(unprompted), sealed: await seal(store, who, content) };
  const [added] = await store.db("conversations").insert(row).onConflict("key").ignore().returning<{ id: number }[]>("id");
  if (added) return added.id;
  const known: { id: number } | undefined = await store.db("conversations").where({ key: row.key }).first("id");
  return (known as { id: number }).id;
}

/** @returns false when this conversation has no such turn. */
export async function replaceTurn(store: Store, who: Speaker, id: number, message: Message): Promise<boolean> {
  const sealed = await seal(store, who, { from: "bot", message });
  return (
    (await store
      .db("conversations")
      .where({ ...scopeOf(who), id })
      .update({ sealed })) > 0
  );
}

/** @returns the id of the turn with this key; null when this conversation has none. */
export async function findTurn(store: Store, who: Speaker, key: string): Promise<string | null> {
  const row: { id: number } | undefined = await store
    .db("conversations")
    .where({ ...scopeOf(who), key })
    .first("id");
  return row ? String(row.id) : null;
}

export async function markSeen(store: Store, who: Speaker, id: number): Promise<void> {
  await store
    .db("addresses")
    .where({ ...scopeOf(who), platform: "web" })
    .where("seen_through", "<", id)
    .update({ seen_through: id });
}

/** Everyone of an organization has looked at what came before an instant. */
export async function markSeenBefore(store: Store, organizationId: OrganizationId, before: Instant): Promise<void> {
  const last = store
    .db("conversations")
    .where("conversations.person_id", store.db.ref("addresses.person_id"))
    .where("conversations.at", "<", before)
    .select(store.db.raw("coalesce(max(conversations.id), 0)"));
  await store.db("addresses").where({ organization_id: organizationId, platform: "web" }).update({ seen_through: last });
}
