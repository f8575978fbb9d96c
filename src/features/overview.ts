import type { Flag } from "../program/flags.ts";
import { type CohortFacts, type Overview, overviewOf } from "../program/overview.ts";
import type { Cohort, Dyad, FollowUp, Person, PersonId } from "../program/terms.ts";
import { readPeopleOf } from "../store/cohorts.ts";
import { readFacts } from "../store/facts.ts";
import type { Item, Text } from "../ui/model.ts";
import { inWords } from "../words/in-words.ts";
import { nameIn, stageNameIn } from "./coordination.ts";
import type { Visit } from "./feature.ts";

/** A cohort seen by the one who coordinates it, for the status and for the digest alike. */
export interface SeenCohort {
  cohort: Cohort;
  facts: CohortFacts;
  overview: Overview;
  people: ReadonlyMap<PersonId, Person>;
}

export async function seeCohort(visit: Visit, cohort: Cohort): Promise<SeenCohort> {
  const plan = await visit.planOf(cohort);
  const facts = await readFacts(visit.store, visit.viewer, visit.organization, cohort, plan, visit.today);
  return { cohort, facts, overview: overviewOf(facts, visit.today), people: await readPeopleOf(visit.store, cohort) };
}

export const pairOf = (visit: Visit, seen: SeenCohort, dyad: Dyad): string =>
  visit.words.status.pair(nameIn(seen, dyad.mentorId), nameIn(seen, dyad.menteeId));

/** Why a dyad is worth a look, in a sentence with its day. */
export function flagInWords(visit: Visit, seen: SeenCohort, flag: Flag): Text {
  const w = visit.words.status;
  const stage = (key: string) => stageNameIn({ plan: seen.facts.plan }, key, visit);
  switch (flag.code) {
    case "no-meeting-yet":
    case "silent":
      return w.flags[flag.code](flag.since, flag.days);
    case "follow-up-late":
    case "record-missing":
      return w.flags[flag.code](stage(flag.stage), flag.since);
    case "follow-up-unplaced":
      return w.flags[flag.code](stage(flag.stage), w.unplaced[flag.reason]);
    case "unreachable":
      return w.flags.unreachable(nameIn(seen, flag.personId), flag.since, inWords(w.reasons, flag.reason));
  }
}

export const flaggedItem = (visit: Visit, seen: SeenCohort, { dyad, flags }: Overview["flagged"][number]): Item => ({
  title: pairOf(visit, seen, dyad),
  lines: flags.map((flag) => flagInWords(visit, seen, flag)),
  tone: "attention",
  buttons: [{ label: visit.words.status.open, action: "status.dyad", data: { dyad: String(dyad.id) } }],
});

/** One line of a follow-up: the stage, whom it is with, and its day. */
export function followUpLine(visit: Visit, seen: SeenCohort, followUp: FollowUp): Text {
  const w = visit.words.status;
  const dyad = seen.facts.dyads.find(({ id }) => id === followUp.dyadId);
  const name = stageNameIn({ plan: seen.facts.plan }, followUp.stage, visit);
  const stage = dyad ? `${name}, ${pairOf(visit, seen, dyad)}` : name;
  if (followUp.on === null) return w.dyad.noDate(stage);
  return followUp.on < visit.today ? w.dyad.late(stage, followUp.on) : w.dyad.planned(stage, followUp.on);
}
