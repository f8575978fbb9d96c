import { randomUUID } from "node:crypto";
import type { types } from "@slack/bolt";
import type { Message } from "../../src/ui/model.ts";
import { codeOf, type Incoming } from "../../src/ui/platform.ts";
import type { Shown } from "./blocks.ts";
import { problemOf } from "./errors.ts";
import { messagesOf } from "./parts.ts";
import { persistently } from "./persistently.ts";
import type { Place } from "./read.ts";
import { findWritten, metadataOf } from "./send.ts";
import type { Tools } from "./tools.ts";
import type { Spot } from "./views.ts";
import type { Workspace } from "./workspaces.ts";

/** Makes a call for somebody who waits for an answer, again while Slack cannot take it: one that changes nothing when it is made twice. @throws DeliveryError */
const insist = <Result>({ workspace, wait }: Tools, call: (client: Workspace["client"]) => Promise<Result>): Promise<Result> =>
  persistently(async () => call((await workspace()).client), wait);

/**
 * Writes to a person in their conversation with the bot. Where Slack could not be heard about it, it is looked up before it
 * is written again.
 *
 * @returns the conversation.
 */
export async function writeShown(shown: Shown, { from }: Incoming, tools: Tools): Promise<string | undefined> {
  const metadata = metadataOf(randomUUID());
  let isInDoubt = false;
  const { channel } = await insist(tools, async (client) => {
    const found = isInDoubt ? await findWritten(client, from.user, metadata.event_payload.key) : null;
    if (found) return found;
    try {
      return await client.chat.postMessage({ channel: from.user, ...shown, metadata });
    } catch (error) {
      isInDoubt = problemOf(error).problem === "temporary";
      throw error;
    }
  });
  return channel;
}

export async function write(message: Message, incoming: Incoming, tools: Tools): Promise<void> {
  let channel: string | undefined;
  for (const part of messagesOf(message)) channel = await writeShown(part, incoming, tools);
  tools.sendFiles(channel, message);
}

/** Changes what a message says; what is too long for one is said after it. @returns whether it says it, and is not gone. */
export async function changes(spot: Spot, message: Message, place: Place, incoming: Incoming, tools: Tools): Promise<boolean> {
  const [first, ...rest] = messagesOf(message);
  const update = insist(tools, (client) => client.chat.update({ ...spot, ...(first as Shown) }));
  if (!(await isDone(update, "slack-not-changed", place, tools))) return false;
  for (const part of rest) await writeShown(part, incoming, tools);
  return true;
}

/** Draws an open modal anew. @returns whether it is still open. */
export const redraws = (view_id: string, view: types.ModalView, place: Place, tools: Tools): Promise<boolean> =>
  isDone(
    insist(tools, (client) => client.views.update({ view_id, view })),
    "slack-not-changed",
    place,
    tools,
  );

/** What cannot be shown in one place is said in another, so that a failure there is a line in the log. @returns whether it was done. */
export async function isDone(work: Promise<unknown>, event: string, { kind }: Place, { log }: Tools): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    const problem = problemOf(error);
    log("warn", event, { place: kind, problem: problem.problem, reason: codeOf(problem) });
    return false;
  }
}
