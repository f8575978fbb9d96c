import type { Visit } from "../features/feature.ts";
import { message } from "../ui/limits.ts";
import type { Block, Button, Message } from "../ui/model.ts";

/** A message that nobody asked for ends with how to have fewer. */
export function noticeTo(visit: Visit, summary: string, blocks: readonly Block[], buttons: readonly Button[] = []): Message {
  const { notices } = visit.words;
  return message({
    language: visit.person.language,
    summary,
    blocks: [
      ...blocks,
      { kind: "buttons", buttons: [...buttons, { label: notices.pauseButton, action: "pause.open" }] },
      { kind: "text", text: notices.footer, tone: "quiet" },
    ],
  });
}
