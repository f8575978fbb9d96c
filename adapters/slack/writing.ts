import type { types } from "@slack/bolt";
import type { Message } from "../../src/ui/model.ts";
import type { Incoming } from "../../src/ui/platform.ts";
import type { Shown } from "./blocks.ts";
import { problemOf, reasonOf } from "./errors.ts";
import { messagesOf } from "./parts.ts";
import { persistently } from "./persistently.ts";
import type { Place } from "./read.ts";
import type { Tools } from "./tools.ts";
import type { Spot } from "./views.ts";

export const clientOf = async ({ workspace }: Tools) => (await workspace()).client;

/** @returns the conversation between the bot and the person, which it was written in. */
export async function writeShown(shown: Shown, { from }: Incoming, tools: Tools): Promise<string | undefined> {
  const post = async () => (await clientOf(tools)).chat.postMessage({ channel: from.user, ...shown });
  const { channel } = await persistently(post, tools.wait);
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
  const update = persistently(async () => (await clientOf(tools)).chat.update({ ...spot, ...(first as Shown) }), tools.wait);
  if (!(await isDone(update, "slack-not-changed", place, tools))) return false;
  for (const part of rest) await writeShown(part, incoming, tools);
  return true;
}

/** Draws an open modal anew. @returns whether it is still open. */
export const redraws = (view_id: string, view: types.ModalView, place: Place, tools: Tools): Promise<boolean> =>
  isDone(
    persistently(async () => (await clientOf(tools)).views.update({ view_id, view }), tools.wait),
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
    log("warn", event, { place: kind, problem: problem.problem, reason: reasonOf(problem) });
    return false;
  }
}
