import { type Band, bandNames, type Instrument, type ScoreDefinition, withoutDust } from "./instrument.ts";

/** "I prefer not to answer" is an answer like another. */
export type Answer = number | "prefer-not";

/** By item id. An item that is absent was not answered. */
export type Answers = Readonly<Record<string, Answer>>;

export interface Result {
  instrument: string;
  /** One for each score of the instrument, in its order. */
  scores: readonly ScoreResult[];
}

/** `value` is null when one of the items it needs has no answer. */
type ScoreResult = { id: string; value: number; band: Band | null } | { id: string; value: null; band: null };

export interface Change {
  /** Id of the score. */
  id: string;
  earlier: number;
  later: number;
  change: number;
  direction: "up" | "down" | "none";
  /** Null when the instrument has no published rule: nothing can then be said of the difference. */
  meaningful: boolean | null;
}

/**
 * Scores one administration; "declined" when no item has an answer on the scale.
 * @throws RangeError for an answer that the instrument does not have: it was not checked, or is of another instrument.
 */
export function score(instrument: Instrument, answers: Answers): Result | "declined" {
  refuseForeign(instrument, answers);
  if (!Object.values(answers).some((answer) => answer !== "prefer-not")) return "declined";
  return {
    instrument: instrument.id,
    scores: instrument.scores.map((definition) => {
      const value = computed(definition, answers);
      return value === null ? { id: definition.id, value, band: null } : { id: definition.id, value, band: bandOf(definition, value) };
    }),
  };
}

/** Whether help is to be offered, to the person whose result it is and to nobody else. */
export const isLow = (result: Result | "declined"): boolean =>
  result !== "declined" && result.scores.some((scored) => scored.band === "low");

/** The scores that both administrations have, side by side. Those of two different instruments have nothing in common. */
export function compare(instrument: Instrument, earlier: Result | "declined", later: Result | "declined"): Change[] {
  if (earlier === "declined" || later === "declined") return [];
  if (earlier.instrument !== instrument.id || later.instrument !== instrument.id) return [];
  return instrument.scores.flatMap((definition) => {
    const [before, after] = [earlier, later].map((result) => result.scores.find((scored) => scored.id === definition.id)?.value ?? null);
    if (typeof before !== "number" || typeof after !== "number") return [];
    const change = withoutDust(after - before);
    const smallest = definition.smallestMeaningfulChange?.onThisScale;
    return {
      id: definition.id,
      earlier: before,
      later: after,
      change,
      direction: change > 0 ? "up" : change < 0 ? "down" : "none",
      meaningful: smallest === undefined ? null : Math.abs(change) >= smallest,
    };
  });
}

function refuseForeign(instrument: Instrument, answers: Answers): void {
  for (const [id, answer] of Object.entries(answers)) {
    const known = instrument.items.some((item) => item.id === id);
    const onScale = answer === "prefer-not" || instrument.scale.some((point) => point.value === answer);
    // The answer itself stays out of the message: messages reach the log.
    if (!known || !onScale) throw new RangeError(`${instrument.id} has no such ${known ? `answer to ${id}` : "item"}`);
  }
}

function computed(definition: ScoreDefinition, answers: Answers): number | null {
  const given = definition.items.map((id) => answers[id]).filter((answer) => typeof answer === "number");
  if (given.length < definition.items.length) return null;
  const sum = given.reduce((total, answer) => total + answer, 0);
  return withoutDust((definition.method === "sum" ? sum : sum / given.length) * definition.times);
}

const bandOf = ({ bands }: ScoreDefinition, value: number): Band | null =>
  bandNames.find((name) => value <= (bands[name]?.scoreAtMost ?? Number.NEGATIVE_INFINITY)) ?? null;
