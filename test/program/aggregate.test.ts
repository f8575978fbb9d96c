import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Group, mayRelease, type People, releasable, withholdSmallGroups } from "../../src/program/aggregate.ts";
import type { PersonId } from "../../src/program/terms.ts";

/** The people numbered from `first` to `last`. */
const people = (first: number, last: number): People =>
  new Set(Array.from({ length: last - first + 1 }, (_, index) => (first + index) as PersonId));

describe("an answer about several people", () => {
  it("is about five at least", () => {
    expect(releasable(5)).toBe(true);
    expect([4, 1, 0].map(releasable)).toEqual([false, false, false]);
    expect(mayRelease(people(1, 4), [])).toBe(false);
    expect(mayRelease(new Set(), [])).toBe(false);
  });

  it("may be given again", () => {
    expect(mayRelease(people(1, 5), [people(1, 5)])).toBe(true);
  });

  it("is refused the day after when one more person is in it", () => {
    expect(mayRelease(people(1, 13), [people(1, 12)])).toBe(false);
    expect(mayRelease(people(1, 12), [people(1, 13)])).toBe(false);
  });

  it("may be given when five more people are in it", () => {
    expect(mayRelease(people(1, 17), [people(1, 12)])).toBe(true);
  });

  it("is refused when three answers together leave out four people", () => {
    expect(mayRelease(people(1, 24), [people(1, 10), people(11, 20)])).toBe(false);
    expect(mayRelease(people(1, 25), [people(1, 10), people(11, 20)])).toBe(true);
  });

  it("is refused when only who was exchanged for whom tells two people apart", () => {
    expect(mayRelease(people(2, 11), [people(1, 10)])).toBe(false);
  });
});

describe("groups shown beside their total", () => {
  const group = (label: string, first: number, last: number): Group => ({ label, people: people(first, last) });
  const labelsOf = (groups: readonly Group[], given?: readonly People[]) => {
    const { shown, withheld } = withholdSmallGroups(groups, given);
    return { shown: shown.map(({ label }) => label), withheld: withheld.map(({ label }) => label) };
  };

  it("are all shown when each has five people", () => {
    expect(labelsOf([group("a", 1, 5), group("b", 6, 11)])).toEqual({ shown: ["a", "b"], withheld: [] });
  });

  it("hide another with the only small one, which the total would give away", () => {
    expect(labelsOf([group("a", 1, 3), group("b", 4, 13), group("c", 14, 25)])).toEqual({ shown: ["c"], withheld: ["a", "b"] });
  });

  it("hide only the small ones when together they are five", () => {
    expect(labelsOf([group("a", 1, 3), group("b", 4, 13), group("c", 14, 15)])).toEqual({ shown: ["b"], withheld: ["a", "c"] });
  });

  it("are all hidden when there are four people in all", () => {
    expect(labelsOf([group("a", 1, 2), group("b", 3, 4)])).toEqual({ shown: [], withheld: ["a", "b"] });
  });

  it("may overlap, and are hidden when they tell few people apart", () => {
    expect(labelsOf([group("a", 1, 12), group("b", 8, 20)])).toEqual({ shown: ["a", "b"], withheld: [] });
    expect(labelsOf([group("a", 1, 12), group("b", 10, 20)])).toEqual({ shown: ["a"], withheld: ["b"] });
  });

  it("are hidden when an answer already given would tell their people apart", () => {
    expect(labelsOf([group("a", 1, 10), group("b", 11, 20)], [people(1, 13)])).toEqual({ shown: [], withheld: ["a", "b"] });
    expect(labelsOf([group("a", 1, 10), group("b", 11, 20)], [people(1, 10)])).toEqual({ shown: ["a", "b"], withheld: [] });
  });

  it("have nothing to show when nobody is there", () => {
    expect(withholdSmallGroups([])).toEqual({ shown: [], withheld: [] });
  });

  describe("whatever they are", () => {
    const anyPeople = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 30 }).map((ids) => new Set(ids as PersonId[]));
    const anyGroups = fc.array(
      anyPeople.map((members) => ({ label: "group", people: members })),
      { maxLength: 5 },
    );
    /** Each person in one group only. */
    const anyPartition = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 40 }).map((places) =>
      [0, 1, 2, 3, 4].map((place) => ({
        label: `group ${place}`,
        people: new Set(places.flatMap((chosen, index) => (chosen === place ? [index as PersonId] : []))),
      })),
    );
    /** What a reader sees: the total, and what is shown. */
    const seen = (groups: readonly Group[]) => [
      new Set(groups.flatMap((each) => [...each.people])),
      ...withholdSmallGroups(groups).shown.map((each) => each.people),
    ];

    it("no sum and no difference of them is about one to four people", () => {
      const coefficients = fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 6, maxLength: 6 });
      fc.assert(
        fc.property(fc.oneof(anyGroups, anyPartition), coefficients, (groups, times) => {
          const [everyone = new Set(), ...shown] = seen(groups);
          fc.pre(everyone.size >= 5);
          const weighed = [...everyone].filter(
            (person) => [everyone, ...shown].reduce((sum, set, index) => sum + (set.has(person) ? (times[index] ?? 0) : 0), 0) !== 0,
          );
          expect(weighed.length === 0 || weighed.length >= 5).toBe(true);
        }),
        { numRuns: 1_000 },
      );
    });

    it("what is withheld of a partition can be shown as one", () => {
      fc.assert(
        fc.property(anyPartition, (groups) => {
          const rest = withholdSmallGroups(groups).withheld.reduce((sum, { people: members }) => sum + members.size, 0);
          const everyone = groups.reduce((sum, { people: members }) => sum + members.size, 0);
          expect(rest === 0 || rest >= 5 || everyone < 5).toBe(true);
        }),
      );
    });

    it("groups of five or more that share nobody are all shown", () => {
      fc.assert(
        fc.property(anyPartition, (groups) => {
          const large = groups.filter((each) => each.people.size >= 5);
          expect(withholdSmallGroups(large).shown).toEqual(large);
        }),
      );
    });
  });
});
