import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { createClient, quietLogger } from "../../adapters/slack/client.ts";

/**
 * What Slack's framework takes by itself: it checks the signature and acknowledges. Given a Web API and a form, it also opens that
 * same form each time, with the client of the bot, and does nothing else: what no bot around both can surpass.
 */
const { App, HTTPReceiver } = createRequire(import.meta.url)("@slack/bolt") as typeof import("@slack/bolt");
const [signingSecret = "", apiUrl, form] = process.argv.slice(2);
const view = form ? JSON.parse(form) : null;
const client = createClient(
  "xoxb-1",
  apiUrl,
  quietLogger(() => undefined),
);

const receiver = new HTTPReceiver({ signingSecret, endpoints: "/slack/events" });
const app = new App({
  receiver,
  convoStore: false,
  authorize: async () => ({ botToken: "xoxb-1", botId: "B1", botUserId: "U1" }),
});
app.command("/mentorat", async ({ ack, body }) => {
  await ack();
  if (view) await client.views.open({ trigger_id: body.trigger_id, view });
});
app.view(/.*/, ({ ack }) => ack());

const server = createServer(receiver.requestListener);
server.listen(0, "127.0.0.1", () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
