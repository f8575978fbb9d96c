import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Answer, type Answers, compare, isLow, type Result, score } from "../../src/program/questionnaire.ts";
import { emmbep, subscales, who5 } from "./questionnaire-fixtures.ts";

const answering = (...given: Answer[]): Answers => Object.fromEntries(given.map((answer, index) => [who5.items[index]?.id, answer]));

/** Five answers that add up to a raw sum. */
const withRawSum = (raw: number): Answers => answering(...Array.from({ length: 5 }, (_, index) => Math.floor((raw + index) / 5)));

function resultOf(instrument: typeof who5, answers: Answers): Result {
  const result = score(instrument, answers);
  if (result === "declined") throw new Error("expected a result");
  return result;
}

const wellBeing = (answers: Answers) => resultOf(who5, answers).scores[0];

describe("WHO-5", () => {
  it.each([
    { raw: 0, value: 0, band: "low" },
    { raw: 12, value: 48, band: "low" },
    { raw: 13, value: 52, band: null },
    { raw: 25, value: 100, band: null },
  ])("scores a raw sum of $raw as $value, band $band", ({ raw, value, band }) => {
    expect(wellBeing(withRawSum(raw))).toEqual({ id: "well-being", value, band });
  });

  it("offers help at 48 and not at 52", () => {
    expect(isLow(score(who5, withRawSum(12)))).toBe(true);
    expect(isLow(score(who5, withRawSum(13)))).toBe(false);
  });

  it.each([
    { from: 10, to: 12, change: 8, direction: "up", meaningful: false },
    { from: 10, to: 13, change: 12, direction: "up", meaningful: true },
    { from: 13, to: 11, change: -8, direction: "down", meaningful: false },
    { from: 13, to: 10, change: -12, direction: "down", meaningful: true },
    { from: 13, to: 13, change: 0, direction: "none", meaningful: false },
  ])("finds that a change of $change counts: $meaningful", ({ from, to, ...expected }) => {
    const [found] = compare(who5, score(who5, withRawSum(from)), score(who5, withRawSum(to)));
    expect(found).toEqual({ id: "well-being", earlier: from * 4, later: to * 4, ...expected });
  });

  it("gives no score when one question is left unanswered, by choice or not", () => {
    expect(wellBeing(answering(5, 5, "prefer-not", 5, 5))).toEqual({ id: "well-being", value: null, band: null });
    expect(wellBeing(answering(0, 0, 0, 0))).toEqual({ id: "well-being", value: null, band: null });
  });

  it("offers no help for a score that does not exist", () => {
    expect(isLow(score(who5, answering(0, 0, "prefer-not", 0, 0)))).toBe(false);
    expect(isLow("declined")).toBe(false);
  });

  it("takes a refusal of every question as declined", () => {
    expect(score(who5, answering(...Array(5).fill("prefer-not")))).toBe("declined");
    expect(score(who5, {})).toBe("declined");
  });

  it("compares nothing when either administration has no score", () => {
    const whole = score(who5, withRawSum(13));
    const partial = score(who5, answering(5, 5, 5, 5, "prefer-not"));
    for (const other of [partial, "declined"] as const) {
      expect(compare(who5, whole, other)).toEqual([]);
      expect(compare(who5, other, whole)).toEqual([]);
    }
  });

  it("stays on its range and never falls when an answer rises", () => {
    const answer = fc.integer({ min: 0, max: 5 });
    fc.assert(
      fc.property(fc.tuple(answer, answer, answer, answer, answer), fc.nat(4), (answers, raised) => {
        const value = wellBeing(answering(...answers))?.value ?? -1;
        const higher = wellBeing(answering(...answers.map((given, index) => (index === raised ? Math.min(5, given + 1) : given))))?.value;
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(100);
        expect(higher).toBeGreaterThanOrEqual(value);
      }),
    );
  });

  it.each([
    { wrong: "an answer above the scale", answers: answering(6, 0, 0, 0, 0) },
    { wrong: "an answer between two points", answers: answering(2.5, 0, 0, 0, 0) },
    { wrong: "an item it does not have", answers: { ...withRawSum(12), e1: 3 } },
  ])("throws at $wrong, and does not repeat the answer", ({ answers }) => {
    expect(() => score(who5, answers)).toThrow(RangeError);
    expect(() => score(who5, answers)).not.toThrow(/6|2\.5/);
  });
});

describe("an instrument of 25 items with six subscales", () => {
  /** Every item answered 3, but for those given by number. */
  const withItems = (given: Record<number, Answer>): Answers =>
    Object.fromEntries(emmbep.items.map((item, index) => [item.id, given[index + 1] ?? 3]));
  const valuesOf = (answers: Answers) => Object.fromEntries(resultOf(emmbep, answers).scores.map(({ id, value }) => [id, value]));
  const allThree = { "self-esteem": 3, balance: 3, engagement: 3, sociability: 3, control: 3, happiness: 3 };

  it.each([
    { subscale: "self-esteem", items: [1, 2, 5, 8] },
    { subscale: "balance", items: [4, 10, 15, 19] },
    { subscale: "engagement", items: [3, 6, 7, 12] },
    { subscale: "sociability", items: [9, 11, 18, 21] },
    { subscale: "control", items: [13, 16, 17, 24] },
    { subscale: "happiness", items: [14, 20, 22, 23, 25] },
  ])("takes $subscale from items $items and from no other", ({ subscale, items }) => {
    expect(valuesOf(withItems(Object.fromEntries(items.map((item) => [item, 5]))))).toEqual({ ...allThree, [subscale]: 5 });
  });

  it("takes the mean of four items and of five", () => {
    expect(valuesOf(withItems({ 1: 4, 2: 4, 5: 5 }))).toEqual({ ...allThree, "self-esteem": 4 });
    expect(valuesOf(withItems({ 14: 4 }))).toEqual({ ...allThree, happiness: 3.2 });
  });

  it("scores the other subscales when one item is left unanswered", () => {
    expect(valuesOf(withItems({ 25: "prefer-not" }))).toEqual({ ...allThree, happiness: null });
  });

  it("compares the subscales that both administrations have, without dust on the means", () => {
    const earlier = score(emmbep, withItems({ 14: 5, 20: 5, 22: 5, 1: "prefer-not" }));
    const later = score(emmbep, withItems({ 14: 4 }));
    const changes = compare(emmbep, earlier, later);
    expect(changes.map(({ id }) => id)).toEqual(Object.keys(subscales).slice(1));
    expect(changes.at(-1)).toEqual({ id: "happiness", earlier: 4.2, later: 3.2, change: -1, direction: "down", meaningful: null });
    expect(compare(emmbep, later, score(emmbep, withItems({ 14: 5, 20: 4 }))).at(-1)).toMatchObject({
      earlier: 3.2,
      later: 3.6,
      change: 0.4,
    });
  });

  it("has nothing in common with another instrument, even under the same names", () => {
    const other = { ...who5, id: "another" };
    expect(compare(who5, score(other, withRawSum(10)), score(who5, withRawSum(20)))).toEqual([]);
    expect(compare(who5, score(who5, withRawSum(10)), score(other, withRawSum(20)))).toEqual([]);
    expect(compare(emmbep, score(who5, withRawSum(20)), score(emmbep, withItems({})))).toEqual([]);
    expect(compare(emmbep, score(emmbep, withItems({})), score(who5, withRawSum(20)))).toEqual([]);
  });
});
