import type { Language } from "../program/terms.ts";
import type { Block, Message, Text } from "./model.ts";

const words = (text: Text, language: Language): string => {
  if (typeof text === "string") return text;
  if (Array.isArray(text)) return text.map((part) => words(part, language)).join("");
  const piece = text as Exclude<Text, string | readonly Text[]>;
  if ("bold" in piece) return words(piece.bold, language);
  if ("person" in piece) return piece.person;
  if ("link" in piece) return `${piece.label} (${piece.link})`;
  return `${new Date(`${piece.date}T12:00:00Z`).toLocaleDateString(language === "fr" ? "fr-CA" : "en-CA", { dateStyle: "long", timeZone: "UTC" })}${piece.at ? ` ${piece.at}` : ""}`;
};

export const plain = words;

export function plainMessage(message: Message): string {
  const { language } = message;
  const block = (one: Block): string => {
    switch (one.kind) {
      case "heading":
        return one.text;
      case "text":
        return plain(one.text, language);
      case "facts":
        return one.facts.map(({ label, value }) => `${label} : ${plain(value, language)}`).join("\n");
      case "list":
        return one.items.map((item) => `• ${plain(item, language)}`).join("\n");
      case "items":
        return one.items
          .map((item) => [plain(item.title, language), ...item.lines.map((line) => plain(line, language)), ...(item.buttons ?? []).map(({ label }) => `[${label}]`)].join("\n"))
          .join("\n");
      case "chart":
        return one.chart.alt;
      case "buttons":
        return one.buttons.map(({ label }) => `[${label}]`).join(" ");
      case "divider":
        return "—";
    }
  };
  return message.blocks.map(block).join("\n");
}
