import type { Field, Form } from "../ui/model.ts";
import type { Answers } from "../ui/platform.ts";
import { pick } from "./chance.ts";

/** What a person answers to a field; undefined leaves it to the ordinary way of filling one in. */
export type Answering = (field: Field) => string | readonly string[] | undefined;

/** What is written where something has to be. */
export const sentence = {
  fr: "Nous avons fait le point ensemble et convenu de la suite.",
  en: "We took stock together and agreed on what comes next.",
};

/** Fills in a form as a person would: keeps what is there, chooses where there is a choice, writes where an answer is needed. */
export function fill(form: Form, seed: string, answering: Answering = () => undefined): Answers {
  return Object.fromEntries(form.fields.map((field) => [field.key, answering(field) ?? ordinary(field, form, seed)]));
}

function ordinary(field: Field, form: Form, seed: string): string | readonly string[] {
  switch (field.kind) {
    case "choices":
      return field.values ?? [];
    case "choice":
      if (field.value) return field.value;
      return field.optional ? "" : (field.options[pick(field.options.length, seed, form.id, field.key)]?.value ?? "");
    case "text":
      return field.value || (field.optional ? "" : sentence[form.language].slice(0, field.maxLength));
    default:
      return field.value ?? "";
  }
}
