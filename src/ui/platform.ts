import type { Form, Message } from "./model.ts";

/** Where a person is reached. `workspace` is a Slack workspace or a Teams tenant. */
export interface Address {
  platform: string;
  workspace: string;
  /** The platform's own id of the person. */
  user: string;
}

/** The answers of a form as they were typed, by field key. Choices of several values are arrays. */
export type Answers = Readonly<Record<string, string | readonly string[]>>;

export type Incoming = { from: Address } & (
  | { kind: "command"; text: string }
  | { kind: "press"; action: string; data: Readonly<Record<string, string>> }
  | { kind: "submit"; form: string; hidden: Readonly<Record<string, string>>; answers: Answers }
  | { kind: "home-opened" }
  | { kind: "installed" }
  | { kind: "left" }
);

/**
 * What the person sees next. `replace` takes the place of the message whose button was pressed; `settled`
 * is what that message says from now on, when the answer comes as a new one.
 */
export type Reply =
  | { kind: "nothing" }
  | { kind: "say"; message: Message; settled?: Message }
  | { kind: "replace"; message: Message }
  | { kind: "ask"; form: Form }
  | { kind: "home"; home: Message };

export type Handle = (incoming: Incoming) => Promise<Reply>;

/** A message that the bot sends by itself. The key is unique in the installation; a platform that saw it once never shows it again. */
export interface Outgoing {
  key: string;
  message: Message;
}

/** How a message could not be delivered, by what can be done about it. */
export type DeliveryProblem =
  /** The person cannot be reached at this address any more. */
  | { problem: "gone"; reason: string }
  /** The platform asks to wait. */
  | { problem: "throttled"; retryAfterSeconds: number }
  /** It may work later. */
  | { problem: "temporary"; reason: string }
  /** The platform will never take this message. */
  | { problem: "refused"; reason: string };

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

export interface Platform {
  readonly name: string;
  readonly can: {
    /** After a crash, tell whether a message with this key was shown. Platforms that cannot are stated in the docs. */
    lookUp?(to: Address, key: string): Promise<boolean>;
  };
  start(handle: Handle): Promise<void>;
  stop(): Promise<void>;
  /** @throws DeliveryError */
  send(to: Address, outgoing: Outgoing): Promise<void>;
}
