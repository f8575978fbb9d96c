import type { Visit } from "../features/feature.ts";
import type { Became } from "../program/reasons.ts";
import type { PlannedNotice } from "../store/outbox.ts";
import { message } from "../ui/limits.ts";
import type { Message, Text } from "../ui/model.ts";
import { plain } from "../ui/plain.ts";

/** What a message is about, and one quiet line on what became of it. */
export const settledTo = (visit: Visit, { summary, heading = summary }: { summary: string; heading?: string }, line: Text): Message =>
  message({
    language: visit.person.language,
    summary: `${summary} — ${plain(line, visit.person.language)}`,
    blocks: [
      { kind: "heading", text: heading },
      { kind: "text", text: line, tone: "quiet" },
    ],
  });

/** The line of a kind of notice, or the one that does for all. */
export const lineFor = (visit: Visit, own: Partial<Record<Exclude<Became, "paused">, Text>>, became: Exclude<Became, "paused">): Text =>
  own[became] ?? visit.words.notices.settled[became];

export const untilGivenUp = ({ giveUpAfter }: PlannedNotice) => giveUpAfter;
