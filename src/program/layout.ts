import { positionIn } from "./calendar.ts";
import { addDays, type Day } from "./day.ts";
import type { StagePlan } from "./plan.ts";
import type { UnplacedCode } from "./terms.ts";
import { around, type Span, type Window, windowOf } from "./windows.ts";

/** One open day at least lies between two follow-ups of the same people. */
export const step = 2;

/** The open days that each follow-up has to itself where there is a choice: two in one week serve nobody. */
const openDaysEach = 5;

/** Where a run of follow-ups may come. Positions are those of the cohort's open days; both ends are inside. */
interface Room {
  open: readonly Day[];
  first: number;
  last: number;
  /** The first day of which its people would hear in good time. */
  noticed: number;
  /** What the run's targets are measured in. */
  span: Span;
}

/** How busy those who could lead it are on each day. */
export interface Diary {
  /** Null when nobody is in office. */
  loadAt(position: number): number | null;
  capacity: number;
}

/** What became of a stage: the day it was given, or why it has none. */
export interface Slot {
  stage: StagePlan;
  window: Span;
  on: Day | null;
  unplaced: UnplacedCode | null;
}

/** The first position after a day, open or not, with an open day between. */
export const positionAfter = (open: readonly Day[], date: Day): number => positionIn(open, addDays(date, 1)) + step - 1;

/** The last position before a day, open or not, with an open day between. */
export const positionBefore = (open: readonly Day[], date: Day): number => positionIn(open, date) - step;

export const isRoomy = (count: number, first: number, last: number): boolean => last - first + 1 >= count * openDaysEach;

/** Gives each stage of a run its day, in order. When the room is too short for all, those that come first get theirs. */
export function layOut(stages: readonly StagePlan[], room: Room, diary: Diary): Slot[] {
  const fitting = stages.slice(0, Math.max(0, Math.floor((room.last - room.first) / step) + 1));
  const start = isRoomy(fitting.length, room.noticed, room.last) ? Math.max(room.first, room.noticed) : room.first;
  const apart = isRoomy(fitting.length, start, room.last) ? openDaysEach : step;
  const windows = aim(fitting, start, apart, room);
  const slots: Slot[] = [];
  let lowest = room.first;
  let preferred = start;
  for (const [place, stage] of fitting.entries()) {
    const highest = room.last - step * (fitting.length - 1 - place);
    const window = clip(windows[place] as Window, Math.min(preferred, highest), highest);
    const next = windows[place + 1]?.target ?? Number.POSITIVE_INFINITY;
    const position = choose(window, lowest, highest, next - step, diary);
    const unplaced = position === null ? whyNone(lowest, highest, diary) : null;
    const on = position === null ? null : (room.open[position] as Day);
    slots.push({ stage, window: inDays(window, room.open), on, unplaced });
    if (position !== null) [lowest, preferred] = [position + step, Math.max(position + apart, start)];
  }
  const left = stages.slice(fitting.length);
  return [...slots, ...left.map((stage): Slot => ({ stage, window: room.span, on: null, unplaced: "no-open-day-left" }))];
}

/**
 * What each stage aims at. A run of which a window has passed is measured again, in what is left of its
 * span. Two that a long break throws together come `apart`. A run that then goes past the next fixed day is
 * spread evenly over the room before it.
 */
function aim(stages: readonly StagePlan[], start: number, apart: number, { open, last, span }: Room): Window[] {
  const measure = (within: Span) => stages.map((stage) => windowOf(stage, within, open));
  const planned = measure(span);
  const from = open[start];
  const measured = from !== undefined && planned.some((window) => window.last < start) ? measure({ from, to: span.to }) : planned;

  const windows: Window[] = [];
  for (const [place, window] of measured.entries()) {
    const target = Math.max(window.target, start);
    const previous = windows.at(-1)?.target ?? Number.NEGATIVE_INFINITY;
    const moved = target - previous < step ? previous + apart : target;
    if (moved > last) return spread(stages, start, last);
    windows.push(moved === target ? { ...window, target } : around(moved, stages[place]?.windowDays ?? 1, start, last));
  }
  return windows;
}

const spread = (stages: readonly StagePlan[], start: number, last: number): Window[] =>
  stages.map(({ windowDays }, place) => {
    const target = start + Math.round(((last - start) * (place + 1)) / (stages.length + 1));
    return around(target, windowDays, start, last);
  });

function clip({ first, last, target }: Window, lowest: number, highest: number): Window {
  const aimed = Math.min(Math.max(target, lowest), highest);
  if (last < lowest || highest < first) return around(aimed, last - first + 1, lowest, highest);
  return { first: Math.max(first, lowest), last: Math.min(last, highest), target: aimed };
}

/** The least busy day of the window, the nearest to its target of those as busy; when all are full, the nearest free day outside. */
function choose(window: Window, lowest: number, highest: number, beforeNext: number, diary: Diary): number | null {
  let best: number | null = null;
  let bestLoad = diary.capacity;
  for (const position of outward(window)) {
    const load = diary.loadAt(position);
    if (load !== null && load < bestLoad) [best, bestLoad] = [position, load];
  }
  if (best !== null) return best;
  for (const position of beyond(window, lowest, highest, beforeNext)) {
    const load = diary.loadAt(position);
    if (load !== null && load < diary.capacity) return position;
  }
  return null;
}

/** The days of a window, its target first, then both sides in turn, the later one first. */
function* outward({ first, last, target }: Window): Generator<number> {
  for (let distance = 0; distance <= last - first; distance++) {
    if (target + distance <= last) yield target + distance;
    if (distance > 0 && target - distance >= first) yield target - distance;
  }
}

/** Forward as far as the next follow-up leaves it, then backward, then forward to the end: the next one will follow. */
function* beyond({ first, last }: Window, lowest: number, highest: number, beforeNext: number): Generator<number> {
  const near = Math.min(highest, beforeNext);
  for (let position = last + 1; position <= near; position++) yield position;
  for (let position = first - 1; position >= lowest; position--) yield position;
  for (let position = Math.max(last, near) + 1; position <= highest; position++) yield position;
}

function whyNone(lowest: number, highest: number, diary: Diary): UnplacedCode {
  for (let position = lowest; position <= highest; position++) if (diary.loadAt(position) !== null) return "capacity";
  return "no-coordinator";
}

/** A window inside the room, as days. */
const inDays = ({ first, last }: Window, open: readonly Day[]): Span => ({ from: open[first] as Day, to: open[last] as Day });
