import { type Check, flag, folded, list, number, oneOf, positive, realDay, shape, text, timeOfDay, words } from "./checks.ts";
import type { Loose } from "./records.ts";

/** Every input is named, has a label that stays, and says what is wrong with it. */
const needed = { id: words, label: words, errorMessage: words };
const common: Readonly<Record<string, Check>> = {
  isRequired: flag,
  placeholder: text,
  spacing: folded(oneOf("default", "none", "small", "medium", "large", "extraLarge", "padding")),
  separator: flag,
  isVisible: flag,
  height: folded(oneOf("auto", "stretch")),
};

const input = (type: string, own: Readonly<Record<string, Check>>, required: Readonly<Record<string, Check>> = {}, among?: Check): Check =>
  shape({ type: oneOf(type), ...needed, ...required }, { ...common, ...own }, among);

const inOrder: Check = ({ min, max }, at) => (min !== undefined && max !== undefined && min > max ? [`${at}.min: more than max`] : []);
const chosen = ({ value, isMultiSelect }: Loose): string[] =>
  value === undefined || value === "" ? [] : isMultiSelect ? value.split(",") : [value];

/** Inputs of Adaptive Cards 1.5 as Teams shows them, and less: what is not written here is refused. */
export const inputs: Readonly<Record<string, Check>> = {
  "Input.Text": input(
    "Input.Text",
    { value: text, isMultiline: flag, maxLength: positive, regex: words, style: folded(oneOf("text", "tel", "url", "email", "password")) },
    {},
    ({ value = "", maxLength = Number.POSITIVE_INFINITY }, at) => (value.length > maxLength ? [`${at}.value: longer than maxLength`] : []),
  ),
  "Input.Number": input("Input.Number", { value: number, min: number, max: number }, {}, inOrder),
  "Input.Date": input("Input.Date", { value: realDay, min: realDay, max: realDay }, {}, inOrder),
  "Input.Time": input("Input.Time", { value: timeOfDay, min: timeOfDay, max: timeOfDay }, {}, inOrder),
  "Input.Toggle": input("Input.Toggle", { value: text, valueOn: words, valueOff: words, wrap: flag }, { title: words }),
  "Input.ChoiceSet": input(
    "Input.ChoiceSet",
    { value: text, isMultiSelect: flag, style: folded(oneOf("compact", "expanded", "filtered")), wrap: flag },
    { choices: list(shape({ title: words, value: words }), { min: 1 }) },
    (set, at) => {
      const values: string[] = set.choices.map(({ value }: Loose) => value);
      return [
        ...(new Set(values).size < values.length ? [`${at}.choices: two have the same value`] : []),
        ...(set.isMultiSelect && values.some((value) => value.includes(",")) ? [`${at}.choices: a comma parts several values`] : []),
        ...(chosen(set).every((value) => values.includes(value)) ? [] : [`${at}.value: none of the choices`]),
      ];
    },
  ),
};

/** What a person left in an input: several values where it takes several, null for nothing. */
export type Typed = string | readonly string[] | null;

/** What an untouched input holds. */
export function initially(input: Loose): Typed {
  if (input.type === "Input.ChoiceSet" && input.isMultiSelect) return chosen(input);
  if (input.type === "Input.Toggle") return input.value ?? input.valueOff ?? "false";
  return input.value === undefined || input.value === "" ? null : String(input.value);
}

const isDay = (value: string) => realDay(value, "").length === 0;

/** What Teams' client sends of an input: a string, or nothing where there is nothing. Throws for what it holds back. */
export function sent(input: Loose, typed: Typed): string | undefined {
  const stop = (why: string): never => {
    throw new Error(`Teams would not send ${input.id}: ${why}`);
  };
  const several = typed !== null && typeof typed !== "string";
  if (several && !input.isMultiSelect) stop("it takes one value");
  const value = several ? typed.join(",") : (typed ?? "");
  if (value === "") return input.isRequired ? stop("it is required") : undefined;
  switch (input.type) {
    case "Input.ChoiceSet": {
      const values = input.choices.map((choice: Loose) => choice.value);
      const strange = (input.isMultiSelect ? value.split(",") : [value]).find((one) => !values.includes(one));
      if (strange !== undefined) stop(`${strange} is none of its choices`);
      break;
    }
    case "Input.Toggle":
      if (value !== (input.valueOn ?? "true") && value !== (input.valueOff ?? "false")) stop(`${value} is neither on nor off`);
      if (input.isRequired && value !== (input.valueOn ?? "true")) stop("it is required");
      break;
    case "Input.Number":
      if (!Number.isFinite(Number(value))) stop(`${value} is no number`);
      if (Number(value) < (input.min ?? Number(value))) stop(`${value} is less than ${input.min}`);
      if (Number(value) > (input.max ?? Number(value))) stop(`${value} is more than ${input.max}`);
      break;
    case "Input.Date":
      if (!isDay(value)) stop(`${value} is no day`);
      if (value < (input.min ?? value) || value > (input.max ?? value)) stop(`${value} is not between ${input.min} and ${input.max}`);
      break;
    case "Input.Time":
      if (timeOfDay(value, "").length > 0) stop(`${value} is no time`);
      break;
    default:
      if (value.length > (input.maxLength ?? value.length)) stop("it is too long");
      if (input.regex && !new RegExp(input.regex).test(value)) stop("it does not match");
  }
  return value;
}
