import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { importDesired } from "../../src/import/import.ts";
import { readFiles } from "../../src/import/read.ts";
import { type Database, migrate, openDatabase } from "../../src/store/database.ts";
import { type Desk, openDesk, smallPlan } from "./support/desk.ts";

let desk: Desk;
let folder: string;
let ours: Database;
let theirs: Database;
beforeEach(async () => {
  desk = await openDesk();
  await desk.write("plan.yaml", smallPlan);
  folder = await mkdtemp(join(tmpdir(), "triade-beside-"));
  const url = `sqlite:${join(folder, "triade.db")}`;
  ours = openDatabase(url);
  await migrate(ours);
  theirs = openDatabase(url);
});
afterEach(async () => {
  await ours.destroy();
  await theirs.destroy();
  await rm(folder, { recursive: true });
  await desk.close();
});

it.each([false, true])(
  "waits for a bot that is writing, rather than to write after what it read is out of date (dry run: %s)",
  async (dryRun) => {
    const { desired } = await readFiles([`${desk.folder}/plan.yaml`]);
    const bot = await theirs.transaction();
    await bot("organizations").insert({ key: "autre", name: "Autre école", language: "fr", zone: "UTC" });
    const underWay = new Promise((resolve) => {
      ours.on("query", ({ sql }) => sql.startsWith("pragma") && resolve(undefined));
      ours.on("query-response", (_, { sql }) => sql.startsWith("select") && resolve(undefined));
    });
    const imported = importDesired(ours, desired, { organization: "ecole", cohort: "c1" }, { dryRun });
    await underWay;
    await bot.commit();
    expect(await imported).toMatchObject({ ok: true });
    expect(await theirs("organizations").orderBy("key").pluck("key")).toEqual(dryRun ? ["autre"] : ["autre", "ecole"]);
  },
);
