import { readdirSync, readFileSync } from "node:fs";
import { join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { faultsOf, homes } from "./support/house.ts";
import { needlessExports } from "./support/source.ts";

const root = join(import.meta.dirname, "..");
const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => normalize(join(folder, name)));

const sources: ReadonlyMap<string, string> = new Map(
  ["src", "adapters", "jobs", "manifest", "migrations", "test"]
    .flatMap(filesIn)
    .map((file) => [file, readFileSync(join(root, file), "utf8")]),
);

describe("the order of the house", () => {
  it("is kept by every file", () => {
    const broken = [...sources].flatMap(([file, source]) => faultsOf(file, source).map((fault) => `${file}: ${fault}`));
    // This file is full of what is forbidden, as text.
    expect(broken.filter((fault) => !fault.startsWith("test/architecture.test.ts"))).toEqual([]);
  });

  it("gives every package a home", () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const tools = /^(@types\/.*|@biomejs\/biome|typescript)$/;
    const homeless = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !tools.test(name) && !(name in homes));
    expect(homeless).toEqual([]);
  });

  it("exports what others import, and nothing else", () => {
    expect(needlessExports(sources).filter((name) => !name.startsWith("test/"))).toEqual([]);
  });
});

/** A file, a line that has no place in it, and what is found. */
const forbidden: readonly [file: string, line: string, found: string][] = [
  ["src/app.ts", 'import { createPlayground } from "../adapters/web/index.ts";', "adapters/web/index.ts"],
  ["src/app.ts", 'import { startSchedule } from "../jobs/schedule.ts";', "jobs/schedule.ts"],
  ["src/delivery.ts", 'import { openSample } from "./sample.ts";', "src/sample.ts"],
  ["src/playground.ts", 'import { planCohorts } from "./planning.ts";', "src/planning.ts"],
  ["src/simulation/play.ts", 'import { features } from "../features/index.ts";', "src/features/index.ts"],
  ["src/http.ts", 'import { createStore } from "./store/store.ts";', "src/store/store.ts"],
  ["src/later.ts", 'import { day } from "./program/day.ts";', "src/program/day.ts, and no rule says what it may import"],
  ["src/later.ts", 'import { serve } from "./main.ts";', "src/main.ts, and no rule says what it may import"],
  ["src/features/pause.ts", 'import { serve } from "../main.ts";', "src/main.ts"],
  ["src/main.ts", 'import "./cli.ts";', "src/cli.ts"],
  ["src/cli.ts", 'import { startSchedule } from "../jobs/schedule.ts";', "jobs/schedule.ts"],

  ["src/program/day.ts", 'import { createStore } from "../store/store.ts";', "src/store/store.ts"],
  ["src/program/day.ts", 'import "../store/store.ts";', "src/store/store.ts"],
  ["src/program/day.ts", 'const { createStore } = await import("../store/store.ts");', "src/store/store.ts"],
  ["src/program/day.ts", "const store = import(`../store/store.ts`);", "src/store/store.ts"],
  ["src/program/day.ts", "const store = await import(path);", "an import whose path is computed"],
  ["src/program/day.ts", 'const store = await import("../store/" + name);', "an import whose path is computed"],
  ["src/program/day.ts", 'let store: import("../store/store.ts").Store;', "src/store/store.ts"],
  ["src/program/day.ts", 'export { createStore } from "../store/store.ts";', "src/store/store.ts"],
  ["src/program/day.ts", 'export * from "../store/store.ts";', "src/store/store.ts"],
  ["src/program/day.ts", 'export * as store from "../store/store.ts";', "src/store/store.ts"],
  ["src/program/day.ts", 'import type {\n  Store,\n} from "../store/store.ts";', "src/store/store.ts"],
  ["src/program/day.ts", "import { createStore } from '../store/store.ts';", "src/store/store.ts"],
  ["src/program/day.ts", 'const one = 1; import { createStore } from "../store/store.ts";', "src/store/store.ts"],
  ["src/program/day.ts", 'import { stage } from "../../test/support/stage.ts";', "test/support/stage.ts"],
  ["src/ui/plain.ts", 'import { meetingModes } from "../program/meeting.ts";', "src/program/meeting.ts"],
  ["src/words/fr.ts", 'import { createStore } from "../store/store.ts";', "src/store/store.ts"],
  ["src/store/store.ts", 'import { features } from "../features/index.ts";', "src/features/index.ts"],
  ["src/store/store.ts", 'import { wordsOf } from "../words/index.ts";', "src/words/index.ts"],
  ["src/features/pause.ts", 'import { notices } from "../notices/index.ts";', "src/notices/index.ts"],
  ["src/import/read.ts", 'import { features } from "../features/index.ts";', "src/features/index.ts"],
  ["adapters/web/api.ts", 'import { day } from "../../src/program/day.ts";', "src/program/day.ts"],
  ["adapters/slack/send.ts", 'import { json } from "../web/http.ts";', "adapters/web/http.ts"],
  ["adapters/web/page/card.ts", 'import { json } from "../http.ts";', "adapters/web/http.ts"],
  ["jobs/deliver.ts", 'import { deliverDue } from "../src/delivery.ts";', "src/delivery.ts"],
  ["migrations/0001-first.ts", 'import { day } from "../src/program/day.ts";', "src/program/day.ts"],

  ["src/program/day.ts", 'import { readFileSync } from "node:fs";', "node:fs"],
  ["src/program/day.ts", 'import { readFileSync } from "fs";', "node:fs"],
  ["src/program/day.ts", 'const fs = require("fs");', "node:fs"],
  ["src/ui/speak.ts", 'import { readFile } from "node:fs/promises";', "node:fs/promises"],
  ["src/words/index.ts", 'import "node:os";', "node:os"],
  ["src/notices/digest.ts", 'import { createHash } from "node:crypto";', "node:crypto"],

  ["src/features/pause.ts", 'import { DateTime } from "luxon";', "luxon"],
  ["src/features/pause.ts", 'import knex from "knex";', "knex"],
  ["src/store/database.ts", 'import pg from "pg";', "pg"],
  ["src/store/database.ts", 'import sqlite3 from "sqlite3";', "sqlite3"],
  ["src/program/plan.ts", 'import { z } from "zod";', "zod"],
  ["src/program/plan.ts", 'import * as z from "zod/mini";', "zod"],
  ["src/program/plan.ts", 'import { parse } from "yaml";', "yaml"],
  ["src/store/import.ts", 'import { parse } from "csv-parse/sync";', "csv-parse"],
  ["adapters/web/index.ts", 'import * as cards from "adaptivecards";', "adaptivecards"],
  ["adapters/web/index.ts", 'import { App } from "@slack/bolt";', "@slack/bolt"],
  ["src/main.ts", 'import autocannon from "autocannon";', "autocannon"],
  ["test/platforms/web.test.ts", 'import autocannon from "autocannon";', "autocannon"],
  ["src/main.ts", 'import lodash from "lodash/fp";', "lodash"],

  ...[
    "src/program/day.ts",
    "src/ui/speak.ts",
    "src/words/fr.ts",
    "src/features/pause.ts",
    "src/notices/digest.ts",
    "src/store/outbox.ts",
  ].flatMap((file) =>
    ["new Date()", "new Date", "new Date( )", "Date()", "Date.now()", "performance.now()", "DateTime.now()"].map(
      (call): [string, string, string] => [file, `const now = ${call};`, "the clock"],
    ),
  ),
  ["src/store/outbox.ts", "const clock = Date.now;", "the clock"],
  ["src/store/outbox.ts", "const late = process.hrtime();", "the clock"],
  ["src/program/layout.ts", "const order = Math.random();", "chance"],
  ["src/features/pause.ts", "const id = crypto.randomUUID();", "chance"],
  ["src/store/outbox.ts", `const wait = \`\${Math.random()} s\`;`, "chance"],
  ["src/store/outbox.ts", "const home = process.env.HOME;", "the environment"],
  ["src/program/layout.ts", 'const page = await fetch("/");', "the machine"],
  ["src/notices/digest.ts", "setTimeout(() => 1, 5);", "the machine"],
  ["src/ui/plain.ts", 'console.log("said");', "the machine"],
];

/** What looks like it, and is no fault. */
const allowed: readonly [file: string, line: string][] = [
  ["src/app.ts", 'import { deliverDue } from "./delivery.ts";'],
  ["src/cli.ts", 'const { serve } = await import("./main.ts");'],
  ["src/main.ts", 'import { startSchedule } from "../jobs/schedule.ts";'],
  ["src/program/calendar.ts", 'import { day } from "./day.ts";'],
  ["src/program/day.ts", "const at = new Date(epoch);"],
  ["src/program/day.ts", '// import "../store/store.ts"; it\'s no use before new Date() says so'],
  ["src/program/day.ts", '/* export * from "../store/store.ts" */ const slashes = "//";'],
  ["src/program/day.ts", "const quote = /[\"'`]/; const today = (from: Day): Day => from;"],
  ["src/ui/speak.ts", "formatDate(day); toDate();"],
  ["src/words/fr.ts", 'const usage = "import FICHIER"; const from = "ici";'],
  ["src/back-off.ts", "const jitter = Math.random();"],
  ["adapters/web/api.ts", 'import { messageCard } from "../adaptive-card.ts";'],
];

describe("the order of the house is seen to be broken", () => {
  it.each(forbidden)("%s: %s", (file, line, found) => {
    expect(faultsOf(file, `const before = 1;\n${line}\nconst after = 2;\n`)).toContain(found);
  });

  it.each(allowed)("but not in %s: %s", (file, line) => {
    expect(faultsOf(file, `const before = 1;\n${line}\nconst after = 2;\n`)).toEqual([]);
  });

  it("and so is a needless export", () => {
    const sources = new Map([
      ["src/a.ts", "export const used = 1;\nexport const idle = 2;\nexport interface Idle {}\nexport async function late() {}\n"],
      ["src/b.ts", 'import { used as known } from "./a.ts";\nexport const all = known;\n'],
      ["src/c.ts", 'import * as b from "./b.ts";\nconst { late } = await import("./a.ts");\n'],
    ]);
    expect(needlessExports(sources)).toEqual(["src/a.ts idle", "src/a.ts Idle"]);
  });
});
