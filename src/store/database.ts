import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import knex, { type Knex } from "knex";
import { migrations } from "../../migrations/index.ts";

export type Database = Knex;

/** Why a database cannot be used, in words for the person who starts the program. */
export class DatabaseProblem extends Error {
  override name = "DatabaseProblem";
}

/** `sqlite::memory:`, `sqlite:/path/to/file` or `postgres://…`. */
export type DatabaseUrl = string;

const busyMilliseconds = 5_000;

export function openDatabase(url: DatabaseUrl): Database {
  if (/^postgres(ql)?:/.test(url)) return knex({ client: "pg", connection: url, pool: { min: 0, max: 10 } });
  if (!url.startsWith("sqlite:")) throw new DatabaseProblem("DATABASE_URL begins with postgres:// or sqlite:");
  return knex({
    client: "sqlite3",
    connection: { filename: url.slice("sqlite:".length) },
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: 1,
      afterCreate(connection: { exec(sql: string, done: (error: Error | null) => void): void }, done: (error: Error | null) => void) {
        connection.exec(
          `pragma busy_timeout = ${busyMilliseconds}; pragma foreign_keys = on; pragma journal_mode = wal; pragma synchronous = normal;`,
          done,
        );
      },
    },
  });
}

export const isPostgres = (db: Database): boolean => db.client.config.client === "pg";

const source = {
  getMigrations: async () => [...migrations],
  getMigrationName: (migration: (typeof migrations)[number]) => migration.name,
  getMigration: async (migration: (typeof migrations)[number]) => migration,
};

/** Brings the database to this program's version. Safe to run from several processes at once. */
export async function migrate(db: Database): Promise<string[]> {
  const [, done] = (await db.migrate.latest({ migrationSource: source })) as [number, string[]];
  return done;
}

/** The migrations that the database has seen; none in an empty one. */
async function versionsOf(db: Database): Promise<string[]> {
  if (!(await db.schema.hasTable("knex_migrations"))) return [];
  return (await db("knex_migrations").orderBy("id").pluck("name")) as string[];
}

type DatabaseState = "empty" | "older" | "current";

/**
 * Looks without touching: an unreachable or locked database, a newer one, or one that is not Triade's is refused.
 * @throws DatabaseProblem
 */
export async function inspectDatabase(db: Database): Promise<DatabaseState> {
  const seen = await versionsOf(db).catch((error: Error) => {
    throw new DatabaseProblem(explain(error), { cause: error });
  });
  const known = migrations.map((migration) => migration.name);
  const unknown = seen.find((name) => !known.includes(name));
  if (unknown) {
    throw new DatabaseProblem(
      `The database is of a newer version of Triade (it has ${unknown}; this program knows up to ${known.at(-1)}).`,
    );
  }
  if (seen.length === 0) return "empty";
  return seen.length < known.length ? "older" : "current";
}

function explain(error: Error & { code?: string }): string {
  if (error.code === "SQLITE_BUSY" || error.code === "SQLITE_LOCKED") {
    return "The database is locked by another program. Close what uses it, then start again.";
  }
  if (error.code === "SQLITE_NOTADB" || error.code === "SQLITE_CORRUPT") return "The file is not a database of Triade, or it is damaged.";
  if (error.code === "SQLITE_CANTOPEN") return "The database file cannot be opened: look at its folder and its permissions.";
  return `The database cannot be reached (${error.code ?? error.name}).`;
}

/** True when a SQLite file is there; a PostgreSQL database or one in memory is always asked itself. */
export function databaseFileExists(url: DatabaseUrl): boolean | "not a file" {
  if (!url.startsWith("sqlite:") || url.includes(":memory:")) return "not a file";
  return existsSync(url.slice("sqlite:".length));
}

export async function makeFolderOf(url: DatabaseUrl): Promise<void> {
  if (databaseFileExists(url) === "not a file") return;
  await mkdir(dirname(url.slice("sqlite:".length)), { recursive: true, mode: 0o700 });
}
