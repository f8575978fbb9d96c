import type { Button } from "../ui/model.ts";
import type { Incoming, Reply } from "../ui/platform.ts";

const mark = "listed";

/** Buttons of a message that is about more than their own matter. */
export const listed = (buttons: readonly Button[]): Button[] =>
  buttons.map((button) => ({ ...button, data: { ...button.data, [mark]: "yes" } }));

/** What a button of a list led to is said after the list, which stays: what else it offers is still to be done. */
export function afterList(reply: Reply, incoming: Incoming): Reply {
  const carried = incoming.kind === "press" ? incoming.data : incoming.kind === "submit" ? incoming.hidden : {};
  if (carried[mark] === undefined) return reply;
  if (reply.kind === "replace") return { ...reply, kind: "say" };
  if (reply.kind === "ask") return { ...reply, form: { ...reply.form, hidden: { ...reply.form.hidden, [mark]: "yes" } } };
  if (reply.kind !== "say") return reply;
  const { settled, ...said } = reply;
  return said;
}
