import { z } from "zod";
import { codeOf, DeliveryError, type DeliveryProblem } from "../../src/ui/platform.ts";

export const conversationLost = "conversation-not-found";

/**
 * The person, or the app at theirs, is gone. Source: "Status codes from bot conversational APIs" in the documentation of Teams.
 * Whoever blocked the bot and whoever uninstalled it look the same.
 */
const gone: Readonly<Record<string, string>> = {
  MessageWritesBlocked: "blocked",
  ConversationBlockedByUser: "blocked",
  ForbiddenOperationException: "not-installed",
  BotNotInConversationRoster: "not-installed",
  ConversationNotFound: conversationLost,
};
/** Works as soon as somebody mends it, or once the person turned to the bot from where they are served now. */
const mendable: readonly string[] = ["BotDisabledByAdmin", "BotNotRegistered", "InvalidBotApiHost"];

const said = z.looseObject({
  error: z.looseObject({ code: z.string() }).optional().catch(undefined),
  message: z.string().optional().catch(undefined),
});
const within = z.looseObject({ subCode: z.string() });

/** The code of an error; that of a blocked conversation is in a text within the text. */
function codeIn(body: string): string | null {
  const { data } = said.safeParse(parsed(body));
  const code = data?.error?.code ?? within.safeParse(parsed(data?.message ?? "")).data?.subCode;
  return code !== undefined && /^\w{1,60}$/.test(code) ? code : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What can be done about an answer of the Connector that is none. What is not known is a refusal: Teams would say the same again. */
export function problemOf(status: number, body: string, retryAfter: string | null): DeliveryProblem {
  if (status === 429) return throttledFor(retryAfter);
  const code = codeIn(body);
  if (code !== null && Object.hasOwn(gone, code)) return { problem: "gone", reason: gone[code] ?? code };
  const reason = code ?? `http-${status}`;
  const passes = status === 401 || status === 408 || status === 412 || status >= 500;
  return { problem: passes || mendable.includes(reason) ? "temporary" : "refused", reason };
}

/** Teams counts what is written in each conversation, and seldom says for how long to wait. */
function throttledFor(retryAfter: string | null): DeliveryProblem {
  const seconds = Math.ceil(Number(retryAfter));
  if (retryAfter === null || !Number.isFinite(seconds) || seconds < 1) return { problem: "temporary", reason: "throttled" };
  return { problem: "throttled", retryAfterSeconds: seconds, inConversation: true };
}

/** A short code of what is wrong, for a log. A defect of ours is thrown on. */
export function troubleIn(thrown: unknown): { problem: DeliveryProblem["problem"]; reason: string } {
  if (!(thrown instanceof DeliveryError)) throw thrown;
  const { problem } = thrown;
  return { problem: problem.problem, reason: codeOf(problem) };
}
