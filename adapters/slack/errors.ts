import { DeliveryError, type DeliveryProblem } from "../../src/ui/platform.ts";
import { webApi } from "./bolt.ts";

/** Slack's errors of a workspace that is lost for good, whichever call met them. */
const ofALostWorkspace = ["app_uninstalled", "token_revoked", "token_expired", "account_inactive", "team_not_found"];
/** Slack's errors of an account that no message reaches, for as long as it is what it is: which Slack tells who asks. */
export const lostAccount: readonly string[] = ["user_not_found", "users_not_found", "user_disabled", "channel_not_found"];
/** The same of one whose state says nothing of it: what it does itself shows that it is reached again. */
const closedToUs: readonly string[] = ["is_archived", "user_not_visible", "cannot_dm_bot", "not_in_channel", "cannot_message_user"];
/** No token of the workspace was given. */
export const noToken = "no-token";
/** A whole workspace is lost: whoever was in it is reached again once the bot is. */
export const lostWithWorkspace: readonly string[] = [...ofALostWorkspace, noToken];

type Kind = Exclude<DeliveryProblem["problem"], "throttled">;

/** Set up wrongly: it works as soon as that is mended, and nothing is lost meanwhile. */
const setUpWrongly = [
  ...["invalid_auth", "not_authed", "missing_scope", "not_allowed_token_type", "no_permission", "ekm_access_denied"],
  ...["two_factor_setup_required", "team_access_not_granted", "restricted_action", "messages_tab_disabled", "access_denied"],
];

/**
 * What can be done about an error of the Web API (docs.slack.dev, `chat.postMessage`, `views.publish`, `conversations.open`).
 * An error that is not listed is a refusal: Slack understood, and would say the same the next time.
 */
const kinds: Readonly<Record<string, Kind>> = {
  ...of("gone", [
    ...[...lostAccount, ...closedToUs],
    // The workspace, or the app in it.
    ...ofALostWorkspace,
  ]),
  ...of("temporary", [
    ...["internal_error", "fatal_error", "service_unavailable", "request_timeout", "accesslimited", "rollup_error", "hash_conflict"],
    // The workspace moves into an organization, or a conversation into another one.
    ...["org_login_required", "team_added_to_org", "external_channel_migrating"],
    // So much was written by all that Slack takes no more for now.
    "message_limit_exceeded",
    ...setUpWrongly,
  ]),
};

function of(kind: Kind, errors: readonly string[]): Record<string, Kind> {
  return Object.fromEntries(errors.map((error) => [error, kind]));
}

/** How Slack names its errors. What else stands there, such as the page of a proxy, somebody else wrote: none of it is kept. */
const nameOfError = /^[a-z][a-z0-9_]{1,59}$/;

/** The error of Slack itself, such as `channel_not_found`; null for any other trouble. */
export function slackErrorIn(thrown: unknown): string | null {
  const error = thrown instanceof webApi.WebAPIPlatformError ? thrown.data.error : null;
  return typeof error === "string" && nameOfError.test(error) ? error : null;
}

const unreachable: DeliveryProblem = { problem: "temporary", reason: "slack-unreachable" };

/** @returns what can be done about a call that failed; a defect of ours is thrown on. */
export function problemOf(thrown: unknown): DeliveryProblem {
  if (thrown instanceof DeliveryError) return thrown.problem;
  if (thrown instanceof webApi.WebAPIRateLimitedError) return { problem: "throttled", retryAfterSeconds: Math.max(1, thrown.retryAfter) };
  if (thrown instanceof webApi.WebAPIRequestError) return unreachable;
  if (thrown instanceof webApi.WebAPIHTTPError) return { problem: "temporary", reason: `http-${thrown.statusCode}` };
  const error = slackErrorIn(thrown);
  if (error === null && thrown instanceof webApi.WebAPIPlatformError) return unreachable;
  if (error === null) throw thrown;
  if (error === "ratelimited" || error === "rate_limited") return { problem: "throttled", retryAfterSeconds: 1 };
  return { problem: kinds[error] ?? "refused", reason: error };
}

/** Whether it passes without anybody doing something about it. */
export const mendsByItself = (problem: DeliveryProblem): boolean =>
  problem.problem === "throttled" || (problem.problem === "temporary" && !setUpWrongly.includes(problem.reason));

/** A call to Slack, whose errors say what can be done about them. @throws DeliveryError */
export async function told<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (cause) {
    throw new DeliveryError(problemOf(cause), { cause });
  }
}
