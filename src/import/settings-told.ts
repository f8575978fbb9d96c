import { isDeepStrictEqual } from "node:util";
import type { ClosedDays } from "../program/calendar.ts";
import type { Plan, StagePlan } from "../program/plan.ts";
import type { Things } from "../store/import.ts";
import type { Change } from "./changes.ts";
import { fieldsTold, type Saying } from "./details.ts";
import { planOf, settingsOf, stagesGone } from "./settings.ts";
import { changeWords } from "./words.ts";

type Cohort = Things["cohort"];

/** What changes in a cohort and its plan, as people say it. */
export function settingsTold(before: Cohort, after: Cohort, saying: Saying): string[] {
  const words = changeWords(saying.language);
  const [was, is] = [planOf(before), planOf(after)];
  const told = [
    ...fieldsTold(before, after, words.cohortFields, saying),
    ...closedTold(was.calendar?.closed ?? [], is.calendar?.closed ?? [], saying),
    ...fieldsTold(
      was.calendar ?? {},
      is.calendar ?? {},
      { region: words.calendarFields.region, easter: words.calendarFields.easter },
      saying,
    ),
    ...weekendTold(was, is, saying),
    ...fieldsTold(was, is, words.planFields, saying),
    ...fieldsTold(was.reminders ?? {}, is.reminders ?? {}, words.reminderFields, saying),
    ...stagesTold(was.stages ?? [], is.stages ?? [], saying),
    ...fieldsTold(settingsOf(before), settingsOf(after), { opensAt: words.opensAt }, saying),
    ...(isDeepStrictEqual(settingsOf(before).script, settingsOf(after).script) ? [] : [words.script]),
  ];
  return told.length > 0 ? told : [words.otherSettings];
}

function closedTold(before: readonly ClosedDays[], after: readonly ClosedDays[], { language, value }: Saying): string[] {
  const words = changeWords(language);
  const without = (list: readonly ClosedDays[], others: readonly ClosedDays[]) =>
    list.filter((one) => !others.some((other) => isDeepStrictEqual(other, one)));
  const told = ({ from, to, reason }: ClosedDays) => ({
    from: value(from),
    to: to === from ? null : value(to),
    reason: value(reason),
  });
  return [
    ...without(after, before).map((one) => words.closedAdded(told(one))),
    ...without(before, after).map((one) => words.closedRemoved(told(one))),
  ];
}

function weekendTold(before: Partial<Plan>, after: Partial<Plan>, saying: Saying): string[] {
  const words = changeWords(saying.language);
  const days = ({ calendar }: Partial<Plan>) => ({ weekend: calendar?.weekend.map((day) => words.weekdays[day - 1] ?? String(day)) });
  return fieldsTold(days(before), days(after), { weekend: words.calendarFields.weekend }, saying);
}

/** Lists of sentences are only said to change: what they say is in the file. */
const longFields: readonly string[] = ["agenda", "facilitation", "record"];

function stagesTold(before: readonly StagePlan[], after: readonly StagePlan[], saying: Saying): string[] {
  const words = changeWords(saying.language);
  const name = (stage: StagePlan) => saying.value(stage.name);
  const keys = (list: readonly StagePlan[], others: readonly StagePlan[]) =>
    list.map(({ key }) => key).filter((key) => others.some((other) => other.key === key));
  const changed = after.flatMap((stage) => {
    const was = before.find(({ key }) => key === stage.key);
    if (!was) return [words.stageAdded(name(stage), saying.value(stage.when))];
    const { agenda, facilitation, record, ...short } = words.stageFields;
    const long = Object.entries({ agenda, facilitation, record })
      .filter(([field]) => longFields.includes(field) && !isDeepStrictEqual(was[field as "agenda"], stage[field as "agenda"]))
      .map(([, label]) => `${label}${words.colon}${words.otherContent}`);
    const lines = [...fieldsTold(was, stage, short, saying), ...long];
    return lines.length > 0 ? [words.stageChanged(name(was), lines.join("; "))] : [];
  });
  const gone = stagesGone(before, after).map((stage) => words.stageRemoved(name(stage)));
  const isReordered = !isDeepStrictEqual(keys(before, after), keys(after, before));
  return [...changed, ...gone, ...(isReordered ? [words.stagesReordered(after.map(name).join(", "))] : [])];
}

/** Whether follow-ups that nobody knows of yet may get another date: by the days of the cohort, its calendar or its stages. */
export function movesDates(change: Change): boolean {
  if (change.thing !== "cohort" || change.before === null) return false;
  const { before, after } = change;
  const dated = (cohort: Cohort) => {
    const { calendar, stages = [], capacityPerDay } = planOf(cohort);
    const days = stages.map(({ key, when, windowDays, audience }) => ({ key, when, windowDays, audience }));
    return { from: cohort.startsOn, to: cohort.endsOn, calendar, days, capacityPerDay };
  };
  return !isDeepStrictEqual(dated(before), dated(after));
}
