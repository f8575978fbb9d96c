import type { Form, Message } from "../../src/ui/model.ts";
import { formCard, messageCard } from "../adaptive-card.ts";
import type { ConversationEntry } from "./options.ts";
import type { Card, Entry, FormAnswer } from "./page/protocol.ts";

export const cardOf = (message: Message): Card => ({
  json: messageCard(message) as Card["json"],
  language: message.language,
  summary: message.summary,
});

export const entryOf = ({ message, text, ...entry }: ConversationEntry): Entry => ({
  id: entry.id,
  at: entry.at,
  from: entry.from,
  unprompted: entry.unprompted,
  ...(message && { card: cardOf(message) }),
  ...(text !== undefined && { text }),
});

export const formAnswer = (form: Form): FormAnswer => ({
  kind: "ask",
  form: form.id,
  title: form.title,
  language: form.language,
  submit: form.submit,
  cancel: form.cancel,
  hidden: form.hidden ?? {},
  errors: Object.fromEntries(form.fields.flatMap(({ key, error }) => (error === undefined ? [] : [[key, error]]))),
  card: formCard(form) as FormAnswer["card"],
});
