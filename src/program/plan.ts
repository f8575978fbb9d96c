import type { CalendarSettings, QuietHours } from "./calendar.ts";
import type { Hour } from "./day.ts";
import type { Localized, StageAudience } from "./terms.ts";

/** When a stage comes about, in a span of days that the relationship or the cohort lasts. Always calendar days, never open ones. */
export type When =
  /** The middle of that week of the span; 1 is the first. */
  | { week: number }
  /** That part of the span, between 0 and 1. */
  | { fraction: number }
  /** The middle of the open days of its last weeks, and no other day as long as one of them will do. */
  | { lastWeeks: number };

/** What the coordinator writes down after a follow-up. */
export interface RecordField {
  key: string;
  label: Localized;
  hint?: Localized | undefined;
  kind: "text" | "choice";
  /** For a choice. */
  options?: readonly { value: string; label: Localized }[] | undefined;
  required: boolean;
  /** In characters, for a text. */
  maxLength?: number | undefined;
}

/** What lists of dates and charts have room for, in characters. */
export const longestStageName = 60;
export const mostStages = 20;

/** One entry of a cohort's plan: a follow-up, with all that goes with it. */
export interface StagePlan {
  key: string;
  name: Localized;
  audience: StageAudience;
  when: When;
  /** How many open days, around its target, its date may be chosen among. */
  windowDays: number;
  /** The instrument that each mentee fills in before it; null when there is none. */
  questionnaire: string | null;
  /** In calendar days before the follow-up. */
  questionnaireOpensDaysBefore: number;
  agenda: readonly Localized[];
  /** For the coordinator alone. */
  facilitation: readonly Localized[];
  record: readonly RecordField[];
}

/** When the bot speaks up, in calendar days. */
export interface Reminders {
  /** A follow-up's date is announced so long before; from then on it no longer moves by itself. */
  announceDaysBefore: number;
  weekBeforeDays: number;
  dayBefore: number;
  /** After the opening of a questionnaire that waits for its answers. */
  questionnaire: readonly [number, number];
  /** Since the last meeting that the dyad logged, or since it began. */
  silentAfterDays: number;
  silentAgainAfterDays: number;
}

/** The settings of a cohort. Its stages come in the order in which every dyad goes through them. */
export interface Plan {
  stages: readonly StagePlan[];
  calendar: CalendarSettings;
  /** How many triad follow-ups one coordinator leads in a day, at most. */
  capacityPerDay: number;
  quietHours: QuietHours;
  /** When messages of a day go out. */
  sendAt: Hour;
  /** When a follow-up begins, until its people agree on another hour. */
  startAt: Hour;
  reminders: Reminders;
}
