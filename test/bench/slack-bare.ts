import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";

/** What Slack's framework takes by itself: it checks the signature and acknowledges, and does nothing else. */
const { App, HTTPReceiver } = createRequire(import.meta.url)("@slack/bolt") as typeof import("@slack/bolt");
const signingSecret = process.argv[2] ?? "";

const receiver = new HTTPReceiver({ signingSecret, endpoints: "/slack/events" });
const app = new App({ receiver, convoStore: false, authorize: async () => ({ botToken: "xoxb-1", botId: "B1", botUserId: "U1" }) });
app.command("/mentorat", ({ ack }) => ack());
app.view(/.*/, ({ ack }) => ack());

const server = createServer(receiver.requestListener);
server.listen(0, "127.0.0.1", () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
