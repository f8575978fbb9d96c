import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { types } from "@slack/bolt";
import { z } from "zod";
import { clip, limits } from "../../src/ui/limits.ts";
import type { Field, Form, Message, Option } from "../../src/ui/model.ts";
import { phrases } from "../../src/ui/speak.ts";
import { blocksOf, isBlank, words } from "./blocks.ts";

/** A message in a direct conversation, by Slack's own names of it. */
export interface Spot {
  channel: string;
  ts: string;
}

/** What a modal carries back when it is sent. */
export interface Carried {
  hidden: Readonly<Record<string, string>>;
  /** The message whose button opened it. */
  origin?: Spot;
  /** How many modals lie under this one: Slack stacks three. */
  depth: number;
}

const carried = z.object({
  hidden: z.record(z.string(), z.string()),
  origin: z.object({ channel: z.string(), ts: z.string() }).optional(),
  depth: z.int().min(0).max(2),
});

/** What a modal carries, as it comes back. One that is from nowhere carries nothing. */
export function readCarried(metadata: string | null | undefined): Carried {
  try {
    const { data } = carried.safeParse(JSON.parse(metadata || "{}"));
    if (data) return { hidden: data.hidden, depth: data.depth, ...(data.origin ? { origin: data.origin } : {}) };
  } catch {
    // Not ours: the same as nothing.
  }
  return { hidden: {}, depth: 0 };
}

/** The callback of what is only looked at; forms have that of their id. */
export const sheetCallback = "sheet";
const longestTitle = 24;

/** A form as a modal. What is wrong with an answer is said under its field by Slack where `errorsIn` finds it, here otherwise. */
export function formView(form: Form, carried: Omit<Carried, "hidden">): types.ModalView {
  const { language, intro = [], hidden = {} } = form;
  const input = inputName(hidden);
  return {
    type: "modal",
    callback_id: form.id,
    title: words(form.title),
    submit: words(form.submit),
    close: words(form.cancel),
    private_metadata: JSON.stringify({ hidden, ...carried } satisfies Carried),
    blocks: [...blocksOf(intro, language), ...form.fields.flatMap((field) => fieldBlocks(field, input, language))],
  };
}

const fieldBlocks = (field: Field, input: string, language: Form["language"]): types.KnownBlock[] => [
  inputOf(field, input),
  ...(field.error ? blocksOf([{ kind: "text", text: field.error, tone: "warning" }], language) : []),
];

/**
 * Slack goes on showing what was typed where a block and its input keep their names, whatever they begin with now: a form that
 * carries something else has inputs of another name, so that what is seen is what stands in it.
 */
const inputName = (hidden: Carried["hidden"]): string =>
  `answer.${createHash("sha256").update(JSON.stringify(hidden)).digest("base64url")}`;

const inputOf = (field: Field, action_id: string): types.InputBlock => ({
  type: "input",
  block_id: field.key,
  label: words(field.label),
  ...(field.hint ? { hint: words(field.hint) } : {}),
  // No choice at all is an answer to "which of these".
  optional: field.optional === true || field.kind === "choices",
  element: elementOf(field, { action_id }),
});

function elementOf(field: Field, action: { action_id: string }): types.InputBlock["element"] {
  switch (field.kind) {
    case "text": {
      const value = clip(field.value ?? "", limits.typed);
      return {
        type: "plain_text_input",
        ...action,
        multiline: field.multiline === true,
        ...(value ? { initial_value: value } : {}),
        // What was written under a wider limit is shown whole; the limit is named when it is sent.
        ...(field.maxLength ? { max_length: Math.max(field.maxLength, value.length) } : {}),
        ...(field.placeholder ? { placeholder: words(field.placeholder) } : {}),
      };
    }
    case "number":
      return {
        type: "number_input",
        ...action,
        is_decimal_allowed: false,
        ...(isNumeric(field.value) ? { initial_value: field.value } : {}),
        ...(field.min === undefined ? {} : { min_value: String(field.min) }),
        ...(field.max === undefined ? {} : { max_value: String(field.max) }),
      };
    case "date":
      return { type: "datepicker", ...action, ...(isDay(field.value) ? { initial_date: field.value } : {}) };
    case "time":
      return { type: "timepicker", ...action, ...(isHour(field.value) ? { initial_time: field.value } : {}) };
    case "choice": {
      const options = field.options.map(optionOf);
      const chosen = options.find(({ value }) => value === field.value);
      const initial = chosen ? { initial_option: chosen } : {};
      return field.look === "radio"
        ? { type: "radio_buttons", ...action, options, ...initial }
        : { type: "static_select", ...action, options, ...initial };
    }
    case "choices": {
      const options = field.options.map(optionOf);
      const chosen = options.filter(({ value }) => field.values?.includes(value));
      return { type: "checkboxes", ...action, options, ...(chosen.length > 0 ? { initial_options: chosen } : {}) };
    }
  }
}

/** What another platform let somebody type, Slack shows only where it can be an answer. */
const isNumeric = (typed = ""): typed is string => /^-?\d{1,15}$/.test(typed);
const isHour = (typed = ""): typed is string => /^([01]\d|2[0-3]):[0-5]\d$/.test(typed);
const isDay = (typed = ""): typed is string =>
  /^\d{4}-\d\d-\d\d$/.test(typed) && (new Date(`${typed}T00:00:00Z`).toJSON() ?? "").startsWith(typed);
const optionOf = ({ label, value }: Option): { text: types.PlainTextElement; value: string } => ({ text: words(label), value });

/**
 * The errors of a form that is asked again, by block, when the modal that was sent has the same fields and carries the same:
 * Slack then keeps it as it is, with what was typed, and shows each error at its place. Null when the form is another one now,
 * or has an error at no field.
 */
export function errorsIn(form: Form, shown: { fields: readonly string[]; hidden: Carried["hidden"] }): Record<string, string> | null {
  const fields = form.fields.map(({ key }) => key);
  const isSame = isDeepStrictEqual({ fields, hidden: form.hidden ?? {} }, { fields: shown.fields, hidden: shown.hidden });
  const errors = Object.fromEntries(form.fields.flatMap(({ key, error }) => (error ? [[key, error]] : [])));
  return isSame && Object.keys(errors).length > 0 ? errors : null;
}

/** A message as a modal that is only looked at. */
export const sheetView = (message: Message, depth: number): types.ModalView => ({
  type: "modal",
  callback_id: sheetCallback,
  title: words(isBlank(message.summary) || message.summary.length > longestTitle ? phrases[message.language].program : message.summary),
  close: words(phrases[message.language].close),
  private_metadata: JSON.stringify({ hidden: {}, depth } satisfies Carried),
  blocks: blocksOf(message.blocks, message.language),
});

/** What stands there while the answer takes longer than a trigger lives. */
export const loadingView = (depth: number): types.ModalView => ({
  type: "modal",
  callback_id: sheetCallback,
  title: words(phrases.fr.program),
  close: words(phrases.fr.close),
  private_metadata: JSON.stringify({ hidden: {}, depth } satisfies Carried),
  blocks: [{ type: "section", text: words(`${phrases.fr.moment} ${phrases.en.moment}`) }],
});

export const homeView = (home: Message): types.HomeView => ({ type: "home", blocks: blocksOf(home.blocks, home.language) });
