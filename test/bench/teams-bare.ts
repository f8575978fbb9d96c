import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Application, TeamsAdapter } from "@microsoft/teams-ai";

/** What Microsoft's framework takes by itself: it checks the token and answers with a form that is always the same. */
const [appId = "", tenant = "", openIdMetadataUrl = "", form = ""] = process.argv.slice(2);

const adapter = new TeamsAdapter({
  ...{ MicrosoftAppId: appId, MicrosoftAppPassword: "shh", MicrosoftAppTenantId: tenant, MicrosoftAppType: "SingleTenant" },
  ToBotFromChannelOpenIdMetadataUrl: openIdMetadataUrl,
  // What the framework fills in itself where nothing is said.
  ToBotFromChannelTokenIssuer: "https://api.botframework.com",
  ToChannelFromBotLoginUrl: "https://login.microsoftonline.com/botframework.com",
  ToChannelFromBotOAuthScope: "https://api.botframework.com",
  OAuthUrl: "https://api.botframework.com",
});
const app = new Application({ adapter, botAppId: appId });
const constant = JSON.parse(readFileSync(form, "utf8"));
app.messageExtensions.fetchTask("log-meeting", async () => constant);

/** What the framework asks of a server. */
function asExpress(response: ServerResponse) {
  return Object.assign(response, {
    header: (name: string, value: unknown) => response.setHeader(name, String(value)),
    status(code: number) {
      response.statusCode = code;
      return response;
    },
    send(body: unknown) {
      response.setHeader("content-type", "application/json; charset=utf-8");
      return response.end(JSON.stringify(body));
    },
  });
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}

const server = createServer(async (request, response) => {
  const taken = Object.assign(request, { body: (await bodyOf(request)) as Record<string, unknown>, method: "POST" });
  await adapter.process(taken as unknown as Parameters<typeof adapter.process>[0], asExpress(response), async (context) => {
    await app.run(context);
  });
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
