import { createHash } from "node:crypto";
import { addMinutes, type Instant } from "../program/day.ts";
import { placesFor, rowsFrom } from "./database.ts";
import type { Store } from "./store.ts";
import { togetherIn } from "./together.ts";

/** A platform repeats what was not heard within an hour, and refuses what was signed longer ago than minutes. */
const keptForMinutes = 24 * 60;
/** A form may stand in a conversation for as long as that does: one is as old as a program at most. */
const formsKeptForMinutes = 400 * 24 * 60;
const ofForms = "form/";

/** As the store keeps a key, which a platform may make as long as it likes. */
const mostKept = 200;
const kept = (key: string): string => (key.length <= mostKept ? key : createHash("sha256").update(key).digest("base64url"));

/** Each key once. PostgreSQL lets two processes that write the same rows in another order wait for each other. */
const inOneOrder = <Row extends { key: string }>(rows: readonly Row[]): Row[] =>
  [...new Map(rows.map((row) => [row.key, row])).values()].sort((a, b) => (a.key < b.key ? -1 : 1));

interface Arrival {
  key: string;
  at: Instant;
}

const arrived = togetherIn(async (db, arrivals: readonly Arrival[]) => {
  const rows = inOneOrder(arrivals);
  const added = await rowsFrom<{ key: string }>(
    db,
    `insert into seen_requests (key, at) values ${placesFor(2, rows.length)} on conflict (key) do nothing returning key`,
    rows.flatMap(({ key, at }) => [key, at]),
  );
  // Of two who ask for the same at once, the first brings it.
  const fresh = new Set(added.map(({ key }) => key));
  return arrivals.map(({ key }) => fresh.delete(key));
});

/**
 * Tells of each key whether it comes for the first time, in whichever of the processes that share the database.
 */
export function createSeen({ db }: Store, clock: () => Instant): (keys: readonly string[]) => Promise<boolean[]> {
  return (keys) => {
    const at = clock();
    return Promise.all(keys.map((key) => arrived(db, { key: kept(key), at })));
  };
}

/** A form that is being taken for so long was left by a process that died over it. */
const minutesToTake = 1;

interface FormTaken {
  key: string;
  now: Instant;
}

const begun = togetherIn(async (db, forms: readonly FormTaken[]) => {
  const rows = forms.map(({ key, now }) => ({ key, at: now, taken_until: addMinutes(now, minutesToTake) }));
  const mine: { key: string }[] = await db("seen_requests")
    .insert(inOneOrder(rows))
    .onConflict("key")
    .merge(["taken_until"])
    .where("seen_requests.taken_until", "<", db.ref("excluded.at"))
    .returning("key");
  // Of two who begin the same at once, the first does.
  const fresh = new Set(mine.map(({ key }) => key));
  return forms.map(({ key }) => fresh.delete(key));
});

/** Takes a form for this process alone. @returns "taken" for one that was taken before, "under-way" for one that another process is taking. */
export async function beginForm({ db }: Store, form: string, now: Instant): Promise<"begun" | "taken" | "under-way"> {
  const key = `${ofForms}${form}`;
  if (await begun(db, { key, now })) return "begun";
  const known: { taken_until: Instant | null } | undefined = await db("seen_requests").where({ key }).first("taken_until");
  return known?.taken_until === null ? "taken" : "under-way";
}

const ended = togetherIn(async (db, forms: readonly (FormTaken & { isDone: boolean })[]) => {
  const those = (done: boolean) => forms.filter(({ isDone }) => isDone === done);
  const [done, dropped] = [those(true).map(({ key }) => key), those(false).map(({ key, now }) => [key, addMinutes(now, minutesToTake)])];
  if (done.length > 0) await db("seen_requests").whereIn("key", done).update({ taken_until: null });
  // One that took so long that another process took it is that one's.
  if (dropped.length > 0) await db("seen_requests").whereIn(["key", "taken_until"], dropped).delete();
  return forms;
});

/** A form that was begun then was carried out, or it is as if it had never come. */
export async function endForm({ db }: Store, form: string, begunAt: Instant, isDone: boolean): Promise<void> {
  await ended(db, { key: `${ofForms}${form}`, now: begunAt, isDone });
}

/** What nothing repeats any more. */
export async function forgetSeen({ db }: Store, now: Instant): Promise<void> {
  const before = (minutes: number) => db("seen_requests").where("at", "<", addMinutes(now, -minutes));
  await before(keptForMinutes).whereNot("key", "like", `${ofForms}%`).delete();
  await before(formsKeptForMinutes).delete();
}
