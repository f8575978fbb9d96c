import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../../src/store/database.ts";

let folder: string;
let db: Database;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "triade-statements-"));
  db = openDatabase(`sqlite:${join(folder, "a.db")}`);
  await db.raw("create table things (id integer primary key, name text unique not null)");
});
afterEach(async () => {
  await db.destroy();
  await rm(folder, { recursive: true });
});

const add = (name: string | null, on: Database = db) => on("things").insert({ name });

describe("A statement that SQLite is asked again and again", () => {
  it("takes other values each time, and says what it did", async () => {
    expect([await add("a"), await add("b")]).toEqual([[1], [2]]);
    expect(await Promise.all(["a", "b", "c"].map((name) => db("things").where({ name }).pluck("id")))).toEqual([[1], [2], []]);
    expect([await db("things").where({ id: 1 }).delete(), await db("things").where({ id: 1 }).delete()]).toEqual([1, 0]);
  });

  it("answers each of those who ask at once within a transaction", async () => {
    const names = Array.from({ length: 20 }, (_, place) => `n${place}`);
    const [ids, found] = await db.transaction(async (trx) => [
      await Promise.all(names.map((name) => add(name, trx))),
      await Promise.all(names.map((name) => trx("things").where({ name }).first("name"))),
    ]);
    expect(ids.flat().sort((a, b) => a - b)).toEqual(names.map((_, place) => place + 1));
    expect(found).toEqual(names.map((name) => ({ name })));
  });

  it("sees a column that the table has got since", async () => {
    await add("a");
    const all = () => db("things").select();
    expect(await all()).toEqual([{ id: 1, name: "a" }]);
    await db.raw("alter table things add column size integer default 3");
    expect(await all()).toEqual([{ id: 1, name: "a", size: 3 }]);
  });

  it("fails as often as it is wrong, and goes on afterwards, holding nobody else up", async () => {
    await add("a");
    for (const name of ["a", null, "a"]) await expect(add(name)).rejects.toMatchObject({ code: "SQLITE_CONSTRAINT" });
    for (let time = 0; time < 2; time++) await expect(db("nowhere").select()).rejects.toThrow("no such table");
    const other = openDatabase(`sqlite:${join(folder, "a.db")}`);
    await other("things").insert({ name: "b" });
    await other.destroy();
    expect(await add("c")).toEqual([3]);
  });

  it("is given up when too many others have come since, and the file is closed in the end", async () => {
    await add("a");
    for (let many = 1; many < 250; many++) await db("things").whereIn("name", Array(many).fill("a")).pluck("id");
    expect(await db("things").whereIn("name", ["a"]).pluck("id")).toEqual([1]);
    await db.destroy();
    expect(existsSync(join(folder, "a.db-wal"))).toBe(false);
  });
});
