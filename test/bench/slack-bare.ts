import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";

/**
 * What Slack's framework takes by itself: it checks the signature and acknowledges. Given a Web API and a form, it also opens that
 * same form each time, with Slack's own client, and does nothing else.
 */
const { App, HTTPReceiver } = createRequire(import.meta.url)("@slack/bolt") as typeof import("@slack/bolt");
const [signingSecret = "", slackApiUrl, form] = process.argv.slice(2);
const view = form ? JSON.parse(form) : null;

const receiver = new HTTPReceiver({ signingSecret, endpoints: "/slack/events" });
const app = new App({
  receiver,
  convoStore: false,
  ...(slackApiUrl ? { clientOptions: { slackApiUrl } } : {}),
  authorize: async () => ({ botToken: "xoxb-1", botId: "B1", botUserId: "U1" }),
});
app.command("/mentorat", async ({ ack, body, client }) => {
  await ack();
  if (view) await client.views.open({ trigger_id: body.trigger_id, view });
});
app.view(/.*/, ({ ack }) => ack());

const server = createServer(receiver.requestListener);
server.listen(0, "127.0.0.1", () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
