import type { Loose } from "./records.ts";

export interface Answer {
  status: number;
  body?: Loose;
  headers?: Readonly<Record<string, string>>;
}

/** What Teams says in each case. Source: "Status codes from bot conversational APIs" in its documentation. */
const refusals = {
  BadArgument: [400, "Invalid request payload."],
  BadSyntax: [400, "Bad format of the request."],
  BotNotRegistered: [401, "No registration found for this bot."],
  BotDisabledByAdmin: [403, "The tenant admin disabled this bot"],
  BotNotInConversationRoster: [403, "The bot is not part of the conversation roster."],
  ConversationBlockedByUser: [403, "User blocked the conversation with the bot."],
  ForbiddenOperationException: [403, "Bot is not installed in user's personal scope"],
  InvalidBotApiHost: [403, "Invalid bot API host."],
  NotEnoughPermissions: [403, "Not enough permissions to do this."],
  MessageWritesBlocked: [403, "Thread is blocked from message writes."],
  ActivityNotFoundInConversation: [404, "The message ID provided couldn't be found in the conversation."],
  ConversationNotFound: [404, "The conversation was not found."],
  MemberNotFoundInConversation: [404, "The member was not found in the conversation."],
  PreconditionFailed: [412, "Precondition failed, please try again."],
  MessageSizeTooBig: [413, "Message size too large."],
  Throttled: [429, "Too many requests."],
  ServiceError: [502, "Service error."],
  ServiceUnavailable: [503, "Service unavailable."],
  GatewayTimeout: [504, "Gateway timeout."],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type Code = keyof typeof refusals;

export function refused(code: Code, message: string = refusals[code][1]): Answer {
  const [status] = refusals[code];
  // This one comes from deeper inside, and as text in text.
  if (code === "MessageWritesBlocked") {
    const inner = { subCode: code, details: message, errorCode: null, errorSubCode: null };
    return { status, body: { errorCode: 209, message: JSON.stringify(inner, null, 2).replace(/\n/g, "\r\n") } };
  }
  return { status, body: { error: { code, message } } };
}

export const throttled = (seconds: number): Answer => ({ ...refused("Throttled"), headers: { "retry-after": String(seconds) } });
