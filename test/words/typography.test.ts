import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/**
 * French as Québec sets it (Office québécois de la langue française): a no-break space before a colon and inside
 * guillemets, and between a number and its unit, so that no line begins with what belongs to the one before; no space
 * before a semicolon, a question or an exclamation mark.
 */
const faults = [/ [:»](?=[\s"`]|$)/, /« /, /[ \u00a0][;?!](?=[\s"`]|$)/, /[\d…] (h|min|s)(?=[\s"`.,…]|$)|\bh …/];

const folders = ["src/words/fr"];
const files = [
  ...folders.flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`)),
  ...[
    "src/import/words-fr.ts",
    "src/import/changes-fr.ts",
    "src/cli-words.ts",
    "src/config-words.ts",
    "src/doctor-words.ts",
    "src/program/default-stages.ts",
    "adapters/web/page/words.ts",
  ],
];

/** The texts of a source, without the code between and inside them. */
const textsOf = (source: string): string[] => {
  let code = source;
  for (let inner = ""; inner !== code; ) {
    inner = code;
    code = code.replace(/\$\{[^{}]*\}/g, "…");
  }
  return code.match(/"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g) ?? [];
};

describe("French is set as in Québec", () => {
  it.each(files)("%s", (file) => {
    const wrong = textsOf(readFileSync(file, "utf8")).filter((text) => faults.some((fault) => fault.test(text.slice(1, -1))));
    expect(wrong).toEqual([]);
  });

  it.each(["docs/slack.md", "docs/teams.md"])("%s", (file) => {
    const prose = readFileSync(file, "utf8").replace(/```[\s\S]*?```|`[^`\n]*`/g, "…");
    expect(prose.split("\n").filter((line) => faults.some((fault) => fault.test(line)))).toEqual([]);
  });

  it("would see a fault", () => {
    const source = 'const a = x ? "Qui ?" : `« oui »`; const b = `… h`;';
    const found = textsOf(source).filter((text) => faults.some((fault) => fault.test(text.slice(1, -1))));
    expect(found).toEqual(['"Qui ?"', "`« oui »`", "`… h`"]);
  });
});
