/** What tests read, knowing what is there. */
export type Loose = ReturnType<typeof JSON.parse>;

export interface Person {
  /** The Entra object id. */
  id: string;
  tenant: string;
  name: string;
  email: string;
  /** The user principal name; the e-mail address when left out. */
  upn?: string;
  role?: "user" | "guest";
  /** As Teams writes it: fr-CA. */
  locale?: string;
  /** The app is there for them, be it that the bot never heard of it, as after an installation for everybody. */
  installed?: boolean;
  /** They blocked the bot, of which it hears nothing. */
  blocked?: boolean;
}

/** A team: its id is that of its first channel, as in Teams. */
export interface Team {
  id: string;
  tenant: string;
  name: string;
  channels: readonly { id: string; name: string }[];
  members: readonly string[];
  installed?: boolean;
}

export interface Message {
  id: string;
  /** The Entra object id of who wrote it; "bot" for the bot. */
  from: string;
  text: string;
  /** What notifications show. */
  summary: string | null;
  /** What a person sees of its card now: the answer to their last press, for as long as they stay. Null for none. */
  card: Loose;
  /** All of it, as it was sent or changed last. */
  activity: Loose;
  /** The thread of a channel that it belongs to. */
  thread: string | null;
  edited: boolean;
  at: number;
}

export interface Conversation {
  id: string;
  tenant: string;
  type: "personal" | "groupChat" | "channel";
  /** Entra object ids. */
  members: readonly string[];
  /** In which team a channel is. */
  team: string | null;
  /** The oldest first. */
  messages: Message[];
}

/** A dialog that a person has open, and where it came from. */
export interface Dialog {
  title: string;
  card: Loose;
  from: { by: "task" } | { by: "compose"; commandId: string; commandContext: string };
  /** Where it was opened. */
  conversation: string;
}

export interface Refusal {
  where: string;
  problems: readonly string[];
}
