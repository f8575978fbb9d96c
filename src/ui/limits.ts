import { Findings, type Violation } from "./findings.ts";
import { graphemesIn } from "./graphemes.ts";
import type { Block, Button, CalendarEvent, Chart, Field, Form, Item, Message, Option, Text } from "./model.ts";

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
  const findings = new Findings();
  findings.atMost("whole", limits.whole, JSON.stringify(blocks).length);
  findings.atMost("summary", limits.summary, summary.length);
  findings.atMost("blocks", limits.blocksInMessage, countBlocks(blocks));
  findings.each("blocks", blocks, checkBlock);
  return findings.all;
}

export function checkForm({ id, title, submit, cancel, hidden = {}, intro = [], fields }: Form): Violation[] {
  const findings = new Findings();
  findings.atMost("whole", limits.whole, JSON.stringify([intro, fields]).length);
  findings.atMost("id", limits.name, id.length);
  findings.named("title", limits.title, title);
  findings.named("submit", limits.submit, submit);
  findings.named("cancel", limits.submit, cancel);
  findings.atMost("hidden", limits.hidden, JSON.stringify(hidden).length);
  findings.atMost("blocks", limits.blocksInForm, countBlocks(intro) + sum(fields.map(({ error }) => (error ? 2 : 1))));
  findings.distinct("fields", "key", fields);
  findings.each("intro", intro, checkBlock);
  findings.each("fields", fields, checkField);
  return findings.all;
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

function checkBlock(block: Block, findings: Findings): void {
  switch (block.kind) {
    case "heading":
      findings.atMost("text", limits.heading, block.text.length);
      break;
    case "text":
      findings.atMost("text", limits.text, lengthOf(block.text));
      break;
    case "facts":
      findings.each("facts", block.facts, checkFact);
      break;
    case "list":
      findings.atMost("items", limits.text, sum(block.items.map((item) => lengthOf(item) + 3)));
      break;
    case "items":
      findings.each("items", block.items, checkItem);
      break;
    case "chart":
      checkChart(block.chart, findings);
      break;
    case "event":
      checkEvent(block.event, findings);
      break;
    case "buttons":
      checkButtons(block.buttons, findings);
      break;
    default:
      block satisfies { kind: "divider" };
  }
}

function checkFact({ label, value }: Extract<Block, { kind: "facts" }>["facts"][number], findings: Findings): void {
  findings.atMost("", limits.label, label.length + lengthOf(value) + 3);
}

function checkItem({ title, lines, buttons = [] }: Item, findings: Findings): void {
  findings.atMost("", limits.text, sum([title, ...lines].map((line) => lengthOf(line) + 1)));
  checkButtons(buttons, findings);
}

function checkChart({ title, alt, mark, bars }: Chart, findings: Findings): void {
  findings.atMost("title", limits.heading, title.length);
  findings.atMost("alt", limits.label, alt.length);
  findings.atMost("mark.label", limits.heading, mark?.label.length ?? 0);
  findings.atMost("bars", limits.bars, bars.length);
  findings.each("bars", bars, ({ label }) => findings.atMost("label", limits.heading, label.length));
}

function checkEvent({ uid, title, location = "", description = "" }: CalendarEvent, findings: Findings): void {
  findings.atMost("uid", limits.name, uid.length);
  findings.atMost("title", limits.heading, title.length);
  findings.atMost("location", limits.name, location.length);
  findings.atMost("description", limits.text, description.length);
}

function checkButtons(buttons: readonly Button[], findings: Findings): void {
  findings.atMost("buttons", limits.buttonsInARow, buttons.length);
  findings.each("buttons", buttons, checkButton);
}

function checkButton({ label, action, data = {} }: Button, findings: Findings): void {
  findings.named("label", limits.button, label);
  findings.atMost("action", limits.action, action.length);
  findings.atMost("data", limits.buttonData, JSON.stringify(data).length);
}

function checkField(field: Field, findings: Findings): void {
  findings.named("key", limits.name, field.key);
  findings.named("label", limits.label, field.label);
  findings.atMost("hint", limits.hint, field.hint?.length ?? 0);
  findings.atMost("error", limits.text, field.error?.length ?? 0);
  if (field.kind === "text") {
    findings.atMost("maxLength", limits.typed, field.maxLength ?? 0);
    findings.atMost("value", limits.typed, field.value?.length ?? 0);
    findings.atMost("placeholder", limits.placeholder, field.placeholder?.length ?? 0);
  }
  if (field.kind !== "choice" && field.kind !== "choices") return;
  findings.atLeastOne("options", field.options.length);
  findings.atMost("options", mostOptions(field), field.options.length);
  findings.distinct("options", "value", field.options);
  findings.each("options", field.options, checkOption);
}

function checkOption({ label, value }: Option, findings: Findings): void {
  findings.named("label", limits.option, label);
  findings.named("value", limits.option, value);
}

const mostOptions = (field: Extract<Field, { options: unknown }>): number =>
  field.kind === "choices" ? limits.checkboxes : limits[field.look];

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
