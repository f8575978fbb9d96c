import type { types } from "@slack/bolt";
import type { Form, Message } from "../../src/ui/model.ts";
import type { Incoming, Reply } from "../../src/ui/platform.ts";
import { phrases } from "../../src/ui/speak.ts";
import { messageOf, type Shown, withButton } from "./blocks.ts";
import { slackErrorIn, told } from "./errors.ts";
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
      if (modal.isOpen) return modal.open(sheetView(message, 0));
      await tools.post(place.responseUrl, { response_type: "ephemeral", ...messageOf(message) });
    },
  };
}

/** A button under a message. What it changes there is changed in place; what it says comes as a new message. */
function ofMessage(place: Of<"message">, incoming: Incoming, tools: Tools): Surface {
  const { spot, responseUrl } = place;
  const once = acknowledgingOnce(tools);
  const modal = opening(place, incoming, tools);

  async function change(message: Message): Promise<void> {
    if (spot) return update(spot, message, incoming, tools);
    if (responseUrl) return tools.post(responseUrl, { replace_original: true, ...messageOf(message) });
    await write(message, incoming, tools);
  }
  async function say(message: Message): Promise<void> {
    if (modal.isOpen) return modal.open(sheetView(message, 0));
    if (spot || !responseUrl) return write(message, incoming, tools);
    await tools.post(responseUrl, { response_type: "ephemeral", replace_original: false, ...messageOf(message) });
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
        await change(reply.message);
        if (modal.isOpen) await modal.open(sheetView(reply.message, 0));
        return;
      }
      if (reply.kind === "say" && reply.settled) await change(reply.settled);
      const message = messageIn(reply);
      if (message) await say(message);
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
      if (reply.kind === "replace" && place.kind === "sheet" && !modal.isOpen) {
        await told(async () => (await clientOf(tools)).views.update({ view_id: place.view, view: sheetView(message, place.depth) }));
      } else await modal.open(sheetView(message, depth));
    },
  };
}

/** A modal that was sent: what is wrong is said in it; what was done is said in the conversation, where it stays. */
function ofForm(place: Of<"form">, incoming: Incoming, tools: Tools): Surface {
  const { carried, view, fields } = place;
  const once = acknowledgingOnce(tools);
  const redraw = (shown: types.ModalView) => told(async () => (await clientOf(tools)).views.update({ view_id: view, view: shown }));
  const { origin, depth } = carried;
  const rest = { depth, ...(origin ? { origin } : {}) };

  async function settle(message: Message): Promise<void> {
    if (origin) await update(origin, message, incoming, tools);
  }
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
          if (isLate) await redraw(shown);
          else await once({ response_action: "update", view: shown });
          return settle(reply.message);
        }
        case "say":
          if (isLate) await redraw(sheetView(reply.message, depth)).catch(() => undefined);
          else await once({ response_action: "clear" });
          if (reply.settled) await settle(reply.settled);
          return write(reply.message, incoming, tools);
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
    open: (view: types.ModalView) => told(() => call(view)),
    /** Where Slack opens no modal any more, a button to open it is left in its place. */
    async ask(form: Form, { origin }: { origin?: Spot }): Promise<void> {
      try {
        await modal.open(formView(form, { depth, ...(origin ? { origin } : {}) }));
      } catch (error) {
        if (isClosed(error)) return;
        tools.log("warn", "slack-modal-late", { form: form.id, place: place.kind });
        const shown = again(form, incoming, phrases[form.language].tooSlow);
        if (place.kind === "command") await tools.post(place.responseUrl, { response_type: "ephemeral", ...shown });
        else await writeShown(shown, incoming, tools);
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

/** Changes what a message says. One that is gone is said anew; what is too long for one is said after it. */
async function update(spot: Spot, message: Message, incoming: Incoming, tools: Tools): Promise<void> {
  const [first, ...rest] = messagesOf(message);
  try {
    await persistently(async () => (await clientOf(tools)).chat.update({ ...spot, ...(first as Shown) }), tools.wait);
  } catch (error) {
    const isGone = error instanceof Error && slackErrorIn(error.cause) === "message_not_found";
    if (!isGone) throw error;
    return write(message, incoming, tools);
  }
  for (const part of rest) await writeShown(part, incoming, tools);
}
