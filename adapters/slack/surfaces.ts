import type { types } from "@slack/bolt";
import type { Message } from "../../src/ui/model.ts";
import { codeOf, type Incoming, type Reply } from "../../src/ui/platform.ts";
import { phrases } from "../../src/ui/speak.ts";
import { messageOf } from "./blocks.ts";
import { problemOf } from "./errors.ts";
import { again, opening } from "./opening.ts";
import type { Place } from "./read.ts";
import { isSentAgain, readSent, sentView } from "./sent.ts";
import type { Tools } from "./tools.ts";
import { errorsIn, formView, loadingView, sheetView } from "./views.ts";
import { changes, isDone, redraws, write, writeShown } from "./writing.ts";

/** One place in Slack where an answer is shown, to one person alone. */
export interface Surface {
  /** The answer takes a while: acknowledges, and shows that it is to come where it would be a modal. */
  hold(how: "visibly" | "quietly"): Promise<void>;
  /** Acknowledges, unless that is done, and shows the answer. */
  show(reply: Reply): Promise<void>;
}

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
      return ofConversation(incoming, tools);
    case "home-opened":
      return ofHome(place, incoming, tools);
    case "nowhere":
      return { hold: async () => undefined, show: async () => undefined };
  }
}

/** A slash command: its answer is in the acknowledgement, seen by nobody else in whatever channel it was typed. */
function ofCommand(place: Of<"command">, incoming: Incoming, tools: Tools): Surface {
  const once = acknowledgingOnce(tools, place);
  const modal = opening(place, incoming, tools);
  return {
    async hold(how) {
      await once();
      if (how === "visibly") await modal.wait();
    },
    async show(reply) {
      const message = messageIn(reply);
      if (message && (await once({ response_type: "ephemeral", ...messageOf(message) }))) return;
      await once();
      if (reply.kind === "ask") return modal.ask(reply.form, {});
      if (!message) return;
      if (modal.isOpen() && (await modal.shows(message))) return;
      const answer = { response_type: "ephemeral", ...messageOf(message) };
      if (!(await isDone(tools.post(place.responseUrl, answer), "slack-not-posted", place, tools))) await write(message, incoming, tools);
    },
  };
}

/** A button under a message. What it changes there is changed in place; what it says comes as a new message. */
function ofMessage(place: Of<"message">, incoming: Incoming, tools: Tools): Surface {
  const { spot, responseUrl } = place;
  const once = acknowledgingOnce(tools, place);
  const modal = opening(place, incoming, tools);

  const post = (payload: object) => responseUrl !== null && isDone(tools.post(responseUrl, payload), "slack-not-posted", place, tools);

  /** @returns whether the message that was pressed says this from now on. */
  async function change(message: Message): Promise<boolean> {
    if (spot) return changes(spot, message, place, incoming, tools);
    return post({ replace_original: true, ...messageOf(message) });
  }
  async function say(message: Message): Promise<void> {
    if (modal.isOpen() && (await modal.shows(message))) return;
    if (!spot && (await post({ response_type: "ephemeral", replace_original: false, ...messageOf(message) }))) return;
    await write(message, incoming, tools);
  }
  return {
    async hold(how) {
      await once();
      if (how === "visibly") await modal.wait();
    },
    async show(reply) {
      await once();
      if (reply.kind === "ask") return modal.ask(reply.form, spot ? { origin: spot } : {});
      if (reply.kind === "replace") {
        const isSeen = modal.isOpen() && (await modal.shows(reply.message));
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
  const once = acknowledgingOnce(tools, place);
  const modal = opening(place, incoming, tools);
  return {
    async hold(how) {
      await once();
      if (how === "visibly") await modal.wait();
    },
    async show(reply) {
      await once();
      if (reply.kind === "ask") return modal.ask(reply.form, {});
      const message = messageIn(reply);
      if (!message) return;
      const isInPlace = reply.kind === "replace" && place.kind === "sheet" && !place.isForm && !modal.isOpen();
      const isSeen = isInPlace ? await redraws(place.view, sheetView(message, place.depth), place, tools) : await modal.shows(message);
      if (!isSeen) await write(message, incoming, tools);
    },
  };
}

/** Milliseconds that Slack has to show what an acknowledgement puts in a modal: what is drawn before would be lost under it. */
const toShow = 500;

/** A modal that was sent: what is wrong is said in it; what was done is said in the conversation, where it stays. */
function ofForm(place: Of<"form">, incoming: Incoming, tools: Tools): Surface {
  const { carried, view, fields, modal } = place;
  const once = acknowledgingOnce(tools, place);
  let isShown: Promise<void> | undefined;
  async function redraw(shown: types.ModalView): Promise<boolean> {
    await isShown;
    return redraws(view, shown, place, tools);
  }
  const { origin, depth } = carried;
  const rest = { depth, ...(origin ? { origin } : {}) };

  const settle = async (message: Message) => origin !== undefined && changes(origin, message, place, incoming, tools);
  return {
    async hold(how) {
      await once(how === "visibly" ? { response_action: "update", view: loadingView(depth) } : { response_action: "clear" });
      isShown = tools.wait(toShow);
    },
    async show(reply) {
      const isLate = once.done;
      switch (reply.kind) {
        case "ask": {
          const shown = formView(reply.form, rest);
          if (isLate) {
            // Whoever closed it is still to learn that nothing was kept.
            if (!(await redraw(shown)))
              await writeShown(again(reply.form, incoming, phrases[reply.form.language].notKept), incoming, tools);
            return;
          }
          const errors = isSentAgain(modal) ? null : errorsIn(reply.form, { fields, hidden: carried.hidden });
          await once(errors ? { response_action: "errors", errors } : { response_action: "update", view: shown });
          return;
        }
        case "replace": {
          const shown = sheetView(reply.message, depth);
          const isSeen = isLate ? await redraw(shown) : await once({ response_action: "update", view: shown });
          if (!(await settle(reply.message)) && !isSeen) await write(reply.message, incoming, tools);
          return;
        }
        case "say": {
          const sent = reply.isUndone ? readSent(modal) : null;
          if (sent) {
            const shown = sentView(sent, reply.message);
            const isSeen = isLate ? await redraw(shown) : await once({ response_action: "update", view: shown });
            if (!isSeen) await write(reply.message, incoming, tools);
            if (reply.settled) await settle(reply.settled);
            return;
          }
          if (isLate) await redraw(sheetView(reply.message, depth));
          else await once({ response_action: "clear" });
          await write(reply.message, incoming, tools);
          if (reply.settled) await settle(reply.settled);
          return;
        }
        case "home":
          await once({ response_action: "clear" });
          return tools.publishHome(incoming.from, { message: reply.home, isOfSomebody: true });
        default:
          await once({ response_action: "clear" });
      }
    },
  };
}

/** A message to the bot: no form can be opened without a press, so that a button stands for it. */
function ofConversation(incoming: Incoming, tools: Tools): Surface {
  return {
    hold: async () => undefined,
    async show(reply) {
      const message = messageIn(reply);
      if (message) return write(message, incoming, tools);
      if (reply.kind !== "ask") return;
      await writeShown(again(reply.form, incoming, phrases[reply.form.language].toOpen(reply.form.title)), incoming, tools);
    },
  };
}

function ofHome({ isShown }: Of<"home-opened">, incoming: Incoming, tools: Tools): Surface {
  return {
    hold: async () => undefined,
    async show(reply) {
      const message = messageIn(reply);
      if (!message) return;
      const staysAsItWas = reply.kind === "say" && reply.isUndone && isShown;
      if (staysAsItWas) return;
      if (!isShown) await tools.keepHome(incoming.from, null);
      await tools.publishHome(incoming.from, { message, isOfSomebody: reply.kind === "home" });
    },
  };
}

function messageIn(reply: Reply): Message | null {
  if (reply.kind === "say" || reply.kind === "replace") return reply.message;
  return reply.kind === "home" ? reply.home : null;
}

/**
 * Acknowledges at the first call; later ones do nothing. What the connection breaks in the middle of is done all the same, and
 * is to be said.
 *
 * @returns whether Slack takes what the acknowledgement shows.
 */
function acknowledgingOnce({ ack, log }: Tools, { kind }: Place) {
  async function once(payload?: object): Promise<boolean> {
    if (once.done) return false;
    once.done = true;
    try {
      await ack(payload);
      return true;
    } catch (error) {
      log("warn", "slack-not-acknowledged", { place: kind, reason: codeOf(problemOf(error)) });
      return false;
    }
  }
  once.done = false;
  return once;
}
