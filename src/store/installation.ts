import { type Instant, instant } from "../program/day.ts";
import type { Store } from "./store.ts";

/** Where the playground's clock stands; null while nobody moved it. */
export async function readClock(store: Store): Promise<Instant | null> {
  const row = await store.db("installation").where({ key: "clock" }).first("value");
  return row ? instant(row.value) : null;
}

export async function writeClock(store: Store, now: Instant): Promise<void> {
  await store.db("installation").insert({ key: "clock", value: now }).onConflict("key").merge(["value"]);
}
