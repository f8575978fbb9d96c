import type { Day } from "../program/day.ts";
import type { Plan, StagePlan } from "../program/plan.ts";
import type { Language } from "../program/terms.ts";
import type { Things } from "../store/import.ts";

/** How an invented person behaves when a cohort is played. What a dyad does together is read from its mentor. */
export interface Behaviour {
  /** Calendar days from one meeting of the dyad to the next; null when it never meets. */
  meetsEveryDays: number | null;
  /** Calendar days from the beginning of the dyad. */
  firstMeetingAfterDays: number;
  /** After that day the dyad meets no more; null when it goes on to the end. */
  meetsUntil: Day | null;
  /** How long a meeting lasts. */
  minutes: number;
  answers: "promptly" | "after-reminder" | "never" | "declines";
  /** The answer to a typical item, one per administration; the last one stands for those that follow. */
  wellbeing: readonly number[];
  /** With whom the mentee shares each result. */
  shares: readonly ("mentor" | "coordinator")[];
}

export interface ScriptedPerson extends Behaviour {
  /** The language that the person is played in; their own when undefined. */
  language?: Language | undefined;
}

/** How the people of a sample behave: each of them, by e-mail address, and everyone else. */
export interface Script {
  default: Behaviour;
  people: Readonly<Record<string, ScriptedPerson>>;
}

/** What the column `cohorts.plan` holds. */
export interface CohortSettings {
  plan: Plan;
  script: Script | null;
  /** The local date and hour at which the playground opens on this cohort, `2027-01-18T08:30`. */
  opensAt: string | null;
}

type Stored = Pick<Things["cohort"], "settings">;

/** What the store has may be of an older version, in which a part was not there yet. */
export const settingsOf = ({ settings }: Stored): Partial<CohortSettings> => (settings ?? {}) as Partial<CohortSettings>;
export const planOf = (cohort: Stored): Partial<Plan> => settingsOf(cohort).plan ?? {};

/** The stages of a plan that a later one has no more. */
export const stagesGone = (before: readonly StagePlan[] = [], after: readonly StagePlan[] = []): StagePlan[] =>
  before.filter(({ key }) => !after.some((stage) => stage.key === key));

export const parseCohortSettings = (column: string): CohortSettings => JSON.parse(column) as CohortSettings;

export const behaviourOf = (script: Script, email: string): ScriptedPerson => script.people[email] ?? script.default;

export const ordinaryBehaviour: Behaviour = {
  meetsEveryDays: 14,
  firstMeetingAfterDays: 7,
  meetsUntil: null,
  minutes: 50,
  answers: "promptly",
  wellbeing: [3],
  shares: [],
};
