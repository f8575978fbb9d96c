import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");

interface Import {
  file: string;
  /** A path from the root for a file of ours, the name of a package otherwise. */
  of: string;
}

const sources = ["src", "adapters", "jobs", "migrations"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => normalize(join(folder, name))),
);

const imports: Import[] = sources.flatMap((file) => {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(/(?:from|import\()\s*"([^"]+)"/g)].map(([, of = ""]) => ({
    file,
    of: of.startsWith(".") ? relative(root, join(root, dirname(file), of)) : of,
  }));
});

const within = (path: string, ...places: readonly string[]): boolean =>
  places.some((place) => path === place || path.startsWith(`${place}/`));
const ours = (path: string): boolean => within(path, "src", "adapters", "jobs", "migrations");

/** Which of our files the files of a place may import, besides those of the place itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  "src/program": [],
  "src/ui": ["src/program/day.ts", "src/program/terms.ts"],
  "src/words": ["src/ui", "src/program"],
  "src/store": ["src/program", "src/ui", "migrations", "src/package-files.ts"],
  "src/features": ["src/program", "src/ui", "src/words", "src/store"],
  "src/notices": ["src/program", "src/ui", "src/words", "src/store", "src/features"],
  "src/import": ["src/program", "src/ui/speak.ts", "src/words", "src/store"],
  "src/simulation": [
    "src/program",
    "src/ui",
    "src/words",
    "src/store",
    "src/import",
    "src/app.ts",
    "src/clock.ts",
    "src/playback.ts",
    "src/notices",
  ],
  adapters: ["src/ui"],
  jobs: ["src/app.ts"],
  migrations: [],
};

describe("who may import whom", () => {
  it.each(Object.entries(mayImport))("%s imports what it may", (place, allowed) => {
    const broken = imports.filter(({ file, of }) => within(file, place) && ours(of) && !within(of, place, ...allowed));
    expect(broken).toEqual([]);
  });

  it("nothing imports the composition root and the command line", () => {
    const broken = imports.filter(({ file, of }) => within(of, "src/main.ts", "src/cli.ts") && !within(file, "src/cli.ts"));
    expect(broken).toEqual([]);
  });
});

/** Where a package may be imported: kept to one place, it can be replaced there. */
const homes: Readonly<Record<string, readonly string[]>> = {
  luxon: ["src/program/day.ts"],
  knex: ["src/store", "migrations", "src/main.ts", "src/cli.ts"],
  jose: ["src/store/vault.ts"],
  "node-cron": ["jobs/schedule.ts"],
  "csv-parse/sync": ["src/import"],
  "cli-progress": ["src/simulation"],
  pino: ["src/main.ts"],
  helmet: ["adapters/web"],
  "@slack/bolt": ["adapters/slack"],
  "@microsoft/teams-ai": ["adapters/teams"],
  botbuilder: ["adapters/teams"],
};

describe("where packages live", () => {
  it.each(Object.entries(homes))("%s has its place", (name, places) => {
    const broken = imports.filter(({ file, of }) => of === name && !within(file, ...places));
    expect(broken).toEqual([]);
  });
});

describe("the core reads no clock and no environment", () => {
  const clock = /\bnew Date\(\)|\bDate\.now\(|DateTime\.(now|local|utc)\(/;
  it("has no hidden now", () => {
    const readers = sources.filter((file) => clock.test(readFileSync(join(root, file), "utf8")));
    expect(readers.filter((file) => !within(file, "src/clock.ts", "src/cli.ts", "adapters/web/page", "src/simulation/command.ts"))).toEqual(
      [],
    );
  });

  it("reads the environment in one place", () => {
    const readers = sources.filter((file) => /process\.env/.test(readFileSync(join(root, file), "utf8")));
    expect(readers.filter((file) => !within(file, "src/cli.ts", "src/config.ts"))).toEqual([]);
  });
});
