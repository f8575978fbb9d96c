import { compareDays, earliest } from "../program/day.ts";
import { type OwnAdministration, readOwnAdministrations } from "../store/answers.ts";
import { clip, limits } from "../ui/limits.ts";
import { localized } from "../words/index.ts";
import type { Visit } from "./feature.ts";
import { otherName } from "./own-dyad.ts";

/** Where an administration stands for its author today. */
type Standing = "open" | "done" | "closed" | "not-yet";
export const standingOf = ({ done, opensOn, dueOn }: OwnAdministration, today: string): Standing =>
  done ? "done" : today > dueOn ? "closed" : today < opensOn ? "not-yet" : "open";

/**
 * The visitor's questionnaires, oldest first. One that is not done closes with its dyad at the latest, and none opens
 * after that: the follow-up that it comes before cannot take place.
 */
export async function readQuestionnaires(visit: Visit): Promise<OwnAdministration[]> {
  const own = await readOwnAdministrations(visit.store, visit.viewer);
  return own.flatMap((one) => {
    const ending = visit.dyads.find(({ id }) => id === one.dyadId)?.ending;
    if (!ending || one.done) return [one];
    return one.opensOn > ending.on ? [] : [{ ...one, dueOn: earliest(one.dueOn, ending.on) }];
  });
}

/** Those that can be answered today, the one that is due first before the others. */
export const openAmong = (own: readonly OwnAdministration[], visit: Visit): OwnAdministration[] =>
  own.filter((one) => standingOf(one, visit.today) === "open").sort((a, b) => compareDays(a.dueOn, b.dueOn));

/** The stage of one, as its school names it. */
export async function stageName(visit: Visit, { cohortId, stage }: Pick<OwnAdministration, "cohortId" | "stage">): Promise<string> {
  const plan = await visit.planOf({ id: cohortId });
  const found = plan.stages.find(({ key }) => key === stage);
  return found ? localized(found.name, visit.person.language) : stage;
}

/**
 * The stages of several in the same order, each with its cohort where there is more than one: the plans of two name theirs
 * alike. Whoever changed dyads within a cohort has a stage twice, each with whom they were matched with then.
 */
export async function stageNames(
  visit: Visit,
  several: readonly Pick<OwnAdministration, "cohortId" | "dyadId" | "stage">[],
): Promise<string[]> {
  const { apart } = visit.words.common;
  const areApart = several.some(({ cohortId }) => cohortId !== several[0]?.cohortId);
  const names = await Promise.all(
    several.map(async (one) => {
      const cohort = areApart && visit.cohorts.find(({ id }) => id === one.cohortId);
      const name = await stageName(visit, one);
      return cohort ? clip(apart(name, cohort.name), limits.heading) : name;
    }),
  );
  return names.map((name, place) => {
    if (names.indexOf(name) === names.lastIndexOf(name)) return name;
    const dyad = visit.dyads.find(({ id }) => id === several[place]?.dyadId);
    return dyad ? clip(apart(name, otherName(dyad)), limits.heading) : name;
  });
}

/** The stage of one where it must be told from others that are open too; null where it is the only one. */
export async function stageToTell(visit: Visit, one: OwnAdministration, own: readonly OwnAdministration[]): Promise<string | null> {
  const others = openAmong(own, visit).filter(({ id }) => id !== one.id);
  const [name = null] = others.length > 0 ? await stageNames(visit, [one, ...others]) : [];
  return name;
}
