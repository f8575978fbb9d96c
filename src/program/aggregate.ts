import type { PersonId } from "./terms.ts";

/** Below this many people, a count says something of somebody. */
const fewestPeople = 5;

export const releasable = (people: number): boolean => people >= fewestPeople;

export type People = ReadonlySet<PersonId>;

/**
 * Whether an answer about `people` may be given beside the answers already given to the same question (of
 * another day, of another group). Nobody can single out fewer than five people by adding and subtracting
 * the answers, however many: whatever they combine is made of whole pieces of the diagram that the sets
 * draw together, and no piece may be that small.
 */
export function mayRelease(people: People, given: readonly People[]): boolean {
  return releasable(people.size) && piecesOf([people, ...given]).every(releasable);
}

export interface Group {
  label: string;
  people: People;
}

/**
 * Splits groups into those that may be shown and those that may not, knowing that the answer for all of
 * them together is shown too. What is withheld can be shown as one: it is nobody, or at least five people.
 * The largest groups are kept first, so that a small one takes another down with it rather than the whole table.
 */
export function withholdSmallGroups<G extends Group>(groups: readonly G[], given: readonly People[] = []): { shown: G[]; withheld: G[] } {
  const everyone = new Set(groups.flatMap((group) => [...group.people]));
  const released: People[] = [...given, everyone];
  const shown = new Set<G>();
  for (const group of [...groups].sort((a, b) => b.people.size - a.people.size)) {
    if (!mayRelease(group.people, released)) continue;
    released.push(group.people);
    shown.add(group);
  }
  return { shown: groups.filter((group) => shown.has(group)), withheld: groups.filter((group) => !shown.has(group)) };
}

/** The sizes of the pieces: the people who are in exactly the same sets, counted together. */
function piecesOf(sets: readonly People[]): number[] {
  const sizes = new Map<string, number>();
  for (const person of new Set(sets.flatMap((people) => [...people]))) {
    const where = sets.map((people) => (people.has(person) ? "1" : "0")).join("");
    sizes.set(where, (sizes.get(where) ?? 0) + 1);
  }
  return [...sizes.values()];
}
