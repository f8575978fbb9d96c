import type { Message } from "../../src/ui/model.ts";
import type { Address } from "../../src/ui/platform.ts";
import type { Home } from "./home.ts";
import type { SlackOptions } from "./options.ts";
import type { Workspace } from "./workspaces.ts";

/** What showing an answer takes. */
export interface Tools {
  /** Once Slack has said whose its token is. @throws DeliveryError where it does not. */
  workspace(): Promise<Workspace>;
  /** Acknowledges the request: Slack waits three seconds for it. */
  ack(payload?: object): Promise<void>;
  /** Posts to the address that Slack gave for answers to one command or press. */
  post(responseUrl: string, payload: object): Promise<void>;
  patience: SlackOptions["patience"];
  homeShown: SlackOptions["homeShown"];
  keepHome: SlackOptions["keepHome"];
  publishHome(to: Address, home: Home): Promise<void>;
  /** Puts the files of a message into its conversation, after it; nobody waits for them. */
  sendFiles(channel: string | undefined, message: Message): void;
  wait(ms: number): Promise<void>;
  /** The bot stops: no wait lasts any longer. */
  stopped: AbortSignal;
  /** Goes on once the answer is shown; the bot stops when it is through. */
  inBackground(work: Promise<void>): void;
  log: SlackOptions["log"];
}
