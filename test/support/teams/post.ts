import type { Forgery, Issuer } from "./issuer.ts";
import type { Loose } from "./records.ts";

export interface Delivery {
  /** What is wrong with the token. */
  forge?: Forgery;
  /** Sends the same bytes twice, as after an answer that was lost; the answer is that to the second. */
  replay?: boolean;
}

/** What the bot answered: JSON where it is JSON, "" for an empty body. */
export interface Answered {
  status: number;
  body: Loose;
}

const json = (text: string): Loose => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** Carries what people do to the bot, signed by the Bot Framework; by nobody where there is no issuer. */
export class Post {
  target: string | null = null;
  readonly #issuer: Issuer | null;
  #last: { body: string; headers: Record<string, string> } | null = null;

  constructor(issuer: Issuer | null) {
    this.#issuer = issuer;
  }

  async send(activity: Loose, { forge, replay }: Delivery = {}): Promise<Answered> {
    const authorization = (await this.#issuer?.authorization(activity.serviceUrl, forge)) ?? null;
    const headers = { "content-type": "application/json; charset=utf-8", ...(authorization === null ? {} : { authorization }) };
    this.#last = { body: JSON.stringify(activity), headers };
    const answered = await this.again();
    return replay ? this.again() : answered;
  }

  /** The last request once more, to the byte. */
  again(): Promise<Answered> {
    if (!this.#last) throw new Error("nothing was sent yet");
    return this.raw(this.#last.body, this.#last.headers);
  }

  /** Any bytes with any headers. */
  async raw(body: string, headers: Readonly<Record<string, string>> = {}): Promise<Answered> {
    if (!this.target) throw new Error("there is no target to send bytes to");
    const response = await fetch(this.target, { method: "POST", body, headers });
    return { status: response.status, body: json(await response.text()) };
  }
}
