import {
  type Database,
  type DatabaseUrl,
  databaseFileExists,
  inspectDatabase,
  lookInto,
  migrate,
  openDatabase,
} from "../store/database.ts";
import { problemOfOpening } from "../store/problems.ts";

export interface StoreToLookAt {
  databaseUrl: DatabaseUrl;
  /** Opens it for good, with its keys. It writes nothing when the database is of this version. */
  openStore(): Promise<{ db: Database }>;
  /** Refuses, by throwing, what could not be opened with its keys. It writes nothing. */
  checkStore(): Promise<void>;
}

/**
 * Lends the store as an import would find it, and leaves everything as it was: what is not there yet is played
 * in memory, and what is older is brought up to date in a transaction that is not kept.
 * @throws DatabaseProblem
 */
export async function lookAt<Seen>(
  { databaseUrl, openStore, checkStore }: StoreToLookAt,
  see: (db: Database) => Promise<Seen>,
): Promise<Seen> {
  const state = await stateOf(databaseUrl);
  if (state === "current") {
    const { db } = await openStore();
    return see(db).finally(() => db.destroy());
  }
  await checkStore();
  const db = openDatabase(state === "older" ? databaseUrl : "sqlite::memory:");
  return inTransactionNotKept(db, see).finally(() => db.destroy());
}

async function stateOf(url: DatabaseUrl): Promise<Awaited<ReturnType<typeof inspectDatabase>>> {
  if (databaseFileExists(url) === false) return "empty";
  try {
    return await lookInto(url, inspectDatabase);
  } catch (error) {
    throw problemOfOpening(error) ?? error;
  }
}

async function inTransactionNotKept<Seen>(db: Database, see: (db: Database) => Promise<Seen>): Promise<Seen> {
  const transaction = await db.transaction();
  try {
    await migrate(transaction);
    return await see(transaction);
  } finally {
    await transaction.rollback();
  }
}
