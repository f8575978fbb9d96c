import { type Database, type DatabaseUrl, makeFolderOf, migrate, openDatabase } from "./database.ts";
import { createKeyFile, findSealed, type KeyRefusal, type KeySource, loadKeys } from "./keys.ts";
import { checkKeys, type KeyRing, markKeys } from "./vault.ts";

export interface Opened {
  db: Database;
  ring: KeyRing;
  /** The migrations that were done now. */
  migrated: string[];
}

/**
 * Opens the database with the keys that belong to it, and brings both to this program's version. Everything
 * that can refuse is asked before anything is written, and the key file comes after its database: whatever
 * moment the power fails at, the next start works.
 *
 * @param newKeyId what a key made at the first start is called.
 * @throws DatabaseProblem, VaultProblem
 */
export async function openWithKeys(
  { databaseUrl, keys }: { databaseUrl: DatabaseUrl; keys: KeySource },
  newKeyId: string,
): Promise<({ ok: true } & Opened) | { ok: false; refusal: KeyRefusal }> {
  const loaded = await loadKeys(keys, databaseUrl, await findSealed(databaseUrl));
  if (!loaded.ok) return loaded;

  await makeFolderOf(databaseUrl);
  const db = openDatabase(databaseUrl);
  try {
    if (loaded.ring && (await db.schema.hasTable("installation"))) await checkKeys(db, loaded.ring);
    const migrated = await migrate(db);
    const ring = loaded.ring ?? (await createKeyFile((keys as { path: string }).path, newKeyId));
    await markKeys(db, ring);
    await checkKeys(db, ring);
    return { ok: true, db, ring, migrated };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}
