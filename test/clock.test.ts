import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Config } from "../src/config.ts";
import { serve } from "../src/main.ts";
import { day, hour } from "../src/program/day.ts";
import { openWithKeys } from "../src/store/opening.ts";
import { type Desk, openDesk, smallPlan } from "./import/support/desk.ts";

let desk: Desk;
let other: string;
beforeEach(async () => {
  desk = await openDesk();
  other = mkdtempSync(join(tmpdir(), "triade-clock-"));
  await desk.write("plan.yaml", smallPlan);
  expect((await desk.imports("plan.yaml")).code).toBe(0);
});
afterEach(async () => {
  await desk.close();
  rmSync(other, { recursive: true });
});

type ClockConfig = NonNullable<Config["clock"]>;

interface Shown {
  /** Where the page shows the clock, to the day. */
  on: string;
  kept: string | null;
}

type Clock = { now: string; manual: boolean };

/** Starts the program on the cohort that was imported, looks at its clock, moves it if asked, and stops. */
async function starts(clock: ClockConfig | null, { playground = true, moveTo = null as string | null } = {}): Promise<Shown> {
  const place = { databaseUrl: `sqlite:${join(desk.folder, "data", "triade.db")}` as const };
  const keys = { from: "file" as const, path: join(desk.folder, "data", "keys.json") };
  const opened = await openWithKeys({ ...place, keys }, "test");
  if (!opened.ok) throw new Error(opened.refusal.code);
  const config = {
    ...{ port: 0, host: "127.0.0.1", dataFolder: other, ...place, keys },
    language: "fr" as const,
    slack: null,
    teams: null,
  };
  const running = await serve({ ...config, playground, clock }, opened, () => undefined);
  try {
    if (!playground) return { on: "", kept: running.clockKept };
    const api = `${running.url}/playground/api`;
    if (moveTo) {
      await fetch(`${api}/clock`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ to: { date: moveTo } }),
      });
    }
    const { now } = (await (await fetch(`${api}/clock`)).json()) as Clock;
    return { on: now.slice(0, 10), kept: running.clockKept };
  } finally {
    await running.stop();
  }
}

const at = (date: string, time = "12:00"): ClockConfig => ({ kind: "manual", day: day(date), at: hour(time) });
const system: ClockConfig = { kind: "system" };
const messages = () =>
  desk.read(async (db) => (await db("outbox").whereNotNull("settled_at").orderBy("id").pluck("settled_at")) as string[]);

describe("the clock of the playground, once begun, goes on", () => {
  it("where it was opened, though nobody moved it", async () => {
    expect(await starts(at("2026-11-25"))).toEqual({ on: "2026-11-25", kept: null });
    const sent = await messages();
    expect(sent.length).toBeGreaterThan(0);
    expect(await starts(at("2026-08-31"))).toEqual({ on: "2026-11-25", kept: "2026-11-25" });
    expect(await starts(at("2026-11-25"))).toEqual({ on: "2026-11-25", kept: null });
    expect(await starts(null)).toEqual({ on: "2026-11-25", kept: null });
    expect(await messages()).toEqual(sent);
  });

  it("where it was moved to", async () => {
    expect((await starts(at("2026-09-07"), { moveTo: "2026-10-05" })).on).toBe("2026-10-05");
    expect(await starts(at("2026-09-07"))).toEqual({ on: "2026-10-05", kept: "2026-10-05" });
  });

  it("and the day that is told is that of the school", async () => {
    await starts(at("2026-11-25", "20:30"));
    expect(await starts(at("2026-08-31"))).toEqual({ on: "2026-11-26", kept: "2026-11-25" });
  });

  it("and is not handed to the machine's clock while that is behind: what was sent would be to come", async () => {
    await starts(at("2099-03-24", "20:30"));
    const before = await messages();
    for (const playground of [true, false]) {
      await expect(starts(system, { playground })).rejects.toMatchObject({ name: "ClockAhead", on: "2099-03-24" });
    }
    expect(await messages()).toEqual(before);
    expect((await starts(null)).on).toBe("2099-03-25");
  });

  it("from the machine's time, where that ran in between", async () => {
    await starts(at("2020-01-06"));
    const first = (await starts(system)).on;
    expect(first > "2020-01-06").toBe(true);
    const { on, kept } = await starts(at("2020-01-06"));
    expect(on >= first).toBe(true);
    expect(kept).not.toBeNull();
    expect((await starts(system)).on >= on).toBe(true);
  });

  it("from the machine's time, where that ran first, with or without the playground", async () => {
    await starts(system, { playground: false });
    expect((await starts(at("2020-01-06"))).on > "2020-01-06").toBe(true);
  });
});
