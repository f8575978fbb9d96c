import { existsSync } from "node:fs";
import { checkAccess } from "./access.ts";
import {
  checkWriting,
  type Database,
  type DatabaseState,
  type DatabaseUrl,
  databaseFileExists,
  inspectDatabase,
  isInMemory,
  lookInto,
  makeFileOf,
  migrate,
  openDatabase,
  takeTurn,
} from "./database.ts";
import { createKeyFile, findSealed, type KeyRefusal, type KeySource, type LoadedKeys, loadKeys, readRingOf } from "./keys.ts";
import { problemOfOpening } from "./problems.ts";
import { checkKeys, isSealed, type KeyRing, markKeys, type ReadRing } from "./vault.ts";

export interface Opened {
  db: Database;
  ring: KeyRing;
  /** The keys as they are later: a key file may be rotated while the program runs, the environment may not. */
  readRing: ReadRing;
  /** The migrations that were done now. */
  migrated: string[];
}

interface Place {
  databaseUrl: DatabaseUrl;
  keys: KeySource;
}

/**
 * Opens the database with the keys that belong to it, and brings both to this program's version. Everything
 * that can refuse is asked before anything is written, and the key file comes after its database: whatever
 * moment the power fails at, the next start works.
 *
 * @param newKeyId what a key made at the first start is called.
 * @throws DatabaseProblem, WrongKeys
 */
export async function openWithKeys(place: Place, newKeyId: string): Promise<({ ok: true } & Opened) | { ok: false; refusal: KeyRefusal }> {
  try {
    const looked = await look(place);
    return looked.ok ? await openFor(place, looked.ring, newKeyId) : looked;
  } catch (error) {
    throw problemOfOpening(error) ?? error;
  }
}

/** What an opening would find. `keys` is null where they are still to be made. */
interface LookedAt {
  database: DatabaseState;
  keys: number | null;
}

/**
 * Asks all that `openWithKeys` asks before it writes, and whether it could write. Writes nothing.
 * @throws DatabaseProblem, WrongKeys
 */
export async function lookAt(place: Place): Promise<({ ok: true } & LookedAt) | { ok: false; refusal: KeyRefusal }> {
  const { databaseUrl, keys } = place;
  try {
    const looked = await look(place, "never");
    if (!looked.ok) return looked;
    await checkWriting(databaseUrl);
    if (keys.from === "file" && !looked.ring) await checkAccess(keys.path);
    const isAbsent = databaseFileExists(databaseUrl) === false || isInMemory(databaseUrl);
    const database = isAbsent ? "empty" : await lookInto(databaseUrl, inspectDatabase, "never");
    return { ok: true, database, keys: looked.ring?.length ?? null };
  } catch (error) {
    throw problemOfOpening(error) ?? error;
  }
}

/**
 * Why a database and its keys would not be opened together, asked without writing anything. Null when they would.
 * @throws DatabaseProblem, WrongKeys
 */
export async function refusalOf(place: Place): Promise<KeyRefusal | null> {
  try {
    const looked = await look(place);
    return looked.ok ? null : looked.refusal;
  } catch (error) {
    throw problemOfOpening(error) ?? error;
  }
}

async function look({ databaseUrl, keys }: Place, writes: "never" | "to recover" = "to recover"): Promise<LoadedKeys> {
  const fileWasThere = keys.from === "file" && existsSync(keys.path);
  if (databaseFileExists(databaseUrl) === false || isInMemory(databaseUrl)) return loadKeys(keys, databaseUrl, "absent", fileWasThere);
  return lookInto(
    databaseUrl,
    async (db) => {
      const sealed = await findSealed(db);
      const loaded = await loadKeys(keys, databaseUrl, sealed, fileWasThere);
      if (loaded.ok && loaded.ring && sealed === "yes") await checkKeys(db, loaded.ring);
      return loaded;
    },
    writes,
  );
}

async function openFor(place: Place, found: KeyRing | null, newKeyId: string): ReturnType<typeof openWithKeys> {
  await makeFileOf(place.databaseUrl);
  const db = openDatabase(place.databaseUrl);
  try {
    const migrated = await migrate(db);
    const settled = await settleKeys(db, place, found, newKeyId);
    if (!settled.ok) {
      await db.destroy();
      return settled;
    }
    const { ring } = settled;
    await checkKeys(db, ring);
    return { ok: true, db, ring, readRing: follow(place, ring), migrated };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

const follow = ({ databaseUrl, keys }: Place, ring: KeyRing): ReadRing =>
  keys.from === "environment" || isInMemory(databaseUrl) ? async () => ring : () => readRingOf(keys.path);

type Settled = { ok: true; ring: KeyRing } | Extract<LoadedKeys, { ok: false }>;

/** Makes the keys where there are none, and marks the database with them. A database that is marked is only read. */
async function settleKeys(db: Database, { databaseUrl, keys }: Place, found: KeyRing | null, newKeyId: string): Promise<Settled> {
  if (found && (await isSealed(db))) return { ok: true, ring: found };
  return db.transaction(async (trx): Promise<Settled> => {
    await takeTurn(trx);
    const now: LoadedKeys = found ? { ok: true, ring: found } : await loadKeys(keys, databaseUrl, await findSealed(trx), false);
    if (!now.ok) return now;
    const ring = now.ring ?? (await createKeyFile((keys as { path: string }).path, newKeyId));
    await markKeys(trx, ring);
    return { ok: true, ring };
  });
}
