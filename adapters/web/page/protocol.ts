/**
 * What the page and the server say to each other under `/playground/api`: types only, so that both sides
 * compile against one text. Instants are `YYYY-MM-DDTHH:mm:ss.sssZ`.
 */
export type Language = "fr" | "en";

export interface PlaygroundPerson {
  id: string;
  /** The key of the organization. */
  workspace: string;
  organization: string;
  name: string;
  role: "coordinator" | "mentor" | "mentee" | "outside";
  /** One line under the name: the other half of the dyad, or the office. */
  detail: string;
  /** The language in which the bot talks with this person. */
  language: Language;
  /** How many messages of the bot are newer than the last one that was seen. */
  unread: number;
  unreachable: boolean;
  /** What this person may type, most useful first, in their language. */
  verbs: readonly string[];
}

export type TimelineOutcome = "sent" | "planned" | "dropped" | "waiting" | "failed";

/** One message of the outbox: what about, to whom, when and what became of it. Never its text. */
export interface TimelineEntry {
  at: string;
  person: string;
  personName: string;
  kind: string;
  /** In the language that was asked for. */
  label: string;
  outcome: TimelineOutcome;
  /** Why it was dropped, waits or failed, in the language that was asked for. */
  reason?: string;
}

/** A message of the bot as an Adaptive Card. */
export interface Card {
  json: Readonly<Record<string, unknown>>;
  language: Language;
  /** One sentence that stands for the whole, for notifications and screen readers. */
  summary: string;
}

export interface Entry {
  id: string;
  at: string;
  from: "bot" | "person";
  unprompted: boolean;
  card?: Card;
  text?: string;
}

export interface PeopleAnswer {
  people: readonly PlaygroundPerson[];
}

export interface ConversationAnswer {
  entries: readonly Entry[];
  /** Whether older entries were left out. */
  earlier: boolean;
}

export interface TimelineAnswer {
  /** Soonest first. */
  upcoming: readonly TimelineEntry[];
  /** Newest first. */
  past: readonly TimelineEntry[];
  /** Whether older entries were left out of `past`. */
  more: boolean;
}

export interface ClockAnswer {
  now: string;
  /** IANA name. */
  zone: string;
  /** Whether the clock can be moved. */
  manual: boolean;
  moving: boolean;
  /** When something happens next, null when nothing is planned or nobody knows. */
  next: string | null;
}

export type ClockMove = { instant: string } | { hours: number } | { days: number } | { date: string } | "next-event";

/** A form to fill in. `hidden` goes back with the answers. */
export interface FormAnswer {
  kind: "ask";
  form: string;
  title: string;
  language: Language;
  submit: string;
  cancel: string;
  hidden: Readonly<Record<string, string>>;
  /** What was refused, by field. */
  errors: Readonly<Record<string, string>>;
  card: Card["json"];
}

/** What a person sees after they said, pressed or submitted something. */
export type ReplyAnswer =
  | { kind: "nothing" }
  | (Shown & { kind: "say" | "home"; settled?: Shown })
  | (Shown & { kind: "replace" })
  /** Nothing of the form was kept: it stays, and this is said in it. */
  | { kind: "undone"; text: string }
  | FormAnswer;

/** A message of the conversation and what it says now. */
export interface Shown {
  message: string;
  card: Card;
}

export interface Problem {
  code:
    | "foreign-host"
    | "foreign-origin"
    | "not-found"
    | "unknown-person"
    | "wrong-method"
    | "not-json"
    | "too-large"
    | "invalid"
    | "clock-not-manual"
    | "clock-moving"
    | "not-started"
    | "not-built"
    | "failed";
  /** For whoever reads the traffic; the page has its own words. */
  message: string;
  /** Where a body or a query is wrong. */
  issues?: readonly { path: string; message: string }[];
  /** Found again in the log. */
  reference?: string;
}

export interface ProblemAnswer {
  error: Problem;
}
