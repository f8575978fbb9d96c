import type { DyadOfVisitor } from "../store/visitors.ts";
import { clip, limits } from "../ui/limits.ts";
import type { Button } from "../ui/model.ts";
import type { Reply } from "../ui/platform.ts";
import type { Visit } from "./feature.ts";
import { say, sayText } from "./replies.ts";
import { normalized } from "./verbs.ts";

export const otherName = ({ other }: DyadOfVisitor): string => `${other.givenName} ${other.familyName}`;

/** In characters, so that a button holds both. */
const [longestName, longestCohort] = [30, 25];

/** The other member, with the cohort where the visitor is matched with them in another one too. */
export function nameApart(visit: Visit, dyad: DyadOfVisitor): string {
  const name = otherName(dyad);
  const isAlone = !visit.dyads.some(({ id, other }) => id !== dyad.id && other.id === dyad.other.id);
  const cohort = visit.cohorts.find(({ id }) => id === dyad.cohortId);
  return isAlone || !cohort ? name : visit.words.common.apart(clip(name, longestName), clip(cohort.name, longestCohort));
}

/** Whether something new can still be written in a dyad: it lasts, and so does its cohort. */
export const isOpen = (visit: Visit, dyad: DyadOfVisitor): boolean =>
  (dyad.ending === null || dyad.ending.on >= visit.today) &&
  visit.cohorts.some(({ id, endsOn }) => id === dyad.cohortId && endsOn >= visit.today);

/** The dyad that a button or a form names, if it is the visitor's own. */
export const dyadNamed = (visit: Visit, id: string | undefined): DyadOfVisitor | undefined =>
  visit.dyads.find((dyad) => String(dyad.id) === id);

const mostOffered = 20;

/**
 * The visitor's dyad; when there are several, the question of which, as buttons of `action`. Those that ended are meant
 * where none lasts, or where what was `typed` is the name of somebody whom they were matched with.
 */
export function chooseDyad(visit: Visit, action: string, typed: string): { dyad: DyadOfVisitor } | { reply: Reply } {
  const current = visit.dyads.filter((dyad) => isOpen(visit, dyad));
  const sought = normalized(typed);
  const named = sought === "" ? [] : visit.dyads.filter((dyad) => normalized(otherName(dyad)).includes(sought));
  const [choices = []] = [named, current, visit.dyads].filter(({ length }) => length > 0);
  const [only] = choices;
  if (!only) return { reply: sayText(visit, visit.words.common.noDyad) };
  if (choices.length === 1) return { dyad: only };
  const { notebook: w } = visit.words;
  return {
    reply: say(visit, w.summary, [
      { kind: "text", text: w.which },
      { kind: "buttons", buttons: toEachOf(visit, choices, action) },
    ]),
  };
}

/** A button of `action` for each of some dyads, which says of those that ended that they did. */
const toEachOf = (visit: Visit, dyads: readonly DyadOfVisitor[], action: string, say = (name: string) => name): Button[] =>
  dyads.slice(0, mostOffered).map((dyad) => {
    const name = say(nameApart(visit, dyad));
    const label = isOpen(visit, dyad) ? name : visit.words.notebook.ofEnded(name);
    return { label: clip(label, limits.button), action, data: { dyad: String(dyad.id) } };
  });

/** The way to the notebook of each of some dyads. */
export const notebooksOf = (visit: Visit, dyads: readonly DyadOfVisitor[]): Button[] =>
  toEachOf(visit, dyads, "notebook.show", visit.words.notebook.heading);
