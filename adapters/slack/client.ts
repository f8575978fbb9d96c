import type { Logger } from "@slack/bolt";
import { LogLevel, webApi } from "./bolt.ts";
import { exchange, post, secondsToWait, textsIn } from "./fetch.ts";
import type { SlackOptions } from "./options.ts";

/** No retries of its own: what is to be done about a failure is decided in one place, by the delivery. */
export const clientOptions = (apiUrl: string | undefined, logger: Logger): webApi.WebClientOptions => ({
  ...(apiUrl ? { slackApiUrl: apiUrl } : {}),
  logger,
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  fetch: post,
  allowAbsoluteUrls: false,
});

/** What shows something to somebody: Slack takes it as JSON too (docs.slack.dev, "POST bodies"), and asks for that where it has blocks. */
const showing: readonly string[] = [
  ...["chat.postMessage", "chat.update", "conversations.open"],
  ...["views.open", "views.push", "views.update", "views.publish"],
];

/** The client says `alt_text` where Slack reads `alt_txt` (docs.slack.dev, `files.getUploadURLExternal`), and nothing else. */
const nameOf = (method: string, argument: string): string =>
  method === "files.getUploadURLExternal" && argument === "alt_text" ? "alt_txt" : argument;

/**
 * Slack's client, which writes every argument as JSON in a form, copies all of them without what is secret for a log that nobody
 * reads, and keeps a queue and retries: about four times the work of the call itself. What answers somebody goes past that, with
 * its errors; what is only asked does not.
 */
class Client extends webApi.WebClient {
  override async apiCall(method: string, options: Record<string, unknown> = {}): Promise<webApi.WebAPICallResult> {
    if (showing.includes(method)) return this.#show(method, options);
    const named = Object.entries(options).map(([argument, value]) => [nameOf(method, argument), value]);
    return super.apiCall(method, Object.fromEntries(named));
  }

  async #show(method: string, options: Record<string, unknown>): Promise<webApi.WebAPICallResult> {
    const as = { authorization: `Bearer ${this.token}`, "content-type": "application/json; charset=utf-8" };
    const { status, statusText, headers, said } = await exchange(`${this.slackApiUrl}${method}`, as, JSON.stringify(options)).catch(
      (error: Error) => {
        throw new webApi.WebAPIRequestError(error);
      },
    );
    if (status === 429) throw new webApi.WebAPIRateLimitedError(secondsToWait(headers));
    if (status !== 200) throw new webApi.WebAPIHTTPError(status, statusText, textsIn(headers), said);
    const result = read(said);
    if (!result.ok) throw new webApi.WebAPIPlatformError(result);
    return result;
  }
}

function read(said: string): webApi.WebAPICallResult & { error: string } {
  try {
    return JSON.parse(said);
  } catch (error) {
    throw new webApi.WebAPIRequestError(error as Error);
  }
}

export const createClient = (token: string, apiUrl: string | undefined, logger: Logger): webApi.WebClient =>
  new Client(token, clientOptions(apiUrl, logger));

/** What Bolt and its clients have to say, by their levels; neither quotes a payload at these. */
export function quietLogger(log: SlackOptions["log"]): Logger {
  const nothing = () => undefined;
  // Their texts may hold what somebody wrote, or a token, so that only their kind is kept.
  return {
    debug: nothing,
    info: nothing,
    warn: () => log("warn", "slack-client", {}),
    error: () => log("error", "slack-client", {}),
    setLevel: nothing,
    getLevel: () => LogLevel.WARN,
    setName: nothing,
  };
}
