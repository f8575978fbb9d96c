import { afterAll, beforeAll, expect, it } from "vitest";
import { lookAt } from "../../src/import/look.ts";
import { inspectDatabase, migrate, openDatabase } from "../../src/store/database.ts";
import { startPostgres } from "../support/postgres.ts";

let postgres: Awaited<ReturnType<typeof startPostgres>>;
beforeAll(async () => {
  postgres = await startPostgres();
}, 120_000);
afterAll(() => postgres.stop());

it("looks at an empty PostgreSQL as if it were up to date, and leaves it empty", async () => {
  const databaseUrl = await postgres.newDatabase();
  const openStore = () => Promise.reject(new Error("opened for good"));
  const checkStore = async () => undefined;
  expect(await lookAt({ databaseUrl, openStore, checkStore }, (db) => inspectDatabase(db))).toBe("current");
  const db = openDatabase(databaseUrl);
  expect(await db.schema.hasTable("organizations")).toBe(false);
  expect(await inspectDatabase(db)).toBe("empty");
  await db.destroy();
});

it("opens a PostgreSQL of this version with its keys, as the import does", async () => {
  const databaseUrl = await postgres.newDatabase();
  const db = openDatabase(databaseUrl);
  await migrate(db);
  await db.destroy();
  let opened = 0;
  const openStore = async () => {
    opened += 1;
    return { db: openDatabase(databaseUrl) };
  };
  expect(
    await lookAt({ databaseUrl, openStore, checkStore: () => Promise.reject(new Error("asked twice")) }, (lent) =>
      lent("organizations").select(),
    ),
  ).toEqual([]);
  expect(opened).toBe(1);
});
