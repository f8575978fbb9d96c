import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plannedWith } from "../../src/notices/index.ts";
import { simulateCommand } from "../../src/simulation/command.ts";
import { type PlayedCohort, reportYear, type YearReport } from "../../src/simulation/report.ts";
import { createWitness } from "../../src/simulation/witness.ts";
import { readCohorts, readOrganizations, readPlan } from "../../src/store/cohorts.ts";
import { openDatabase } from "../../src/store/database.ts";
import { createStore, type Store } from "../../src/store/store.ts";
import { createVault } from "../../src/store/vault.ts";

const root = join(import.meta.dirname, "../..");
/** The compiled command line, since only a process of its own can be killed. */
const cli = join(root, "dist/src/cli.js");
const example = join(root, "examples/cdsl-2009.yaml");

const temporary = () => mkdtempSync(join(tmpdir(), "triade-simulate-"));

async function simulate(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const said: { out: string[]; err: string[] } = { out: [], err: [] };
  const code = await simulateCommand(argv, {
    out: (text) => said.out.push(`${text}\n`),
    err: (text) => said.err.push(`${text}\n`),
    language: "en",
    bar: false,
  });
  return { code, out: said.out.join(""), err: said.err.join("") };
}

/** What a play came to, without how long it took or where it began. */
const outcome = (out: string): string => out.slice(out.indexOf("notice"), out.indexOf("Year played"));

describe("a year that is played", () => {
  const whole = temporary();
  let played: { code: number; out: string; err: string };
  beforeAll(async () => {
    played = await simulate(example, "--folder", whole);
  }, 60_000);
  afterAll(() => rmSync(whole, { recursive: true }));

  it("follows the program of 2009 from January to December: nothing twice, nothing missed, every follow-up held", () => {
    const { code, out, err } = played;
    expect(err).toBe("");
    expect(code).toBe(0);
    expect(out).toMatch(/messages received twice\s+0\n/);
    expect(out).toMatch(/messages missed\s+0\n/);
    expect(out).toMatch(/messages still waiting\s+0\n/);
    expect(out).toMatch(/follow-ups without a date\s+0\n/);
    const [, held, planned] = /follow-ups held \/ planned\s+(\d+) \/ (\d+)/.exec(out) ?? [];
    expect(held).toBe(planned);
    expect(Number(planned)).toBeGreaterThan(30);
  });

  it("comes out the same, with all its dyads, when it is killed on the way, again and again, and started again", async () => {
    const killed = temporary();
    const arrived = join(killed, "arrived.txt");
    const count = () => (existsSync(arrived) ? readFileSync(arrived, "utf8").split("\n").length - 1 : 0);
    for (const enough of [90, 271, 400]) {
      const child = spawn(process.execPath, [cli, "simulate", example, "--folder", killed], { stdio: "ignore" });
      const ended = once(child, "exit");
      await expect.poll(count, { timeout: 30_000, interval: 2 }).toBeGreaterThanOrEqual(enough);
      child.kill("SIGKILL");
      await ended;
    }
    const { code, out } = await simulate(example, "--folder", killed);
    expect(out).toContain("Going on from");
    expect(outcome(out)).toBe(outcome(played.out));
    expect(code).toBe(0);
    rmSync(killed, { recursive: true });
  }, 90_000);

  describe("and then looked at again", () => {
    let store: Store;
    let year: PlayedCohort;
    const report = (): Promise<YearReport> => reportYear(store, year, createWitness(join(whole, "arrived.txt")).arrivals());
    const of = (kind: string, { notices: kinds }: YearReport) => kinds.find((one) => one.kind === kind);
    beforeAll(async () => {
      const db = openDatabase(`sqlite:${join(whole, "triade.db")}`);
      store = createStore(db, createVault(db, [{ id: "test", bytes: randomBytes(32) }]), { playground: true });
      const [organization] = await readOrganizations(store);
      const [cohort] = organization ? await readCohorts(store, organization.id) : [];
      assert.ok(organization && cohort);
      year = { organization, cohort, plan: await readPlan(store, cohort) };
    });
    afterAll(() => store.db.destroy());

    const planned = Object.values(plannedWith).flat();

    it("began for everybody with the welcome", async () => {
      const sent: { person_id: number; kind: string }[] = await store
        .db("outbox")
        .where({ outcome: "sent" })
        .orderBy([{ column: "settled_at" }, { column: "id" }]);
      const firsts = new Map(sent.toReversed().map(({ person_id, kind }) => [person_id, kind]));
      expect(firsts.size).toBe(27);
      expect([...new Set(firsts.values())]).toEqual(["welcome"]);
    });

    it.each([
      ["expired for want of room in a week", { outcome: "expired", reason: "enough-this-week" }, 1],
      ["dropped as done, which it is not", { outcome: "dropped", reason: "done" }, 1],
      ["dropped as moved, which it was not", { outcome: "dropped", reason: "moved" }, 1],
      ["dropped as said with another, which nobody got", { outcome: "dropped", reason: "said-together" }, 1],
      ["dropped without a reason", { outcome: "dropped", reason: null }, 1],
      ["too late after a pause", { outcome: "expired", reason: "paused" }, 0],
    ])("counts a message as missed or not: %s", async (_, ending, missed) => {
      const { id: administration } = await store.db("administrations").whereNull("done_at").first("id");
      const row = await store
        .db("outbox")
        .whereLike("key", `questionnaire-invitation:a${administration}:%`)
        .first("id", "settled_at", "outcome", "reason");
      await store
        .db("outbox")
        .where({ id: row.id })
        .update({ ...ending, settled_at: "2010-01-01T12:00:00.000Z" });
      const found = await report();
      expect(found.missed).toBe(missed);
      expect(of("questionnaire-invitation", found)?.dropped).toEqual({ [ending.reason ?? ending.outcome]: 1 });
      await store.db("outbox").where({ id: row.id }).update(row);
      expect((await report()).missed).toBe(0);
    });

    it("takes an account that was not found for a reason only where nothing had reached the person before", async () => {
      const { db } = store;
      const { id: _, ...known } = await db("people").first();
      const [added] = await db("people")
        .insert({ ...known, email: "jamais@exemple.example" })
        .returning("id");
      const sent = await db("outbox").where({ outcome: "sent" }).first();
      for (const [person, missed] of [
        [added.id, 0],
        [sent.person_id, 1],
      ]) {
        for (const reason of ["no-account", "guest-account", "denied"]) {
          const row = { ...sent, id: undefined, key: "invitation:test", kind: "invitation", person_id: person, outcome: "gone", reason };
          await db("outbox").insert({ ...row, settled_at: "2010-01-01T12:00:00.000Z" });
          expect((await report()).missed, `${reason}, ${person}`).toBe(missed);
          await db("outbox").where({ key: "invitation:test" }).delete();
        }
      }
      await db("people").where({ id: added.id }).delete();
    });

    /** Somebody no longer concerned by a day of the group: in a play no beginning and no end of a dyad changes. */
    const uncalledFor = ["follow-up-concern"];
    const calledFor = planned.map(({ kind }) => kind).filter((kind) => !uncalledFor.includes(kind));
    it.each(calledFor)("misses every %s that was never planned", async (kind) => {
      const removed: object[] = await store.db("outbox").where({ kind });
      expect(removed.length).toBeGreaterThan(0);
      await store.db("outbox").where({ kind }).delete();
      const found = await report();
      expect(of(kind, found)).toMatchObject({ planned: 0, missed: removed.length });
      // With an announcement go the reasons of the reminders that it made needless.
      expect(found.missed).toBeGreaterThanOrEqual(removed.length);
      for (const row of removed) await store.db("outbox").insert(row);
    });

    it("misses the word that a date moved, to its members and to whoever leads it, and what was to be said of the date before", async () => {
      const followUp = await store.db("follow_ups").whereNotNull("dyad_id").where({ moves: 0 }).first("*");
      const { organization_id, id: follow_up_id, on_day: from_day, at_hour: from_hour } = followUp;
      await store.db("follow_up_moves").insert({ organization_id, follow_up_id, times: 1, from_day, from_hour, moved_on: from_day });
      await store
        .db("follow_ups")
        .where({ id: followUp.id })
        .update({ moves: 1, moved_from: followUp.on_day, moved_on: followUp.on_day, on_day: "2009-12-17" });
      const found = await report();
      expect(of("follow-up-moved", found)).toMatchObject({ missed: 3 });
      await store.db("follow_up_moves").where({ follow_up_id }).delete();
      await store.db("follow_ups").where({ id: followUp.id }).update(followUp);
      expect((await report()).missed).toBe(0);
    });
  });

  it.each([
    ["no file", [], /Give the file/],
    ["a file that is not there", ["nothing.yaml"], /nothing\.yaml.*cannot be read: it is not there/],
    ["no number of dyads", [example, "--dyads", "many"], /from 1 to 5000, not "many"/],
  ])("is refused for %s, in a sentence", async (_, argv, why) => {
    const { code, err } = await simulate(...argv);
    expect(code).toBe(2);
    expect(err).toMatch(why);
  });
});
