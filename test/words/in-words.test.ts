import { expect, it } from "vitest";
import { languages } from "../../src/program/terms.ts";
import { inWords, type Sentences } from "../../src/words/in-words.ts";
import { wordsOf } from "../../src/words/index.ts";

it.each(languages)("says every code in words, in %s: ours, those of a platform, and those that are none", (language) => {
  const { status, playground } = wordsOf(language);
  const all: Sentences<string>[] = [status.reasons, playground.reasons];
  for (const sentences of all) {
    for (const [code, sentence] of Object.entries(sentences)) expect(inWords(sentences, code)).toBe(sentence);
    for (const code of ["invalid_blocks", "403", "", "constructor", "__proto__"]) expect(inWords(sentences, code)).toBe(sentences.other);
  }
});
