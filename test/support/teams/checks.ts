import type { Loose } from "./records.ts";

/** What is wrong with a value that stands at this place; nothing when it is as it should be. */
export type Check = (value: Loose, at: string) => string[];

const must =
  (holds: (value: Loose) => boolean, be: string): Check =>
  (value, at) =>
    holds(value) ? [] : [`${at}: ${be}`];

export const text = must((value) => typeof value === "string", "a string");
export const words = must((value) => typeof value === "string" && value.trim() !== "", "a string that is not empty");
export const flag = must((value) => typeof value === "boolean", "true or false");
export const number = must((value) => typeof value === "number" && Number.isFinite(value), "a number");
export const positive = must((value) => Number.isInteger(value) && value > 0, "a whole number above 0");
export const plainObject = must((value) => typeof value === "object" && value !== null && !Array.isArray(value), "an object");
export const oneOf = (...values: readonly Loose[]): Check => must((value) => values.includes(value), `one of ${values.join(", ")}`);
export const matching = (pattern: RegExp, be: string): Check => must((value) => typeof value === "string" && pattern.test(value), be);
export const realDay = must(
  (value) => /^\d{4}-\d{2}-\d{2}$/.test(value) && new Date(`${value}T00:00:00Z`).toJSON()?.startsWith(value) === true,
  "a day that exists, as YYYY-MM-DD",
);
export const timeOfDay = matching(/^([01]\d|2[0-3]):[0-5]\d$/, "a time, as HH:MM");

/** Enumerations are written with a large or a small first letter. */
export const folded =
  (check: Check): Check =>
  (value, at) =>
    check(typeof value === "string" ? `${value.charAt(0).toLowerCase()}${value.slice(1)}` : value, at);

export const either =
  (...checks: readonly Check[]): Check =>
  (value, at) => {
    const found = checks.map((check) => check(value, at));
    return found.find((problems) => problems.length === 0) ?? [found.flat().join(", or ")];
  };

export const list =
  (of: Check, { min = 0, max = Number.POSITIVE_INFINITY }: { min?: number; max?: number } = {}): Check =>
  (value, at) => {
    if (!Array.isArray(value)) return [`${at}: a list`];
    const size = value.length < min ? [`${at}: fewer than ${min}`] : value.length > max ? [`${at}: more than ${max}`] : [];
    return [...size, ...value.flatMap((one, place) => of(one, `${at}.${place}`))];
  };

/** An object with these properties and no others; then what must hold among them. */
export const shape =
  (needed: Readonly<Record<string, Check>>, optional: Readonly<Record<string, Check>> = {}, among: Check = () => []): Check =>
  (value, at) => {
    const wrong = plainObject(value, at);
    if (wrong.length > 0) return wrong;
    const all: Readonly<Record<string, Check>> = { ...optional, ...needed };
    const problems = [
      ...Object.keys(needed).flatMap((name) => (name in value ? [] : [`${at}.${name}: required`])),
      ...Object.entries(value).flatMap(([name, one]) =>
        Object.hasOwn(all, name) ? (all[name]?.(one, `${at}.${name}`) ?? []) : [`${at}.${name}: there is no such property`],
      ),
    ];
    return problems.length > 0 ? problems : among(value, at);
  };

/** An object that is checked by what its `type` says. */
export const byType =
  (kinds: () => Readonly<Record<string, Check>>): Check =>
  (value, at) => {
    const known = kinds();
    const type = value?.type;
    return Object.hasOwn(known, type) ? (known[type]?.(value, at) ?? []) : [`${at}.type: ${JSON.stringify(type)} has no place here`];
  };
