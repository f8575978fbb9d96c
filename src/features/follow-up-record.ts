import type { Day } from "../program/day.ts";
import { holdFollowUp as decideHolding, skippedBefore } from "../program/followup.ts";
import type { RecordField } from "../program/plan.ts";
import { longestText, takes } from "../program/record.ts";
import type { PersonId } from "../program/terms.ts";
import { type FollowUpRecord, holdFollowUp, readRecord, rewriteRecord, type WrittenRecord } from "../store/follow-ups.ts";
import { readName } from "../store/people.ts";
import { clip, fitted, form, limits } from "../ui/limits.ts";
import type { Block, Form } from "../ui/model.ts";
import type { Answers, FormReply, Reply } from "../ui/platform.ts";
import { holds, putTogether } from "../ui/put-together.ts";
import { type FieldErrors, refill } from "../ui/refill.ts";
import { formatList } from "../ui/speak.ts";
import { readAnswers } from "./answers.ts";
import { type FollowUpAtHand, followUpAtHand, invitedTo, nameIn, pathAround, stageNameIn } from "./coordination.ts";
import type { Submission, Visit } from "./feature.ts";
import { filledIn, readRecordButton, writtenBlocks, writtenUnderOthers } from "./read-record.ts";
import { inSlices, longestList, presentPrefix, recordForm, recordPrefix } from "./record-form.ts";
import { messageTo, refuse, replaceWith, say, tooLate } from "./replies.ts";

/** What somebody else wrote, beside what is typed anew, takes no more room than this in all, in characters. */
const longestBeside = 1600;
type Fact = Extract<Block, { kind: "facts" }>["facts"][number];

/** Whom attendance lists by name: nobody for a triad, nor for a group too large to list. */
function listed({ coordination, followUp }: FollowUpAtHand): { invited: PersonId[]; byName: PersonId[] } {
  const invited = followUp.dyadId === null ? invitedTo(coordination, followUp) : [];
  return { invited, byName: invited.length <= longestList ? invited : [] };
}

/** The same form for a first record and for what is completed or put right later. */
function formFor(visit: Visit, found: FollowUpAtHand, written: WrittenRecord | null): Form {
  const { coordination, followUp, stage } = found;
  const { invited, byName } = listed(found);
  const skipped = written ? [] : skippedBefore({ followUp, path: pathAround(coordination, followUp) });
  const built = recordForm(visit, {
    record: stage.record,
    present:
      followUp.dyadId === null ? { among: invited.length, byName: byName.map((id) => ({ id, name: nameIn(coordination, id) })) } : null,
    skipped: skipped.map((one) => stageNameIn(coordination, one.stage, visit)),
    days: { heldOn: followUp.held?.on ?? likelyDay(visit, found), from: coordination.cohort.startsOn, until: visit.today },
    written,
    hidden: { followUp: String(followUp.id), ...(written ? { version: String(written.version) } : {}) },
  });
  return form(fitted(built));
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
        ? read.text(`${recordPrefix}${key}`, { max: maxLength ?? longestText, optional })
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
  return { kind: "ask", form: formFor(visit, found, null) };
}

type Holding = { heldOn: Day; present: readonly PersonId[]; record: FollowUpRecord };

/** What the form says, decided; or all that is wrong with it, at each field. */
function readHolding(visit: Visit, found: FollowUpAtHand, answers: Answers): { errors: FieldErrors } | Holding {
  const { coordination, followUp, stage, dyad } = found;
  const read = readAnswers(answers, visit.words);
  const heldOn = read.day("heldOn");
  const { invited, byName } = listed(found);
  const present = inSlices(byName, limits.checkboxes)
    .flatMap((slice, place) => read.choices(`${presentPrefix}${place}`, slice.map(String)))
    .map(Number) as PersonId[];
  const counted =
    invited.length > byName.length && answers[`${recordPrefix}present`]
      ? read.integer(`${recordPrefix}present`, { min: 0, max: invited.length })
      : null;
  const record = { ...readRecordFields(read, stage.record), ...(counted === null ? {} : { present: String(counted) }) };
  if (heldOn) {
    const path = pathAround(coordination, followUp);
    const context = { cohort: coordination.cohort, dyad, followUp, invited: new Set(invited), today: visit.today, path };
    const decision = decideHolding({ heldOn, present }, context);
    for (const { code, field } of "refused" in decision ? decision.refused : []) {
      read.refuse(field === "present" ? `${presentPrefix}0` : "heldOn", visit.words.leadFollowUp.holding[code]);
    }
  }
  return read.failed() || !heldOn ? { errors: read.errors } : { heldOn, present, record };
}

/** Who was there, as somebody else wrote it; of a triad that is not asked. */
function attendanceOf({ words: { leadFollowUp: w }, person }: Visit, found: FollowUpAtHand, written: WrittenRecord): Fact[] {
  const { invited, byName } = listed(found);
  if (invited.length > byName.length) return [{ label: w.form.count, value: written.record.present || w.notNoted }];
  if (byName.length === 0) return [];
  const names = written.present.map((id) => nameIn(found.coordination, id));
  const named = `${w.presentCount(names.length)} (${clip(formatList(names, person.language), longestBeside / 2)})`;
  return [{ label: w.form.present, value: names.length > 0 ? named : w.notNoted }];
}

/** Somebody wrote it down first: what was typed is there again together with that, and nothing of it is kept yet. */
async function beside(visit: Visit, { hidden, answers }: Submission): Promise<FormReply> {
  const found = await followUpAtHand(visit, hidden.followUp);
  const written = found && (await readRecord(visit.store, visit.viewer, found.followUp, found.dyad));
  if (!found?.followUp.held || !written) return tooLate(visit, visit.words.common.noLongerThere);
  const w = visit.words.leadFollowUp;
  const name = (await readName(visit.store, visit.viewer.organizationId, written.by)) ?? "";
  const again = putTogether(formFor(visit, found, written), answers, w.textOf(name));
  const values = new Map(again.fields.map((field) => [field.key, "value" in field ? (field.value ?? "") : ""]));
  const replaced = found.stage.record.filter(({ key }) => !holds(values.get(`${recordPrefix}${key}`) ?? "", written.record[key] ?? ""));
  const lost = filledIn(visit, { record: replaced }, written.record);
  const facts: Fact[] = [
    { label: w.writtenBy, value: name },
    { label: w.form.heldOn, value: { date: found.followUp.held.on, style: "long" } },
    ...attendanceOf(visit, found, written),
    ...lost.map(({ label, value }) => ({
      label: clip(label, limits.heading),
      value: clip(value, Math.floor(longestBeside / 2 / lost.length)),
    })),
  ];
  const labels = formatList(
    lost.map(({ label }) => label),
    visit.person.language,
  );
  const intro: Block[] = [
    { kind: "text", text: w.overtaken(name), tone: "attention" },
    { kind: "facts", facts },
    ...(filledIn(visit, found.stage, written.record).length === 0 ? [{ kind: "text" as const, text: w.nothingElse }] : []),
    ...(lost.length > 0
      ? [{ kind: "text" as const, text: w.replaces(clip(labels, longestBeside), name), tone: "attention" as const }]
      : []),
    ...(again.intro ?? []),
  ];
  // Too long a text is said to be so when it is sent.
  return { kind: "ask", form: { ...again, intro } };
}

/** Whether something was written in a field that the plan had when the form was opened, and has no more, or as another one. */
function isOfAnotherPlan({ stage }: FollowUpAtHand, answers: Answers): boolean {
  const fields = new Map(stage.record.map((field) => [`${recordPrefix}${field.key}`, field]));
  return Object.entries(answers).some(([key, answer]) => {
    if (!key.startsWith(recordPrefix) || key === `${recordPrefix}present` || answer.length === 0) return false;
    const field = fields.get(key);
    return !field || !takes(field, String(answer));
  });
}

export async function saveRecord(visit: Visit, { hidden, answers }: Submission): Promise<FormReply> {
  const found = await followUpAtHand(visit, hidden.followUp);
  if (!found) return tooLate(visit, visit.words.common.noLongerThere);
  const { coordination, followUp } = found;
  const w = visit.words.leadFollowUp;
  if (isOfAnotherPlan(found, answers)) return refuse(visit, w.planChanged);
  if (followUp.held) return beside(visit, { hidden, answers });
  const holding = readHolding(visit, found, answers);
  if ("errors" in holding) return { kind: "ask", form: refill(formFor(visit, found, null), answers, holding.errors) };

  const held = { on: holding.heldOn, by: visit.person.id, at: visit.now };
  const saved = await holdFollowUp(visit.store, followUp, held, holding.record, holding.present);
  if (!saved) return beside(visit, { hidden, answers });
  const text = w.saved(stageNameIn(coordination, followUp.stage, visit), holding.heldOn);
  const message = messageTo(visit, w.summary, [
    { kind: "text", text, tone: "good" },
    { kind: "buttons", buttons: [readRecordButton(visit, followUp)] },
  ]);
  return { kind: "say", message, settled: messageTo(visit, w.summary, [{ kind: "text", text }]) };
}

export async function openCompletion(visit: Visit, data: Readonly<Record<string, string>>): Promise<Reply> {
  const found = await followUpAtHand(visit, data.followUp);
  const written = found && (await readRecord(visit.store, visit.viewer, found.followUp, found.dyad));
  if (!found || !written) return replaceWith(visit, visit.words.common.noLongerThere);
  return { kind: "ask", form: formFor(visit, found, written) };
}

export async function completeRecord(visit: Visit, { hidden, answers }: Submission): Promise<FormReply> {
  const found = await followUpAtHand(visit, hidden.followUp);
  const written = found && (await readRecord(visit.store, visit.viewer, found.followUp, found.dyad));
  if (!found || !written) return tooLate(visit, visit.words.common.noLongerThere);
  const w = visit.words.leadFollowUp;
  if (isOfAnotherPlan(found, answers)) return refuse(visit, w.planChanged);
  if (String(written.version) !== hidden.version) return beside(visit, { hidden, answers });
  const holding = readHolding(visit, found, answers);
  if ("errors" in holding) return { kind: "ask", form: refill(formFor(visit, found, written), answers, holding.errors) };

  const held = { on: holding.heldOn, by: visit.person.id, at: visit.now };
  const record = { ...writtenUnderOthers(found.stage, written.record), ...holding.record };
  const saved = await rewriteRecord(visit.store, found.followUp, written.version + 1, held, record, holding.present);
  if (!saved) return beside(visit, { hidden, answers });
  // Nothing is read once it is written: what was done must not fail to be told.
  return say(visit, w.summary, [
    { kind: "text", text: w.completed, tone: "good" },
    ...writtenBlocks(visit, { ...found, heldOn: holding.heldOn }, { record, present: holding.present }),
  ]);
}
