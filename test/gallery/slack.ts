import { messageOf } from "../../adapters/slack/blocks.ts";
import { formView, homeView } from "../../adapters/slack/views.ts";
import type { Exhibit } from "./tour.ts";

/** What Slack is sent to show one thing. */
export type SlackFile =
  | { kind: "message"; payload: ReturnType<typeof messageOf> }
  | { kind: "modal"; payload: ReturnType<typeof formView> }
  | { kind: "home"; payload: ReturnType<typeof homeView> };

/** The longest names that Slack gives to a message whose button opened a form, and to its conversation. */
export const origin = { channel: "D0123456789AB", ts: "1231234567.123456" };

export function slackFile(exhibit: Exhibit): SlackFile {
  if (exhibit.kind === "form") return { kind: "modal", payload: formView(exhibit.form, { depth: 2, origin }) };
  if (exhibit.isHome) return { kind: "home", payload: homeView(exhibit.message) };
  return { kind: "message", payload: messageOf(exhibit.message) };
}
