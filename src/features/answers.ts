import { type Day, isDay } from "../program/day.ts";
import type { Answers } from "../ui/platform.ts";
import type { FieldErrors } from "../ui/refill.ts";
import type { Words } from "../words/index.ts";

/**
 * Reads the answers of a form. A value that does not fit comes back as null and is remembered in `errors`
 * with a sentence; so does an empty one, unless it is optional.
 */
export function readAnswers(answers: Answers, words: Words) {
  const errors: Record<string, string> = {};
  const { field } = words.common;

  const refuse = (key: string, why: string): null => {
    errors[key] = why;
    return null;
  };
  const typed = (key: string): string => {
    const answer = answers[key] ?? "";
    return (typeof answer === "string" ? answer : (answer[0] ?? "")).trim();
  };

  return {
    errors: errors as FieldErrors,
    refuse,
    failed: () => Object.keys(errors).length > 0,

    /** Empty is null, and an error unless optional. Line ends are made `\n`. */
    text(key: string, { max, optional = false }: { max: number; optional?: boolean }): string | null {
      const text = typed(key).replace(/\r\n?/g, "\n");
      if (text === "") return optional ? null : refuse(key, field.required);
      return text.length > max ? refuse(key, field.tooLong(max)) : text;
    },
    day(key: string): Day | null {
      const text = typed(key);
      if (text === "") return refuse(key, field.required);
      return isDay(text) ? text : refuse(key, field.notADate);
    },
    integer(key: string, { min, max }: { min: number; max: number }): number | null {
      const text = typed(key);
      if (text === "") return refuse(key, field.required);
      if (!/^[+-]?\d{1,9}$/.test(text)) return refuse(key, field.notANumber);
      const number = Number(text);
      return number < min || number > max ? refuse(key, field.between(min, max)) : number;
    },
    choice<Value extends string>(key: string, values: readonly Value[], { optional = false } = {}): Value | null {
      const text = typed(key);
      if (text === "") return optional ? null : refuse(key, field.required);
      return values.find((value) => value === text) ?? refuse(key, field.notAnOption);
    },
    choices<Value extends string>(key: string, values: readonly Value[]): Value[] {
      const answer = answers[key] ?? [];
      const chosen = (typeof answer === "string" ? [answer] : answer).filter((text) => text !== "");
      const known = values.filter((value) => chosen.includes(value));
      if (known.length !== new Set(chosen).size) refuse(key, field.notAnOption);
      return known;
    },
  };
}
