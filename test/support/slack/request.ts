import type { IncomingMessage } from "node:http";
import type { Loose } from "./inputs.ts";

export async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** These come as JSON in a string when the body is a form. */
const structured: readonly string[] = ["blocks", "view", "metadata", "files"];

function value(name: string, text: string): Loose {
  if (structured.includes(name)) {
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }
  return text === "true" ? true : text === "false" ? false : text;
}

/** The arguments of a call, from a form or JSON; none where the body is neither. */
export function argumentsOf(request: IncomingMessage, body: Buffer): { args: Loose; json: boolean } {
  const type = request.headers["content-type"] ?? "";
  const text = body.toString();
  if (type.startsWith("application/x-www-form-urlencoded")) {
    return { args: Object.fromEntries([...new URLSearchParams(text)].map(([name, said]) => [name, value(name, said)])), json: false };
  }
  if (!type.startsWith("application/json") || text === "") return { args: {}, json: false };
  try {
    return { args: JSON.parse(text), json: true };
  } catch {
    return { args: {}, json: true };
  }
}

/** What is in an upload: the body as it is, or the first file of a multipart form. */
export function uploadOf(request: IncomingMessage, body: Buffer): Buffer {
  const boundary = /^multipart\/form-data.*boundary="?([^";]+)/.exec(request.headers["content-type"] ?? "")?.[1];
  if (!boundary) return body;
  const named = body.indexOf("filename=");
  const start = body.indexOf("\r\n\r\n", named) + 4;
  return body.subarray(start, body.indexOf(`\r\n--${boundary}`, start));
}
