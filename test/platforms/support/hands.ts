import type { Actor, Stage } from "../../support/stage.ts";

/** What an open form holds and says, by the key of the field. */
export interface OpenForm {
  values: Readonly<Record<string, unknown>>;
  errors: Readonly<Record<string, string>>;
  /** What cannot be left out, and holds nothing yet: the first of its options, or a word. */
  needed: Readonly<Record<string, string>>;
}

/** What people do and see in one platform, through its own protocol. */
export interface Hands {
  name: string;
  stage: Stage;
  /** Turns to the bot with a verb, by the platform's usual way. */
  says(actor: Actor, text: string): Promise<void>;
  /** Presses the newest button with this label that is still there; throws when there is none. */
  presses(actor: Actor, label: string): Promise<void>;
  /** Presses what no button says: a forged or an old one. */
  pressesRaw(actor: Actor, action: string, data: Readonly<Record<string, string>>): Promise<void>;
  /** Sends the open form; what is left out goes as it stands. */
  fills(actor: Actor, answers: Readonly<Record<string, string | readonly string[]>>): Promise<void>;
  opensHome(actor: Actor): Promise<void>;
  /** All that is in front of a person: their conversation as it stands now, the answer to the last thing they did, what is open. */
  visible(actor: Actor): Promise<string>;
  /** The buttons still in front of a person. */
  buttons(actor: Actor): Promise<readonly string[]>;
  form(actor: Actor): Promise<OpenForm | null>;
  close(): Promise<void>;
}

type Loose = ReturnType<typeof JSON.parse>;

/** Everything that is written in a payload under one of these names, in its order. */
export const writtenIn = (payload: Loose, ...names: readonly string[]): string[] =>
  typeof payload !== "object" || payload === null
    ? []
    : Object.entries(payload).flatMap(([name, value]) =>
        names.includes(name) && typeof value === "string" ? [value] : writtenIn(value, ...names),
      );

/** Non-breaking spaces are right in French, and a nuisance in a pattern. */
export const spaces = (text: string): string => text.replace(/[\u00a0\u202f]/g, " ");
