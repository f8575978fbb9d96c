import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { importDesired } from "../../src/import/import.ts";
import { readFiles } from "../../src/import/read.ts";
import { type Database, migrate, openDatabase } from "../../src/store/database.ts";
import { textOf } from "../support/slack/shown.ts";
import { openSlackStage } from "../support/slack-stage.ts";
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

it("has homes and messages say what it changed, with the next delivery", async () => {
  const { stage, slack, user, close } = await openSlackStage({ now: "2009-01-12T09:00" });
  const marie = user(stage.mentor);
  const seen = () => textOf([slack.home(marie)?.view, slack.dm(marie).filter(({ text }) => String(text).includes("Suivi 1"))]);
  await stage.passes({ to: "2009-01-13T12:00" });
  await slack.opensHome(marie);
  await slack.until(() => slack.home(marie));
  expect(seen().match(/Nadia Nouvelle/g)).toHaveLength(3);
  await desk.write("gens.csv", "Courriel;Prénom;Nom;Langue\nnadia.nouvelle@exemple.example;Nadia;Renommée;français\n");
  const { desired } = await readFiles([`${desk.folder}/gens.csv`]);
  const { key } = await stage.store.db("organizations").first("key");
  expect(await importDesired(stage.store.db, desired, { organization: key, cohort: "2009" }, { dryRun: false })).toMatchObject({
    ok: true,
  });
  await stage.app.deliverDue(() => stage.now);
  expect(seen().match(/Nadia (Nouvelle|Renommée)/g)).toEqual(Array(3).fill("Nadia Renommée"));
  await close();
});
