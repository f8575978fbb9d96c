import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { openSlack, type Slack } from "./support/slack/server.ts";

const appToken = "xapp-1-A1-test";
const secret = "what somebody typed";
/** What a library of ours could do in its own time, at a signal. */
const fails = `data:text/javascript,
  process.on("SIGUSR2", () => { Promise.reject(new TypeError("${secret}")); });
  process.on("SIGHUP", () => { throw new RangeError("${secret}"); });`.replace(/\s+/g, "%20");

let slack: Slack;
let folder: string;
let child: ChildProcess;
let said: string;
afterEach(async () => {
  if (child.exitCode === null) {
    child.kill("SIGTERM");
    await once(child, "exit");
  }
  await slack.close();
  rmSync(folder, { recursive: true });
});

/** Waits until the process has said this, on either stream. */
function hears(text: string): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (said.includes(text)) resolve();
    };
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", look);
    look();
  });
}

/** The bot in Socket Mode, in a process of its own. @returns where it is reached. */
async function serving(): Promise<string> {
  folder = mkdtempSync(join(tmpdir(), "triade-serve-"));
  said = "";
  child = spawn(process.execPath, ["--import", fails, join(import.meta.dirname, "../dist/src/cli.js"), "serve"], {
    env: {
      ...{ PATH: process.env.PATH, LANG: "fr_CA.UTF-8", PORT: "0", TRIADE_DATA_DIR: join(folder, "data") },
      ...{ SLACK_BOT_TOKEN: "xoxb-1", SLACK_APP_TOKEN: appToken, SLACK_API_URL: slack.url },
    },
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  await hears("http://127.0.0.1:");
  return /http:\/\/127\.0\.0\.1:\d+/.exec(said.replace(slack.url, ""))?.[0] ?? "";
}
const open = () => openSlack({ teams: [{ id: "T1", token: "xoxb-1" }], signingSecret: "0".repeat(32), appToken, now: Date.now });
const status = async (url: string) => (await fetch(url)).status;

it("is not ready while Slack cannot be heard, though it is alive, and is once it can", async () => {
  slack = await open();
  let answers: () => void = () => undefined;
  const until = new Promise<void>((resolve) => {
    answers = resolve;
  });
  slack.failNext("apps.connections.open", { until });
  const url = await serving();
  expect([await status(`${url}/healthz`), await status(`${url}/readyz`)]).toEqual([200, 503]);
  answers();
  await hears("slack-socket-open");
  expect(await status(`${url}/readyz`)).toBe(200);
});

it("goes on when a library leaves a failure unhandled, and logs where it arose and not what it says", async () => {
  slack = await open();
  const url = await serving();
  child.kill("SIGUSR2");
  await hears('"event":"unhandled"');
  expect(await status(`${url}/healthz`)).toBe(200);
  expect(said).toContain('"name":"TypeError"');
  expect(said).not.toContain(secret);
});

it("ends with one line when it may be in any state", async () => {
  slack = await open();
  await serving();
  child.kill("SIGHUP");
  const [code] = await once(child, "exit");
  expect(code).toBe(1);
  expect(said).toMatch(/"event":"crash".*"name":"RangeError"/);
  expect(said).not.toContain(secret);
});
