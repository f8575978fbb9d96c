import { createHash } from "node:crypto";
import { addMinutes, type Instant } from "../program/day.ts";
import type { Store } from "./store.ts";
import { together } from "./together.ts";

/** A platform repeats what was not heard within an hour, and refuses what was signed longer ago than minutes. */
const keptForMinutes = 24 * 60;
/** A form may stand in a conversation for as long as that does: one is as old as a program at most. */
const formsKeptForMinutes = 400 * 24 * 60;
const ofForms = "form/";

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

/** A form that is being taken for so long was left by a process that died over it. */
const minutesToTake = 1;

/** Takes a form for this process alone. @returns "taken" for one that was taken before, "under-way" for one that another process is taking. */
export async function beginForm({ db }: Store, key: string, now: Instant): Promise<"begun" | "taken" | "under-way"> {
  const begun: object[] = await db("seen_requests")
    .insert({ key: `${ofForms}${key}`, at: now, taken_until: addMinutes(now, minutesToTake) })
    .onConflict("key")
    .merge(["taken_until"])
    .where("seen_requests.taken_until", "<", now)
    .returning("key");
  if (begun.length > 0) return "begun";
  const known: { taken_until: Instant | null } | undefined = await db("seen_requests")
    .where({ key: `${ofForms}${key}` })
    .first("taken_until");
  return known?.taken_until === null ? "taken" : "under-way";
}

/** It was carried out, or it is as if it had never come. */
export async function endForm({ db }: Store, key: string, isDone: boolean): Promise<void> {
  const form = db("seen_requests").where({ key: `${ofForms}${key}` });
  await (isDone ? form.update({ taken_until: null }) : form.delete());
}

/** What nothing repeats any more. */
export async function forgetSeen({ db }: Store, now: Instant): Promise<void> {
  const before = (minutes: number) => db("seen_requests").where("at", "<", addMinutes(now, -minutes));
  await before(keptForMinutes).whereNot("key", "like", `${ofForms}%`).delete();
  await before(formsKeptForMinutes).delete();
}
