import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as pauseFor } from "node:timers/promises";
import type { Message } from "../../src/ui/model.ts";
import { notNow } from "../../src/ui/not-now.ts";
import { codeOf, DeliveryError, type Handle, type Platform } from "../../src/ui/platform.ts";
import { App } from "./bolt.ts";
import { clientOptions, quietLogger } from "./client.ts";
import { openHomes } from "./home.ts";
import type { SlackOptions } from "./options.ts";
import { accountReasons, asOfNow, find, lookAgain, standingOf } from "./people.ts";
import { persistently } from "./persistently.ts";
import { logUnknown, read } from "./read.ts";
import { createHttpReceiver, createSocketReceiver, type Noted } from "./receiver.ts";
import { lookUp, send, update } from "./send.ts";
import type { Tools } from "./tools.ts";
import { takeTurn } from "./turn.ts";
import { type Workspace, Workspaces } from "./workspaces.ts";

export { lostWithWorkspace } from "./errors.ts";
export type { SlackOptions } from "./options.ts";

const dayMs = 24 * 3_600_000;
const identifyMs = 15 * 60_000;

interface SlackPlatform extends Platform {
  /** Whether what people do in Slack reaches the bot just now. */
  readonly hears: boolean;
  /** @returns false when the path is not Slack's, and nothing was answered. */
  handleRequest(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
}

/** The bot in Slack: what comes in by Bolt, over HTTP or a socket, and what goes out by the Web API. */
export function createSlack(options: SlackOptions): SlackPlatform {
  const { log, reached } = options;
  const logger = quietLogger(log);
  const stopped = new AbortController();
  const wait = (ms: number) => (options.wait ?? pause)(ms, stopped.signal);
  const workspaces = new Workspaces(options, logger, wait, (workspace) => inBackground(lookAgainIn(workspace)));
  const receiver =
    reached.by === "http"
      ? createHttpReceiver(reached.signingSecret, options, logger)
      : createSocketReceiver(reached.appToken, options, logger, wait);
  const homes = openHomes(options);
  const underWay = new Set<Promise<void>>();

  const inBackground = (work: Promise<void>): void => {
    const tracked = work
      .catch((error: unknown) => log("error", "slack-defect", { name: reasonIn(error) }))
      .finally(() => underWay.delete(tracked));
    underWay.add(tracked);
  };
  let handling: Handle | null = null;
  async function lookAgainIn(workspace: Workspace): Promise<void> {
    try {
      const users = await options.accountsIn(workspace.id, accountReasons);
      if (handling) await lookAgain(workspace, users, handling, { wait, stopped: stopped.signal });
      log("info", "slack-accounts", { workspace: workspace.id, looked: users.length });
    } catch (error) {
      log("warn", "slack-accounts", { workspace: workspace.id, reason: reasonIn(error) });
    }
  }
  async function lookAgainEverywhere(): Promise<void> {
    const all = await workspaces.all().catch(() => []);
    await Promise.all(all.map(lookAgainIn));
  }
  const identify = () => workspaces.identify().catch(() => log("error", "slack-defect", { name: "identify" }));
  let timers: NodeJS.Timeout[] = [];
  /** Messages with files of which nothing was heard, by their keys: their files follow where Slack took them after all. */
  const unheard = new Map<string, Message>();
  function filesAfter(id: string, channel: string | undefined, message: Message | undefined): void {
    if (!channel || !message || !hasFiles(message)) return;
    inBackground(
      // What draws and writes files takes a while to load.
      Promise.all([import("./files.ts"), workspaces.get(id)])
        .then(([{ sendFiles }, { client }]) => sendFiles(client, channel, message, wait))
        .catch((error: unknown) => log("warn", "slack-file", { workspace: id, reason: reasonIn(error) })),
    );
  }

  function toolsFor(id: string, ack: Tools["ack"]): Tools {
    const workspace = () => workspaces.get(id);
    return {
      workspace,
      ack,
      post: (responseUrl, payload) => postTo(responseUrl, payload),
      patience: options.patience,
      homeShown: options.homeShown,
      keepHome: options.keepHome,
      publishHome: async (to, home) => homes.publishNow(await workspace(), to, home, wait),
      sendFiles: (channel, message) => filesAfter(id, channel, message),
      wait,
      stopped: stopped.signal,
      inBackground,
      log,
    };
  }

  /**
   * Slack may say so late, once the app is installed anew: it is believed where the token is taken no more. Where Slack does not
   * say that either, the next message finds out.
   */
  async function loseWorkspace({ workspace, reason }: { workspace: string; reason: string }): Promise<void> {
    try {
      if (!(await workspaces.isLost(workspace))) return log("info", "slack-workspace-kept", { workspace, reason });
      await options.workspaceLost(workspace, reason);
      log("warn", "slack-workspace-lost", { workspace, reason });
    } catch (error) {
      log("warn", "slack-workspace-kept", { workspace, reason: reasonIn(error) });
    }
  }

  async function answer(body: unknown, noting: Promise<Noted>, isRetry: boolean, ack: Tools["ack"], handle: Handle): Promise<void> {
    const what = read(body);
    if (what.kind === "workspace-lost") inBackground(loseWorkspace(what));
    if (what.kind === "unknown") logUnknown(body, log);
    if (what.kind !== "incoming") return ack();
    const { workspace } = what.incoming.from;
    // The database may be long in noting what came, and Slack in saying whose the tokens are: no acknowledgement waits for that.
    const known: Handle = async (incoming) => {
      const noted = await noting;
      if (noted !== "new") return noted === "unnoted" ? notNow() : { kind: "nothing" };
      const there = await workspaces.find(workspace);
      if (there) return handle(isRetry && what.place.kind === "nowhere" ? await asOfNow(incoming, there, wait) : incoming);
      log("warn", "slack-no-token", { workspace });
      return workspaces.areKnown ? { kind: "nothing" } : notNow();
    };
    await takeTurn(what.incoming, what.place, known, toolsFor(workspace, ack));
  }

  function listen(handle: Handle): void {
    const app = new App({
      receiver,
      logger,
      convoStore: false,
      // It knows no account of its own by what `authorize` says; `read` leaves out what bots say.
      ignoreSelf: false,
      clientOptions: clientOptions(options.apiUrl, logger),
      // Bolt makes no call of its own, and would have the acknowledgement wait for Slack.
      authorize: async () => ({}),
    });
    // Bolt knows more kinds of payloads than the bot, and names each its own way; `read` tells apart what concerns us.
    app.use(async ({ body, context, ...args }) => {
      const ack: Tools["ack"] =
        "ack" in args ? (payload) => (args.ack as (payload?: object) => Promise<void>)(payload) : async () => undefined;
      const turn = answer(body, context.noting as Promise<Noted>, context.retryNum !== undefined, ack, handle);
      inBackground(turn.catch(() => undefined));
      await turn;
    });
    app.error(async ({ name }) => log("error", "slack-defect", { name }));
  }

  return {
    name: "slack",
    can: {
      reaches: ({ workspace }) => workspaces.isKnown(workspace),
      find: (email) => find(workspaces, email),
      async standing({ workspace, user }) {
        const there = await workspaces.get(workspace);
        return persistently(() => standingOf(there, user), wait);
      },
      async lookUp(to, key) {
        const found = await lookUp(workspaces, to, key);
        if (found) filesAfter(to.workspace, found.channel, unheard.get(key));
        unheard.delete(key);
        return found && { receipt: found.receipt };
      },
      // The delivery has a next time, and waits for no one.
      showHome: async (to, home) => homes.publish(await workspaces.get(to.workspace), to, { message: home, isOfSomebody: true }),
      update: (to, receipt, message) => update(workspaces, to, receipt, message),
    },

    async start(handle) {
      handling = handle;
      listen(handle);
      // Slack may be out of reach just now: what needs a workspace asks again, as time does, and the socket is opened again by itself.
      void identify();
      timers = [
        setInterval(() => workspaces.areKnown || identify(), identifyMs),
        setInterval(() => inBackground(lookAgainEverywhere()), dayMs),
      ];
      inBackground(Promise.resolve(receiver.start()).then(() => undefined));
    },

    async stop() {
      for (const timer of timers) clearInterval(timer);
      await receiver.stop();
      stopped.abort();
      // What is under way may begin more.
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },

    async send(to, outgoing) {
      const sending = send(workspaces, to, outgoing);
      const { channel, receipt } = await sending.catch((error: unknown) => {
        if (isTemporary(error) && hasFiles(outgoing.message)) unheard.set(outgoing.key, outgoing.message);
        throw error;
      });
      unheard.delete(outgoing.key);
      filesAfter(to.workspace, channel, outgoing.message);
      return receipt;
    },
    get hears() {
      return receiver.hears;
    },
    handleRequest: receiver.handleRequest,
  };
}

const hasFiles = ({ blocks }: Message): boolean => blocks.some(({ kind }) => kind === "event" || kind === "chart");

const isTemporary = (error: unknown): boolean => error instanceof DeliveryError && error.problem.problem === "temporary";

const reasonIn = (error: unknown): string => {
  if (!(error instanceof DeliveryError)) return error instanceof Error ? error.name : "unknown";
  return codeOf(error.problem);
};

const secondsPerAnswer = 10;

/** The address for answers to one command or press; it takes five in thirty minutes. */
async function postTo(responseUrl: string, payload: object): Promise<void> {
  const response = await fetch(responseUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(payload),
    signal: AbortSignal.timeout(secondsPerAnswer * 1000),
  }).catch((cause: unknown) => {
    throw new DeliveryError({ problem: "temporary", reason: "slack-unreachable" }, { cause });
  });
  if (response.ok) return;
  throw new DeliveryError({ problem: "refused", reason: `response-url-${response.status}` });
}

/** Waits, for no longer than the bot runs. */
const pause = (ms: number, signal: AbortSignal): Promise<void> => pauseFor(ms, undefined, { signal }).catch(() => undefined);
