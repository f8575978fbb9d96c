import type { Day } from "../program/day.ts";
import type { RecordField } from "../program/plan.ts";
import { longestText } from "../program/record.ts";
import type { PersonId } from "../program/terms.ts";
import type { WrittenRecord } from "../store/follow-ups.ts";
import { clip, limits } from "../ui/limits.ts";
import type { Block, Field, Form } from "../ui/model.ts";
import { formatList } from "../ui/speak.ts";
import { localized } from "../words/index.ts";
import type { Addressee } from "./feature.ts";

/** A group of more people than this is counted, and not listed. */
export const longestList = 40;
export const recordPrefix = "record-";
export const presentPrefix = "present-";

interface Asked {
  record: readonly RecordField[];
  /** Who may have been there, of whom a group too large to list names nobody; null for a triad, of which that is not asked. */
  present: { among: number; byName: readonly { id: PersonId; name: string }[] } | null;
  /** The stages before this one that were not recorded. */
  skipped: readonly string[];
  days: { heldOn: Day; from: Day; until: Day };
  /** What it says already; null for a first record. */
  written: Pick<WrittenRecord, "record" | "present"> | null;
  hidden: NonNullable<Form["hidden"]>;
}

/** The form of a record, with the fields that the plan gives it. */
export function recordForm(to: Addressee, { record, present, skipped, days, written, hidden }: Asked): Form {
  const { leadFollowUp: w, common } = to.words;
  const { language } = to.person;
  const note: Block[] =
    skipped.length > 0 ? [{ kind: "text", text: w.form.skipped(formatList(skipped, language)), tone: "attention" }] : [];
  return {
    language,
    id: written ? "lead-follow-up.complete" : "lead-follow-up.record",
    title: written ? w.form.completeTitle : w.form.title,
    intro: [{ kind: "text", text: present ? w.form.groupPrivacy : w.form.triadPrivacy, tone: "quiet" }, ...note],
    fields: [
      { kind: "date", key: "heldOn", label: w.form.heldOn, value: days.heldOn, min: days.from, max: days.until },
      ...(present ? presentFields(to, present, written) : []),
      ...record.map((field) => recordField(to, field, written?.record[field.key] ?? "")),
    ],
    submit: common.save,
    cancel: common.cancel,
    hidden,
  };
}

function recordField(
  { person: { language } }: Addressee,
  { key, label, hint, kind, options = [], required, maxLength }: RecordField,
  value: string,
): Field {
  const base = {
    key: `${recordPrefix}${key}`,
    label: localized(label, language),
    ...(hint ? { hint: localized(hint, language) } : {}),
    optional: !required,
    value,
  };
  if (kind === "text") return { ...base, kind, multiline: true, maxLength: maxLength ?? longestText };
  const offered = options.map((option) => ({ value: option.value, label: localized(option.label, language) }));
  return { ...base, kind, look: offered.length > limits.radio ? "menu" : "radio", options: offered };
}

/** Attendance in slices, since no platform takes more than ten boxes in a field. */
function presentFields({ words }: Addressee, { among, byName }: NonNullable<Asked["present"]>, written: Asked["written"]): Field[] {
  const { form: w } = words.leadFollowUp;
  if (among > byName.length) {
    const value = written?.record.present ?? "";
    return [{ kind: "number", key: `${recordPrefix}present`, label: w.count, optional: true, min: 0, max: among, value }];
  }
  return inSlices(byName, limits.checkboxes).map((slice, place) => ({
    kind: "choices",
    key: `${presentPrefix}${place}`,
    label: place === 0 ? w.present : w.presentMore(place + 1),
    optional: true,
    values: slice.filter(({ id }) => written?.present.includes(id)).map(({ id }) => String(id)),
    options: slice.map(({ id, name }) => ({ value: String(id), label: clip(name, limits.option) })),
  }));
}

export const inSlices = <Value>(values: readonly Value[], size: number): Value[][] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, place) => values.slice(place * size, (place + 1) * size));
