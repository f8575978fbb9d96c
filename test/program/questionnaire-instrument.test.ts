import { describe, expect, it } from "vitest";
import { checkInstrument, type Instrument, type ScoreDefinition } from "../../src/program/instrument.ts";
import { emmbep, who5 } from "./questionnaire-fixtures.ts";

describe("the WHO-5 file", () => {
  it("has the published French wording, unaltered", () => {
    expect(who5.period.fr).toBe("Au cours des deux dernières semaines");
    expect(who5.items.map((item) => item.wording.fr)).toEqual([
      "Je me suis senti(e) bien et de bonne humeur",
      "Je me suis senti(e) calme et tranquille",
      "Je me suis senti(e) plein(e) d'énergie et vigoureux(se)",
      "Je me suis réveillé(e) en me sentant frais(che) et dispos(e)",
      "Ma vie quotidienne a été remplie de choses intéressantes",
    ]);
    expect(who5.scale.map(({ value, label }) => [value, label.fr])).toEqual([
      [5, "Tout le temps"],
      [4, "La plupart du temps"],
      [3, "Plus de la moitié du temps"],
      [2, "Moins de la moitié du temps"],
      [1, "De temps en temps"],
      [0, "Jamais"],
    ]);
  });

  it("has the published English wording, unaltered", () => {
    expect(who5.period.en).toBe("Over the past two weeks");
    expect(who5.items.map((item) => item.wording.en)).toEqual([
      "I have felt cheerful and in good spirits",
      "I have felt calm and relaxed",
      "I have felt active and vigorous",
      "I woke up feeling fresh and rested",
      "My daily life has been filled with things that interest me",
    ]);
    expect(who5.scale.map(({ label }) => label.en)).toEqual([
      "All of the time",
      "Most of the time",
      "More than half of the time",
      "Less than half of the time",
      "Some of the time",
      "At no time",
    ]);
  });

  it("carries whose it is, under which licence, and how its French wording was checked", () => {
    expect(who5.attribution).toEqual({ fr: "© Organisation mondiale de la Santé", en: "© World Health Organization" });
    expect(who5.licence).toMatch(/free to use with attribution.*not to be altered.*CC BY-NC-SA 3\.0 IGO/is);
    expect(who5.wordingNotes.fr).toMatch(/transcriptions publiques.*PDF publié/);
  });

  it("agrees with itself", () => {
    expect(checkInstrument(who5)).toEqual([]);
  });
});

describe("an instrument that a school imports", () => {
  const changed = (changes: Partial<Instrument>): Instrument => ({ ...who5, ...changes });
  const scored = (changes: Partial<ScoreDefinition>): Instrument =>
    changed({ scores: who5.scores.map((score) => ({ ...score, ...changes })) });
  const { items } = who5;

  it("is sound when its subscales share out its items", () => {
    expect(checkInstrument(emmbep)).toEqual([]);
  });

  it.each([
    { wrong: "no items", instrument: { ...emmbep, items: [], scores: [] }, faults: ["no-items at items", "no-scores at scores"] },
    { wrong: "an item twice", instrument: changed({ items: [...items, ...items.slice(0, 1)] }), faults: ["item-twice at items.5.id"] },
    {
      wrong: "a scale value that is not whole",
      instrument: changed({ scale: who5.scale.map((point) => (point.value === 3 ? { ...point, value: 3.5 } : point)) }),
      faults: ["scale-value-not-whole at scale.2.value"],
    },
    {
      wrong: "a scale value twice",
      instrument: changed({ scale: who5.scale.map((point) => (point.value === 3 ? { ...point, value: 4 } : point)) }),
      faults: ["scale-value-twice at scale.2.value"],
    },
    {
      wrong: "a score twice",
      instrument: changed({ scores: [...who5.scores, ...who5.scores] }),
      faults: ["score-twice at scores.1.id"],
    },
    {
      wrong: "a subscale that names an item there is not",
      instrument: scored({ items: ["cheerful", "calm", "active", "rested", "curious"] }),
      faults: ["unknown-item at scores.0.items.4"],
    },
    {
      wrong: "an item counted twice",
      instrument: scored({ items: ["cheerful", "calm", "active", "rested", "calm"] }),
      faults: ["item-counted-twice at scores.0.items.4"],
    },
    {
      wrong: "a range that the answers do not give",
      instrument: scored({ range: { min: 0, max: 25 }, bands: {} }),
      faults: ["range-not-what-answers-give at scores.0.range"],
    },
    {
      wrong: "a range that starts too low",
      instrument: { ...emmbep, scores: emmbep.scores.slice(0, 1).map((score) => ({ ...score, range: { min: 0, max: 5 } })) },
      faults: ["range-not-what-answers-give at scores.0.range"],
    },
    {
      wrong: "a multiplier of nothing",
      instrument: scored({ times: 0, range: { min: 0, max: 0 }, bands: {}, smallestMeaningfulChange: null }),
      faults: ["times-not-positive at scores.0.times"],
    },
    {
      wrong: "a band that everyone is in",
      instrument: scored({ bands: { low: { scoreAtMost: 100 } } }),
      faults: ["band-outside-range at scores.0.bands.low"],
    },
    {
      wrong: "a band that nobody is in",
      instrument: scored({ bands: { low: { scoreAtMost: -4 } } }),
      faults: ["band-outside-range at scores.0.bands.low"],
    },
    {
      wrong: "a smallest change of nothing",
      instrument: scored({ smallestMeaningfulChange: { points: 0, onThisScale: 0 } }),
      faults: ["change-not-positive at scores.0.smallestMeaningfulChange.points"],
    },
    {
      wrong: "a smallest change that the scale steps over",
      instrument: scored({ smallestMeaningfulChange: { points: 10, onThisScale: 10 } }),
      faults: ["change-not-on-this-scale at scores.0.smallestMeaningfulChange.onThisScale"],
    },
    {
      wrong: "a smallest change that is later than it need be",
      instrument: scored({ smallestMeaningfulChange: { points: 10, onThisScale: 16 } }),
      faults: ["change-not-on-this-scale at scores.0.smallestMeaningfulChange.onThisScale"],
    },
    {
      wrong: "a smallest change wider than the range",
      instrument: scored({ smallestMeaningfulChange: { points: 101, onThisScale: 104 } }),
      faults: ["change-not-on-this-scale at scores.0.smallestMeaningfulChange.onThisScale"],
    },
    {
      wrong: "one item left untranslated",
      instrument: changed({ items: items.map((item, index) => (index === 2 ? { ...item, wording: { fr: "Énoncé" } } : item)) }),
      faults: ["translation-missing at items.2.wording.en"],
    },
  ])("is refused for $wrong", ({ instrument, faults }) => {
    expect(checkInstrument(instrument).map(({ code, path }) => `${code} at ${path.join(".")}`)).toEqual(faults);
  });

  it("is refused for a scale of a single answer", () => {
    expect(checkInstrument(changed({ scale: who5.scale.slice(0, 1) }))).toContainEqual({ code: "scale-too-short", path: ["scale"] });
  });

  it("is refused for a score that counts no item", () => {
    expect(checkInstrument(scored({ items: [] }))).toContainEqual({ code: "score-without-items", path: ["scores", 0, "items"] });
  });

  it("may state the smallest change of a mean, in the steps that the mean takes", () => {
    const meanOf = (count: number, points: number, onThisScale: number): Instrument => ({
      ...emmbep,
      scores: emmbep.scores.slice(0, 1).map((score) => ({
        ...score,
        items: emmbep.items.slice(0, count).map((item) => item.id),
        smallestMeaningfulChange: { points, onThisScale },
      })),
    });
    expect(checkInstrument(meanOf(5, 0.5, 0.6))).toEqual([]);
    expect(checkInstrument(meanOf(5, 0.5, 0.5))).toHaveLength(1);
    expect(checkInstrument(meanOf(25, 0.28, 0.28))).toEqual([]);
  });
});
