import { type Database, type DatabaseUrl, databaseFileExists, inspectDatabase, migrate, openDatabase } from "../store/database.ts";

export interface StoreToLookAt {
  databaseUrl: DatabaseUrl;
  /** Opens it for good, with its keys. It writes nothing when the database is of this version. */
  openStore(): Promise<{ db: Database }>;
}

/**
 * Lends the store as an import would find it, and leaves everything as it was: what is not there yet is played
 * in memory, and what is older is brought up to date in a transaction that is not kept.
 * @throws DatabaseProblem
 */
export async function lookAt<Seen>({ databaseUrl, openStore }: StoreToLookAt, see: (db: Database) => Promise<Seen>): Promise<Seen> {
  const isThere = databaseFileExists(databaseUrl) !== false;
  const db = openDatabase(isThere ? databaseUrl : "sqlite::memory:");
  try {
    if ((await inspectDatabase(db)) !== "current") return await inTransactionNotKept(db, see);
  } finally {
    await db.destroy();
  }
  const { db: opened } = await openStore();
  return see(opened).finally(() => opened.destroy());
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
