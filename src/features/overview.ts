import type { Flag } from "../program/flags.ts";
import { type CohortFacts, type Overview, overviewOf } from "../program/overview.ts";
import type { Cohort, Dyad, FollowUp, Person, PersonId } from "../program/terms.ts";
import { readPeopleOf } from "../store/cohorts.ts";
import { readFacts } from "../store/facts.ts";
import { clip, limits } from "../ui/limits.ts";
import type { Block, Item, Text } from "../ui/model.ts";
import { inWords } from "../words/in-words.ts";
import { nameIn, stageNameIn } from "./coordination.ts";
import type { Visit } from "./feature.ts";
import { listed } from "./listed.ts";

/** A cohort seen by the one who coordinates it, for the status and for the digest alike. */
export interface SeenCohort {
  cohort: Cohort;
  facts: CohortFacts;
  overview: Overview;
  people: ReadonlyMap<PersonId, Person>;
}

/** A school writes names as long as it likes; in a list of many, each keeps to so many characters. */
const longestName = 60;
/** Of one dyad or of the group. The rest, of a plan with many stages that all went wrong, is of follow-ups. */
export const mostFlags = 10;

export async function seeCohort(visit: Visit, cohort: Cohort): Promise<SeenCohort> {
  const plan = await visit.planOf(cohort);
  const facts = await readFacts(visit.store, visit.viewer, visit.organization, cohort, plan, visit.today);
  return { cohort, facts, overview: overviewOf(facts, cohort, visit.today), people: await readPeopleOf(visit.store, cohort) };
}

export const shortName = (seen: Pick<SeenCohort, "people">, id: PersonId): string => clip(nameIn(seen, id), longestName);

export const pairOf = (visit: Visit, seen: SeenCohort, dyad: Dyad): string =>
  visit.words.status.pair(shortName(seen, dyad.mentorId), shortName(seen, dyad.menteeId));

export const stageIn = (visit: Visit, seen: { facts: Pick<CohortFacts, "plan"> }, key: string): string =>
  clip(stageNameIn({ plan: seen.facts.plan }, key, visit), longestName);

/** Why a dyad, or a follow-up of the group, is worth a look: a sentence with its day. */
export function flagInWords(visit: Visit, seen: SeenCohort, flag: Flag): Text {
  const w = visit.words.status;
  switch (flag.code) {
    case "no-meeting-yet":
    case "silent":
      return w.flags[flag.code](flag.since, flag.days, flag.closedDays);
    case "follow-up-late":
    case "record-missing":
      return w.flags[flag.code](stageIn(visit, seen, flag.stage), flag.since);
    case "follow-up-unplaced":
      return w.flags[flag.code](stageIn(visit, seen, flag.stage), w.unplaced[flag.reason]);
    case "unreachable":
      return w.flags.unreachable(shortName(seen, flag.personId), flag.since, inWords(w.reasons, flag.reason));
  }
}

const flagLines = (visit: Visit, seen: SeenCohort, flags: readonly Flag[]): Text[] => [
  ...flags.slice(0, mostFlags).map((flag) => flagInWords(visit, seen, flag)),
  ...(flags.length > mostFlags ? [visit.words.status.more.followUps(flags.length - mostFlags)] : []),
];

const flaggedItem = (visit: Visit, seen: SeenCohort, { dyad, flags }: Overview["flagged"][number]): Item => ({
  title: pairOf(visit, seen, dyad),
  lines: flagLines(visit, seen, flags),
  tone: "attention",
  buttons: listed([{ label: visit.words.status.open, action: "status.dyad", data: { dyad: String(dyad.id) } }]),
});

/** What is late, without a date or not written down of the group: one item, with a button for each follow-up. */
function groupItems(visit: Visit, seen: SeenCohort): Item[] {
  const flags = seen.overview.group;
  if (flags.length === 0) return [];
  const buttons = flags.slice(0, mostFlags).map(({ followUpId, stage }) => ({
    label: stageIn(visit, seen, stage),
    action: "lead-follow-up.show",
    data: { followUp: String(followUpId) },
  }));
  return [{ title: visit.words.status.group, lines: flagLines(visit, seen, flags), tone: "attention", buttons: listed(buttons) }];
}

/** All that is worth a look: the group, then some dyads of all that are flagged. Nothing when nothing is. */
export function attentionBlocks(visit: Visit, seen: SeenCohort, shown: Overview["flagged"]): Block[] {
  const w = visit.words.status;
  const items = [...groupItems(visit, seen), ...shown.map((one) => flaggedItem(visit, seen, one))];
  if (items.length === 0) return [{ kind: "text", text: w.nothing, tone: "good" }];
  return [
    { kind: "text", text: { bold: w.attention } },
    { kind: "items", items },
  ];
}

/** One line of a follow-up: the stage, whom it is with, and its day. */
export function followUpLine(visit: Visit, seen: SeenCohort, followUp: FollowUp): Text {
  const w = visit.words.status;
  const dyad = seen.facts.dyads.find(({ id }) => id === followUp.dyadId);
  const name = stageIn(visit, seen, followUp.stage);
  const stage = dyad ? `${name}, ${pairOf(visit, seen, dyad)}` : name;
  if (followUp.on === null) return w.dyad.noDate(stage);
  return followUp.on < visit.today ? w.dyad.late(stage, followUp.on) : w.dyad.planned(stage, followUp.on);
}

/** The first lines of a list, and how many more there are: nothing is cut without saying so. */
export function firstOf(lines: readonly Text[], most: number, more: (count: number) => string): Block[] {
  if (lines.length === 0) return [];
  const left = lines.length - most;
  return [
    { kind: "list", items: lines.slice(0, most) },
    ...(left > 0 ? [{ kind: "text" as const, text: more(left), tone: "quiet" as const }] : []),
  ];
}

/** A heading that fits, whatever the school calls its cohort. */
export const headingOf = (text: string): Block => ({ kind: "heading", text: clip(text, limits.heading) });
