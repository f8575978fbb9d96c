import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** By the machine's clock, wherever the bot's stands; one that is wrong by more takes nothing that Slack sends. */
const mostSecondsApart = 5 * 60;

/**
 * Whether Slack signed these very bytes for this app, within five minutes of now (docs.slack.dev, "Verifying requests from
 * Slack"). Bolt's own check digests both sides once more to compare them, and reads every form a second time.
 */
export function isSigned(headers: IncomingHttpHeaders, body: Buffer, secret: string): boolean {
  const { "x-slack-request-timestamp": at, "x-slack-signature": signature } = headers;
  if (typeof at !== "string" || typeof signature !== "string") return false;
  if (!/^\d+$/.test(at) || Math.abs(Date.now() / 1000 - Number(at)) > mostSecondsApart) return false;
  const digest = createHmac("sha256", secret).update(`v0:${at}:`).update(body).digest("hex");
  const [given, due] = [Buffer.from(signature), Buffer.from(`v0=${digest}`)];
  return given.length === due.length && timingSafeEqual(given, due);
}
