import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Instrument } from "../../src/program/instrument.ts";

const file = new URL("../../src/program/instruments/who-5.yaml", import.meta.url);
export const who5: Instrument = parse(readFileSync(file, "utf8"));

/** Which items each subscale of the ÉMMBEP (Massé et al.) counts, as published. */
export const subscales = {
  "self-esteem": [1, 2, 5, 8],
  balance: [4, 10, 15, 19],
  engagement: [3, 6, 7, 12],
  sociability: [9, 11, 18, 21],
  control: [13, 16, 17, 24],
  happiness: [14, 20, 22, 23, 25],
};

/** Shaped like the ÉMMBEP; its wording belongs to those who may use it, so this one is made up. */
export const emmbep: Instrument = {
  id: "emmbep",
  version: "test",
  name: { fr: "Échelle de 25 énoncés" },
  source: "Massé et al.",
  licence: "Par entente avec l’établissement",
  attribution: { fr: "Massé et al." },
  wordingNotes: {},
  period: { fr: "Au cours du dernier mois" },
  items: Array.from({ length: 25 }, (_, index) => ({ id: `e${index + 1}`, wording: { fr: `Énoncé inventé numéro ${index + 1}` } })),
  scale: ["Jamais", "Rarement", "La moitié du temps", "Fréquemment", "Presque toujours"].map((fr, index) => ({
    value: index + 1,
    label: { fr },
  })),
  scores: Object.entries(subscales).map(([id, items]) => ({
    id,
    name: { fr: id },
    items: items.map((number) => `e${number}`),
    method: "mean",
    times: 1,
    range: { min: 1, max: 5 },
    missing: "all-needed",
    bands: {},
    smallestMeaningfulChange: null,
  })),
};
