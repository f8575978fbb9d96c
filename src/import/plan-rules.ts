import { calendarOf, isQuiet } from "../program/calendar.ts";
import { day, daysBetween } from "../program/day.ts";
import type { When } from "../program/plan.ts";
import { defaultInstruments } from "./instrument-file.ts";
import { type Problem, problem } from "./problems.ts";
import { type Rule, unknownPerson, type View } from "./view.ts";

type Said = NonNullable<View["desired"]["plan"]>;

const ofPlan =
  (rule: (said: Said, view: View) => Problem[]): Rule =>
  (view) =>
    view.desired.plan ? rule(view.desired.plan, view) : [];

/** A cohort may cross a summer and two school years; one longer than this has a slip in a year. */
const longestInYears = 3;

export const planRules: readonly Rule[] = [
  ofPlan(({ cohort }) => {
    if (!cohort || cohort.startsOn <= cohort.endsOn) return [];
    return [problem(cohort.at("ends"), "wrong-value", { found: cohort.endsOn, expected: { kind: "day-from", from: cohort.startsOn } })];
  }),
  ofPlan(({ cohort }) => {
    if (!cohort || daysBetween(cohort.startsOn, cohort.endsOn) <= longestInYears * 366) return [];
    return [problem(cohort.at("ends"), "cohort-too-long", { starts: cohort.startsOn, ends: cohort.endsOn, years: longestInYears })];
  }),
  ofPlan(({ cohort, settings, at }) => {
    if (!cohort || cohort.endsOn < cohort.startsOn || daysBetween(cohort.startsOn, cohort.endsOn) > longestInYears * 366) return [];
    const open = calendarOf(settings.plan.calendar).openDays(cohort.startsOn, cohort.endsOn);
    return open.length > 0 ? [] : [problem(at(["calendar"]), "never-open", { starts: cohort.startsOn, ends: cohort.endsOn })];
  }),
  ofPlan(({ settings: { plan }, at }) => {
    const { sendAt, quietHours } = plan;
    return isQuiet(sendAt, quietHours) ? [problem(at(["plan", "sendAt"]), "send-hour-quiet", { sendAt, ...quietHours })] : [];
  }),
  ofPlan(({ settings: { plan }, at }) => {
    const { reminders } = plan;
    const [first, second] = reminders.questionnaire;
    const pairs = [
      { sooner: first, later: second, names: ["questionnaire[0]", "questionnaire[1]"] },
      { sooner: reminders.dayBefore, later: reminders.weekBeforeDays, names: ["dayBefore", "weekBeforeDays"] },
      { sooner: reminders.weekBeforeDays, later: reminders.announceDaysBefore, names: ["weekBeforeDays", "announceDaysBefore"] },
      { sooner: reminders.silentAfterDays, later: reminders.silentAgainAfterDays, names: ["silentAfterDays", "silentAgainAfterDays"] },
    ];
    return pairs
      .filter(({ sooner, later }) => sooner >= later)
      .map(({ sooner, later, names: [less = "", more = ""] }) =>
        problem(at(["plan", "reminders"]), "reminders-reversed", { first: `${less}: ${sooner}`, second: `${more}: ${later}` }),
      );
  }),
  ofPlan(({ stages, at }) =>
    stages.flatMap(({ stage: { key }, path }, index) =>
      stages.findIndex((other) => other.stage.key === key) < index ? [problem(at(path), "stage-twice", { key })] : [],
    ),
  ),
  ofPlan(({ stages, at }) =>
    stages.flatMap(({ stage, path }, index) => {
      const previous = stages[index - 1]?.stage;
      return previous && isBefore(stage.when, previous.when)
        ? [problem(at(path), "stage-order", { key: stage.key, previous: previous.key })]
        : [];
    }),
  ),
  ofPlan(({ stages, instruments, at }, { current }) => {
    const known = [
      ...defaultInstruments,
      ...instruments.map(({ instrument }) => instrument.id),
      ...current.instruments.map(({ id }) => id),
    ];
    return stages.flatMap(({ stage: { questionnaire }, path }) =>
      questionnaire === null || known.includes(questionnaire)
        ? []
        : [problem(at([...path, "questionnaire"]), "instrument-unknown", { id: questionnaire, known: [...new Set(known)] })],
    );
  }),
  ofPlan(({ instruments }) =>
    instruments.flatMap(({ place, instrument: { id } }, index) => {
      if (defaultInstruments.includes(id)) return [problem(place, "instrument-own", { id })];
      const first = instruments.findIndex((other) => other.instrument.id === id);
      return first < index ? [problem(place, "instrument-twice", { id })] : [];
    }),
  ),
  ofPlan(({ settings: { opensAt }, cohort, at }) => {
    if (opensAt === null || !cohort) return [];
    const [from, to, on] = [cohort.startsOn, cohort.endsOn, day(opensAt.slice(0, 10))];
    if (to < from || (from <= on && on <= to)) return [];
    return [
      problem(at(["playground", "opensAt"]), "wrong-value", { found: on, expected: { kind: "day-between", from, to, of: "cohort" } }),
    ];
  }),
  ofPlan(({ settings: { script }, at }, view) =>
    Object.keys(script?.people ?? {}).flatMap((email) => unknownPerson(view, email, at(["script", email]))),
  ),
];

/** Only times of one kind can be told apart without knowing how long a relationship lasts. */
function isBefore(one: When, other: When): boolean {
  if ("week" in one && "week" in other) return one.week < other.week;
  if ("fraction" in one && "fraction" in other) return one.fraction < other.fraction;
  return "lastWeeks" in one && "lastWeeks" in other && one.lastWeeks > other.lastWeeks;
}
