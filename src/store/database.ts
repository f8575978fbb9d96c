import { existsSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import knex, { type Knex } from "knex";
import { migrations } from "../../migrations/index.ts";
import { checkAccess, makeFolder } from "./access.ts";
import { DatabaseProblem } from "./problems.ts";
import { type Connection, keepStatements } from "./statements.ts";

export type Database = Knex;

/** `sqlite::memory:`, `sqlite:/path/to/file` or `postgres://…`. */
export type DatabaseUrl = string;

/** Knex prints by itself what it also throws; who catches it words it. */
const silent = { debug: () => undefined, warn: () => undefined, error: () => undefined, deprecate: () => undefined };

/** How long a connection waits for another one to be done, in milliseconds. */
const patience = 5000;

export function openDatabase(url: DatabaseUrl): Database {
  if (/^postgres(ql)?:/.test(url)) return knex({ client: "pg", connection: url, pool: { min: 0, max: 10 }, log: silent });
  if (!url.startsWith("sqlite:")) throw new DatabaseProblem({ code: "database-address" });
  return openFile({ filename: pathOf(url) }, async (opened) => {
    await exec(opened, "pragma foreign_keys = on; pragma synchronous = normal;");
    await keepJournalAside(opened);
  });
}

/**
 * Puts the file in the mode in which reading goes on while somebody writes. SQLite does not wait by itself for another
 * connection that is putting it there at the same moment.
 */
async function keepJournalAside(opened: Connection): Promise<void> {
  for (const giveUp = AbortSignal.timeout(patience); ; await setTimeout(20)) {
    try {
      return await exec(opened, "pragma journal_mode = wal;");
    } catch (error) {
      if ((error as { code?: string }).code !== "SQLITE_BUSY" || giveUp.aborted) throw error;
    }
  }
}

const exec = (opened: Connection, sql: string): Promise<void> =>
  new Promise((resolve, reject) => opened.exec(sql, (error) => (error ? reject(error) : resolve())));

const pathOf = (url: DatabaseUrl): string => url.slice("sqlite:".length);

const openFile = (
  connection: Knex.Sqlite3ConnectionConfig & { flags?: string[] },
  settle: (opened: Connection) => Promise<void> = async () => undefined,
): Database =>
  knex({
    client: "sqlite3",
    connection,
    useNullAsDefault: true,
    log: silent,
    pool: {
      min: 1,
      max: 1,
      afterCreate(opened: Connection, done: (error: Error | null) => void) {
        keepStatements(opened);
        exec(opened, `pragma busy_timeout = ${patience};`)
          .then(() => settle(opened))
          .then(() => done(null), done);
      },
    },
  });

/**
 * Asks a database without changing a byte of it: a file with a journal is opened for reading alone, and both are left as they
 * are. One without is opened as usual, for SQLite then takes away again what it lays beside it.
 * A file whose program was killed in the middle of a change cannot be read before that change is undone, as any
 * program that opens it would.
 *
 * @throws DatabaseProblem `database-interrupted` for such a file, where nothing may be written.
 */
export async function lookInto<Answer>(
  url: DatabaseUrl,
  ask: (db: Database) => Promise<Answer>,
  writes: "never" | "to recover" = "to recover",
): Promise<Answer> {
  if (databaseFileExists(url) === "not a file") return using(openDatabase(url), ask);
  const filename = pathOf(url);
  // Reading alone makes files beside one that nobody has open, unless it is said that nobody will change it meanwhile.
  const untouched = isAtRest(filename) ? "mode=ro&immutable=1" : "mode=ro";
  const how = writes === "never" ? untouched : `mode=${hasJournal(filename) ? "ro" : "rw"}`;
  try {
    return await using(openAs(filename, how), ask);
  } catch (error) {
    if ((error as { code?: string }).code !== "SQLITE_READONLY") throw error;
    if (writes === "never") throw new DatabaseProblem({ code: "database-interrupted" });
    return using(openFile({ filename }), ask);
  }
}

const isAtRest = (filename: string): boolean => !besides(filename).some((path) => existsSync(path));

const besides = (filename: string): string[] => ["-wal", "-journal"].map((end) => `${filename}${end}`);

const openAs = (filename: string, how: string): Database =>
  openFile({ filename: `${pathToFileURL(filename).href}?${how}`, flags: ["OPEN_URI"] });

/**
 * Whether this process could write to a file of SQLite, asked without changing a byte of it: by its permissions, then by taking the
 * turn to write and giving it back. Call it once the file was looked into. A PostgreSQL database says so itself when it is written.
 *
 * @throws the error that a start would meet.
 */
export async function checkWriting(url: DatabaseUrl): Promise<void> {
  const isThere = databaseFileExists(url);
  if (isThere === "not a file") return;
  const filename = pathOf(url);
  await checkAccess(filename);
  // A file with its journal aside that has none is open to nobody, and would get one by being opened.
  if (!isThere || statSync(filename).size === 0 || (isAtRest(filename) && (await keepsJournalAside(filename)))) return;
  // The connection that reads stays open meanwhile, so that the other is not the last one, which tidies up as it goes.
  await using(openAs(filename, "mode=ro"), async (reading) => {
    await reading("sqlite_master").count();
    await using(openAs(filename, "mode=rw"), async (db) => {
      await db.raw("begin immediate");
      await db.raw("rollback");
    });
  });
}

/** As the file says itself (https://www.sqlite.org/fileformat.html, section 1.3.3). */
async function keepsJournalAside(filename: string): Promise<boolean> {
  const file = await open(filename);
  try {
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, 18);
    return buffer[0] === 2;
  } finally {
    await file.close();
  }
}

const hasJournal = (filename: string): boolean =>
  besides(filename).some((path) => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0);

async function using<Answer>(db: Database, ask: (db: Database) => Promise<Answer>): Promise<Answer> {
  try {
    return await ask(db);
  } finally {
    await db.destroy();
  }
}

/** What a statement that is asked all the time gives: written out, it is not put together anew each time. */
export async function rowsFrom<Row>(db: Database, sql: string, values: readonly (string | number)[]): Promise<Row[]> {
  const found = await db.raw(sql, values);
  return Array.isArray(found) ? found : found.rows;
}

/** Places for so many values, and so often: `(?, ?), (?, ?)`. */
export const placesFor = (values: number, count: number): string =>
  Array(count)
    .fill(`(${Array(values).fill("?").join(", ")})`)
    .join(", ");

export const isPostgres = (db: Database): boolean => db.client.config.client === "pg";

/** Any number serves, as long as every process of Triade takes the same. */
const turn = 7_470_001;

/**
 * Waits until no other process is between here and the end of its transaction; call it first in one. A process
 * that is killed gives its turn up, as no row of a table would.
 */
export async function takeTurn(trx: Database): Promise<void> {
  if (isPostgres(trx)) await trx.raw("select pg_advisory_xact_lock(?)", [turn]);
  // SQLite has one writer at a time, and only a write makes this transaction the one. This write changes nothing.
  else await trx.raw("pragma user_version = 0");
}

/** What was migrated is recorded where Knex records it, with its columns. */
const record = "knex_migrations";

/** Brings the database to this program's version, all of it or nothing. Safe to run from several processes at once. */
export async function migrate(db: Database): Promise<string[]> {
  if ((await inspectDatabase(db)) === "current") return [];
  return db.transaction(async (trx) => {
    await takeTurn(trx);
    const seen = await versionsOf(trx, await tablesOf(trx));
    const missing = migrations.filter(({ name }) => !seen.includes(name));
    if (!(await trx.schema.hasTable(record))) {
      await trx.schema.createTable(record, (t) => {
        t.increments("id").primary();
        t.string("name");
        t.integer("batch");
        t.timestamp("migration_time");
      });
    }
    for (const { name, up } of missing) {
      await up(trx);
      await trx(record).insert({ name, batch: seen.length + 1, migration_time: trx.fn.now() });
    }
    return missing.map(({ name }) => name);
  });
}

const tablesOf = (db: Database): Promise<string[]> =>
  isPostgres(db)
    ? db("pg_tables").where("schemaname", db.raw("current_schema()")).orderBy("tablename").pluck("tablename")
    : db("sqlite_master").where("type", "table").whereRaw("name not glob 'sqlite_*'").orderBy("name").pluck("name");

/** The migrations that the database has seen; none in an empty one. */
const versionsOf = async (db: Database, tables: readonly string[]): Promise<string[]> =>
  tables.includes(record) ? db(record).pluck("name") : [];

export type DatabaseState = "empty" | "older" | "current";

/**
 * Looks without touching: a newer database, or one with the tables of another program, is refused.
 * @throws DatabaseProblem
 */
export async function inspectDatabase(db: Database): Promise<DatabaseState> {
  const tables = await tablesOf(db);
  const foreign = new DatabaseProblem({ code: "database-foreign", tables });
  const ours = tables.includes("installation");
  if (!ours && tables.some((name) => !name.startsWith(record))) throw foreign;
  const seen = await versionsOf(db, tables);
  if (!ours && seen.length === 0) return "empty";
  if (!ours || seen.length === 0) throw foreign;
  const known = migrations.map(({ name }) => name);
  const unknown = seen.find((name) => !known.includes(name));
  if (unknown) throw new DatabaseProblem({ code: "database-newer", has: unknown, known: known.at(-1) ?? "" });
  return seen.length < known.length ? "older" : "current";
}

/** True when a SQLite file is there; a PostgreSQL database or one in memory is always asked itself. */
export function databaseFileExists(url: DatabaseUrl): boolean | "not a file" {
  if (!url.startsWith("sqlite:") || isInMemory(url)) return "not a file";
  return existsSync(pathOf(url));
}

export const isInMemory = (url: DatabaseUrl): boolean => url.includes(":memory:");

/** Makes what only its owner may read: the folder, and a file in it whose permissions SQLite gives to those it puts beside. */
export async function makeFileOf(url: DatabaseUrl): Promise<void> {
  if (databaseFileExists(url) === "not a file") return;
  await makeFolder(dirname(pathOf(url)), 0o700);
  const file = await open(pathOf(url), "a", 0o600);
  try {
    if ((await file.stat()).size === 0) await file.chmod(0o600);
  } finally {
    await file.close();
  }
}
