import type { Bar, Block, Button, Chart, Field, Form, Item, Message, Text, Tone } from "../src/ui/model.ts";
import { plain } from "../src/ui/plain.ts";
import { formatDay, formatNumber, phrases } from "../src/ui/speak.ts";

/** Adaptive Cards 1.5, which Teams and the web playground show. */
type AdaptiveCard = {
  type: "AdaptiveCard";
  $schema: string;
  version: "1.5";
  lang: string;
  fallbackText: string;
  speak?: string;
  body: Element[];
  actions?: Element[];
};
type Element = { type: string } & Readonly<Record<string, unknown>>;
type Language = Message["language"];

/** What a button brings back when it is pressed, and a form besides its inputs. */
type Carried =
  | { kind: "press"; action: string; data: Readonly<Record<string, string>> }
  | { kind: "submit"; form: string; hidden: Readonly<Record<string, string>> };

const card = (language: Language, fallbackText: string, body: Element[], actions: Element[] = []): AdaptiveCard => ({
  type: "AdaptiveCard",
  $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
  version: "1.5",
  lang: language,
  fallbackText,
  body,
  ...(actions.length > 0 ? { actions } : {}),
});

export const messageCard = ({ language, summary, blocks }: Message): AdaptiveCard => ({
  ...card(
    language,
    summary,
    blocks.flatMap((block) => elementsOf(block, language)),
  ),
  speak: summary,
});

/** The form with its button of submission; to cancel is the dialog's own. */
export const formCard = ({ language, id, title, intro = [], fields, submit, hidden = {} }: Form): AdaptiveCard =>
  card(
    language,
    title,
    [...intro.flatMap((block) => elementsOf(block, language)), ...fields.flatMap((field) => inputsOf(field, language))],
    [execute(submit, { kind: "submit", form: id, hidden }, "positive")],
  );

/**
 * Strings are shown as they were typed. Runs of rich text are never read as Markdown; where a card has no
 * runs (headings, facts), a word joiner, which takes no room, parts the characters that Markdown and the
 * date macros are made of.
 */
const unmarked = (text: string): string => text.replace(/[*_[\]#`~<>\\{}|]|^[-+]|^\d+[.)]/g, (mark) => `${mark}\u2060`);

const colours: Record<Tone, Readonly<Record<string, unknown>>> = {
  plain: {},
  quiet: { isSubtle: true },
  // Words in Teams' own green cannot be read on white: what is good stands in a box of that colour.
  good: {},
  attention: { color: "Accent" },
  warning: { color: "Attention" },
};
const containers: Record<Tone, string> = { plain: "emphasis", quiet: "default", good: "good", attention: "accent", warning: "attention" };
const barStyles: Record<Tone, string> = { plain: "accent", quiet: "emphasis", good: "good", attention: "warning", warning: "attention" };

const links = /^(https?:|mailto:|tel:)/i;

/** Shown as it was typed: a client would make a day or an hour of what looks like its own function for one, unless a sign of no width is in it. */
const runOf = (text: string, style: Readonly<Record<string, unknown>>): Element => ({
  type: "TextRun",
  text: text.replace(/\{(?=\{(?:DATE|TIME)\()/g, "{\u200b"),
  ...style,
});

function runsOf(text: Text, language: Language, style: Readonly<Record<string, unknown>>): Element[] {
  if (typeof text === "string") return text === "" ? [] : [runOf(text, style)];
  if (Array.isArray(text)) return (text as readonly Text[]).flatMap((part) => runsOf(part, language, style));
  const piece = text as Exclude<Text, string | readonly Text[]>;
  if ("bold" in piece) return runsOf(piece.bold, language, { ...style, weight: "Bolder" });
  if ("link" in piece && links.test(piece.link)) {
    return [{ ...runOf(piece.label, style), selectAction: { type: "Action.OpenUrl", url: piece.link } }];
  }
  return [runOf(plain(piece, language), style)];
}

/** Line breaks inside a string part it into blocks, since runs show none. */
function richText(text: Text, language: Language, tone: Tone = "plain", more: Readonly<Record<string, unknown>> = {}): Element[] {
  const style = colours[tone];
  if (typeof text === "string" && text.includes("\n")) {
    return text.split("\n").map((line, place) => ({
      type: "RichTextBlock",
      inlines: [runOf(line || " ", style)],
      ...more,
      ...(place > 0 ? { spacing: "Small" } : {}),
    }));
  }
  return [{ type: "RichTextBlock", inlines: runsOf(text, language, style), ...more }];
}

function elementsOf(block: Block, language: Language): Element[] {
  switch (block.kind) {
    case "heading":
      return [{ type: "TextBlock", style: "heading", text: unmarked(block.text), size: "Large", weight: "Bolder", wrap: true }];
    case "text":
      return boxed(richText(block.text, language, block.tone), block.tone);
    case "facts":
      return [
        {
          type: "FactSet",
          facts: block.facts.map(({ label, value }) => ({ title: unmarked(label), value: unmarked(plain(value, language)) })),
        },
      ];
    case "list":
      return block.items.map((item, place) => bullet(item, language, place > 0));
    case "items":
      return block.items.map((item) => itemOf(item, language));
    case "chart":
      return chartOf(block.chart, language);
    case "event":
      return [];
    case "buttons":
      return actionSets(block.buttons);
    case "divider":
      return [{ type: "Container", separator: true, spacing: "Medium", items: [] }];
  }
}

const boxed = (items: Element[], tone: Tone = "plain"): Element[] =>
  tone === "good" ? [{ type: "Container", style: containers.good, items }] : items;

const column = (width: string | number, items: Element[], more: Readonly<Record<string, unknown>> = {}): Element => ({
  type: "Column",
  width,
  items,
  ...more,
});

const bullet = (item: Text, language: Language, follows: boolean): Element => ({
  type: "ColumnSet",
  ...(follows ? { spacing: "Small" } : {}),
  columns: [
    column("auto", [{ type: "RichTextBlock", inlines: [{ type: "TextRun", text: "•" }] }]),
    column("stretch", richText(item, language), { spacing: "Small" }),
  ],
});

const itemOf = ({ title, lines, tone = "plain", buttons = [] }: Item, language: Language): Element => ({
  type: "Container",
  style: containers[tone],
  spacing: "Small",
  items: [
    ...richText({ bold: title }, language),
    ...lines.flatMap((line) => richText(line, language, "plain", { spacing: "Small" })),
    ...actionSets(buttons, { spacing: "Small" }),
  ],
});

/** Cards of this version have no charts: bars are columns whose widths are in proportion, and the sentence says it all again. */
const chartOf = ({ title, alt, max, mark, bars }: Chart, language: Language): Element[] => [
  {
    type: "Container",
    items: [
      ...richText({ bold: title }, language),
      ...bars.map((bar) => barOf(bar, max, language)),
      ...(mark ? richText(mark.label, language, "quiet", { spacing: "Small" }) : []),
      ...richText(alt, language, "quiet", { spacing: "Small" }),
    ],
  },
];

function barOf({ label, value, tone = "plain" }: Bar, max: number, language: Language): Element {
  const share = Math.round(Math.min(100, Math.max(0, (100 * value) / max)));
  // The heights differ by a pixel so that a host's own styles can tell the bar from what is left of its line.
  const strip = (width: number, style: string, minHeight: string): Element => column(width, [], { style, minHeight, spacing: "None" });
  return {
    type: "ColumnSet",
    spacing: "Small",
    columns: [
      column(32, richText(label, language), { verticalContentAlignment: "Center" }),
      column(
        56,
        [
          {
            type: "ColumnSet",
            columns: [
              ...(share > 0 ? [strip(share, barStyles[tone], "14px")] : []),
              ...(share < 100 ? [strip(100 - share, "emphasis", "13px")] : []),
            ],
          },
        ],
        { verticalContentAlignment: "Center" },
      ),
      column(12, richText({ bold: formatNumber(value, language) }, language, "plain", { horizontalAlignment: "Right" }), {
        verticalContentAlignment: "Center",
      }),
    ],
  };
}

/** Teams shows so many of one set, and hides the others. */
const mostActions = 6;

const actionSets = (buttons: readonly Button[], more: Readonly<Record<string, unknown>> = {}): Element[] =>
  buttons.length === 0
    ? []
    : [
        { type: "ActionSet", ...more, actions: buttons.slice(0, mostActions).map(buttonOf) },
        ...actionSets(buttons.slice(mostActions), { spacing: "Small" }),
      ];

const buttonOf = ({ label, action, data = {}, style }: Button): Element =>
  execute(label, { kind: "press", action, data }, style === "primary" ? "positive" : style === "danger" ? "destructive" : undefined);

function execute(title: string, carried: Carried, style: "positive" | "destructive" | undefined): Element {
  const shared = { title, data: carried, ...(style ? { style } : {}) };
  const verb = carried.kind === "press" ? carried.action : carried.form;
  return { type: "Action.Execute", verb, ...shared, fallback: { type: "Action.Submit", ...shared } };
}

function inputsOf(field: Field, language: Language): Element[] {
  return [
    inputOf(field, language),
    ...(field.hint ? richText(field.hint, language, "quiet", { spacing: "Small" }) : []),
    ...(field.error ? richText(field.error, language, "warning", { spacing: "Small", id: `${field.key}.error` }) : []),
  ];
}

const choicesOf = (field: Field & { kind: "choice" | "choices" }) => ({
  choices: field.options.map(({ label, value }) => ({ title: label, value })),
  wrap: true,
});

function inputOf(field: Field, language: Language): Element {
  const common = {
    id: field.key,
    label: field.label,
    isRequired: !field.optional && field.kind !== "choices",
    errorMessage: expectedOf(field, language),
    spacing: "Medium",
  };
  // An input of its kind holds nothing else, and what was typed is shown again as it was.
  const typed = "value" in field ? (field.value ?? "") : "";
  if (typed !== "" && !isTaken(typed, field.kind)) return { type: "Input.Text", ...common, value: typed };
  switch (field.kind) {
    case "text":
      return {
        type: "Input.Text",
        ...common,
        ...given({ value: field.value, placeholder: field.placeholder, maxLength: field.maxLength, isMultiline: field.multiline }),
      };
    case "number":
      return {
        type: "Input.Number",
        ...common,
        ...given({ value: field.value ? Number(field.value) : undefined, min: field.min, max: field.max }),
      };
    case "date":
      return { type: "Input.Date", ...common, ...given({ value: field.value, min: field.min, max: field.max }) };
    case "time":
      return { type: "Input.Time", ...common, ...given({ value: field.value }) };
    case "choice":
      return {
        type: "Input.ChoiceSet",
        ...common,
        // What was chosen may be offered no more.
        ...given({ value: field.options.find(({ value }) => value === field.value)?.value }),
        style: field.look === "radio" ? "expanded" : "compact",
        ...choicesOf(field),
      };
    case "choices":
      return {
        type: "Input.ChoiceSet",
        ...common,
        value: (field.values ?? []).join(","),
        style: "expanded",
        isMultiSelect: true,
        ...choicesOf(field),
      };
  }
}

/** Said by the client itself, of what it does not let pass: nothing at all, or what is out of bounds. */
function expectedOf(field: Field, language: Language): string {
  const { needed, dayWithin, numberWithin } = phrases[language];
  if ((field.kind !== "date" && field.kind !== "number") || (field.min === undefined && field.max === undefined)) return needed;
  const [within, said] =
    field.kind === "date"
      ? [dayWithin, [field.min, field.max].map((day) => (day === undefined ? null : formatDay(day, language)))]
      : [numberWithin, [field.min, field.max].map((number) => (number === undefined ? null : formatNumber(number, language)))];
  const [min = null, max = null] = said;
  return within(min, max);
}

function isTaken(typed: string, by: Field["kind"]): boolean {
  if (by === "number") return Number.isFinite(Number(typed));
  if (by === "time") return /^([01]\d|2[0-3]):[0-5]\d$/.test(typed);
  return by !== "date" || isCalendarDay(typed);
}

/** The 30th of February would become a day of March. */
function isCalendarDay(typed: string): boolean {
  const at = new Date(`${typed}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(typed) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(typed);
}

const given = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ""));
