import { expect, it } from "vitest";
import { datesIn } from "../../adapters/web/page/dates.ts";
import { words } from "../../adapters/web/page/words.ts";

it.each([
  ["fr", "mercredi 1er avril 2009", "jeudi 2 avril 2009"],
  ["en", "Wednesday, April 1, 2009", "Thursday, April 2, 2009"],
] as const)("the page writes the first of a month as %s does", (language, first, second) => {
  const { long } = datesIn("America/Toronto", words[language]);
  expect([long("2009-04-01T14:00:00Z"), long("2009-04-02T14:00:00Z")]).toEqual([first, second]);
});
