import { execFile } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import knex, { type Knex } from "knex";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { migrations } from "../../migrations/index.ts";
import { describeRefusal } from "../../src/config-words.ts";
import { openDatabase } from "../../src/store/database.ts";
import { lookAt, openWithKeys } from "../../src/store/opening.ts";
import { type DatabaseFault, DatabaseProblem } from "../../src/store/problems.ts";
import { newInstallationKey } from "../../src/store/vault.ts";
import { startPostgres } from "../support/postgres.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "triade-opening-"));
});
afterEach(() => rm(folder, { recursive: true }));

const path = () => join(folder, "triade.db");
const url = () => `sqlite:${path()}`;
const place = (databaseUrl = url()) => ({ databaseUrl, keys: { from: "file", path: join(folder, "keys.json") } as const });
const newest = migrations.map(({ name }) => name);

/** The migrations that a start does, or why it is refused. */
async function start(databaseUrl = url()): Promise<readonly string[] | DatabaseFault | string> {
  const opened = await openWithKeys(place(databaseUrl), "first").catch((error: Error) => error);
  if (opened instanceof DatabaseProblem) return opened.fault;
  if (opened instanceof Error) throw opened;
  if (!opened.ok) return opened.refusal.code;
  await opened.db.destroy();
  return opened.migrated;
}

/** Another program at work in the same file, with SQLite's own settings. */
async function elsewhere<Result>(work: (db: Knex) => Promise<Result>): Promise<Result> {
  const db = knex({ client: "sqlite3", connection: { filename: path() }, useNullAsDefault: true });
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

describe("a file that is not ours to open keeps every byte:", () => {
  async function keepsEveryByte(): Promise<unknown> {
    const before = await readFile(path());
    const beside = readdirSync(folder);
    const answer = await start();
    expect(await readFile(path())).toEqual(before);
    expect(readdirSync(folder)).toEqual(beside);
    return answer;
  }

  it("one of another program", async () => {
    await elsewhere((db) => db.schema.createTable("customers", (t) => t.string("name")));
    expect(await keepsEveryByte()).toEqual({ code: "database-foreign", tables: ["customers"] });
  });

  it("one of another program that migrates with Knex too", async () => {
    await elsewhere(async (db) => {
      await db.schema.createTable("knex_migrations", (t) => t.string("name"));
      await db.schema.createTable("customers", (t) => t.increments("id"));
      await db("knex_migrations").insert({ name: "20200101_customers.js" });
    });
    expect(await keepsEveryByte()).toMatchObject({ code: "database-foreign" });
  });

  it("one of a newer version", async () => {
    await start();
    await elsewhere(async (db) => {
      await db("knex_migrations").insert({ name: "9999-from-the-future" });
      await db.raw("pragma journal_mode = delete");
    });
    expect(await keepsEveryByte()).toEqual({ code: "database-newer", has: "9999-from-the-future", known: newest.at(-1) });
  });

  it("one of a newer version as Triade leaves it, and nothing comes beside it", async () => {
    await start();
    const opened = openDatabase(url());
    await opened("knex_migrations").insert({ name: "9999-from-the-future" });
    await opened.destroy();
    expect(await keepsEveryByte()).toMatchObject({ code: "database-newer" });
  });

  it("one that is no database", async () => {
    await writeFile(path(), "once upon a time".repeat(100));
    expect(await keepsEveryByte()).toEqual({ code: "database-damaged" });
  });

  it("one that its program was killed in, except that the half-done change is undone, though not by a look", async () => {
    await elsewhere(async (db) => {
      await db.schema.createTable("customers", (t) => t.text("name"));
      await db.raw("pragma cache_size = 1");
      await db.transaction(async (trx) => {
        for (let row = 0; row < 50; row += 1) await trx("customers").insert({ name: "x".repeat(4_000) });
        for (const part of ["", "-journal"]) await copyFile(`${path()}${part}`, join(folder, `killed.db${part}`));
      });
    });
    const killed = join(folder, "killed.db");
    const parts = () => Promise.all(["", "-journal"].map((part) => readFile(`${killed}${part}`)));
    const before = await parts();
    await expect(lookAt(place(`sqlite:${killed}`))).rejects.toMatchObject({ fault: { code: "database-interrupted" } });
    expect(await parts()).toEqual(before);
    expect(await start(`sqlite:${killed}`)).toEqual({ code: "database-foreign", tables: ["customers"] });
  });
});

describe("a start goes on", () => {
  it("in an empty file, and makes all that it writes readable by its owner alone", async () => {
    await writeFile(path(), "", { mode: 0o644 });
    const opened = await openWithKeys(place(), "first");
    if (!opened.ok) throw new Error(opened.refusal.code);
    const modes = readdirSync(folder).map((name) => [name, (statSync(join(folder, name)).mode & 0o777).toString(8)]);
    expect(modes.toSorted()).toEqual(["keys.json", "triade.db", "triade.db-shm", "triade.db-wal"].map((name) => [name, "600"]));
    await opened.db.destroy();
  });

  it("where a migration was killed before it wrote anything, and past a lock that it left", async () => {
    await elsewhere(async (db) => {
      await db.schema.createTable("knex_migrations", (t) => t.string("name"));
      await db.schema.createTable("knex_migrations_lock", (t) => t.integer("is_locked"));
      await db("knex_migrations_lock").insert({ is_locked: 1 });
      await db.schema.dropTable("knex_migrations");
    });
    expect(await start()).toEqual(newest);
    expect(await start()).toEqual([]);
  });

  it("while another program writes, when there is nothing to migrate", async () => {
    await start();
    await elsewhere(async (db) => {
      await db.raw("begin immediate");
      expect(await start()).toEqual([]);
      await db.raw("rollback");
    });
  });

  it("in several processes that come at the same time, of which one migrates and makes the key, however their steps fall", async () => {
    for (let round = 0; round < 20; round += 1) {
      const starts = await Promise.all([1, 2, 3, 4].map(() => start()));
      expect(starts.toSorted((a, b) => a.toString().length - b.toString().length)).toEqual([[], [], [], newest]);
      expect(await start()).toEqual([]);
      for (const name of readdirSync(folder)) await rm(join(folder, name));
    }
  });
});

it("a file that another program keeps locked is refused as such", async () => {
  await start();
  await elsewhere(async (db) => {
    await db.raw("pragma locking_mode = exclusive");
    await db.raw("begin exclusive");
    await db("installation").insert({ key: "x", value: "x" });
    expect(await start()).toEqual({ code: "database-locked" });
    await db.raw("rollback");
  });
});

it.runIf(process.platform === "linux")(
  "a folder that can be made nowhere, such as one in /proc, is refused and not tried for ever",
  async () => {
    expect(await start("sqlite:/proc/triade/triade.db")).toMatchObject({ code: "database-closed" });
  },
);

describe("with PostgreSQL", () => {
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  it("a database of another program is refused untouched, unless its tables are in a schema of their own", async () => {
    const address = await postgres.newDatabase();
    const db = openDatabase(address);
    await db.raw("create schema theirs");
    await db.raw("create table theirs.orders (id int)");
    await db.raw("create table customers (id int)");
    expect(await start(address)).toEqual({ code: "database-foreign", tables: ["customers"] });
    expect(await db("pg_tables").where({ schemaname: "public" }).pluck("tablename")).toEqual(["customers"]);
    await db.raw("drop table customers");
    expect(await start(address)).toEqual(newest);
    await db.destroy();
  });

  it("several processes that come at the same time are one that migrates, and makes the key, and others that wait", async () => {
    const address = await postgres.newDatabase();
    const starts = await Promise.all([1, 2, 3, 4].map(() => start(address)));
    expect(starts.toSorted((a, b) => a.toString().length - b.toString().length)).toEqual([[], [], [], newest]);
  });

  it("a server that answers and opens no such database is said to answer", async () => {
    const address = new URL(await postgres.newDatabase());
    address.pathname = "/nobody-made-this";
    expect(await start(address.href)).toEqual({ code: "database-denied", reason: "3D000" });
  });

  it("a process with a key file of its own beside a database that has its keys is refused, and makes none", async () => {
    const address = await postgres.newDatabase();
    const environment = { databaseUrl: address, keys: { from: "environment", ring: [newInstallationKey("theirs")] } as const };
    const opened = await openWithKeys(environment, "first");
    if (opened.ok) await opened.db.destroy();
    expect(await start(address)).toBe("database-without-keys");
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("the command line", () => {
  const cli = join(import.meta.dirname, "../../dist/src/cli.js");
  const run = (language: string): Promise<{ code: number; out: string; err: string }> =>
    new Promise((resolve) => {
      const DATABASE_URL = "postgres://triade:triade@127.0.0.1:9/nobody-listens";
      const env = { PATH: process.env.PATH, TRIADE_DATA_DIR: folder, DATABASE_URL };
      const child = execFile(process.execPath, [cli, "migrate", "--lang", language], { env }, (_, out, err) =>
        resolve({ code: child.exitCode ?? -1, out, err }),
      );
    });

  it("does not start on a database that another program writes to for long: nothing that people say could be kept", async () => {
    await start();
    await elsewhere(async (db) => {
      await db.raw("begin immediate");
      const env = { PATH: process.env.PATH, TRIADE_DATA_DIR: folder, DATABASE_URL: `sqlite:${path()}`, PORT: "0" };
      const served = await new Promise<{ code: number; err: string }>((resolve) => {
        const child = execFile(process.execPath, [cli, "serve", "--lang", "en"], { env, timeout: 15_000 }, (_, __, err) =>
          resolve({ code: child.exitCode ?? -1, err }),
        );
      });
      expect(served).toEqual({ code: 2, err: `${describeRefusal({ code: "database-locked" }, "en")}\n` });
      const migrated = await new Promise<unknown>((resolve) => {
        const child = execFile(process.execPath, [cli, "migrate", "--lang", "en"], { env, timeout: 15_000 }, (_, out, err) =>
          resolve({ code: child.exitCode, out, err }),
        );
      });
      expect(migrated).toEqual({ ...served, out: "" });
      await db.raw("rollback");
    });
  });

  it.each(["fr", "en"] as const)("refuses in one sentence of %s, and nothing around it", async (language) => {
    const sentence = describeRefusal({ code: "database-unreachable", reason: "ECONNREFUSED" }, language);
    expect(await run(language)).toEqual({ code: 2, out: "", err: `${sentence}\n` });
  });
});
