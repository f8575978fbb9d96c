import type { types } from "@slack/bolt";
import type { Form, Message } from "../../src/ui/model.ts";
import { DeliveryError, type Incoming } from "../../src/ui/platform.ts";
import { phrases } from "../../src/ui/speak.ts";
import { type Shown, withButton } from "./blocks.ts";
import { slackErrorIn, told } from "./errors.ts";
import { persistently } from "./persistently.ts";
import type { Place } from "./read.ts";
import type { Tools } from "./tools.ts";
import { formView, loadingView, type Spot, sheetView } from "./views.ts";
import type { Workspace } from "./workspaces.ts";
import { isDone, writeShown } from "./writing.ts";

type Views = Workspace["client"]["views"];
/** From where a modal can be opened. */
type Opening = Extract<Place, { kind: "command" | "shortcut" | "home" | "sheet" | "message" }>;

const deepest = 2;

/** A modal that a press or a command opens by its trigger, once: what is to be shown later takes its place. */
export function opening(place: Opening, incoming: Incoming, tools: Tools) {
  const { trigger: trigger_id } = place;
  let opened: { id: string; hash: string } | null = null;

  async function call(view: types.ModalView): Promise<void> {
    if (!hasRoom) throw new DeliveryError({ problem: "refused", reason: "three-modals" });
    const { client } = await tools.workspace();
    const { views } = client;
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
  /** Slack stacks three, and what is typed in the last of them is not drawn over. */
  const hasRoom = place.kind !== "sheet" || place.depth < deepest || !place.isForm;
  const depth = place.kind === "sheet" ? Math.min(place.depth + 1, deepest) : 0;

  const modal = {
    isOpen: () => opened !== null,
    /** A trigger opens at once or never; what is open can be drawn again later. */
    open: (view: types.ModalView) => (opened ? persistently(() => call(view), tools.wait) : told(() => call(view))),
    /** What is to be shown is still to come. */
    wait: () => modal.open(loadingView(depth)),
    /** @returns false where Slack opens no modal any more, or what was open is closed. */
    shows: (message: Message) => isDone(modal.open(sheetView(message, depth)), "slack-modal-late", place, tools),
    /** Where Slack opens no modal any more, a button to open it is left in its place. */
    async ask(form: Form, { origin }: { origin?: Spot }): Promise<void> {
      try {
        await modal.open(formView(form, { depth, ...(origin ? { origin } : {}) }));
      } catch (error) {
        if (isClosed(error)) return;
        if (hasRoom) tools.log("warn", "slack-modal-late", { form: form.id, place: place.kind });
        const shown = again(form, incoming, hasRoom ? phrases[form.language].tooSlow : phrases[form.language].toOpen(form.title));
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

/** A message whose button opens the form, as a press: by what was pressed, or by the feature that the form is of. What was typed is in none. */
export function again(form: Form, incoming: Incoming, text: string): Shown {
  const label = phrases[form.language].open;
  const [feature] = form.id.split(".");
  const { action, data } = incoming.kind === "press" ? incoming : { action: `${feature}.open`, data: {} };
  return withButton(text, { label, action, data });
}
