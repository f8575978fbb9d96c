import type { Cohort } from "../program/terms.ts";
import { clip, limits } from "../ui/limits.ts";
import type { Block, Button } from "../ui/model.ts";
import type { Reply } from "../ui/platform.ts";
import { inWords } from "../words/in-words.ts";
import { cohortNamed, coordinated } from "./coordination.ts";
import { dyadByName, showDyad, showShared } from "./dyad-status.ts";
import type { Feature, Visit } from "./feature.ts";
import { linkBlocks } from "./links.ts";
import { attentionBlocks, firstOf, followUpLine, headingOf, type SeenCohort, seeCohort, shortName } from "./overview.ts";
import { messageTo, replaceWith, say, sayText } from "./replies.ts";

const perPage = 8;
const mostNext = 5;
const mostUnreachable = 10;

/** The whole program, or with a name the dyad of that person. */
async function open(visit: Visit, rest: string): Promise<Reply> {
  if (rest !== "") return dyadByName(visit, rest);
  const [cohort] = coordinated(visit);
  if (!cohort) return sayText(visit, visit.words.status.noCohort);
  return say(visit, visit.words.status.summary, await cohortBlocks(visit, cohort, 0));
}

/** One cohort, with a button for each of the others: one message could not hold them all. */
async function cohortBlocks(visit: Visit, cohort: Cohort, page: number): Promise<Block[]> {
  const seen = await seeCohort(visit, cohort);
  return [
    ...stateBlocks(visit, seen),
    ...flaggedPage(visit, seen, page),
    ...unreachableBlocks(visit, seen),
    ...(await linkBlocks(visit)),
    ...nextBlocks(visit, seen),
    ...otherCohorts(visit, cohort),
  ];
}

/** The cohort in four numbers. */
export function stateBlocks(visit: Visit, { cohort, overview }: SeenCohort): Block[] {
  const w = visit.words.status;
  const { dyads, meetings, followUps, questionnaires } = overview;
  return [
    headingOf(w.heading(cohort.name)),
    ...(cohort.endsOn < visit.today ? [{ kind: "text" as const, text: w.over(cohort.endsOn), tone: "quiet" as const }] : []),
    {
      kind: "facts",
      facts: [
        { label: w.labels.dyads, value: w.dyads(dyads.active, dyads.toCome, dyads.ended) },
        { label: w.labels.meetings, value: w.meetings(meetings.inThirtyDays, meetings.total) },
        { label: w.labels.followUps, value: w.followUps(followUps.held, followUps.late, followUps.unplaced) },
        { label: w.labels.questionnaires, value: w.questionnaires(questionnaires.done, questionnaires.asked) },
      ],
    },
  ];
}

/** So many of the flagged dyads, with the way on and the way back. A page that is no more is the last one there is. */
function flaggedPage(visit: Visit, seen: SeenCohort, wanted: number): Block[] {
  const w = visit.words.status;
  const { flagged } = seen.overview;
  const last = Math.max(0, Math.ceil(flagged.length / perPage) - 1);
  const page = Math.min(wanted, last);
  const from = page * perPage;
  const shown = flagged.slice(from, from + perPage);
  const to = (label: string, other: number): Button => ({
    label,
    action: "status.page",
    data: { cohort: String(seen.cohort.id), page: String(other) },
  });
  const attention = attentionBlocks(visit, seen, shown);
  if (last === 0) return attention;
  return [
    ...attention,
    { kind: "text", text: w.page(from + 1, from + shown.length, flagged.length), tone: "quiet" },
    {
      kind: "buttons",
      buttons: [...(page > 0 ? [to(w.previousPage, page - 1)] : []), ...(page < last ? [to(w.nextPage, page + 1)] : [])],
    },
  ];
}

/** Those whom no flagged dyad names. */
function unreachableBlocks(visit: Visit, seen: SeenCohort): Block[] {
  const w = visit.words.status;
  const { flagged, unreachable } = seen.overview;
  const named = new Set(flagged.flatMap(({ flags }) => flags.flatMap((flag) => (flag.code === "unreachable" ? flag.personId : []))));
  const people = unreachable
    .filter(({ personId }) => !named.has(personId))
    .map(({ personId, since, reason }) => w.unreachablePerson(shortName(seen, personId), since, inWords(w.reasons, reason)));
  if (people.length === 0) return [];
  const heading = named.size > 0 ? w.othersUnreachable : w.unreachable;
  return [{ kind: "text", text: { bold: heading } }, ...firstOf(people, mostUnreachable, w.more.people)];
}

function nextBlocks(visit: Visit, seen: SeenCohort): Block[] {
  const w = visit.words.status;
  const next = seen.overview.followUps.next.map((one) => followUpLine(visit, seen, one));
  if (next.length === 0) return [];
  return [
    { kind: "text", text: { bold: w.next } },
    ...firstOf(next, mostNext, w.more.followUps),
    { kind: "buttons", buttons: [{ label: w.digest.lead, action: "lead-follow-up.open" }] },
  ];
}

export function otherCohorts(visit: Visit, shown: Cohort): Block[] {
  const w = visit.words.status;
  const others = coordinated(visit).filter(({ id }) => id !== shown.id);
  if (others.length === 0) return [];
  const left = others.length - limits.buttonsInARow;
  const buttons = others.slice(0, limits.buttonsInARow).map(({ id, name }) => ({
    label: clip(name, limits.button),
    action: "status.cohort",
    data: { cohort: String(id) },
  }));
  return [
    { kind: "text", text: { bold: w.otherCohorts } },
    { kind: "buttons", buttons },
    ...(left > 0 ? [{ kind: "text" as const, text: w.more.cohorts(left), tone: "quiet" as const }] : []),
  ];
}

export const status: Feature = {
  name: "status",
  verb: { fr: "statut", en: "status" },
  roles: ["coordinator"],
  about: (words) => words.status.about,
  open,
  actions: {
    dyad: showDyad,
    shared: showShared,
    async cohort(visit, data) {
      const cohort = cohortNamed(visit, data.cohort);
      if (!cohort) return replaceWith(visit, visit.words.common.noLongerThere);
      return say(visit, visit.words.status.summary, await cohortBlocks(visit, cohort, 0));
    },
    async page(visit, data) {
      const cohort = cohortNamed(visit, data.cohort);
      if (!cohort) return replaceWith(visit, visit.words.common.noLongerThere);
      const page = Math.max(0, Math.trunc(Number(data.page)) || 0);
      return { kind: "replace", message: messageTo(visit, visit.words.status.summary, await cohortBlocks(visit, cohort, page)) };
    },
  },
};
