import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { languages } from "../../src/program/terms.ts";
import { emmbep } from "../program/questionnaire-fixtures.ts";
import { changed, type Desk, openDesk, smallPlan } from "./support/desk.ts";

const x = (length: number): string => "x".repeat(length);
const several = <Entry>(count: number, entry: (place: number) => Entry): Entry[] =>
  Array.from({ length: count }, (_, place) => entry(place));

const choice = (options: readonly object[]) => [{ key: "c", label: "C", kind: "choice", options }];
const option = (value: string, label: string | object = value) => ({ value, label });

/** What each says of `plan.stages.follow-up-1`, and what is told of it, in French and in English. */
const stages: readonly { title: string; said: object; fr: string; en: string }[] = [
  {
    title: "two options of one value",
    said: { record: choice([option("a"), option("b"), option("a")]) },
    fr: "record[0].options[2].value : trouvé « a »; attendu : une clé que rien d’autre n’a dans ce formulaire.",
    en: 'record[0].options[2].value: found "a"; expected: a key that nothing else has in this form.',
  },
  {
    title: "a hundred and twenty options",
    said: { record: choice(several(120, (place) => option(`v${place}`))) },
    fr: "attendu : moins d’éléments, ou des textes plus courts : tels quels, au plus 100, car les messageries n’en montrent pas plus ici.",
    en: "expected: fewer elements, or shorter texts: as they are, at most 100, since messengers show no more here.",
  },
  {
    title: "an option that is too long in one language",
    said: { record: choice([option("a", { fr: "A", en: x(76) }), option("b")]) },
    fr: "record[0].options[0].label.en : trouvé « xxx",
    en: 'x"; expected: at most 75 characters, since messengers show no more here.',
  },
  {
    title: "more fields than a record can be read with",
    said: { record: several(30, (place) => ({ key: `k${place}`, label: "L", maxLength: 100 })) },
    fr: "tels quels, au plus 22, car les messageries",
    en: "as they are, at most 22, since messengers",
  },
  {
    title: "a field that is called as the count of a group is",
    said: { audience: "mentees", record: [{ key: "present", label: "P" }] },
    fr: "record[0].key : trouvé « present »; attendu : une clé que rien d’autre n’a dans ce formulaire.",
    en: 'record[0].key: found "present"; expected: a key that nothing else has in this form.',
  },
  {
    title: "an agenda that no message holds",
    said: { agenda: several(3, () => x(1500)) },
    fr: "tels quels, au plus 1, car les messageries",
    en: "as they are, at most 1, since messengers",
  },
  {
    title: "a name that fills a list",
    said: { name: x(61) },
    fr: "follow-up-1.name : trouvé « xxx",
    en: 'x"; expected: a sentence of at most 60 characters, or { fr: …, en: … }.',
  },
];

const scored = (changes: object): object => ({ ...emmbep, ...changes });

const instruments: readonly { title: string; said: object; fr: string; en: string }[] = [
  {
    title: "an answer over 75 characters",
    said: scored({ scale: emmbep.scale.map((point, place) => (place === 1 ? { ...point, label: { fr: x(80) } } : point)) }),
    fr: "attendu : au plus 75 caractères, car les messageries n’en montrent pas plus ici.",
    en: "expected: at most 75 characters, since messengers show no more here.",
  },
  {
    title: "more items than a form has room for",
    said: scored({ items: several(98, (place) => ({ id: `e${place + 1}`, wording: { fr: "É" } })) }),
    fr: "items : trouvé «",
    en: "as they are, at most",
  },
  {
    title: "more answers than a menu takes",
    said: scored({
      items: emmbep.items.slice(0, 1),
      scale: several(100, (value) => ({ value, label: { fr: String(value) } })),
      scores: [{ ...emmbep.scores[0], items: ["e1"], range: { min: 0, max: 99 } }],
    }),
    fr: "tels quels, au plus 99, car",
    en: "as they are, at most 99, since",
  },
  {
    title: "an item that is called as what comes after the items is",
    said: scored({
      items: [...emmbep.items, { id: "share", wording: { fr: "Je partage" } }],
    }),
    fr: "items[25].id : trouvé « share »; attendu : une clé que rien d’autre n’a dans ce formulaire.",
    en: 'items[25].id: found "share"; expected: a key that nothing else has in this form.',
  },
  {
    title: "an attribution that leaves no room for itself",
    said: scored({ name: { fr: x(1000) }, attribution: { fr: x(1000) } }),
    fr: "attribution.fr : trouvé « xxx",
    en: "characters, since messengers show no more here.",
  },
  {
    title: "more scores than a result shows",
    said: scored({ scores: several(11, (place) => ({ ...emmbep.scores[0], id: `s${place}` })) }),
    fr: "scores : trouvé",
    en: "expected: a list of at most 10 elements.",
  },
];

describe("what no messenger can show is refused, with what it can:", () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await openDesk();
  });
  afterEach(() => desk.close());

  async function told(plan: string): Promise<string[]> {
    await desk.write("plan.yaml", plan);
    return Promise.all(
      languages.map(async (language) => {
        desk.language = language;
        const { code, err } = await desk.imports("plan.yaml");
        expect([code, err.split("\n").length]).toEqual([2, 2]);
        return err;
      }),
    );
  }

  it.each(stages)("$title", async ({ said, fr, en }) => {
    const errors = await told(changed(smallPlan, ["capacityPerDay: 2", `stages: { follow-up-1: ${JSON.stringify(said)} }`]));
    expect(errors).toEqual([expect.stringContaining(fr), expect.stringContaining(en)]);
  });

  it.each(instruments)("$title", async ({ said, fr, en }) => {
    await desk.write("sondage.yaml", JSON.stringify(said));
    const errors = await told(changed(smallPlan, ["coordinators:", "instruments: sondage.yaml\ncoordinators:"]));
    expect(errors).toEqual([expect.stringContaining(fr), expect.stringContaining(en)]);
  });

  it("more stages than a calendar lists", async () => {
    const many = several(21, (place) => ({ key: `s${place}`, name: "S", audience: "triad", when: { fraction: place / 30 } }));
    const errors = await told(changed(smallPlan, ["capacityPerDay: 2", `stages: ${JSON.stringify(many)}`]));
    expect(errors).toEqual([expect.stringContaining("tels quels, au plus 20, car"), expect.stringContaining("at most 20, since")]);
  });
});
