import { open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { makeFolder } from "./access.ts";
import { type Database, type DatabaseUrl, inspectDatabase, isInMemory } from "./database.ts";
import { type InstallationKey, isSealed, type KeyRing, newInstallationKey, VaultProblem } from "./vault.ts";

/** Where the installation's keys come from. The file is a JSON Web Key Set (RFC 7517, section 5). */
export type KeySource = { from: "environment"; ring: KeyRing } | { from: "file"; path: string };

const keyBytes = 32;

export type KeyListFault =
  | { code: "key-entry"; entry: number; of: number }
  | { code: "key-length"; entry: number; bytes: number }
  | { code: "key-twice"; id: string };

/** Reads `id:base64,id:base64`. A fault tells places and lengths, never what may be a key. */
export function parseKeyList(text: string): { ok: true; ring: KeyRing } | { ok: false; faults: KeyListFault[] } {
  const entries = text.split(",");
  const faults: KeyListFault[] = [];
  const keys: InstallationKey[] = [];
  for (const [index, entry] of entries.entries()) {
    const [, id, base64] = /^\s*([\w.-]+):([\w+/-]+={0,2})\s*$/.exec(entry) ?? [];
    const bytes = Buffer.from(base64 ?? "", "base64");
    if (!id || !base64) faults.push({ code: "key-entry", entry: index + 1, of: entries.length });
    else if (bytes.length !== keyBytes) faults.push({ code: "key-length", entry: index + 1, bytes: bytes.length });
    else if (keys.some((key) => key.id === id)) faults.push({ code: "key-twice", id });
    else keys.push({ id, bytes: new Uint8Array(bytes) });
  }
  return faults.length === 0 ? { ok: true, ring: keys as unknown as KeyRing } : { ok: false, faults };
}

/** What a database tells of keys before it is opened for good. */
type Sealed = "absent" | "never" | "yes";

/** Looks without writing anything. @throws DatabaseProblem */
export async function findSealed(db: Database): Promise<Sealed> {
  if ((await inspectDatabase(db)) === "empty") return "absent";
  return (await isSealed(db)) ? "yes" : "never";
}

export type KeyRefusal = {
  code: "database-without-keys" | "keys-without-database" | "key-file-unreadable" | "key-file-broken";
  keys: string;
  database: string;
};

export type LoadedKeys = { ok: true; ring: KeyRing | null } | { ok: false; refusal: KeyRefusal };

/**
 * The keys to go on with; a ring of null is still to be made, by `createKeyFile`, once the database is there.
 * A database and its key file belong together: one without the other is refused, and nothing is touched.
 *
 * @param fileWasThere whether the key file existed before the database was looked into: another process may have made both since.
 */
export async function loadKeys(source: KeySource, url: DatabaseUrl, sealed: Sealed, fileWasThere: boolean): Promise<LoadedKeys> {
  if (source.from === "environment") return { ok: true, ring: source.ring };
  if (isInMemory(url)) return { ok: true, ring: [newInstallationKey("memory")] };
  const refuse = (code: KeyRefusal["code"]) => ({ ok: false as const, refusal: { code, keys: source.path, database: shown(url) } });
  const ring = await readKeyFile(source.path);
  if (ring === "key-file-absent") return sealed === "yes" ? refuse("database-without-keys") : { ok: true, ring: null };
  if (sealed === "absent" && fileWasThere) return refuse("keys-without-database");
  return typeof ring === "string" ? refuse(ring) : { ok: true, ring };
}

async function readKeyFile(path: string): Promise<KeyRing | "key-file-absent" | "key-file-unreadable" | "key-file-broken"> {
  try {
    return parseKeySet(await readFile(path, "utf8")) ?? "key-file-broken";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? "key-file-absent" : "key-file-unreadable";
  }
}

/** The keys that a file holds now. @throws VaultProblem: sealing on with keys that are written nowhere would lose what they seal. */
export async function readRingOf(path: string): Promise<KeyRing> {
  const ring = await readKeyFile(path);
  if (typeof ring === "string") throw new VaultProblem(ring);
  return ring;
}

const keySet = z.object({
  keys: z
    .array(
      z
        .object({ kty: z.literal("oct"), kid: z.string().min(1), k: z.string().regex(/^[\w-]+$/) })
        .transform(({ kid, k }): InstallationKey => ({ id: kid, bytes: new Uint8Array(Buffer.from(k, "base64url")) }))
        .refine((key) => key.bytes.length === keyBytes),
    )
    .min(1)
    .refine((keys) => new Set(keys.map((key) => key.id)).size === keys.length),
});

function parseKeySet(text: string): KeyRing | null {
  try {
    return (keySet.safeParse(JSON.parse(text)).data?.keys ?? null) as KeyRing | null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export const keySetOf = (ring: KeyRing): string => {
  const keys = ring.map(({ id, bytes }) => ({
    kty: "oct",
    kid: id,
    alg: "A256GCMKW",
    use: "enc",
    k: Buffer.from(bytes).toString("base64url"),
  }));
  return `${JSON.stringify({ keys }, null, 2)}\n`;
};

/**
 * Makes the key file. Call it in one's turn (`takeTurn`), so that two processes never make one each.
 * @param id names the key for ever; the day it was made says most to whoever rotates it.
 */
export async function createKeyFile(path: string, id: string): Promise<KeyRing> {
  const ring: KeyRing = [newInstallationKey(id)];
  await makeFolder(dirname(path), 0o700);
  await replaceKeyFile(path, ring);
  return ring;
}

/**
 * Puts a key set in the place of the file, in one step and readable by its owner alone: whoever reads it meanwhile
 * reads the old one or the new one, and so does whoever reads it after a power failure. Call it in one's turn.
 */
export async function replaceKeyFile(path: string, ring: KeyRing): Promise<void> {
  const beside = `${path}.new`;
  await rm(beside, { force: true });
  await writeThrough(beside, keySetOf(ring));
  await rename(beside, path);
  await syncFolder(dirname(path));
}

async function writeThrough(path: string, text: string): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A renamed file is sure of its name once the folder is written. Windows opens no folder, and needs none. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** A database as it may be shown: without the name and password in its address. */
export const shown = (url: DatabaseUrl): string =>
  url.startsWith("sqlite:") ? url.slice("sqlite:".length) : url.replace(/\/\/[^@/]*@/, "//");
