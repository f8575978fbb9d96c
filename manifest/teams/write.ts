import { mkdir, writeFile } from "node:fs/promises";
import { dirname, relative } from "node:path";
import { parseArgs } from "node:util";
import { packageFile } from "../../src/package-files.ts";
import { type Own, packageOf } from "./package.ts";

const words = {
  fr: {
    usage: "npm run manifest -- --app-id ID-DE-L’APPLICATION --site https://page-de-votre-établissement [--lang en]",
    appId: (found: string) =>
      `--app-id attend l’identifiant d’application (client) de l’inscription dans Entra, comme 1f0e…-…-…-…-… : trouvé « ${found} ».`,
    site: (found: string) => `--site attend l’adresse https d’une page de votre établissement : trouvé « ${found} ».`,
    written: (path: string) => `${path} est prêt à téléverser dans Teams.`,
  },
  en: {
    usage: "npm run manifest -- --lang en --app-id APPLICATION-ID --site https://page-of-your-school",
    appId: (found: string) =>
      `--app-id takes the application (client) id of the registration in Entra, such as 1f0e…-…-…-…-…: found "${found}".`,
    site: (found: string) => `--site takes the https address of a page of your school: found "${found}".`,
    written: (path: string) => `${path} is ready to be uploaded to Teams.`,
  },
};

const out = (line: string): void => void process.stdout.write(`${line}\n`);
const err = (line: string): void => void process.stderr.write(`${line}\n`);

const text = { type: "string" } as const;
const unusable = 2;

/** Null where an id or an address is missing or wrong, which is told. */
function readOwn(values: { "app-id"?: string; site?: string }, say: (typeof words)["fr"]): Own | null {
  const { "app-id": appId = "", site = "" } = values;
  const isId = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(appId) && !/^[0-]+$/.test(appId);
  const isSite = URL.canParse(site) && new URL(site).protocol === "https:";
  const wrong = [!isId && say.appId(appId), !isSite && say.site(site)].filter((one) => one !== false);
  for (const one of wrong) err(one);
  if (wrong.length > 0) err(say.usage);
  return wrong.length > 0 ? null : { appId, site: new URL(site) };
}

async function run(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...argv], strict: false, options: { "app-id": text, site: text, lang: text } });
  const say = values.lang === "en" ? words.en : words.fr;
  const own = readOwn(values as { "app-id"?: string; site?: string }, say);
  if (!own) return unusable;
  const path = packageFile("out/teams/triade.zip");
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, await packageOf(own));
  out(say.written(relative(process.cwd(), path)));
  return 0;
}

process.exitCode = await run(process.argv.slice(2));
