import type { Language } from "../program/terms.ts";
import { formatDay } from "../ui/speak.ts";
import type { Fault, Place, Problem } from "./problems.ts";
import { en } from "./words-en.ts";
import { fr } from "./words-fr.ts";

const spoken = { fr, en } satisfies Record<Language, typeof fr>;

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
  };
  return `${placeOf(problem.place, language)} : ${phrase(problem.params, help)}`;
}

export function describeProblems(problems: readonly Problem[], language: Language): string {
  const words = spoken[language];
  return [words.command.nothing(problems.length), ...problems.map((one) => `  ${describeProblem(one, language)}`)].join("\n");
}

/** What the phrases lean on. */
export interface Help {
  day(date: Parameters<typeof formatDay>[0]): string;
  place(place: Place): string;
  quote(found: unknown): string;
  expected(expected: import("./problems.ts").Expectation): string;
}
