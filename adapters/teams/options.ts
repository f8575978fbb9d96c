import type { Address } from "../../src/ui/platform.ts";

/** Where a person is reached in Teams: what an activity of theirs said of it last. */
export interface Reference {
  /** Where the Connector of their tenant is. It may change, and is believed only of what was signed. */
  serviceUrl: string;
  /** Their id for this bot. */
  account: string;
  /** The chat between them and the bot; null until the bot knows it. */
  conversation: string | null;
}

/** How the bot says who it is, when it asks for a token. */
export type Credentials = { by: "secret"; secret: string } | { by: "certificate"; certificate: string; privateKey: string };

/** What the adapter needs of the world; it opens no table itself. */
export interface TeamsOptions {
  appId: string;
  /** Entra tenants whose people are answered; the first one is where the app is registered. For a test client, none stands for any. */
  tenants: readonly string[];
  /** Null for a test client on this machine, which signs nothing and asks for no token. */
  credentials: Credentials | null;
  /** Where tokens are given, when it is not Microsoft's own. */
  loginUrl?: string;
  /** Where it is said with which keys Teams signs, when it is not the Bot Framework's own. */
  openIdMetadataUrl?: string;
  /** Milliseconds since 1970, by the machine's own clock: tokens live by it. */
  now(): number;
  /** How long, in milliseconds, what somebody pressed waits for the answer of the bot. */
  patience?: number;
  /** Lets time pass before a call that Teams asked to make later, for no longer than the bot runs; real time when left out. */
  wait?: (ms: number) => Promise<void>;
  /** Says of each key whether it comes for the first time, and keeps it. */
  firstTime(keys: readonly string[]): Promise<readonly boolean[]>;
  keepReference(at: Address, reference: Reference): Promise<void>;
  /** Null for whoever never turned to the bot. */
  readReference(at: Address): Promise<Reference | null>;
  /** Whether a button opens a form, so that Teams may open a dialog for it. */
  opensForm(action: string): boolean;
  /** Ids and codes only. */
  log(level: "info" | "warn" | "error", event: string, ids: Readonly<Record<string, string | number | null>>): void;
}
