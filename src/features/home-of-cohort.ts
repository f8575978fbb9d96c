import type { Day } from "../program/day.ts";
import type { Flag, FollowUpFlag } from "../program/flags.ts";
import type { Dyad } from "../program/terms.ts";
import type { Block, Button, Item } from "../ui/model.ts";
import { coordinated } from "./coordination.ts";
import type { Visit } from "./feature.ts";
import { buttonsFor } from "./lead-follow-up.ts";
import { linkBlocks } from "./links.ts";
import { listed } from "./listed.ts";
import { attentionBlocks, flagInWords, pairOf, type SeenCohort, seeCohort } from "./overview.ts";
import { otherCohorts, stateBlocks } from "./status.ts";

const mostLate = 4;
const mostFlagged = 3;

/** A follow-up that was to take place, or to be written down. */
type Late = Exclude<FollowUpFlag, { since: null }>;

interface LateInCohort {
  seen: SeenCohort;
  /** Null for a follow-up of the group. */
  dyad: Dyad | null;
  flag: Late;
}

/** The cohorts of a coordinator, as their home shows them. All is empty to anyone else. */
interface HomeOfCohorts {
  /** The follow-ups that are late and the records that are missing in all of the cohorts, each with the way to lead it. */
  late: Block[];
  /** What else is worth a look in the first of them. */
  attention: Block[];
  /** Whether anything is worth a look in any of them. */
  troubled: boolean;
  state: Block[];
}

export async function seeCohorts(visit: Visit): Promise<HomeOfCohorts> {
  const all: SeenCohort[] = [];
  for (const cohort of coordinated(visit)) all.push(await seeCohort(visit, cohort));
  const [first] = all;
  if (!first) return { late: [], attention: [], troubled: false, state: [] };
  const late = all.flatMap(lateIn).sort(longestFirst);
  const shown = late.slice(0, mostLate);
  return {
    late: lateBlocks(visit, shown, late.length - shown.length),
    attention: attentionTo(visit, first, new Set(shown.map(({ flag }) => flag))),
    troubled: all.some(({ overview }) => overview.group.length + overview.flagged.length > 0),
    state: [...stateBlocks(visit, first), ...(await linkBlocks(visit)), ...otherCohorts(visit, first.cohort)],
  };
}

const isLate = (flag: Flag): flag is Late => flag.code === "follow-up-late" || flag.code === "record-missing";

function lateIn(seen: SeenCohort): LateInCohort[] {
  const { group, flagged } = seen.overview;
  return [
    ...group.filter(isLate).map((flag) => ({ seen, dyad: null, flag })),
    ...flagged.flatMap(({ dyad, flags }) => flags.filter(isLate).map((flag) => ({ seen, dyad, flag }))),
  ];
}

/** What did not take place comes before what is only to be written down; of two alike, the one that is late the longest. */
const rank = ({ flag: { code, since } }: LateInCohort): `${0 | 1}${Day}` => `${code === "follow-up-late" ? 0 : 1}${since}`;
const longestFirst = (a: LateInCohort, b: LateInCohort): number => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0);

function lateBlocks(visit: Visit, shown: readonly LateInCohort[], left: number): Block[] {
  if (shown.length === 0) return [];
  return [
    { kind: "items", items: shown.map((one) => lateItem(visit, one)) },
    ...(left > 0 ? [{ kind: "text" as const, text: visit.words.status.more.followUps(left), tone: "quiet" as const }] : []),
  ];
}

const lateItem = (visit: Visit, { seen, dyad, flag }: LateInCohort): Item => ({
  title: dyad ? pairOf(visit, seen, dyad) : visit.words.status.group,
  lines: [flagInWords(visit, seen, flag)],
  tone: "attention",
  buttons: listed(waysToLead(visit, seen, flag)),
});

function waysToLead(visit: Visit, { cohort, facts }: SeenCohort, flag: Late): Button[] {
  const followUp = facts.followUps.find(({ id }) => id === flag.followUpId);
  if (followUp && !followUp.held) return buttonsFor(visit, followUp, { cohort, dyads: facts.dyads });
  return [{ label: visit.words.home.record, action: "lead-follow-up.complete", data: { followUp: String(flag.followUpId) } }];
}

/** What is worth a look besides what was said already, the gravest first. */
function attentionTo(visit: Visit, seen: SeenCohort, said: ReadonlySet<Flag>): Block[] {
  const unsaid = <One extends Flag>(flags: readonly One[]): One[] => flags.filter((flag) => !said.has(flag));
  const group = unsaid(seen.overview.group);
  const flagged = seen.overview.flagged.map((one) => ({ ...one, flags: unsaid(one.flags) })).filter(({ flags }) => flags.length > 0);
  if (group.length + flagged.length === 0) return [];
  const left = flagged.length - mostFlagged;
  return [
    ...attentionBlocks(visit, { ...seen, overview: { ...seen.overview, group } }, flagged.slice(0, mostFlagged)),
    ...(left > 0 ? [{ kind: "text" as const, text: visit.words.status.more.dyads(left), tone: "quiet" as const }] : []),
  ];
}
