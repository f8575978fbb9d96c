import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importCommand } from "../../../src/import/command.ts";
import type { Language } from "../../../src/program/terms.ts";
import { type Database, openDatabase } from "../../../src/store/database.ts";
import { openWithKeys, refusalOf } from "../../../src/store/opening.ts";

export interface Ran {
  code: number;
  out: string;
  err: string;
}

/** Everything that an import reads and writes. */
const tables = ["organizations", "programs", "instruments", "people", "addresses", "cohorts", "appointments", "dyads", "follow_ups"];

/** A folder with files to import and, once something was imported, a store of its own. */
export class Desk {
  readonly folder: string;
  readonly #databaseUrl: string;
  language: Language = "fr";

  constructor(folder: string) {
    this.folder = folder;
    this.#databaseUrl = `sqlite:${join(folder, "data", "triade.db")}`;
  }

  async write(name: string, content: string | Uint8Array): Promise<void> {
    await writeFile(join(this.folder, name), content);
  }

  /** Runs `triade import` with files of this folder. What it says names them without the folder, and has plain spaces. */
  async imports(...argv: string[]): Promise<Ran> {
    const [out, err]: [string[], string[]] = [[], []];
    const named = argv.map((word) => (/\.(yaml|csv|txt|xlsx)$/.test(word) ? join(this.folder, word) : word));
    const place = { databaseUrl: this.#databaseUrl, keys: { from: "file", path: join(this.folder, "data", "keys.json") } as const };
    const code = await importCommand(named, {
      out: (text) => void out.push(text),
      err: (text) => void err.push(text),
      language: this.language,
      databaseUrl: this.#databaseUrl,
      checkStore: async () => {
        const refusal = await refusalOf(place);
        if (refusal) throw new Error(refusal.code);
      },
      openStore: async () => {
        const opened = await openWithKeys(place, "test");
        if (!opened.ok) throw new Error(opened.refusal.code);
        return opened;
      },
    });
    const short = (lines: string[]) => lines.join("\n").replaceAll(`${this.folder}/`, "").replaceAll("\u00a0", " ");
    return { code, out: short(out), err: short(err) };
  }

  async read<Result>(work: (db: Database) => Promise<Result>): Promise<Result> {
    const db = openDatabase(this.#databaseUrl);
    return work(db).finally(() => db.destroy());
  }

  /** All that is stored; null while there is no store. */
  async stored(): Promise<Record<string, unknown[]> | null> {
    if (!existsSync(join(this.folder, "data"))) return null;
    return this.read(async (db) => {
      const all: Record<string, unknown[]> = {};
      for (const table of tables) all[table] = await db(table).select();
      return all;
    });
  }

  /** The files of the store, with what they hold. */
  async storeFiles(): Promise<Record<string, string>> {
    const folder = join(this.folder, "data");
    if (!existsSync(folder)) return {};
    const names = (await readdir(folder)).toSorted();
    const digest = async (name: string) =>
      createHash("sha256")
        .update(await readFile(join(folder, name)))
        .digest("hex");
    return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await digest(name)] as const)));
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

export const openDesk = async (): Promise<Desk> => new Desk(await mkdtemp(join(tmpdir(), "triade-import-")));

/** A complete plan in few lines, in which tests make one mistake or one change at a time. */
export const smallPlan = `organization:
  key: ecole
  name: École Exemple
  language: fr
  zone: America/Toronto
program: Mentorat
cohort: { key: c1, name: Cohorte 1, kind: regular, starts: 2026-08-31, ends: 2027-06-18 }
calendar:
  closed:
    - { from: 2026-09-18, reason: Journée pédagogique }
plan:
  capacityPerDay: 2
coordinators:
  - { email: clara@ecole.example, kind: internal }
people:
  - { email: clara@ecole.example, givenName: Clara, familyName: Modèle }
  - { email: alice@ecole.example, givenName: Alice, familyName: Lexemple }
  - { email: hugo@ecole.example, givenName: Hugo, familyName: Nouvel }
  - { email: ines@ecole.example, givenName: Inès, familyName: Début, language: en }
dyads:
  - { mentor: alice@ecole.example, mentee: hugo@ecole.example }
`;

/** The plan with some of its text replaced. */
export function changed(plan: string, ...changes: readonly (readonly [string | RegExp, string])[]): string {
  return changes.reduce((text, [found, put]) => {
    const next = text.replace(found, put);
    if (next === text) throw new Error(`the plan has no ${found}`);
    return next;
  }, plan);
}
