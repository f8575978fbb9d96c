import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formView } from "../../adapters/slack/views.ts";
import { cardIn, openCards } from "../../adapters/teams/cards.ts";
import { readInstrument } from "../../src/import/instrument-file.ts";
import type { Problem } from "../../src/import/problems.ts";
import { readStages } from "../../src/import/stages.ts";
import { readYaml } from "../../src/import/yaml-source.ts";
import { defaultPlan } from "../../src/program/default-plan.ts";
import type { Instrument, ScoreDefinition } from "../../src/program/instrument.ts";
import type { StagePlan } from "../../src/program/plan.ts";
import { languages } from "../../src/program/terms.ts";
import { checkForm, limits } from "../../src/ui/limits.ts";
import type { Form } from "../../src/ui/model.ts";
import { emmbep } from "../program/questionnaire-fixtures.ts";
import { problemsInView } from "../support/slack/blocks.ts";
import { type Actor, openStage, type Stage } from "../support/stage.ts";

const cards = openCards(() => false);

function expectShown(form: Form | null): void {
  if (!form) throw new Error("no form is open");
  expect(checkForm(form)).toEqual([]);
  expect(problemsInView(formView(form, { depth: 0 }), "modal")).toEqual([]);
  const card = JSON.stringify(cardIn(cards.activityOfForm(form, "1")));
  expect(Buffer.byteLength(card)).toBeLessThanOrEqual(25_000);
}

/** The school as it is on the day after the first follow-up, with this in its database, whatever an import says of it. */
async function onStage<Result>(
  own: { stages?: readonly StagePlan[]; instrument?: Instrument },
  play: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const stage = await openStage({ now: "2009-01-05T09:00", plan: own.stages ? { stages: own.stages } : {} });
  try {
    if (own.instrument) {
      const row = { organization_id: stage.organizationId, id: "who-5", definition: JSON.stringify(own.instrument) };
      await stage.store.db("instruments").insert(row);
    }
    await stage.passes({ to: "2009-01-20T12:00" });
    return await play(stage);
  } finally {
    await stage.close();
  }
}

const withStage = (stage: StagePlan): StagePlan[] => defaultPlan.stages.map((one) => (one.key === stage.key ? stage : one));

const speak = (stage: Stage, actor: Actor, language: string) => stage.store.db("people").where({ id: actor.id }).update({ language });

async function recordsIn(stage: Stage, key: string): Promise<void> {
  const { coordinator } = stage;
  const [followUp] = await stage.store.db("follow_ups").where({ stage: key }).select("id");
  const data = { followUp: String(followUp.id) };
  for (const language of languages) {
    await speak(stage, coordinator, language);
    await coordinator.pressesRaw("lead-follow-up.record", data);
    expectShown(coordinator.form);
  }
  await coordinator.fillsIn({ heldOn: "2009-01-20", ...longestAnswers(coordinator.form) });
  coordinator.sees(/^Recorded/);
  await coordinator.pressesRaw("read-record.open", data);
  await coordinator.pressesRaw("lead-follow-up.complete", data);
  expectShown(coordinator.form);
}

const longestAnswers = (form: Form | null) =>
  Object.fromEntries(
    (form?.fields ?? []).flatMap((field) => {
      if (field.kind === "text") return [[field.key, "x".repeat(field.maxLength ?? limits.typed)]];
      return field.kind === "choice" ? [[field.key, field.options.at(-1)?.value ?? ""]] : [];
    }),
  );

async function questionnairesIn(stage: Stage): Promise<void> {
  const { mentee } = stage;
  for (const language of languages) {
    await speak(stage, mentee, language);
    await mentee.says("wellbeing");
    await mentee.presses("answer-questionnaire.open");
    expectShown(mentee.form);
  }
  const items = mentee.form?.fields.filter(({ kind }) => kind === "choice") ?? [];
  await mentee.fillsIn(Object.fromEntries(items.map((field) => [field.key, "options" in field ? (field.options[0]?.value ?? "") : ""])));
  mentee.sees("Here is what your answers say");
  await mentee.presses("results.open");
  mentee.sees("Your results");
}

const lengthsUpTo = (most: number) => fc.constantFrom(1, most - 1, most, most + 1);
/** Words of a school, in one language or in two, as long as they may be and a little longer. */
const said = (most: number, sign = "e") =>
  fc.oneof(
    lengthsUpTo(most).map((length) => ({ fr: sign.repeat(length) })),
    fc.record({ fr: lengthsUpTo(most).map((length) => sign.repeat(length)), en: lengthsUpTo(most).map((length) => "y".repeat(length)) }),
  );
const rarely = <Value>(usual: fc.Arbitrary<Value>, ...odd: Value[]) =>
  fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: fc.constantFrom(...odd) });

const options = fc.oneof(
  fc.uniqueArray(fc.record({ value: fc.integer({ min: 1, max: 200 }).map(String), label: said(75) }), {
    minLength: 2,
    maxLength: 101,
    selector: ({ value }) => value,
  }),
  fc.array(fc.record({ value: fc.constantFrom("a", "b", "c"), label: said(75) }), { minLength: 2, maxLength: 3 }),
);
const recordField = fc
  .record({
    label: said(100, "é"),
    hint: fc.option(said(300), { nil: undefined }),
    choices: fc.option(options),
    maxLength: lengthsUpTo(900),
  })
  .map(({ choices, maxLength, ...field }) => ({ ...field, ...(choices ? { kind: "choice", options: choices } : { maxLength }) }));
const stageOf = (key: string) =>
  fc.record({
    key: fc.constant(key),
    name: said(60, "é"),
    agenda: fc.array(said(600), { maxLength: 6 }),
    record: rarely(fc.array(recordField, { maxLength: 8 }), several(25)).map((fields) =>
      fields.map((field, place) => ({ ...field, key: place === 2 ? "present" : `k${place}` })),
    ),
  });
function several(count: number) {
  return Array.from({ length: count }, () => ({ label: { fr: "L" }, hint: undefined, maxLength: 10 }));
}

const instrument = fc
  .record({
    count: fc.constantFrom(1, 5, 20, 40, 80, 90),
    odd: rarely(fc.constant("i0"), "share", "constructor"),
    points: fc.constantFrom(2, 5, 9, 10, 99),
    ofScale: said(75),
    ofItem: said(150, "é"),
    ofScore: said(60),
    attribution: said(1000),
    scores: fc.constantFrom(1, 6, 10),
  })
  .map(({ count, odd, points, ofScale, ofItem, ofScore, attribution, scores }): Instrument => {
    const items = Array.from({ length: count }, (_, place) => ({ id: place === 0 ? odd : `i${place}`, wording: ofItem }));
    const scored = {
      method: "mean",
      times: 1,
      range: { min: 0, max: points - 1 },
      missing: "all-needed",
      bands: { low: { scoreAtMost: 0 } },
    } as const;
    return {
      ...{ ...emmbep, items, attribution, name: { fr: "N", en: "N" }, period: { fr: "P", en: "P" } },
      scale: Array.from({ length: points }, (_, value) => ({ value, label: ofScale })),
      scores: Array.from({ length: scores }, (_, place) => ({
        ...{ id: `s${place}`, name: ofScore, items: items.map(({ id }) => id), smallestMeaningfulChange: null },
        ...scored,
      })),
    };
  })
  .map(
    (built) => JSON.parse(JSON.stringify(built), (_, value) => (value?.fr && !value.en ? { ...value, en: value.fr } : value)) as Instrument,
  );

/** The stage as an import reads it; null where it refuses it. */
function readAs(said: object): StagePlan | null {
  const read = readYaml(JSON.stringify({ plan: { stages: [said] } }), "plan.yaml");
  if ("problems" in read) throw new Error("no YAML");
  const problems: Problem[] = [];
  const [one] = readStages(read.source, problems, null);
  return problems.length === 0 && one ? one.stage : null;
}

const few = { numRuns: 5, endOnFailure: true };

describe("whatever an import takes opens, is filled in and is read, in both languages:", { timeout: 60_000 }, () => {
  it.each(["follow-up-1", "mentee-group"])("the record of %s", async (key) => {
    const accepted = stageOf(key)
      .map(readAs)
      .filter((stage) => stage !== null);
    await fc.assert(
      fc.asyncProperty(accepted, (stage) => onStage({ stages: withStage(stage) }, (opened) => recordsIn(opened, key))),
      few,
    );
  });

  it("a questionnaire", async () => {
    const accepted = instrument.filter((one) => "instrument" in readInstrument(JSON.stringify(one), "sondage.yaml"));
    await fc.assert(
      fc.asyncProperty(accepted, (own) => onStage({ instrument: own }, questionnairesIn)),
      few,
    );
  });
});

it("ten scores with the longest names are compared and shown, to the mentee and to their mentor", async () => {
  const scores = Array.from({ length: 10 }, (_, place) => ({
    ...(emmbep.scores[0] as ScoreDefinition),
    id: `s${place}`,
    name: { fr: "é".repeat(60) },
  }));
  const stages = defaultPlan.stages.map((one) => ({ ...one, name: { fr: "S".repeat(60) } }));
  await onStage({ stages, instrument: { ...emmbep, scores } }, async (stage) => {
    const { mentee, mentor } = stage;
    for (const value of ["1", "5"]) {
      await mentee.says("bien-être");
      await mentee.presses("answer-questionnaire.open");
      await mentee.fillsIn({ ...Object.fromEntries(emmbep.items.map(({ id }) => [id, value])), share: ["mentor"] });
      mentee.sees("Voici ce que disent vos réponses");
      await stage.passes({ to: "2009-03-10T12:00" });
    }
    await mentee.presses("results.open");
    mentee.sees("Vos résultats");
    await mentor.says("bien-être");
    mentor.sees("+4 points");
  });
});

describe("what was imported before it would have been refused opens all the same, without what cannot be shown:", () => {
  const options = (count: number, value = (place: number) => `v${place}`) =>
    Array.from({ length: count }, (_, place) => ({ value: value(place), label: { fr: "L".repeat(80) } }));

  it.each([
    ["two options of one value", options(2, () => "a"), 1],
    ["a hundred and twenty options", options(120), 100],
  ])("%s", async (_, choices, left) => {
    const [first] = defaultPlan.stages;
    const record = [{ key: "c", label: { fr: "C" }, kind: "choice", options: choices, required: false }] as const;
    await onStage({ stages: withStage({ ...(first as StagePlan), record }) }, async (stage) => {
      await recordsIn(stage, "follow-up-1");
      const [, field] = stage.coordinator.form?.fields ?? [];
      expect(field && "options" in field && field.options.length).toBe(left);
    });
  });

  it("an answer over 75 characters", () =>
    onStage(
      { instrument: { ...emmbep, scale: emmbep.scale.map((point) => ({ ...point, label: { fr: "x".repeat(80) } })) } },
      questionnairesIn,
    ));
});
