import { addMinutes, type Instant } from "../program/day.ts";
import type { Store } from "./store.ts";
import { together } from "./together.ts";

/** A platform repeats what was not heard within an hour, and refuses what was signed longer ago than minutes. */
const keptForMinutes = 24 * 60;
const minutesBetweenPurges = 60;

/**
 * Tells of each key whether it comes for the first time, in whichever of the processes that share the database.
 */
export function createSeen({ db }: Store, clock: () => Instant): (keys: readonly string[]) => Promise<boolean[]> {
  let purgedAt: Instant | null = null;

  const isNew = together(async (keys: readonly string[]) => {
    const now = clock();
    if (purgedAt === null || addMinutes(purgedAt, minutesBetweenPurges) < now) {
      purgedAt = now;
      await db("seen_requests").where("at", "<", addMinutes(now, -keptForMinutes)).delete();
    }
    const rows = [...new Set(keys)].map((key) => ({ key, at: now }));
    const added: { key: string }[] = await db("seen_requests").insert(rows).onConflict("key").ignore().returning("key");
    // Of two who ask for the same at once, the first brings it.
    const fresh = new Set(added.map(({ key }) => key));
    return keys.map((key) => fresh.delete(key));
  });
  return (keys) => Promise.all(keys.map(isNew));
}
