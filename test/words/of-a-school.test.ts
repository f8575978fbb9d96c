import { expect, it } from "vitest";
import { of } from "../../src/words/fr/introduction.ts";

it.each([
  ["Collège Exemple", "du Collège Exemple"],
  ["Cégep de l’Exemple", "du Cégep de l’Exemple"],
  ["CENTRE DE SERVICES SCOLAIRE EXEMPLE", "du CENTRE DE SERVICES SCOLAIRE EXEMPLE"],
  ["École Exemple", "de l’École Exemple"],
  ["E\u0301cole Exemple", "de l’E\u0301cole Exemple"],
  ["Commission scolaire Exemple", "de la Commission scolaire Exemple"],
  ["Collège-Exemple", "du Collège-Exemple"],
  ["Hôpital Exemple", "de l’Hôpital Exemple"],
  ["Le Phare", "du Phare"],
  ["Le-Phare", "de Le-Phare"],
  ["Les Compagnons", "des Compagnons"],
  ["Léonard-Exemple", "de Léonard-Exemple"],
  ["Exemple", "d’Exemple"],
  ["Collégiale Exemple", "de Collégiale Exemple"],
  ["", "de "],
])("puts “de” before %j as one says it", (name, said) => {
  expect(of(name)).toBe(said);
});
