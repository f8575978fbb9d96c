import { describe, expect, it } from "vitest";
import { cardIn, openCards } from "../../adapters/teams/cards.ts";
import { defaultPlan } from "../../src/program/default-plan.ts";
import { longestText } from "../../src/program/record.ts";
import type { Form } from "../../src/ui/model.ts";

const cards = openCards(() => false);
const sizeOf = (card: object): number => Buffer.byteLength(JSON.stringify(card));
const drawn = (form: Form) => [cardIn(cards.activityOfForm(form, "1")), cards.dialogOfForm(form, "1").task.value.card.content];
/** What stands in the fields of a card, by their key, and what is said at them. */
const valuesIn = ({ body }: { body: readonly object[] }) =>
  body.flatMap((one) => ("id" in one && "value" in one ? [{ key: one.id, value: String(one.value), shown: JSON.stringify(body) }] : []));

const formOf = (lengths: readonly number[], written: (length: number) => string, error?: string): Form => ({
  ...{ language: "fr", id: "f", title: "Titre", submit: "Envoyer", cancel: "Annuler" },
  fields: lengths.map((maxLength, place) => ({
    ...{ kind: "text", key: `t${place}`, label: `Texte ${place}`, multiline: true, maxLength, value: written(maxLength) },
    ...(error === undefined ? {} : { error }),
  })),
});
const french = "L’élève a été très bien accueilli par « l’équipe » à la rentrée; où en êtes-vous?\n";
const inFrench = (length: number): string => french.repeat(length / french.length + 1).slice(0, length);

describe("a form in a card of Teams", () => {
  it("stands there with all that was written in the longest record of the program, in French", () => {
    const longest = defaultPlan.stages.map(({ record }) =>
      record.flatMap(({ kind, maxLength = longestText }) => (kind === "text" ? [maxLength] : [])),
    );
    for (const lengths of longest) {
      const form = formOf(lengths, inFrench);
      for (const card of drawn(form)) {
        expect(sizeOf(card)).toBeLessThanOrEqual(25_000);
        expect(valuesIn(card).map(({ value }) => value)).toEqual(lengths.map(inFrench));
      }
    }
  });

  it.each([
    [
      "what a client takes beyond what the field does",
      formOf([2000, 2000, 2000], () => inFrench(10_000), "Au plus 2 000 caractères."),
      1900,
    ],
    ["signs that take more room than letters", formOf(Array(8).fill(2000), (length) => "師".repeat(length)), 700],
  ] as const)("is cut where it does not fit, and says so: %s", (_, form, least) => {
    for (const card of drawn(form)) {
      expect(sizeOf(card)).toBeLessThanOrEqual(25_000);
      for (const { value, shown } of valuesIn(card)) {
        expect(value.length).toBeGreaterThanOrEqual(least);
        expect(value.endsWith("…")).toBe(true);
        expect(shown).toMatch(/Au plus 2 000 caractères|la fin n’y est plus/);
      }
    }
  });
});
