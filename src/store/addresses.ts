import type { Day, Instant } from "../program/day.ts";
import type { Person } from "../program/terms.ts";
import type { Address } from "../ui/platform.ts";
import type { Store } from "./store.ts";

/** Where a person can be written to now, and until when they asked for quiet. */
interface Reachability {
  addresses: Address[];
  pausedUntil: Day | null;
}

export async function readReachability(store: Store, person: Person, today: Day): Promise<Reachability> {
  const { db } = store;
  const scope = { organization_id: person.organizationId, person_id: person.id };
  const pause = db("pauses").where(scope).where("from_on", "<=", today).where("until_on", ">=", today).max("until_on");
  const rows: (Address & { paused_until: Day | null })[] = await db("people")
    .leftJoin("addresses as a", (on) => on.on("a.person_id", "people.id").onNull("a.gone_at"))
    .where({ "people.organization_id": person.organizationId, "people.id": person.id })
    .orderBy("a.id")
    .select("a.platform", "a.workspace", "a.user", { paused_until: pause });
  return {
    addresses: rows.filter((row) => row.platform !== null).map(({ platform, workspace, user }) => ({ platform, workspace, user })),
    pausedUntil: rows[0]?.paused_until ?? null,
  };
}

/** This address reaches nobody any more. */
export async function markGone(store: Store, at: Address, now: Instant, reason: string): Promise<void> {
  await store
    .db("addresses")
    .where({ platform: at.platform, workspace: at.workspace, user: at.user })
    .whereNull("gone_at")
    .update({ gone_at: now, gone_reason: reason });
}
