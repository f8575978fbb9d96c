import { introduce } from "../../src/ui/introduce.ts";
import type { Message } from "../../src/ui/model.ts";
import { plainMessage } from "../../src/ui/plain.ts";
import type { Handle, Incoming } from "../../src/ui/platform.ts";
import { cardOf, formAnswer } from "./answers.ts";
import type { PlaygroundOptions } from "./options.ts";
import type { ReplyAnswer, Shown } from "./page/protocol.ts";

/**
 * Lets the bot answer, and keeps what it says in the conversation.
 *
 * @param origin the message whose button, or whose form, the person used.
 */
export async function converse(
  incoming: Incoming,
  origin: string | undefined,
  handle: Handle,
  conversation: PlaygroundOptions["conversation"],
): Promise<ReplyAnswer> {
  const to = incoming.from;
  let reply = await handle(incoming);
  // The page knows no more of a person than their address.
  if (reply.kind === "introduce") reply = await introduce(incoming, null, handle);
  if (reply.kind === "hold") reply = await handle({ ...incoming, held: true });
  switch (reply.kind) {
    case "nothing":
    case "introduce":
    case "hold":
      return { kind: "nothing" };
    case "ask":
      return formAnswer(reply.form);
    case "home":
      return { kind: "home", ...(await add(reply.home)) };
    case "say": {
      if (reply.isUndone && incoming.kind === "submit") return { kind: "undone", text: plainMessage(reply.message) };
      const settled = reply.settled && (await replace(reply.settled));
      return { kind: "say", ...(await add(reply.message)), ...(settled && { settled }) };
    }
    case "replace": {
      // A message that is gone cannot be replaced: what it would have said is said anew.
      const replaced = await replace(reply.message);
      return replaced ? { kind: "replace", ...replaced } : { kind: "say", ...(await add(reply.message)) };
    }
  }

  async function add(message: Message): Promise<Shown> {
    return { message: await conversation.append(to, { from: "bot", message, unprompted: false }), card: cardOf(message) };
  }

  async function replace(message: Message): Promise<Shown | undefined> {
    if (origin === undefined || !(await conversation.replace(to, origin, message))) return undefined;
    return { message: origin, card: cardOf(message) };
  }
}
