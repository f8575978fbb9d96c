import type { Language } from "../program/terms.ts";
import { formatDay } from "../ui/speak.ts";
import { nearest } from "../words/alike.ts";
import { en as enChanges } from "./changes-en.ts";
import { fr as frChanges } from "./changes-fr.ts";
import type { Expectation, Fault, Place, Problem } from "./problems.ts";
import { en } from "./words-en.ts";
import { fr } from "./words-fr.ts";

const spoken = { fr, en } satisfies Record<Language, typeof fr>;

const spokenChanges = { fr: frChanges, en: enChanges } satisfies Record<Language, typeof frChanges>;

/** What an import changes. */
export const changeWords = (language: Language): typeof frChanges => spokenChanges[language];

/** What the import says besides its problems. */
export const importWords = (language: Language): typeof fr.command => spoken[language].command;

function placeOf({ file, line, path }: Place, language: Language): string {
  const at = line === null ? file : `${file}, ${spoken[language].line} ${line}`;
  return path ? `${at}, ${path}` : at;
}

/** One problem in one line: where, what was found, what is expected. */
function describeProblem(problem: Problem, language: Language): string {
  const words = spoken[language];
  const phrase = words.faults[problem.code] as (params: Fault["params"], help: Help) => string;
  const help: Help = {
    day: (date) => formatDay(date, language),
    place: (place) => placeOf(place, language),
    quote: words.quote,
    expected: words.expected,
    nearest: nearestAddress,
  };
  return printable(`${placeOf(problem.place, language)}${words.colon}${phrase(problem.params, help)}`);
}

/** Addresses of one school end alike: what comes before the @ tells whether one may be meant. */
function nearestAddress(found: string, known: readonly string[]): string[] {
  const local = (email: string) => email.slice(0, email.lastIndexOf("@"));
  return nearest(
    found,
    known.filter((email) => nearest(local(found), [local(email)]).length > 0),
    1,
  );
}

/** A file may hold what would move the cursor of a terminal, or turn the direction of what it shows. */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** More than anyone corrects in one go. */
const mostShown = 100;

export function describeProblems(
  problems: readonly Problem[],
  language: Language,
  nothing: (count: number) => string = spoken[language].command.nothing,
): string {
  const words = spoken[language];
  const shown = problems.slice(0, mostShown).map((one) => `  ${describeProblem(one, language)}`);
  const more = problems.length - shown.length;
  return [nothing(problems.length), ...shown, ...(more > 0 ? [`  ${words.command.more(more)}`] : [])].join("\n");
}

/** What the phrases lean on. */
export interface Help {
  day(date: Parameters<typeof formatDay>[0]): string;
  place(place: Place): string;
  quote(found: unknown): string;
  expected(expected: Expectation): string;
  nearest(found: string, known: readonly string[]): string[];
}
