import { expect, it } from "vitest";
import { formCard, messageCard } from "../../adapters/adaptive-card.ts";
import { day } from "../../src/program/day.ts";
import type { Field, Message, Tone } from "../../src/ui/model.ts";
import { spaces } from "./support/hands.ts";

const saidOf = (language: "fr" | "en", field: Field): string => {
  const { body } = formCard({ language, id: "f", title: "T", fields: [field], submit: "Envoyer", cancel: "Annuler" });
  const input = body.find(({ id }) => id === field.key) as { errorMessage?: string } | undefined;
  return spaces(input?.errorMessage ?? "");
};
const date = (bounds: { min?: string; max?: string }): Field => ({
  ...{ kind: "date", key: "on", label: "Date" },
  ...(bounds.min ? { min: day(bounds.min) } : {}),
  ...(bounds.max ? { max: day(bounds.max) } : {}),
});
const number = (bounds: { min?: number; max?: number }): Field => ({ kind: "number", key: "minutes", label: "Durée", ...bounds });

it.each([
  ["fr", date({}), "Cette réponse est nécessaire."],
  ["fr", date({ min: "2009-01-05", max: "2009-02-01" }), "Indiquez un jour, du 5 janvier 2009 au 1er février 2009."],
  ["fr", date({ max: "2009-02-01" }), "Indiquez un jour, le 1er février 2009 au plus tard."],
  ["fr", date({ min: "2009-01-05" }), "Indiquez un jour, le 5 janvier 2009 au plus tôt."],
  ["en", date({ min: "2009-01-05", max: "2009-02-01" }), "Give a day, from January 5, 2009 to February 1, 2009."],
  ["fr", number({}), "Cette réponse est nécessaire."],
  ["fr", number({ min: 1, max: 1440 }), "Indiquez un nombre, de 1 à 1 440."],
  ["fr", number({ min: 1 }), "Indiquez un nombre, 1 ou plus."],
  ["en", number({ max: 10 }), "Give a number, 10 or less."],
] as const)("what a client holds back is told by what is expected: in %s, %o", (language, field, said) => {
  expect(saidOf(language, field)).toBe(said);
});

it("no words are in the green of Teams, which cannot be read on white: a box is", () => {
  const message = (tone: Tone): Message => ({ language: "fr", summary: "Fait", blocks: [{ kind: "text", text: "C’est fait.", tone }] });
  expect(JSON.stringify(messageCard(message("good")))).not.toContain('"Good"');
  expect(messageCard(message("good")).body).toMatchObject([{ type: "Container", style: "good" }]);
  expect(messageCard(message("attention")).body).toMatchObject([{ type: "RichTextBlock" }]);
});

it("what looks like a client's own function for a day or an hour is shown as it was typed", () => {
  const typed = "{{DATE(2020-01-01T00:00:00Z, SHORT)}} {{TIME(2020-01-01T00:00:00Z)}} {{{DATE(2020-01-01T00:00:00Z)}}} {{x}}";
  const card = messageCard({ language: "fr", summary: "Dit", blocks: [{ kind: "text", text: [{ bold: typed }, { person: typed }] }] });
  const runs = JSON.stringify(card);
  expect(runs).not.toMatch(/\{\{(DATE|TIME)\(/);
  expect(runs.replaceAll("\u200b", "").split(JSON.stringify(typed).slice(1, -1))).toHaveLength(3);
});
