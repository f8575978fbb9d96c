import { createRequire } from "node:module";

/**
 * The parts of Bolt that the bot uses. Its index loads what it has for Express, AWS and assistants as well, which takes twice as
 * long as these: a sixth of a start.
 */
const part = createRequire(import.meta.url);

export const { default: App, LogLevel } = part("@slack/bolt/dist/App.js") as typeof import("@slack/bolt/dist/App.js");
export const { default: SocketModeReceiver } = part(
  "@slack/bolt/dist/receivers/SocketModeReceiver.js",
) as typeof import("@slack/bolt/dist/receivers/SocketModeReceiver.js");
export * as http from "@slack/bolt/dist/receivers/HTTPModuleFunctions.js";
export { HTTPResponseAck } from "@slack/bolt/dist/receivers/HTTPResponseAck.js";
export * as webApi from "@slack/web-api";
