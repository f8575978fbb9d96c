import { describe, expect, it } from "vitest";
import { addDays, type Day, day } from "../../src/program/day.ts";
import { defaultPlan } from "../../src/program/default-plan.ts";
import { dyadsOf, pathOf } from "../../src/program/paths.ts";
import { placeFollowUps, type Scheduling } from "../../src/program/schedule.ts";
import type { Dyad, DyadId, FollowUp, FollowUpId, PersonId } from "../../src/program/terms.ts";
import { appointment, coordinator, datesOf, dyad, plan2009, scheduling2009, stored } from "./worlds.ts";

const place = (scheduling: Scheduling) => stored(placeFollowUps(scheduling));

/** The days of one dyad's follow-ups by stage, group days included. */
function pathIn(scheduling: Scheduling, of = scheduling.dyads[0] as Dyad, followUps: readonly FollowUp[] = place(scheduling)) {
  return Object.fromEntries(datesOf(of, followUps, scheduling.plan).map(({ stage, on }) => [stage, on]));
}

const many = (count: number, beganOn = "2009-01-12") => Array.from({ length: count }, (_, place) => dyad(place + 1, beganOn));

const existing = (id: number, dyadId: number | null, stage: string, on: string | null, more: Partial<FollowUp> = {}): FollowUp => ({
  id: id as FollowUpId,
  organizationId: scheduling2009().cohort.organizationId,
  cohortId: scheduling2009().cohort.id,
  dyadId: dyadId as DyadId | null,
  stage,
  audience: dyadId === null ? "mentees" : "triad",
  on: on === null ? null : day(on),
  at: null,
  unplaced: null,
  announcedOn: null,
  held: null,
  ...more,
});

const held = (id: number, dyadId: number | null, stage: string, on: string) =>
  existing(id, dyadId, stage, on, { held: { on: day(on), by: coordinator, at: `${on}T20:00:00.000Z` as never } });

describe("the default plan in 2009", () => {
  it("gives a dyad its five follow-ups, near their part of the year and on working days", () => {
    expect(pathIn(scheduling2009())).toEqual({
      "follow-up-1": "2009-01-29", // the Thursday of week 3
      "follow-up-2": "2009-03-20", // 21 March, a fifth of the year, is a Saturday
      "mentee-group": "2009-06-22", // 1 July, half-way, is in the summer break: its last working day before
      "follow-up-3": "2009-08-27", // two thirds
      "year-end": "2009-12-09", // in the middle of the last three weeks
    });
  });

  it("tells the days among which each date was chosen, and who is to lead it", () => {
    const [first] = placeFollowUps(scheduling2009()).filter(({ stage }) => stage === "follow-up-1");
    expect(first).toMatchObject({ window: { from: "2009-01-23", to: "2009-02-05" }, coordinatorId: coordinator, unplaced: null });
  });

  it("spreads twelve dyads over the windows instead of filling the first days", () => {
    const days = place(scheduling2009({ dyads: many(12) })).filter(({ stage }) => stage === "follow-up-1");
    const counts = new Map<Day | null, number>();
    for (const { on } of days) counts.set(on, (counts.get(on) ?? 0) + 1);
    expect(counts.size).toBe(10);
    expect(Math.max(...counts.values())).toBe(2);
  });

  it("holds one follow-up of the group for all", () => {
    const groups = place(scheduling2009({ dyads: many(12) })).filter(({ dyadId }) => dyadId === null);
    expect(groups.map(({ stage, on }) => [stage, on])).toEqual([
      ["mentee-group", "2009-06-22"],
      ["year-end", "2009-12-09"],
    ]);
  });

  it("keeps triads off the group's day, its eve and the day after", () => {
    const late = Array.from({ length: 60 }, (_, days) => dyad(days + 1, addDays(day("2009-04-20"), days)));
    const triads = place(scheduling2009({ dyads: late })).filter(({ dyadId }) => dyadId !== null);
    const besideGroups = ["2009-06-19", "2009-06-22", "2009-08-26", "2009-12-08", "2009-12-09", "2009-12-10"];
    const together = triads.filter(({ dyadId }) => late.some(({ id, beganOn }) => id === dyadId && beganOn <= "2009-06-18"));
    expect(together.filter(({ on }) => besideGroups.includes(on ?? ""))).toEqual([]);
  });
});

describe("a full window", () => {
  const oneADay = { ...plan2009, capacityPerDay: 1, stages: plan2009.stages.map((stage) => ({ ...stage, windowDays: 3 })) };
  const firsts = (count: number, plan = oneADay) =>
    place(scheduling2009({ dyads: many(count), plan }))
      .filter(({ stage }) => stage === "follow-up-1")
      .map(({ on }) => on)
      .sort();

  it("is filled first", () => {
    expect(firsts(3)).toEqual(["2009-01-28", "2009-01-29", "2009-01-30"]);
  });

  it("widens forward, up to where the next follow-up is aimed at, and only then backward", () => {
    expect(firsts(5)).toEqual(["2009-01-28", "2009-01-29", "2009-01-30", "2009-02-02", "2009-02-03"]);
    expect([firsts(31)[0], firsts(31)[30]]).toEqual(["2009-01-28", "2009-03-18"]);
    expect(firsts(32)[0]).toBe("2009-01-27");
  });

  it("leaves a follow-up without a date, and says so, when the coordinator has no day left", () => {
    const month = { ...scheduling2009().cohort, endsOn: day("2009-02-13") };
    const placed = placeFollowUps(scheduling2009({ dyads: many(20), plan: oneADay, cohort: month }));
    const without = placed.filter(({ on }) => on === null);
    expect(without.length).toBeGreaterThan(0);
    expect(new Set(without.map(({ unplaced }) => unplaced))).toEqual(new Set(["capacity"]));
  });
});

describe("a dyad that starts late", () => {
  const starting = (beganOn: string) => scheduling2009({ dyads: [dyad(1, beganOn)] });

  it("has its own dates in what is left of the year, and joins the group", () => {
    expect(pathIn(starting("2009-05-01"))).toEqual({
      "follow-up-1": "2009-05-19", // 18 May is a holiday
      "follow-up-2": "2009-06-16",
      "mentee-group": "2009-06-22",
      "follow-up-3": "2009-10-02",
      "year-end": "2009-12-09",
    });
  });

  it("has them closer together when the group day comes early", () => {
    expect(pathIn(starting("2009-05-28"))).toMatchObject({
      "follow-up-1": "2009-06-04",
      "follow-up-2": "2009-06-11",
      "mentee-group": "2009-06-22",
    });
  });

  it("goes on without the group when two follow-ups would come in one week before it", () => {
    const path = pathIn(starting("2009-06-11"));
    expect(Object.keys(path)).toEqual(["follow-up-1", "follow-up-2", "follow-up-3", "year-end"]);
    expect(path["follow-up-2"] && path["follow-up-2"] > "2009-06-22").toBe(true);
  });

  it("is not thrown twice into the same week by a long break", () => {
    const path = pathIn(starting("2009-06-11"));
    expect(path).toMatchObject({ "follow-up-1": "2009-06-18", "follow-up-2": "2009-09-01" });
  });

  it("knows nothing of a group that met before it began, and everything of one that meets that very day", () => {
    expect(Object.keys(pathIn(starting("2009-06-23")))).not.toContain("mentee-group");
    expect(Object.keys(pathIn(starting("2009-12-09")))).toEqual(["year-end"]);
  });

  it("gets what fits before the year-end review, and the reason for the rest", () => {
    const placed = placeFollowUps(starting("2009-12-02")).filter(({ dyadId }) => dyadId !== null);
    expect(placed.map(({ stage, on, unplaced }) => [stage, on, unplaced])).toEqual([
      ["follow-up-1", "2009-12-03", null],
      ["follow-up-2", "2009-12-07", null],
      ["follow-up-3", null, "no-open-day-left"],
    ]);
  });

  it("has what comes first before a later follow-up that has its day, though the group is to meet after that", () => {
    const rows = [existing(1, null, "mentee-group", "2009-06-22"), existing(2, 1, "follow-up-3", "2009-03-05")];
    const path = pathIn(scheduling2009(), undefined, [...rows, ...place(scheduling2009({ existing: rows }))]);
    expect(Object.keys(path)).toEqual(["follow-up-1", "follow-up-2", "follow-up-3", "year-end"]);
    expect(path["follow-up-2"] && path["follow-up-2"] < "2009-03-05").toBe(true);
  });

  it("has nothing after the last day of its cohort", () => {
    const placed = placeFollowUps(starting("2010-01-11")).filter(({ dyadId }) => dyadId !== null);
    expect(placed.map(({ on, unplaced }) => [on, unplaced])).toEqual(Array(3).fill([null, "no-open-day-left"]));
  });
});

describe("a dyad that parts", () => {
  const parting = (on: string, today = "2009-01-05") =>
    scheduling2009({ dyads: [dyad(1, "2009-01-12", { ending: { on: day(on), by: null } })], today: day(today) });

  it("has its follow-ups in the time it has, and leaves the year-end review to the others", () => {
    const path = pathIn(parting("2009-06-05"));
    expect(Object.keys(path)).toEqual(["follow-up-1", "follow-up-2", "follow-up-3"]);
    expect(Object.values(path).every((on) => on <= "2009-06-05")).toBe(true);
  });

  it("has no new ones afterwards", () => {
    expect(placeFollowUps(parting("2009-06-05", "2009-06-08")).filter(({ dyadId }) => dyadId !== null)).toEqual([]);
  });
});

describe("a cohort imported in mid-year", () => {
  const today = day("2009-04-01");

  it("gets the follow-ups it missed in what is left before the group, with a week's notice, and the others on their days", () => {
    expect(pathIn(scheduling2009({ today }))).toEqual({
      "follow-up-1": "2009-04-24",
      "follow-up-2": "2009-05-29",
      "mentee-group": "2009-06-22",
      "follow-up-3": "2009-08-27",
      "year-end": "2009-12-09",
    });
  });

  it("does not plan again what the import says was held", () => {
    const rows = [held(1, 1, "follow-up-1", "2009-01-28"), held(2, 1, "follow-up-2", "2009-03-24")];
    expect(placeFollowUps(scheduling2009({ today, existing: rows })).map(({ stage, on }) => [stage, on])).toEqual([
      ["mentee-group", "2009-06-22"],
      ["year-end", "2009-12-09"],
      ["follow-up-3", "2009-08-27"],
    ]);
  });

  it("goes on from what was held, however late that was", () => {
    const rows = [held(1, 1, "follow-up-1", "2009-03-31")];
    const { "follow-up-2": second } = pathIn(scheduling2009({ today, existing: rows }), undefined, [
      ...rows,
      ...stored(placeFollowUps(scheduling2009({ today, existing: rows })), 100),
    ]);
    expect(second).toBe("2009-05-29");
  });

  it("puts a group day that it missed before the triads to come", () => {
    const rows = [
      held(1, 1, "follow-up-1", "2009-01-28"),
      held(2, 1, "follow-up-2", "2009-03-24"),
      existing(3, 1, "follow-up-3", "2009-10-08", { announcedOn: day("2009-09-17") }),
    ];
    const [group] = placeFollowUps(scheduling2009({ today: day("2009-09-21"), existing: rows }));
    expect(group?.stage).toBe("mentee-group");
    expect(group?.on && group.on > "2009-09-21" && group.on < "2009-10-08").toBe(true);
  });

  it("puts it after the earlier triads that people know of, where that leaves a day before the later ones", () => {
    const rows = (third: string) => [
      held(1, 1, "follow-up-1", "2009-01-28"),
      held(2, 1, "follow-up-2", "2009-03-24"),
      existing(3, 1, "follow-up-3", third, { announcedOn: day("2009-09-17") }),
      held(4, 2, "follow-up-1", "2009-09-03"),
      existing(5, 2, "follow-up-2", "2009-10-06", { announcedOn: day("2009-09-17") }),
    ];
    const dyads = [dyad(1, "2009-01-12"), dyad(2, "2009-08-26")];
    const groupBefore = (third: string) => placeFollowUps(scheduling2009({ today: day("2009-09-21"), dyads, existing: rows(third) }))[0];
    expect(groupBefore("2009-10-15")?.on).toBe("2009-10-13"); // 12 October is Thanksgiving
    expect((groupBefore("2009-10-08")?.on ?? "2009-10-08") < "2009-10-06").toBe(true);
  });
});

describe("coordinators", () => {
  it("share the days: each leads as many as the plan allows", () => {
    const two = [appointment(100, "2009-01-05"), appointment(101, "2009-01-05")];
    const dyads = many(60).map((each) => ({ ...each, coordinatorId: (100 + (each.id % 2)) as PersonId }));
    const placed = placeFollowUps(scheduling2009({ dyads, appointments: two })).filter(({ stage }) => stage === "follow-up-1");
    expect(placed.every(({ on, window }) => on && window.from <= on && on <= window.to)).toBe(true);
    expect(placed.filter(({ coordinatorId }) => coordinatorId === 100)).toHaveLength(30);
  });

  it("hand over: the successor leads what comes after", () => {
    const handOver = [
      appointment(100, "2009-01-05", { kind: "external", until: day("2009-06-22") }),
      appointment(101, "2009-06-15", { succeeds: coordinator }),
    ];
    const led = placeFollowUps(scheduling2009({ appointments: handOver })).map(({ stage, coordinatorId }) => [stage, coordinatorId]);
    expect(Object.fromEntries(led)).toEqual({
      "follow-up-1": 100,
      "follow-up-2": 100,
      "mentee-group": 100,
      "follow-up-3": 101,
      "year-end": 101,
    });
  });

  it("are waited for: no follow-up falls on a day when nobody is in office", () => {
    const gap = [appointment(100, "2009-01-05", { until: day("2009-01-22") }), appointment(101, "2009-02-09", { succeeds: coordinator })];
    expect(pathIn(scheduling2009({ appointments: gap }))["follow-up-1"]).toBe("2009-02-09");
  });

  it("are missed: without any, nothing has a date", () => {
    const placed = placeFollowUps(scheduling2009({ appointments: [] }));
    expect(placed.map(({ on, unplaced }) => [on, unplaced])).toEqual(Array(5).fill([null, "no-coordinator"]));
  });
});

describe("whom a follow-up concerns", () => {
  const dyads = [dyad(1, "2009-01-12"), dyad(2, "2009-06-11"), dyad(3, "2009-01-12", { ending: { on: day("2009-05-29"), by: null } })];
  const scheduling = scheduling2009({ dyads });
  const followUps = place(scheduling);
  const find = (stage: string, dyadId: number | null) => followUps.find((row) => row.stage === stage && row.dyadId === dyadId) as FollowUp;
  const concerned = (stage: string, dyadId: number | null = null) =>
    dyadsOf(find(stage, dyadId), dyads, followUps, scheduling.plan.stages).map(({ id }) => id);

  it("is its dyad, or those of the group who are together and have come so far", () => {
    expect(concerned("follow-up-2", 2)).toEqual([2]);
    expect(concerned("mentee-group")).toEqual([1]);
    expect(concerned("year-end")).toEqual([1, 2]);
  });

  it("is told to a dyad in the order of the plan, with those that have no date yet", () => {
    const rows = [
      existing(1, 1, "follow-up-2", null),
      existing(2, null, "mentee-group", null),
      existing(3, 1, "follow-up-1", "2009-02-02"),
    ];
    expect(pathOf(dyads[0] as Dyad, rows, scheduling.plan.stages).map(({ stage }) => stage)).toEqual(["follow-up-1", "follow-up-2"]);
  });

  it("is not changed by the follow-up of a stage that the plan no longer has", () => {
    const rows = [existing(1, 1, "old-stage", "2009-09-14"), existing(2, null, "mentee-group", "2009-06-22")];
    expect(pathOf(dyads[0] as Dyad, rows, scheduling.plan.stages).map(({ stage }) => stage)).toContain("mentee-group");
  });
});

describe("a large program", () => {
  it("with 1,000 dyads and 34 coordinators is placed for a year within a second", () => {
    const dyads = Array.from({ length: 1000 }, (_, place) =>
      dyad(place + 1, addDays(day("2009-01-12"), place % 10 === 0 ? place / 5 : 0), { coordinatorId: (100 + (place % 34)) as PersonId }),
    );
    const appointments = Array.from({ length: 34 }, (_, place) => appointment(100 + place, "2009-01-05"));
    const scheduling = scheduling2009({ dyads, appointments, plan: { ...defaultPlan, calendar: plan2009.calendar } });
    const started = performance.now();
    const placed = placeFollowUps(scheduling);
    expect(performance.now() - started).toBeLessThan(1000);
    expect(placed).toHaveLength(3002);
    expect(placed.filter(({ on }) => on === null)).toEqual([]);
  });
});
