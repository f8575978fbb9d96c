import type { types } from "@slack/bolt";
import { clip } from "../../src/ui/limits.ts";
import type { Block, Button, Chart, Item, Message, Text, Tone } from "../../src/ui/model.ts";
import { plain } from "../../src/ui/plain.ts";
import { formatDay, formatHour, formatNumber, phrases } from "../../src/ui/speak.ts";

type Language = Message["language"];
type Piece = types.RichTextElement;
type Style = types.RichTextStyleable["style"];

/** Plain text as Slack takes it: nothing in it is markup, not even `:smile:`. */
export const words = (text: string): types.PlainTextElement => ({ type: "plain_text", text, emoji: false });

/** Signs before a line, in place of the colours that Slack does not have. */
const signs: Partial<Record<Tone, string>> = { good: "white_check_mark", attention: "small_orange_diamond", warning: "warning" };

/** @returns the blocks of a message, of a home or of the top of a form. */
export const blocksOf = (blocks: readonly Block[], language: Language): types.KnownBlock[] =>
  blocks.flatMap((block, place) => [...lineBetween(blocks[place - 1], block), ...blockOf(block, language)]);

/** What can be done with the whole is told from what can be done with its last item. */
function lineBetween(before: Block | undefined, block: Block): types.KnownBlock[] {
  const under = before?.kind === "items" ? (before.items.at(-1)?.buttons ?? []) : [];
  return block.kind === "buttons" && under.length > 0 && block.buttons.length > 0 ? [{ type: "divider" }] : [];
}

function blockOf(block: Block, language: Language): types.KnownBlock[] {
  switch (block.kind) {
    case "heading":
      return isBlank(block.text) ? [] : [{ type: "header", text: words(block.text) }];
    case "text":
      return textOf(block.text, language, block.tone);
    case "facts":
      return rich(
        block.facts.map(({ label, value }) =>
          section([...piecesOf(label, language, { bold: true }), ...piecesOf(colon[language], language), ...piecesOf(value, language)]),
        ),
      );
    case "list":
      return listOf(block.items, language);
    case "items":
      return block.items.every(isLine)
        ? listOf(
            block.items.map(({ title }) => title),
            language,
          )
        : block.items.flatMap((item) => itemOf(item, language));
    case "chart":
      return chartOf(block.chart, language);
    case "buttons":
      return actionsOf(block.buttons);
    case "divider":
      return [{ type: "divider" }];
    case "event":
      // The message says the date; the entry comes after it, as a file.
      return [];
  }
}

const colon: Record<Language, string> = { fr: "\u00a0: ", en: ": " };
const at: Record<Language, string> = { fr: " à ", en: " at " };

const rich = (elements: types.RichTextBlockElement[]): types.KnownBlock[] => (elements.length > 0 ? [{ type: "rich_text", elements }] : []);

/** Slack refuses what says nothing. */
export const isBlank = (text: string): boolean => text.trim() === "";

/** Slack refuses a line without elements, and an element without text. */
const orSpace = (pieces: Piece[]): Piece[] => (pieces.length > 0 ? pieces : [{ type: "text", text: " " }]);
const section = (pieces: Piece[]): types.RichTextSection => ({ type: "rich_text_section", elements: orSpace(pieces) });

/** What is quiet is small and grey; Slack shows only plain text so. */
function textOf(text: Text, language: Language, tone: Tone = "plain"): types.KnownBlock[] {
  if (tone === "quiet") {
    const small = plain(text, language);
    return isBlank(small) ? [] : [{ type: "context", elements: [words(small)] }];
  }
  return rich([section([...signOf(tone), ...piecesOf(text, language)])]);
}

function signOf(tone: Tone = "plain"): Piece[] {
  const name = signs[tone];
  return name
    ? [
        { type: "emoji", name },
        { type: "text", text: " " },
      ]
    : [];
}

/** A text as rich text, in which a string is never read as markup: a note that says `<!channel>` rings nobody. */
function piecesOf(text: Text, language: Language, style?: NonNullable<Style>): Piece[] {
  const styled = style ? { style } : {};
  if (typeof text === "string") return text === "" ? [] : [{ type: "text", text, ...styled }];
  if (isList(text)) return text.flatMap((part) => piecesOf(part, language, style));
  if ("bold" in text) return piecesOf(text.bold, language, { bold: true, ...style });
  if ("person" in text) return piecesOf(text.person, language, style);
  if ("link" in text) return isPage(text.link) ? [linkOf(text, styled)] : piecesOf(text.label || text.link, language, style);
  const day = formatDay(text.date, language, text.style);
  return piecesOf(text.at ? `${day}${at[language]}${formatHour(text.at, language)}` : day, language, style);
}

/** Slack links to pages alone; of a telephone or a mailbox the label is all there is to see. */
const isPage = (address: string): boolean => /^https?:\/\//i.test(address) && URL.canParse(address);

const linkOf = ({ link, label }: { link: string; label: string }, styled: { style?: NonNullable<Style> }): Piece => ({
  type: "link",
  url: link,
  ...(label === "" ? {} : { text: label }),
  ...styled,
});

const isList = (text: Text): text is readonly Text[] => Array.isArray(text);

const listOf = (items: readonly Text[], language: Language): types.KnownBlock[] =>
  items.length > 0
    ? rich([{ type: "rich_text_list", style: "bullet", elements: items.map((item) => section(piecesOf(item, language))) }])
    : [];

/** Of which there is no more to say than its title. */
export const isLine = ({ lines, tone = "plain", buttons = [] }: Item): boolean =>
  lines.length === 0 && tone === "plain" && buttons.length === 0;

/** Behind a bar of its own, an item is told from the next one, and its title from that of the whole. */
const itemOf = ({ title, lines, tone, buttons = [] }: Item, language: Language): types.KnownBlock[] => [
  ...rich([
    {
      type: "rich_text_quote",
      elements: [
        ...signOf(tone),
        ...orSpace(piecesOf({ bold: title }, language)),
        ...lines.flatMap((line): Piece[] => [{ type: "text", text: "\n" }, ...piecesOf(line, language)]),
      ],
    },
  ]),
  ...actionsOf(buttons),
];

const barLength = 20;
/** A longer name stands above its bar: a telephone has room for some forty letters. */
const longestBesideBar = 14;

/** The bars in letters of one width, and the same in a sentence. */
function chartOf({ title, alt: said, max, mark, bars }: Chart, language: Language): types.KnownBlock[] {
  const cellsIn = (value: number): number => Math.round((barLength * Math.min(max, Math.max(0, value))) / max) || 0;
  const markAt = mark ? cellsIn(mark.value) : barLength;
  const drawn = (value: number): string => {
    const bar = "█".repeat(cellsIn(value)).padEnd(barLength, "░");
    return mark ? `${bar.slice(0, markAt)}│${bar.slice(markAt)}` : bar;
  };
  const widest = Math.max(0, ...bars.map(({ label }) => label.length));
  const named = (label: string): string => (widest > longestBesideBar ? `${label}\n` : `${label.padEnd(widest)}  `);
  const lines = bars.map(({ label, value }) => `${named(label)}${drawn(value)}  ${formatNumber(value, language)}`);
  const drawing = [...lines, ...(mark ? [`│ ${mark.label}`] : [])].join("\n");
  return [
    ...rich([
      section(piecesOf({ bold: title }, language)),
      ...(drawing === "" ? [] : [{ type: "rich_text_preformatted" as const, elements: [{ type: "text" as const, text: drawing }] }]),
    ]),
    ...textOf(said, language, "quiet"),
  ];
}

/** Several buttons may open the same thing of different people, and Slack wants each named apart. */
const separator = "#";
export const actionIn = (actionId: string): string => actionId.split(separator)[0] ?? "";

function actionsOf(buttons: readonly Button[]): types.KnownBlock[] {
  if (buttons.length === 0) return [];
  // Of several that would stand out, none does.
  const isOne = buttons.filter(({ style }) => style === "primary").length === 1;
  const shown = buttons.map(({ style, ...button }) =>
    style === undefined || (style === "primary" && !isOne) ? button : { style, ...button },
  );
  return [{ type: "actions", elements: shown.map(buttonOf) }];
}

const buttonOf = ({ label, action, data = {}, style }: Button, place: number): types.Button => ({
  type: "button",
  text: words(label),
  action_id: `${action}${separator}${place}`,
  value: JSON.stringify(data),
  ...(style ? { style } : {}),
});

/** Where blocks are not shown, Slack still reads this as markup. */
export const escaped = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

export interface Shown {
  text: string;
  blocks: types.KnownBlock[];
}

/** Slack takes no more in the text of a message, and no message without one. */
const longestText = 4000;
const longestEscape = "&amp;".length;

function fallbackOf({ summary, language }: Message): string {
  if (isBlank(summary)) return phrases[language].program;
  const text = escaped(summary);
  return text.length <= longestText ? text : escaped(clip(summary, longestText / longestEscape));
}

export const messageOf = (message: Message): Shown => ({
  text: fallbackOf(message),
  blocks: blocksOf(message.blocks, message.language),
});

/** A sentence with one button under it. */
export const withButton = (text: string, button: Button): Shown => ({
  text: escaped(text),
  blocks: [...rich([section([{ type: "text", text }])]), ...actionsOf([button])],
});
