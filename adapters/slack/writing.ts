import { randomUUID } from "node:crypto";
import type { types } from "@slack/bolt";
import type { Message } from "../../src/ui/model.ts";
import { codeOf, DeliveryError, type Incoming } from "../../src/ui/platform.ts";
import { untilSaid } from "../persistently.ts";
import type { Shown } from "./blocks.ts";
import { problemOf } from "./errors.ts";
import { messagesOf } from "./parts.ts";
import { persistently } from "./persistently.ts";
import type { Place } from "./read.ts";
import { findWritten, metadataOf } from "./send.ts";
import type { Tools } from "./tools.ts";
import type { Spot } from "./views.ts";
import type { Workspace } from "./workspaces.ts";

type Call = <Result>(call: (client: Workspace["client"]) => Promise<Result>) => Promise<Result>;

/** Makes a call for somebody who waits for an answer, again while Slack cannot take it: one that changes nothing when it is made twice. @throws DeliveryError */
const insisting =
  ({ workspace, wait }: Pick<Tools, "workspace" | "wait">, patience?: typeof untilSaid): Call =>
  (call) =>
    persistently(async () => call((await workspace()).client), wait, patience ? { patience } : {});

/** So many seconds, at most, what follows waits for what is said: whoever sent a form looks at their home next. */
const beforeTheRest = 15;

/**
 * Says what has to be said, be it later. Where Slack asks for more time than others should wait, it is said in the background; it
 * is lost where the bot stops before that.
 */
async function saying(say: (insist: Call) => Promise<void>, { kind }: Incoming, tools: Tools): Promise<void> {
  let waited = 0;
  let letOthersGoOn: (how: "later") => void = () => undefined;
  const later = new Promise<"later">((resolve) => {
    letOthersGoOn = resolve;
  });
  async function wait(ms: number): Promise<void> {
    waited += ms;
    if (waited > beforeTheRest * 1000) letOthersGoOn("later");
    await tools.wait(ms);
    if (tools.stopped.aborted) throw new DeliveryError({ problem: "temporary", reason: "stopped" });
  }
  const said = say(insisting({ ...tools, wait }, untilSaid));
  if ((await Promise.race([said, later])) === "later")
    tools.inBackground(said.catch((error: unknown) => tools.log("warn", "slack-not-shown", { kind, ...troubleIn(error) })));
}

/**
 * Writes to a person in their conversation with the bot. Where Slack could not be heard about it, it is looked up before it
 * is written again.
 *
 * @returns the conversation.
 */
async function post(shown: Shown, { from }: Incoming, insist: Call): Promise<string | undefined> {
  const metadata = metadataOf(randomUUID());
  let isInDoubt = false;
  const { channel } = await insist(async (client) => {
    const found = isInDoubt ? await findWritten(client, from.user, metadata.event_payload.key) : null;
    if (found) return found;
    try {
      return await client.chat.postMessage({ channel: from.user, ...shown, metadata });
    } catch (error) {
      isInDoubt ||= problemOf(error).problem === "temporary";
      throw error;
    }
  });
  return channel;
}

export const writeShown = (shown: Shown, incoming: Incoming, tools: Tools): Promise<void> =>
  saying(async (insist) => void (await post(shown, incoming, insist)), incoming, tools);

export const write = (message: Message, incoming: Incoming, tools: Tools): Promise<void> =>
  saying(
    async (insist) => {
      let channel: string | undefined;
      for (const part of messagesOf(message)) channel = await post(part, incoming, insist);
      tools.sendFiles(channel, message);
    },
    incoming,
    tools,
  );

/** Changes what a message says; what is too long for one is said after it. @returns whether it says it, and is not gone. */
export async function changes(spot: Spot, message: Message, place: Place, incoming: Incoming, tools: Tools): Promise<boolean> {
  const [first, ...rest] = messagesOf(message);
  const update = insisting(tools)((client) => client.chat.update({ ...spot, ...(first as Shown) }));
  if (!(await isDone(update, "slack-not-changed", place, tools))) return false;
  for (const part of rest) await writeShown(part, incoming, tools);
  return true;
}

/** Draws an open modal anew. @returns whether it is still open. */
export const redraws = (view_id: string, view: types.ModalView, place: Place, tools: Tools): Promise<boolean> =>
  isDone(
    insisting(tools)((client) => client.views.update({ view_id, view })),
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
    log("warn", event, { place: kind, ...troubleIn(error) });
    return false;
  }
}

function troubleIn(error: unknown): { problem: string; reason: string } {
  const problem = problemOf(error);
  return { problem: problem.problem, reason: codeOf(problem) };
}
