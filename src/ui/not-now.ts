import type { Message } from "./model.ts";
import type { Reply } from "./platform.ts";
import { phrases } from "./speak.ts";

/** Nothing can be done for anybody just now. */
export const notNow = (): Reply => undone("notNow");
/** Nothing can be done for them before the app is theirs. */
export const addFirst = (): Reply => undone("addFirst");

/** In both languages, as to anybody whose own is not known. */
function undone(what: "notNow" | "addFirst"): Reply {
  const texts = [phrases.fr[what], phrases.en[what]];
  const message: Message = {
    language: "fr",
    isInEach: true,
    summary: texts.join(" "),
    blocks: texts.map((text) => ({ kind: "text", text })),
  };
  return { kind: "say", message, isUndone: true };
}
