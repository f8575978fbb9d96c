import { addDays, type Day } from "../program/day.ts";
import { type FollowUpStanding, standingOf } from "../program/followup.ts";
import { calledOff, dateOf, takesPlace, takingPlace } from "../program/paths.ts";
import type { StagePlan } from "../program/plan.ts";
import type { FollowUp } from "../program/terms.ts";
import { readMeetings } from "../store/meetings.ts";
import type { Block, Button, Item, Text } from "../ui/model.ts";
import type { Reply } from "../ui/platform.ts";
import { localized } from "../words/index.ts";
import {
  type Coordination,
  coordinated,
  type FollowUpAtHand,
  followUpAtHand,
  heirOf,
  invitedTo,
  leaderOf,
  nameIn,
  readCoordination,
  stageNameIn,
} from "./coordination.ts";
import type { Addressee, Feature, Visit } from "./feature.ts";
import { completeRecord, openCompletion, openRecord, saveRecord } from "./follow-up-record.ts";
import { listed } from "./listed.ts";
import { isMovable, moveTo, openMove } from "./move-follow-up.ts";
import { readRecordButton, recordBlocks } from "./read-record.ts";
import { messageTo, replaceWith, say } from "./replies.ts";

/** The coordinator looks so many days ahead. */
const horizon = 14;
/** And so many days back at what was held. */
const recently = 30;
const mostShown = 12;

const titleOf = (visit: Visit, coordination: Coordination, followUp: FollowUp): Text => {
  const w = visit.words.leadFollowUp;
  const dyad = coordination.dyads.find(({ id }) => id === followUp.dyadId);
  const name = stageNameIn(coordination, followUp.stage, visit);
  return dyad ? [name, " — ", w.withDyad(nameIn(coordination, dyad.mentorId), nameIn(coordination, dyad.menteeId))] : name;
};

/**
 * Those that this coordinator leads or led, took over late or may still find a day for, as far as they look; a deputy stands
 * in for all. No day is left to find once the cohort is over, and a dyad that ended is left in peace: what it had until then may
 * be written down for as long as what was held is shown.
 */
function toLead(visit: Visit, coordination: Coordination): FollowUp[] {
  const { appointments, cohort, dyads, followUps } = coordination;
  const isDeputy = appointments.some(({ personId, capacity }) => personId === visit.person.id && capacity === "deputy");
  const [since, until] = [addDays(visit.today, -recently), addDays(visit.today, horizon)];
  const inPeace = new Set(dyads.filter(({ ending }) => ending && ending.on < since).map(({ id }) => id));
  return [...takingPlace(followUps, dyads, visit.today), ...calledOff(followUps, dyads, visit.today)]
    .filter((followUp) => {
      const on = dateOf(followUp);
      const isNear = on === null ? visit.today <= cohort.endsOn : followUp.held ? on >= since : on <= until;
      if (!followUp.held && followUp.dyadId !== null && inPeace.has(followUp.dyadId)) return false;
      const whose = standingOf(followUp, visit.today) === "late" ? heirOf : leaderOf;
      return isNear && (isDeputy || whose(coordination, followUp, visit) === visit.person.id);
    })
    .sort((a, b) => ((dateOf(a) ?? "") < (dateOf(b) ?? "") ? -1 : 1));
}

async function open(visit: Visit): Promise<Reply> {
  const w = visit.words.leadFollowUp;
  const blocks: Block[] = [{ kind: "heading", text: w.heading }];
  let left = mostShown;
  for (const cohort of coordinated(visit)) {
    const coordination = await readCoordination(visit, cohort);
    const waiting = toLead(visit, coordination);
    const off = new Set(calledOff(waiting, coordination.dyads, visit.today));
    const groups: [FollowUpStanding | "called-off", string, Item["tone"]][] = [
      ["late", w.late, "warning"],
      ["no-date", w.undated, "warning"],
      ["called-off", w.calledOff, "plain"],
      ["today", w.today, "attention"],
      ["to-come", w.soon, "plain"],
      ["held", w.recent, "quiet"],
    ];
    for (const [standing, title, tone] of groups) {
      const inGroup = waiting.filter((followUp) => (off.has(followUp) ? "called-off" : standingOf(followUp, visit.today)) === standing);
      const shown = inGroup.slice(0, left);
      if (shown.length === 0) continue;
      left -= shown.length;
      blocks.push(
        { kind: "text", text: { bold: title } },
        { kind: "items", items: shown.map((followUp) => itemOf(visit, coordination, followUp, tone)) },
      );
      if (shown.length < inGroup.length) blocks.push({ kind: "text", text: w.more(inGroup.length - shown.length), tone: "quiet" });
    }
  }
  if (!blocks.some(({ kind }) => kind === "items")) blocks.push({ kind: "text", text: w.none });
  return say(visit, w.summary, blocks);
}

const itemOf = (visit: Visit, coordination: Coordination, followUp: FollowUp, tone: Item["tone"]): Item => {
  const w = visit.words.leadFollowUp;
  return {
    title: titleOf(visit, coordination, followUp),
    lines: [followUp.held ? w.heldOn(followUp.held.on) : dateOr(visit, coordination, followUp, (on) => w.planned(on, followUp.at))],
    ...(tone ? { tone } : {}),
    buttons: listed(buttonsFor(visit, followUp, coordination)),
  };
};

/** Its date, or what there is to say in its place: that none is set, or that its dyad ends before it. */
function dateOr(visit: Visit, { dyads }: Coordination, followUp: FollowUp, dated: (on: Day) => Text): Text {
  const w = visit.words.leadFollowUp;
  const ending = dyads.find(({ id }) => id === followUp.dyadId)?.ending;
  if (ending && !takesPlace(followUp, { ending }, visit.today)) return w.endsBefore(ending.on, ending.on < visit.today);
  return followUp.on === null ? w.noDate : dated(followUp.on);
}

/** What the one who leads a follow-up of this cohort can do with it. */
export function buttonsFor(visit: Visit, followUp: FollowUp, { cohort, dyads }: Pick<Coordination, "cohort" | "dyads">): Button[] {
  const w = visit.words.leadFollowUp;
  if (followUp.held) return [readRecordButton(visit, followUp)];
  const data = { followUp: String(followUp.id) };
  return [
    { label: w.prepare, action: "lead-follow-up.show", data },
    { label: w.record, action: "lead-follow-up.record", data },
    ...(isMovable(
      visit,
      cohort,
      dyads.find(({ id }) => id === followUp.dyadId),
    )
      ? [{ label: w.move, action: "lead-follow-up.move", data }]
      : []),
  ];
}

/** What the coordinator has in hand while they lead: agenda, notes for leading, who takes part, that the dyad met. */
async function show(visit: Visit, data: Readonly<Record<string, string>>): Promise<Reply> {
  const found = await followUpAtHand(visit, data.followUp);
  if (!found) return replaceWith(visit, visit.words.common.noLongerThere);
  const { followUp, coordination } = found;
  if (followUp.held) {
    const blocks = await recordBlocks(visit, found);
    if (!blocks) return replaceWith(visit, visit.words.leadFollowUp.alreadyHeld(followUp.held.on));
    return { kind: "replace", message: messageTo(visit, visit.words.leadFollowUp.summary, blocks) };
  }
  const title = titleOf(visit, coordination, followUp);
  return say(visit, visit.words.leadFollowUp.summary, [
    { kind: "text", text: { bold: title } },
    ...(await factsOf(visit, found)),
    ...guide(visit, found.stage),
    { kind: "buttons", buttons: buttonsFor(visit, followUp, coordination).slice(1) },
  ]);
}

async function factsOf(visit: Visit, { coordination, followUp, dyad }: FollowUpAtHand): Promise<Block[]> {
  const w = visit.words.leadFollowUp;
  const when = dateOr(visit, coordination, followUp, (on) => ({ date: on, style: "long", at: followUp.at }));
  const names = invitedTo(coordination, followUp).map((id) => nameIn(coordination, id));
  const meetings = dyad ? await readMeetings(visit.store, visit.viewer, dyad) : null;
  return [
    {
      kind: "facts",
      facts: [
        { label: w.whenLabel, value: when },
        { label: w.people, value: names.length > 12 ? String(names.length) : names.join(", ") },
        ...(meetings ? [{ label: w.meetingsLabel, value: w.meetings(meetings.length, meetings[0]?.heldOn ?? null) }] : []),
      ],
    },
  ];
}

/** What a stage is about, and how to lead it. */
export function guide(to: Addressee, { agenda, facilitation }: Pick<StagePlan, "agenda" | "facilitation">): Block[] {
  const { language } = to.person;
  const w = to.words.leadFollowUp;
  const section = (title: string, lines: StagePlan["agenda"]): Block[] =>
    lines.length > 0
      ? [
          { kind: "text", text: { bold: title } },
          { kind: "list", items: lines.map((line) => localized(line, language)) },
        ]
      : [];
  return [...section(w.agenda, agenda), ...section(w.facilitation, facilitation)];
}

export const leadFollowUp: Feature = {
  name: "lead-follow-up",
  verb: { fr: "suivi", en: "followup" },
  roles: ["coordinator"],
  about: (words) => words.leadFollowUp.about,
  open,
  asks: ["record", "complete", "move"],
  actions: { show, record: openRecord, complete: openCompletion, move: openMove },
  forms: { record: saveRecord, complete: completeRecord, move: moveTo },
};
