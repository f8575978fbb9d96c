import type { DyadOfVisitor } from "../store/visitors.ts";
import type { Reply } from "../ui/platform.ts";
import type { Visit } from "./feature.ts";
import { say, sayText } from "./replies.ts";

export const otherName = ({ other }: DyadOfVisitor): string => `${other.givenName} ${other.familyName}`;

/** Whether something new can still be written in a dyad: it lasts, and so does its cohort. */
export const isOpen = (visit: Visit, dyad: DyadOfVisitor): boolean =>
  (dyad.ending === null || dyad.ending.on >= visit.today) &&
  visit.cohorts.some(({ id, endsOn }) => id === dyad.cohortId && endsOn >= visit.today);

/** The dyad that a button or a form names, if it is the visitor's own. */
export const dyadNamed = (visit: Visit, id: string | undefined): DyadOfVisitor | undefined =>
  visit.dyads.find((dyad) => String(dyad.id) === id);

/** The visitor's dyad; when there are several, the question of which, as buttons of `action`. */
export function chooseDyad(visit: Visit, action: string): { dyad: DyadOfVisitor } | { reply: Reply } {
  const current = visit.dyads.filter((dyad) => isOpen(visit, dyad));
  const choices = current.length > 0 ? current : visit.dyads;
  const [only] = choices;
  if (!only) return { reply: sayText(visit, visit.words.common.noDyad) };
  if (choices.length === 1) return { dyad: only };
  const { notebook: w } = visit.words;
  return {
    reply: say(visit, w.summary, [
      { kind: "text", text: w.which },
      {
        kind: "buttons",
        buttons: choices.slice(0, 20).map((dyad) => ({ label: otherName(dyad), action, data: { dyad: String(dyad.id) } })),
      },
    ]),
  };
}
