import { type Instant, instant } from "../program/day.ts";
import type { Store } from "./store.ts";

/** The clock of what is kept here: where one stands that is moved by hand, or that it is the machine's. Null while none was begun. */
export async function readClock({ db }: Pick<Store, "db">): Promise<Instant | "system" | null> {
  const row = await db("installation").where({ key: "clock" }).first("value");
  return !row || row.value === "system" ? (row?.value ?? null) : instant(row.value);
}

export async function writeClock(store: Store, now: Instant | "system"): Promise<void> {
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
