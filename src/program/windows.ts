import { positionIn } from "./calendar.ts";
import { addDays, type Day, daysBetween } from "./day.ts";
import type { StagePlan, When } from "./plan.ts";

/** Both ends are inside. */
export interface Span {
  from: Day;
  to: Day;
}

/** Open days, as positions in a list of them: both ends are inside, and `target` is where the date would best be. */
export interface Window {
  first: number;
  last: number;
  target: number;
}

/** The calendar day that a stage aims at in a span, open or not. */
export function targetOf(when: When, { from, to }: Span): Day {
  if ("week" in when) return addDays(from, 7 * (when.week - 1) + 3);
  if ("fraction" in when) return addDays(from, Math.round(when.fraction * daysBetween(from, to)));
  return addDays(to, -Math.floor((7 * when.lastWeeks) / 2));
}

/** The open days among which the date of a stage is chosen, before anything else is looked at. `last` is below `first` when there are none. */
export function windowOf(stage: StagePlan, span: Span, open: readonly Day[]): Window {
  const { when, windowDays } = stage;
  if (!("lastWeeks" in when)) return nearest(targetOf(when, span), windowDays, open);
  const first = positionIn(open, addDays(span.to, 1 - 7 * when.lastWeeks));
  const last = positionIn(open, addDays(span.to, 1)) - 1;
  if (first > last) return nearest(targetOf(when, span), windowDays, open);
  return around((first + last) >> 1, windowDays, first, last);
}

/** As many positions around a target as asked, between two others that are both inside. */
export function around(target: number, count: number, first: number, last: number): Window {
  const start = Math.max(first, Math.min(target - ((count - 1) >> 1), last - count + 1));
  return { first: start, last: Math.min(last, start + count - 1), target };
}

/** The open days that are nearest to a day, the later one first of two as near: a break is left on its nearer side. */
function nearest(target: Day, count: number, open: readonly Day[]): Window {
  let last = positionIn(open, target) - 1;
  let first = last + 1;
  const distance = (position: number) => {
    const date = open[position];
    return date === undefined ? Number.POSITIVE_INFINITY : Math.abs(daysBetween(target, date));
  };
  const laterIsNearer = () => distance(last + 1) <= distance(first - 1);
  const best = laterIsNearer() ? last + 1 : first - 1;
  while (last - first + 1 < Math.min(count, open.length)) {
    if (laterIsNearer()) last += 1;
    else first -= 1;
  }
  return { first, last, target: best };
}
