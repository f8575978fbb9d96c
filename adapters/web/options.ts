import type { Message } from "../../src/ui/model.ts";
import type { Address } from "../../src/ui/platform.ts";
import type { ClockMove, Language, PlaygroundPerson, TimelineEntry } from "./page/protocol.ts";

export type { ClockMove, Language, PlaygroundPerson, TimelineEntry };

/** One turn of a person's conversation: the bot's has a message, the person's has the text they typed. */
export interface ConversationEntry {
  id: string;
  /** Instant. */
  at: string;
  from: "bot" | "person";
  message?: Message;
  text?: string;
  /** Whether the bot spoke by itself. */
  unprompted: boolean;
}

export interface NewEntry {
  from: "bot" | "person";
  message?: Message;
  text?: string;
  /** The key of the outbox, unique in the installation. */
  key?: string;
  unprompted: boolean;
}

/** Everything the playground keeps, reads and moves: it opens no table and reads no clock itself. */
export interface PlaygroundOptions {
  /** Everyone a visitor can become, in the order of the list. */
  people(language: Language): Promise<readonly PlaygroundPerson[]>;
  conversation: {
    /** The newest `limit` entries, oldest first. */
    read(to: Address, limit: number): Promise<readonly ConversationEntry[]>;
    /** @returns the id of the entry; for a key that was seen before, the id it has, and nothing is added. */
    append(to: Address, entry: NewEntry): Promise<string>;
    /** @returns false when this person's conversation has no such entry of the bot. */
    replace(to: Address, id: string, message: Message): Promise<boolean>;
    /** Everything up to this entry was looked at. */
    seen(to: Address, id: string): Promise<void>;
    /** @returns the id of the entry with this key of the outbox; null when there is none. */
    find(to: Address, key: string): Promise<string | null>;
  };
  clock: {
    /** Instant. While the clock is moved it tells how far the move is. */
    now(): string;
    /** IANA name of the zone in which the cohort lives. */
    zone: string;
    /** False when the clock is the system's. */
    manual: boolean;
    /** Plays what falls due on the way; `date` means the start of that day's open hours. Only ever called forward, one at a time. */
    move(to: ClockMove): Promise<{ now: string }>;
    nextEvent?(): Promise<string | null>;
  };
  /** The newest `limit` entries: of one person or everyone, and only those with `at` < `before`. */
  timeline(language: Language, options: { person?: string; before?: string; limit: number }): Promise<readonly TimelineEntry[]>;
  /** Ids, kinds and code positions only, never what someone wrote. */
  log(event: object): void;
}
