import type { IncomingMessage, ServerResponse } from "node:http";
import type { App, Logger, Receiver, ReceiverEvent } from "@slack/bolt";
import { HTTPResponseAck, http, SocketModeReceiver } from "./bolt.ts";
import { clientOptions } from "./client.ts";
import type { SlackOptions } from "./options.ts";
import { isObject, logUnknown, read } from "./read.ts";
import { isSigned } from "./signature.ts";
import { createSocket } from "./socket.ts";
import { soon } from "./soon.ts";

const path = "/slack/events";
const bodyLimit = 1024 * 1024;

/** Whether something comes for the first time; `unnoted` when that could not be found out. */
export type Noted = "new" | "again" | "replayed" | "unnoted";

interface SharingReceiver extends Receiver {
  /** Whether what people do in Slack reaches the bot just now. */
  readonly hears: boolean;
  /** @returns false when the path is not Slack's, and nothing was answered. */
  handleRequest(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
}

/** Takes what Slack posts from the server that all endpoints share: only what is signed, and only once. */
export function createHttpReceiver(signingSecret: string, { firstTime, log }: SlackOptions, logger: Logger): SharingReceiver {
  let app: App | null = null;

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== "POST") return answer(response, 405, { allow: "POST" });
    const rawBody = await received(request);
    // Whatever else is on its way is not waited for.
    if (rawBody === null) return answer(response, 413, { connection: "close" });
    if (!isSigned(request.headers, rawBody, signingSecret)) return isTrial(rawBody) ? answer(response, 200) : refuse(response, "unsigned");
    const buffered = Object.assign(request, { rawBody });
    const body = bodyOf(buffered);
    if (body === null) return answer(response, 400);
    if (body.ssl_check) return answer(response, 200);

    const signature = String(request.headers["x-slack-signature"]);
    // Slack sends an event again when it did not hear in time that it arrived.
    const isRetry = http.extractRetryNumFromHTTPRequest(request) !== undefined;
    const noting = note(
      () => firstTime(keysOf(body, signature)),
      log,
      ([isNew = true, isNewMatter = isNew]) => {
        if (!isNewMatter && (isNew || isRetry)) return "again";
        return isNew ? "new" : "replayed";
      },
    );
    const noted = await inTime(noting, body);
    if (noted === "again") return answer(response, 200);
    if (noted === "replayed") return refuse(response, "replayed");
    if (noted === "unnoted" && isEvent(body)) return answer(response, 503);
    if (body.type === "url_verification") return http.buildUrlVerificationResponse(response, body);
    await process(body, noting, buffered, response);
  }

  async function process(
    body: Record<string, unknown>,
    noting: Promise<Noted>,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const ack = new HTTPResponseAck({
      logger,
      processBeforeResponse: false,
      unhandledRequestHandler: () => {
        log("error", "slack-unanswered", {});
        if (!response.headersSent) answer(response, 200);
      },
      httpRequest: request,
      httpRequestBody: body,
      httpResponse: response,
    });
    const retryNum = http.extractRetryNumFromHTTPRequest(request);
    await offer(app, { body, ack: ack.bind(), ...(retryNum === undefined ? {} : { retryNum }) }, noting, log);
    if (!response.headersSent) answer(response, 200);
  }

  function refuse(response: ServerResponse, why: string): void {
    log("warn", "slack-refused", { why });
    answer(response, 401);
  }

  return {
    init(bolt) {
      app = bolt;
    },
    start: async () => undefined,
    stop: async () => undefined,
    hears: true,
    async handleRequest(request, response) {
      if (request.url?.split("?")[0] !== path) return false;
      await take(request, response);
      return true;
    },
  };
}

/** Takes what Slack sends through a socket, which the bot opens: nothing needs to reach the machine from outside. */
export function createSocketReceiver(
  appToken: string,
  { apiUrl, firstTime, log }: SlackOptions,
  logger: Logger,
  wait: (ms: number) => Promise<void>,
): SharingReceiver {
  let app: App | null = null;
  const installerOptions = { clientOptions: clientOptions(apiUrl, logger) };
  // Only Slack's client is wanted, which Bolt gives to nobody but its own receiver.
  const { client } = new SocketModeReceiver({ appToken, logger, autoReconnectEnabled: false, installerOptions });
  const socket = createSocket(client, (event) => void take(event), wait, log);

  async function take(event: ReceiverEvent): Promise<void> {
    const noting = note(
      () => firstTime(mattersIn(event.body)),
      log,
      ([isNew = true]) => (isNew ? "new" : "again"),
    );
    const noted = await inTime(noting, event.body);
    if (noted === "unnoted" && isEvent(event.body)) return;
    if (noted === "again") await acknowledge(event, log);
    else await offer(app, event, noting, log);
  }
  return {
    init(bolt) {
      app = bolt;
    },
    start: () => socket.keepOpen(),
    stop: async () => socket.stop(),
    get hears() {
      return socket.isOpen;
    },
    handleRequest: async () => false,
  };
}

/**
 * How long, in milliseconds, an acknowledgement waits until it is noted what came. An event that is not acknowledged is sent
 * again, so that it is better noted first; all else goes on, and is not done before it is noted.
 */
const patience = { event: 2000, other: 300 };

const isEvent = ({ type }: Record<string, unknown>): boolean => type === "event_callback";
const inTime = (noting: Promise<Noted>, body: Record<string, unknown>) => soon(noting, isEvent(body) ? patience.event : patience.other);

/** Never fails: what could not be noted is logged, and whoever waits for an answer told so. */
async function note(
  ask: () => Promise<readonly boolean[]>,
  log: SlackOptions["log"],
  verdict: (firstTime: readonly boolean[]) => Noted,
): Promise<Noted> {
  try {
    return verdict(await ask());
  } catch (error) {
    log("error", "slack-defect", { name: nameOf(error) });
    return "unnoted";
  }
}

/** Gives Bolt what came. Whatever becomes of it, it is acknowledged. */
async function offer(app: App | null, event: ReceiverEvent, noting: Promise<Noted>, log: SlackOptions["log"]): Promise<void> {
  let isAcknowledged = false;
  const ack: ReceiverEvent["ack"] = (payload) => {
    isAcknowledged = true;
    return event.ack(payload);
  };
  let name: string | null = null;
  try {
    await app?.processEvent({ customProperties: { noting }, ...event, ack });
  } catch (error) {
    name = nameOf(error);
  }
  // Bolt stumbles over what is not as Slack writes it.
  const isUnknown = !isAcknowledged && read(event.body).kind === "unknown";
  if (isUnknown) logUnknown(event.body, log);
  else if (name !== null) log("error", "slack-defect", { name });
  if (!isAcknowledged) await acknowledge(event, log);
}

async function acknowledge({ ack }: ReceiverEvent, log: SlackOptions["log"]): Promise<void> {
  try {
    await ack();
  } catch (error) {
    log("warn", "slack-unanswered", { name: nameOf(error) });
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : "unknown");

const longestTrial = 4000;
/** Slack tries the connection without signing that. It is answered, and nothing comes of whatever else is said with it. */
const isTrial = (rawBody: Buffer): boolean =>
  rawBody.length <= longestTrial && new URLSearchParams(rawBody.toString()).get("ssl_check") === "1";

/** What was posted; null when it is too long or breaks off. */
function received(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let size = 0;
    request.on("data", (part: Buffer) => {
      size += part.length;
      parts.push(part);
      if (size <= bodyLimit) return;
      request.removeAllListeners("data").pause();
      resolve(null);
    });
    request.once("end", () => resolve(Buffer.concat(parts)));
    for (const brokenOff of ["error", "close"]) request.once(brokenOff, () => resolve(null));
  });
}

function answer(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, headers).end();
}

/** What tells a thing apart from the next, however often it is sent. What cannot hurt twice needs none. */
function mattersIn({ event_id: event, trigger_id: trigger, type }: Record<string, unknown>): string[] {
  if (type === "event_callback" && typeof event === "string") return [`slack/${event}`];
  return typeof trigger === "string" ? [`slack/${trigger}`] : [];
}

/** An event that Slack sends again is signed anew, which a replayed one is not. What people do is sent once, so that one key will do. */
function keysOf(body: Record<string, unknown>, signature: string): string[] {
  const [ofRequest, matters] = [`slack/${signature}`, mattersIn(body)];
  return isEvent(body) || matters.length === 0 ? [ofRequest, ...matters] : matters;
}

/** The body as an object; null for what is none. */
function bodyOf(request: Parameters<typeof http.parseHTTPRequestBody>[0]): Record<string, unknown> | null {
  try {
    const body: unknown = http.parseHTTPRequestBody(request);
    return isObject(body) ? body : null;
  } catch {
    return null;
  }
}
