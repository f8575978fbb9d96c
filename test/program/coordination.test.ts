import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coordinationGaps, coordinatorOn, headOn } from "../../src/program/coordination.ts";
import { addDays, day, daysFrom } from "../../src/program/day.ts";
import type { Appointment, PersonId } from "../../src/program/terms.ts";
import { appointment, cohort2009 } from "./worlds.ts";

const [external, internal, next, colleague, deputy] = [1, 2, 3, 4, 5] as PersonId[];
const theirs = (coordinatorId: PersonId | undefined) => ({ coordinatorId: coordinatorId as PersonId });

/** An external coordinator until the summer, an internal one until October, then another; a deputy all year. */
const year: Appointment[] = [
  appointment(1, "2009-01-05", { kind: "external", until: day("2009-06-22") }),
  appointment(2, "2009-06-15", { until: day("2009-10-30"), succeeds: external as PersonId }),
  appointment(3, "2009-10-31", { succeeds: internal as PersonId }),
  appointment(5, "2009-01-05", { capacity: "deputy" }),
];

describe("who leads the follow-ups of a dyad", () => {
  it("is its coordinator, up to the last day in office, even while the successor is there already", () => {
    expect(coordinatorOn(year, theirs(external), day("2009-01-05"))).toBe(external);
    expect(coordinatorOn(year, theirs(external), day("2009-06-18"))).toBe(external);
    expect(coordinatorOn(year, theirs(external), day("2009-06-22"))).toBe(external);
  });

  it("is then the one who succeeds them, and the one who succeeds that one", () => {
    expect(coordinatorOn(year, theirs(external), day("2009-06-23"))).toBe(internal);
    expect(coordinatorOn(year, theirs(external), day("2009-10-30"))).toBe(internal);
    expect(coordinatorOn(year, theirs(external), day("2009-10-31"))).toBe(next);
    expect(coordinatorOn(year, theirs(internal), day("2009-12-01"))).toBe(next);
  });

  it("is their own coordinator, not the head, where several share the dyads", () => {
    const two = [...year, appointment(4, "2009-02-01")];
    expect(coordinatorOn(two, theirs(colleague), day("2009-12-01"))).toBe(colleague);
    expect(coordinatorOn(two, theirs(internal), day("2009-12-01"))).toBe(next);
  });

  it("is whoever runs the program before their coordinator comes, or when nobody took over", () => {
    expect(coordinatorOn(year, theirs(next), day("2009-03-02"))).toBe(external);
    const left = [appointment(1, "2009-01-05", { until: day("2009-03-31") }), appointment(4, "2009-02-01")];
    expect(coordinatorOn(left, theirs(external), day("2009-04-01"))).toBe(colleague);
  });

  it("is the deputy when no coordinator is in office, and nobody when there is none", () => {
    const left = [appointment(1, "2009-01-05", { until: day("2009-03-31") }), appointment(5, "2009-01-05", { capacity: "deputy" })];
    expect(coordinatorOn(left, theirs(external), day("2009-04-01"))).toBe(deputy);
    expect(coordinatorOn(left, theirs(external), day("2009-01-04"))).toBeNull();
    expect(coordinatorOn([], theirs(external), day("2009-04-01"))).toBeNull();
  });

  it("is found when two have succeeded each other in a circle", () => {
    const circle = [
      appointment(1, "2009-01-05", { until: day("2009-03-31"), succeeds: internal as PersonId }),
      appointment(2, "2009-04-01", { until: day("2009-05-29"), succeeds: external as PersonId }),
    ];
    expect(coordinatorOn(circle, theirs(external), day("2009-06-01"))).toBeNull();
    expect(coordinatorOn(circle, theirs(external), day("2009-05-29"))).toBe(internal);
  });

  it("comes back after a leave", () => {
    const leave = [
      appointment(1, "2009-01-05", { until: day("2009-03-31") }),
      appointment(2, "2009-04-01", { until: day("2009-08-31"), succeeds: external as PersonId }),
      appointment(1, "2009-09-01"),
    ];
    const led = ["2009-03-31", "2009-04-01", "2009-08-31", "2009-09-01"].map((on) => coordinatorOn(leave, theirs(external), day(on)));
    expect(led).toEqual([external, internal, internal, external]);
  });
});

describe("who runs the program", () => {
  it("is the coordinator appointed first among those in office, and a deputy only without one", () => {
    expect(headOn(year, day("2009-06-18"))).toBe(external);
    expect(headOn(year, day("2009-06-23"))).toBe(internal);
    expect(headOn([appointment(5, "2009-01-01", { capacity: "deputy" }), appointment(4, "2009-02-01")], day("2009-03-01"))).toBe(colleague);
  });

  it("does not depend on the order of the rows", () => {
    const shuffled = fc.shuffledSubarray([...year, appointment(4, "2009-01-05")], { minLength: 5 });
    fc.assert(
      fc.property(shuffled, fc.integer({ min: 0, max: 340 }), (rows, days) => {
        const on = addDays(day("2009-01-05"), days);
        expect(headOn(rows, on)).toBe(headOn([...year, appointment(4, "2009-01-05")], on));
        expect(coordinatorOn(rows, theirs(external), on)).toBe(
          coordinatorOn([...year, appointment(4, "2009-01-05")], theirs(external), on),
        );
      }),
    );
  });
});

describe("a cohort without a coordinator", () => {
  it("is not: every day is covered from the first to the last", () => {
    expect(coordinationGaps(year, cohort2009)).toEqual([]);
    expect(coordinationGaps([appointment(1, "2009-01-12", { until: day("2009-12-18") })], cohort2009)).toEqual([]);
  });

  it("is told by the days that nobody covers: before, between and after", () => {
    const rows = [
      appointment(2, "2009-08-24", { until: day("2009-11-30") }),
      appointment(1, "2009-01-19", { until: day("2009-06-22") }),
      appointment(3, "2009-02-02", { until: day("2009-03-31") }),
    ];
    expect(coordinationGaps(rows, cohort2009)).toEqual([
      { from: "2009-01-12", to: "2009-01-18" },
      { from: "2009-06-23", to: "2009-08-23" },
      { from: "2009-12-01", to: "2009-12-18" },
    ]);
    expect(coordinationGaps([], cohort2009)).toEqual([{ from: "2009-01-12", to: "2009-12-18" }]);
    expect(coordinationGaps([appointment(1, "2010-01-04")], cohort2009)).toEqual([{ from: "2009-01-12", to: "2009-12-18" }]);
  });

  it("is exactly the days on which nobody heads it", () => {
    const days = fc.integer({ min: -30, max: 380 }).map((count) => addDays(day("2009-01-01"), count));
    const rows = fc.array(
      fc
        .record({ from: days, lasts: fc.option(fc.integer({ min: 0, max: 200 })) })
        .map(({ from, lasts }) => appointment(1, from, { until: lasts === null ? null : addDays(from, lasts) })),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(rows, (appointments) => {
        const bare = daysFrom(cohort2009.startsOn, cohort2009.endsOn).filter((on) => headOn(appointments, on) === null);
        const gaps = coordinationGaps(appointments, cohort2009);
        expect(gaps.flatMap(({ from, to }) => daysFrom(from, to))).toEqual(bare);
        for (const [place, { from }] of gaps.slice(1).entries()) expect(from > addDays(gaps[place]?.to ?? from, 1)).toBe(true);
      }),
    );
  });
});
