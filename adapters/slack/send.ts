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

/** A message of ours in the conversation with somebody. */
interface Written {
  channel: string | undefined;
  ts: string | undefined;
}

/** What came in parts is not changed later: one part would say what all of them said. */
type Sent = Written & { receipt: Receipt };

/** Of a message in parts, the last one has its key and stands for the whole: once it is there, all of it is. */
const keyOfPart = (key: string, place: number): string => `${key}/${place}`;

/** @throws DeliveryError */
export async function send(workspaces: Workspaces, to: Address, { key, message }: Outgoing): Promise<Sent> {
  if (to.platform !== "slack") throw new DeliveryError({ problem: "refused", reason: `an address of ${to.platform}` });
  const { client } = await workspaces.get(to.workspace);
  const post = (shown: Shown, as: string) =>
    told(() => client.chat.postMessage({ channel: to.user, ...shown, unfurl_links: false, unfurl_media: false, metadata: metadataOf(as) }));
  const parts = messagesOf(message);
  const last = parts.pop() ?? messageOf(message);
  // An attempt before this one may have ended between two of them.
  const standing = parts.length > 0 ? await told(() => findAll(client, to.user)) : null;
  for (const [place, part] of parts.entries()) {
    if (!standing?.has(keyOfPart(key, place))) await post(part, keyOfPart(key, place));
  }
  const { channel, ts } = await post(last, key);
  return { channel, ts, receipt: parts.length > 0 ? null : receiptOf({ channel, ts }) };
}

/** The message with this key in the conversation with somebody. @throws DeliveryError */
export async function lookUp(workspaces: Workspaces, to: Address, key: string): Promise<Sent | null> {
  const { client } = await workspaces.get(to.workspace);
  const all = await told(() => findAll(client, to.user));
  const found = all.get(key);
  return found ? { ...found, receipt: all.has(keyOfPart(key, 0)) ? null : receiptOf(found) } : null;
}

/** Where the message with this key was written; null when it was not. */
export const findWritten = async (client: Workspace["client"], user: string, key: string): Promise<Written | null> =>
  (await findAll(client, user)).get(key) ?? null;

/** Our latest messages in the conversation with somebody, by their keys. */
async function findAll(client: Workspace["client"], user: string): Promise<Map<unknown, Written>> {
  const { channel } = await client.conversations.open({ users: user });
  const { messages = [] } = await client.conversations.history({
    channel: channel?.id ?? "",
    include_all_metadata: true,
    limit: lookedThrough,
  });
  const ours = messages.filter(({ metadata }) => metadata?.event_type === eventType);
  return new Map(ours.map(({ metadata, ts }) => [keyIn(metadata?.event_payload), { channel: channel?.id, ts }]));
}

/** Slack tells a message apart by its conversation and its time. */
const receiptOf = ({ channel, ts }: Written): Receipt => (channel && ts ? `${channel}/${ts}` : null);

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
