import { describe, expect, it } from "vitest";
import { addDays, day, instant } from "../../src/program/day.ts";
import type { Decision, Refusal } from "../../src/program/decision.ts";
import {
  changesBetween,
  correctMeeting,
  currentVersion,
  findDuplicates,
  logMeeting,
  type Meeting,
  type MeetingContext,
  type MeetingDraft,
  voidMeeting,
} from "../../src/program/meeting.ts";
import type { CohortId, Dyad, DyadId, MeetingFact, MeetingId, ObjectiveId, OrganizationId, PersonId } from "../../src/program/terms.ts";

const mentor = 11 as PersonId;
const mentee = 12 as PersonId;
const colleague = 13 as PersonId;
const dyad: Dyad = {
  id: 1 as DyadId,
  organizationId: 1 as OrganizationId,
  cohortId: 1 as CohortId,
  mentorId: mentor,
  menteeId: mentee,
  coordinatorId: 14 as PersonId,
  beganOn: day("2009-01-12"),
  ending: null,
};
const today = day("2009-03-09");
const objective = 7 as ObjectiveId;

const context = (changes: Partial<MeetingContext> = {}): MeetingContext => ({
  dyad,
  objectives: new Set([objective]),
  today,
  by: mentor,
  at: instant("2009-03-09T16:30:00-04:00"),
  ...changes,
});
const draft = (changes: Partial<MeetingDraft> = {}): MeetingDraft => ({
  heldOn: today,
  minutes: 45,
  mode: "in-person",
  topics: ["classroom", "parents"],
  otherTopic: null,
  objectives: [objective],
  ...changes,
});

function accepted<Value>(decision: Decision<Value, Refusal>): Value {
  if ("refused" in decision) throw new Error(`refused: ${decision.refused.map(({ code }) => code).join(", ")}`);
  return decision.accepted;
}
const refusals = (decision: Decision<unknown, Refusal>) =>
  "refused" in decision ? decision.refused.map(({ code, field }) => `${field ?? "whole"}: ${code}`) : [];

const logged = (): Meeting => ({
  id: 1 as MeetingId,
  dyadId: dyad.id,
  loggedBy: mentor,
  versions: [accepted(logMeeting(draft(), context()))],
  voided: null,
});

describe("logging a meeting", () => {
  it.each([
    { who: "the mentor", by: mentor },
    { who: "the mentee", by: mentee },
  ])("is for $who", ({ by }) => {
    expect(accepted(logMeeting(draft(), context({ by })))).toEqual({
      number: 1,
      at: "2009-03-09T20:30:00.000Z",
      by,
      entry: draft(),
      changed: [],
    });
  });

  it("is for nobody else, who learns nothing more", () => {
    const wrong = draft({ minutes: 0 });
    expect(refusals(logMeeting(wrong, context({ by: colleague })))).toEqual(["whole: not-of-this-dyad"]);
    expect(refusals(logMeeting(wrong, context({ by: dyad.coordinatorId })))).toEqual(["whole: not-of-this-dyad"]);
  });

  const ended = { ...dyad, ending: { on: day("2009-03-02"), by: null } };

  it.each([
    { case: "tomorrow", given: { heldOn: addDays(today, 1) }, expected: ["heldOn: in-the-future"] },
    { case: "today", given: { heldOn: today }, expected: [] },
    { case: "the day the dyad began", given: { heldOn: dyad.beganOn }, expected: [] },
    { case: "the day before it began", given: { heldOn: addDays(dyad.beganOn, -1) }, expected: ["heldOn: before-the-dyad-began"] },
    { case: "the day the dyad ended", given: { heldOn: day("2009-03-02") }, dyad: ended, expected: [] },
    { case: "the day after it ended", given: { heldOn: day("2009-03-03") }, dyad: ended, expected: ["heldOn: after-the-dyad-ended"] },
    { case: "one minute", given: { minutes: 1 }, expected: [] },
    { case: "no minute", given: { minutes: 0 }, expected: ["minutes: minutes-out-of-range"] },
    { case: "a whole day", given: { minutes: 1440 }, expected: [] },
    { case: "more than a day", given: { minutes: 1441 }, expected: ["minutes: minutes-out-of-range"] },
    { case: "half a minute", given: { minutes: 45.5 }, expected: ["minutes: minutes-out-of-range"] },
    { case: "a length that is no number", given: { minutes: Number.NaN }, expected: ["minutes: minutes-out-of-range"] },
    { case: "a mode of its own", given: { mode: "telepathy" }, expected: ["mode: unknown-mode"] },
    { case: "no topic", given: { topics: [] }, expected: [] },
    { case: "one unknown topic of two", given: { topics: ["classroom", "salary"] }, expected: ["topics: unknown-topic"] },
    { case: "a topic of 200 characters", given: { otherTopic: "x".repeat(200) }, expected: [] },
    { case: "a topic of 201 characters", given: { otherTopic: "x".repeat(201) }, expected: ["otherTopic: other-topic-too-long"] },
    { case: "no objective", given: { objectives: [] }, expected: [] },
    {
      case: "an objective of another dyad",
      given: { objectives: [objective, 8 as ObjectiveId] },
      expected: ["objectives: objective-of-another-dyad"],
    },
  ])("with $case: $expected", ({ given, expected, dyad: other = dyad }) => {
    const base = draft({ heldOn: other.beganOn });
    expect(refusals(logMeeting({ ...base, ...given }, context({ dyad: other })))).toEqual(expected);
  });

  it("says everything that is wrong at once, in the order of the form", () => {
    const wrong = draft({ heldOn: addDays(today, 1), minutes: 0, mode: "", topics: ["?"], objectives: [8 as ObjectiveId] });
    expect(refusals(logMeeting(wrong, context()))).toEqual([
      "heldOn: in-the-future",
      "minutes: minutes-out-of-range",
      "mode: unknown-mode",
      "topics: unknown-topic",
      "objectives: objective-of-another-dyad",
    ]);
  });

  it("keeps each choice once, and no blank topic", () => {
    const repeated = draft({ topics: ["parents", "parents"], objectives: [objective, objective], otherTopic: "  " });
    expect(accepted(logMeeting(repeated, context())).entry).toMatchObject({
      topics: ["parents"],
      objectives: [objective],
      otherTopic: null,
    });
    expect(accepted(logMeeting(draft({ otherTopic: " relève " }), context())).entry.otherTopic).toBe("relève");
  });
});

describe("correcting a meeting", () => {
  const later = instant("2009-03-10T08:00:00-04:00");

  it("adds a version that says what changed, when and by whom", () => {
    const version = accepted(correctMeeting(logged(), draft({ minutes: 60, topics: ["classroom", "team"] }), context({ at: later })));
    expect(version).toEqual({
      number: 2,
      at: later,
      by: mentor,
      entry: draft({ minutes: 60, topics: ["classroom", "team"] }),
      changed: ["minutes", "topics"],
    });
  });

  it("keeps what the meeting said before, and speaks with the last version", () => {
    const meeting = logged();
    const version = accepted(correctMeeting(meeting, draft({ minutes: 60 }), context({ at: later })));
    const corrected: Meeting = { ...meeting, versions: [...meeting.versions, version] };
    expect(corrected.versions.map(({ entry }) => entry.minutes)).toEqual([45, 60]);
    expect(currentVersion(corrected).entry.minutes).toBe(60);
    expect(refusals(correctMeeting(corrected, draft({ minutes: 60 }), context()))).toEqual(["whole: nothing-changed"]);
    expect(accepted(correctMeeting(corrected, draft(), context())).number).toBe(3);
  });

  it("is for the author only, not for the other member", () => {
    expect(refusals(correctMeeting(logged(), draft({ minutes: 0 }), context({ by: mentee })))).toEqual(["whole: not-the-author"]);
  });

  it("follows the rules of logging", () => {
    expect(refusals(correctMeeting(logged(), draft({ minutes: 0 }), context()))).toEqual(["minutes: minutes-out-of-range"]);
  });

  it("does not take the same choices in another order for a change", () => {
    expect(refusals(correctMeeting(logged(), draft({ topics: ["parents", "classroom"] }), context()))).toEqual(["whole: nothing-changed"]);
  });

  it("is refused once the meeting is voided", () => {
    const voided = { ...logged(), voided: { at: later, by: mentor } };
    expect(refusals(correctMeeting(voided, draft({ minutes: 60 }), context()))).toEqual(["whole: already-voided"]);
  });
});

describe("voiding a meeting", () => {
  const at = instant("2009-03-10T08:00:00-04:00");

  it("is for its author, once", () => {
    const meeting = logged();
    const voided = accepted(voidMeeting(meeting, mentor, at));
    expect(voided).toEqual({ at, by: mentor });
    expect(refusals(voidMeeting({ ...meeting, voided }, mentor, at))).toEqual(["whole: already-voided"]);
    expect(refusals(voidMeeting(meeting, mentee, at))).toEqual(["whole: not-the-author"]);
  });
});

describe("what changed between two versions", () => {
  it("is named field by field", () => {
    const entry = accepted(logMeeting(draft(), context())).entry;
    const other = { heldOn: day("2009-03-02"), minutes: 30, mode: "phone", topics: [], otherTopic: "relève", objectives: [] } as const;
    expect(changesBetween(entry, entry)).toEqual([]);
    for (const [field, value] of Object.entries(other)) expect(changesBetween(entry, { ...entry, [field]: value })).toEqual([field]);
  });
});

describe("a meeting that may have been logged already", () => {
  const fact = (id: number, changes: Partial<MeetingFact> = {}): MeetingFact => ({
    id: id as MeetingId,
    dyadId: dyad.id,
    heldOn: today,
    minutes: 45,
    mode: "in-person",
    loggedBy: mentee,
    ...changes,
  });

  it("is noticed on the same day, the likeliest first", () => {
    const existing = [fact(1, { minutes: 30 }), fact(2, { mode: "video" }), fact(3)];
    expect(findDuplicates(draft(), existing)).toEqual([
      { meetingId: 3, likeness: "same-length-and-mode" },
      { meetingId: 1, likeness: "same-day" },
      { meetingId: 2, likeness: "same-day" },
    ]);
  });

  it("is not one of the day before", () => {
    expect(findDuplicates(draft(), [fact(1, { heldOn: addDays(today, -1) })])).toEqual([]);
  });

  it("is no refusal: two meetings in a day do happen", () => {
    expect(refusals(logMeeting(draft(), context()))).toEqual([]);
  });
});
