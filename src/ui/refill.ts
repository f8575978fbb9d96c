import type { Field, Form } from "./model.ts";
import type { Answers } from "./platform.ts";

/** What is wrong with the answers, by field key. */
export type FieldErrors = Readonly<Record<string, string>>;

/** The same form again, with the values as they were typed and what is wrong said at each field. */
export function refill(form: Form, answers: Answers, errors: FieldErrors): Form {
  return { ...form, fields: form.fields.map((field) => withError(withAnswer(field, answers[field.key]), errors[field.key])) };
}

function withAnswer(field: Field, answer: string | readonly string[] | undefined): Field {
  if (answer === undefined) return field;
  if (field.kind === "choices") return { ...field, values: typeof answer === "string" ? [answer] : answer };
  return { ...field, value: typeof answer === "string" ? answer : (answer[0] ?? "") };
}

const withError = (field: Field, error: string | undefined): Field => (error === undefined ? field : { ...field, error });
