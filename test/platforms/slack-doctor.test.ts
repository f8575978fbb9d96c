import type { RequestListener } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { examineSlack, type SlackFinding } from "../../adapters/slack/doctor.ts";
import { neededScopes } from "../../adapters/slack/scopes.ts";
import { deserted, serve } from "../support/elsewhere.ts";
import { openSlack, type Slack, type SlackStart } from "../support/slack/server.ts";
import { openSlackStage, signingSecret } from "../support/slack-stage.ts";

const now = Date.now();
const appToken = "xapp-1-A1-doctor";
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function open(start: Partial<SlackStart> = {}): Promise<Slack> {
  const teams = [{ id: "T1", token: "xoxb-1", scopes: neededScopes }];
  const slack = await openSlack({ teams, signingSecret, appToken, now: () => now, ...start });
  closing.push(() => slack.close());
  return slack;
}

async function serving(answer: RequestListener): Promise<string> {
  const { place, close } = await serve(answer);
  closing.push(close);
  return place;
}

type Patient = Parameters<typeof examineSlack>[0];

async function examine({ url: apiUrl }: { url: string }, given: Partial<Patient> = {}): Promise<SlackFinding[]> {
  const patient: Patient = { tokens: ["xoxb-1"], reached: { by: "http", signingSecret }, url: null, apiUrl, now, ...given };
  const found = await examineSlack(patient);
  const secrets = [...patient.tokens, ...Object.values(patient.reached).filter((value) => value.length > 6)];
  for (const secret of secrets) expect(JSON.stringify(found)).not.toContain(secret);
  return found;
}

const codes = (found: readonly SlackFinding[]): string[] => found.map(({ level, code }) => `${level} ${code}`);
const fine = ["good token-good", "good scopes-good"];

describe("a bot token", () => {
  it("that is good is told with its workspace, and asks Slack nothing else", async () => {
    const slack = await open();
    const found = await examine(slack);
    expect(codes(found)).toEqual([...fine, "note url-unchecked"]);
    expect(found[0]).toMatchObject({ entry: 1, of: 1, workspace: "T1", id: "T1" });
    expect(slack.calls.map(({ method }) => method)).toEqual(["auth.test"]);
  });

  it("that Slack does not know", async () => {
    expect(codes(await examine(await open(), { tokens: ["xoxb-other"] }))).toEqual(["wrong token-invalid", "note url-unchecked"]);
  });

  it("that was revoked", async () => {
    const slack = await open();
    slack.revoke("T1");
    expect(codes(await examine(slack))[0]).toBe("wrong token-revoked");
  });

  it.each([
    ["account_inactive", "wrong token-revoked"],
    ["token_expired", "wrong token-expired"],
    ["access_denied", "wrong token-refused"],
    [{ status: 429, retryAfter: 7 }, "wrong slack-throttled"],
    [{ status: 503 }, "wrong slack-unreachable"],
    ["drop", "wrong slack-unreachable"],
  ] as const)("that Slack answers with %j", async (trouble, expected) => {
    const slack = await open();
    slack.failNext("auth.test", trouble);
    const [first] = await examine(slack);
    expect(codes(first ? [first] : [])).toEqual([expected]);
    if (typeof trouble === "object" && trouble.status === 429) expect(first).toMatchObject({ seconds: 7 });
    if (trouble === "access_denied") expect(first).toMatchObject({ reason: "access_denied" });
  });

  it("that lacks a scope, and has one too many", async () => {
    const granted = [...neededScopes.filter((scope) => scope !== "im:history"), "channels:read"];
    const found = await examine(await open({ teams: [{ id: "T1", token: "xoxb-1", scopes: granted }] }));
    expect(codes(found)).toEqual(["good token-good", "wrong scopes-missing", "note scopes-extra", "note url-unchecked"]);
    expect(found.flatMap((one) => ("scopes" in one ? [one.scopes] : []))).toEqual([["im:history"], ["channels:read"]]);
  });

  it("of each of several workspaces is named by its place", async () => {
    const teams = ["T1", "T2"].map((id) => ({ id, token: `xoxb-${id}`, scopes: neededScopes }));
    const found = await examine(await open({ teams }), { tokens: ["xoxb-T1", "xoxb-nobody", "xoxb-T2", "xoxb-T1"] });
    expect(found.flatMap((one) => ("entry" in one ? [`${one.entry}/${one.of} ${one.code}`] : []))).toEqual([
      "1/4 token-good",
      "1/4 scopes-good",
      "2/4 token-invalid",
      "3/4 token-good",
      "3/4 scopes-good",
      "4/4 token-good",
      "4/4 token-twice",
      "4/4 scopes-good",
    ]);
    expect(found.find(({ code }) => code === "token-twice")).toMatchObject({ other: 1, id: "T1" });
  });

  it("cannot be asked about where Slack does not answer, which is said once", async () => {
    const found = await examine({ url: `http://${await deserted()}/api/` }, { tokens: ["xoxb-1", "xoxb-2"] });
    expect(codes(found)).toEqual(["wrong slack-unreachable", "note url-unchecked"]);
    expect(found[0]).toMatchObject({ reason: "ECONNREFUSED" });
  });
});

describe("an app-level token", () => {
  const by = (token: string): Partial<Patient> => ({ reached: { by: "socket", appToken: token } });

  it("that is good would open a socket, and opens none", async () => {
    const slack = await open();
    expect(codes(await examine(slack, by(appToken)))).toEqual([...fine, "good app-token-good"]);
    expect(slack.sockets.open).toBe(0);
  });

  it.each([
    ["that Slack does not know", "xapp-other", undefined, "wrong app-token-invalid"],
    ["that is a bot token", "xoxb-1", undefined, "wrong app-token-of-bot"],
    ["that lacks its scope", appToken, "missing_scope", "wrong app-token-scope"],
    ["of an app without Socket Mode", appToken, "access_denied", "wrong app-token-refused"],
  ])("%s", async (_, token, error, expected) => {
    const slack = await open();
    if (error) slack.failNext("apps.connections.open", error);
    expect(codes(await examine(slack, by(token)))).toEqual([...fine, expected]);
  });

  it("needs no Request URL", async () => {
    const url = new URL("https://triade.example/slack/events");
    expect(codes(await examine(await open(), { ...by(appToken), url })).at(-1)).toBe("note url-needless");
  });
});

describe("the Request URL", () => {
  const at = async (url: string, given: Partial<Patient> = {}) =>
    codes(await examine(await open(), { url: new URL(url), ...given })).slice(2);

  it("of a bot that runs answers the challenge, time after time", async () => {
    const scene = await openSlackStage();
    closing.push(() => scene.close());
    const before = scene.slack.calls.length;
    expect(await at(scene.url)).toEqual(["good url-good", "note url-local"]);
    expect(await at(scene.url)).toEqual(["good url-good", "note url-local"]);
    expect(await at(scene.url.replace("/events", "/other"))).toEqual(["wrong url-wrong-path"]);
    expect(await at(scene.url, { reached: { by: "http", signingSecret: "f".repeat(32) } })).toEqual(["wrong url-wrong-secret"]);
    expect(scene.slack.calls.slice(before).filter(({ method }) => method !== "auth.test")).toEqual([]);
  });

  it("of something else", async () => {
    const ok = await serving((_, response) => response.end("Welcome"));
    expect(await at(`http://${ok}/slack/events`)).toEqual(["wrong url-without-challenge"]);
    const moved = await serving((_, response) => response.writeHead(308, { location: `http://${ok}/` }).end());
    expect(await at(`http://${moved}/slack/events`)).toEqual(["wrong url-answered"]);
    const down = await serving((_, response) => response.writeHead(502).end());
    expect(await at(`http://${down}/slack/events`)).toEqual(["wrong url-answered"]);
  });

  it("where nothing answers", async () => {
    expect(await at(`http://${await deserted()}/slack/events`)).toEqual(["wrong url-unreachable"]);
    const broken = await serving((request) => request.socket.destroy());
    expect(await at(`http://${broken}/slack/events`)).toEqual(["wrong url-unreachable"]);
  });

  it("at a port that is no port of the web", async () => {
    for (const port of [1, 9]) expect(await at(`http://127.0.0.1:${port}/slack/events`)).toEqual(["wrong url-port"]);
  });

  it("whose TLS is none", async () => {
    const plain = await serving((_, response) => response.end());
    expect(await at(`https://${plain}/slack/events`)).toEqual(["wrong url-tls"]);
  });

  it.each(["http://triade.example/slack/events", "ftp://127.0.0.1/slack/events"])("is https: %s", async (url) => {
    expect(await at(url)).toEqual(["wrong url-not-https"]);
  });
});
