import type { types } from "@slack/bolt";
import type { Form, Message } from "../../src/ui/model.ts";
import type { Incoming, Reply } from "../../src/ui/platform.ts";
import { phrases } from "../../src/ui/speak.ts";
import { messageOf, type Shown, withButton } from "./blocks.ts";
import { problemOf, reasonOf, slackErrorIn, told } from "./errors.ts";
import { messagesOf } from "./parts.ts";
import { persistently } from "./persistently.ts";
import { commandAction, type Place } from "./read.ts";
import type { Tools } from "./tools.ts";
import { errorsIn, formView, loadingView, type Spot, sheetView } from "./views.ts";
import type { Workspace } from "./workspaces.ts";

/** One place in Slack where an answer is shown, to one person alone. */
export interface Surface {
  /** The answer takes a while: acknowledges, and shows that it is to come where it would be a modal. */
  hold(how: "visibly" | "quietly"): Promise<void>;
  /** Acknowledges, unless that is done, and shows the answer. */
  show(reply: Reply): Promise<void>;
}

const clientOf = async ({ workspace }: Tools) => (await workspace()).client;

type Views = Workspace["client"]["views"];
type Of<Kind extends Place["kind"]> = Extract<Place, { kind: Kind }>;

export function surfaceOf(place: Place, incoming: Incoming, tools: Tools): Surface {
  switch (place.kind) {
    case "command":
      return ofCommand(place, incoming, tools);
    case "shortcut":
    case "home":
      return ofModal(place, incoming, tools);
    case "sheet":
      return ofModal(place, incoming, tools);
    case "message":
      return ofMessage(place, incoming, tools);
    case "form":
      return ofForm(place, incoming, tools);
    case "conversation":
      return ofConversation(place, incoming, tools);
    case "home-opened":
      return ofHome(incoming, tools);
    case "nowhere":
      return { hold: async () => undefined, show: async () => undefined };
  }
}

/** A slash command: its answer is in the acknowledgement, seen by nobody else in whatever channel it was typed. */
function ofCommand(place: Of<"command">, incoming: Incoming, tools: Tools): Surface {
  const once = acknowledgingOnce(tools);
  const modal = opening(place, incoming, tools);
  return {
    async hold(how) {
      await once();
      if (how === "visibly") await modal.open(loadingView(0));
    },
    async show(reply) {
      const message = messageIn(reply);
      if (message && !once.done) return once({ response_type: "ephemeral", ...messageOf(message) });
      await once();
      if (reply.kind === "ask") return modal.ask(reply.form, {});
      if (!message) return;
      if (modal.isOpen && (await modal.shows(message, 0))) return;
      const answer = { response_type: "ephemeral", ...messageOf(message) };
      if (!(await isDone(tools.post(place.responseUrl, answer), "slack-not-posted", place, tools))) await write(message, incoming, tools);
    },
  };
}

/** A button under a message. What it changes there is changed in place; what it says comes as a new message. */
function ofMessage(place: Of<"message">, incoming: Incoming, tools: Tools): Surface {
  const { spot, responseUrl } = place;
  const once = acknowledgingOnce(tools);
  const modal = opening(place, incoming, tools);

  const post = (payload: object) => responseUrl !== null && isDone(tools.post(responseUrl, payload), "slack-not-posted", place, tools);

  /** @returns whether the message that was pressed says this from now on. */
  async function change(message: Message): Promise<boolean> {
    if (spot) return changes(spot, message, place, incoming, tools);
    return post({ replace_original: true, ...messageOf(message) });
  }
  async function say(message: Message): Promise<void> {
    if (modal.isOpen && (await modal.shows(message, 0))) return;
    if (!spot && (await post({ response_type: "ephemeral", replace_original: false, ...messageOf(message) }))) return;
    await write(message, incoming, tools);
  }
  return {
    async hold(how) {
      await once();
      if (how === "visibly") await modal.open(loadingView(0));
    },
    async show(reply) {
      await once();
      if (reply.kind === "ask") return modal.ask(reply.form, spot ? { origin: spot } : {});
      if (reply.kind === "replace") {
        const isSeen = modal.isOpen && (await modal.shows(reply.message, 0));
        if (!(await change(reply.message)) && !isSeen) await write(reply.message, incoming, tools);
        return;
      }
      const message = messageIn(reply);
      if (message) await say(message);
      if (reply.kind === "say" && reply.settled) await change(reply.settled);
    },
  };
}

/** A shortcut, a button of the home, or one within a modal: the answer is a modal, on top of that one where there is one. */
function ofModal(place: Of<"shortcut" | "home" | "sheet">, incoming: Incoming, tools: Tools): Surface {
  const once = acknowledgingOnce(tools);
  const modal = opening(place, incoming, tools);
  const depth = place.kind === "sheet" ? place.depth + 1 : 0;
  return {
    async hold(how) {
      await once();
      if (how === "visibly") await modal.open(loadingView(depth));
    },
    async show(reply) {
      await once();
      if (reply.kind === "ask") return modal.ask(reply.form, {});
      const message = messageIn(reply);
      if (!message) return;
      const isInPlace = reply.kind === "replace" && place.kind === "sheet" && !modal.isOpen;
      const isSeen = isInPlace
        ? await redraws(place.view, sheetView(message, place.depth), place, tools)
        : await modal.shows(message, depth);
      if (!isSeen) await write(message, incoming, tools);
    },
  };
}

/** A modal that was sent: what is wrong is said in it; what was done is said in the conversation, where it stays. */
function ofForm(place: Of<"form">, incoming: Incoming, tools: Tools): Surface {
  const { carried, view, fields } = place;
  const once = acknowledgingOnce(tools);
  const redraw = (shown: types.ModalView) => redraws(view, shown, place, tools);
  const { origin, depth } = carried;
  const rest = { depth, ...(origin ? { origin } : {}) };

  const settle = async (message: Message) => origin !== undefined && changes(origin, message, place, incoming, tools);
  return {
    hold: (how) => once(how === "visibly" ? { response_action: "update", view: loadingView(depth) } : { response_action: "clear" }),
    async show(reply) {
      const isLate = once.done;
      switch (reply.kind) {
        case "ask": {
          const shown = formView(reply.form, rest);
          if (isLate) {
            await redraw(shown);
            return;
          }
          const errors = errorsIn(reply.form, fields);
          return once(errors ? { response_action: "errors", errors } : { response_action: "update", view: shown });
        }
        case "replace": {
          const shown = sheetView(reply.message, depth);
          if (!isLate) await once({ response_action: "update", view: shown });
          const isSeen = !isLate || (await redraw(shown));
          if (!(await settle(reply.message)) && !isSeen) await write(reply.message, incoming, tools);
          return;
        }
        case "say":
          if (isLate) await redraw(sheetView(reply.message, depth));
          else await once({ response_action: "clear" });
          await write(reply.message, incoming, tools);
          if (reply.settled) await settle(reply.settled);
          return;
        case "home":
          await once({ response_action: "clear" });
          return tools.publishHome(incoming.from, reply.home);
        default:
          return once({ response_action: "clear" });
      }
    },
  };
}

/** A message to the bot: no form can be opened without a press, so that a button stands for it. */
function ofConversation({ channel }: Of<"conversation">, incoming: Incoming, tools: Tools): Surface {
  const say = async (shown: Shown): Promise<void> => {
    await persistently(async () => (await clientOf(tools)).chat.postMessage({ channel, ...shown }), tools.wait);
  };
  return {
    hold: async () => undefined,
    async show(reply) {
      if (reply.kind === "ask") return say(again(reply.form, incoming, phrases[reply.form.language].toOpen(reply.form.title)));
      const message = messageIn(reply);
      if (!message) return;
      for (const part of messagesOf(message)) await say(part);
      tools.sendFiles(channel, message);
    },
  };
}

function ofHome(incoming: Incoming, tools: Tools): Surface {
  return {
    hold: async () => undefined,
    async show(reply) {
      const message = messageIn(reply);
      if (message) await tools.publishHome(incoming.from, message);
    },
  };
}

function messageIn(reply: Reply): Message | null {
  if (reply.kind === "say" || reply.kind === "replace") return reply.message;
  return reply.kind === "home" ? reply.home : null;
}

/** Acknowledges at the first call; later ones do nothing. */
function acknowledgingOnce({ ack }: Tools) {
  async function once(payload?: object): Promise<void> {
    if (once.done) return;
    once.done = true;
    await ack(payload);
  }
  once.done = false;
  return once;
}

const deepest = 2;

/** A modal that a press or a command opens by its trigger, once: what is to be shown later takes its place. */
function opening(place: Of<"command" | "shortcut" | "home" | "sheet" | "message">, incoming: Incoming, tools: Tools) {
  const { trigger: trigger_id } = place;
  let opened: { id: string; hash: string } | null = null;

  async function call(view: types.ModalView): Promise<void> {
    const { views } = await clientOf(tools);
    if (opened) {
      await views.update({ view_id: opened.id, hash: opened.hash, view });
      return;
    }
    const { view: shown } = await openAt(views, view);
    if (shown?.id && shown.hash) opened = { id: shown.id, hash: shown.hash };
  }
  function openAt(views: Views, view: types.ModalView) {
    if (place.kind !== "sheet") return views.open({ trigger_id, view });
    return place.depth < deepest ? views.push({ trigger_id, view }) : views.update({ view_id: place.view, view });
  }
  const depth = place.kind === "sheet" ? Math.min(place.depth + 1, deepest) : 0;

  const modal = {
    get isOpen() {
      return opened !== null;
    },
    /** A trigger opens at once or never; what is open can be drawn again later. */
    open: (view: types.ModalView) => (opened ? persistently(() => call(view), tools.wait) : told(() => call(view))),
    /** @returns false where Slack opens no modal any more, or what was open is closed. */
    shows: (message: Message, under: number) => isDone(modal.open(sheetView(message, under)), "slack-modal-late", place, tools),
    /** Where Slack opens no modal any more, a button to open it is left in its place. */
    async ask(form: Form, { origin }: { origin?: Spot }): Promise<void> {
      try {
        await modal.open(formView(form, { depth, ...(origin ? { origin } : {}) }));
      } catch (error) {
        if (isClosed(error)) return;
        tools.log("warn", "slack-modal-late", { form: form.id, place: place.kind });
        const shown = again(form, incoming, phrases[form.language].tooSlow);
        const isPosted =
          place.kind === "command" &&
          (await isDone(tools.post(place.responseUrl, { response_type: "ephemeral", ...shown }), "slack-not-posted", place, tools));
        if (!isPosted) await writeShown(shown, incoming, tools);
      }
    },
  };
  return modal;
}

/** Whoever closed what they were waiting for does not want it any more. */
const isClosed = (error: unknown): boolean => error instanceof Error && slackErrorIn(error.cause) === "not_found";

const longestText = 1500;

/** A message whose button does again what somebody did, as a press that may open a form. */
function again(form: Form, incoming: Incoming, text: string): Shown {
  const label = phrases[form.language].open;
  const button =
    incoming.kind === "press"
      ? { label, action: incoming.action, data: incoming.data }
      : { label, action: commandAction, data: { text: incoming.kind === "command" ? incoming.text.slice(0, longestText) : "" } };
  return withButton(text, button);
}

/** @returns the conversation between the bot and the person, which it was written in. */
async function writeShown(shown: Shown, { from }: Incoming, tools: Tools): Promise<string | undefined> {
  const post = async () => (await clientOf(tools)).chat.postMessage({ channel: from.user, ...shown });
  const { channel } = await persistently(post, tools.wait);
  return channel;
}

async function write(message: Message, incoming: Incoming, tools: Tools): Promise<void> {
  let channel: string | undefined;
  for (const part of messagesOf(message)) channel = await writeShown(part, incoming, tools);
  tools.sendFiles(channel, message);
}

/** Changes what a message says; what is too long for one is said after it. @returns whether it says it, and is not gone. */
async function changes(spot: Spot, message: Message, place: Place, incoming: Incoming, tools: Tools): Promise<boolean> {
  const [first, ...rest] = messagesOf(message);
  const update = persistently(async () => (await clientOf(tools)).chat.update({ ...spot, ...(first as Shown) }), tools.wait);
  if (!(await isDone(update, "slack-not-changed", place, tools))) return false;
  for (const part of rest) await writeShown(part, incoming, tools);
  return true;
}

/** Draws an open modal anew. @returns whether it is still open. */
const redraws = (view_id: string, view: types.ModalView, place: Place, tools: Tools): Promise<boolean> =>
  isDone(
    persistently(async () => (await clientOf(tools)).views.update({ view_id, view }), tools.wait),
    "slack-not-changed",
    place,
    tools,
  );

/** What cannot be shown in one place is said in another, so that a failure there is a line in the log. @returns whether it was done. */
async function isDone(work: Promise<unknown>, event: string, { kind }: Place, { log }: Tools): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    const problem = problemOf(error);
    log("warn", event, { place: kind, problem: problem.problem, reason: reasonOf(problem) });
    return false;
  }
}
