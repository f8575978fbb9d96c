import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coordinatorOn } from "../../src/program/coordination.ts";
import { addDays, type Day, day } from "../../src/program/day.ts";
import { isTogether } from "../../src/program/paths.ts";
import { placeFollowUps, type Scheduling } from "../../src/program/schedule.ts";
import type { Dyad, FollowUp } from "../../src/program/terms.ts";
import { anyWorld, datesOf, dyad, inOpenDays, scheduling2009, stored } from "./worlds.ts";

const place = (scheduling: Scheduling, firstId?: number) => stored(placeFollowUps(scheduling), firstId);

function expectOpenDays({ calendar, cohort, today, dyads }: Scheduling, followUps: readonly FollowUp[]): void {
  for (const { on, dyadId } of followUps) {
    if (on === null) continue;
    expect(calendar.isOpen(on)).toBe(true);
    expect(on >= today && on >= cohort.startsOn && on <= cohort.endsOn).toBe(true);
    if (dyadId !== null) expect(isTogether(dyads.find(({ id }) => id === dyadId) as Dyad, on)).toBe(true);
  }
}

/** Between two follow-ups of one dyad there is an open day at least, group days included. */
function expectOrder(scheduling: Scheduling, followUps: readonly FollowUp[]): void {
  for (const of of scheduling.dyads) {
    const dates = datesOf(of, followUps, scheduling.plan);
    for (const [place, { on }] of dates.slice(1).entries()) {
      expect(inOpenDays(scheduling, dates[place]?.on as Day, on), JSON.stringify(dates)).toBeGreaterThanOrEqual(2);
    }
  }
}

function expectCapacity({ appointments, dyads, plan }: Scheduling, followUps: readonly FollowUp[]): void {
  const led = new Map<string, number>();
  for (const { on, dyadId } of followUps) {
    if (on === null || dyadId === null) continue;
    const leader = coordinatorOn(appointments, dyads.find(({ id }) => id === dyadId) as Dyad, on);
    expect(leader).not.toBeNull();
    led.set(`${leader} ${on}`, (led.get(`${leader} ${on}`) ?? 0) + 1);
  }
  expect(Math.max(0, ...led.values())).toBeLessThanOrEqual(plan.capacityPerDay);
}

describe("the follow-ups of any cohort", () => {
  it("are on open days of the cohort, while the dyad is together, never before today", () => {
    fc.assert(
      fc.property(anyWorld, ({ scheduling }) => expectOpenDays(scheduling, place(scheduling))),
      { numRuns: 200 },
    );
  });

  it("keep the order of the plan, an open day apart at least", () => {
    fc.assert(
      fc.property(anyWorld, ({ scheduling }) => expectOrder(scheduling, place(scheduling))),
      { numRuns: 200 },
    );
  });

  it("never give a coordinator more triads in a day than the plan allows, nor one to nobody", () => {
    fc.assert(
      fc.property(anyWorld, ({ scheduling }) => expectCapacity(scheduling, place(scheduling))),
      { numRuns: 200 },
    );
  });

  it("are one of each stage for each dyad, and one of each for the group, with a day or the reason why not", () => {
    fc.assert(
      fc.property(anyWorld, ({ scheduling }) => {
        const placed = placeFollowUps(scheduling);
        const expected = scheduling.plan.stages.flatMap(({ key, audience }) =>
          audience === "triad"
            ? scheduling.dyads.filter(({ ending }) => !ending || ending.on >= scheduling.today).map(({ id }) => `${id} ${key}`)
            : [`null ${key}`],
        );
        expect(placed.map(({ dyadId, stage }) => `${dyadId} ${stage}`).sort()).toEqual(expected.sort());
        for (const { on, unplaced, coordinatorId, window } of placed) {
          expect((on === null) === (unplaced !== null)).toBe(true);
          expect((on === null) === (coordinatorId === null)).toBe(true);
          expect(on === null || window.from <= window.to).toBe(true);
        }
      }),
    );
  });

  it("come out the same whatever the order of the rows", () => {
    const shuffled = anyWorld.chain(({ scheduling, more }) => {
      const existing = place(scheduling);
      const all = { ...scheduling, dyads: [...scheduling.dyads, ...more], existing };
      const rows = fc.tuple(
        fc.shuffledSubarray(all.dyads, { minLength: all.dyads.length }),
        fc.shuffledSubarray(all.appointments, { minLength: all.appointments.length }),
        fc.shuffledSubarray(existing, { minLength: existing.length }),
      );
      return rows.map(([dyads, appointments, again]) => ({ all, mixed: { ...all, dyads, appointments, existing: again } }));
    });
    fc.assert(
      fc.property(shuffled, ({ all, mixed }) => {
        expect(placeFollowUps(mixed)).toEqual(placeFollowUps(all));
      }),
    );
  });

  it("are placed once: with all of them there, nothing is left to place", () => {
    fc.assert(
      fc.property(anyWorld, ({ scheduling }) => {
        expect(placeFollowUps({ ...scheduling, existing: place(scheduling) })).toEqual([]);
      }),
    );
  });

  it("stay where they are when dyads join, and the newcomers keep every rule among them", () => {
    fc.assert(
      fc.property(anyWorld, fc.integer({ min: 0, max: 60 }), ({ scheduling, more }, days) => {
        const before = place(scheduling);
        const joined = { ...scheduling, dyads: [...scheduling.dyads, ...more], existing: before, today: addDays(scheduling.today, days) };
        const added = place(joined, 10_000);
        expect(added.every(({ dyadId }) => more.some(({ id }) => id === dyadId))).toBe(true);
        expectOpenDays(joined, added);
        expectOrder(joined, [...before, ...added]);
        expectCapacity(joined, [...before, ...added]);
      }),
      { numRuns: 200 },
    );
  });

  it("are found again around those that are held or announced, when some are missing", () => {
    fc.assert(
      fc.property(anyWorld, fc.nat(), ({ scheduling }, seed) => {
        const all = place(scheduling);
        const lost = all.filter(({ dyadId, id }) => dyadId !== null && (id * 7 + seed) % 3 === 0);
        const kept = all.filter((followUp) => !lost.includes(followUp));
        const found = place({ ...scheduling, existing: kept }, 10_000);
        expect(found).toHaveLength(lost.length);
        expectOrder(scheduling, [...kept, ...found]);
        expectCapacity(scheduling, [...kept, ...found]);
      }),
    );
  });
});

describe("a dyad alone with its coordinator", () => {
  const began = fc.integer({ min: 0, max: 340 }).map((days) => addDays(day("2009-01-12"), days));

  it("has all its follow-ups, on whatever day it starts, as long as three of them fit", () => {
    fc.assert(
      fc.property(began, (beganOn) => {
        const scheduling = scheduling2009({ dyads: [dyad(1, beganOn)] });
        const yearEnd = day("2009-12-09");
        const last = beganOn <= yearEnd ? addDays(yearEnd, -2) : scheduling.cohort.endsOn;
        const room = scheduling.calendar.openDays(beganOn, last).length;
        const placed = place(scheduling).filter(({ dyadId, on }) => dyadId !== null && on !== null);
        expect(placed).toHaveLength(Math.min(3, Math.ceil(room / 2)));
      }),
      { numRuns: 340 },
    );
  });

  it("is asked to the year-end review whenever it is there that day", () => {
    fc.assert(
      fc.property(began, (beganOn) => {
        const scheduling = scheduling2009({ dyads: [dyad(1, beganOn)] });
        const stages = datesOf(scheduling.dyads[0] as Dyad, place(scheduling), scheduling.plan).map(({ stage }) => stage);
        expect(stages.includes("year-end")).toBe(beganOn <= "2009-12-09");
      }),
    );
  });
});
