import { createRequire } from "node:module";

// The parts of Bolt that the bot uses. Its index loads what it has for Express, AWS and assistants as well, which takes about a
// sixth of a start.

/** By it the default export of a CommonJS module is in one place, whoever loads this file: Node and the tests each have another for `import`. */
const require = createRequire(import.meta.url);

export const { default: App, LogLevel } = require("@slack/bolt/dist/App.js") as typeof import("@slack/bolt/dist/App.js");
export const { default: SocketModeReceiver } =
  require("@slack/bolt/dist/receivers/SocketModeReceiver.js") as typeof import("@slack/bolt/dist/receivers/SocketModeReceiver.js");
export * as http from "@slack/bolt/dist/receivers/HTTPModuleFunctions.js";
export { HTTPResponseAck } from "@slack/bolt/dist/receivers/HTTPResponseAck.js";
export * as webApi from "@slack/web-api";
