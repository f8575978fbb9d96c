import { addDays, compareDays, type Day, latest } from "./day.ts";
import { type Decision, decide, type Refusal } from "./decision.ts";

/** The longest a pause lasts, in days: whoever needs more than two months of silence is better served by a conversation. */
export const longestPause = 60;

/** How many days ahead a pause may begin: a whole summer. What lies further is forgotten by whoever asked for it. */
export const furthestPause = 120;

export interface PauseDraft {
  from: Day;
  /** The last day. */
  until: Day;
}

export type PauseRefusal = Refusal<"from-past" | "from-too-far" | "until-before-from" | "too-long", keyof PauseDraft>;

type Rule = (draft: PauseDraft, today: Day) => PauseRefusal | null;

const rules: readonly Rule[] = [
  ({ from }, today) => (from < today ? { code: "from-past", field: "from" } : null),
  ({ from }, today) => (from > addDays(today, furthestPause) ? { code: "from-too-far", field: "from" } : null),
  ({ from, until }) => (until < from ? { code: "until-before-from", field: "until" } : null),
  ({ from, until }) => (until > addDays(from, longestPause) ? { code: "too-long", field: "until" } : null),
];

export const takePause = (draft: PauseDraft, today: Day): Decision<PauseDraft, PauseRefusal> =>
  decide(
    rules.flatMap((rule) => rule(draft, today) ?? []),
    () => draft,
  );

/** Pauses that touch or overlap, as the one silence they make; the first one first. A pause that was extended has one end. */
export function mergePauses(pauses: readonly PauseDraft[]): PauseDraft[] {
  const merged: PauseDraft[] = [];
  for (const { from, until } of pauses.toSorted((a, b) => compareDays(a.from, b.from))) {
    const last = merged.at(-1);
    if (last && from <= addDays(last.until, 1)) merged[merged.length - 1] = { from: last.from, until: latest(last.until, until) };
    else merged.push({ from, until });
  }
  return merged;
}
