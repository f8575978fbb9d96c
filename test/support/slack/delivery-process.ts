import { createSlack } from "../../../adapters/slack/index.ts";
import { createApp } from "../../../src/app.ts";
import type { Instant } from "../../../src/program/day.ts";
import { openDatabase } from "../../../src/store/database.ts";
import { createStore } from "../../../src/store/store.ts";
import { createVault } from "../../../src/store/vault.ts";

/** One process that delivers what is due at a moment, and ends: `url` of the database, key, address of the Web API, the moment. */
const [url = "", key = "", apiUrl = "", now = ""] = process.argv.slice(2);
const store = createStore(
  openDatabase(url as `sqlite:${string}`),
  createVault(openDatabase(url as `sqlite:${string}`), [{ id: "test", bytes: Buffer.from(key, "base64") }]),
  { playground: false },
);
const slack = createSlack({
  tokens: ["xoxb-1"],
  reached: { by: "http", signingSecret: "0".repeat(32) },
  apiUrl,
  firstTime: async (keys) => keys.map(() => true),
  homeShown: async () => null,
  keepHome: async () => true,
  homeAgain: async () => undefined,
  homeMissed: async () => true,
  accountsIn: async () => [],
  workspaceLost: async () => undefined,
  othersLost: async () => [],
  workspaceFound: async () => undefined,
  log: (_, event, ids) => process.stdout.write(`${JSON.stringify({ event, ...ids })}\n`),
});
const app = createApp(store, [slack], (_, event, ids) => process.stdout.write(`${JSON.stringify({ event, ...ids })}\n`));
await slack.start(async () => ({ kind: "nothing" }));
process.stdout.write(`${JSON.stringify(await app.deliverDue(() => now as Instant))}\n`);
process.exit(0);
