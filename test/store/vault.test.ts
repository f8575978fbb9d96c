import { randomBytes } from "node:crypto";
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from "jose";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { OrganizationId } from "../../src/program/terms.ts";
import { type Database, migrate, openDatabase } from "../../src/store/database.ts";
import { createVault, newInstallationKey, type Vault } from "../../src/store/vault.ts";

const school = 1 as OrganizationId;
const ring = [newInstallationKey("test")] as const;

let db: Database;
let vault: Vault;
beforeEach(async () => {
  db = openDatabase("sqlite::memory:");
  await migrate(db);
  await db("organizations").insert({ id: school, key: "a", name: "École inventée", language: "fr", zone: "America/Toronto" });
  vault = createVault(db, ring);
});
afterEach(() => db.destroy());

/** The key that seals the texts of an owner, as it stands wrapped in the database. */
async function keyOf(owner: string): Promise<Uint8Array> {
  const { wrapped } = await db("sealing_keys").where({ owner }).first("wrapped");
  return (await compactDecrypt(wrapped, ring[0].bytes)).plaintext;
}

it("seals what any reader of JWE opens, and opens what any writer of it sealed", async () => {
  const value = { note: "à garder pour moi « ‮»", list: [1, null] };
  const sealed = await vault.seal(school, "dyad:7", value);
  expect(decodeProtectedHeader(sealed)).toEqual({ alg: "dir", enc: "A256GCM", kid: "dyad:7" });
  const { plaintext } = await compactDecrypt(sealed, await keyOf("dyad:7"));
  expect(JSON.parse(new TextDecoder().decode(plaintext))).toEqual(value);

  const elsewhere = await new CompactEncrypt(new TextEncoder().encode('"autre"'))
    .setProtectedHeader({ alg: "dir", enc: "A256GCM", kid: "dyad:7" })
    .encrypt(await keyOf("dyad:7"));
  expect(await vault.open(school, "dyad:7", elsewhere)).toBe("autre");
});

it("seals the same text otherwise each time, under a key for each owner", async () => {
  const all = await Promise.all(Array.from({ length: 200 }, () => vault.seal(school, "person:1", "le même")));
  const nonces = all.map((sealed) => sealed.split(".")[2]);
  expect(new Set(nonces).size).toBe(200);
  await vault.seal(school, "person:2", "le même");
  expect(await keyOf("person:1")).not.toEqual(await keyOf("person:2"));
  await expect(vault.open(school, "person:2", all[0] as string)).rejects.toThrow("could not be opened");
});

it("opens nothing that was changed in any of its parts", async () => {
  const sealed = await vault.seal(school, "cohort:3", "un texte");
  const parts = sealed.split(".");
  for (const [place, part] of parts.entries()) {
    const other = place === 1 ? randomBytes(40).toString("base64url") : `${part[0] === "A" ? "B" : "A"}${part.slice(1)}`;
    const changed = parts.with(place, other).join(".");
    await expect(vault.open(school, "cohort:3", changed)).rejects.toThrow("could not be opened");
  }
  expect(await vault.open(school, "cohort:3", sealed)).toBe("un texte");
});

it("opens nothing once the key was erased", async () => {
  const sealed = await vault.seal(school, "person:4", "un texte");
  await db("sealing_keys").where({ owner: "person:4" }).delete();
  await expect(createVault(db, ring).open(school, "person:4", sealed)).rejects.toThrow("erased");
});
