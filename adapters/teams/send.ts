import type { Message } from "../../src/ui/model.ts";
import { type Address, DeliveryError, type Receipt } from "../../src/ui/platform.ts";
import type { Cards } from "./cards.ts";
import type { Conversations } from "./conversations.ts";

/** Makes a call again while Teams cannot take it. */
type Insist = <Result>(call: () => Promise<Result>) => Promise<Result>;

/** Writes to somebody who asked nothing. What follows the first part is tried again: all of it would come a second time. @throws DeliveryError */
export async function send(cards: Cards, conversations: Conversations, insist: Insist, to: Address, message: Message): Promise<Receipt> {
  const [first, ...rest] = cards.activitiesOf(message);
  const { conversation, id } = await conversations.write(to, first);
  for (const activity of rest) await insist(() => conversations.write(to, activity));
  // What came in parts is not changed later: one part would say what all of them said.
  return rest.length > 0 ? null : `${id} ${conversation}`;
}

/** Changes what a message says. @throws DeliveryError, `refused` for one that is gone. */
export async function update(cards: Cards, conversations: Conversations, to: Address, receipt: string, message: Message): Promise<void> {
  const [id = "", conversation = ""] = receipt.split(" ");
  const [only, ...rest] = cards.activitiesOf(message);
  if (rest.length > 0) throw new DeliveryError({ problem: "refused", reason: "too-long-to-change" });
  await conversations.change(to, { conversation, id }, only);
}
