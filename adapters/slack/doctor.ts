import { createHmac, randomUUID } from "node:crypto";
import { codeIn, reach, type Unreached } from "../reach.ts";
import { webApi } from "./bolt.ts";
import { clientOptions, quietLogger } from "./client.ts";
import { problemOf, slackErrorIn } from "./errors.ts";
import type { SlackOptions } from "./options.ts";
import { neededScopes } from "./scopes.ts";

/** What is examined, and how. */
interface Patient extends Pick<SlackOptions, "tokens" | "reached" | "apiUrl"> {
  /** Where Slack is told to post; null when nobody said. */
  url: URL | null;
  /** Milliseconds since 1970. */
  now: number;
}

/** One of the bot tokens, by its place in the list: it is never named otherwise. */
interface OfToken {
  entry: number;
  of: number;
}

type AboutToken = OfToken &
  (
    | { code: "token-good"; workspace: string; id: string }
    | { code: "token-twice"; id: string; other: number }
    | { code: "token-invalid" | "token-revoked" | "token-expired" }
    | { code: "token-refused"; reason: string }
    | { code: "scopes-good" | "scopes-unknown" }
    | { code: "scopes-missing" | "scopes-extra"; scopes: readonly string[] }
  );

type AboutSlack = { code: "slack-unreachable"; reason: string } | { code: "slack-throttled"; seconds: number };

type AboutSocket =
  | { code: "app-token-good" | "app-token-invalid" | "app-token-of-bot" | "app-token-scope" | "url-needless" }
  | { code: "app-token-refused"; reason: string };

type AboutUrl =
  | { code: "url-unchecked" }
  | Unreached
  | { code: "url-good" | "url-local" | "url-wrong-path" | "url-wrong-secret" | "url-without-challenge"; url: string }
  | { code: "url-answered"; url: string; status: number };

type Found = AboutToken | AboutSlack | AboutSocket | AboutUrl;

/** What was found, as data: `wrong` must be mended before the bot works, `note` is worth knowing. Holds no token and no secret. */
export type SlackFinding = Found & { level: "good" | "note" | "wrong" };

const notes: readonly Found["code"][] = ["token-twice", "scopes-unknown", "scopes-extra", "url-needless", "url-unchecked", "url-local"];

const levelOf = (code: Found["code"]): SlackFinding["level"] => (code.endsWith("-good") ? "good" : notes.includes(code) ? "note" : "wrong");

/** Examines all that the bot needs of Slack. Nothing is sent to anybody, and nothing is changed. */
export async function examineSlack(patient: Patient): Promise<SlackFinding[]> {
  const { tokens, reached, url } = patient;
  const [ofTokens, ofWay] = await Promise.all([
    Promise.all(tokens.map((token, index) => examineToken(token, { entry: index + 1, of: tokens.length }, patient))),
    reached.by === "socket" ? examineAppToken(reached.appToken, patient) : examineUrl(reached.signingSecret, patient),
  ]);
  const found: Found[] = [...withTwins(ofTokens.flat()), ...ofWay];
  if (reached.by === "socket" && url) found.push({ code: "url-needless" });
  // What keeps every call from Slack is said once.
  const once = new Map(found.map((one) => [JSON.stringify(one), one]));
  return [...once.values()].map((one) => ({ ...one, level: levelOf(one.code) }));
}

const clientOf = (token: string, { apiUrl }: Patient) =>
  new webApi.WebClient(
    token,
    clientOptions(
      apiUrl,
      quietLogger(() => undefined),
    ),
  );

async function examineToken(token: string, of: OfToken, patient: Patient): Promise<(AboutToken | AboutSlack)[]> {
  try {
    const { team = "", team_id: id = "", response_metadata } = await clientOf(token, patient).auth.test();
    return [{ ...of, code: "token-good", workspace: team, id }, ...scopesFound(response_metadata?.scopes, of)];
  } catch (error) {
    return [troubleOf(error) ?? { ...of, ...tokenFault(slackErrorIn(error) ?? "") }];
  }
}

function scopesFound(granted: readonly string[] | undefined, of: OfToken): AboutToken[] {
  if (!granted) return [{ ...of, code: "scopes-unknown" }];
  const missing = neededScopes.filter((scope) => !granted.includes(scope));
  const extra = granted.filter((scope) => !neededScopes.includes(scope));
  return [
    missing.length > 0 ? { ...of, code: "scopes-missing", scopes: missing } : { ...of, code: "scopes-good" },
    ...(extra.length > 0 ? [{ ...of, code: "scopes-extra", scopes: extra } as const] : []),
  ];
}

type TokenFault = { code: "token-invalid" | "token-revoked" | "token-expired" } | { code: "token-refused"; reason: string };

function tokenFault(error: string): TokenFault {
  if (error === "invalid_auth" || error === "not_authed") return { code: "token-invalid" };
  if (error === "token_revoked" || error === "account_inactive") return { code: "token-revoked" };
  return error === "token_expired" ? { code: "token-expired" } : { code: "token-refused", reason: error };
}

/** Of two tokens of one workspace, only one is used. */
function withTwins<One extends AboutToken | AboutSlack>(found: readonly One[]): (One | AboutToken)[] {
  const first = new Map<string, number>();
  return found.flatMap((one): (One | AboutToken)[] => {
    if (one.code !== "token-good") return [one];
    const { id, entry, of } = one;
    const other = first.get(id);
    first.set(id, other ?? entry);
    return other === undefined ? [one] : [one, { code: "token-twice", entry, of, id, other }];
  });
}

/** Asks for a socket, and opens none. */
async function examineAppToken(token: string, patient: Patient): Promise<(AboutSocket | AboutSlack)[]> {
  try {
    await clientOf(token, patient).apps.connections.open();
    return [{ code: "app-token-good" }];
  } catch (error) {
    return [troubleOf(error) ?? appTokenFault(slackErrorIn(error) ?? "")];
  }
}

function appTokenFault(error: string): AboutSocket {
  if (error === "invalid_auth" || error === "not_authed" || error === "token_revoked") return { code: "app-token-invalid" };
  if (error === "not_allowed_token_type") return { code: "app-token-of-bot" };
  return error === "missing_scope" ? { code: "app-token-scope" } : { code: "app-token-refused", reason: error };
}

/** Why Slack did not answer at all; null where it refused by name. @throws a defect of ours */
function troubleOf(error: unknown): AboutSlack | null {
  const problem = problemOf(error);
  if (problem.problem === "throttled") return { code: "slack-throttled", seconds: problem.retryAfterSeconds };
  if (slackErrorIn(error) !== null) return null;
  return { code: "slack-unreachable", reason: codeIn(error) ?? problem.reason };
}

/** Posts there what Slack posts to make sure of an address, signed as Slack signs. */
async function examineUrl(signingSecret: string, { url, now }: Patient): Promise<AboutUrl[]> {
  if (!url) return [{ code: "url-unchecked" }];
  const challenge = randomUUID();
  const body = JSON.stringify({ type: "url_verification", challenge });
  const reached = await reach(url, signed(body, signingSecret, now), body);
  if (reached.code !== "answered") return [reached];
  const answer = answerOf(reached.status, reached.text, challenge, reached.url);
  return reached.isLocal && answer.code === "url-good" ? [answer, { code: "url-local", url: reached.url }] : [answer];
}

function signed(body: string, secret: string, now: number): Record<string, string> {
  const seconds = Math.floor(now / 1000);
  const digest = createHmac("sha256", secret).update(`v0:${seconds}:${body}`).digest("hex");
  return { "x-slack-request-timestamp": String(seconds), "x-slack-signature": `v0=${digest}` };
}

function answerOf(status: number, text: string, challenge: string, url: string): AboutUrl {
  if (status === 401) return { code: "url-wrong-secret", url };
  if (status === 404) return { code: "url-wrong-path", url };
  if (status !== 200) return { code: "url-answered", url, status };
  return { code: text.includes(challenge) ? "url-good" : "url-without-challenge", url };
}
