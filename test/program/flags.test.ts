import { describe, expect, it } from "vitest";
import { addDays, type Day, day, instant } from "../../src/program/day.ts";
import { type DyadHistory, type Flag, type FlagSettings, flagsOf, gravestDyadFirst } from "../../src/program/flags.ts";
import type { CohortId, Dyad, DyadId, FollowUpId, OrganizationId, PersonId } from "../../src/program/terms.ts";

const began = day("2009-01-12");
const dyad: Dyad = {
  id: 1 as DyadId,
  organizationId: 1 as OrganizationId,
  cohortId: 1 as CohortId,
  mentorId: 11 as PersonId,
  menteeId: 12 as PersonId,
  coordinatorId: 13 as PersonId,
  beganOn: began,
  ending: null,
};
const history = (changes: Partial<DyadHistory> = {}): DyadHistory => ({
  dyad,
  meetings: [],
  followUps: [],
  pauses: [],
  unreachable: [],
  ...changes,
});
const settings: FlagSettings = {
  firstMeetingWithinDays: 21,
  silentAfterDays: 28,
  recordWithinDays: 7,
  closed: [],
  endsOn: day("2009-12-18"),
};

const met = (...days: Day[]) => days.map((heldOn) => ({ heldOn }));
const id = 5 as FollowUpId;
const followUp = (changes: Partial<DyadHistory["followUps"][number]>): DyadHistory["followUps"][number] => ({
  id,
  stage: "follow-up-1",
  on: null,
  unplaced: null,
  held: null,
  recorded: false,
  ...changes,
});
const heldOn = (on: Day) => ({ on, by: dyad.coordinatorId, at: instant("2009-02-02T12:00:00Z") });

describe("a dyad that has not met yet", () => {
  it("is left in peace for 20 days and flagged on day 21", () => {
    expect(flagsOf(history(), settings, addDays(began, 20))).toEqual([]);
    expect(flagsOf(history(), settings, addDays(began, 21))).toEqual([{ code: "no-meeting-yet", since: began, days: 21, closedDays: 0 }]);
  });

  it("is not flagged before the day it begins", () => {
    const late = history({ unreachable: [{ personId: dyad.menteeId, since: began, reason: "left" }] });
    expect(flagsOf(late, settings, addDays(began, -1))).toEqual([]);
    expect(flagsOf(late, settings, began)).toHaveLength(1);
  });
});

describe("a dyad that has met", () => {
  const first = day("2009-01-19");
  const last = day("2009-02-02");

  it.each([
    { order: "as they came", meetings: met(first, last) },
    { order: "the other way around", meetings: met(last, first) },
  ])("is silent 28 days after its last meeting, logged $order", ({ meetings }) => {
    expect(flagsOf(history({ meetings }), settings, addDays(last, 27))).toEqual([]);
    expect(flagsOf(history({ meetings }), settings, addDays(last, 28))).toEqual([{ code: "silent", since: last, days: 28, closedDays: 0 }]);
  });

  it("is not judged by a meeting of a day to come", () => {
    expect(flagsOf(history({ meetings: met(addDays(began, 30)) }), settings, addDays(began, 21))).toMatchObject([
      { code: "no-meeting-yet" },
    ]);
  });

  describe("and is in a pause", () => {
    const pauses = [{ from: addDays(last, 10), until: addDays(last, 19) }];
    const paused = history({ meetings: met(last), pauses });

    it("is not silent while it lasts, however long ago they met", () => {
      const long = history({ meetings: met(last), pauses: [{ from: addDays(last, 60), until: addDays(last, 70) }] });
      expect(flagsOf(long, settings, addDays(last, 59))).toMatchObject([{ code: "silent" }]);
      expect(flagsOf(long, settings, addDays(last, 60))).toEqual([]);
      expect(flagsOf(long, settings, addDays(last, 70))).toEqual([]);
      expect(flagsOf(long, settings, addDays(last, 71))).toMatchObject([{ code: "silent", days: 71 }]);
    });

    it("has as many days as were left when it is over; its length is told with those of the pause, which is a private matter", () => {
      expect(flagsOf(paused, settings, addDays(last, 37))).toEqual([]);
      expect(flagsOf(paused, settings, addDays(last, 38))).toEqual([{ code: "silent", since: last, days: 38, closedDays: 0 }]);
    });

    it("does not count twice the days that both members were away", () => {
      const both = history({ meetings: met(last), pauses: [...pauses, { from: addDays(last, 15), until: addDays(last, 24) }] });
      expect(flagsOf(both, settings, addDays(last, 42))).toEqual([]);
      expect(flagsOf(both, settings, addDays(last, 43))).toEqual([{ code: "silent", since: last, days: 43, closedDays: 0 }]);
    });
  });

  it("is not counted the days when the school is closed, and it is said how many they were", () => {
    const closing = { ...settings, closed: [{ from: addDays(last, 20), to: addDays(last, 26) }] };
    const silent = history({ meetings: met(last) });
    expect(flagsOf(silent, closing, addDays(last, 34))).toEqual([]);
    expect(flagsOf(silent, closing, addDays(last, 35))).toEqual([{ code: "silent", since: last, days: 28, closedDays: 7 }]);
  });

  it("stays silent through a closure, when it was silent before", () => {
    const closing = { ...settings, closed: [{ from: addDays(last, 29), to: addDays(last, 90) }] };
    expect(flagsOf(history({ meetings: met(last) }), closing, addDays(last, 60))).toEqual([
      { code: "silent", since: last, days: 28, closedDays: 32 },
    ]);
  });
});

describe("a follow-up", () => {
  const on = day("2009-02-02");
  const codes = (changes: Parameters<typeof followUp>[0], today: Day) =>
    flagsOf(history({ meetings: met(today), followUps: [followUp(changes)] }), settings, today);

  it("is late from the day after it was planned for, until it is held", () => {
    expect(codes({ on }, on)).toEqual([]);
    expect(codes({ on }, addDays(on, 1))).toEqual([{ code: "follow-up-late", since: on, followUpId: id, stage: "follow-up-1" }]);
    expect(codes({ on, held: heldOn(on) }, addDays(on, 1))).toEqual([]);
  });

  it("that found no day says why", () => {
    expect(codes({ unplaced: "no-open-day-left" }, on)).toEqual([
      { code: "follow-up-unplaced", since: null, followUpId: id, stage: "follow-up-1", reason: "no-open-day-left" },
    ]);
    expect(codes({ unplaced: "no-open-day-left", held: heldOn(on) }, on)).toEqual([]);
  });

  it("that was held has seven days to be recorded", () => {
    const held = heldOn(on);
    expect(codes({ on, held }, addDays(on, 6))).toEqual([]);
    expect(codes({ on, held }, addDays(on, 7))).toEqual([{ code: "record-missing", since: on, followUpId: id, stage: "follow-up-1" }]);
    expect(codes({ on, held, recorded: true }, addDays(on, 7))).toEqual([]);
  });
});

describe("a member whom no message reaches", () => {
  it("is flagged with the day and the reason", () => {
    const unreachable = [{ personId: dyad.menteeId, since: day("2009-01-28"), reason: "account-deactivated" }];
    expect(flagsOf(history({ unreachable }), settings, day("2009-01-30"))).toEqual([
      { code: "unreachable", since: "2009-01-28", personId: 12, reason: "account-deactivated" },
    ]);
  });
});

describe("every flag of a dyad", () => {
  const today = day("2009-03-09");
  const troubled = history({
    unreachable: [{ personId: dyad.mentorId, since: day("2009-03-01"), reason: "left" }],
    followUps: [
      followUp({ on: day("2009-02-02") }),
      followUp({ unplaced: "no-open-day-left" }),
      followUp({ on: day("2009-02-16"), held: heldOn(day("2009-02-16")) }),
    ],
  });

  it("is told at once, the gravest first", () => {
    expect(flagsOf(troubled, settings, today).map(({ code }) => code)).toEqual([
      "unreachable",
      "follow-up-late",
      "no-meeting-yet",
      "follow-up-unplaced",
      "record-missing",
    ]);
  });

  it("falls silent on the day it ends", () => {
    const ended = { ...troubled, dyad: { ...dyad, ending: { on: today, by: null } } };
    expect(flagsOf(ended, settings, addDays(today, -1))).not.toEqual([]);
    expect(flagsOf(ended, settings, today)).toEqual([]);
  });

  it("leaves only what can still be written down once the cohort is over", () => {
    const over = { ...settings, endsOn: addDays(today, -1) };
    expect(flagsOf(troubled, over, today).map(({ code }) => code)).toEqual(["follow-up-late", "record-missing"]);
    expect(flagsOf(troubled, { ...settings, endsOn: today }, today)).toHaveLength(5);
  });

  it("comes from no well-being score: the compiler refuses one", () => {
    // @ts-expect-error There is no place for a score among what flags are made from.
    const withScore: DyadHistory = { ...history(), score: 28 };
    expect(flagsOf(withScore, settings, began)).toEqual(flagsOf(history(), settings, began));
  });
});

describe("of several dyads", () => {
  const unreachable: Flag = { code: "unreachable", since: began, personId: dyad.menteeId, reason: "left" };
  const late = (since: string): Flag => ({ code: "follow-up-late", since: day(since), followUpId: id, stage: "follow-up-1" });
  const silent = (days: number): Flag => ({ code: "silent", since: began, days, closedDays: 0 });
  const unplaced: Flag = { code: "follow-up-unplaced", since: null, followUpId: id, stage: "year-end", reason: "capacity" };
  const unrecorded: Flag = { code: "record-missing", since: began, followUpId: id, stage: "follow-up-1" };

  it("the gravest comes first: unreachable, late since long, silent since long, without a date, not written down", () => {
    const inOrder: Flag[][] = [
      [unreachable, silent(30)],
      [unreachable],
      [late("2009-02-02"), silent(90)],
      [late("2009-02-02"), silent(40)],
      [late("2009-02-02")],
      [late("2009-03-02"), silent(200)],
      [silent(60)],
      [{ ...silent(45), code: "no-meeting-yet" } as Flag],
      [silent(30)],
      [unplaced],
      [unrecorded],
    ];
    expect(inOrder.toReversed().sort(gravestDyadFirst)).toEqual(inOrder);
  });
});
