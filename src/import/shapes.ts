import { z } from "zod";
import { type Day, type Hour, isDay, isHour, isZone } from "../program/day.ts";
import type { Localized } from "../program/terms.ts";
import { nearest } from "../words/alike.ts";
import { addAll, type Expectation, type Path, type Problem, problem } from "./problems.ts";
import type { YamlSource } from "./yaml-source.ts";

/** The kinds of value that files hold, each of which knows how to say what it expected. */
function leaf<Value>(expected: Expectation, holds: (value: unknown) => boolean) {
  return z.custom<Value>(holds, { params: { expected } });
}

/** What no keyboard types: control characters other than spaces, and marks that turn the direction of a text. */
const unprintable = /[^\P{Cc}\t\n\r]|[\u202a-\u202e\u2066-\u2069]/u;
export const isPrintable = (text: string): boolean => !unprintable.test(text);

const isText = (value: unknown, max: number): value is string =>
  typeof value === "string" && value.trim() !== "" && value.length <= max && isPrintable(value);

const longestSentence = 2_000;
const longestEmail = 254;

export const isEmail = (value: unknown): boolean =>
  typeof value === "string" &&
  value.length <= longestEmail &&
  isPrintable(value) &&
  /^[^\s@<>,;:"()]+@[^\s@<>,;:"()]+\.[^\s@<>,;:"().]+$/u.test(value.trim());

/** The years in which a program can take place: a slip such as 0209 or 20009 is none of them. */
const isPlausible = (date: string): boolean => date >= "1990-01-01" && date <= "2099-12-31";
export const isProgramDay = (value: unknown): value is Day => typeof value === "string" && isDay(value) && isPlausible(value);

export const normalEmail = (email: string): string => email.trim().toLowerCase();
export const oneLine = (text: string): string => text.trim().replace(/\s+/g, " ");

export const text = (max = 200, spaces: "tidied" | "as it is" = "tidied") =>
  leaf<string>({ kind: "text", max }, (value) => isText(value, max)).transform((said) => (spaces === "tidied" ? oneLine(said) : said));
/** A key that is all digits, such as 2009, is a number to YAML. */
export const key = leaf<string | number>(
  { kind: "key" },
  (value) => (typeof value === "number" || isText(value, 60)) && /^[a-z0-9][a-z0-9-]*$/.test(String(value)),
).transform(String);
export const email = leaf<string>({ kind: "email" }, isEmail).transform(normalEmail);
export const date = leaf<Day>({ kind: "day" }, isProgramDay);
export const hourOfDay = leaf<Hour>({ kind: "hour" }, (value) => typeof value === "string" && isHour(value));
export const moment = leaf<string>({ kind: "moment" }, (value) => {
  const [, on = "", at = ""] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)$/.exec(String(value)) ?? [];
  return isProgramDay(on) && isHour(at);
});
export const zone = leaf<string>({ kind: "zone" }, (value) => typeof value === "string" && value.includes("/") && isZone(value));
export const link = leaf<string>({ kind: "link" }, (value) => isText(value, 500) && /^https?:\/\/\S+$/.test(String(value)));
export const yesOrNo = leaf<boolean>({ kind: "yes-no" }, (value) => typeof value === "boolean");
export const whole = (min: number, max: number) =>
  leaf<number>({ kind: "whole", min, max }, (value) => Number.isInteger(value) && between(value, min, max));
export const number = (min: number, max: number) => leaf<number>({ kind: "number", min, max }, (value) => between(value, min, max));
export const oneOf = <const Value extends string>(values: readonly Value[]) =>
  leaf<Value>({ kind: "one-of", values }, (value) => values.some((known) => known === value));

const between = (value: unknown, min: number, max: number): boolean => typeof value === "number" && min <= value && value <= max;

/** A sentence in French, or in several languages: `fr:` and `en:`. */
const sentenceUpTo = (max: number, expected: Expectation) =>
  leaf<string | { fr: string; en?: string }>(expected, (value) => {
    if (isText(value, max)) return true;
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    const { fr, en, ...others } = value as Record<string, unknown>;
    return isText(fr, max) && (en === undefined || isText(en, max)) && Object.keys(others).length === 0;
  }).transform((said): Localized => (typeof said === "string" ? { fr: said.trim() } : said));
export const sentence = sentenceUpTo(longestSentence, { kind: "sentence" });
/** One that stands among others, or in a title. */
export const shortSentence = (max: number) => sentenceUpTo(max, { kind: "sentence", max });

/** Holds a part of a file against its shape. Every problem in it is told; null when there is one. */
export function readPart<Shape extends z.ZodType>(
  source: YamlSource,
  path: Path,
  shape: Shape,
  problems: Problem[],
): z.output<Shape> | null {
  const value = valueAt(source.value, path);
  const read = shape.safeParse(value);
  if (read.success) return read.data;
  addAll(
    problems,
    read.error.issues.flatMap((issue) => problemsOf(source, path, shape, issue)),
  );
  return null;
}

type Fields = z.ZodObject<Record<string, z.ZodType>>;
/** What a mapping says, as far as it can be read. `whole` is false when something in it could not be. */
type ReadFields<Shape extends Fields> =
  | { whole: true; fields: z.output<Shape> }
  | { whole: false; fields: { [Key in keyof z.output<Shape>]?: z.output<Shape>[Key] | undefined } };

/** Reads a mapping field by field, so that a wrong one does not hide what the others say. Every problem in it is told. */
export function readFields<Shape extends Fields>(source: YamlSource, path: Path, shape: Shape, problems: Problem[]): ReadFields<Shape> {
  const value = valueAt(source.value, path);
  const read = shape.safeParse(value);
  if (read.success) return { whole: true, fields: read.data };
  addAll(
    problems,
    read.error.issues.flatMap((issue) => problemsOf(source, path, shape, issue)),
  );
  const said = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  const readable = Object.entries(shape.shape).flatMap(([name, part]) => {
    const field = part.safeParse(said[name]);
    return field.success && field.data !== undefined ? [[name, field.data]] : [];
  });
  return { whole: false, fields: Object.fromEntries(readable) };
}

/** The same, for a mapping that a file may leave out. */
export const readOptionalFields = <Shape extends Fields>(
  source: YamlSource,
  path: Path,
  shape: Shape,
  problems: Problem[],
): ReadFields<Shape>["fields"] => ((valueAt(source.value, path) ?? null) === null ? {} : readFields(source, path, shape, problems).fields);

/** Reads each entry of a list field by field. */
export const readEachFields = <Shape extends Fields>(
  source: YamlSource,
  path: Path,
  shape: Shape,
  problems: Problem[],
): ReadFields<Shape>[] => listAt(source, path, problems).map((_, index) => readFields(source, [...path, index], shape, problems));

function listAt(source: YamlSource, path: Path, problems: Problem[]): readonly unknown[] {
  const list = valueAt(source.value, path);
  if (list === undefined || list === null) return [];
  if (Array.isArray(list)) return list;
  problems.push(problem(source.at(path), "wrong-value", { found: list, expected: { kind: "list" } }));
  return [];
}

/** The whole, with what was said in place of its own. Shapes never put an undefined where a key was left out. */
export const overlaid = <Whole extends object>(
  whole: Whole,
  said: { readonly [Key in keyof Whole]?: Whole[Key] | undefined } | null | undefined,
): Whole => ({ ...whole, ...said }) as Whole;

export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<string | number, unknown> | null | undefined)?.[step], root);
}

function problemsOf(source: YamlSource, path: Path, shape: z.ZodType, issue: z.core.$ZodIssue): Problem[] {
  const inside = issue.path as Path;
  const whole = [...path, ...inside];
  if (issue.code === "unrecognized_keys") {
    const known = keysOf(shape, inside);
    return issue.keys.map((found) =>
      problem(source.at([...whole, found]), "unknown-key", { key: found, nearest: nearest(found, known, 1), known }),
    );
  }
  const expected = issue.code === "custom" ? (issue.params?.expected as Expectation) : expectedType(issue);
  return [problem(source.at(whole), "wrong-value", { found: valueAt(source.value, whole), expected })];
}

function expectedType(issue: z.core.$ZodIssue): Expectation {
  if (issue.code === "too_small") return { kind: "list", least: Number(issue.minimum) };
  if (issue.code === "too_big") return { kind: "list", most: Number(issue.maximum) };
  const list = issue.code === "invalid_type" && (issue.expected === "array" || issue.expected === "tuple");
  return { kind: list ? "list" : "mapping" };
}

/** The keys that a shape knows at a path inside it. */
function keysOf(shape: z.ZodType, path: Path): string[] {
  let here: unknown = shape;
  for (const step of path) {
    here = unwrapped(here);
    if (here instanceof z.ZodObject) here = here.shape[step];
    else if (here instanceof z.ZodArray) here = here.element;
    else if (here instanceof z.ZodRecord) here = here.valueType;
  }
  here = unwrapped(here);
  return here instanceof z.ZodObject ? Object.keys(here.shape) : [];
}

function unwrapped(shape: unknown): unknown {
  let inner = shape;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable || inner instanceof z.ZodDefault || inner instanceof z.ZodPipe) {
    inner = inner instanceof z.ZodPipe ? inner.in : inner.unwrap();
  }
  return inner;
}
