import { expect, it } from "vitest";
import { languages } from "../../src/program/terms.ts";
import { tour } from "./tour.ts";

it.each(languages)("the tour meets every card with the words it is named for, in %s", { timeout: 120_000 }, async (language) => {
  const exhibits = await tour(language);
  expect(exhibits.length).toBeGreaterThan(100);
  const became = exhibits.flatMap(({ name }) => /^notice-.*-(done|declined|moved|lapsed|paused)$/.exec(name)?.[1] ?? []);
  expect(new Set(became)).toEqual(new Set(["done", "declined", "moved", "lapsed", "paused"]));
});
