import { expect, it } from "vitest";
import { type Database, inspectDatabase, migrate, openDatabase } from "../../src/store/database.ts";
import { openMigrated } from "../support/migrated.ts";

it("is what the migrations make, each time that tests open a database", async () => {
  const schemaOf = (db: Database) => db("sqlite_master").orderBy(["type", "name"]).select("type", "name", "tbl_name", "sql");
  const migrated = openDatabase("sqlite::memory:");
  await migrate(migrated);
  for (const time of ["first", "second", "third"]) {
    const db = await openMigrated();
    expect(await schemaOf(db), time).toEqual(await schemaOf(migrated));
    expect(await inspectDatabase(db)).toBe("current");
    expect(await db.raw("pragma foreign_keys")).toEqual(await migrated.raw("pragma foreign_keys"));
    await db.destroy();
  }
  await migrated.destroy();
});
