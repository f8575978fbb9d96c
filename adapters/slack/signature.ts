import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** By the machine's clock, wherever the bot's stands. */
const oldestSeconds = 5 * 60;

/**
 * Whether Slack signed these very bytes for this app, no longer than five minutes ago (docs.slack.dev, "Verifying requests from
 * Slack"). Bolt's own check digests both sides once more to compare them, and reads every form a second time.
 */
export function isSigned(headers: IncomingHttpHeaders, body: Buffer, secret: string): boolean {
  const { "x-slack-request-timestamp": at, "x-slack-signature": signature } = headers;
  if (typeof at !== "string" || typeof signature !== "string") return false;
  if (!/^\d+$/.test(at) || Number(at) < Date.now() / 1000 - oldestSeconds) return false;
  const digest = createHmac("sha256", secret).update(`v0:${at}:`).update(body).digest("hex");
  const [given, due] = [Buffer.from(signature), Buffer.from(`v0=${digest}`)];
  return given.length === due.length && timingSafeEqual(given, due);
}
