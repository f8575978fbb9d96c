import type { Day, Hour, Instant } from "../program/day.ts";
import type { Language } from "../program/terms.ts";

/**
 * What the bot says, as data. Markup exists only as pieces: a string is shown as it was typed, whatever
 * it contains, and each renderer escapes it for its platform.
 */
export type Text = string | Piece | readonly Text[];
type Piece =
  | { bold: Text }
  | { person: string }
  /** `long`: "lundi 9 mars 2009"; `short`: "9 mars"; `medium` (when absent): "9 mars 2009". */
  | { date: Day; style?: "long" | "short" | "medium"; at?: Hour | null }
  | { link: string; label: string };

export type Tone = "plain" | "quiet" | "good" | "attention" | "warning";

export interface Button {
  label: string;
  /** `feature.verb`, such as `log-meeting.open`: `features/index.ts` knows whose it is. */
  action: string;
  /** Ids and codes only, never private text: it comes back as it is, and is checked again. */
  data?: Readonly<Record<string, string>>;
  style?: "primary" | "danger";
}

export interface Bar {
  label: string;
  value: number;
  tone?: Tone;
}

/** A small bar chart. `alt` says the same in a sentence; no platform shows the picture without it. */
export interface Chart {
  title: string;
  alt: string;
  max: number;
  /** A line across the bars; its label says what it means, with the value. */
  mark?: { value: number; label: string };
  bars: readonly Bar[];
}

export interface Item {
  title: Text;
  lines: readonly Text[];
  tone?: Tone;
  buttons?: readonly Button[];
}

/**
 * What a person can add to their own calendar, which colleagues and supervisors may read: its words tell nothing
 * of the program. The message says when it is in any case, so a platform that hands out no files shows nothing.
 */
export interface CalendarEvent {
  /** What it stands for, the same each time: a later one takes the place of an earlier one. */
  uid: string;
  /** How often it changed since it was first told. */
  sequence: number;
  /** When this is said. */
  told: Instant;
  title: string;
  on: Day;
  /** Null for the whole day. */
  at: Hour | null;
  minutes: number;
  /** IANA name of the zone of `on` and `at`. */
  zone: string;
  location?: string;
  description?: string;
  /** It no longer takes place: it comes off the calendar. */
  cancelled?: boolean;
}

export type Block =
  | { kind: "heading"; text: string }
  | { kind: "text"; text: Text; tone?: Tone }
  | { kind: "facts"; facts: readonly { label: string; value: Text }[] }
  | { kind: "list"; items: readonly Text[] }
  | { kind: "items"; items: readonly Item[] }
  | { kind: "chart"; chart: Chart }
  | { kind: "event"; event: CalendarEvent }
  | { kind: "buttons"; buttons: readonly Button[] }
  | { kind: "divider" };

export interface Message {
  language: Language;
  /** It says everything in each language, to somebody whose own is not known. */
  isInEach?: true;
  /** One sentence that stands for the whole where cards are not shown: notifications, screen readers. It must be as discreet as a lock screen asks. */
  summary: string;
  blocks: readonly Block[];
}

interface FieldBase {
  /** The name that the answer comes back under. */
  key: string;
  label: string;
  hint?: string;
  optional?: boolean;
  /** Said at the field when the last submission was refused. */
  error?: string;
}

export interface Option {
  value: string;
  label: string;
}

export type Field = FieldBase &
  (
    | { kind: "text"; value?: string; multiline?: boolean; maxLength?: number; placeholder?: string }
    | { kind: "number"; value?: string; min?: number; max?: number }
    | { kind: "date"; value?: string; min?: Day; max?: Day }
    | { kind: "time"; value?: string }
    | { kind: "choice"; value?: string; options: readonly Option[]; look: "radio" | "menu" }
    | { kind: "choices"; values?: readonly string[]; options: readonly Option[] }
  );

export interface Form {
  language: Language;
  /** `feature.form`, such as `log-meeting.form`. */
  id: string;
  title: string;
  intro?: readonly Block[];
  fields: readonly Field[];
  submit: string;
  cancel: string;
  /** Ids and codes that come back with the answers. They are checked again: nobody is believed for having sent them. */
  hidden?: Readonly<Record<string, string>>;
}
