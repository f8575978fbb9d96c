import { createCipheriv, createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { CompactEncrypt, type CompactJWEHeaderParameters, compactDecrypt, decodeProtectedHeader } from "jose";
import type { OrganizationId } from "../program/terms.ts";
import { type Database, takeTurn } from "./database.ts";
import { WrongKeys } from "./problems.ts";

/** Whose key seals a text. Erasing the key erases every text under it, in every backup too. */
export type KeyOwner = `person:${number}` | `dyad:${number}` | `cohort:${number}`;

/** An installation key: 32 bytes and the name under which wrapped keys remember it. */
export interface InstallationKey {
  id: string;
  bytes: Uint8Array;
}

/** The first key wraps what is new; the others still open what they wrapped. */
export type KeyRing = readonly [InstallationKey, ...InstallationKey[]];

/** Asks for the keys where they come from: a rotation may have changed them since. */
export type ReadRing = () => Promise<KeyRing>;

export class VaultProblem extends Error {
  override name = "VaultProblem";
}

export interface Vault {
  /** @returns a compact JWE; call it before a transaction is opened, since it may have to store a new key. */
  seal(organization: OrganizationId, owner: KeyOwner, value: unknown): Promise<string>;
  /** @throws VaultProblem when the key was erased or the text was changed. */
  open<Value>(organization: OrganizationId, owner: KeyOwner, sealed: string): Promise<Value>;
}

const keyBytes = 32;
const nonceBytes = 12;
const keptKeys = 5_000;
const utf8 = { encode: (text: string) => new TextEncoder().encode(text), decode: (bytes: Uint8Array) => new TextDecoder().decode(bytes) };

/**
 * A compact JWE (RFC 7516) whose content is encrypted with the key itself, under a nonce of its own. The library, which reads all
 * of them, would write it away from this thread: several times the work, and an end to what goes on together.
 */
function sealWith(key: KeyObject, owner: KeyOwner, plain: string): string {
  const header = Buffer.from(JSON.stringify({ alg: "dir", enc: "A256GCM", kid: owner } satisfies CompactJWEHeaderParameters)).toString(
    "base64url",
  );
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(header));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  const noKey = "";
  return [header, noKey, ...[nonce, sealed, cipher.getAuthTag()].map((bytes) => bytes.toString("base64url"))].join(".");
}

/** Named after the day, as whoever rotates keys thinks of them, and never the same twice. */
export const newKeyId = (today: string): string => `${today}-${randomBytes(4).toString("hex")}`;

export const newInstallationKey = (id: string): InstallationKey => ({ id, bytes: randomBytes(keyBytes) });

/** @param given the keys as they were at the start; those of `readRing` are followed from then on. */
export function createVault(db: Database, given: KeyRing, readRing: ReadRing = async () => given): Vault {
  let ring = given;
  const opened = new Map<string, Promise<KeyObject>>();

  async function load(organization: OrganizationId, owner: KeyOwner): Promise<KeyObject | null> {
    const row: WrappedKey | undefined = await db("sealing_keys")
      .where({ organization_id: organization, owner })
      .first("wrapped_by", "wrapped");
    if (!row) return null;
    if (!ring.some(({ id }) => id === row.wrapped_by)) ring = await readRing();
    return createSecretKey(await unwrap(ring, row.wrapped));
  }

  async function create(organization: OrganizationId, owner: KeyOwner): Promise<KeyObject> {
    await db.transaction(async (trx) => {
      // A rotation is over or has yet to begin: the ring says what to wrap with until this key is stored.
      await takeTurn(trx);
      ring = await readRing();
      const row = { organization_id: organization, owner, ...(await wrapKey(ring[0], randomBytes(keyBytes))) };
      await trx("sealing_keys").insert(row).onConflict(["organization_id", "owner"]).ignore();
    });
    const key = await load(organization, owner);
    if (!key) throw new VaultProblem(`the key of ${owner} could not be stored`);
    return key;
  }

  function keyOf(organization: OrganizationId, owner: KeyOwner, whenMissing: "create" | "refuse"): Promise<KeyObject> {
    const name = `${organization}/${owner}`;
    const known = opened.get(name);
    if (known) return known;
    const found = load(organization, owner).then((key) => {
      if (key) return key;
      if (whenMissing === "refuse") throw new VaultProblem(`the key of ${owner} was erased`);
      return create(organization, owner);
    });
    if (opened.size >= keptKeys) opened.delete(opened.keys().next().value as string);
    opened.set(name, found);
    found.catch(() => opened.delete(name));
    return found;
  }

  return {
    async seal(organization, owner, value) {
      const key = await keyOf(organization, owner, "create");
      return sealWith(key, owner, JSON.stringify(value));
    },
    async open(organization, owner, sealed) {
      const key = await keyOf(organization, owner, "refuse");
      const { plaintext } = await compactDecrypt(sealed, key).catch((error: Error) => {
        throw new VaultProblem(`a text of ${owner} could not be opened`, { cause: error });
      });
      return JSON.parse(utf8.decode(plaintext));
    },
  };
}

const wrap = (key: InstallationKey, bytes: Uint8Array): Promise<string> =>
  new CompactEncrypt(bytes).setProtectedHeader({ alg: "A256GCMKW", enc: "A256GCM", kid: key.id }).encrypt(key.bytes);

/** A sealing key as its row holds it. */
interface WrappedKey {
  wrapped_by: string;
  wrapped: string;
}

const wrapKey = async (key: InstallationKey, bytes: Uint8Array): Promise<WrappedKey> => ({
  wrapped_by: key.id,
  wrapped: await wrap(key, bytes),
});

const wrapperOf = (wrapped: string): string => decodeProtectedHeader(wrapped).kid ?? "";

/** @throws WrongKeys */
async function unwrap(ring: KeyRing, wrapped: string): Promise<Uint8Array> {
  const id = wrapperOf(wrapped);
  const key = ring.find((candidate) => candidate.id === id);
  if (!key) throw new WrongKeys({ code: "key-missing", id });
  const { plaintext } = await compactDecrypt(wrapped, key.bytes).catch((error: Error) => {
    throw new WrongKeys({ code: "key-wrong", id }, { cause: error });
  });
  return plaintext;
}

const probe = "triade";

/** Something wrapped by each installation key that the database needs, so that a key can be tried on it. */
async function samples(db: Database): Promise<string[]> {
  const rows = db("sealing_keys").groupBy("wrapped_by").min("id");
  return [
    ...(await db("installation").where({ key: "probe" }).pluck("value")),
    ...(await db("sealing_keys").whereIn("id", rows).orderBy("id").pluck("wrapped")),
  ];
}

/** Whether anything was ever sealed in this database. */
export const isSealed = async (db: Database): Promise<boolean> => (await samples(db)).length > 0;

/** The ids of the installation keys without which something here could not be opened. */
export const keysNeeded = async (db: Database): Promise<Set<string>> => new Set((await samples(db)).map(wrapperOf));

/**
 * Tries the keys on what each of them wrapped.
 * @throws WrongKeys when one is missing or another; nothing is written then.
 */
export async function checkKeys(db: Database, ring: KeyRing): Promise<void> {
  for (const wrapped of await samples(db)) await unwrap(ring, wrapped);
}

/** Leaves a sealed mark by which a later start recognizes its key. */
export async function markKeys(db: Database, ring: KeyRing): Promise<void> {
  const value = await wrap(ring[0], utf8.encode(probe));
  await db("installation").insert({ key: "probe", value }).onConflict("key").ignore();
}

/** Wraps with the first of the ring what another of it wraps; all or nothing in the transaction. @returns how many keys. */
export async function rewrapKeys(trx: Database, ring: KeyRing): Promise<number> {
  const [first] = ring;
  const rows: { id: number; wrapped: string }[] = await trx("sealing_keys").whereNot({ wrapped_by: first.id }).select("id", "wrapped");
  for (const { id, wrapped } of rows) {
    await trx("sealing_keys")
      .where({ id })
      .update(await wrapKey(first, await unwrap(ring, wrapped)));
  }
  await trx("installation")
    .where({ key: "probe" })
    .update({ value: await wrap(first, utf8.encode(probe)) });
  return rows.length;
}
