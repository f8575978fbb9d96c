import type { Language } from "../program/terms.ts";
import type { Block, Button, Message, Text } from "./model.ts";
import { formatDay, formatHour } from "./speak.ts";

const at: Record<Language, string> = { fr: " à ", en: " at " };
const colon: Record<Language, string> = { fr: "\u00a0: ", en: ": " };

const isList = (text: Text): text is readonly Text[] => Array.isArray(text);

/** A text without its markup, in words. */
export function plain(text: Text, language: Language): string {
  if (typeof text === "string") return text;
  if (isList(text)) return text.map((part) => plain(part, language)).join("");
  if ("bold" in text) return plain(text.bold, language);
  if ("person" in text) return text.person;
  if ("link" in text) return text.label === text.link ? text.link : `${text.label} (${text.link})`;
  const day = formatDay(text.date, language, text.style);
  return text.at ? `${day}${at[language]}${formatHour(text.at, language)}` : day;
}

/** A whole message as lines of text: for terminals, for transcripts, and where no card can be shown. */
export const plainMessage = ({ blocks, language }: Message): string => blocks.flatMap((block) => linesOf(block, language)).join("\n");

const buttonsLine = (buttons: readonly Button[]): string => buttons.map(({ label }) => `[${label}]`).join(" ");

function linesOf(block: Block, language: Language): string[] {
  switch (block.kind) {
    case "heading":
      return [block.text];
    case "text":
      return [plain(block.text, language)];
    case "facts":
      return block.facts.map(({ label, value }) => `${label}${colon[language]}${plain(value, language)}`);
    case "list":
      return block.items.map((item) => `• ${plain(item, language)}`);
    case "items":
      return block.items.flatMap(({ title, lines, buttons = [] }) => [
        plain(title, language),
        ...lines.map((line) => `  ${plain(line, language)}`),
        ...(buttons.length > 0 ? [`  ${buttonsLine(buttons)}`] : []),
      ]);
    case "chart":
      return [block.chart.title, block.chart.alt];
    case "event":
      return [];
    case "buttons":
      return [buttonsLine(block.buttons)];
    case "divider":
      return ["—"];
  }
}
