import type { Loose, Typed } from "./inputs.ts";

export interface TeamStart {
  id: string;
  token: string;
  /** What the token may do; everything when left out. */
  scopes?: readonly string[];
}

export interface Team {
  id: string;
  token: string;
  scopes: readonly string[] | null;
  botUser: string;
  botId: string;
  revoked: boolean;
}

export interface Person {
  id: string;
  team: string;
  name: string;
  email: string;
  deleted?: boolean;
  is_restricted?: boolean;
  is_bot?: boolean;
  /** As Slack writes it: fr-CA. */
  locale?: string;
  tz?: string;
}

export interface SlackMessage {
  type: "message";
  ts: string;
  channel: string;
  user: string;
  text: string;
  bot_id?: string;
  blocks?: Loose[];
  metadata?: { event_type: string; event_payload: Loose };
  edited?: { user: string; ts: string };
  thread_ts?: string;
  files?: { id: string; name: string; title: string }[];
  ephemeral?: boolean;
}

export interface OpenView {
  id: string;
  hash: string;
  user: string;
  team: string;
  /** As it was sent, with the ids that Slack gives to blocks without one. */
  view: Loose;
  rootId: string;
  previousId: string | null;
  /** What was typed, by block: kept through errors and updates, as Slack does. */
  typed: Map<string, Typed>;
  /** What stands under its fields, by block. */
  errors: Readonly<Record<string, string>>;
}

export interface SlackFile {
  id: string;
  team: string;
  name: string;
  title: string;
  /** What a screen reader says of an image; null where nobody said it. */
  alt: string | null;
  length: number;
  bytes: Buffer | null;
  channels: string[];
}

/** Where the answer to a command or a press may be posted. */
export interface ResponseUrl {
  user: string;
  channel: string;
  original: string | null;
  at: number;
  posts: number;
}
