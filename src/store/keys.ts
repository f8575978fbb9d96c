import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { type DatabaseUrl, databaseFileExists, inspectDatabase, openDatabase } from "./database.ts";
import { type InstallationKey, type KeyRing, newInstallationKey } from "./vault.ts";

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

/** Looks without creating anything. @throws DatabaseProblem */
export async function findSealed(url: DatabaseUrl): Promise<Sealed> {
  if (databaseFileExists(url) === false) return "absent";
  const db = openDatabase(url);
  try {
    if ((await inspectDatabase(db)) === "empty") return "absent";
    return (await db("installation").where({ key: "probe" }).first("key")) ? "yes" : "never";
  } finally {
    await db.destroy();
  }
}

export type KeyRefusal =
  | { code: "database-without-keys" | "keys-without-database"; keys: string; database: string }
  | { code: "key-file-unreadable" | "key-file-broken"; keys: string; database: string };

/**
 * The keys to go on with; a ring of null is still to be made, by `createKeyFile`, once the database is there.
 * A database and its key file belong together: one without the other is refused, and nothing is touched.
 */
export async function loadKeys(
  source: KeySource,
  url: DatabaseUrl,
  sealed: Sealed,
): Promise<{ ok: true; ring: KeyRing | null } | { ok: false; refusal: KeyRefusal }> {
  if (source.from === "environment") return { ok: true, ring: source.ring };
  if (url.includes(":memory:")) return { ok: true, ring: [newInstallationKey("memory")] };
  const refuse = (code: KeyRefusal["code"]) => ({ ok: false as const, refusal: { code, keys: source.path, database: shown(url) } });
  if (!existsSync(source.path)) return sealed === "yes" ? refuse("database-without-keys") : { ok: true, ring: null };
  if (sealed === "absent") return refuse("keys-without-database");
  const text = await readFile(source.path, "utf8").catch(() => null);
  if (text === null) return refuse("key-file-unreadable");
  const ring = parseKeySet(text);
  return ring ? { ok: true, ring } : refuse("key-file-broken");
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
 * Makes the key file, readable by its owner alone. When another process was first, its key is the one.
 * @param id names the key for ever; the day it was made says most to whoever rotates it.
 */
export async function createKeyFile(path: string, id: string): Promise<KeyRing> {
  const ring: KeyRing = [newInstallationKey(id)];
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    await writeFile(path, keySetOf(ring), { mode: 0o600, flag: "wx" });
    return ring;
  } catch (error) {
    const first = parseKeySet(await readFile(path, "utf8").catch(() => ""));
    if (!first) throw error;
    return first;
  }
}

/** Puts another key set in the place of the file, in one step: whoever reads it meanwhile reads the old one or the new one. */
export async function replaceKeyFile(path: string, ring: KeyRing): Promise<void> {
  const beside = `${path}.new`;
  await writeFile(beside, keySetOf(ring), { mode: 0o600 });
  await rename(beside, path);
}

/** A database as it may be shown: without the name and password in its address. */
export const shown = (url: DatabaseUrl): string =>
  url.startsWith("sqlite:") ? url.slice("sqlite:".length) : url.replace(/\/\/[^@/]*@/, "//");
