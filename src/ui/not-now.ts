import type { Message } from "./model.ts";
import type { Incoming, Reply } from "./platform.ts";
import { phrases } from "./speak.ts";

/** In both languages, as to anybody whose own is not known. A form that was sent says it itself, for it is not kept. */
export function notNow({ kind }: Pick<Incoming, "kind">): Reply {
  const texts = [phrases.fr.notNow, phrases.en.notNow];
  const message: Message = { language: "fr", summary: texts.join(" "), blocks: texts.map((text) => ({ kind: "text", text })) };
  return { kind: kind === "submit" ? "replace" : "say", message };
}
