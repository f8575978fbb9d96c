import type { Message } from "./model.ts";
import type { Reply } from "./platform.ts";
import { phrases } from "./speak.ts";

/** In both languages, as to anybody whose own is not known. */
export function notNow(): Reply {
  const texts = [phrases.fr.notNow, phrases.en.notNow];
  const message: Message = { language: "fr", summary: texts.join(" "), blocks: texts.map((text) => ({ kind: "text", text })) };
  return { kind: "say", message, isUndone: true };
}
