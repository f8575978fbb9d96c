import type { IncomingMessage, ServerResponse } from "node:http";
import {
  type App,
  HTTPResponseAck,
  HTTPModuleFunctions as http,
  isRawBodyError,
  type Logger,
  type Receiver,
  type ReceiverEvent,
  SocketModeReceiver,
} from "@slack/bolt";
import type { SlackOptions } from "./options.ts";
import { clientOptions } from "./workspaces.ts";

const path = "/slack/events";
const bodyLimit = 1024 * 1024;

interface SharingReceiver extends Receiver {
  /** @returns false when the path is not Slack's, and nothing was answered. */
  handleRequest(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
}

/** Takes what Slack posts from the server that all endpoints share: only what is signed, and only once. */
export function createHttpReceiver(signingSecret: string, { firstTime, log }: SlackOptions, logger: Logger): SharingReceiver {
  let app: App | null = null;

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== "POST") return answer(response, 405, { allow: "POST" });
    const verified = await verify(request).catch((error: unknown) => (isRawBodyError(error) ? "unreadable" : "unsigned"));
    if (verified === "unreadable") return answer(response, 413);
    if (verified === "unsigned") return refuse(response, "unsigned");
    const body = bodyOf(verified);
    if (body === null) return answer(response, 400);
    if (body.ssl_check) return answer(response, 200);

    const signature = String(request.headers["x-slack-signature"]);
    const [isNew, isNewMatter = true] = await firstTime([`slack/${signature}`, ...mattersIn(body)]);
    // Slack sends an event again when it did not hear in time that it arrived.
    const isRetry = http.extractRetryNumFromHTTPRequest(request) !== undefined;
    if (!isNewMatter && (isNew || isRetry)) return answer(response, 200);
    if (!isNew) return refuse(response, "replayed");
    if (body.type === "url_verification") return http.buildUrlVerificationResponse(response, body);
    await process(body, verified, response);
  }

  const verify = (request: IncomingMessage) => http.parseAndVerifyHTTPRequest({ signingSecret, logger, bodyLimit }, request);

  async function process(body: Record<string, unknown>, request: IncomingMessage, response: ServerResponse): Promise<void> {
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
    const acknowledge = ack.bind();
    let isAcknowledged = false;
    try {
      await app?.processEvent({
        body,
        ack: (payload) => {
          isAcknowledged = true;
          return acknowledge(payload);
        },
        ...(retryNum === undefined ? {} : { retryNum }),
      });
    } catch (error) {
      log("error", "slack-defect", { name: error instanceof Error ? error.name : "unknown" });
    }
    if (isAcknowledged) return;
    ack.ack();
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
    async handleRequest(request, response) {
      if (request.url?.split("?")[0] !== path) return false;
      await take(request, response);
      return true;
    },
  };
}

/** Takes what Slack sends through a socket, which the bot opens: nothing needs to reach the machine from outside. */
export function createSocketReceiver(appToken: string, { apiUrl, firstTime, log }: SlackOptions, logger: Logger): SharingReceiver {
  const socket = new SocketModeReceiver({ appToken, logger, installerOptions: { clientOptions: clientOptions(apiUrl, logger) } });

  async function take(event: ReceiverEvent, app: App): Promise<void> {
    try {
      const [isNew = true] = await firstTime(mattersIn(event.body));
      if (isNew) await app.processEvent(event);
      else await event.ack();
    } catch (error) {
      log("error", "slack-defect", { name: error instanceof Error ? error.name : "unknown" });
    }
  }
  return {
    init: (app) => socket.init(Object.assign(Object.create(app) as App, { processEvent: (event: ReceiverEvent) => take(event, app) })),
    start: () => socket.start(),
    stop: () => socket.stop(),
    handleRequest: async () => false,
  };
}

function answer(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, headers).end();
}

/** What tells a thing apart from the next, however often it is sent. What cannot hurt twice needs none. */
function mattersIn({ event_id: event, trigger_id: trigger, type }: Record<string, unknown>): string[] {
  if (type === "event_callback" && typeof event === "string") return [`slack/${event}`];
  return typeof trigger === "string" ? [`slack/${trigger}`] : [];
}

/** The body as an object; null for what is none. */
function bodyOf(request: Parameters<typeof http.parseHTTPRequestBody>[0]): Record<string, unknown> | null {
  try {
    const body: unknown = http.parseHTTPRequestBody(request);
    return typeof body === "object" && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
