import type { Day } from "../program/day.ts";
import type { InstrumentFaultCode, Room } from "../program/instrument.ts";
import type { Office, Role } from "../program/terms.ts";

/** Where something was said: a file, a line (from 1), and the path to it, such as `dyads[3].mentor` or the header of a column. */
export interface Place {
  file: string;
  line: number | null;
  path: string | null;
}

/** What a value should have been. */
export type Expectation =
  | { kind: "text"; max: number }
  | { kind: "sentence"; max?: number }
  | { kind: "key" }
  | { kind: "email" }
  | { kind: "day" }
  | { kind: "day-from"; from: Day }
  | { kind: "day-between"; from: Day; to: Day; of: "cohort" | "dyad" }
  | { kind: "hour" }
  | { kind: "moment" }
  | { kind: "zone" }
  | { kind: "link" }
  | { kind: "whole"; min: number; max: number }
  | { kind: "number"; min: number; max: number }
  | { kind: "yes-no" }
  | { kind: "one-of"; values: readonly string[] }
  | { kind: "mapping" }
  | { kind: "list"; least?: number; most?: number }
  | { kind: "when" }
  | { kind: "options" }
  | { kind: "distinct-keys" }
  | { kind: "record"; most: number }
  /** What a form or a message has room for. */
  | { kind: "shown-text"; most: number }
  | { kind: "shown-list"; most: number }
  | { kind: "apart" }
  | { kind: "file-names" }
  | { kind: "stages" }
  | { kind: "week-of-cohort"; weeks: number };

/** Everything that can be wrong with files, and what its words take. */
export interface Faults {
  "file-unreadable": { path: string; reason: "missing" | "folder" | "forbidden" | "other" };
  "file-kind": Record<string, never>;
  "file-not-text": { looksLike: "workbook" | "binary" };
  "several-plans-with-table": Record<string, never>;
  "yaml-syntax": { code: string; text: string };
  /** Places after the first few: one slip makes many. */
  "yaml-more": { count: number };
  "yaml-empty": Record<string, never>;
  "unknown-key": { key: string; nearest: readonly string[]; known: readonly string[] };
  "wrong-value": { found: unknown; expected: Expectation };

  "cohort-not-named": Record<string, never>;
  "cohort-unknown": { key: string; known: readonly string[] };
  "cohort-ambiguous": { key: string; organizations: readonly string[] };
  "cohort-too-long": { starts: Day; ends: Day; years: number };

  "never-open": { starts: Day; ends: Day };
  "send-hour-quiet": { sendAt: string; from: string; to: string };
  "reminders-reversed": { less: { name: string; days: number }; more: { name: string; days: number } };
  "stage-twice": { key: string };
  "stage-in-use": { key: string };
  "stage-order": { key: string; previous: string };
  "stage-unknown": { key: string; known: readonly string[] };
  "stage-of-group": { key: string; known: readonly string[] };
  "instrument-unknown": { id: string; known: readonly string[] };
  "instrument-twice": { id: string };
  "instrument-own": { id: string };
  "instrument-fault": { found: unknown; fault: InstrumentFaultCode; room: Room };

  /** `known` is who may have been meant. */
  "person-unknown": { email: string; known: readonly string[] };
  "person-twice": { email: string; first: Place };
  "person-contradicted": { email: string; found: string; said: string; first: Place };
  "person-nameless": { email: string };
  "person-supervises-self": { email: string };

  "dyad-twice": { mentor: string; mentee: string; first: Place };
  "dyad-contradicted": { found: string; said: string; first: Place };
  "dyad-alone": { email: string };
  "dyad-supervised": { supervisor: string; report: string };
  "dyad-own-coordinator": { email: string };
  "dyad-coordinator-unappointed": { email: string; appointed: readonly string[] };
  /** A date that only the store has, which the days of the cohort leave out: the one of them that does is `bound`. */
  "dyad-outside-cohort": { found: Day; mentor: string; mentee: string; field: "began" | "ended"; on: Day; bound: "starts" | "ends" };
  "mentee-in-two-dyads": { mentee: string; mentor: string; other: string };

  "appointment-twice": { email: string; from: Day; first: Place };
  "succeeds-unappointed": { email: string; appointed: readonly string[] };
  "coordinator-office": { email: string; office: Office };
  "coordinator-supervises": { email: string; reports: readonly string[] };
  "coordination-gap": { from: Day; to: Day };

  "table-empty": Record<string, never>;
  "table-only-headers": Record<string, never>;
  "table-quote-open": Record<string, never>;
  "table-columns-missing": { found: readonly string[] };
  "table-column-twice": { header: string; first: string };
  "table-column-unclear": { header: string; readings: readonly string[] };
  "table-column-near": { header: string; nearest: string };
  "table-row-too-long": { cells: number; columns: number };
  "date-ambiguous": { found: string; readings: readonly [Day, Day] };
  "role-unknown": { found: string; readings: readonly (Role | Office)[] };
  "role-contradicted": { role: string; column: "mentor" | "mentee" };
  "role-needs-plan": { email: string };
  "row-names-both": { email: string };
  "row-of-no-dyad": { found: string; email: string };
}

export type Fault = { [Code in keyof Faults]: { code: Code; params: Faults[Code] } }[keyof Faults];
export type Problem = Fault & { place: Place };

export const problem = <Code extends keyof Faults>(place: Place, code: Code, params: Faults[Code]): Problem =>
  ({ place, code, params }) as unknown as Problem;

/** By file in the order in which they were named, then by line. */
export function inReadingOrder(problems: readonly Problem[]): Problem[] {
  const files = [...new Set(problems.map(({ place }) => place.file))];
  return problems.toSorted(
    (a, b) => files.indexOf(a.place.file) - files.indexOf(b.place.file) || (a.place.line ?? 0) - (b.place.line ?? 0),
  );
}

/** Adds many to a list: an array of a hundred thousand is too long to be spread into a call. */
export function addAll<Entry>(list: Entry[], more: readonly Entry[]): void {
  for (const one of more) list.push(one);
}

export type Path = readonly (string | number)[];

/** `dyads[3].mentor`; a key that is no plain word is quoted, as an e-mail address is. */
export function pathText(path: Path): string | null {
  const text = path.map((step) => {
    if (typeof step === "number") return `[${step}]`;
    return /^[\p{Letter}\p{Number}_-]+$/u.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
  });
  return text.join("").replace(/^\./, "") || null;
}
