import type { Message } from "./model.ts";
import type { Handle, Incoming, Profile, Reply } from "./platform.ts";
import { phrases } from "./speak.ts";

/**
 * Tells the bot who somebody is whom it does not know. A form that they sent is taken once they are known, and stays until then as
 * they typed it; who came to be known while their platform was asked finds their own home.
 */
export async function introduce(incoming: Incoming, profile: Profile | null, handle: Handle): Promise<Reply> {
  const reply = await handle({ kind: "introduced", from: incoming.from, profile });
  if (incoming.kind !== "submit" && incoming.kind !== "home-opened") return reply;
  const taken = await handle(incoming);
  if (taken.kind !== "introduce") return taken;
  return incoming.kind === "submit" && reply.kind === "say" ? { ...reply, message: nothingKept(reply.message), isUndone: true } : reply;
}

const nothingKept = ({ blocks, ...message }: Message): Message => {
  const text = message.isInEach ? `${phrases.fr.nothingKept} ${phrases.en.nothingKept}` : phrases[message.language].nothingKept;
  return { ...message, blocks: [{ kind: "text", text, tone: "attention" }, ...blocks] };
};
