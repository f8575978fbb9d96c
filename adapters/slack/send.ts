import type { Message } from "../../src/ui/model.ts";
import { type Address, DeliveryError, type Outgoing, type Receipt } from "../../src/ui/platform.ts";
import { changing } from "../lost-message.ts";
import { messageOf, type Shown } from "./blocks.ts";
import { told } from "./errors.ts";
import { messagesOf } from "./parts.ts";
import type { Workspace, Workspaces } from "./workspaces.ts";

/** What tells our messages apart in a conversation, by their key: that of the outbox, or one of an answer's own. */
const eventType = "triade_notice";
export const metadataOf = (key: string) => ({ event_type: eventType, event_payload: { key } });
/** Messages that a lookup goes through: what is looked for was sent minutes ago. */
const lookedThrough = 200;

/** @returns where it was written: the receipt, of which the conversation is a part. @throws DeliveryError */
export async function send(
  workspaces: Workspaces,
  to: Address,
  { key, message }: Outgoing,
): Promise<{ channel: string | undefined; receipt: Receipt }> {
  if (to.platform !== "slack") throw new DeliveryError({ problem: "refused", reason: `an address of ${to.platform}` });
  const { client } = await workspaces.get(to.workspace);
  const post = (shown: Shown, more: { metadata?: ReturnType<typeof metadataOf> } = {}) =>
    told(() => client.chat.postMessage({ channel: to.user, ...shown, unfurl_links: false, unfurl_media: false, ...more }));
  const parts = messagesOf(message);
  for (const part of parts.slice(0, -1)) await post(part);
  // The last one stands for the whole: once it is there, all of it is.
  const { channel, ts } = await post(parts.at(-1) ?? messageOf(message), { metadata: metadataOf(key) });
  // What came in parts is not changed later: one part would say what all of them said.
  return { channel, receipt: parts.length > 1 ? null : receiptOf(channel, ts) };
}

/** The message with this key in the conversation with somebody. @throws DeliveryError */
export async function lookUp(workspaces: Workspaces, to: Address, key: string): Promise<{ receipt: Receipt } | null> {
  const { client } = await workspaces.get(to.workspace);
  const found = await told(() => findWritten(client, to.user, key));
  return found && { receipt: receiptOf(found.channel, found.ts) };
}

/** Where the message with this key was written; null when it was not. */
export async function findWritten(
  client: Workspace["client"],
  user: string,
  key: string,
): Promise<{ channel: string | undefined; ts: string | undefined } | null> {
  const { channel } = await client.conversations.open({ users: user });
  const { messages = [] } = await client.conversations.history({
    channel: channel?.id ?? "",
    include_all_metadata: true,
    limit: lookedThrough,
  });
  const found = messages.find(({ metadata }) => metadata?.event_type === eventType && keyIn(metadata.event_payload) === key);
  return found ? { channel: channel?.id, ts: found.ts } : null;
}

/** Slack tells a message apart by its conversation and its time. */
const receiptOf = (channel: string | undefined, ts: string | undefined): Receipt => (channel && ts ? `${channel}/${ts}` : null);

/** Changes what a message says; its metadata stays. @throws DeliveryError, `refused` for a message that is gone. */
export async function update(workspaces: Workspaces, to: Address, receipt: string, message: Message): Promise<void> {
  const { client } = await workspaces.get(to.workspace);
  const [channel = "", ts = ""] = receipt.split("/");
  await changing(
    told(() => client.chat.update({ channel, ts, ...messageOf(message) })),
    ["channel_not_found", "is_archived"],
  );
}

const keyIn = (payload: unknown): unknown => (typeof payload === "object" && payload !== null && "key" in payload ? payload.key : null);
