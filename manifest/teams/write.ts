import { mkdir, writeFile } from "node:fs/promises";
import { dirname, relative } from "node:path";
import { parseArgs } from "node:util";
import { common, firstFault } from "../../src/cli-options.ts";
import { cliWords } from "../../src/cli-words.ts";
import { packageFile } from "../../src/package-files.ts";
import type { Language } from "../../src/program/terms.ts";
import { type Own, packageOf } from "./package.ts";
import { longestSite, type SiteFault, siteIn } from "./site.ts";

type Words = Readonly<Record<"usage" | "appIdMissing", string>> & {
  appId(found: string): string;
  site: Readonly<Record<SiteFault, (found: string) => string>>;
  written(path: string): string;
};

const words: Readonly<Record<Language, Words>> = {
  fr: {
    usage: `npm run manifest -- --app-id ID-DE-L’APPLICATION --site https://page-de-votre-établissement [--lang en]`,
    appIdMissing: "Il manque --app-id, l’identifiant d’application (client) de l’inscription dans Entra.",
    appId: (found) =>
      `--app-id attend l’identifiant d’application (client) de l’inscription dans Entra, comme 1f0e…-…-…-…-… : trouvé « ${found} ».`,
    site: {
      missing: () => "Il manque --site, l’adresse https d’une page de votre établissement.",
      unreadable: (found) => `--site attend l’adresse https d’une page de votre établissement : trouvé « ${found} ».`,
      password: () =>
        "--site attend l’adresse d’une page que tout le monde peut lire : retirez le nom et le mot de passe qui la précèdent.",
      "not-public": (found) =>
        `--site attend l’adresse d’une page que tout le monde peut lire, sous un nom de domaine : « ${found} » ne se joint pas de partout.`,
      long: () => `--site attend une adresse de ${longestSite} caractères au plus : celle-ci est plus longue.`,
    },
    written: (path) => `${path} est prêt à téléverser dans Teams.`,
  },
  en: {
    usage: "npm run manifest -- --lang en --app-id APPLICATION-ID --site https://page-of-your-school",
    appIdMissing: "--app-id is missing, the application (client) id of the registration in Entra.",
    appId: (found) => `--app-id takes the application (client) id of the registration in Entra, such as 1f0e…-…-…-…-…: found "${found}".`,
    site: {
      missing: () => "--site is missing, the https address of a page of your school.",
      unreadable: (found) => `--site takes the https address of a page of your school: found "${found}".`,
      password: () => "--site takes the address of a page that anybody can read: remove the name and the password in front of it.",
      "not-public": (found) =>
        `--site takes the address of a page that anybody can read, under a domain name: "${found}" is not reached from everywhere.`,
      long: () => `--site takes an address of at most ${longestSite} characters: this one is longer.`,
    },
    written: (path) => `${path} is ready to be uploaded to Teams.`,
  },
};

const out = (line: string): void => void process.stdout.write(`${line}\n`);
const err = (line: string): void => void process.stderr.write(`${line}\n`);

const text = { type: "string" } as const;
const options = { ...common, "app-id": text, site: text };
const unusable = 2;

interface Given {
  "app-id"?: string;
  site?: string;
}

/** What is missing or wrong of an id or an address, in words. */
function readOwn({ "app-id": appId = "", site = "" }: Given, say: Words): { own: Own } | { wrong: string[] } {
  const isId = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(appId) && !/^[0-]+$/.test(appId);
  const read = siteIn(site);
  if (isId && "url" in read) return { own: { appId, site: read.url } };
  return {
    wrong: [...(isId ? [] : [appId === "" ? say.appIdMissing : say.appId(appId)]), ...("url" in read ? [] : [say.site[read.fault](site)])],
  };
}

async function run(argv: readonly string[]): Promise<number> {
  const { values, tokens } = parseArgs({ args: [...argv], strict: false, allowPositionals: true, tokens: true, options });
  const language: Language = values.lang === "en" ? "en" : "fr";
  const [say, { typed }] = [words[language], cliWords(language)];
  if (values.help) {
    out(say.usage);
    return 0;
  }
  const fault = firstFault(
    options,
    tokens.filter((token) => token.kind === "option"),
  );
  const extra = tokens.find((token) => token.kind === "positional")?.value;
  const read = fault || extra !== undefined ? null : readOwn(values as Given, say);
  if (!read || "wrong" in read) {
    const wrong = fault ? [typed[fault.code](fault)] : (read?.wrong ?? [typed["argument-unexpected"]({ typed: extra ?? "", near: [] })]);
    err([...wrong, say.usage].join("\n"));
    return unusable;
  }
  const path = packageFile("out/teams/triade.zip");
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, await packageOf(read.own));
  out(say.written(relative(process.cwd(), path)));
  return 0;
}

process.exitCode = await run(process.argv.slice(2));
