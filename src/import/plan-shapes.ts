import { z } from "zod";
import { easterChoices, regions } from "../program/holidays.ts";
import { longestStageName } from "../program/plan.ts";
import { largestRecord, longestText, sizeOfRecord } from "../program/record.ts";
import { languages, offices } from "../program/terms.ts";
import { date, email, hourOfDay, key, link, moment, number, oneOf, sentence, shortSentence, text, whole, yesOrNo, zone } from "./shapes.ts";

/** The shapes of a plan file. A key left out takes its value from the default plan; an unknown key is a mistake. */

export const sections = z
  .strictObject({
    organization: z.unknown(),
    program: z.unknown(),
    cohort: z.unknown(),
    calendar: z.unknown(),
    plan: z.unknown(),
    instruments: z.unknown(),
    coordinators: z.unknown(),
    people: z.unknown(),
    dyads: z.unknown(),
    participants: z.unknown(),
    playground: z.unknown(),
    script: z.unknown(),
  })
  .partial();

export const organization = z.strictObject({
  key,
  name: text(),
  language: oneOf(languages).default("fr"),
  zone: zone.default("America/Toronto"),
  assistance: z.strictObject({ name: text(), phone: text(60).optional(), url: link.optional() }).nullish(),
});

export const program = text();

export const cohort = z.strictObject({
  key,
  name: text(),
  kind: oneOf(["pilot", "regular"]).default("regular"),
  starts: date,
  ends: date,
});

export const calendar = z
  .strictObject({
    region: oneOf(regions),
    easter: oneOf(easterChoices),
    weekend: z.array(whole(1, 7)),
    closed: z.unknown(),
  })
  .partial();

export const closedDays = z.strictObject({ from: date, to: date.nullish(), reason: sentence });

export const reminders = z
  .strictObject({
    announceDaysBefore: whole(1, 90),
    weekBeforeDays: whole(1, 30),
    dayBefore: whole(1, 7),
    questionnaire: z.tuple([whole(1, 30), whole(1, 60)]),
    silentAfterDays: whole(7, 180),
    silentAgainAfterDays: whole(7, 360),
  })
  .partial();

export const plan = z
  .strictObject({
    capacityPerDay: whole(1, 20),
    quietHours: z.strictObject({ from: hourOfDay, to: hourOfDay }),
    sendAt: hourOfDay,
    startAt: hourOfDay,
    reminders: z.unknown(),
    stages: z.unknown(),
  })
  .partial();

const when = z
  .strictObject({ week: whole(1, 150), fraction: number(0, 1), lastWeeks: whole(1, 26) })
  .partial()
  .refine((value) => Object.keys(value).length === 1, { params: { expected: { kind: "when" } } })
  .transform(({ week, fraction, lastWeeks }) => {
    if (week !== undefined) return { week };
    return fraction === undefined ? { lastWeeks: lastWeeks as number } : { fraction };
  });

const recordField = z
  .strictObject({
    key,
    label: sentence,
    hint: sentence.optional(),
    kind: oneOf(["text", "choice"]).default("text"),
    options: z.array(z.strictObject({ value: key, label: sentence })).optional(),
    required: yesOrNo.default(false),
    maxLength: whole(1, longestText).optional(),
  })
  .refine(({ kind, options }) => (kind === "choice" ? (options?.length ?? 0) >= 2 : options === undefined), {
    params: { expected: { kind: "options" } },
  });

const stageFields = {
  name: shortSentence(longestStageName),
  audience: oneOf(["triad", "mentees", "everyone"]),
  when,
  windowDays: whole(1, 60),
  questionnaire: key.nullable(),
  questionnaireOpensDaysBefore: whole(1, 60),
  agenda: z.array(sentence),
  facilitation: z.array(sentence),
  record: z
    .array(recordField)
    .refine((fields) => new Set(fields.map((field) => field.key)).size === fields.length, {
      params: { expected: { kind: "distinct-keys" } },
    })
    .refine((fields) => sizeOfRecord(fields) <= largestRecord, { params: { expected: { kind: "record", most: largestRecord } } }),
};

/** A stage of the default plan, of which only what differs is said. The key is there when stages are a list. */
export const changedStage = z.strictObject({ key, ...stageFields }).partial();

/** A stage of the school's own. */
export const ownStage = z.strictObject({
  ...stageFields,
  key: key.optional(),
  windowDays: stageFields.windowDays.default(10),
  questionnaire: stageFields.questionnaire.default(null),
  questionnaireOpensDaysBefore: stageFields.questionnaireOpensDaysBefore.default(7),
  agenda: stageFields.agenda.default([]),
  facilitation: stageFields.facilitation.default([]),
  record: stageFields.record.default([]),
});

export const coordinator = z.strictObject({
  email,
  kind: oneOf(["external", "internal"]),
  capacity: oneOf(["coordinator", "deputy"]).default("coordinator"),
  from: date.nullish(),
  until: date.nullish(),
  succeeds: email.nullish(),
});

export const person = z.strictObject({
  email,
  givenName: text(100),
  familyName: text(100),
  language: oneOf(languages).nullish(),
  office: oneOf(offices).nullish(),
  supervisor: email.nullish(),
});

export const dyad = z.strictObject({
  mentor: email,
  mentee: email,
  began: date.nullish(),
  ended: date.nullish(),
  coordinator: email.nullish(),
  held: z.record(z.string(), date).nullish(),
});

export const playground = z.strictObject({ opensAt: moment }).nullish();

export const behaviour = z
  .strictObject({
    meetsEveryDays: whole(1, 365).nullable(),
    firstMeetingAfterDays: whole(0, 365),
    meetsUntil: date.nullable(),
    minutes: whole(5, 600),
    answers: oneOf(["promptly", "after-reminder", "never", "declines"]),
    wellbeing: z.array(whole(0, 5)).min(1),
    shares: z.array(oneOf(["mentor", "coordinator"])),
    language: oneOf(languages),
  })
  .partial();
