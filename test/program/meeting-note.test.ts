import { describe, expect, it } from "vitest";
import { type NoteDraft, writeNote } from "../../src/program/note.ts";

const draft = (changes: Partial<NoteDraft> = {}): NoteDraft => ({
  kind: "good-moment",
  audience: "me",
  text: "Un cours réussi",
  ...changes,
});

describe("a private note", () => {
  it.each(["me", "our-dyad"])("is written for %s, as its author chose", (audience) => {
    expect(writeNote(draft({ audience }))).toEqual({ accepted: { kind: "good-moment", audience, text: "Un cours réussi" } });
  });

  it("loses the blanks around it and nothing else", () => {
    expect(writeNote(draft({ text: " a\n b \n" }))).toMatchObject({ accepted: { text: "a\n b" } });
  });

  it.each([
    { wrong: "an audience that does not exist", given: { audience: "everyone" }, code: "unknown-audience", field: "audience" },
    { wrong: "a kind that does not exist", given: { kind: "rumour" }, code: "unknown-kind", field: "kind" },
    { wrong: "only blanks", given: { text: " \n" }, code: "empty", field: "text" },
    { wrong: "more than 3,000 characters", given: { text: "x".repeat(3_001) }, code: "too-long", field: "text" },
  ])("is refused for $wrong", ({ given, code, field }) => {
    expect(writeNote(draft(given))).toEqual({ refused: [{ code, field }] });
  });

  it("may have 3,000 characters", () => {
    expect(writeNote(draft({ text: "x".repeat(3_000) }))).toHaveProperty("accepted");
  });

  it("says everything that is wrong at once", () => {
    const refused = writeNote({ kind: "", audience: "", text: "" });
    expect(refused).toMatchObject({ refused: [{ code: "unknown-kind" }, { code: "unknown-audience" }, { code: "empty" }] });
  });
});
