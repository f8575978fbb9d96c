import type { Instrument } from "../program/instrument.ts";
import { readers } from "../store/answers.ts";
import { clip, limits } from "../ui/limits.ts";
import type { Field, Form } from "../ui/model.ts";
import { localized } from "../words/index.ts";
import type { Addressee } from "./feature.ts";

export const preferNot = "prefer-not";

interface Asked {
  /** Of the administration. */
  id: string;
  /** Where another one is open too. */
  stage: string | null;
  mentor: string;
}

/** The questions of an instrument in its own words, and to whom its result is to be shown. */
export function questionnaireForm({ words, person: { language } }: Addressee, instrument: Instrument, { id, stage, mentor }: Asked): Form {
  const { questionnaire: w, common } = words;
  const options = [
    ...instrument.scale.map(({ value, label }) => ({ value: String(value), label: localized(label, language) })),
    { value: preferNot, label: w.preferNot },
  ];
  const items = instrument.items.map(
    (item): Field => ({
      kind: "choice",
      key: item.id,
      label: localized(item.wording, language),
      look: options.length > limits.radio ? "menu" : "radio",
      options,
    }),
  );
  return {
    language,
    id: "answer-questionnaire.answer",
    title: w.title,
    // The period is part of what is asked: nothing comes between it and the items.
    intro: [
      ...(stage === null ? [] : [{ kind: "text" as const, text: w.stage(stage) }]),
      { kind: "text", text: w.privacy, tone: "quiet" },
      { kind: "text", text: { bold: w.period(localized(instrument.period, language)) } },
    ],
    fields: [
      ...items,
      {
        kind: "choices",
        key: "share",
        label: w.share,
        hint: `${w.shareHint}\n${w.source(localized(instrument.name, language), localized(instrument.attribution, language))}`,
        optional: true,
        options: readers.map((reader) => ({ value: reader, label: clip(w.readers[reader](mentor), limits.option) })),
      },
    ],
    submit: w.submit,
    cancel: common.cancel,
    hidden: { administration: id },
  };
}
