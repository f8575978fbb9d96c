import { type Database, isPostgres, takeTurn } from "./database.ts";
import { readRingOf, replaceKeyFile } from "./keys.ts";
import { problemOf } from "./problems.ts";
import { type InstallationKey, type KeyRing, keysNeeded, rewrapKeys } from "./vault.ts";

/** Wraps everything with the first of a ring that the environment gives. @returns how many keys were rewrapped. */
export const rotateTo = (db: Database, ring: KeyRing): Promise<number> =>
  db.transaction(async (trx) => {
    await takeTurn(trx);
    return rewrapKeys(trx, ring);
  });

/**
 * Puts a fresh key before those of the key file, wraps everything with it, then drops the keys that served their time.
 * Killed anywhere, it leaves a file with every key that the database needs, and can be run again; a process that
 * is running meanwhile follows.
 *
 * @returns how many keys were rewrapped.
 */
export async function rotateKeyFile(db: Database, path: string, fresh: InstallationKey): Promise<number> {
  // A power failure must not bring back rows that need a key dropped since.
  if (!isPostgres(db)) await db.raw("pragma synchronous = full");
  const count = await addKey(db, path, fresh);
  await dropKeys(db, path).catch((error: unknown) => {
    // A key too many in the file harms nobody: the next rotation drops it.
    if (problemOf(error)?.fault.code !== "database-locked") throw error;
  });
  return count;
}

/** The file comes first: no row ever needs a key that is not in it. */
export const addKey = (db: Database, path: string, fresh: InstallationKey): Promise<number> =>
  db.transaction(async (trx) => {
    await takeTurn(trx);
    const ring: KeyRing = [fresh, ...(await readRingOf(path))];
    await replaceKeyFile(path, ring);
    return rewrapKeys(trx, ring);
  });

const dropKeys = (db: Database, path: string): Promise<void> =>
  db.transaction(async (trx) => {
    await takeTurn(trx);
    await replaceKeyFile(path, stillUseful(await readRingOf(path), await keysNeeded(trx)));
  });

/** The key in use, the one before it (last night's backup needs it), and any that something is still wrapped with. */
export function stillUseful([first, before, ...older]: KeyRing, needed: ReadonlySet<string>): KeyRing {
  return [first, ...(before ? [before] : []), ...older.filter(({ id }) => needed.has(id))];
}
