import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OrganizationId } from "../../src/program/terms.ts";
import { type KeySource, keySetOf, readRingOf, replaceKeyFile } from "../../src/store/keys.ts";
import { type Opened, openWithKeys } from "../../src/store/opening.ts";
import { WrongKeys } from "../../src/store/problems.ts";
import { addKey, rotateKeyFile, rotateTo, stillUseful } from "../../src/store/rotation.ts";
import { createVault, type KeyOwner, type KeyRing, newInstallationKey, rewrapKeys, type Vault } from "../../src/store/vault.ts";
import { startPostgres } from "../support/postgres.ts";

const school = 1 as OrganizationId;
const key = newInstallationKey;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "triade-rotation-"));
});
afterEach(() => rm(folder, { recursive: true }));

const file = () => join(folder, "keys.json");
const idsInFile = async () => (await readRingOf(file())).map(({ id }) => id);

/** A process of Triade, alive until the test ends it. */
interface Process extends Opened {
  vault: Vault;
  /** Reads as a process does that never read this owner's text before. */
  reads(owner: KeyOwner, sealed: string): Promise<unknown>;
}

async function start(databaseUrl: string, keys: KeySource = { from: "file", path: file() }): Promise<Process> {
  const opened = await openWithKeys({ databaseUrl, keys }, "first");
  if (!opened.ok) throw new Error(opened.refusal.code);
  const { db, ring, readRing } = opened;
  await db("organizations")
    .insert({ id: school, key: "e", name: "École", language: "fr", zone: "America/Toronto" })
    .onConflict("key")
    .ignore();
  return {
    ...opened,
    vault: createVault(db, ring, readRing),
    reads: (owner, sealed) => createVault(db, ring, readRing).open(school, owner, sealed),
  };
}

/** What a start is refused for. */
const refusal = async (databaseUrl: string, ring: KeyRing): Promise<unknown> => {
  const opened = await openWithKeys({ databaseUrl, keys: { from: "environment", ring } }, "first").catch((error: Error) => error);
  if (opened instanceof WrongKeys) return opened.fault;
  if (opened instanceof Error) throw opened;
  if (opened.ok) await opened.db.destroy();
  return opened.ok ? null : opened.refusal.code;
};

function rotates(name: string, newDatabase: () => Promise<string>): void {
  describe(name, () => {
    let url: string;
    let server: Process;
    beforeEach(async () => {
      url = await newDatabase();
      server = await start(url);
    });
    afterEach(() => server.db.destroy());

    async function rotate(id: string): Promise<number> {
      const tool = await start(url);
      const count = await rotateKeyFile(tool.db, file(), key(id));
      await tool.db.destroy();
      return count;
    }

    async function reads(owner: KeyOwner, sealed: string): Promise<unknown> {
      const later = await start(url);
      const text = await later.reads(owner, sealed);
      await later.db.destroy();
      return text;
    }

    it("wraps every key anew, so that the fresh one alone opens everything", async () => {
      const texts = await Promise.all([1, 2, 3].map((person) => server.vault.seal(school, `person:${person}`, `text ${person}`)));
      expect(await rotate("second")).toBe(3);
      expect(await server.db("sealing_keys").pluck("wrapped_by")).toEqual(["second", "second", "second"]);
      const [fresh] = await readRingOf(file());
      await replaceKeyFile(file(), [fresh]);
      expect(await reads("person:2", texts[1] as string)).toBe("text 2");
    });

    it("is followed by a process that runs meanwhile: what it seals and reads later is not lost", async () => {
      const before = await server.vault.seal(school, "person:1", "before");
      await rotate("second");
      const after = await server.vault.seal(school, "person:2", "after");
      expect(await server.reads("person:1", before)).toBe("before");
      await rotate("third");
      await rotate("fourth");
      const last = await server.vault.seal(school, "person:3", "last");
      expect(await idsInFile()).toEqual(["fourth", "third"]);
      expect(await reads("person:1", before)).toBe("before");
      expect(await reads("person:2", after)).toBe("after");
      expect(await reads("person:3", last)).toBe("last");
    });

    it("loses nothing of what is sealed at the very moment of several rotations", async () => {
      const people = Array.from({ length: 40 }, (_, index): KeyOwner => `person:${index}`);
      const sealing = Promise.all(people.map((owner) => server.vault.seal(school, owner, owner)));
      for (const id of ["second", "third", "fourth", "fifth"]) await rotate(id);
      const texts = await sealing;
      const later = await start(url);
      expect(await Promise.all(people.map((owner, index) => later.reads(owner, texts[index] as string)))).toEqual(people);
      await later.db.destroy();
    });

    it("takes turns with another one that was started at the same time", async () => {
      const text = await server.vault.seal(school, "person:1", "text");
      const tools = await Promise.all([start(url), start(url)]);
      await Promise.all(tools.map(({ db }, index) => rotateKeyFile(db, file(), key(`by-${index}`))));
      expect((await idsInFile()).toSorted()).toEqual(["by-0", "by-1"]);
      expect(await reads("person:1", text)).toBe("text");
      await Promise.all(tools.map(({ db }) => db.destroy()));
    });

    describe("killed", () => {
      const steps: readonly [string, () => Promise<unknown>][] = [
        ["before its file took the place of the other", () => writeFile(`${file()}.new`, "{")],
        ["when only the file has the fresh key", async () => replaceKeyFile(file(), [key("killed"), ...(await readRingOf(file()))])],
        [
          "in the middle of wrapping anew",
          async () => {
            const ring: KeyRing = [key("killed"), ...(await readRingOf(file()))];
            await replaceKeyFile(file(), ring);
            const undone = server.db.transaction(async (trx) => {
              await rewrapKeys(trx, ring);
              throw new Error("killed");
            });
            await expect(undone).rejects.toThrow("killed");
          },
        ],
        ["before old keys are dropped", () => addKey(server.db, file(), key("killed"))],
      ];

      it.each(steps)("%s, it is run again and loses nothing", async (_, killed) => {
        const text = await server.vault.seal(school, "person:1", "text");
        await killed();
        const between = await server.vault.seal(school, "person:2", "between");
        expect(await reads("person:1", text)).toBe("text");
        await rotate("again");
        expect(await reads("person:1", text)).toBe("text");
        expect(await reads("person:2", between)).toBe("between");
        expect((await idsInFile())[0]).toBe("again");
        expect(await idsInFile()).toHaveLength(2);
        expect(await server.db("sealing_keys").distinct().pluck("wrapped_by")).toEqual(["again"]);
        expect(existsSync(`${file()}.new`)).toBe(false);
      });
    });

    it("refuses to seal on with keys whose file is gone", async () => {
      const text = await server.vault.seal(school, "person:1", "text");
      await rm(file());
      await expect(server.vault.seal(school, "person:2", "lost")).rejects.toThrow("key-file-absent");
      expect(await server.vault.open(school, "person:1", text)).toBe("text");
    });
  });

  describe(`${name}, with keys from the environment`, () => {
    const [old, fresh] = [key("old"), key("fresh")];

    it("wraps with the first, and then the other may go", async () => {
      const url = await newDatabase();
      const before = await start(url, { from: "environment", ring: [old] });
      const text = await before.vault.seal(school, "person:1", "text");
      await before.db.destroy();
      const both = await start(url, { from: "environment", ring: [fresh, old] });
      expect(await rotateTo(both.db, both.ring)).toBe(1);
      expect(await rotateTo(both.db, both.ring)).toBe(0);
      await both.db.destroy();
      const after = await start(url, { from: "environment", ring: [fresh] });
      expect(await after.reads("person:1", text)).toBe("text");
      await after.db.destroy();
    });

    it("refuses a start without a key that only some texts need, or with another of its name", async () => {
      const url = await newDatabase();
      await (await start(url, { from: "environment", ring: [old] })).db.destroy();
      const both = await start(url, { from: "environment", ring: [fresh, old] });
      await both.vault.seal(school, "person:1", "text");
      await both.db.destroy();
      expect(await refusal(url, [old])).toEqual({ code: "key-missing", id: "fresh" });
      expect(await refusal(url, [fresh])).toEqual({ code: "key-missing", id: "old" });
      expect(await refusal(url, [key("fresh"), old])).toEqual({ code: "key-wrong", id: "fresh" });
      expect(await refusal(url, [old, fresh])).toBe(null);
    });
  });
}

rotates("a rotation on SQLite", async () => `sqlite:${join(folder, "triade.db")}`);

describe("with PostgreSQL", () => {
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  rotates("a rotation on PostgreSQL", () => postgres.newDatabase());
});

describe("the key file", () => {
  it("is for its owner alone, whatever lay in its way", async () => {
    await writeFile(file(), keySetOf([key("a")]), { mode: 0o644 });
    await writeFile(`${file()}.new`, "", { mode: 0o644 });
    await replaceKeyFile(file(), [key("b"), key("a")]);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(file(), "utf8")).keys).toHaveLength(2);
  });

  it("keeps the key in use, the one before, and any that something needs", () => {
    const ring: KeyRing = [key("d"), key("c"), key("b"), key("a")];
    const kept = (...needed: string[]) => stillUseful(ring, new Set(needed)).map(({ id }) => id);
    expect(kept("d")).toEqual(["d", "c"]);
    expect(kept("d", "a")).toEqual(["d", "c", "a"]);
    expect(stillUseful([key("d")], new Set())).toHaveLength(1);
  });
});
