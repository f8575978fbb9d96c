import { clip, limits } from "../../src/ui/limits.ts";
import type { Field, Form } from "../../src/ui/model.ts";
import { phrases } from "../../src/ui/speak.ts";

/** What is left of a text at least. */
const shortest = 100;

/** A form, and then the same with less and less of what was written in it, as long as it does not fit: it says so where a text was cut. */
export function* shorterAndShorter(form: Form): Generator<Form> {
  yield form;
  for (let most: number = limits.typed; most >= shortest; most = Math.floor(most * 0.8)) {
    yield { ...form, fields: form.fields.map((field) => cut(field, most, phrases[form.language].cut)) };
  }
}

function cut(field: Field, most: number, why: string): Field {
  if (field.kind !== "text" || field.value === undefined) return field;
  const value = clip(field.value, Math.min(most, field.maxLength ?? most));
  return value === field.value ? field : { ...field, value, error: field.error ?? why };
}
