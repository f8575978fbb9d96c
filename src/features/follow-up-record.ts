import type { Day } from "../program/day.ts";
import { holdFollowUp as decideHolding, skippedBefore } from "../program/followup.ts";
import type { RecordField } from "../program/plan.ts";
import type { PersonId } from "../program/terms.ts";
import { type FollowUpRecord, holdFollowUp, readRecord, rewriteRecord } from "../store/follow-ups.ts";
import { clip, form, limits } from "../ui/limits.ts";
import type { Block, Field, Form } from "../ui/model.ts";
import type { Reply } from "../ui/platform.ts";
import { type FieldErrors, refill } from "../ui/refill.ts";
import { localized } from "../words/index.ts";
import { readAnswers } from "./answers.ts";
import { type FollowUpAtHand, followUpAtHand, invitedTo, nameIn, pathAround, stageNameIn } from "./coordination.ts";
import type { Submission, Visit } from "./feature.ts";
import { messageTo, replaceWith, say } from "./replies.ts";

/** A group of more people than this is counted, and not listed. */
const longestList = 40;
const recordPrefix = "record-";
const presentPrefix = "present-";

const inSlices = <Value>(values: readonly Value[], size: number): Value[][] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, place) => values.slice(place * size, (place + 1) * size));

function recordField(visit: Visit, { key, label, hint, kind, options = [], required, maxLength }: RecordField, value: string): Field {
  const { language } = visit.person;
  const base = {
    key: `${recordPrefix}${key}`,
    label: localized(label, language),
    ...(hint ? { hint: localized(hint, language) } : {}),
    optional: !required,
    value,
  };
  if (kind === "text") return { ...base, kind, multiline: true, maxLength: maxLength ?? limits.typed };
  const offered = options.map((option) => ({ value: option.value, label: clip(localized(option.label, language), limits.option) }));
  return { ...base, kind, look: offered.length > limits.radio ? "menu" : "radio", options: offered };
}

/** Attendance in slices, since no platform takes more than ten boxes in a field; nobody is listed for a triad. */
function presentFields(visit: Visit, { coordination, followUp }: FollowUpAtHand): Field[] {
  const { form: w } = visit.words.leadFollowUp;
  if (followUp.dyadId !== null) return [];
  const invited = invitedTo(coordination, followUp);
  if (invited.length > longestList)
    return [{ kind: "number", key: `${recordPrefix}present`, label: w.count, optional: true, min: 0, max: invited.length }];
  return inSlices(invited, limits.checkboxes).map((slice, place) => ({
    kind: "choices",
    key: `${presentPrefix}${place}`,
    label: place === 0 ? w.present : w.presentMore(place + 1),
    optional: true,
    options: slice.map((id) => ({ value: String(id), label: clip(nameIn(coordination, id), limits.option) })),
  }));
}

function recordForm(visit: Visit, found: FollowUpAtHand, written: { version: number; record: FollowUpRecord } | null): Form {
  const { leadFollowUp: w, common } = visit.words;
  const { coordination, followUp, stage } = found;
  const skipped = skippedBefore({ followUp, path: pathAround(coordination, followUp) });
  const fields: Field[] = [
    ...(written
      ? []
      : [
          {
            kind: "date" as const,
            key: "heldOn",
            label: w.form.heldOn,
            value: likelyDay(visit, found),
            min: coordination.cohort.startsOn,
            max: visit.today,
          },
          ...presentFields(visit, found),
        ]),
    ...stage.record.map((field) => recordField(visit, field, written?.record[field.key] ?? "")),
  ];
  return form({
    language: visit.person.language,
    id: written ? "lead-follow-up.complete" : "lead-follow-up.record",
    title: written ? w.form.completeTitle : w.form.title,
    intro: [
      { kind: "text", text: followUp.dyadId === null ? w.form.groupPrivacy : w.form.triadPrivacy, tone: "quiet" },
      ...(skipped.length > 0 && !written
        ? [
            {
              kind: "text" as const,
              text: w.form.skipped(skipped.map((one) => stageNameIn(coordination, one.stage, visit)).join(", ")),
              tone: "attention" as const,
            },
          ]
        : []),
    ],
    fields,
    submit: common.save,
    cancel: common.cancel,
    hidden: { followUp: String(followUp.id), ...(written ? { version: String(written.version) } : {}) },
  });
}

const likelyDay = (visit: Visit, { followUp }: FollowUpAtHand): Day =>
  followUp.on && followUp.on < visit.today ? followUp.on : visit.today;

/** The answers to the plan's own fields; what does not fit is in the errors of `read`. */
function readRecordFields(read: ReturnType<typeof readAnswers>, fields: readonly RecordField[]): FollowUpRecord {
  const record: Record<string, string> = {};
  for (const { key, kind, options = [], required, maxLength } of fields) {
    const optional = !required;
    const answer =
      kind === "text"
        ? read.text(`${recordPrefix}${key}`, { max: maxLength ?? limits.typed, optional })
        : read.choice(
            `${recordPrefix}${key}`,
            options.map(({ value }) => value),
            { optional },
          );
    if (answer !== null) record[key] = answer;
  }
  return record;
}

export async function openRecord(visit: Visit, data: Readonly<Record<string, string>>): Promise<Reply> {
  const found = await followUpAtHand(visit, data.followUp);
  if (!found) return replaceWith(visit, visit.words.common.noLongerThere);
  if (found.followUp.held) return replaceWith(visit, visit.words.leadFollowUp.alreadyHeld(found.followUp.held.on));
  return { kind: "ask", form: recordForm(visit, found, null) };
}

export async function saveRecord(visit: Visit, { hidden, answers }: Submission): Promise<Reply> {
  const found = await followUpAtHand(visit, hidden.followUp);
  if (!found) return replaceWith(visit, visit.words.common.noLongerThere);
  const { coordination, followUp, stage, dyad } = found;
  const w = visit.words.leadFollowUp;
  if (followUp.held) return say(visit, w.summary, [{ kind: "text", text: w.alreadyHeld(followUp.held.on) }]);
  const again = (errors: FieldErrors): Reply => ({ kind: "ask", form: refill(recordForm(visit, found, null), answers, errors) });

  const read = readAnswers(answers, visit.words);
  const heldOn = read.day("heldOn");
  const invited = invitedTo(coordination, followUp);
  const listed = followUp.dyadId === null && invited.length <= longestList;
  const present = listed
    ? inSlices(invited, limits.checkboxes).flatMap((slice, place) => read.choices(`${presentPrefix}${place}`, slice.map(String)))
    : [];
  const counted = followUp.dyadId === null && !listed ? read.text(`${recordPrefix}present`, { max: 6, optional: true }) : null;
  const record = { ...readRecordFields(read, stage.record), ...(counted === null ? {} : { present: counted }) };
  if (read.failed() || !heldOn) return again(read.errors);

  const decision = decideHolding(
    { heldOn, present: present.map(Number) as PersonId[] },
    {
      ...{ cohort: coordination.cohort, dyad, followUp, invited: new Set(invited), today: visit.today },
      path: pathAround(coordination, followUp),
    },
  );
  if ("refused" in decision) {
    return again(
      Object.fromEntries(
        decision.refused.map(({ code, field }) => [field === "present" ? `${presentPrefix}0` : "heldOn", w.holding[code]]),
      ),
    );
  }
  const { accepted } = decision;
  const saved = await holdFollowUp(
    visit.store,
    followUp,
    { on: accepted.heldOn, by: visit.person.id, at: visit.now },
    record,
    accepted.present,
  );
  if (!saved) return say(visit, w.summary, [{ kind: "text", text: w.alreadyHeld(accepted.heldOn) }]);
  const text = w.saved(stageNameIn(coordination, followUp.stage, visit), accepted.heldOn);
  const buttons = [{ label: w.complete, action: "lead-follow-up.complete", data: { followUp: String(followUp.id) } }];
  return {
    ...say(visit, w.summary, [
      { kind: "text", text, tone: "good" },
      { kind: "buttons", buttons },
    ]),
    settled: messageTo(visit, w.summary, [{ kind: "text", text }]),
  } as Reply;
}

export async function openCompletion(visit: Visit, data: Readonly<Record<string, string>>): Promise<Reply> {
  const found = await followUpAtHand(visit, data.followUp);
  const written = found && (await readRecord(visit.store, visit.viewer, found.followUp, found.dyad));
  if (!found || !written) return replaceWith(visit, visit.words.common.noLongerThere);
  return { kind: "ask", form: recordForm(visit, found, written) };
}

export async function completeRecord(visit: Visit, { hidden, answers }: Submission): Promise<Reply> {
  const found = await followUpAtHand(visit, hidden.followUp);
  const written = found && (await readRecord(visit.store, visit.viewer, found.followUp, found.dyad));
  if (!found || !written) return replaceWith(visit, visit.words.common.noLongerThere);
  const w = visit.words.leadFollowUp;
  const read = readAnswers(answers, visit.words);
  const record = { ...written.record, ...readRecordFields(read, found.stage.record) };
  if (read.failed()) return { kind: "ask", form: refill(recordForm(visit, found, written), answers, read.errors) };
  const current = String(written.version) === hidden.version;
  const next = { by: visit.person.id, at: visit.now, version: written.version + 1 };
  const saved = current && (await rewriteRecord(visit.store, found.followUp, next, record));
  if (!saved) return say(visit, w.summary, [{ kind: "text", text: w.overtaken, tone: "attention" }, ...(await recordBlocks(visit, found))]);
  return say(visit, w.summary, [{ kind: "text", text: w.completed, tone: "good" }, ...(await recordBlocks(visit, found))]);
}

/** What was written down of a follow-up, for those who may read it. */
export async function recordBlocks(
  visit: Visit,
  {
    coordination,
    followUp,
    stage,
    dyad,
  }: Pick<FollowUpAtHand, "followUp" | "stage" | "dyad"> & { coordination: Pick<FollowUpAtHand["coordination"], "plan"> },
): Promise<Block[]> {
  const w = visit.words.leadFollowUp;
  const { language } = visit.person;
  const written = await readRecord(visit.store, visit.viewer, followUp, dyad);
  if (!followUp.held || !written) return [{ kind: "text", text: visit.words.common.noLongerThere }];
  const shown = (field: RecordField, value: string): string => {
    const option = field.options?.find((one) => one.value === value);
    return option ? localized(option.label, language) : value;
  };
  const filled = stage.record.flatMap((field): Block[] => {
    const value = written.record[field.key];
    if (!value) return [];
    return [
      { kind: "text", text: { bold: localized(field.label, language) } },
      { kind: "text", text: shown(field, value) },
    ];
  });
  return [
    { kind: "heading", text: clip(w.recordHeading(stageNameIn(coordination, followUp.stage, visit)), limits.heading) },
    { kind: "text", text: w.heldOn(followUp.held.on) },
    ...(written.present.length > 0
      ? [{ kind: "text" as const, text: w.presentCount(written.present.length), tone: "quiet" as const }]
      : []),
    ...(filled.length > 0 ? filled : [{ kind: "text" as const, text: w.emptyRecord, tone: "quiet" as const }]),
    ...(visit.viewer.coordinates.has(followUp.cohortId)
      ? [
          {
            kind: "buttons" as const,
            buttons: [{ label: w.complete, action: "lead-follow-up.complete", data: { followUp: String(followUp.id) } }],
          },
        ]
      : []),
  ];
}
