import { flagsOf } from "../program/flags.ts";
import { flagSettings, historyOf } from "../program/overview.ts";
import { pathOf } from "../program/paths.ts";
import type { Dyad } from "../program/terms.ts";
import { readMeetings } from "../store/meetings.ts";
import { clip, limits } from "../ui/limits.ts";
import type { Block, Text } from "../ui/model.ts";
import type { Reply } from "../ui/platform.ts";
import { inWords } from "../words/in-words.ts";
import { coordinated, nameIn, stageNameIn } from "./coordination.ts";
import type { Feature, Visit } from "./feature.ts";
import { flaggedItem, flagInWords, followUpLine, pairOf, type SeenCohort, seeCohort } from "./overview.ts";
import { messageTo, replaceWith, say, sayText } from "./replies.ts";
import { sharedBlocks } from "./results.ts";
import { normalized } from "./verbs.ts";

const perPage = 8;
const mostNext = 5;
const mostUnreachable = 10;
const mostMeetings = 8;

/** The whole program, or with a name the dyad of that person. */
async function open(visit: Visit, rest: string): Promise<Reply> {
  if (rest !== "") return byName(visit, rest);
  const [cohort] = coordinated(visit);
  if (!cohort) return sayText(visit, visit.words.status.noCohort);
  return program(visit, 0);
}

async function program(visit: Visit, page: number): Promise<Reply> {
  const w = visit.words.status;
  const blocks: Block[] = [];
  for (const cohort of coordinated(visit).slice(0, 2)) blocks.push(...programBlocks(visit, await seeCohort(visit, cohort), page));
  return say(visit, w.summary, blocks);
}

function programBlocks(visit: Visit, seen: SeenCohort, page: number): Block[] {
  const w = visit.words.status;
  const { overview, cohort } = seen;
  const { dyads, meetings, followUps, questionnaires, flagged, unreachable } = overview;
  const shown = flagged.slice(page * perPage, (page + 1) * perPage);
  const more = flagged.length > (page + 1) * perPage;
  return [
    { kind: "heading", text: clip(w.heading(cohort.name), limits.heading) },
    {
      kind: "facts",
      facts: [
        { label: w.labels.dyads, value: w.dyads(dyads.active, dyads.ended) },
        { label: w.labels.meetings, value: w.meetings(meetings.inThirtyDays, meetings.total) },
        { label: w.labels.followUps, value: w.followUps(followUps.held, followUps.late.length) },
        { label: w.labels.questionnaires, value: w.questionnaires(questionnaires.done, questionnaires.asked) },
      ],
    },
    ...(shown.length > 0
      ? [
          { kind: "text" as const, text: { bold: w.attention } },
          { kind: "items" as const, items: shown.map((one) => flaggedItem(visit, seen, one)) },
        ]
      : [{ kind: "text" as const, text: w.nothing, tone: "good" as const }]),
    ...(more
      ? [
          { kind: "text" as const, text: w.more(Math.min((page + 1) * perPage, flagged.length), flagged.length), tone: "quiet" as const },
          { kind: "buttons" as const, buttons: [{ label: w.nextPage, action: "status.page", data: { page: String(page + 1) } }] },
        ]
      : []),
    ...(unreachable.length > 0
      ? [
          { kind: "text" as const, text: { bold: w.unreachable } },
          {
            kind: "list" as const,
            items: unreachable
              .slice(0, mostUnreachable)
              .map(({ personId, since, reason }) => w.unreachablePerson(nameIn(seen, personId), since, inWords(w.reasons, reason))),
          },
        ]
      : []),
    ...(followUps.next.length > 0
      ? [
          { kind: "text" as const, text: { bold: w.next } },
          { kind: "list" as const, items: followUps.next.slice(0, mostNext).map((one) => followUpLine(visit, seen, one)) },
          { kind: "buttons" as const, buttons: [{ label: w.digest.lead, action: "lead-follow-up.open" }] },
        ]
      : []),
  ];
}

async function byName(visit: Visit, typed: string): Promise<Reply> {
  const w = visit.words.status;
  const found: { seen: SeenCohort; dyad: Dyad }[] = [];
  for (const cohort of coordinated(visit)) {
    const seen = await seeCohort(visit, cohort);
    const isMeant = (dyad: Dyad) => [dyad.mentorId, dyad.menteeId].some((id) => normalized(nameIn(seen, id)).includes(typed));
    found.push(...seen.facts.dyads.filter(isMeant).map((dyad) => ({ seen, dyad })));
  }
  const [only] = found;
  if (!only) return sayText(visit, w.nobody(typed));
  if (found.length === 1) return say(visit, w.summary, await dyadBlocks(visit, only.seen, only.dyad));
  return say(visit, w.summary, [
    { kind: "text", text: w.which(typed) },
    {
      kind: "buttons",
      buttons: found.slice(0, 20).map(({ seen, dyad }) => ({
        label: clip(pairOf(visit, seen, dyad), limits.button),
        action: "status.dyad",
        data: { dyad: String(dyad.id) },
      })),
    },
  ]);
}

async function showDyad(visit: Visit, data: Readonly<Record<string, string>>): Promise<Reply> {
  for (const cohort of coordinated(visit)) {
    const seen = await seeCohort(visit, cohort);
    const dyad = seen.facts.dyads.find(({ id }) => String(id) === data.dyad);
    if (dyad) return say(visit, visit.words.status.summary, await dyadBlocks(visit, seen, dyad));
  }
  return replaceWith(visit, visit.words.common.noLongerThere);
}

/** One dyad as its coordinator may know it: that they met, how the follow-ups go, what is worth a look. */
async function dyadBlocks(visit: Visit, seen: SeenCohort, dyad: Dyad): Promise<Block[]> {
  const { status: w, common } = visit.words;
  const { facts } = seen;
  const meetings = await readMeetings(visit.store, visit.viewer, dyad);
  const flags = flagsOf(historyOf(facts, dyad), flagSettings(facts.plan), visit.today);
  const path = pathOf(dyad, facts.followUps, facts.plan.stages);
  const next = path.find(({ held, dyadId }) => held === null && dyadId !== null);
  const stageLine = (followUp: (typeof path)[number]): Text => {
    const stage = stageNameIn({ plan: facts.plan }, followUp.stage, visit);
    if (followUp.held) return w.dyad.held(stage, followUp.held.on);
    if (followUp.on === null) return w.dyad.noDate(stage);
    return followUp.on < visit.today ? w.dyad.late(stage, followUp.on) : w.dyad.planned(stage, followUp.on);
  };
  return [
    { kind: "heading", text: clip(pairOf(visit, seen, dyad), limits.heading) },
    {
      kind: "facts",
      facts: [
        { label: w.dyad.began, value: { date: dyad.beganOn } },
        ...(dyad.ending ? [{ label: w.dyad.ended, value: { date: dyad.ending.on } }] : []),
        { label: w.dyad.meetings, value: String(meetings.length) },
      ],
    },
    ...(flags.length > 0
      ? [
          { kind: "text" as const, text: { bold: w.dyad.flags }, tone: "attention" as const },
          { kind: "list" as const, items: flags.map((flag) => flagInWords(visit, seen, flag)) },
        ]
      : []),
    { kind: "text", text: { bold: w.dyad.followUps } },
    { kind: "list", items: path.map(stageLine) },
    { kind: "text", text: { bold: w.dyad.meetings } },
    meetings.length > 0
      ? {
          kind: "list",
          items: meetings
            .slice(0, mostMeetings)
            .map(({ heldOn, minutes, mode }): Text => [{ date: heldOn }, ` · ${common.minutes(minutes)} · ${common.modes[mode]}`]),
        }
      : { kind: "text", text: w.dyad.noMeeting },
    { kind: "text", text: w.dyad.privacy, tone: "quiet" },
    {
      kind: "buttons",
      buttons: [
        ...(next ? [{ label: visit.words.leadFollowUp.prepare, action: "lead-follow-up.show", data: { followUp: String(next.id) } }] : []),
        { label: w.dyad.shared, action: "status.shared", data: { dyad: String(dyad.id) } },
      ],
    },
  ];
}

async function shared(visit: Visit, data: Readonly<Record<string, string>>): Promise<Reply> {
  for (const cohort of coordinated(visit)) {
    const seen = await seeCohort(visit, cohort);
    const dyad = seen.facts.dyads.find(({ id }) => String(id) === data.dyad);
    if (dyad) return say(visit, visit.words.status.summary, await sharedBlocks(visit, dyad, nameIn(seen, dyad.menteeId)));
  }
  return replaceWith(visit, visit.words.common.noLongerThere);
}

export const status: Feature = {
  name: "status",
  verb: { fr: "statut", en: "status" },
  roles: ["coordinator"],
  about: (words) => words.status.about,
  open,
  actions: {
    dyad: showDyad,
    shared,
    page: async (visit, data) => {
      const reply = await program(visit, Math.max(0, Math.trunc(Number(data.page)) || 0));
      return reply.kind === "say" ? { kind: "replace", message: messageTo(visit, reply.message.summary, reply.message.blocks) } : reply;
    },
  },
};
