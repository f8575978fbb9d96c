import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as pauseFor } from "node:timers/promises";
import { type Address, DeliveryError, type Handle, type Platform } from "../../src/ui/platform.ts";
import { phrases } from "../../src/ui/speak.ts";
import { persistently } from "../persistently.ts";
import type { Tools } from "./answers.ts";
import { openApplication } from "./application.ts";
import { openCards } from "./cards.ts";
import { openConnector } from "./connector.ts";
import { Conversations } from "./conversations.ts";
import { troubleIn } from "./errors.ts";
import { openLogin } from "./login.ts";
import { keepOpenForms } from "./open-forms.ts";
import type { TeamsOptions } from "./options.ts";
import { addressOf, channelOf, read, readSent, referenceIn } from "./read.ts";
import { createReceiver } from "./receiver.ts";
import { send, update } from "./send.ts";
import { openStanding } from "./standing.ts";
import { openTrust } from "./trust.ts";
import { takeTurn } from "./turn.ts";

export type { Credentials, Reference, TeamsOptions } from "./options.ts";

interface TeamsPlatform extends Platform {
  /** @returns false when the path is not the bot's in Teams, and nothing was answered. */
  handleRequest(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
}

/** By how much longer than need be a second attempt waits, at most. */
const spread = 0.5;
/** Whoever nobody else is to be found among is looked for in their own chat alone. */
const nowhereElse = "";

/** The bot in Teams: what comes in goes through Microsoft's application, what goes out by the Connector. */
export function createTeams(options: TeamsOptions): TeamsPlatform {
  const { log } = options;
  const stopped = new AbortController();
  const wait = options.wait ?? ((ms: number) => pause(ms, stopped.signal));
  const conversations = new Conversations(options, openConnector(options, openLogin(options)), wait);
  const insist = <Result>(call: () => Promise<Result>) => persistently(call, wait, { spread });
  /** Whoever is found gone is known to be, as where a notice finds them. */
  const reaching = <Result>(to: Address, call: () => Promise<Result>) =>
    insist(call).catch(async (error: unknown) => {
      const problem = error instanceof DeliveryError ? error.problem : null;
      if (problem?.problem === "gone") await handle?.({ kind: "left", from: to, reason: problem.reason });
      throw error;
    });
  const underWay = new Set<Promise<unknown>>();
  /** Whatever is begun is ended before the bot stops: what it writes to is there no more after that. */
  function track<Result>(work: Promise<Result>): Promise<Result> {
    const tracked = work.finally(() => underWay.delete(tracked));
    underWay.add(tracked);
    return tracked;
  }
  let handle: Handle | null = null;

  const profileOf: Tools["profileOf"] = (of, conversation) => insist(() => conversations.profileOf(of, conversation));
  const cards = openCards(options.opensForm);
  const tools: Tools = {
    cards,
    openForms: keepOpenForms(),
    ...(options.patience === undefined ? {} : { patience: options.patience }),
    log,
    write: (to, activity) => reaching(to, () => conversations.write(to, activity)),
    change: (to, spot, activity) => reaching(to, () => conversations.change(to, spot, activity)),
    sayAmong: (to, conversation, text) => insist(() => conversations.sayAmong(to, conversation, text)),
    profileOf,
    standingOf: openStanding(options, profileOf),
    inBackground(work) {
      void track(work.catch((error: unknown) => log("error", "teams-defect", { name: error instanceof Error ? error.name : "unknown" })));
    },
  };

  const run = openApplication(options.appId, async (activity) => {
    const sent = readSent(activity);
    if (!sent || !handle) return { status: 503 };
    const what = read(sent);
    const from = addressOf(sent);
    const isLeaving = what.kind === "incoming" && what.incoming.kind === "left";
    if (from && !isLeaving) await conversations.learn(from, referenceIn(sent));
    const channel = channelOf(sent);
    if (from && channel !== null) await conversations.follow({ ...from, user: channel }, sent.serviceUrl);
    if (what.kind === "unknown") log("warn", "teams-unknown", { type: what.type, tenant: from?.workspace ?? null });
    if (what.kind === "incoming" && what.incoming.kind === "channel-added") {
      tools.inBackground(greet(conversations, what.incoming.from, what.incoming.channel.at, sent.serviceUrl, tools));
    }
    if (what.kind !== "incoming") return { status: what.kind === "unknown" && sent.type === "invoke" ? 501 : 200 };
    const answered = await takeTurn(what.incoming, what.place, handle, tools);
    return answered === null ? { status: 200 } : { status: 200, body: answered };
  });

  const receive = createReceiver(options, {
    judge: openTrust(options),
    take: async (sent) => (await run(sent)) ?? { status: 200 },
  });

  return {
    name: "teams",
    can: {
      update: (to, receipt, message) => update(cards, conversations, to, receipt, message),
      standing: async (of) => (await profileOf(of, nowhereElse))?.kind ?? null,
    },
    async start(given) {
      handle = given;
    },
    async stop() {
      handle = null;
      stopped.abort();
      // What is under way may begin more.
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
    async send(to, { message }) {
      if (to.platform !== "teams") throw new DeliveryError({ problem: "refused", reason: `an address of ${to.platform}` });
      return send(cards, conversations, insist, to, message);
    },
    // Whoever sent it may be gone before it is answered, and the server then waits for it no more.
    handleRequest: (request, response) => track(receive(request, response)),
  };
}

/** Keeps where a channel is, and says in it what the bot is and where it is spoken to, once. */
async function greet(
  conversations: Conversations,
  by: Address,
  channel: Address,
  serviceUrl: string,
  { sayAmong, log }: Tools,
): Promise<void> {
  const isNew = await conversations.learn(channel, { serviceUrl, account: "", conversation: channel.user });
  if (!isNew) return;
  await sayAmong(by, channel.user, `${phrases.fr.inChannel}\n\n${phrases.en.inChannel}`).catch((error: unknown) => {
    log("warn", "teams-not-shown", { place: "channel", ...troubleIn(error) });
  });
}

/** Waits, for no longer than the bot runs. */
const pause = (ms: number, signal: AbortSignal): Promise<void> => pauseFor(ms, undefined, { signal }).catch(() => undefined);
