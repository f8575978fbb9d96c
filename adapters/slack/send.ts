import { type Address, DeliveryError, type Outgoing } from "../../src/ui/platform.ts";
import { messageOf } from "./blocks.ts";
import { told } from "./errors.ts";
import type { Workspaces } from "./workspaces.ts";

/** What tells our messages apart in a conversation, by their key in the outbox. */
const eventType = "triade_notice";
/** Messages that a lookup goes through: what is looked for was sent minutes ago. */
const lookedThrough = 200;

/** @returns the conversation that it was written in. @throws DeliveryError */
export async function send(workspaces: Workspaces, to: Address, { key, message }: Outgoing): Promise<string | undefined> {
  if (to.platform !== "slack") throw new DeliveryError({ problem: "refused", reason: `an address of ${to.platform}` });
  const { client } = await workspaces.get(to.workspace);
  const { channel } = await told(() =>
    client.chat.postMessage({
      channel: to.user,
      ...messageOf(message),
      unfurl_links: false,
      unfurl_media: false,
      metadata: { event_type: eventType, event_payload: { key } },
    }),
  );
  return channel;
}

/** Whether a message with this key is in the conversation with somebody. @throws DeliveryError */
export async function lookUp(workspaces: Workspaces, to: Address, key: string): Promise<boolean> {
  const { client } = await workspaces.get(to.workspace);
  const { channel } = await told(() => client.conversations.open({ users: to.user }));
  const { messages = [] } = await told(() =>
    client.conversations.history({ channel: channel?.id ?? "", include_all_metadata: true, limit: lookedThrough }),
  );
  return messages.some(({ metadata }) => metadata?.event_type === eventType && keyIn(metadata.event_payload) === key);
}

const keyIn = (payload: unknown): unknown => (typeof payload === "object" && payload !== null && "key" in payload ? payload.key : null);
