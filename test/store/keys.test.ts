import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { describeRefusal } from "../../src/config-words.ts";
import { type KeySource, keySetOf, shown } from "../../src/store/keys.ts";
import { openWithKeys } from "../../src/store/opening.ts";
import { newInstallationKey } from "../../src/store/vault.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "triade-keys-"));
});
afterEach(() => rm(folder, { recursive: true }));

const place = () => ({
  databaseUrl: `sqlite:${join(folder, "d", "triade.db")}`,
  keys: { from: "file", path: join(folder, "d", "keys.json") } as const,
});
const databaseFile = () => join(folder, "d", "triade.db");

async function start(where: { databaseUrl: string; keys: KeySource } = place()): Promise<string> {
  const opened = await openWithKeys(where, "first").catch((error: Error) => error);
  if (opened instanceof Error) return opened.name;
  if (!opened.ok) return opened.refusal.code;
  await opened.db.destroy();
  return "started";
}

describe("the first start", () => {
  it("makes the database and a key file that only its owner reads", async () => {
    expect(await start()).toBe("started");
    expect((await stat(place().keys.path)).mode & 0o777).toBe(0o600);
    const { keys } = JSON.parse(await readFile(place().keys.path, "utf8"));
    expect(keys).toEqual([{ kty: "oct", kid: "first", alg: "A256GCMKW", use: "enc", k: expect.stringMatching(/^[\w-]{43}$/) }]);
  });

  it("is followed by others with the same key", async () => {
    await start();
    const before = await readFile(place().keys.path);
    expect(await start()).toBe("started");
    expect(await readFile(place().keys.path)).toEqual(before);
  });

  it("writes no key file when the keys are in the environment", async () => {
    const keys = { from: "environment", ring: [newInstallationKey("env")] } as const;
    expect(await start({ ...place(), keys })).toBe("started");
    expect(existsSync(place().keys.path)).toBe(false);
  });

  it("goes on where it stopped between the database and the key", async () => {
    await start();
    await rm(place().keys.path);
    const opened = await openWithKeys({ ...place(), databaseUrl: `sqlite:${join(folder, "bare.db")}` }, "first");
    if (!opened.ok) throw new Error(opened.refusal.code);
    await opened.db("installation").delete();
    await opened.db.destroy();
    await rm(place().keys.path);
    expect(await start({ ...place(), databaseUrl: `sqlite:${join(folder, "bare.db")}` })).toBe("started");
  });

  it("keeps nothing for a database in memory", async () => {
    expect(await start({ ...place(), databaseUrl: "sqlite::memory:" })).toBe("started");
    expect(existsSync(join(folder, "d"))).toBe(false);
  });
});

describe("a start that is refused touches nothing:", () => {
  it("a database without its key file", async () => {
    await start();
    await rm(place().keys.path);
    const before = await readFile(databaseFile());
    expect(await start()).toBe("database-without-keys");
    expect(existsSync(place().keys.path)).toBe(false);
    expect(await readFile(databaseFile())).toEqual(before);
  });

  it("a key file without its database", async () => {
    await start();
    const before = await readFile(place().keys.path);
    await rm(databaseFile());
    expect(await start()).toBe("keys-without-database");
    expect(existsSync(databaseFile())).toBe(false);
    expect(await readFile(place().keys.path)).toEqual(before);
  });

  it.each([
    ["not JSON", "{"],
    ["no key in it", '{"keys":[]}'],
    ["a short key", '{"keys":[{"kty":"oct","kid":"first","k":"c2hvcnQ"}]}'],
    ["a name twice", keySetOf([newInstallationKey("a"), newInstallationKey("a")])],
  ])("a key file with %s", async (_, text) => {
    await start();
    await writeFile(place().keys.path, text);
    expect(await start()).toBe("key-file-broken");
  });

  it("a key file that cannot be read", async () => {
    await start();
    await rm(place().keys.path);
    await mkdir(place().keys.path);
    expect(await start()).toBe("key-file-unreadable");
  });

  it("keys that are not the ones", async () => {
    await start();
    const before = await readFile(databaseFile());
    await writeFile(place().keys.path, keySetOf([newInstallationKey("first")]));
    expect(await start()).toBe("WrongKeys");
    const keys = { from: "environment", ring: [newInstallationKey("other")] } as const;
    expect(await start({ ...place(), keys })).toBe("WrongKeys");
    expect(await readFile(databaseFile())).toEqual(before);
  });

  it("a file that is no database", async () => {
    await start();
    await writeFile(databaseFile(), "once upon a time".repeat(100));
    expect(await start()).toBe("DatabaseProblem");
  });
});

describe("the sentence of a refusal", () => {
  it.each(["fr", "en"] as const)("says what to do in %s", (language) => {
    const refusal = { keys: "/srv/keys.json", database: "/srv/triade.db" };
    expect(describeRefusal({ code: "database-without-keys", ...refusal }, language)).toContain("TRIADE_KEYS");
    expect(describeRefusal({ code: "keys-without-database", ...refusal }, language)).toContain("DATABASE_URL");
  });

  it("shows neither the name nor the password of a database", () => {
    expect(shown("postgres://triade:hunter2@db:5432/triade")).toBe("postgres://db:5432/triade");
    expect(shown("sqlite:/srv/triade.db")).toBe("/srv/triade.db");
  });
});
