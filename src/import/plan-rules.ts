import { calendarOf, isQuiet } from "../program/calendar.ts";
import { day, daysBetween } from "../program/day.ts";
import type { When } from "../program/plan.ts";
import { targetOf } from "../program/windows.ts";
import { defaultInstruments } from "./instrument-file.ts";
import { type Path, type Problem, problem } from "./problems.ts";
import { planOf, stagesGone } from "./settings.ts";
import { anyYear } from "./stages.ts";
import { type Rule, unknownPerson, type View } from "./view.ts";

type Said = NonNullable<View["desired"]["plan"]>;

const ofPlan =
  (rule: (said: Said, view: View) => Problem[]): Rule =>
  (view) =>
    view.desired.plan ? rule(view.desired.plan, view) : [];

/** A cohort may cross a summer and two school years; one longer than this has a slip in a year. */
const longestInYears = 3;

export const planRules: readonly Rule[] = [
  ofPlan(({ span: cohort, at }) => {
    if (!cohort || cohort.startsOn <= cohort.endsOn) return [];
    return [
      problem(at(["cohort", "ends"]), "wrong-value", { found: cohort.endsOn, expected: { kind: "day-from", from: cohort.startsOn } }),
    ];
  }),
  ofPlan(({ span: cohort, at }) => {
    if (!cohort || daysBetween(cohort.startsOn, cohort.endsOn) <= longestInYears * 366) return [];
    return [problem(at(["cohort", "ends"]), "cohort-too-long", { starts: cohort.startsOn, ends: cohort.endsOn, years: longestInYears })];
  }),
  ofPlan(({ span: cohort, settings, at }) => {
    if (!cohort || cohort.endsOn < cohort.startsOn || daysBetween(cohort.startsOn, cohort.endsOn) > longestInYears * 366) return [];
    const open = calendarOf(settings.plan.calendar).openDays(cohort.startsOn, cohort.endsOn);
    return open.length > 0 ? [] : [problem(at(["calendar"]), "never-open", { starts: cohort.startsOn, ends: cohort.endsOn })];
  }),
  ofPlan(({ settings: { plan }, at }, { doubt }) => {
    const { sendAt, quietHours } = plan;
    if (doubt.at(at(["plan", "sendAt"])) || doubt.within(at(["plan", "quietHours"]))) return [];
    return isQuiet(sendAt, quietHours) ? [problem(at(["plan", "sendAt"]), "send-hour-quiet", { sendAt, ...quietHours })] : [];
  }),
  ofPlan(({ settings: { plan }, at }, { doubt }) => {
    const { reminders } = plan;
    const isDoubtful = (name: string) => doubt.within(at(["plan", "reminders", name.replace(/\[.*/, "")]));
    const named = (name: string, days: number) => ({ name, days });
    const [first, second] = reminders.questionnaire;
    const pairs = [
      [named("questionnaire[0]", first), named("questionnaire[1]", second)],
      [named("dayBefore", reminders.dayBefore), named("weekBeforeDays", reminders.weekBeforeDays)],
      [named("weekBeforeDays", reminders.weekBeforeDays), named("announceDaysBefore", reminders.announceDaysBefore)],
      [named("silentAfterDays", reminders.silentAfterDays), named("silentAgainAfterDays", reminders.silentAgainAfterDays)],
    ] as const;
    return pairs
      .filter(([less, more]) => less.days >= more.days && !isDoubtful(less.name) && !isDoubtful(more.name))
      .map(([less, more]) => problem(at(["plan", "reminders"]), "reminders-reversed", { less, more }));
  }),
  ofPlan(({ stages, at }) =>
    stages.flatMap(({ stage: { key }, path }, index) =>
      stages.findIndex((other) => other.stage.key === key) < index ? [problem(at(path), "stage-twice", { key })] : [],
    ),
  ),
  // What was said and written of a follow-up is found by the key of its stage.
  ofPlan(({ settings, at }, { current, doubt }) => {
    if (doubt.within(at(["plan", "stages"]))) return [];
    const inUse = new Set([
      ...current.followUps.filter(({ announcedOn, heldOn }) => (announcedOn ?? heldOn) !== null).map(({ stage }) => stage),
      ...current.answered,
    ]);
    return stagesGone(current.cohort ? planOf(current.cohort).stages : [], settings.plan.stages)
      .filter(({ key }) => inUse.has(key))
      .map(({ key }) => problem(at(["plan", "stages"]), "stage-in-use", { key }));
  }),
  ofPlan(({ stages, span, at }) =>
    stages.flatMap(({ stage, path }, index) => {
      const previous = stages[index - 1];
      // The default stages keep their order in a short relationship too: only what the file says is held to it.
      const said = [path, previous?.path ?? []].find(isSaid);
      if (!previous || !said || [stage, previous.stage].some((one) => beyond(one.when, span) !== null)) return [];
      return isBefore(stage.when, previous.stage.when, span)
        ? [problem(at(said), "stage-order", { key: stage.key, previous: previous.stage.key })]
        : [];
    }),
  ),
  ofPlan(({ stages, span, at }) =>
    stages.flatMap(({ stage, path }) => {
      const found = beyond(stage.when, span);
      if (found === null || !isSaid(path)) return [];
      const { name, value, weeks } = found;
      return [problem(at([...path, "when", name]), "wrong-value", { found: value, expected: { kind: "week-of-cohort", weeks } })];
    }),
  ),
  ofPlan(({ stages, instruments, instrumentsWhole, at }, { current }) => {
    if (!instrumentsWhole) return [];
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
  ofPlan(({ settings: { opensAt }, span: cohort, at }) => {
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

/** Stages that a file says have a path of their own. */
const isSaid = (path: Path): boolean => path.length > 2;

/** A time in weeks of which the cohort has fewer; null for any other. */
function beyond(when: When, span: Said["span"]): { name: string; value: number; weeks: number } | null {
  if (!span || span.endsOn < span.startsOn || "fraction" in when) return null;
  const days = daysBetween(span.startsOn, span.endsOn);
  // A week counts when its middle is in the cohort, which is the day that the stage aims at.
  const [name, value, weeks] =
    "week" in when ? ["week", when.week, Math.floor((days - 3) / 7) + 1] : ["lastWeeks", when.lastWeeks, Math.ceil((days + 1) / 7)];
  return value > Math.max(1, weeks) ? { name, value, weeks: Math.max(1, weeks) } : null;
}

/** By the day that each aims at; while the days of the cohort are not known, only times of one kind can be told apart. */
function isBefore(one: When, other: When, span: Said["span"]): boolean {
  const [kind, otherKind] = [Object.keys(one)[0], Object.keys(other)[0]];
  if (span === null ? kind !== otherKind : span.endsOn < span.startsOn) return false;
  const days = span ? { from: span.startsOn, to: span.endsOn } : anyYear;
  return targetOf(one, days) < targetOf(other, days);
}
