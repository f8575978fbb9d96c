import type { Form, Message } from "./model.ts";

export const form = (built: Form): Form => built;
export const message = (built: Message): Message => built;

/** Shortened at a word, with an ellipsis. */
export function clip(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).replace(/\s+\S*$/, "")}…`;
}
