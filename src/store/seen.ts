import { addMinutes, type Instant } from "../program/day.ts";
import type { Store } from "./store.ts";

/** A platform repeats what was not heard within an hour, and refuses what was signed longer ago than minutes. */
const keptForMinutes = 24 * 60;
const minutesBetweenPurges = 60;

interface Asked {
  key: string;
  tell(isNew: boolean): void;
  fail(error: unknown): void;
}

/**
 * Tells of each key whether it comes for the first time, in whichever of the processes that share the database. Those who
 * ask while an answer is under way are answered together by the next statement.
 */
export function createSeen({ db }: Store, clock: () => Instant): (keys: readonly string[]) => Promise<boolean[]> {
  let waiting: Asked[] = [];
  let isBusy = false;
  let purgedAt: Instant | null = null;

  async function work(): Promise<void> {
    isBusy = true;
    while (waiting.length > 0) {
      const asked = waiting;
      waiting = [];
      try {
        const fresh = await keep([...new Set(asked.map(({ key }) => key))]);
        // Of two who ask for the same at once, the first brings it.
        for (const { key, tell } of asked) tell(fresh.delete(key));
      } catch (error) {
        for (const { fail } of asked) fail(error);
      }
    }
    isBusy = false;
  }

  async function keep(keys: readonly string[]): Promise<Set<string>> {
    const now = clock();
    if (purgedAt === null || addMinutes(purgedAt, minutesBetweenPurges) < now) {
      purgedAt = now;
      await db("seen_requests").where("at", "<", addMinutes(now, -keptForMinutes)).delete();
    }
    const rows = keys.map((key) => ({ key, at: now }));
    const added: { key: string }[] = await db("seen_requests").insert(rows).onConflict("key").ignore().returning("key");
    return new Set(added.map(({ key }) => key));
  }

  return (keys) => {
    const answers = keys.map((key) => new Promise<boolean>((tell, fail) => waiting.push({ key, tell, fail })));
    if (!isBusy) void work();
    return Promise.all(answers);
  };
}
