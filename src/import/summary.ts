import type { Language } from "../program/terms.ts";
import { type Change, type ImportPlan, movesBeginning, verbOf } from "./changes.ts";
import type { Desired } from "./desired.ts";
import { detailsOf } from "./details.ts";
import { movesDates } from "./settings-told.ts";
import { importWords, printable } from "./words.ts";

const longestList = 12;

/** What an import changes, the same before and after it is done: each thing that is added is named, each that changes says how. */
export function summaryOf(plan: ImportPlan, desired: Desired, dryRun: boolean, language: Language): string {
  const words = importWords(language);
  const { changes, absent, leftAlone, namesakes, names } = plan;
  const isChanging = changes.some((change) => verbOf(change) !== "unchanged");
  const named = (email: string): string => (names.get(email) ? `${names.get(email)} (${email})` : email);
  const pair = ({ mentor, mentee }: { mentor: string; mentee: string }) => words.pair(named(mentor), named(mentee));
  const left = desired.plan
    ? [...absent.people.map(named), ...absent.dyads.map(pair), ...absent.appointments.map(({ email }) => named(email))]
    : [];
  return [
    dryRun ? (isChanging ? words.dry : words.drySame) : isChanging ? words.done : words.same,
    ...[...new Set(changes.map(({ thing }) => thing))].flatMap((thing) =>
      ofThing(
        thing,
        changes.filter((change) => change.thing === thing),
        plan,
        language,
      ),
    ),
    ...(changes.some(movesDates) ? [words.datesMayMove] : []),
    ...(changes.some(movesBeginning) || plan.tooEarly > 0 ? [words.pastStays(plan.tooEarly)] : []),
    ...(plan.tooLate > 0 ? [words.tooLate(plan.tooLate)] : []),
    ...namesakes.map(({ email, known }) => words.namesake(names.get(email) ?? email, email, known)),
    ...(left.length > 0 ? [words.absent(shortened([...new Set(left)]))] : []),
    ...(leftAlone.length > 0 ? [words.leftAlone(shortened(leftAlone.map((one) => `${pair(one)}, ${one.stage}`)))] : []),
  ]
    .map(printable)
    .concat(unreadTold(desired, language))
    .join("\n");
}

/** Columns that were not read: what is missing may be in one of them. */
export const unreadTold = ({ unread }: Desired, language: Language): string[] =>
  unread.map(({ file, headers }) => printable(importWords(language).unread(file, headers)));

function ofThing(thing: Change["thing"], changes: readonly Change[], plan: ImportPlan, language: Language): string[] {
  const words = importWords(language);
  const count = (verb: ReturnType<typeof verbOf>) => changes.filter((change) => verbOf(change) === verb).length;
  const counts = words.counts(count("created"), count("changed"), count("unchanged"));
  return [
    `  ${words.things[thing]}${words.colon}${counts}`,
    ...changes.flatMap((change) => detailsOf(change, plan, language).map((line) => `    ${line}`)),
  ];
}

const shortened = (names: readonly string[]): string[] =>
  names.length > longestList ? [...names.slice(0, longestList), `… (${names.length})`] : [...names];
