import { addDays, type Day, type Instant } from "../program/day.ts";
import type { Person } from "../program/terms.ts";
import type { Store } from "./store.ts";

interface Pause {
  id: number;
  from: Day;
  /** The last day of it. A pause always has one. */
  until: Day;
}

const scopeOf = (person: Person) => ({ organization_id: person.organizationId, person_id: person.id });

/** The pauses of a person that are not over, the first one first. */
export async function readPauses(store: Store, person: Person, today: Day): Promise<Pause[]> {
  return store
    .db("pauses")
    .where(scopeOf(person))
    .where("until_on", ">=", today)
    .orderBy(["from_on", "id"])
    .select({ id: "id", from: "from_on", until: "until_on" });
}

export async function addPause(store: Store, person: Person, { from, until }: Omit<Pause, "id">): Promise<void> {
  await store.db("pauses").insert({ ...scopeOf(person), from_on: from, until_on: until });
}

/** Ends what is under way, takes back what was to come, and frees the messages that were kept. */
export async function endPauses(store: Store, person: Person, today: Day, now: Instant): Promise<void> {
  await store.db.transaction(async (trx) => {
    await trx("pauses").where(scopeOf(person)).where("from_on", ">=", today).delete();
    await trx("pauses")
      .where(scopeOf(person))
      .where("until_on", ">=", today)
      .update({ until_on: addDays(today, -1) });
    await trx("outbox")
      .where(scopeOf(person))
      .where({ waiting_for: "paused" })
      .whereNull("settled_at")
      .update({ not_before: now, waiting_for: null });
  });
}
