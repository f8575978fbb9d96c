import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { administrationsDue, openingOn, type PlannedAdministration } from "../../src/program/administration.ts";
import { calendarOf } from "../../src/program/calendar.ts";
import { coordinatorOn } from "../../src/program/coordination.ts";
import { addDays, type Day, day } from "../../src/program/day.ts";
import { mayMoveTo } from "../../src/program/moves.ts";
import { isTogether } from "../../src/program/paths.ts";
import type { Plan } from "../../src/program/plan.ts";
import { administrationWindow } from "../../src/program/questionnaire-window.ts";
import { type Move, moveOffClosedDays, placeAgain, resettle } from "../../src/program/resettle.ts";
import { placeFollowUps, type Scheduling } from "../../src/program/schedule.ts";
import type { Dyad, DyadId, FollowUp } from "../../src/program/terms.ts";
import { anyWorld, appointment, coordinator, datesOf, dyad, plan2009, scheduling2009, stored } from "./worlds.ts";

const withAll = (scheduling: Scheduling): Scheduling => ({ ...scheduling, existing: stored(placeFollowUps(scheduling)) });
const find = ({ existing }: Scheduling, stage: string, dyadId: number | null = 1) =>
  existing.find((row) => row.stage === stage && row.dyadId === dyadId) as FollowUp;
const change = (scheduling: Scheduling, followUp: FollowUp, more: Partial<FollowUp>): Scheduling => ({
  ...scheduling,
  existing: scheduling.existing.map((row) => (row.id === followUp.id ? { ...row, ...more } : row)),
});
const closing = (scheduling: Scheduling, from: string, to = from): Scheduling => {
  const closed = [...scheduling.plan.calendar.closed, { from: day(from), to: day(to), reason: { fr: "Tempête" } }];
  const plan: Plan = { ...scheduling.plan, calendar: { ...scheduling.plan.calendar, closed } };
  return { ...scheduling, plan, calendar: calendarOf(plan.calendar) };
};
const afterwards = (scheduling: Scheduling, moves: readonly Move[]): FollowUp[] =>
  scheduling.existing.map((row) => {
    const move = moves.find(({ followUp }) => followUp.id === row.id);
    if (!move) return row;
    const from = row.on ?? row.moved?.from;
    const moved = row.announcedOn && from ? { times: (row.moved?.times ?? 0) + 1, on: scheduling.today, from } : null;
    return { ...row, on: move.on, unplaced: move.unplaced, moved };
  });

/** 29 January, 20 March, the group on 22 June, 27 August, all on 9 December. */
const scheduling = withAll(scheduling2009());

describe("a follow-up moved by hand", () => {
  const second = find(scheduling, "follow-up-2");
  const moving = (on: string, within = scheduling, followUp = second) => mayMoveTo(followUp, day(on), within);

  it("may come on any working day between its neighbours", () => {
    expect(["2009-01-30", "2009-03-20", "2009-03-23", "2009-06-19"].map((on) => moving(on))).toEqual([null, null, null, null]);
  });

  it("stays when it was held", () => {
    const held = { on: day("2009-03-20"), by: coordinator, at: "2009-03-20T20:00:00.000Z" as never };
    expect(moving("2009-03-23", change(scheduling, second, { held }), { ...second, held })).toBe("held");
  });

  it("never goes into the past", () => {
    const later = { ...scheduling, today: day("2009-03-16") };
    expect([moving("2009-03-13", later), moving("2009-03-16", later)]).toEqual(["past", null]);
  });

  it("stays inside the cohort, and inside the relationship", () => {
    const third = find(scheduling, "follow-up-3");
    expect(moving("2009-12-21", scheduling, third)).toBe("outside-cohort");
    const late = withAll(scheduling2009({ dyads: [dyad(1, "2009-02-02", { ending: { on: day("2009-10-30"), by: null } })] }));
    expect(mayMoveTo(find(late, "follow-up-1"), day("2009-01-30"), late)).toBe("outside-relationship");
    expect(mayMoveTo(find(late, "follow-up-3"), day("2009-11-02"), late)).toBe("outside-relationship");
  });

  it("needs an open day", () => {
    expect(["2009-03-04", "2009-03-21", "2009-04-10"].map((on) => moving(on))).toEqual(["closed-day", "closed-day", "closed-day"]);
  });

  it("keeps the order of the plan with the dyad's others and with the group", () => {
    expect(["2009-01-29", "2009-01-28", "2009-06-22", "2009-08-27"].map((on) => moving(on))).toEqual(Array(4).fill("breaks-order"));
  });

  it("needs somebody in office to lead it", () => {
    const gap = [appointment(100, "2009-01-05", { until: day("2009-03-20") }), appointment(101, "2009-05-04", { succeeds: coordinator })];
    expect([
      moving("2009-04-01", { ...scheduling, appointments: gap }),
      moving("2009-05-04", { ...scheduling, appointments: gap }),
    ]).toEqual(["no-coordinator", null]);
  });

  it("needs room in the coordinator's day, its own place there not counted", () => {
    const plan = { ...plan2009, capacityPerDay: 1 };
    const two = withAll(scheduling2009({ plan, dyads: [dyad(1, "2009-01-12"), dyad(2, "2009-01-12")] }));
    const [one, other] = [find(two, "follow-up-2", 1), find(two, "follow-up-2", 2)];
    expect(mayMoveTo(one, other.on ?? day("2009-03-20"), two)).toBe("day-full");
    expect(mayMoveTo(one, one.on ?? day("2009-03-20"), two)).toBeNull();
  });

  it("keeps the order of everyone it concerns when it is the group's", () => {
    const group = find(scheduling, "mentee-group", null);
    const dates = ["2009-03-20", "2009-03-23", "2009-08-26", "2009-08-27", "2009-12-09"];
    expect(dates.map((on) => moving(on, scheduling, group))).toEqual(["breaks-order", null, null, "breaks-order", "breaks-order"]);
    const late = withAll(scheduling2009({ dyads: [dyad(1, "2009-01-12"), dyad(2, "2009-06-11")] }));
    expect(mayMoveTo(find(late, "mentee-group", null), day("2009-06-16"), late)).toBeNull();
  });
});

describe("when a day is closed after the dates were set", () => {
  it("an open day changes nothing", () => {
    expect(moveOffClosedDays(scheduling)).toEqual([]);
  });

  it("a follow-up that nobody knows of yet moves to the nearest working day", () => {
    const [move, ...others] = moveOffClosedDays(closing(scheduling, "2009-03-20", "2009-03-27"));
    expect(others).toEqual([]);
    expect(move).toMatchObject({ followUp: { stage: "follow-up-2" }, on: "2009-03-19", unplaced: null });
  });

  it("one that was announced moves to the next working day, never back", () => {
    const announced = change(scheduling, find(scheduling, "follow-up-2"), { announcedOn: day("2009-02-27") });
    expect(moveOffClosedDays(closing(announced, "2009-03-20", "2009-03-27"))).toMatchObject([{ on: "2009-03-30" }]);
  });

  it("what was held or is past stays", () => {
    const second = find(scheduling, "follow-up-2");
    const held = change(scheduling, second, { held: { on: day("2009-03-20"), by: coordinator, at: "2009-03-20T20:00:00.000Z" as never } });
    expect(moveOffClosedDays(closing(held, "2009-03-20"))).toEqual([]);
    expect(moveOffClosedDays(closing({ ...scheduling, today: day("2009-03-23") }, "2009-03-20"))).toEqual([]);
  });

  it("the group's day moves too, and stays between its neighbours", () => {
    const [move] = moveOffClosedDays(closing(scheduling, "2009-06-15", "2009-06-22"));
    expect(move).toMatchObject({ followUp: { stage: "mentee-group" }, on: "2009-06-12" });
  });

  it("days fill up one after the other, within the coordinator's day", () => {
    const dyads = Array.from({ length: 12 }, (_, place) => dyad(place + 1, "2009-01-12"));
    const plan = { ...plan2009, capacityPerDay: 2 };
    const closed = closing(withAll(scheduling2009({ dyads, plan })), "2009-01-23", "2009-02-05");
    const moves = moveOffClosedDays(closed);
    expect(moves).toHaveLength(12);
    const days = moves.map(({ on }) => on).sort();
    expect(days).toEqual(["2009-01-21", "2009-01-22", "2009-02-06", "2009-02-09", "2009-02-10", "2009-02-11"].flatMap((on) => [on, on]));
  });

  const strikeOver = (announcedOn: Day | null) => {
    const third = find(scheduling, "follow-up-3");
    const before = change(scheduling, third, { announcedOn });
    const strike = closing(before, "2009-06-23", "2009-12-08");
    const moves = moveOffClosedDays(strike);
    expect(moves).toMatchObject([{ followUp: { id: third.id }, on: null, unplaced: "no-open-day-left" }]);
    const without = { ...strike, existing: afterwards(strike, moves) };
    expect([...moveOffClosedDays(without), ...placeAgain(without)]).toEqual([]);
    return { third, over: (first: string) => ({ ...closing(before, "2009-06-23", first), existing: without.existing }) };
  };

  it("one that has nowhere to go loses its date, and gets one as soon as there is room again", () => {
    const { third, over } = strikeOver(null);
    expect(moveOffClosedDays(over("2009-08-26"))).toEqual([]);
    expect(placeAgain(over("2009-08-26"))).toMatchObject([{ followUp: { id: third.id }, on: "2009-08-28", unplaced: null }]);
  });

  it("one that its people knew of comes back on its day or later, never before it", () => {
    const { third, over } = strikeOver(day("2009-08-06"));
    expect(placeAgain(over("2009-08-26"))).toEqual([]);
    expect(moveOffClosedDays(over("2009-08-26"))).toMatchObject([{ followUp: { id: third.id }, on: "2009-08-27", unplaced: null }]);
    expect(moveOffClosedDays(over("2009-09-25"))).toMatchObject([{ followUp: { id: third.id }, on: "2009-09-28", unplaced: null }]);
    const openBefore = { ...closing(scheduling, "2009-08-27", "2009-12-08"), existing: over("2009-08-26").existing };
    expect([...moveOffClosedDays(openBefore), ...placeAgain(openBefore)]).toEqual([]);
  });

  describe("when the cohort ends sooner than it was to", () => {
    const ending = (endsOn: string, within: Scheduling = scheduling): Scheduling => ({
      ...within,
      cohort: { ...within.cohort, endsOn: day(endsOn) },
    });
    const daysAfter = (changed: Scheduling) => {
      const existing = afterwards(changed, resettle(changed));
      return Object.fromEntries(existing.map(({ stage, on }) => [stage, on]));
    };

    it("what nobody knows of yet is laid out again before it, in the order of the plan", () => {
      const {
        "follow-up-1": first,
        "follow-up-2": second,
        "mentee-group": group,
        "follow-up-3": third,
        "year-end": end,
      } = daysAfter(ending("2009-09-25"));
      const all = [first, second, group, third, end];
      expect(all).toEqual(all.toSorted());
      expect(end && end <= "2009-09-25" && end >= "2009-09-05").toBe(true);
      expect(resettle(ending("2009-12-11"))).toEqual([]);
    });

    it("what its people know of stays, and waits without a day where it lies after the end, until it has its day back", () => {
      const known = change(scheduling, find(scheduling, "year-end", null), { announcedOn: day("2009-11-25") });
      const soon = ending("2009-12-08", { ...known, today: day("2009-12-01") });
      expect(resettle(soon)).toMatchObject([{ followUp: { stage: "year-end" }, on: null, unplaced: "no-open-day-left" }]);
      const waiting = { ...soon, existing: afterwards(soon, resettle(soon)) };
      expect(resettle(waiting)).toEqual([]);
      expect(resettle(ending("2009-12-18", waiting))).toMatchObject([{ followUp: { stage: "year-end" }, on: "2009-12-09" }]);
    });

    /** The third follow-ups are announced for these days of November, one for each dyad, or were held on them. */
    const withThirds = (today: string, ...days: string[]): Scheduling => {
      const within = withAll(scheduling2009({ dyads: days.map((_, place) => dyad(place + 1, "2009-01-12")) }));
      const existing = within.existing.map((row): FollowUp => {
        const on = row.stage === "follow-up-3" ? day(days[(row.dyadId ?? 0) - 1] as string) : row.on;
        const held = on !== null && on < today ? { on, by: coordinator, at: `${on}T20:00:00.000Z` as never } : null;
        return { ...row, on, held, announcedOn: held || row.stage === "follow-up-3" ? day("2009-01-05") : null };
      });
      return { ...within, existing, today: day(today) };
    };
    const resettled = (within: Scheduling): Scheduling => ({ ...within, existing: afterwards(within, resettle(within)) });
    const review = (within: Scheduling) => find(within, "year-end", null);

    it("leaves the review without a day where follow-ups that stand fill what is left, and all come back with the end", () => {
      const before = withThirds("2009-11-10", "2009-11-26", "2009-11-27", "2009-11-30");
      const sooner = resettled(ending("2009-11-27", before));
      const thirds = (within: Scheduling) => [1, 2, 3].map((id) => find(within, "follow-up-3", id).on);
      expect(review(sooner)).toMatchObject({ on: null, unplaced: "no-open-day-left" });
      expect(thirds(sooner)).toEqual(["2009-11-26", "2009-11-27", null]);
      expect(mayMoveTo(find(sooner, "follow-up-3", 3), day("2009-11-24"), sooner)).toBeNull();
      const back = resettled(ending("2009-12-18", sooner));
      expect([review(back).on, thirds(back)]).toEqual(["2009-12-09", ["2009-11-26", "2009-11-27", "2009-11-30"]]);
    });

    it("puts the review after the follow-ups of those who will be there, with as much notice as there is room for", () => {
      const reviewBy = (end: string, within: Scheduling) => review(resettled(ending(end, within))).on;
      expect(reviewBy("2009-11-27", withThirds("2009-11-10", "2009-11-18", "2009-11-23"))).toBe("2009-11-25");
      const left = withThirds("2009-11-10", "2009-11-18", "2009-11-23");
      const dyads = left.dyads.map((one) => (one.id === 2 ? { ...one, ending: { on: day("2009-11-13"), by: null } } : one));
      expect(reviewBy("2009-11-27", { ...left, dyads })).toBe("2009-11-20");
      expect(reviewBy("2009-12-04", withThirds("2009-11-10", "2009-10-01"))).toBe("2009-12-01");
      expect(reviewBy("2009-11-19", withThirds("2009-11-10", "2009-10-01"))).toBe("2009-11-17");
      expect(reviewBy("2009-11-11", withThirds("2009-11-10", "2009-10-01"))).toBe("2009-11-11");
      expect(reviewBy("2009-11-10", withThirds("2009-11-10", "2009-10-01"))).toBeNull();
    });

    it("lays out again what nobody knows of yet when the end is put back, but for what somebody chose", () => {
      const sooner = resettled(ending("2009-11-06", withThirds("2009-10-01", "2009-09-10")));
      const before = review(sooner);
      expect(before.on && before.on >= "2009-10-22").toBe(true);
      const back = ending("2009-12-18", sooner);
      expect(review(resettled(back)).on).toBe("2009-12-09");
      expect(resettle({ ...back, chosen: new Set([before.id]) })).toEqual([]);
      expect(resettle(change(back, before, { announcedOn: day("2009-10-01") }))).toEqual([]);
    });

    it("drops nobody from a day of the group for a follow-up that they know, in any cohort", () => {
      const within = {
        later: fc.integer({ min: 0, max: 200 }),
        left: fc.integer({ min: 1, max: 40 }),
        every: fc.integer({ min: 1, max: 4 }),
      };
      fc.assert(
        fc.property(anyWorld, fc.record(within), (world, { later, left, every }) => {
          const placed = withAll(world.scheduling);
          const today = addDays(placed.today, later);
          const isNear = ({ on }: FollowUp) => on !== null && on >= today && on <= addDays(today, 21);
          const existing = placed.existing.map((row) => ({ ...row, announcedOn: isNear(row) && row.id % every === 0 ? today : null }));
          const sooner = ending(addDays(today, left), { ...placed, existing, today });
          const after = resettled(sooner);
          const last = review(after);
          if (last.on !== null && last.on !== review(sooner).on) {
            expect(last.on > today).toBe(true);
            const known = after.existing.filter(({ announcedOn, dyadId }) => announcedOn && dyadId !== null);
            for (const each of after.dyads.filter((one) => isTogether(one, last.on as Day))) {
              for (const { on, stage } of known.filter(({ dyadId }) => dyadId === each.id))
                expect(stage && (on ?? "") < (last.on as Day)).toBe(true);
            }
          }
          expect(resettle(after).filter(({ followUp }) => followUp.on !== null)).toEqual([]);
          const back = resettled({ ...after, cohort: placed.cohort });
          expect(resettle(back).filter(({ followUp }) => followUp.on !== null)).toEqual([]);
        }),
        { numRuns: 300 },
      );
    });

    it("nothing is placed once it is over, and what went by stays", () => {
      const over = ending("2009-03-16", { ...scheduling, today: day("2009-03-17") });
      expect(resettle(over).map(({ followUp: { stage }, on }) => [stage, on])).toEqual(
        ["mentee-group", "year-end", "follow-up-2", "follow-up-3"].map((stage) => [stage, null]),
      );
    });
  });

  it("keeps every rule in any cohort", () => {
    const announcing = fc.integer({ min: 2, max: 5 });
    fc.assert(
      fc.property(
        anyWorld,
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 0, max: 30 }),
        announcing,
        (world, first, length, every) => {
          const placed = withAll(world.scheduling);
          const existing = placed.existing.map((row) => ({ ...row, announcedOn: row.id % every === 0 ? placed.today : null }));
          const from = addDays(day("2009-01-01"), first);
          const closed = closing({ ...placed, existing }, from, addDays(from, length));
          const moves = moveOffClosedDays(closed);
          for (const { followUp, on, unplaced } of moves) {
            expect((on === null) === (unplaced !== null)).toBe(true);
            expect(closed.calendar.isOpen(followUp.on ?? from)).toBe(false);
            if (on === null) continue;
            expect(closed.calendar.isOpen(on)).toBe(true);
            if (followUp.announcedOn) expect(followUp.on !== null && on > followUp.on).toBe(true);
          }
          const settled = afterwards(closed, moves);
          const led = new Map<string, number>();
          for (const each of closed.dyads) {
            const dates = datesOf(each, settled, closed.plan).map(({ on }) => on);
            expect(dates).toEqual([...new Set(dates)].sort());
          }
          for (const { on, dyadId } of settled) {
            if (on === null || dyadId === null) continue;
            const whose = closed.dyads.find(({ id }) => id === dyadId) as Dyad;
            const key = `${coordinatorOn(closed.appointments, whose, on)} ${on}`;
            led.set(key, (led.get(key) ?? 0) + 1);
          }
          expect(Math.max(0, ...led.values())).toBeLessThanOrEqual(closed.plan.capacityPerDay);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("when a dyad has other days than when its dates were set", () => {
  const known = (stage: string) => change(scheduling, find(scheduling, stage), { announcedOn: day("2009-01-05") });
  const lasting = (within: Scheduling, from: string, until?: string): Scheduling => ({
    ...within,
    dyads: [dyad(1, from, { ending: until ? { on: day(until), by: null } : null })],
  });
  const settled = (within: Scheduling): Scheduling => ({ ...within, existing: afterwards(within, resettle(within)) });

  it("an announced follow-up that comes after its end has no day, one that comes on it stays, and so does what nobody knows of", () => {
    expect(resettle(lasting(known("follow-up-2"), "2009-01-12", "2009-03-19"))).toMatchObject([
      { followUp: { stage: "follow-up-2" }, on: null },
    ]);
    expect(resettle(lasting(known("follow-up-2"), "2009-01-12", "2009-03-20"))).toEqual([]);
    expect(resettle(lasting(scheduling, "2009-01-12", "2009-03-19"))).toEqual([]);
    const over = { ...lasting(known("follow-up-2"), "2009-01-12", "2009-03-19"), today: day("2009-03-21") };
    expect(resettle(over)).toEqual([]);
  });

  it("it is back on its day when the end is taken back, and stays off until then", () => {
    const off = settled(lasting(known("follow-up-2"), "2009-01-12", "2009-03-13"));
    expect(resettle(off)).toEqual([]);
    const back = { ...off, dyads: scheduling.dyads };
    expect(resettle(back)).toMatchObject([{ followUp: { stage: "follow-up-2" }, on: "2009-03-20", unplaced: null }]);
  });

  it("it comes back with a week's notice once its day has come, or with as much as there is, never the same day", () => {
    const off = settled(lasting(known("follow-up-2"), "2009-01-12", "2009-03-13"));
    const backOn = (today: string, until?: string) => resettle({ ...lasting(off, "2009-01-12", until), today: day(today) });
    expect(backOn("2009-03-19")).toMatchObject([{ on: "2009-03-20", unplaced: null }]);
    expect(backOn("2009-03-20")).toMatchObject([{ on: "2009-03-27", unplaced: null }]);
    expect(backOn("2009-03-24")).toMatchObject([{ on: "2009-03-31", unplaced: null }]);
    expect(backOn("2009-03-24", "2009-03-27")).toMatchObject([{ on: "2009-03-27", unplaced: null }]);
    expect(backOn("2009-03-24", "2009-03-24")).toEqual([]);
  });

  it("those that come before its beginning are placed after it, and what nobody knows of yet with them", () => {
    const late = settled(lasting(known("follow-up-1"), "2009-03-16"));
    expect(datesOf(late.dyads[0] as Dyad, late.existing, late.plan)).toEqual(
      datesOf(late.dyads[0] as Dyad, withAll(lasting(scheduling2009(), "2009-03-16")).existing, late.plan),
    );
    const both = change(known("follow-up-1"), find(scheduling, "follow-up-2"), { announcedOn: day("2009-01-05") });
    expect(datesOf(late.dyads[0] as Dyad, settled(lasting(both, "2009-03-13")).existing, late.plan).slice(0, 2)).toEqual([
      { stage: "follow-up-1", on: "2009-03-17" },
      { stage: "follow-up-2", on: "2009-03-20" },
    ]);
  });

  it("keeps every rule in any cohort", () => {
    const shift = fc.integer({ min: 1, max: 120 });
    fc.assert(
      fc.property(anyWorld, shift, shift, fc.integer({ min: 2, max: 5 }), fc.boolean(), (world, later, sooner, every, isCohort) => {
        const placed = withAll(world.scheduling);
        const existing = placed.existing.map((row) => ({ ...row, announcedOn: row.id % every === 0 ? placed.today : null }));
        const dyads = placed.dyads.map((one): Dyad => {
          if (one.id % 3 === 0) return { ...one, beganOn: addDays(one.beganOn, later) };
          return one.id % 3 === 1 ? { ...one, ending: { on: addDays(one.beganOn, sooner), by: null } } : one;
        });
        const startsOn = isCohort ? addDays(placed.cohort.startsOn, Math.min(later, 20)) : placed.cohort.startsOn;
        const changed = { ...placed, existing, dyads, cohort: { ...placed.cohort, startsOn } };
        const moves = resettle(changed);
        const after = afterwards(changed, moves);
        for (const { dyadId, on, announcedOn } of after) {
          const of = dyads.find(({ id }) => id === dyadId);
          if (on === null || (of?.ending && of.ending.on < changed.today)) continue;
          expect(on >= startsOn && on >= (of?.beganOn ?? on)).toBe(true);
          if (announcedOn && of?.ending) expect(on <= of.ending.on).toBe(true);
        }
        for (const { on } of moves) {
          if (on !== null) expect(on >= changed.today && changed.calendar.isOpen(on)).toBe(true);
        }
        for (const each of dyads) {
          const dates = datesOf(each, after, changed.plan).map(({ on }) => on);
          expect(dates).toEqual([...new Set(dates)].sort());
        }
        expect(resettle({ ...changed, existing: after }).filter(({ followUp }) => followUp.on !== null)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

describe("the questionnaire of a follow-up", () => {
  const { calendar } = scheduling;
  const opensAWeekBefore = { questionnaireOpensDaysBefore: 7 };
  const windowOf = (on: string, notBefore = "2009-01-05") => administrationWindow(opensAWeekBefore, day(on), calendar, day(notBefore));

  it("opens a week before, and is due the day before", () => {
    expect(windowOf("2009-01-29")).toEqual({ opensOn: "2009-01-22", dueOn: "2009-01-28" });
  });

  it("is due on the very day when the day before is closed: a deadline never moves back", () => {
    expect(windowOf("2009-03-23")).toEqual({ opensOn: "2009-03-16", dueOn: "2009-03-23" });
    expect(windowOf("2009-03-09").dueOn).toBe("2009-03-09");
  });

  it("opens before a closure that would take most of its days", () => {
    expect(windowOf("2009-03-09")).toEqual({ opensOn: "2009-02-27", dueOn: "2009-03-09" });
    expect(windowOf("2009-03-09", "2009-03-03")).toEqual({ opensOn: "2009-03-09", dueOn: "2009-03-09" });
  });

  it("opens today when it should have by now, and stays as it was announced once it is open", () => {
    const one = { opensOn: day("2009-03-16"), dueOn: day("2009-03-20") } as PlannedAdministration;
    expect(openingOn(one, undefined, day("2009-03-10"))).toBe("2009-03-16");
    expect(openingOn(one, { opensOn: day("2009-04-01") }, day("2009-03-18"))).toBe("2009-03-18");
    expect(openingOn(one, { opensOn: day("2009-03-12") }, day("2009-03-18"))).toBe("2009-03-12");
    expect(openingOn(one, undefined, day("2009-03-21"))).toBe("2009-03-16");
    expect(openingOn(one, { opensOn: day("2009-03-02") }, day("2009-03-05"))).toBe("2009-03-02");
  });

  it("never closes earlier than was told, and leaves three working days, however its follow-up moves once it has opened", () => {
    const second = find(scheduling, "follow-up-2");
    const anyMove = fc.record({ later: fc.integer({ min: 0, max: 20 }), ahead: fc.integer({ min: 0, max: 60 }) });
    fc.assert(
      fc.property(fc.array(anyMove, { minLength: 1, maxLength: 12 }), (moves) => {
        let today = day("2009-02-02");
        let known: PlannedAdministration | undefined;
        for (const { later, ahead } of moves) {
          today = addDays(today, later);
          const followUps = [{ ...second, on: calendar.nextOpen(addDays(today, ahead)) }];
          const administrations = known ? [known] : [];
          const [one] = administrationsDue({ ...scheduling, dyads: [dyad(1, "2009-01-12")], followUps, administrations, today });
          if (!one) throw new Error("a follow-up with a date calls for its questionnaire");
          expect(one.opensOn <= one.dueOn && (one.dueOn >= today || one.dueOn === known?.dueOn)).toBe(true);
          expect(calendar.isOpen(one.opensOn) && calendar.isOpen(one.dueOn)).toBe(true);
          expect(calendar.openDays(one.opensOn, one.dueOn).length).toBeGreaterThanOrEqual(3);
          if (known && known.opensOn <= today) {
            expect(one.opensOn).toBe(known.opensOn);
            expect(one.dueOn >= known.dueOn).toBe(true);
          } else expect(one.opensOn >= today).toBe(true);
          known = one;
        }
      }),
      { numRuns: 300 },
    );
  });

  it("opens at once when its follow-up is moved to the very day, or on the next working day", () => {
    const followUp = (on: string) => [{ ...find(scheduling, "follow-up-2"), on: day(on) }];
    const later = { ...scheduling, dyads: [dyad(1, "2009-01-12")] };
    const administrations = [{ dyadId: 1 as DyadId, stage: "follow-up-2", opensOn: day("2009-03-13"), dueOn: day("2009-03-19") }];
    const due = (on: string, today: string) =>
      administrationsDue({ ...later, followUps: followUp(on), administrations, today: day(today) });
    expect(due("2009-02-10", "2009-02-10")).toMatchObject([{ opensOn: "2009-02-10", dueOn: "2009-02-12" }]);
    expect(due("2009-02-09", "2009-02-07")).toMatchObject([{ opensOn: "2009-02-09", dueOn: "2009-02-11" }]);
  });

  it("opens on a working day, and not before the dyad began", () => {
    expect(windowOf("2009-03-20", "2009-03-18")).toEqual({ opensOn: "2009-03-18", dueOn: "2009-03-19" });
    expect(windowOf("2009-03-20", "2009-03-20")).toEqual({ opensOn: "2009-03-20", dueOn: "2009-03-20" });
    expect(windowOf("2009-05-25")).toEqual({ opensOn: "2009-05-19", dueOn: "2009-05-25" });
  });

  it("lies on open days up to the follow-up, whatever the calendar", () => {
    fc.assert(
      fc.property(anyWorld, fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 60 }), (world, opensBefore, earlier) => {
        const its = world.scheduling.calendar;
        const on = its.nextOpen(addDays(world.scheduling.today, 30));
        const { opensOn, dueOn } = administrationWindow({ questionnaireOpensDaysBefore: opensBefore }, on, its, addDays(on, -earlier));
        expect(its.isOpen(opensOn) && its.isOpen(dueOn)).toBe(true);
        expect(opensOn <= dueOn && dueOn <= on).toBe(true);
      }),
    );
  });
});
