import { type Day, type Hour, isDay, isHour } from "../program/day.ts";
import type { When } from "../program/plan.ts";
import type { Language, Localized } from "../program/terms.ts";
import { formatDay, formatHour, formatNumber } from "../ui/speak.ts";
import { type Change, type ImportPlan, verbOf } from "./changes.ts";
import { settingsTold } from "./settings-told.ts";
import { changeWords } from "./words.ts";

/** Values as people say them. */
export interface Saying {
  language: Language;
  /** Somebody by their e-mail address. */
  person(email: string | null): string;
  value(value: unknown): string;
}

/** One change, in a line for a thing that is added and a line for each value that changes. Nothing of what stays. */
export function detailsOf(change: Change, plan: ImportPlan, language: Language): string[] {
  const verb = verbOf(change);
  if (verb === "unchanged") return [];
  const words = changeWords(language);
  const saying = sayingOf(plan, language);
  const name = nameOf(change, plan, saying);
  if (verb === "created") return [`+ ${name}`];
  if (change.thing === "cohort" && change.before) return settingsTold(change.before, change.after, saying).map((line) => `~ ${line}`);
  if (change.thing === "instrument") return [`~ ${name}${words.colon}${words.otherContent}`];
  return [`~ ${name}${words.colon}${fieldsTold(change.before ?? {}, change.after, words.fields, saying).join("; ")}`];
}

/** Each field that is not what it was, by its label: `nom : Second → Second-Jour`. */
export function fieldsTold(before: object, after: object, labels: Readonly<Record<string, string>>, saying: Saying): string[] {
  const { colon } = changeWords(saying.language);
  const [was, is] = [before as Readonly<Record<string, unknown>>, after as Readonly<Record<string, unknown>>];
  return Object.entries(labels).flatMap(([field, label]) =>
    JSON.stringify(was[field] ?? null) === JSON.stringify(is[field] ?? null)
      ? []
      : [`${label}${colon}${saying.value(was[field])} → ${saying.value(is[field])}`],
  );
}

function sayingOf({ names }: ImportPlan, language: Language): Saying {
  const words = changeWords(language);
  const person = (email: string | null): string => (email === null ? words.none : (names.get(email) ?? email));
  const value = (said: unknown): string => {
    if (said === null || said === undefined || said === "") return words.none;
    if (typeof said === "number") return formatNumber(said, language);
    if (Array.isArray(said)) return said.map(value).join(", ");
    if (typeof said === "object") return ofMapping(said as Readonly<Record<string, unknown>>);
    const text = String(said);
    if (isDay(text)) return formatDay(text as Day, language);
    if (isHour(text)) return formatHour(text as Hour, language);
    return words.values[text] ?? names.get(text) ?? text;
  };
  const ofMapping = (said: Readonly<Record<string, unknown>>): string => {
    if ("week" in said || "fraction" in said || "lastWeeks" in said) return words.when(said as unknown as When, value);
    if ("from" in said && "to" in said) return `${value(said.from)} – ${value(said.to)}`;
    if ("fr" in said) return (said as unknown as Localized)[language] ?? String(said.fr);
    return Object.values(said)
      .filter((part) => part !== undefined)
      .map(value)
      .join(", ");
  };
  return { language, person, value };
}

function nameOf(change: Change, { changes, names }: ImportPlan, { language, person, value }: Saying): string {
  const words = changeWords(language);
  switch (change.thing) {
    case "organization":
      return `${change.after.name} (${change.after.key})`;
    case "program":
      return change.after.name;
    case "instrument":
      return change.after.id;
    case "person":
      return `${names.get(change.after.email)} (${change.after.email})`;
    case "cohort":
      return words.cohort(change.after.name, change.after.key, value(change.after.startsOn), value(change.after.endsOn));
    case "appointment": {
      if (verbOf(change) !== "created") return person(change.after.email);
      const { email, kind, capacity, from, until, succeeds } = change.after;
      return words.appointment({
        ...{ name: `${person(email)} (${email})`, kind: value(kind), capacity: value(capacity), from: value(from) },
        ...{ until: until === null ? null : value(until), succeeds: succeeds === null ? null : person(succeeds) },
      });
    }
    case "dyad": {
      const { mentor, mentee, began, ended, coordinator } = change.after;
      const pair = words.pair(person(mentor), person(mentee));
      if (verbOf(change) !== "created") return pair;
      return words.dyad({ pair, began: value(began), ended: ended === null ? null : value(ended), coordinator: person(coordinator) });
    }
    case "held": {
      const { mentor, mentee, stage, on } = change.after;
      const cohort = changes.find((other) => other.thing === "cohort");
      const stages = (cohort?.after.settings as { plan: { stages: { key: string; name: Localized }[] } } | undefined)?.plan.stages ?? [];
      const name = stages.find(({ key }) => key === stage)?.name;
      return words.held(words.pair(person(mentor), person(mentee)), name ? value(name) : stage, value(on));
    }
  }
}
