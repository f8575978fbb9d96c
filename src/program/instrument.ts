import { type Language, type Localized, languages } from "./terms.ts";

/**
 * A questionnaire as data: what is asked, how it is answered, how it is scored, and whose work it is. The
 * attribution and the licence travel with the wording wherever it is shown.
 */
export interface Instrument {
  id: string;
  version: string;
  name: Localized;
  source: string;
  licence: string;
  attribution: Localized;
  /** How each wording was obtained and checked, where that is less than the published text itself. */
  wordingNotes: { readonly [Tongue in Language]?: string | undefined };
  /** The time that the questions are about, said above them. */
  period: Localized;
  items: readonly Item[];
  /** In the order in which the answers are offered. Every item is answered on the same scale. */
  scale: readonly ScalePoint[];
  scores: readonly ScoreDefinition[];
}

interface Item {
  id: string;
  wording: Localized;
}

interface ScalePoint {
  /** A whole number. */
  value: number;
  label: Localized;
}

/** Each score takes a line and a chart of its own in a result, with its name. */
export const mostScores = 10;
export const longestScoreName = 60;

/** Higher scores mean greater well-being; an instrument that counts the other way is not supported. */
export interface ScoreDefinition {
  id: string;
  name: Localized;
  /** Ids of the items that it counts. */
  items: readonly string[];
  method: "sum" | "mean";
  /** What the sum or the mean is multiplied by. */
  times: number;
  /** The lowest and the highest score that the answers can give. */
  range: { min: number; max: number };
  /** The only policy there is: without an answer to each of its items there is no score, and nothing is imputed. */
  missing: "all-needed";
  bands: { readonly [Name in Band]?: { scoreAtMost: number } | undefined };
  /** The smallest difference that counts: in points as published, and as the first such difference this scale can show. Null when none was published. */
  smallestMeaningfulChange: { points: number; onThisScale: number } | null;
}

/** The narrowest first: a score has the first band that holds it. */
export const bandNames = ["low"] as const;
export type Band = (typeof bandNames)[number];

export type InstrumentFaultCode =
  | "no-items"
  | "item-twice"
  | "scale-too-short"
  | "scale-value-not-whole"
  | "scale-value-twice"
  | "no-scores"
  | "score-twice"
  | "score-without-items"
  | "unknown-item"
  | "item-counted-twice"
  | "times-not-positive"
  | "range-not-what-answers-give"
  | "band-outside-range"
  | "change-not-positive"
  | "change-not-on-this-scale"
  | "translation-missing";

/** What is wrong, and the path to it inside the instrument. */
interface InstrumentFault {
  code: InstrumentFaultCode;
  path: readonly (string | number)[];
  /** What the rest of the instrument leaves room for, where that decides. */
  room?: Room | undefined;
}

/** `step` is the first difference that counts; null where the scale has none. */
export interface Room {
  range?: { min: number; max: number };
  items?: readonly string[];
  step?: number | null;
}

/** Binary fractions leave dust on means (4.2 − 3.4); six decimals are finer than any scale. */
export const withoutDust = (value: number): number => Math.round(value * 1e6) / 1e6;

/** Whether an instrument agrees with itself: every fault, in the order of the rules, and none for a sound one. */
export function checkInstrument(instrument: Instrument): InstrumentFault[] {
  return rules.flatMap((rule) => rule(instrument));
}

type Rule = (instrument: Instrument) => InstrumentFault[];

const ofScores =
  (rule: (score: ScoreDefinition, instrument: Instrument) => InstrumentFault[]): Rule =>
  (instrument) =>
    instrument.scores.flatMap((score, index) =>
      rule(score, instrument).map((fault) => ({ ...fault, path: ["scores", index, ...fault.path] })),
    );

const fault = (wrong: boolean, code: InstrumentFaultCode, ...path: (string | number)[]): InstrumentFault[] =>
  wrong ? [{ code, path }] : [];

const withRoom = (room: Room, faults: InstrumentFault[]): InstrumentFault[] => faults.map((one) => ({ ...one, room }));

const repeated = (values: readonly unknown[], at: (index: number) => InstrumentFault): InstrumentFault[] =>
  values.flatMap((value, index) => (values.indexOf(value) < index ? [at(index)] : []));

const rules: readonly Rule[] = [
  ({ items }) => fault(items.length === 0, "no-items", "items"),
  ({ items }) =>
    repeated(
      items.map((item) => item.id),
      (index) => ({ code: "item-twice", path: ["items", index, "id"] }),
    ),
  ({ scale }) => fault(scale.length < 2, "scale-too-short", "scale"),
  ({ scale }) => scale.flatMap((point, index) => fault(!Number.isInteger(point.value), "scale-value-not-whole", "scale", index, "value")),
  ({ scale }) =>
    repeated(
      scale.map((point) => point.value),
      (index) => ({ code: "scale-value-twice", path: ["scale", index, "value"] }),
    ),
  ({ scores }) => fault(scores.length === 0, "no-scores", "scores"),
  ({ scores }) =>
    repeated(
      scores.map((score) => score.id),
      (index) => ({ code: "score-twice", path: ["scores", index, "id"] }),
    ),
  ofScores((score) => fault(score.items.length === 0, "score-without-items", "items")),
  ofScores((score, { items }) =>
    score.items.flatMap((id, index) =>
      withRoom({ items: items.map((item) => item.id) }, fault(!items.some((item) => item.id === id), "unknown-item", "items", index)),
    ),
  ),
  ofScores((score) => repeated(score.items, (index) => ({ code: "item-counted-twice", path: ["items", index] }))),
  ofScores((score) => fault(score.times <= 0, "times-not-positive", "times")),
  ofScores((score, { scale }) => {
    const values = scale.map((point) => point.value);
    const reached = (value: number) => withoutDust(value * score.times * (score.method === "sum" ? score.items.length : 1));
    const range = { min: reached(Math.min(...values)), max: reached(Math.max(...values)) };
    const given = score.range.min === range.min && score.range.max === range.max;
    return withRoom({ range }, fault(!given, "range-not-what-answers-give", "range"));
  }),
  ofScores(({ bands, range }) =>
    bandNames.flatMap((name) => {
      const band = bands[name];
      const outside = band !== undefined && (band.scoreAtMost < range.min || band.scoreAtMost >= range.max);
      return withRoom({ range }, fault(outside, "band-outside-range", "bands", name));
    }),
  ),
  ofScores(({ smallestMeaningfulChange: change }) =>
    fault(change !== null && change.points <= 0, "change-not-positive", "smallestMeaningfulChange", "points"),
  ),
  ofScores((score, { scale }) => {
    const change = score.smallestMeaningfulChange;
    if (change === null || change.points <= 0 || !scale.every((point) => Number.isInteger(point.value))) return [];
    const apart = smallestStep(score, scale);
    const first = withoutDust(apart * Math.ceil(withoutDust(change.points / apart)));
    const step = first <= score.range.max - score.range.min ? first : null;
    return withRoom({ step }, fault(step !== change.onThisScale, "change-not-on-this-scale", "smallestMeaningfulChange", "onThisScale"));
  }),
  (instrument) => {
    const texts = localizedTexts(instrument);
    const spoken = languages.filter((language) => texts.some(({ text }) => text[language] !== undefined));
    return texts.flatMap(({ text, path }) =>
      spoken.flatMap((language) => fault(text[language] === undefined, "translation-missing", ...path, language)),
    );
  },
];

/** How far one score can be from the next. */
function smallestStep(score: ScoreDefinition, scale: readonly ScalePoint[]): number {
  const [first = 0, ...others] = scale.map((point) => point.value);
  const apart = others.map((value) => Math.abs(value - first)).reduce(greatestCommonDivisor, 0);
  return (apart * score.times) / (score.method === "mean" ? score.items.length : 1);
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));

const localizedTexts = (instrument: Instrument): { text: Localized; path: (string | number)[] }[] => [
  { text: instrument.name, path: ["name"] },
  { text: instrument.attribution, path: ["attribution"] },
  { text: instrument.period, path: ["period"] },
  ...instrument.items.map((item, index) => ({ text: item.wording, path: ["items", index, "wording"] })),
  ...instrument.scale.map((point, index) => ({ text: point.label, path: ["scale", index, "label"] })),
  ...instrument.scores.map((score, index) => ({ text: score.name, path: ["scores", index, "name"] })),
];
