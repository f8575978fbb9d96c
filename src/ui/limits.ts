import { graphemesIn } from "./graphemes.ts";
import type { Block, Button, CalendarEvent, Chart, Field, Form, Message, Text } from "./model.ts";

/**
 * The tightest documented limits of the platforms, in characters unless said otherwise. What holds here
 * can be shown everywhere, so a renderer never has to cut.
 */
export const limits = {
  title: 24,
  submit: 24,
  button: 75,
  buttonData: 2000,
  buttonsInARow: 25,
  name: 255,
  /** Of an action: a renderer may add to it what tells two buttons apart. */
  action: 250,
  option: 75,
  radio: 10,
  menu: 100,
  checkboxes: 10,
  heading: 150,
  text: 3000,
  label: 2000,
  hint: 2000,
  placeholder: 150,
  typed: 3000,
  /** Slack keeps 3000 with a form, in which its place is kept too. */
  hidden: 2800,
  summary: 3000,
  bars: 40,
  /** What a form takes in a card of Teams, by `sizeInCard`: with what it is sent with, it stays under 25 kB. */
  card: 22_000,
  /** All of a message or a form, as JSON: Slack takes 250 kB of a view, in which a character may be three bytes. */
  whole: 60_000,
  blocksInMessage: 50,
  blocksInForm: 100,
} as const;

export interface Violation {
  /** Where, such as `fields[2].options[4].label`. */
  path: string;
  bound: "at most" | "at least" | "alike, at most";
  limit: number;
  found: number;
}

/** The message itself. @throws RangeError when a platform could not show it: a defect of ours. */
export const message = (built: Message): Message => held(built, checkMessage(built));

/** The form itself. @throws RangeError as `message` does. */
export const form = (built: Form): Form => held(built, checkForm(built));

function held<Built>(built: Built, violations: readonly Violation[]): Built {
  if (violations.length === 0) return built;
  throw new RangeError(violations.map(({ path, bound, limit, found }) => `${path}: ${found}, ${bound} ${limit}`).join("; "));
}

/**
 * A form with words of a school, as much of it as can be shown: what an import would refuse today may be in a database from
 * before. No field and no answer to it is lost but what could not be told apart, or chosen at all.
 */
export const fitted = (built: Form): Form => ({
  ...built,
  fields: built.fields.map((field) => {
    const { label, hint } = field;
    const said = { label: clip(label, limits.label), ...(hint === undefined ? {} : { hint: clip(hint, limits.hint) }) };
    if (field.kind !== "choice" && field.kind !== "choices") return { ...field, ...said };
    const apart = field.options.filter(({ value }, place) => field.options.findIndex((other) => other.value === value) === place);
    const options = apart.slice(0, mostOptions(field)).map((option) => ({ ...option, label: clip(option.label, limits.option) }));
    return { ...field, ...said, options };
  }),
});

/** What stands around a field in a card, and its key once more. */
const frameInCard = 200;
/** About what a form takes in a card, in bytes. */
export const sizeInCard = ({ intro = [], fields }: Form): number =>
  new TextEncoder().encode(JSON.stringify([intro, fields])).length + frameInCard * fields.length;

export function checkMessage({ summary, blocks }: Message): Violation[] {
  return [
    ...atMost("whole", limits.whole, JSON.stringify(blocks).length),
    ...atMost("summary", limits.summary, summary.length),
    ...atMost("blocks", limits.blocksInMessage, countBlocks(blocks)),
    ...blocks.flatMap((block, place) => checkBlock(block, `blocks[${place}]`)),
  ];
}

export function checkForm({ id, title, submit, cancel, hidden = {}, intro = [], fields }: Form): Violation[] {
  return [
    ...atMost("whole", limits.whole, JSON.stringify([intro, fields]).length),
    ...atMost("id", limits.name, id.length),
    ...named("title", limits.title, title),
    ...named("submit", limits.submit, submit),
    ...named("cancel", limits.submit, cancel),
    ...atMost("hidden", limits.hidden, JSON.stringify(hidden).length),
    ...atMost("blocks", limits.blocksInForm, countBlocks(intro) + sum(fields.map(({ error }) => (error ? 2 : 1)))),
    ...distinct(
      "fields",
      "key",
      fields.map(({ key }) => key),
    ),
    ...intro.flatMap((block, place) => checkBlock(block, `intro[${place}]`)),
    ...fields.flatMap((field, place) => checkField(field, `fields[${place}]`)),
  ];
}

/**
 * How many blocks Slack needs, the platform that counts them: one for each block and each item, one more
 * for the buttons of an item, one for the line between those and buttons that follow, two for a chart (picture and
 * words), one for every ten facts. In a form, one for each field and each error. What goes into a calendar is a file
 * beside them.
 */
const countBlocks = (blocks: readonly Block[]): number =>
  sum(blocks.map((block, place) => blocksFor(block) + (block.kind === "buttons" && blocks[place - 1]?.kind === "items" ? 1 : 0)));

function blocksFor(block: Block): number {
  if (block.kind === "facts") return Math.ceil(block.facts.length / 10);
  if (block.kind === "items") return block.items.reduce((sum, { buttons = [] }) => sum + (buttons.length > 0 ? 2 : 1), 0);
  if (block.kind === "event") return 0;
  return block.kind === "chart" ? 2 : 1;
}

function checkBlock(block: Block, path: string): Violation[] {
  switch (block.kind) {
    case "heading":
      return atMost(`${path}.text`, limits.heading, block.text.length);
    case "text":
      return atMost(`${path}.text`, limits.text, lengthOf(block.text));
    case "facts":
      return block.facts.flatMap(({ label, value }, place) =>
        atMost(`${path}.facts[${place}]`, limits.label, label.length + lengthOf(value) + 3),
      );
    case "list":
      return atMost(`${path}.items`, limits.text, sum(block.items.map((item) => lengthOf(item) + 3)));
    case "items":
      return block.items.flatMap(({ title, lines, buttons = [] }, place) => [
        ...atMost(`${path}.items[${place}]`, limits.text, sum([title, ...lines].map((line) => lengthOf(line) + 1))),
        ...checkButtons(buttons, `${path}.items[${place}].buttons`),
      ]);
    case "chart":
      return checkChart(block.chart, path);
    case "event":
      return checkEvent(block.event, path);
    case "buttons":
      return checkButtons(block.buttons, `${path}.buttons`);
    case "divider":
      return [];
  }
}

const checkChart = ({ title, alt, mark, bars }: Chart, path: string): Violation[] => [
  ...atMost(`${path}.title`, limits.heading, title.length),
  ...atMost(`${path}.alt`, limits.label, alt.length),
  ...atMost(`${path}.mark.label`, limits.heading, mark?.label.length ?? 0),
  ...atMost(`${path}.bars`, limits.bars, bars.length),
  ...bars.flatMap(({ label }, place) => atMost(`${path}.bars[${place}].label`, limits.heading, label.length)),
];

const checkEvent = ({ uid, title, location = "", description = "" }: CalendarEvent, path: string): Violation[] => [
  ...atMost(`${path}.uid`, limits.name, uid.length),
  ...atMost(`${path}.title`, limits.heading, title.length),
  ...atMost(`${path}.location`, limits.name, location.length),
  ...atMost(`${path}.description`, limits.text, description.length),
];

const checkButtons = (buttons: readonly Button[], path: string): Violation[] => [
  ...atMost(path, limits.buttonsInARow, buttons.length),
  ...buttons.flatMap(({ label, action, data = {} }, place) => [
    ...named(`${path}[${place}].label`, limits.button, label),
    ...atMost(`${path}[${place}].action`, limits.action, action.length),
    ...atMost(`${path}[${place}].data`, limits.buttonData, JSON.stringify(data).length),
  ]),
];

function checkField(field: Field, path: string): Violation[] {
  const common = [
    ...named(`${path}.key`, limits.name, field.key),
    ...named(`${path}.label`, limits.label, field.label),
    ...atMost(`${path}.hint`, limits.hint, field.hint?.length ?? 0),
    ...atMost(`${path}.error`, limits.text, field.error?.length ?? 0),
  ];
  if (field.kind === "text") {
    return [
      ...common,
      ...atMost(`${path}.maxLength`, limits.typed, field.maxLength ?? 0),
      ...atMost(`${path}.value`, limits.typed, field.value?.length ?? 0),
      ...atMost(`${path}.placeholder`, limits.placeholder, field.placeholder?.length ?? 0),
    ];
  }
  if (field.kind !== "choice" && field.kind !== "choices") return common;
  return [
    ...common,
    ...atLeast(`${path}.options`, 1, field.options.length),
    ...atMost(`${path}.options`, mostOptions(field), field.options.length),
    ...distinct(
      `${path}.options`,
      "value",
      field.options.map(({ value }) => value),
    ),
    ...field.options.flatMap(({ label, value }, place) => [
      ...named(`${path}.options[${place}].label`, limits.option, label),
      ...named(`${path}.options[${place}].value`, limits.option, value),
    ]),
  ];
}

const mostOptions = (field: Extract<Field, { options: unknown }>): number =>
  field.kind === "choices" ? limits.checkboxes : limits[field.look];

const atMost = (path: string, limit: number, found: number): Violation[] =>
  found > limit ? [{ path, bound: "at most", limit, found }] : [];
const atLeast = (path: string, limit: number, found: number): Violation[] =>
  found < limit ? [{ path, bound: "at least", limit, found }] : [];
/** What has to be called something. */
const named = (path: string, limit: number, name: string): Violation[] => [
  ...atLeast(path, 1, name.trim().length),
  ...atMost(path, limit, name.length),
];
/** Several answers under one name could not be told apart. */
const distinct = (path: string, name: "key" | "value", keys: readonly string[]): Violation[] =>
  keys.flatMap((key, place) => {
    const isAgain = keys.indexOf(key) < place;
    const found = isAgain ? keys.filter((other) => other === key).length : 1;
    return isAgain ? [{ path: `${path}[${place}].${name}`, bound: "alike, at most" as const, limit: 1, found }] : [];
  });
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** What the longest wording of a piece takes. */
function lengthOf(text: Text): number {
  if (typeof text === "string") return text.length;
  if (Array.isArray(text)) return sum((text as readonly Text[]).map(lengthOf));
  const piece = text as Exclude<Text, string | readonly Text[]>;
  if ("bold" in piece) return lengthOf(piece.bold) + 2;
  if ("person" in piece) return piece.person.length;
  if ("link" in piece) return piece.link.length + piece.label.length + 3;
  return 48;
}

/** Shortened to at most `max` characters, at a word where there is one, with an ellipsis. No character is cut in two. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  let kept = "";
  for (const { segment } of graphemesIn(text)) {
    if (kept.length + segment.length > max - 1) break;
    kept += segment;
  }
  const lastSpace = kept.search(/\s\S*$/);
  const whole = lastSpace > max / 2 ? kept.slice(0, lastSpace) : kept;
  return `${whole.replace(/[\s.,;:]+$/, "")}…`;
}
