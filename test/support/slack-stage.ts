import { createSlack, lostWithWorkspace, type SlackOptions } from "../../adapters/slack/index.ts";
import { listen } from "../../src/http.ts";
import type { Instant } from "../../src/program/day.ts";
import type { PersonId } from "../../src/program/terms.ts";
import { markOthersGone, markWorkspaceGone, readAccounts } from "../../src/store/addresses.ts";
import { keepHome, readHome, showAgain, showSoon } from "../../src/store/homes.ts";
import { workspaceFound } from "../../src/store/links.ts";
import { createSeen } from "../../src/store/seen.ts";
import type { Handle, Platform } from "../../src/ui/platform.ts";
import type { TeamStart } from "./slack/records.ts";
import { openSlack, type Slack } from "./slack/server.ts";
import { type Actor, openStage, type Stage, type StageOptions } from "./stage.ts";

export const signingSecret = "0123456789abcdef0123456789abcdef";
const appToken = "xapp-1-A1-test";

interface SlackStageOptions extends StageOptions {
  /** How Slack reaches the bot; over HTTP when left out. */
  by?: "http" | "socket";
  /** In the place of a stage for this platform alone. */
  open?: typeof openStage;
  /** What is done with an incoming before the bot answers it, such as waiting. */
  before?: (incoming: Parameters<Handle>[0]) => Promise<void>;
  slack?: Partial<SlackOptions>;
  /** Other workspaces that the bot is in, beside the one in which everybody is. */
  alsoIn?: readonly TeamStart[];
}

export interface SlackStage {
  stage: Stage;
  slack: Slack;
  /** The adapter, as the core knows it. */
  platform: Platform;
  /** The Slack id of a person. */
  user(actor: Actor): string;
  /** Everything that the adapter logged. */
  logged: { level: string; event: string; ids: Readonly<Record<string, unknown>> }[];
  /** How long the adapter waited before a call, each time, in milliseconds; no time passes. */
  waits: readonly number[];
  /** Where the bot takes what Slack posts. */
  url: string;
  /** The clock of Slack goes on by so many milliseconds. */
  later(ms: number): void;
  /** Stops the adapter, and starts another in its place, with these tokens instead of those it had. */
  restart(tokens?: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Looks again, whenever the process has nothing better to do, until this holds; gives up after a while, saying what was there. */
export async function eventually(holds: () => Promise<boolean>, otherwise?: () => Promise<string>): Promise<void> {
  const deadline = performance.now() + 5000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`it never came about: ${(await otherwise?.()) ?? holds}`);
    await new Promise(setImmediate);
  }
}

/** A school whose staff live in the tests' own Slack: the real core, the real store, the real adapter. */
export async function openSlackStage({
  by = "http",
  before,
  open = openStage,
  slack: given,
  alsoIn = [],
  ...options
}: SlackStageOptions = {}): Promise<SlackStage> {
  let ahead = 0;
  const teams = [{ id: "T1", token: "xoxb-1" }, ...alsoIn];
  const slack = await openSlack({
    teams,
    signingSecret,
    ...(by === "socket" ? { appToken } : {}),
    now: () => Date.now() + ahead,
  });
  const logged: SlackStage["logged"] = [];
  const waits: number[] = [];
  let stage: Stage | undefined;
  const onStage = (): Stage => {
    if (!stage) throw new Error("the stage is not open yet");
    return stage;
  };
  const store = () => onStage().store;
  const now = (): Instant => onStage().now;
  let seen: SlackOptions["firstTime"] | undefined;
  const settings: SlackOptions = {
    tokens: teams.map(({ token }) => token),
    reached: by === "socket" ? { by, appToken } : { by, signingSecret },
    apiUrl: slack.url,
    firstTime: (keys) => {
      seen ??= createSeen(store(), now);
      return seen(keys);
    },
    homeShown: (to) => readHome(store(), to),
    keepHome: (to, digest, instead) => keepHome(store(), to, digest, now(), instead),
    homeMissed: (to) => showSoon(store(), to, now()),
    homeAgain: (to) => showAgain(store(), to, now()),
    accountsIn: (workspace, reasons) => readAccounts(store(), "slack", workspace, reasons),
    workspaceLost: (workspace, reason) => markWorkspaceGone(store(), "slack", workspace, now(), reason),
    othersLost: (workspaces, reason) => markOthersGone(store(), "slack", workspaces, now(), reason),
    workspaceFound: (workspace) => workspaceFound(store(), { platform: "slack", workspace }, lostWithWorkspace, now()),
    wait: async (ms) => void waits.push(ms),
    log: (level, event, ids) => logged.push({ level, event, ids }),
    ...given,
  };
  let adapter = createSlack(settings);
  const userOf = (id: PersonId): string => `U${String(id).padStart(6, "0")}`;
  const addressOf = (id: PersonId) => ({ platform: "slack", workspace: "T1", user: userOf(id) });
  const platform: Platform = {
    name: "slack",
    get can() {
      return adapter.can;
    },
    start: async () => undefined,
    stop: async () => undefined,
    send: (to, outgoing) => adapter.send(to, outgoing),
  };
  stage = await open({ ...options, platform: Object.assign(platform, { addressOf }) });

  for (const actor of stage.everybody) {
    if (actor.address.platform !== "slack") continue;
    const email = `${actor.name.replace(" ", ".")}@exemple.example`.toLowerCase();
    slack.addUser({ id: userOf(actor.id), team: "T1", name: actor.name, email, locale: "fr-CA" });
  }

  const handle: Handle = async (incoming) => {
    if (incoming.kind !== "returned") await before?.(incoming);
    return onStage().app.handle(incoming, onStage().now);
  };
  await adapter.start(handle);
  const server = await listen([(request, response) => adapter.handleRequest(request, response)], { host: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${server.port}/slack/events`;
  await eventually(async () => logged.filter(({ event }) => event === "slack-accounts").length === teams.length);
  waits.length = 0;
  if (by === "http") slack.target(url);
  else await slack.until(() => slack.sockets.open > 0);

  return {
    stage,
    platform,
    slack,
    url,
    logged,
    waits,
    user: (actor) => userOf(actor.id),
    later(ms) {
      ahead += ms;
    },
    async restart(tokens = settings.tokens) {
      await adapter.stop();
      adapter = createSlack({ ...settings, tokens });
      await adapter.start(handle);
    },
    async close() {
      await server.close();
      await adapter.stop();
      await slack.close();
      await onStage().close();
    },
  };
}
