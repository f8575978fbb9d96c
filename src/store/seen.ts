import { createHash } from "node:crypto";
import { addMinutes, type Instant } from "../program/day.ts";
import { insertOrIgnore, type Store } from "./store.ts";
import { readTogether, together } from "./together.ts";

/** A platform repeats what was not heard within an hour, and refuses what was signed longer ago than minutes. */
const keptForMinutes = 24 * 60;
/** A form may stand in a conversation for as long as that does: one is as old as a program at most. */
const formsKeptForMinutes = 400 * 24 * 60;
export const ofForms = "form/";

/** As the store keeps a key, which a platform may make as long as it likes. */
const mostKept = 200;
const kept = (key: string): string => (key.length <= mostKept ? key : createHash("sha256").update(key).digest("base64url"));

/**
 * Tells of each key whether it comes for the first time, in whichever of the processes that share the database.
 */
export function createSeen({ db }: Store, clock: () => Instant): (keys: readonly string[]) => Promise<boolean[]> {
  const isNew = together(async (keys: readonly string[]) => {
    const now = clock();
    const rows = [...new Set(keys)].map((key) => ({ key, at: now }));
    const added: { key: string }[] = await db("seen_requests").insert(rows).onConflict("key").ignore().returning("key");
    // Of two who ask for the same at once, the first brings it.
    const fresh = new Set(added.map(({ key }) => key));
    return keys.map((key) => fresh.delete(key));
  });
  return (keys) => Promise.all(keys.map(kept).map(isNew));
}

const readSeen = readTogether(async (db, keys: readonly string[]) => {
  const seen = new Set<string>(
    await db("seen_requests")
      .whereIn("key", [...keys])
      .pluck("key"),
  );
  return keys.map((key) => seen.has(key));
});

/** Whether a key came before. */
export const wasSeen = ({ db }: Store, key: string): Promise<boolean> => readSeen(db, key);

/** It came. */
export async function noteSeen({ db }: Store, key: string, now: Instant): Promise<void> {
  await insertOrIgnore(db, "seen_requests", [{ key, at: now }], ["key"]);
}

/** What nothing repeats any more. */
export async function forgetSeen({ db }: Store, now: Instant): Promise<void> {
  const before = (minutes: number) => db("seen_requests").where("at", "<", addMinutes(now, -minutes));
  await before(keptForMinutes).whereNot("key", "like", `${ofForms}%`).delete();
  await before(formsKeptForMinutes).delete();
}
