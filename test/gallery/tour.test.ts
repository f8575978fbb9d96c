import { expect, it } from "vitest";
import { languages } from "../../src/program/terms.ts";
import { tour } from "./tour.ts";

it.each(languages)("the tour meets every card with the words it is named for, in %s", { timeout: 120_000 }, async (language) => {
  const exhibits = await tour(language);
  expect(exhibits.length).toBeGreaterThan(100);
  const met = (kind: string) => exhibits.filter((one) => one.kind === "message" && one.message.blocks.some((block) => block.kind === kind));
  expect(met("chart").length).toBeGreaterThan(1);
  expect(new Set(met("event").map(({ name }) => name))).toEqual(new Set(["notice-follow-up-announced", "notice-follow-up-moved"]));
  const became = exhibits.flatMap(({ name }) => /^notice-.*-(done|declined|moved|lapsed|paused)$/.exec(name)?.[1] ?? []);
  expect(new Set(became)).toEqual(new Set(["done", "declined", "moved", "lapsed", "paused"]));
});
