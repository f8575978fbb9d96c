import type { Addressee } from "../features/feature.ts";
import { guide } from "../features/lead-follow-up.ts";
import { questionnaireForm } from "../features/questionnaire-form.ts";
import { recordText } from "../features/read-record.ts";
import { longestList, recordForm } from "../features/record-form.ts";
import { day } from "../program/day.ts";
import type { Instrument } from "../program/instrument.ts";
import type { RecordField, StagePlan } from "../program/plan.ts";
import { longestText } from "../program/record.ts";
import { languages, type PersonId } from "../program/terms.ts";
import type { Violation } from "../ui/findings.ts";
import { checkForm, checkMessage, limits, sizeInCard } from "../ui/limits.ts";
import type { Block, Form } from "../ui/model.ts";
import { wordsOf } from "../words/index.ts";
import { type Expectation, type Path, type Problem, problem } from "./problems.ts";
import { valueAt } from "./shapes.ts";
import type { YamlSource } from "./yaml-source.ts";

/**
 * What a plan and an instrument lead to, composed as it will be shown and held to what can be: nobody is to find out with
 * a button under their finger that a form does not open.
 */

const addressees: readonly Addressee[] = languages.map((language) => ({ words: wordsOf(language), person: { language } }));
const anyDay = day("2001-01-01");
const longName = "x".repeat(limits.option);

/** What cannot be shown, at a path inside what was read. */
interface Fault {
  path: Path;
  violation: Violation;
}

/** Where each part of a form comes from; null for what is ours. */
type Origin = (field: number, ...part: Path) => Path | null;

const stepsOf = (path: string): Path =>
  [...path.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([step, index]) => (index === undefined ? step : Number(index)));

const isOfField = ({ path }: Violation): boolean => path.startsWith("fields[");

function faultsInFields(form: Form, origin: Origin): Fault[] {
  return checkForm(form)
    .filter(isOfField)
    .flatMap((violation) => {
      const [, field, ...part] = stepsOf(violation.path);
      const path = origin(Number(field), ...part);
      return path ? [{ path: spoken(path, form), violation }] : [];
    });
}

/** Texts are said in the language that they are shown in. */
const spoken = (path: Path, { language }: Form): Path => (isText(path.at(-1)) ? [...path, language] : path);
const isText = (step: unknown): boolean => step === "label" || step === "hint" || step === "attribution";

/** A form as a whole: how much there is of it. */
const tooMuch = (form: Form): Violation[] => {
  const found = sizeInCard(form);
  const inCard: Violation[] = found > limits.card ? [{ path: "card", bound: "at most", limit: limits.card, found }] : [];
  return [...checkForm(form).filter((violation) => !isOfField(violation)), ...inCard];
};

/** That there is too much of a list, and how much of it there is room for. */
function fitting<Entry>(path: Path, entries: readonly Entry[], tooMuchOf: (some: readonly Entry[]) => readonly Violation[]): Fault[] {
  const [violation] = tooMuchOf(entries);
  if (!violation) return [];
  let [most, over] = [0, entries.length];
  while (over - most > 1) {
    const half = Math.floor((most + over) / 2);
    if (tooMuchOf(entries.slice(0, half)).length === 0) most = half;
    else over = half;
  }
  return [{ path, violation: { path: "", bound: "at most", limit: most, found: entries.length } }];
}

function faultsOfStage(stage: StagePlan): Fault[] {
  const people = Array.from({ length: longestList }, (_, place) => ({ id: (place + 1) as PersonId, name: longName }));
  const attendances =
    stage.audience === "triad"
      ? [null]
      : [
          { among: longestList, byName: people },
          { among: longestList + 1, byName: [] },
        ];
  const formsOf = (record: readonly RecordField[]): Form[] =>
    addressees.flatMap((to) =>
      attendances.map((present) => {
        const days = { heldOn: anyDay, from: anyDay, until: anyDay };
        return recordForm(to, { record, present, days, skipped: [longName], written: null, hidden: {} });
      }),
    );
  const textsOf = (record: readonly RecordField[]): Violation[] =>
    addressees.flatMap((to) => {
      const written = { record: Object.fromEntries(record.map((field) => [field.key, longestAnswer(field)])), present: [1 as PersonId] };
      const text = recordText(to, { heldOn: anyDay, stage: { ...stage, record } }, written);
      return shown([{ kind: "text", text: to.words.leadFollowUp.completed }, ...text, { kind: "buttons", buttons: [] }]);
    });
  return [
    ...formsOf(stage.record).flatMap((form) => {
      const before = form.fields.length - stage.record.length;
      return faultsInFields(form, (field, ...part) => (field < before ? null : ["record", field - before, ...part]));
    }),
    ...fitting(["record"], stage.record, (record) => [...formsOf(record).flatMap(tooMuch), ...textsOf(record)]),
    ...(["agenda", "facilitation"] as const).flatMap((section) =>
      fitting([section], stage[section], (lines) =>
        addressees.flatMap((to) => shown(guide(to, { agenda: [], facilitation: [], [section]: lines }))),
      ),
    ),
  ];
}

const longestAnswer = ({ kind, options = [], maxLength = longestText }: RecordField): string =>
  kind === "text" ? "x".repeat(maxLength) : (options[0]?.value ?? "");

const shown = (blocks: readonly Block[]): Violation[] => checkMessage({ language: "fr", summary: "", blocks });

function faultsOfInstrument(instrument: Instrument): Fault[] {
  const formsOf = (items: Instrument["items"]): Form[] =>
    addressees.map((to) => questionnaireForm(to, { ...instrument, items }, { id: "", stage: longName, mentor: longName }));
  return [
    ...formsOf(instrument.items).flatMap((form) =>
      faultsInFields(form, (field, what, ...part) => {
        if (what === "options") return ["scale", ...part];
        if (what === "hint") return ["attribution"];
        const own = instrument.items.findIndex(({ id }) => id === form.fields[field]?.key);
        return what === "key" ? ["items", own, "id"] : null;
      }),
    ),
    ...fitting(["items"], instrument.items, (items) => formsOf(items).flatMap(tooMuch)),
  ];
}

/** What a stage, read at this path, says that could not be shown. */
export const unshownOfStage = (source: YamlSource, path: Path, stage: StagePlan): Problem[] => told(source, path, faultsOfStage(stage));
/** The same, of an instrument. */
export const unshownOfInstrument = (source: YamlSource, instrument: Instrument): Problem[] =>
  told(source, [], faultsOfInstrument(instrument));

/** Each place once, whatever the languages and the questions that it is shown in. */
function told(source: YamlSource, path: Path, faults: readonly Fault[]): Problem[] {
  const places = new Map<string, Problem>();
  for (const fault of faults) {
    const at = placeSaid(source, [...path, ...fault.path]);
    const found = valueAt(source.value, at);
    const one = problem(source.at(at), "wrong-value", { found, expected: expectedOf(fault.violation, found) });
    if (!places.has(JSON.stringify(at))) places.set(JSON.stringify(at), one);
  }
  return [...places.values()];
}

/** A sentence may be said in French alone, and then without naming the language. */
function placeSaid(source: YamlSource, path: Path): Path {
  if (!languages.some((language) => language === path.at(-1))) return path;
  const sentence = path.slice(0, -1);
  return [path, [...sentence, "fr"]].find((place) => typeof valueAt(source.value, place) === "string") ?? sentence;
}

function expectedOf({ bound, limit, found }: Violation, said: unknown): Expectation {
  if (bound === "alike, at most") return { kind: "apart" };
  // What the form adds of its own takes room as well.
  const own = Array.isArray(said) || typeof said === "string" ? found - said.length : 0;
  return Array.isArray(said) ? { kind: "shown-list", most: limit - own } : { kind: "shown-text", most: limit - own };
}
