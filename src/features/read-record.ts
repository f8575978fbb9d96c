import type { Day } from "../program/day.ts";
import type { StagePlan } from "../program/plan.ts";
import { largestRecord, takes } from "../program/record.ts";
import type { Dyad, FollowUp, FollowUpId } from "../program/terms.ts";
import { readDyad } from "../store/cohorts.ts";
import { type FollowUpRecord, readFollowUp, readRecord, type WrittenRecord } from "../store/follow-ups.ts";
import { clip, limits } from "../ui/limits.ts";
import type { Block, Button } from "../ui/model.ts";
import type { Reply } from "../ui/platform.ts";
import { localized } from "../words/index.ts";
import type { Addressee, Feature, Visit } from "./feature.ts";
import { readId } from "./ids.ts";
import { replaceWith, say } from "./replies.ts";

export const readRecordButton = (visit: Visit, followUp: FollowUp): Button => ({
  label: visit.words.leadFollowUp.see,
  action: "read-record.open",
  data: { followUp: String(followUp.id) },
});

/** What was written down of a follow-up, for those who may read it: the three of a triad; of a group, whoever coordinates. */
async function open(visit: Visit, data: Readonly<Record<string, string>>): Promise<Reply> {
  const { store, viewer } = visit;
  const id = readId<FollowUpId>(data.followUp);
  const followUp = id && (await readFollowUp(store, viewer.organizationId, id));
  const cohort = followUp && visit.cohorts.find((one) => one.id === followUp.cohortId);
  const dyad = followUp?.dyadId ? await readDyad(store, viewer.organizationId, followUp.dyadId) : null;
  const stage = cohort && (await visit.planOf(cohort)).stages.find(({ key }) => key === followUp.stage);
  const blocks = followUp && stage && (await recordBlocks(visit, { followUp, stage, dyad }));
  return blocks ? say(visit, visit.words.leadFollowUp.see, blocks) : replaceWith(visit, visit.words.common.noLongerThere);
}

/** Null when there is no record, or this visitor may not read it. */
export async function recordBlocks(
  visit: Visit,
  { followUp, stage, dyad }: { followUp: FollowUp; stage: StagePlan; dyad: Dyad | null },
): Promise<Block[] | null> {
  const written = await readRecord(visit.store, visit.viewer, followUp, dyad);
  return followUp.held && written && writtenBlocks(visit, { followUp, heldOn: followUp.held.on, stage }, written);
}

/** What was written in each field of the plan, as it is read. */
export const filledIn = ({ person: { language } }: Addressee, { record: fields }: Pick<StagePlan, "record">, record: FollowUpRecord) =>
  fields.flatMap(({ key, label, options = [] }) => {
    const value = record[key];
    if (!value) return [];
    const chosen = options.find((one) => one.value === value);
    return [{ label: localized(label, language), value: chosen ? localized(chosen.label, language) : value }];
  });

/**
 * What no field of the plan takes any more, by the key under which it is kept: that of a field that became a choice, or whose
 * option is gone, makes room for what is chosen now.
 */
export function writtenUnderOthers({ record: fields }: Pick<StagePlan, "record">, written: FollowUpRecord): FollowUpRecord {
  const others = new Map(Object.entries(written).filter(([key]) => !fields.some((field) => field.key === key)));
  for (const field of fields) {
    const value = written[field.key];
    if (!value || takes(field, value)) continue;
    let free = `${field.key}#`;
    while (others.has(free)) free += "#";
    others.set(free, value);
  }
  return Object.fromEntries(others);
}

/** What was written in fields that the plan has no more: it stays there to be read, as far as there is room. */
function formerTexts(
  { words: { leadFollowUp: w } }: Addressee,
  { record: fields }: StagePlan,
  written: FollowUpRecord,
  room: number,
): Block[] {
  const { present, ...record } = written;
  const former = Object.entries(record).filter(([key, value]) => value && !fields.some((field) => field.key === key));
  if (former.length === 0 || room < 2) return [];
  let left = largestRecord;
  const texts = former.flatMap(([, value]): Block[] => {
    left -= value.length;
    return left < 0 ? [] : [{ kind: "text", text: value }];
  });
  return [{ kind: "text", text: { bold: w.formerFields } }, ...texts.slice(0, room - 1)];
}

/** A record that the visitor may read. */
export function writtenBlocks(
  visit: Visit,
  { followUp, heldOn, stage }: { followUp: FollowUp; heldOn: Day; stage: StagePlan },
  written: Pick<WrittenRecord, "record" | "present">,
): Block[] {
  const { complete: label } = visit.words.leadFollowUp;
  const complete: Button = { label, action: "lead-follow-up.complete", data: { followUp: String(followUp.id) } };
  return [
    ...recordText(visit, { heldOn, stage }, written),
    ...(visit.viewer.coordinates.has(followUp.cohortId) ? [{ kind: "buttons" as const, buttons: [complete] }] : []),
  ];
}

/** Blocks of a message around the fields: its heading, day and attendance, that it is up to date, and its buttons. */
const besideFields = 6;

/** What a record says, to whoever reads it. */
export function recordText(
  to: Addressee,
  { heldOn, stage }: { heldOn: Day; stage: StagePlan },
  { record, present }: Pick<WrittenRecord, "record" | "present">,
): Block[] {
  const w = to.words.leadFollowUp;
  const { language } = to.person;
  const current = filledIn(to, stage, record).flatMap(({ label, value }): Block[] => [
    { kind: "text", text: { bold: label } },
    { kind: "text", text: value },
  ]);
  const filled = [...current, ...formerTexts(to, stage, record, limits.blocksInMessage - besideFields - current.length)];
  return [
    { kind: "heading", text: clip(w.recordHeading(localized(stage.name, language)), limits.heading) },
    { kind: "text", text: w.heldOn(heldOn) },
    ...(present.length > 0 ? [{ kind: "text" as const, text: w.presentCount(present.length), tone: "quiet" as const }] : []),
    ...(filled.length > 0 ? filled : [{ kind: "text" as const, text: w.emptyRecord, tone: "quiet" as const }]),
  ];
}

export const readRecordFeature: Feature = {
  name: "read-record",
  verb: null,
  roles: ["mentor", "mentee", "coordinator"],
  about: (words) => words.leadFollowUp.see,
  open: async (visit) => replaceWith(visit, visit.words.common.noLongerThere),
  actions: { open },
};
