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
  option: 75,
  radio: 10,
  menu: 100,
  checkboxes: 10,
  heading: 150,
  text: 3000,
  label: 2000,
  hint: 2000,
  typed: 3000,
  hidden: 3000,
  summary: 3000,
  bars: 40,
  blocksInMessage: 50,
  blocksInForm: 100,
} as const;

interface Violation {
  /** Where, such as `fields[2].options[4].label`. */
  path: string;
  limit: number;
  found: number;
}

/** The message itself. @throws RangeError when a platform could not show it: a defect of ours. */
export const message = (built: Message): Message => held(built, checkMessage(built));

/** The form itself. @throws RangeError as `message` does. */
export const form = (built: Form): Form => held(built, checkForm(built));

function held<Built>(built: Built, violations: readonly Violation[]): Built {
  if (violations.length === 0) return built;
  throw new RangeError(violations.map(({ path, limit, found }) => `${path}: ${found}, at most ${limit}`).join("; "));
}

export function checkMessage({ summary, blocks }: Message): Violation[] {
  return [
    ...atMost("summary", limits.summary, summary.length),
    ...atMost("blocks", limits.blocksInMessage, countBlocks(blocks)),
    ...blocks.flatMap((block, place) => checkBlock(block, `blocks[${place}]`)),
  ];
}

function checkForm({ id, title, submit, cancel, hidden = {}, intro = [], fields }: Form): Violation[] {
  return [
    ...atMost("id", limits.name, id.length),
    ...atMost("title", limits.title, title.length),
    ...atMost("submit", limits.submit, submit.length),
    ...atMost("cancel", limits.submit, cancel.length),
    ...atMost("hidden", limits.hidden, JSON.stringify(hidden).length),
    ...atMost("blocks", limits.blocksInForm, countBlocks(intro) + fields.length),
    ...intro.flatMap((block, place) => checkBlock(block, `intro[${place}]`)),
    ...fields.flatMap((field, place) => checkField(field, `fields[${place}]`)),
  ];
}

/**
 * How many blocks Slack needs, the platform that counts them: one for each block and each item, one more
 * for the buttons of an item, two for a chart (picture and words), one for every ten facts. What goes into a
 * calendar is a file beside them.
 */
const countBlocks = (blocks: readonly Block[]): number => blocks.reduce((sum, block) => sum + blocksFor(block), 0);

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

const checkChart = ({ title, alt, bars, mark }: Chart, path: string): Violation[] => [
  ...atMost(`${path}.title`, limits.text, title.length),
  ...atMost(`${path}.alt`, limits.label, alt.length),
  ...atMost(`${path}.bars`, limits.bars, bars.length),
  ...atMost(`${path}.labels`, limits.text, sum([...bars, ...(mark ? [mark] : [])].map(({ label }) => label.length))),
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
    ...atMost(`${path}[${place}].label`, limits.button, label.length),
    ...atMost(`${path}[${place}].action`, limits.name, action.length),
    ...atMost(`${path}[${place}].data`, limits.buttonData, JSON.stringify(data).length),
  ]),
];

function checkField(field: Field, path: string): Violation[] {
  const common = [
    ...atMost(`${path}.key`, limits.name, field.key.length),
    ...atMost(`${path}.label`, limits.label, field.label.length),
    ...atMost(`${path}.hint`, limits.hint, field.hint?.length ?? 0),
  ];
  if (field.kind === "text") return [...common, ...atMost(`${path}.maxLength`, limits.typed, field.maxLength ?? 0)];
  if (field.kind !== "choice" && field.kind !== "choices") return common;
  const most = field.kind === "choices" ? limits.checkboxes : field.look === "radio" ? limits.radio : limits.menu;
  return [
    ...common,
    ...atMost(`${path}.options`, most, field.options.length),
    ...field.options.flatMap(({ label, value }, place) => [
      ...atMost(`${path}.options[${place}].label`, limits.option, label.length),
      ...atMost(`${path}.options[${place}].value`, limits.option, value.length),
    ]),
  ];
}

const atMost = (path: string, limit: number, found: number): Violation[] => (found > limit ? [{ path, limit, found }] : []);
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

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Shortened to at most `max` characters, at a word where there is one, with an ellipsis. No character is cut in two. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  let kept = "";
  for (const { segment } of graphemes.segment(text)) {
    if (kept.length + segment.length > max - 1) break;
    kept += segment;
  }
  const lastSpace = kept.search(/\s\S*$/);
  return `${lastSpace > max / 2 ? kept.slice(0, lastSpace) : kept}…`;
}
