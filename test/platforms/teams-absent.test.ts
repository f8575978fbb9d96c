import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, it } from "vitest";

const built = (file: string): string => JSON.stringify(join(import.meta.dirname, "../../dist", file));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "triade-absent-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** The packages of Microsoft's that a process has loaded once it has done this. */
async function loadedBy(done: string): Promise<string[]> {
  const script = `import { createRequire } from "node:module";
    ${done}
    const loaded = Object.keys(createRequire(import.meta.url).cache);
    const names = loaded.map((path) => /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(path)?.[1] ?? "");
    console.log(JSON.stringify([...new Set(names)].filter((name) => /^bot(builder|framework)|teams-ai|msal|openai/.test(name))));
    process.exit(0);`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], { timeout: 30_000 });
  return JSON.parse(stdout);
}

/** Starts the whole program, with this in its environment. */
const start = (environment: object): string => `
  const { readConfig } = await import(${built("src/config.js")});
  const { openWithKeys } = await import(${built("src/store/opening.js")});
  const { serve } = await import(${built("src/main.js")});
  const read = readConfig(${JSON.stringify({ TRIADE_DATA_DIR: folder, PORT: "0", ...environment })});
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const opened = await openWithKeys(read.config, "test");
  if (!opened.ok) throw new Error(opened.refusal.code);
  await serve(read.config, opened, () => undefined);`;

it("nothing of Microsoft's is loaded where the program starts without Teams", async () => {
  const slack = { SLACK_BOT_TOKEN: "xoxb-1", SLACK_SIGNING_SECRET: "0".repeat(32), SLACK_API_URL: "http://127.0.0.1:9/api/" };
  expect(await loadedBy(start(slack))).toEqual([]);
});

it("it is, where it starts with Teams", async () => {
  const tenant = "00000000-0000-0000-0000-00000000aaaa";
  const teams = { TEAMS_APP_ID: "00000000-0000-0000-0000-0000000000a1", TEAMS_APP_PASSWORD: "shh", TEAMS_TENANT_ID: tenant };
  expect(await loadedBy(start(teams))).toContain("botbuilder");
});
