import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { messageOf } from "../../adapters/slack/blocks.ts";
import { messagesOf } from "../../adapters/slack/parts.ts";
import { formView, homeView, readCarried, sheetView } from "../../adapters/slack/views.ts";
import { day } from "../../src/program/day.ts";
import { checkForm, checkMessage, clip, limits } from "../../src/ui/limits.ts";
import type { Block, Field, Form, Item, Message, Option, Text } from "../../src/ui/model.ts";
import { problemsInMessage, problemsInView } from "../support/slack/blocks.ts";
import type { Loose } from "../support/slack/inputs.ts";

const odd = [
  ..."<!channel>|<!here>|<@U123>|<#C123>|<!subteam^S123>|@channel|<https://exemple.example|ici>|*gras* _i_ ~b~ `c`|```|&amp; & < >".split(
    "|",
  ),
  ...[
    ":smile:",
    "👩🏽‍🏫",
    "مرحبا بالعالم",
    "\u202eיום",
    "\ud83d",
    "\udc00",
    "e\u0301",
    "\u0000",
    "\n",
    "a\r\nb",
    '"',
    "\\",
    "\u2028",
    " ",
    "\u00a0",
    "",
  ],
];

/** A string of any length up to `max`, often just that, of what people and mischief type. */
const typed = (max: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(...odd).map((text) => text.slice(0, max)),
    fc.array(fc.constantFrom(...odd), { maxLength: 6 }).map((texts) => texts.join("").slice(0, max)),
    fc.string({ unit: "binary", maxLength: Math.min(max, 30) }),
    fc.constantFrom("W", "é", "&", "مر", "👩🏽‍🏫", " ", "mot ").map((text) => text.repeat(Math.ceil(max / text.length)).slice(0, max)),
  );
/** What the limits ask to say something. */
const name = (max: number): fc.Arbitrary<string> => typed(max).filter((text) => text.trim() !== "");
const some = <T>(of: fc.Arbitrary<T>, maxLength = 4): fc.Arbitrary<T[]> => fc.array(of, { maxLength });
const maybe = <K extends string, T>(key: K, of: fc.Arbitrary<T>): fc.Arbitrary<{ [Key in K]?: T }> =>
  fc.option(of).map((value) => (value === null ? {} : { [key]: value })) as fc.Arbitrary<{ [Key in K]?: T }>;
const all = (...parts: fc.Arbitrary<object>[]): fc.Arbitrary<Loose> =>
  fc.tuple(...parts).map((found) => Object.assign({}, ...found) as Loose);

const language = fc.constantFrom("fr" as const, "en" as const);
const tone = fc.constantFrom("plain", "quiet", "good", "attention", "warning");
const civilDay = fc
  .date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
  .map((date) => day(date.toJSON().slice(0, 10)));
const pages = ["https://exemple.example/a?b=c&d", "http://exemple.example"];
const address = fc.constantFrom(...pages, "tel:+18005550100", "mailto:a@exemple.example", "javascript:alert(1)", "", "https://");

const text: fc.Arbitrary<Text> = fc.letrec<{ text: Text }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    typed(limits.text),
    tie("text").map((bold) => ({ bold })),
    typed(60).map((person) => ({ person })),
    all(
      fc.record({ date: civilDay }),
      maybe("style", fc.constantFrom("long", "short", "medium")),
      maybe("at", fc.constantFrom("09:00", "15:45", null)),
    ),
    fc.record({ link: address, label: fc.oneof(fc.constant(""), typed(60)) }),
    some(tie("text")),
  ),
})).text;

const button = all(
  fc.record({ label: name(limits.button), action: typed(limits.action) }),
  maybe("data", fc.dictionary(typed(20), typed(200), { maxKeys: 3 })),
  maybe("style", fc.constantFrom("primary", "danger")),
);
const buttons = fc.oneof(some(button, 3), fc.array(button, { minLength: limits.buttonsInARow, maxLength: limits.buttonsInARow }));
const item: fc.Arbitrary<Item> = all(fc.record({ title: text, lines: some(text) }), maybe("tone", tone), maybe("buttons", buttons));
const bar = all(fc.record({ label: typed(limits.heading), value: fc.double({ noNaN: true }) }), maybe("tone", tone));
const chart = all(
  fc.record({ title: typed(limits.heading), alt: typed(limits.label), max: fc.constantFrom(0, 1, 100), bars: some(bar) }),
  maybe("mark", fc.record({ value: fc.integer({ min: -5, max: 105 }), label: typed(limits.heading) })),
);
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant("heading"), text: typed(limits.heading) }),
  all(fc.record({ kind: fc.constant("text"), text }), maybe("tone", tone)),
  fc.record({ kind: fc.constant("facts"), facts: some(fc.record({ label: typed(80), value: text }), 12) }),
  fc.record({ kind: fc.constant("list"), items: some(text) }),
  fc.record({ kind: fc.constant("items"), items: some(item) }),
  fc.record({ kind: fc.constant("chart"), chart }),
  fc.record({ kind: fc.constant("buttons"), buttons }),
  fc.constant({ kind: "divider" }),
) as fc.Arbitrary<Block>;

/** The blocks again and again, as long as the limits hold. */
function filled(built: Message): Message {
  const more = { ...built, blocks: [...built.blocks, ...built.blocks] };
  return built.blocks.length === 0 || checkMessage(more).length > 0 ? built : filled(more);
}
const message: fc.Arbitrary<Message> = fc
  .record({ language, summary: typed(limits.summary), blocks: fc.oneof(some(block, 3), some(block, 30)) })
  .filter((built) => checkMessage(built).length === 0)
  .chain((built) => fc.constantFrom(built, filled(built)));

const options = (max: number): fc.Arbitrary<Option[]> =>
  fc.uniqueArray(fc.record({ value: name(limits.option), label: name(limits.option) }), {
    selector: ({ value }) => value,
    minLength: 1,
    maxLength: max,
  });
const chosenOf = (offered: readonly Option[]) => fc.constantFrom("of long ago", "", ...offered.map(({ value }) => value));
const field: fc.Arbitrary<Field> = fc
  .tuple(
    all(
      fc.record({ key: name(limits.name), label: name(200) }),
      maybe("hint", typed(limits.hint)),
      maybe("optional", fc.boolean()),
      maybe("error", typed(limits.text)),
    ),
    fc.oneof(
      all(
        fc.constant({ kind: "text" }),
        maybe("value", typed(limits.typed)),
        maybe("multiline", fc.boolean()),
        maybe("maxLength", fc.integer({ min: 1, max: limits.typed })),
        maybe("placeholder", typed(limits.placeholder)),
      ),
      all(
        fc.constant({ kind: "number" }),
        maybe("value", fc.oneof(typed(20), fc.constantFrom("60", "-3", "12.5", "1e3"))),
        maybe("min", fc.integer({ min: -10, max: 1 })),
        maybe("max", fc.integer({ min: 1, max: 1440 })),
      ),
      all(
        fc.constant({ kind: "date" }),
        maybe("value", fc.oneof(typed(20), civilDay, fc.constantFrom("2009-02-30", "2009-13-01", "0000-01-01"))),
      ),
      all(fc.constant({ kind: "time" }), maybe("value", fc.oneof(typed(20), fc.constantFrom("09:00", "23:59", "24:00", "9:00")))),
      fc
        .oneof(options(limits.radio), fc.constant(null))
        .chain((few) =>
          (few ? fc.constant(few) : options(limits.menu)).chain((offered) =>
            all(fc.constant({ kind: "choice", options: offered, look: few ? "radio" : "menu" }), maybe("value", chosenOf(offered))),
          ),
        ),
      options(limits.checkboxes).chain((offered) =>
        all(fc.constant({ kind: "choices", options: offered }), maybe("values", some(chosenOf(offered)))),
      ),
    ),
  )
  .map(([common, own]) => ({ ...common, ...own }) as Field);

const fullHidden = { h: "x".repeat(limits.hidden - JSON.stringify({ h: "" }).length) };
const form: fc.Arbitrary<Form> = (
  all(
    fc.record({ language, id: typed(limits.name), title: name(limits.title), submit: name(limits.submit), cancel: name(limits.submit) }),
    fc.record({ fields: fc.uniqueArray(field, { selector: ({ key }) => key, maxLength: 8 }) }),
    maybe("intro", some(block, 3)),
    maybe("hidden", fc.oneof(fc.dictionary(typed(40), typed(1500), { maxKeys: 3 }), fc.constant(fullHidden))),
  ) as fc.Arbitrary<Form>
).filter((built) => checkForm(built).length === 0);

const stringsOf = (said: Text): string[] => {
  if (typeof said === "string") return [said];
  if (Array.isArray(said)) return said.flatMap(stringsOf);
  const piece = said as Loose;
  if ("bold" in piece) return stringsOf(piece.bold);
  return "person" in piece ? [piece.person] : "link" in piece ? [piece.label] : [];
};
const labels = (row: readonly { label: string }[] = []): string[] => row.map(({ label }) => label);

/** Everything that a block shows. */
function shownBy(one: Block): string[] {
  switch (one.kind) {
    case "heading":
      return [one.text];
    case "text":
      return stringsOf(one.text);
    case "facts":
      return one.facts.flatMap(({ label, value }) => [label, ...stringsOf(value)]);
    case "list":
      return one.items.flatMap(stringsOf);
    case "items":
      return one.items.flatMap((each) => [...stringsOf(each.title), ...each.lines.flatMap(stringsOf), ...labels(each.buttons)]);
    case "chart":
      return [one.chart.title, one.chart.alt, one.chart.mark?.label ?? "", ...labels(one.chart.bars)];
    case "buttons":
      return labels(one.buttons);
    case "divider":
    case "event":
      return [];
  }
}

/** Everything in a payload, by the name it stands under. */
function valuesOf(payload: unknown, key: string): unknown[] {
  if (typeof payload !== "object" || payload === null) return [];
  return Object.entries(payload).flatMap(([name, value]) => [...(name === key ? [value] : []), ...valuesOf(value, key)]);
}

function isShown(strings: readonly string[], payload: unknown): void {
  const texts = valuesOf(payload, "text").filter((said) => typeof said === "string");
  const typed = valuesOf(payload, "initial_value");
  const missing = strings.filter((said) => said.trim() !== "" && ![...texts, ...typed].some((shown) => String(shown).includes(said)));
  expect(missing).toEqual([]);
}

/** Whatever anybody wrote, nobody is rung, and no sign is shown but the bot's own. */
function ringsNobody(payload: unknown): void {
  const types = new Set(valuesOf(payload, "type"));
  for (const type of ["mrkdwn", "user", "usergroup", "channel", "broadcast", "team", "date", "color", "image"])
    expect(types).not.toContain(type);
  expect(["white_check_mark", "small_orange_diamond", "warning"]).toEqual(
    expect.arrayContaining(valuesOf(payload, "name").filter((found, place, list) => list.indexOf(found) === place)),
  );
  expect(valuesOf(payload, "emoji")).not.toContain(true);
  for (const link of valuesOf(payload, "url")) expect(pages).toContain(link);
}

const unescaped = (escaped: string): string => escaped.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

describe("what keeps to the limits", () => {
  it("Slack takes, as a message, in parts, as a modal and as a home", () => {
    fc.assert(
      fc.property(message, (built) => {
        expect(problemsInMessage(messageOf(built))).toEqual([]);
        expect(messagesOf(built).flatMap(problemsInMessage)).toEqual([]);
        expect(problemsInView(sheetView(built, 2), "modal")).toEqual([]);
        expect(problemsInView(homeView(built), "home")).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("is shown as it was typed, and rings nobody", () => {
    fc.assert(
      fc.property(message, (built) => {
        const { text: fallback, blocks } = messageOf(built);
        isShown(built.blocks.flatMap(shownBy), blocks);
        isShown(built.blocks.flatMap(shownBy), messagesOf(built));
        ringsNobody(blocks);
        expect(fallback).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
        if (built.summary.trim() !== "" && built.summary.length <= 800) expect(unescaped(fallback)).toBe(built.summary);
      }),
      { numRuns: 300 },
    );
  });

  it("opens as a modal, with every word of it, and with what it carries", () => {
    const carried = fc.record({
      depth: fc.integer({ min: 0, max: 2 }),
      origin: fc.constant({ channel: "D".padEnd(20, "0"), ts: "1231234567.123456" }),
    });
    fc.assert(
      fc.property(form, carried, (built, { depth, origin }) => {
        const view = formView(built, { depth, origin });
        expect(problemsInView(view, "modal")).toEqual([]);
        ringsNobody(view);
        const ofFields = built.fields.flatMap((one) => [
          ...[one.label, one.hint ?? "", one.error ?? ""],
          ...("options" in one ? labels(one.options) : []),
          ...(one.kind === "text" ? [one.value ?? "", one.placeholder ?? ""] : []),
        ]);
        isShown([built.title, built.submit, built.cancel, ...(built.intro ?? []).flatMap(shownBy), ...ofFields], view);
        expect(readCarried(view.private_metadata)).toEqual({ hidden: { ...built.hidden }, depth, origin });
      }),
      { numRuns: 300 },
    );
  });
});

describe("what does not keep to the limits", () => {
  const asked: Form = { language: "fr", id: "f", title: "T", submit: "S", cancel: "C", fields: [] };
  const wrong = (count: number): Form => ({
    ...asked,
    fields: Array.from({ length: count }, (_, number) => ({ kind: "time", key: `${number}`, label: "L", error: "E" })),
  });
  const radio = (values: readonly string[]): Field => ({
    kind: "choice",
    key: "k",
    label: "L",
    look: "radio",
    options: values.map((value) => ({ value, label: value })),
  });
  it.each<[string, Form]>([
    ["a title over 24 characters", { ...asked, title: "T".repeat(25) }],
    ["a title of spaces", { ...asked, title: "  " }],
    ["two fields under one key", { ...asked, fields: [radio(["a"]), radio(["a"])] }],
    ["a choice between nothing", { ...asked, fields: [radio([])] }],
    ["two options of one value", { ...asked, fields: [radio(["a", "a"])] }],
    ["an option over 75 characters", { ...asked, fields: [radio(["a".repeat(76)])] }],
    ["more fields and errors than a form has room for", wrong(51)],
    ["more hidden than leaves room for the place of the form", { ...asked, hidden: { a: "x".repeat(limits.hidden) } }],
  ])("is named: %s", (_, built) => expect(checkForm(built)).not.toEqual([]));

  it("is not what just keeps to them", () => {
    expect(checkForm(wrong(50))).toEqual([]);
    expect(problemsInView(formView(wrong(50), { depth: 0 }), "modal")).toEqual([]);
  });
});

it("what is shortened ends at a word, without a sign before its ellipsis", () => {
  expect(clip("Tout a changé. Rien ne reste", 16)).toBe("Tout a changé…");
  expect(clip("abcdefghij", 5)).toBe("abcd…");
  expect(clip("👩🏽‍🏫👩🏽‍🏫", 8)).toBe("👩🏽‍🏫…");
});

it("at most one button of a row stands out", () => {
  const primary = { label: "Oui", action: "a", style: "primary" } as const;
  const stylesOf = (row: readonly (typeof primary)[]) =>
    valuesOf(messageOf({ language: "fr", summary: "S", blocks: [{ kind: "buttons", buttons: row }] }), "style");
  expect(stylesOf([primary])).toEqual(["primary"]);
  expect(stylesOf([primary, primary])).toEqual([]);
});
