import { z } from "zod";
import { type Address, DeliveryError, type Profile } from "../../src/ui/platform.ts";
import { changing } from "../lost-message.ts";
import type { Activity } from "./cards.ts";
import type { Connector } from "./connector.ts";
import { conversationLost } from "./errors.ts";
import type { Reference, TeamsOptions } from "./options.ts";
import { openPace } from "./pace.ts";

/** Where a message of the bot is. */
export interface Spot {
  conversation: string;
  id: string;
}

const written = z.looseObject({ id: z.string().min(1) });
const member = z.looseObject({
  name: z.string().default(""),
  email: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  userRole: z.string().nullish(),
  tenantId: z.string().nullish(),
});

const longestWaitMs = 2000;
const mostWaits = 5;
/** References that are kept in mind, so that only those that changed are written down. */
const mostKept = 10_000;

/** The conversations between the bot and each person, found by what was learnt of them. */
export class Conversations {
  readonly #options: TeamsOptions;
  readonly #connector: Connector;
  readonly #wait: (ms: number) => Promise<void>;
  readonly #pace: ReturnType<typeof openPace>;
  readonly #kept = new Map<string, Reference>();

  constructor(options: TeamsOptions, connector: Connector, wait: (ms: number) => Promise<void>) {
    this.#options = options;
    this.#connector = connector;
    this.#wait = wait;
    this.#pace = openPace(options.now);
  }

  /** Keeps how somebody is reached, or where a channel is, as a signed activity says it. @returns whether nothing was known of it. */
  async learn(at: Address, said: Reference): Promise<boolean> {
    const key = keyOf(at);
    const known = this.#kept.get(key) ?? (await this.#options.readReference(at));
    const reference = { ...said, conversation: said.conversation ?? known?.conversation ?? null };
    if (!known || !same(known, reference)) await this.#options.keepReference(at, reference);
    this.#remember(key, reference);
    return !known;
  }

  /** What was known of a channel may have moved. */
  async follow(channel: Address, serviceUrl: string): Promise<void> {
    const known = this.#kept.get(keyOf(channel)) ?? (await this.#options.readReference(channel));
    if (known && known.serviceUrl !== serviceUrl) await this.learn(channel, { ...known, serviceUrl });
  }

  /** Writes to somebody, where only they read it. @throws DeliveryError */
  async write(to: Address, activity: Activity): Promise<Spot> {
    const reference = await this.#reference(to);
    const { conversation, serviceUrl } = reference;
    if (conversation === null) return this.#post(serviceUrl, await this.#open(to, reference), activity);
    try {
      return await this.#post(serviceUrl, conversation, activity);
    } catch (error) {
      // A channel is where it is; the chat with somebody may have become another one.
      if (!isLost(error) || reference.account === "") throw error;
      return this.#post(serviceUrl, await this.#open(to, reference), activity);
    }
  }

  /** Changes what a message says in a conversation with somebody. @throws DeliveryError, `refused` for one that is there no more. */
  async change(to: Address, { conversation, id }: Spot, activity: Activity): Promise<void> {
    const { serviceUrl } = await this.#reference(to);
    const path = ["conversations", conversation, "activities", id];
    const body = { ...activity, id };
    await changing(
      this.#inPace(conversation, () => this.#connector({ serviceUrl, method: "PUT", path, body })),
      [conversationLost],
    );
  }

  /** Says something where others read along. @throws DeliveryError */
  async sayAmong(to: Address, conversation: string, text: string): Promise<void> {
    const { serviceUrl } = await this.#reference(to);
    await this.#post(serviceUrl, conversation, { type: "message", text });
  }

  /**
   * Who Teams says somebody is: in their chat with the bot, or without one among those of this conversation, which Teams tells
   * where the bot is one of them. Null where it cannot tell. @throws DeliveryError
   */
  async profileOf(of: Address, conversation: string): Promise<Profile | null> {
    const reference = await this.#reference(of);
    const { serviceUrl, account } = reference;
    const [elsewhere = ""] = conversation.split(";messageid=");
    const among = reference.conversation ?? (await this.#open(of, reference).catch(orWhereGone(elsewhere)));
    const found = await this.#connector({ serviceUrl, method: "GET", path: ["conversations", among, "members", account] });
    const { data } = member.safeParse(found);
    if (!data) return null;
    const login = data.userPrincipalName || null;
    const isGuest =
      (data.userRole || "user").toLowerCase() !== "user" || isGuestsLogin(login) || (data.tenantId || of.workspace) !== of.workspace;
    return { kind: isGuest ? "guest" : "member", name: data.name, email: data.email || null, login };
  }

  async #reference(of: Address): Promise<Reference> {
    const key = keyOf(of);
    // Another process may have learnt of it since.
    const reference = await this.#options.readReference(of);
    if (!reference) throw new DeliveryError({ problem: "gone", reason: "not-installed" });
    this.#remember(key, reference);
    return reference;
  }

  /** Opens the chat with somebody; Teams tells the one that there is. */
  async #open(to: Address, reference: Reference): Promise<string> {
    const { serviceUrl, account } = reference;
    const body = {
      bot: { id: `28:${this.#options.appId}` },
      members: [{ id: account }],
      tenantId: to.workspace,
      channelData: { tenant: { id: to.workspace } },
      isGroup: false,
    };
    const { id } = known(await this.#connector({ serviceUrl, method: "POST", path: ["conversations"], body }));
    await this.learn(to, { ...reference, conversation: id });
    return id;
  }

  async #post(serviceUrl: string, conversation: string, body: object): Promise<Spot> {
    const path = ["conversations", conversation, "activities"];
    const { id } = known(await this.#inPace(conversation, () => this.#connector({ serviceUrl, method: "POST", path, body })));
    return { conversation, id };
  }

  /** Teams would only refuse what comes faster than it takes it: a moment is waited out, and no more than that. */
  async #inPace<Result>(conversation: string, write: () => Promise<Result>): Promise<Result> {
    for (let waited = 0; ; waited++) {
      const begun = this.#pace.begin(conversation);
      if (typeof begun === "function") return write().finally(begun);
      // Others may wait for the same; and once the bot stops, no time passes any more.
      if (begun > longestWaitMs || waited === mostWaits) {
        throw new DeliveryError({ problem: "throttled", retryAfterSeconds: Math.ceil(begun / 1000), inConversation: true });
      }
      await this.#wait(begun);
    }
  }

  #remember(key: string, reference: Reference): void {
    this.#kept.delete(key);
    this.#kept.set(key, reference);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
  }
}

/** What stands in for the chat of somebody who has none. */
const orWhereGone =
  (instead: string) =>
  (error: unknown): string => {
    if (error instanceof DeliveryError && error.problem.problem === "gone") return instead;
    throw error;
  };

const isLost = (error: unknown): boolean =>
  error instanceof DeliveryError && error.problem.problem === "gone" && error.problem.reason === conversationLost;

/** So are accounts written in a tenant that invited them from elsewhere. */
const isGuestsLogin = (login: string | null): boolean => login?.toUpperCase().includes("#EXT#") ?? false;

const keyOf = ({ workspace, user }: Address): string => `${workspace}/${user}`;
const same = (one: Reference, other: Reference): boolean =>
  one.serviceUrl === other.serviceUrl && one.account === other.account && one.conversation === other.conversation;

/** What was written is named, so that it can be changed. */
function known(answered: unknown): { id: string } {
  const { data } = written.safeParse(answered);
  if (!data) throw new DeliveryError({ problem: "temporary", reason: "teams-unnamed" });
  return { id: data.id };
}
