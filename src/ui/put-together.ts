import { limits } from "./limits.ts";
import type { Form } from "./model.ts";
import type { Answers } from "./platform.ts";
import { refill } from "./refill.ts";

const linesOf = (text: string): string[] => text.split("\n").flatMap((line) => line.trim() || []);

/** Whether all that is written in one text stands in another. */
export const holds = (text: string, other: string): boolean => {
  const lines = new Set(linesOf(text));
  return linesOf(other).every((line) => lines.has(line));
};

/** What a visitor wrote, without what somebody else had written by then where that still stands in what they wrote since. */
function withoutEarlier(own: string, others: string, heading: string): string {
  const [before = "", after, ...more] = own.split(`\n\n${heading}\n`);
  return after !== undefined && more.length === 0 && holds(others, after) ? before : own;
}

/** Two texts of a field in one; where both do not fit, the visitor's own. */
function together(typed: string, others: string, most: number, heading: string): string {
  if (holds(typed, others)) return typed;
  const own = withoutEarlier(typed, others, heading);
  if (holds(others, own)) return others;
  const both = `${own}\n\n${heading}\n${others}`;
  return both.length <= most ? both : typed;
}

/** A form in which somebody else's answers stand, with the visitor's own over them: nothing that was left empty takes anything away. */
export function putTogether(theirs: Form, answers: Answers, heading: string): Form {
  const ticksAny = theirs.fields.some(({ kind, key }) => kind === "choices" && (answers[key]?.length ?? 0) > 0);
  const own = theirs.fields.flatMap((field): [string, string | readonly string[]][] => {
    const answer = answers[field.key] ?? [];
    if (field.kind === "choices") return ticksAny ? [[field.key, answer]] : [];
    const [typed = ""] = [answer].flat();
    if (field.kind === "text") return [[field.key, together(typed, field.value ?? "", field.maxLength ?? limits.typed, heading)]];
    return typed ? [[field.key, typed]] : [];
  });
  return refill(theirs, Object.fromEntries(own), {});
}
