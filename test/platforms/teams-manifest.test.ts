import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { AppManifestUtils, type TeamsManifest } from "@microsoft/app-manifest";
import { unzipSync } from "fflate";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { commands } from "../../adapters/teams/read.ts";
import { packageOf } from "../../manifest/teams/package.ts";
import { featureOfVerb, features } from "../../src/features/index.ts";
import { normalized } from "../../src/features/verbs.ts";
import { type Language, languages } from "../../src/program/terms.ts";
import { wordsOf } from "../../src/words/index.ts";

interface Command {
  title: string;
  description: string;
}

const read = (name: string) => JSON.parse(readFileSync(`manifest/teams/${name}`, "utf8"));
const manifest = read("manifest.json");
const english: Readonly<Record<string, string>> = read("en.json");
const [bot] = manifest.bots;

/** Every string that people read, by the name that a translation has for it. */
function shown(of: unknown = manifest, path = ""): [string, string][] {
  if (typeof of === "string") return /(^name|^description|title|description)(\.\w+)?$/.test(path) ? [[path, of]] : [];
  if (Array.isArray(of)) return of.flatMap((one, at) => shown(one, `${path}[${at}]`));
  return Object.entries(of as object).flatMap(([key, value]) => shown(value, path ? `${path}.${key}` : key));
}

const commandsIn = (language: Language, list: number): Command[] =>
  bot.commandLists[list].commands.map((command: Command, at: number) => {
    const name = `bots[0].commandLists[${list}].commands[${at}]`;
    return language === "fr" ? command : { title: english[`${name}.title`], description: english[`${name}.description`] };
  });

describe("the manifest of the Teams app", () => {
  beforeEach(() => {
    vi.stubGlobal("fetch", () => {
      throw new Error("the schema is looked up at home");
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  it("is valid by the schema that it names", async () => {
    expect(await AppManifestUtils.validateAgainstSchema(manifest as TeamsManifest)).toEqual([]);
    const wrong = { ...manifest, accentColor: "petrol" } as TeamsManifest;
    expect(await AppManifestUtils.validateAgainstSchema(wrong)).not.toEqual([]);
  });

  it("is of the version of the program", () => {
    expect(manifest.version).toBe(JSON.parse(readFileSync("package.json", "utf8")).version);
  });

  it("says in English all that it says in French, and nothing else", () => {
    const names = shown().map(([name]) => name);
    expect(Object.keys(english).filter((name) => name !== "$schema")).toEqual(names);
    expect(names.length).toBeGreaterThan(25);
  });

  it.each(languages)("offers in its menu every verb there is, as help describes it, within what Teams takes, in %s", (language) => {
    const words = wordsOf(language);
    const coordination = language === "fr" ? "Coordination\u00a0: " : "Coordination: ";
    const expected = features.flatMap(({ verb, about, roles }) => {
      if (!verb) return [];
      const isForAll = roles === "everyone" || roles.some((role) => role !== "coordinator");
      const text = about(words, ["mentor", "mentee", "coordinator"]);
      const description = isForAll ? text : coordination + text.charAt(0).toLowerCase() + text.slice(1);
      return [{ title: verb[language], description }];
    });
    const byTitle = (a: Command, b: Command) => a.title.localeCompare(b.title);
    const commands = commandsIn(language, 0);
    expect(commands.toSorted(byTitle)).toEqual(expected.toSorted(byTitle));
    // So many since version 1.24 of the schema; there were ten before.
    expect(commands.length).toBeLessThanOrEqual(12);
    for (const { title, description } of [...commands, ...commandsIn(language, 1)]) {
      expect(featureOfVerb(normalized(title)), title).toBeDefined();
      expect([title.length <= 32, description.length <= 128], description).toEqual([true, true]);
    }
  });
});

describe("the commands over the compose box", () => {
  it("are those that the bot knows, each of which opens a dialog, as its verb does", () => {
    const listed: { id: string; type: string; fetchTask: boolean }[] = manifest.composeExtensions[0].commands;
    expect(listed.map(({ id }) => id)).toEqual(Object.keys(commands));
    for (const { id, type, fetchTask } of listed) {
      expect([type, fetchTask]).toEqual(["action", true]);
      expect(featureOfVerb(normalized(commands[id] ?? ""))).toBeDefined();
    }
  });
});

describe("the package that is uploaded", () => {
  const own = { appId: "12345678-90ab-cdef-1234-567890abcdef", site: new URL("https://ecole.example/triade") };
  const widthAndHeight = (png: Uint8Array | undefined) => {
    const view = Buffer.from(png ?? []);
    return [view.readUInt32BE(16), view.readUInt32BE(20)];
  };

  it("holds the manifest of the school, its other language and icons of the sizes that Teams asks for", async () => {
    const files = unzipSync(await packageOf(own));
    expect(Object.keys(files).sort()).toEqual(["color.png", "en.json", "manifest.json", "outline.png"]);
    const packed = JSON.parse(new TextDecoder().decode(files["manifest.json"]));
    expect([packed.id, packed.bots[0].botId, packed.composeExtensions[0].botId]).toEqual([own.appId, own.appId, own.appId]);
    expect(packed.developer.privacyUrl).toBe("https://ecole.example/triade");
    expect(JSON.stringify(packed)).not.toMatch(/triade\.example|00000000-/);
    expect([widthAndHeight(files["color.png"]), widthAndHeight(files["outline.png"])]).toEqual([
      [192, 192],
      [32, 32],
    ]);
  });

  it("holds the page of the school as it is, whatever is in its address", async () => {
    for (const address of ["https://ecole.example/?dossier=a\\b", "https://ecole.example/?q=$&", 'https://ecole.example/?q="']) {
      const site = new URL(address);
      const files = unzipSync(await packageOf({ ...own, site }));
      expect(JSON.parse(new TextDecoder().decode(files["manifest.json"])).developer.websiteUrl).toBe(site.href);
    }
  });

  it("is the same each time it is made", async () => {
    expect(Buffer.from(await packageOf(own)).equals(Buffer.from(await packageOf(own)))).toBe(true);
  });

  const makes = (...args: string[]) =>
    new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
      const child = execFile(process.execPath, ["dist/manifest/teams/write.js", ...args], (_, out, err) =>
        resolve({ code: child.exitCode, out, err }),
      );
    });

  it("is not made without the id of the registration and a page of the school, which is said in both languages", async () => {
    const french = await makes("--app-id", "triade", "--site", "http://ecole.example");
    expect(french.code).toBe(2);
    expect(french.err).toMatch(
      /--app-id attend .*«\u00a0triade\u00a0»[\s\S]*--site attend l’adresse https .*«\u00a0http:\/\/ecole\.example\u00a0»/,
    );
    const english = await makes("--lang", "en", "--app-id", "00000000-0000-0000-0000-000000000000", "--site", "https://school.example");
    expect([english.code, english.err]).toEqual([2, expect.stringMatching(/^--app-id takes .*found "00000000-/)]);
  });

  it.each<[string, RegExp]>([
    ["--sit=https://ecole.example", /^Unknown option: "--sit"\. Did you mean "--site"\?\n/],
    ["--site", /^The option --site takes a value: --site=…\n/],
    ["https://ecole.example", /^This command takes nothing more: "https:\/\/ecole\.example" is one too many\.\n/],
    ["--site=", /^The option --site takes a value/],
    [`--site=https://ecole.example/${"a".repeat(2048)}`, /^--site takes an address of at most 2048 characters: this one is longer\.\n/],
    ["--site=https://ecole:shh@ecole.example/", /^--site .*: remove the name and the password in front of it\.\n/],
    ["--site=ecole.example", /^--site takes the https address .*: found "ecole\.example"\.\n/],
    ...["localhost", "serveur", "mentorat.local", "ecole.lan", "10.0.0.1", "192.168.1.10.", "[::1]", "[fd00::1]"].map(
      (host): [string, RegExp] => [
        `--site=https://${host}/page`,
        /^--site .* under a domain name: "https:.*" is not reached from everywhere\.\n/,
      ],
    ),
    ["--lang=en", /^--site is missing, the https address of a page of your school\.\n/],
  ])("is not made with %s, and it is said how it is made", async (given, expected) => {
    const { code, out, err } = await makes("--lang", "en", "--app-id", own.appId, given);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(expected);
    expect(err).toMatch(/\nnpm run manifest -- --lang en --app-id /);
    expect(err).not.toContain("shh");
  });

  it.each(["--help", "-h"])("says how it is made where %s is asked for", async (asked) => {
    expect(await makes(asked, "--site", "nowhere")).toEqual({
      code: 0,
      out: expect.stringMatching(/^npm run manifest -- --app-id /),
      err: "",
    });
  });
});
