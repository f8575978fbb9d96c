import { flagsOf } from "../program/flags.ts";
import { flagSettings, historyOf } from "../program/overview.ts";
import { pathOf } from "../program/paths.ts";
import type { Dyad } from "../program/terms.ts";
import { readMeetings } from "../store/meetings.ts";
import { clip, limits } from "../ui/limits.ts";
import type { Block, Text } from "../ui/model.ts";
import type { Reply } from "../ui/platform.ts";
import { coordinated, nameIn } from "./coordination.ts";
import type { Visit } from "./feature.ts";
import { listed } from "./listed.ts";
import { firstOf, flagInWords, headingOf, mostFlags, pairOf, type SeenCohort, seeCohort, stageIn } from "./overview.ts";
import { replaceWith, say, sayText } from "./replies.ts";
import { sharedBlocks } from "./results.ts";
import { normalized } from "./verbs.ts";

const mostMeetings = 8;
const mostStages = 15;
const mostNamed = 20;
/** How much of what somebody typed is said back to them, in characters. */
const longestSaidBack = 60;
/** In characters, so that a button holds both. */
const [longestPair, longestCohort] = [45, 25];

interface Found {
  seen: SeenCohort;
  dyad: Dyad;
}

/** The dyad that answers to a name, or the question of which one. */
export async function dyadByName(visit: Visit, typed: string): Promise<Reply> {
  const w = visit.words.status;
  const sought = normalized(typed);
  const found: Found[] = [];
  for (const cohort of coordinated(visit)) {
    const seen = await seeCohort(visit, cohort);
    const isMeant = (dyad: Dyad) => [dyad.mentorId, dyad.menteeId].some((id) => normalized(nameIn(seen, id)).includes(sought));
    found.push(...seen.facts.dyads.filter(isMeant).map((dyad) => ({ seen, dyad })));
  }
  const [only] = found;
  const said = clip(typed, longestSaidBack);
  if (!only) return sayText(visit, w.nobody(said));
  if (found.length === 1) return say(visit, w.summary, await dyadBlocks(visit, only));
  const left = found.length - mostNamed;
  return say(visit, w.summary, [
    { kind: "text", text: w.which(said) },
    {
      kind: "buttons",
      buttons: found.slice(0, mostNamed).map(({ seen, dyad }) => ({
        label: labelAmong(visit, found, { seen, dyad }),
        action: "status.dyad",
        data: { dyad: String(dyad.id) },
      })),
    },
    ...(left > 0 ? [{ kind: "text" as const, text: w.more.dyads(left), tone: "quiet" as const }] : []),
  ]);
}

/** The two people on a button, with the cohort where they are matched in another one too. */
function labelAmong(visit: Visit, found: readonly Found[], { seen, dyad }: Found): string {
  const isSame = (other: Dyad) => other.id !== dyad.id && other.mentorId === dyad.mentorId && other.menteeId === dyad.menteeId;
  const pair = pairOf(visit, seen, dyad);
  if (!found.some((other) => isSame(other.dyad))) return clip(pair, limits.button);
  return visit.words.common.apart(clip(pair, longestPair), clip(seen.cohort.name, longestCohort));
}

async function dyadPressed(visit: Visit, data: Readonly<Record<string, string>>): Promise<Found | null> {
  for (const cohort of coordinated(visit)) {
    const seen = await seeCohort(visit, cohort);
    const dyad = seen.facts.dyads.find(({ id }) => String(id) === data.dyad);
    if (dyad) return { seen, dyad };
  }
  return null;
}

const about =
  (blocks: (visit: Visit, found: Found) => Promise<Block[]>) =>
  async (visit: Visit, data: Readonly<Record<string, string>>): Promise<Reply> => {
    const found = await dyadPressed(visit, data);
    if (!found) return replaceWith(visit, visit.words.common.noLongerThere);
    return say(visit, visit.words.status.summary, await blocks(visit, found));
  };

export const showDyad = about(dyadBlocks);
export const showShared = about((visit, { seen, dyad }) => sharedBlocks(visit, dyad, nameIn(seen, dyad.menteeId)));

/** One dyad as its coordinator may know it: that they met, how the follow-ups go, what is worth a look. */
async function dyadBlocks(visit: Visit, { seen, dyad }: Found): Promise<Block[]> {
  const { status: w, common } = visit.words;
  const { facts } = seen;
  const meetings = await readMeetings(visit.store, visit.viewer, dyad);
  const flags = flagsOf(historyOf(facts, dyad), flagSettings(facts.plan, seen.cohort), visit.today);
  const path = pathOf(dyad, facts.followUps, facts.plan.stages);
  const next = path.find(({ held, dyadId }) => held === null && dyadId !== null);
  const stageLine = (followUp: (typeof path)[number]): Text => {
    const stage = stageIn(visit, seen, followUp.stage);
    if (followUp.held) return w.dyad.held(stage, followUp.held.on);
    if (followUp.on === null) return w.dyad.noDate(stage);
    return followUp.on < visit.today ? w.dyad.late(stage, followUp.on) : w.dyad.planned(stage, followUp.on);
  };
  const met = meetings.map(
    ({ heldOn, minutes, mode }): Text => [{ date: heldOn }, ` · ${common.minutes(minutes)} · ${common.modes[mode]}`],
  );
  return [
    headingOf(pairOf(visit, seen, dyad)),
    {
      kind: "facts",
      facts: [
        ...(coordinated(visit).length > 1 ? [{ label: w.dyad.cohort, value: seen.cohort.name }] : []),
        { label: w.dyad.began, value: { date: dyad.beganOn } },
        ...(dyad.ending ? [{ label: w.dyad.ended, value: { date: dyad.ending.on } }] : []),
        { label: w.dyad.meetings, value: String(meetings.length) },
      ],
    },
    ...(flags.length > 0
      ? [
          { kind: "text" as const, text: { bold: w.dyad.flags }, tone: "attention" as const },
          ...firstOf(
            flags.map((flag) => flagInWords(visit, seen, flag)),
            mostFlags,
            w.more.followUps,
          ),
        ]
      : []),
    ...(path.length > 0
      ? [{ kind: "text" as const, text: { bold: w.dyad.followUps } }, ...firstOf(path.map(stageLine), mostStages, w.more.followUps)]
      : []),
    { kind: "text", text: { bold: w.dyad.meetings } },
    ...(met.length > 0 ? firstOf(met, mostMeetings, w.more.meetings) : [{ kind: "text" as const, text: w.dyad.noMeeting }]),
    { kind: "text", text: w.dyad.privacy, tone: "quiet" },
    {
      kind: "buttons",
      buttons: listed([
        ...(next ? [{ label: visit.words.leadFollowUp.prepare, action: "lead-follow-up.show", data: { followUp: String(next.id) } }] : []),
        { label: w.dyad.shared, action: "status.shared", data: { dyad: String(dyad.id) } },
      ]),
    },
  ];
}
