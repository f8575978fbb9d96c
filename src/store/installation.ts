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

/** How far the sample cohort is: its past being played, or ready. Null where there is none. */
type SampleState = "playing" | "ready";

export async function readSampleState(store: Store): Promise<SampleState | null> {
  const row = await store.db("installation").where({ key: "sample" }).first("value");
  return row?.value ?? null;
}

export async function writeSampleState(store: Store, state: SampleState): Promise<void> {
  await store.db("installation").insert({ key: "sample", value: state }).onConflict("key").merge(["value"]);
}
