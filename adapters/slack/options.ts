import type { Address } from "../../src/ui/platform.ts";

/** What the adapter needs of the world; it opens no table itself. */
export interface SlackOptions {
  /** Bot tokens, one for each workspace. */
  tokens: readonly string[];
  /** How Slack's requests come in: signed over HTTP, or through a socket that the bot opens. */
  reached: { by: "http"; signingSecret: string } | { by: "socket"; appToken: string };
  /** Where the Web API is, when it is not Slack's own. */
  apiUrl?: string;
  /** How long, in milliseconds, an acknowledgement waits for the answer of the bot: to a modal that was sent, and to all else. */
  patience?: { form: number; other: number };
  /** Lets time pass before a call that Slack asked to make later, for no longer than the bot runs; real time when left out. */
  wait?: (ms: number, stopped: AbortSignal) => Promise<void>;
  /** Says of each key whether it comes for the first time, and keeps it. */
  firstTime(keys: readonly string[]): Promise<readonly boolean[]>;
  /** The digest of the home that a person was shown last; null when they never opened it, and that of no home while it is not known. */
  homeShown(to: Address): Promise<string | null>;
  /** Keeps what a home shows, null where that is not known; with `instead`, only where that was kept last. @returns whether it is kept. */
  keepHome(to: Address, digest: string | null, instead?: string): Promise<boolean>;
  /** What a home shows is not known, and may be somebody's whose it is no more: the next delivery composes and shows it. */
  homeAgain(to: Address): Promise<void>;
  /** A home could not be shown just now. @returns whether it is composed and shown by the next delivery. */
  homeMissed(to: Address): Promise<boolean>;
  /** The accounts in this workspace that are reached, or are gone for one of these reasons. */
  accountsIn(workspace: string, reasons: readonly string[]): Promise<readonly string[]>;
  /** Nobody of this workspace is reached any more. */
  workspaceLost(workspace: string, reason: string): Promise<void>;
  /** The bot is in no workspace but these. @returns those that it was in before, as far as somebody is lost with them. */
  othersLost(workspaces: readonly string[], reason: string): Promise<readonly string[]>;
  /** The bot is in this workspace, be it again. */
  workspaceFound(workspace: string): Promise<void>;
  /** Ids and codes only. */
  log(level: "info" | "warn" | "error", event: string, ids: Readonly<Record<string, string | number | null>>): void;
}
