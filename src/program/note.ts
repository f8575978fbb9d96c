import { type Decision, decide, type Refusal } from "./decision.ts";
import { type NoteAudience, type NoteKind, noteAudiences, noteKinds } from "./terms.ts";

/** What Slack takes in one text field. */
export const longestNote = 3_000;

/** A private note as a form gives it: choices come back from outside, and may be anything. */
export interface NoteDraft {
  kind: string;
  audience: string;
  text: string;
}

export interface NoteEntry {
  kind: NoteKind;
  audience: NoteAudience;
  text: string;
}

export type NoteRefusal = Refusal<"unknown-kind" | "unknown-audience" | "empty" | "too-long", keyof NoteEntry>;

/** An audience that is not understood is refused, never guessed: the author would believe the note theirs alone. */
export function writeNote(draft: NoteDraft): Decision<NoteEntry, NoteRefusal> {
  const kind = noteKinds.find((known) => known === draft.kind);
  const audience = noteAudiences.find((known) => known === draft.audience);
  const text = draft.text.trim();
  const refusals: NoteRefusal[] = [
    ...(kind ? [] : [{ code: "unknown-kind", field: "kind" } as const]),
    ...(audience ? [] : [{ code: "unknown-audience", field: "audience" } as const]),
    ...(text ? [] : [{ code: "empty", field: "text" } as const]),
    ...(text.length > longestNote ? [{ code: "too-long", field: "text" } as const] : []),
  ];
  return kind && audience ? decide(refusals, () => ({ kind, audience, text })) : { refused: refusals };
}
