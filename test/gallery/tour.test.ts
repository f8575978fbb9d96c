import { expect, it } from "vitest";
import { languages } from "../../src/program/terms.ts";
import { tour } from "./tour.ts";

it.each(languages)("the tour meets every card with the words it is named for, in %s", { timeout: 120_000 }, async (language) => {
  expect((await tour(language)).length).toBeGreaterThan(100);
});
