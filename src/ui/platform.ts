import type { Form, Message } from "./model.ts";

/** The platforms where people talk to each other, in any of which the same person may be. */
export const messengers = ["slack", "teams"] as const;
export type Messenger = (typeof messengers)[number];

/** Where a person is reached. `workspace` is a Slack workspace or a Teams tenant. */
export interface Address {
  platform: string;
  workspace: string;
  /** The platform's own id of the person. */
  user: string;
}

/** Where several people read along: nothing that concerns one of them is ever said there. */
export interface Channel {
  /** Messages are sent there as to a person. */
  at: Address;
  name: string;
}

/** The answers of a form as they were typed, by field key. Choices of several values are arrays. */
export type Answers = Readonly<Record<string, string | readonly string[]>>;

/** Who a platform says is behind an address, and on what footing they are there. */
export interface Profile {
  kind: "member" | "guest" | "bot";
  name: string;
  /** As the platform vouches for it; null where it tells none. */
  email: string | null;
  /** What they sign in with, where it is written as an e-mail address and may be another one. */
  login?: string | null;
}

/** On what footing an account is by now; closed where nobody is behind it any more. */
export type Standing = Profile["kind"] | "closed";

/**
 * `elsewhere`: it comes from where the bot is among others, and says nothing of whether a message of its own reaches them.
 * `held`: it comes again after a reply `hold`.
 */
export type Incoming = { from: Address; elsewhere?: true; held?: true } & (
  | { kind: "command"; text: string }
  | { kind: "press"; action: string; data: Readonly<Record<string, string>> }
  | { kind: "submit"; form: string; hidden: Readonly<Record<string, string>>; answers: Answers }
  | { kind: "home-opened" }
  | { kind: "installed" }
  /** No message reaches this address from now on; the reason is a code, as for a delivery that finds it gone. */
  | { kind: "left"; reason: string }
  /** Whoever left is there again; nobody waits for an answer. */
  | { kind: "returned" }
  /** Somebody added the bot to a channel, or took it out of one; nobody waits for an answer. */
  | { kind: "channel-added"; channel: Channel }
  | { kind: "channel-removed"; channel: Channel }
  /** Follows a reply `introduce`. The profile is null where the platform cannot tell who it is. */
  | { kind: "introduced"; profile: Profile | null }
);

/**
 * What the person sees next. `replace` takes the place of the message whose button was pressed; `settled`
 * is what that message says from now on, when the answer comes as a new one. When it is `isUndone`, nothing was done: under what
 * is said, a form stays as it was typed, to be sent again, and a home as it was, on a platform that can have it so.
 */
export type Reply =
  | { kind: "nothing" }
  /** Nobody is known at this address: the platform says who it is with an incoming `introduced`, and shows what answers that. */
  | { kind: "introduce" }
  /** A platform has to be asked first, for which no acknowledgement waits: once it is given, the same comes again as `held`. */
  | { kind: "hold" }
  | { kind: "say"; message: Message; settled?: Message; isUndone?: true }
  | { kind: "replace"; message: Message; isUndone?: true }
  | { kind: "ask"; form: Form }
  | { kind: "home"; home: Message };

/**
 * What answers a form. One of which nothing can be carried out says why and stays, for what was typed in it is nowhere else; one
 * with nothing but choices and dates may be replaced.
 */
export type FormReply = Extract<Reply, { kind: "ask" | "say" }> | (Extract<Reply, { kind: "replace" }> & { isUndone: true });

export type Handle = (incoming: Incoming) => Promise<Reply>;

/** A message that the bot sends by itself. The key is unique in the installation; a platform that saw it once never shows it again. */
export interface Outgoing {
  key: string;
  message: Message;
}

/** The platform asks to wait: in one conversation where it counts what is written in each, or in the whole workspace. */
export interface Throttled {
  problem: "throttled";
  retryAfterSeconds: number;
  inConversation?: true;
}

/** How a message could not be delivered, by what can be done about it. */
export type DeliveryProblem =
  | Throttled
  /** The person cannot be reached at this address any more. */
  | { problem: "gone"; reason: string }
  /** It may work later. */
  | { problem: "temporary"; reason: string }
  /** The platform will never take this message. */
  | { problem: "refused"; reason: string };

/** What is wrong, as a code for a log; whatever else a platform said is kept out of it. */
export function codeOf(problem: DeliveryProblem): string {
  if (problem.problem === "throttled") return "throttled";
  return /^[\w-]{1,60}$/.test(problem.reason) ? problem.reason : "odd";
}

export class DeliveryError extends Error {
  readonly problem: DeliveryProblem;
  constructor(problem: DeliveryProblem, options?: ErrorOptions) {
    super(
      problem.problem === "throttled" ? `throttled for ${problem.retryAfterSeconds} s` : `${problem.problem}: ${problem.reason}`,
      options,
    );
    this.problem = problem;
  }
}

/** An account, and who the platform says is behind it. */
export interface Account {
  at: Address;
  profile: Profile;
}

export interface Accounts {
  found: readonly Account[];
  /** What kept it from looking everywhere, such as in one of several workspaces; null where nothing did. */
  missed: DeliveryProblem | null;
}

/** A platform's own reference of a message that it shows, which only the platform reads. Null where it gives none. */
export type Receipt = string | null;

export interface Platform {
  readonly name: string;
  readonly can: {
    /** Whether it could write there just now: of the addresses of a person, such a one comes first. */
    reaches?(to: Address): boolean;
    /** After a crash, find the message that was shown with this key; null when none was. Platforms that cannot are stated in the docs. */
    lookUp?(to: Address, key: string): Promise<{ receipt: Receipt } | null>;
    /**
     * Replaces what a message says, without drawing attention to it; the same twice is as good as once.
     * @throws DeliveryError; for a message that is there no more, `refused`.
     */
    update?(to: Address, receipt: string, message: Message): Promise<void>;
    /**
     * Shows a home to somebody who opened theirs before, unless that very one is shown already.
     * @throws DeliveryError
     */
    showHome?(to: Address, home: Message): Promise<void>;
    /**
     * Who has this e-mail address on the platform. Platforms that cannot tell are stated in the docs.
     * @throws DeliveryError where it could look nowhere.
     */
    find?(email: string): Promise<Accounts>;
    /**
     * On what footing an account is there just now; null where the platform does not say it of this one.
     * @throws DeliveryError
     */
    standing?(of: Address): Promise<Standing | null>;
  };
  start(handle: Handle): Promise<void>;
  stop(): Promise<void>;
  /** @throws DeliveryError */
  send(to: Address, outgoing: Outgoing): Promise<Receipt>;
}
