import { addDays, type Day } from "./day.ts";
import { type Decision, decide, type Refusal } from "./decision.ts";

/** The longest a pause lasts, in days: whoever needs more than two months of silence is better served by a conversation. */
export const longestPause = 60;

interface PauseDraft {
  from: Day;
  /** The last day. */
  until: Day;
}

export type PauseRefusal = Refusal<"from-past" | "until-before-from" | "too-long", keyof PauseDraft>;

type Rule = (draft: PauseDraft, today: Day) => PauseRefusal | null;

const rules: readonly Rule[] = [
  ({ from }, today) => (from < today ? { code: "from-past", field: "from" } : null),
  ({ from, until }) => (until < from ? { code: "until-before-from", field: "until" } : null),
  ({ from, until }) => (until > addDays(from, longestPause) ? { code: "too-long", field: "until" } : null),
];

export const takePause = (draft: PauseDraft, today: Day): Decision<PauseDraft, PauseRefusal> =>
  decide(
    rules.flatMap((rule) => rule(draft, today) ?? []),
    () => draft,
  );
