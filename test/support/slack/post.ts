import { createHmac } from "node:crypto";
import type { Loose } from "./inputs.ts";
import type { Sockets } from "./socket.ts";

export type Kind = "slash_commands" | "interactive" | "events_api";

export interface Delivery {
  /** The number of this attempt, when it is not the first. */
  retry?: number;
  retryReason?: string;
  /** Signed with another secret, as if ten minutes ago or ahead, or not at all. */
  forge?: "signature" | "old" | "early" | "unsigned";
  /** Sends the same bytes twice; the answer is that to the second. */
  replay?: boolean;
  /** What happens between the answer to a submission and its being shown. */
  beforeShown?: () => Promise<unknown>;
}

/** What the bot answered: JSON where it is JSON, "" for an empty body. */
export interface Answered {
  status: number;
  body: Loose;
}

interface Sent {
  kind: Kind;
  payload: Loose;
  body: string;
  headers: Record<string, string>;
}

const json = (text: string): Loose => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

function written(kind: Kind, payload: Loose): { body: string; type: string } {
  if (kind === "events_api") return { body: JSON.stringify(payload), type: "application/json" };
  const form = kind === "interactive" ? { payload: JSON.stringify(payload) } : payload;
  return { body: new URLSearchParams(form).toString(), type: "application/x-www-form-urlencoded" };
}

/** Carries what people do to the bot: signed over HTTP, or through a socket when there is no target. */
export class Post {
  target: string | null = null;
  readonly #secret: string;
  readonly #now: () => number;
  readonly #sockets: Sockets;
  #last: Sent | null = null;

  constructor(secret: string, now: () => number, sockets: Sockets) {
    this.#secret = secret;
    this.#now = now;
    this.#sockets = sockets;
  }

  async send(kind: Kind, payload: Loose, delivery: Delivery = {}): Promise<Answered> {
    const { body, type } = written(kind, payload);
    const headers = { "content-type": type, ...this.#signed(body, delivery), ...retried(delivery) };
    this.#last = { kind, payload, body, headers };
    const answered = await this.#carry(this.#last, delivery.retry);
    return delivery.replay ? this.#carry(this.#last, delivery.retry) : answered;
  }

  /** The last request once more: the same bytes, or signed anew as the retry of this number, as Slack does with events. */
  async again(delivery: Delivery = {}): Promise<Answered> {
    const last = this.#last;
    if (!last) throw new Error("nothing was sent yet");
    const anew = delivery.retry !== undefined || delivery.forge !== undefined;
    const headers = anew ? { ...last.headers, ...this.#signed(last.body, delivery), ...retried(delivery) } : last.headers;
    return this.#carry({ ...last, headers }, delivery.retry);
  }

  /** Any bytes with any headers, signed by nobody. */
  async raw(body: string, headers: Readonly<Record<string, string>> = {}): Promise<Answered> {
    if (!this.target) throw new Error("there is no target to send bytes to");
    const response = await fetch(this.target, { method: "POST", body, headers });
    return { status: response.status, body: json(await response.text()) };
  }

  /** Headers that are good for these bytes now. */
  sign(body: string): Record<string, string> {
    return this.#signed(body, {});
  }

  async #carry({ kind, payload, body, headers }: Sent, retry?: number): Promise<Answered> {
    if (this.target) return this.raw(body, headers);
    const said = await this.#sockets.send(kind, payload, retry);
    // An acknowledgement without anything is written {} by some.
    return { status: 200, body: typeof said === "object" && Object.keys(said).length === 0 ? "" : said };
  }

  #signed(body: string, { forge }: Delivery): Record<string, string> {
    if (forge === "unsigned") return {};
    const apart = { old: -600, early: 600, signature: 0 };
    const seconds = Math.floor(this.#now() / 1000) + (forge ? apart[forge] : 0);
    const secret = forge === "signature" ? `not ${this.#secret}` : this.#secret;
    const digest = createHmac("sha256", secret).update(`v0:${seconds}:${body}`).digest("hex");
    return { "x-slack-request-timestamp": String(seconds), "x-slack-signature": `v0=${digest}` };
  }
}

const retried = ({ retry, retryReason = "http_timeout" }: Delivery): Record<string, string> =>
  retry === undefined ? {} : { "x-slack-retry-num": String(retry), "x-slack-retry-reason": retryReason };
