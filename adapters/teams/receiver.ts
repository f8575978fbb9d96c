import type { IncomingMessage, ServerResponse } from "node:http";
import type { InvokeResponse } from "botbuilder";
import type { TeamsOptions } from "./options.ts";
import { addressOf, readSent, type Sent, tenantOf } from "./read.ts";
import type { Verdict } from "./trust.ts";

const path = "/api/messages";
const bodyLimit = 1024 * 1024;
/** By what it asks for, the bot is told from whatever else refuses what is not signed. */
export const challenge = 'Bearer realm="Triade"';

interface Door {
  judge(authorization: string | undefined, sent: Sent): Promise<Verdict>;
  /** Of an activity that Teams sent, for the first time. */
  take(sent: Sent): Promise<InvokeResponse>;
}

const statuses: Readonly<Record<Exclude<Verdict, "trusted">, number>> = { unsigned: 401, forbidden: 403, unknown: 503 };

/** Takes what Teams posts from the server that all endpoints share: only what is signed, of the tenants the bot is in, and only once. */
export function createReceiver({ tenants, credentials, firstTime, log }: TeamsOptions, { judge, take }: Door) {
  async function answer(request: IncomingMessage): Promise<InvokeResponse> {
    if (request.method !== "POST") return { status: 405 };
    const bytes = await bodyOf(request);
    if (bytes === null) return { status: 413 };
    const { authorization } = request.headers;
    const sent = readSent(parsed(bytes));
    if (!sent) return refuse(authorization === undefined ? 401 : 400, "malformed");
    const verdict = await judge(authorization, sent);
    if (verdict !== "trusted") return refuse(statuses[verdict], verdict);
    const tenant = tenantOf(sent);
    const isOfAny = credentials === null && tenants.length === 0;
    if (tenant === null || !(isOfAny || tenants.includes(tenant))) return refuse(403, "tenant");
    if (!(await isNew(sent))) {
      log("warn", "teams-repeated", { tenant });
      return repeated(sent);
    }
    return take(sent);
  }

  /** What has no id cannot be told from another. */
  async function isNew(sent: Sent): Promise<boolean> {
    if (sent.id === undefined) return true;
    const { conversation } = sent;
    const [first = true] = await firstTime([`teams/${conversation.id}/${addressOf(sent)?.user ?? ""}/${sent.id}`]);
    return first;
  }

  function refuse(status: number, why: string): InvokeResponse {
    log("warn", "teams-refused", { why });
    return { status };
  }

  /** @returns false when the path is not the bot's in Teams, and nothing was answered. */
  return async function handleRequest(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    if (request.url?.split("?")[0] !== path) return false;
    const { status, body } = await answer(request).catch((error: unknown) => {
      log("error", "teams-defect", { name: error instanceof Error ? error.name : "unknown" });
      return { status: 500 } as InvokeResponse;
    });
    const hasBody = body !== undefined && body !== null;
    response.writeHead(status, {
      ...(hasBody ? { "content-type": "application/json; charset=utf-8" } : {}),
      ...(status === 401 ? { "www-authenticate": challenge } : {}),
      ...(status === 405 ? { allow: "POST" } : {}),
    });
    response.end(hasBody ? JSON.stringify(body) : undefined);
    return true;
  };
}

/** It was answered when it came first; what waits for a body gets one that changes nothing. */
function repeated({ type, ...sent }: Sent): InvokeResponse {
  if (type !== "invoke" || sent.name !== "adaptiveCard/action") return { status: 200 };
  const value = { code: "Repeated", message: "" };
  return { status: 200, body: { statusCode: 400, type: "application/vnd.microsoft.error", value } };
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= bodyLimit) chunks.push(chunk);
  }
  return length > bodyLimit ? null : Buffer.concat(chunks).toString();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
