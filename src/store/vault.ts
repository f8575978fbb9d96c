import { randomBytes } from "node:crypto";
import { CompactEncrypt, type CompactJWEHeaderParameters, compactDecrypt } from "jose";
import type { OrganizationId } from "../program/terms.ts";
import type { Database } from "./database.ts";

/** Whose key seals a text. Erasing the key erases every text under it, in every backup too. */
export type KeyOwner = `person:${number}` | `dyad:${number}` | `cohort:${number}`;

/** An installation key: 32 bytes and the name under which wrapped keys remember it. */
export interface InstallationKey {
  id: string;
  bytes: Uint8Array;
}

/** The first key wraps what is new; the others still open what they wrapped. */
export type KeyRing = readonly [InstallationKey, ...InstallationKey[]];

class VaultProblem extends Error {
  override name = "VaultProblem";
}

export interface Vault {
  /** @returns a compact JWE; call it before a transaction is opened, since it may have to store a new key. */
  seal(organization: OrganizationId, owner: KeyOwner, value: unknown): Promise<string>;
  /** @throws VaultProblem when the key was erased or the text was changed. */
  open<Value>(organization: OrganizationId, owner: KeyOwner, sealed: string): Promise<Value>;
}

const keyBytes = 32;
const keptKeys = 5_000;
const utf8 = { encode: (text: string) => new TextEncoder().encode(text), decode: (bytes: Uint8Array) => new TextDecoder().decode(bytes) };

const encrypt = (plain: Uint8Array, key: Uint8Array, header: CompactJWEHeaderParameters) =>
  new CompactEncrypt(plain).setProtectedHeader(header).encrypt(key);

export const newInstallationKey = (id: string): InstallationKey => ({ id, bytes: randomBytes(keyBytes) });

export function createVault(db: Database, ring: KeyRing): Vault {
  const opened = new Map<string, Promise<Uint8Array>>();

  async function load(organization: OrganizationId, owner: KeyOwner): Promise<Uint8Array | null> {
    const row = await db("sealing_keys").where({ organization_id: organization, owner }).first("wrapped");
    return row ? unwrap(ring, row.wrapped) : null;
  }

  async function create(organization: OrganizationId, owner: KeyOwner): Promise<Uint8Array> {
    const wrapped = await wrap(ring[0], randomBytes(keyBytes));
    await db("sealing_keys").insert({ organization_id: organization, owner, wrapped }).onConflict(["organization_id", "owner"]).ignore();
    const key = await load(organization, owner);
    if (!key) throw new VaultProblem(`the key of ${owner} could not be stored`);
    return key;
  }

  function keyOf(organization: OrganizationId, owner: KeyOwner, whenMissing: "create" | "refuse"): Promise<Uint8Array> {
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
      return encrypt(utf8.encode(JSON.stringify(value)), key, { alg: "dir", enc: "A256GCM", kid: owner });
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

const wrap = (key: InstallationKey, bytes: Uint8Array) => encrypt(bytes, key.bytes, { alg: "A256GCMKW", enc: "A256GCM", kid: key.id });

async function unwrap(ring: KeyRing, wrapped: string): Promise<Uint8Array> {
  const { plaintext } = await compactDecrypt(wrapped, (header) => {
    const key = ring.find((candidate) => candidate.id === header.kid);
    if (!key) throw new VaultProblem(`the installation key ${header.kid} is not among those given`);
    return key.bytes;
  });
  return plaintext;
}

const probe = "triade";

/**
 * Holds the keys against what the database was sealed with.
 * @throws VaultProblem when they are not the ones; nothing is written then.
 */
export async function checkKeys(db: Database, ring: KeyRing): Promise<void> {
  const row = await db("installation").where({ key: "probe" }).first("value");
  if (!row) return;
  await unwrap(ring, row.value).catch((error: Error) => {
    const why = error instanceof VaultProblem ? error.message : "the installation key is not the one this database was sealed with";
    throw new VaultProblem(why, { cause: error });
  });
}

/** Leaves a sealed mark by which a later start recognizes its key. */
export async function markKeys(db: Database, ring: KeyRing): Promise<void> {
  const value = await wrap(ring[0], utf8.encode(probe));
  await db("installation").insert({ key: "probe", value }).onConflict("key").ignore();
}

/** Wraps every key anew with the first of the ring. @returns how many were rewrapped. */
export async function rotateKeys(db: Database, ring: KeyRing): Promise<number> {
  return db.transaction(async (trx) => {
    const rows: { id: number; wrapped: string }[] = await trx("sealing_keys").select("id", "wrapped");
    for (const row of rows) {
      const wrapped = await wrap(ring[0], await unwrap(ring, row.wrapped));
      await trx("sealing_keys").where({ id: row.id }).update({ wrapped });
    }
    await trx("installation")
      .where({ key: "probe" })
      .update({ value: await wrap(ring[0], utf8.encode(probe)) });
    return rows.length;
  });
}
