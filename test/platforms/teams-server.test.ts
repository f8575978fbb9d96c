import { createHash, createPrivateKey, X509Certificate } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createRemoteJWKSet, jwtVerify, SignJWT } from "jose";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { problemsInActivity } from "../support/teams/activities.ts";
import { problemsInCard } from "../support/teams/cards.ts";
import { selfSigned } from "../support/teams/certificate.ts";
import { forgeries } from "../support/teams/issuer.ts";
import type { Loose } from "../support/teams/records.ts";
import { openTeams, type Teams } from "../support/teams/server.ts";

const appId = "00000000-0000-0000-0000-0000000000a1";
const school = "00000000-0000-0000-0000-00000000aaaa";
const other = "00000000-0000-0000-0000-00000000bbbb";
const solange = "00000000-0000-0000-0000-000000000001";
const theo = "00000000-0000-0000-0000-000000000002";
const guest = "00000000-0000-0000-0000-000000000003";

const long = (length: number) => "a".repeat(length);
const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));

const submit = (more: Loose = {}) => ({ type: "Action.Submit", title: "Go", ...more });
const execute = (more: Loose = {}) => ({ type: "Action.Execute", title: "Go", verb: "go", fallback: submit(), ...more });
const block = (more: Loose = {}) => ({ type: "TextBlock", text: "Bonjour", ...more });
const buttons = (...actions: Loose[]) => ({ type: "ActionSet", actions });
const input = (type: string, more: Loose = {}) => ({
  type: `Input.${type}`,
  id: "field",
  label: "Durée",
  errorMessage: "Il la faut.",
  ...more,
});
const choices = (...values: string[]) => values.map((value) => ({ title: value, value }));
const card = (body: Loose[], more: Loose = {}) => ({ type: "AdaptiveCard", version: "1.5", body, actions: [execute()], ...more });
const without = (thing: Loose, name: string) => Object.fromEntries(Object.entries(thing).filter(([key]) => key !== name));
const attached = (content: Loose) => ({ contentType: "application/vnd.microsoft.card.adaptive", content });
const message = (content: Loose, more: Loose = {}) => ({ type: "message", attachments: [attached(content)], ...more });

/** An element that Teams shows, and the same one step past what it takes. */
const limits: readonly [what: string, taken: Loose, refused: Loose][] = [
  ["an element", block(), { type: "Marquee", text: "a" }],
  ["what an element has", block({ wrap: true }), block({ wraps: true })],
  ["a text", block(), block({ text: "" })],
  ["a colour", block({ color: "Attention" }), block({ color: "red" })],
  ["a size", block({ size: "ExtraLarge" }), block({ size: "huge" })],
  ["a heading", block({ style: "heading" }), block({ style: "title" })],
  [
    "rich text",
    { type: "RichTextBlock", inlines: ["a", { type: "TextRun", text: "b", italic: true }] },
    { type: "RichTextBlock", inlines: [] },
  ],
  [
    "a run",
    { type: "RichTextBlock", inlines: [{ type: "TextRun", text: "b" }] },
    { type: "RichTextBlock", inlines: [{ type: "TextRun", text: "b", bold: true }] },
  ],
  [
    "a link",
    { type: "RichTextBlock", inlines: [{ type: "TextRun", text: "b", selectAction: { type: "Action.OpenUrl", url: "https://a.test/" } }] },
    { type: "RichTextBlock", inlines: [{ type: "TextRun", text: "b", selectAction: { type: "Action.OpenUrl", url: "javascript:a" } }] },
  ],
  ["a picture", { type: "Image", url: "https://a.test/b.png", altText: "a" }, { type: "Image", url: "https://a.test/b.png" }],
  [
    "the address of a picture",
    { type: "Image", url: "https://a.test/b", altText: "a" },
    { type: "Image", url: "http://a.test/b", altText: "a" },
  ],
  ["a container", { type: "Container", items: [], style: "good" }, { type: "Container", style: "good" }],
  ["what is in a container", { type: "Container", items: [block()] }, { type: "Container", items: [block({ text: "" })] }],
  [
    "columns",
    { type: "ColumnSet", columns: [{ type: "Column", width: "auto", items: [] }] },
    { type: "ColumnSet", columns: [{ type: "Column", width: "wide", items: [] }] },
  ],
  ["what is beside columns", { type: "ColumnSet", columns: [{ type: "Column", items: [] }] }, { type: "ColumnSet", columns: [block()] }],
  ["facts", { type: "FactSet", facts: [{ title: "a", value: "b" }] }, { type: "FactSet", facts: [{ title: "a", value: "" }] }],
  ["buttons", buttons(execute()), buttons()],
  ["a row of buttons", buttons(...many(6, () => submit())), buttons(...many(7, () => submit()))],
  ["buttons in a menu", buttons(...many(9, (n) => submit({ mode: n > 5 ? "secondary" : "primary" }))), buttons(...many(9, () => submit()))],
  ["a button", buttons(submit()), buttons(submit({ title: "" }))],
  ["what a button carries", buttons(submit({ data: { a: 1 } })), buttons(submit({ data: "a" }))],
  ["a style", buttons(submit({ style: "destructive" })), buttons(submit({ style: "danger" }))],
  ["what stands in for a button", buttons(execute()), buttons(without(execute(), "fallback"))],
  ["what it says", buttons(execute()), buttons(execute({ fallback: submit({ title: "Stop" }) }))],
  ["what it does", buttons(execute()), buttons(execute({ fallback: execute() }))],
  ["a verb", buttons(execute()), buttons(without(execute(), "verb"))],
  ["an action", buttons(submit()), buttons({ type: "Action.Http", title: "a" })],
  ["a label", input("Text"), without(input("Text"), "label")],
  ["a name", input("Text"), without(input("Text"), "id")],
  ["what is said when it is wrong", input("Text"), without(input("Text"), "errorMessage")],
  ["the length of a text", input("Text", { value: "abc", maxLength: 3 }), input("Text", { value: "abcd", maxLength: 3 })],
  ["a number", input("Number", { value: 45 }), input("Number", { value: "45" })],
  ["the bounds of a number", input("Number", { min: 1, max: 1 }), input("Number", { min: 2, max: 1 })],
  ["a day", input("Date", { value: "2028-02-29" }), input("Date", { value: "2026-02-29" })],
  ["a time", input("Time", { value: "23:59" }), input("Time", { value: "24:00" })],
  ["a toggle", input("Toggle", { title: "a" }), input("Toggle")],
  ["choices", input("ChoiceSet", { choices: choices("a") }), input("ChoiceSet", { choices: [] })],
  ["two choices", input("ChoiceSet", { choices: choices("a", "b") }), input("ChoiceSet", { choices: choices("a", "a") })],
  ["what is chosen", input("ChoiceSet", { choices: choices("a"), value: "a" }), input("ChoiceSet", { choices: choices("a"), value: "b" })],
  [
    "several that are chosen",
    input("ChoiceSet", { choices: choices("a", "b"), value: "a,b", isMultiSelect: true }),
    input("ChoiceSet", { choices: choices("a", "b"), value: "a,b" }),
  ],
  [
    "a comma in a choice",
    input("ChoiceSet", { choices: choices("a,b") }),
    input("ChoiceSet", { choices: choices("a,b"), isMultiSelect: true }),
  ],
];

const cards: readonly [what: string, taken: Loose, refused: Loose][] = [
  ["a version", card([block()]), card([block()], { version: "1.6" })],
  ["a body", card([block()]), card([])],
  ["what else it has", card([block()], { lang: "fr" }), card([block()], { authentication: {} })],
  ["what it can do at the bottom", card([block()]), card([block()], { actions: many(7, () => submit()) })],
  [
    "the ids in it",
    card([block({ id: "a" }), block({ id: "b" })]),
    card([block({ id: "a" }), { type: "Container", items: [block({ id: "a" })] }]),
  ],
  [
    "the inputs in it",
    card([input("Text")]),
    card([input("Text")], { actions: [{ type: "Action.OpenUrl", title: "a", url: "https://a.test" }] }),
  ],
  [
    "what it shows and hides",
    card([block({ id: "a" })], { actions: [{ type: "Action.ToggleVisibility", title: "a", targetElements: ["a"] }] }),
    card([block({ id: "a" })], { actions: [{ type: "Action.ToggleVisibility", title: "a", targetElements: ["b"] }] }),
  ],
  ["all of it", card(many(24, () => block({ text: long(950) }))), card(many(26, () => block({ text: long(950) })))],
];

const activities: readonly [what: string, taken: Loose, refused: Loose][] = [
  ["a text", { type: "message", text: "a" }, { type: "message", text: " " }],
  ["a card", message(card([block()])), message(card([]))],
  [
    "an attachment",
    message(card([block()])),
    { type: "message", attachments: [{ contentType: "application/vnd.microsoft.card.hero", content: {} }] },
  ],
  ["a kind", { type: "typing" }, { type: "event", name: "a" }],
  ["a property", { type: "message", text: "a", summary: "a" }, { type: "message", text: "a", blocks: [] }],
];

describe("what Teams takes", () => {
  it.each(limits)("in %s", (_, taken, refused) => {
    expect(problemsInCard(card([taken]))).toEqual([]);
    expect(problemsInCard(card([refused])).join()).toMatch(/^card\.body\.0/);
  });
  it.each(cards)("in %s of a card", (_, taken, refused) => {
    expect(problemsInCard(taken)).toEqual([]);
    expect(problemsInCard(refused)).not.toEqual([]);
  });
  it.each(activities)("in %s of a message", (_, taken, refused) => {
    expect(problemsInActivity(taken)).toEqual([]);
    expect(problemsInActivity(refused)).not.toEqual([]);
  });
  it.each([null, undefined, 1, "a", [], [[]], { type: null }, { type: "toString" }].map((one) => [one]))("and nothing of %j", (payload) => {
    expect(problemsInCard(payload)).not.toEqual([]);
    expect(problemsInActivity(payload)).not.toEqual([]);
    expect(problemsInCard(card([payload as Loose]))).not.toEqual([]);
  });
});

describe("the tests' own Teams", () => {
  const { certificate, privateKey } = selfSigned();
  let teams: Teams;
  let now: number;
  let bot: Server;
  let token: string;
  /** What the bot was sent. */
  let heard: { body: string; headers: IncomingHttpHeaders }[];
  /** What the bot answers to everything. */
  let reply: Loose;

  const login = async (form: Loose = {}, tenant = school): Promise<Loose> => {
    const all = {
      grant_type: "client_credentials",
      client_id: appId,
      client_secret: "shh",
      scope: "https://api.botframework.com/.default",
      ...form,
    };
    const body = new URLSearchParams(Object.entries<string>(all).filter(([, value]) => value !== ""));
    const response = await fetch(`${teams.url}/${tenant}/oauth2/v2.0/token`, { method: "POST", body });
    return { status: response.status, ...(await response.json()) };
  };
  const call = async (
    method: string,
    path: string,
    body?: Loose,
    { authorization = `Bearer ${token}`, base = teams.serviceUrl(school) } = {},
  ): Promise<Loose> => {
    const headers = { authorization, ...(body === undefined ? {} : { "content-type": "application/json" }) };
    const response = await fetch(`${base}v3/${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await response.text();
    return { status: response.status, retryAfter: response.headers.get("retry-after"), body: text === "" ? null : JSON.parse(text) };
  };
  const at = (conversation: string, ...rest: string[]) => ["conversations", encodeURIComponent(conversation), ...rest].join("/");
  const send = (activity: Loose = { type: "message", text: "a" }, conversation = teams.chatId(solange)) =>
    call("POST", at(conversation, "activities"), activity);
  const create = (member: string, more: Loose = {}) =>
    call("POST", "conversations", { bot: { id: `28:${appId}` }, members: [{ id: member }], tenantId: school, isGroup: false, ...more });
  const posted = (index = -1): Loose => JSON.parse(heard.at(index)?.body ?? "null");

  beforeEach(async () => {
    now = Date.parse("2026-03-09T13:00:00Z");
    teams = await openTeams({ appId, tenants: [school, other], secret: "shh", certificate, now: () => now });
    teams.addUser({ id: solange, tenant: school, name: "Solange Mélèze", email: "solange@example.org", installed: true });
    teams.addUser({ id: theo, tenant: school, name: "Théo Sorbier", email: "theo@example.org" });
    teams.addUser({ id: guest, tenant: school, name: "Une Invitée", email: "guest@elsewhere.example", role: "guest", installed: true });
    teams.addTeam({
      id: "19:team@thread.tacv2",
      tenant: school,
      name: "École",
      members: [solange, theo],
      channels: [
        { id: "19:team@thread.tacv2", name: "Général" },
        { id: "19:news@thread.tacv2", name: "Nouvelles" },
      ],
    });
    teams.addChat("19:chat@unq.gbl.spaces", school, [solange, theo]);
    token = (await login()).access_token;
    heard = [];
    reply = "";
    bot = createServer(async (incoming, response) => {
      let body = "";
      for await (const chunk of incoming) body += chunk;
      heard.push({ body, headers: incoming.headers });
      response.end(reply === "" ? "" : JSON.stringify(reply));
    });
    await new Promise<void>((done) => bot.listen(0, "127.0.0.1", done));
    teams.target(`http://127.0.0.1:${(bot.address() as AddressInfo).port}/api/messages`);
  });
  afterEach(async () => {
    await teams.close();
    bot.closeAllConnections();
    await new Promise((done) => bot.close(done));
  });

  it("gives a token to who has the secret, in the tenant where the app is registered", async () => {
    expect(await login()).toMatchObject({ status: 200, token_type: "Bearer", expires_in: 3599, access_token: expect.any(String) });
    expect(await login({ client_secret: "wrong" })).toMatchObject({ status: 401, error: "invalid_client", error_codes: [7000215] });
    expect(await login({ client_secret: "" })).toMatchObject({ status: 401, error: "invalid_client", error_codes: [7000216] });
    expect(await login({ client_id: "else" })).toMatchObject({ status: 400, error: "unauthorized_client" });
    expect(await login({ scope: "" })).toMatchObject({ status: 400, error: "invalid_request" });
    expect(await login({ scope: "https://graph.microsoft.com/.default" })).toMatchObject({ status: 400, error: "invalid_scope" });
    expect(await login({ grant_type: "password" })).toMatchObject({ status: 400, error: "unsupported_grant_type" });
    expect(await login({}, other)).toMatchObject({ status: 400, error: "unauthorized_client" });
    expect(await login({}, "nowhere")).toMatchObject({ status: 400, error: "invalid_request", error_codes: [90002] });
  });

  it("gives one to who signs with the certificate", async () => {
    const thumbprint = createHash("sha256").update(new X509Certificate(certificate).raw).digest("base64url");
    const audience = `${teams.url}/${school}/oauth2/v2.0/token`;
    const assert = async ({ by = privateKey, aud = audience, exp = now / 1000 + 300, x5t = thumbprint, iss = appId } = {}) => {
      const claims = new SignJWT({ jti: "1", aud, iss, sub: iss, exp, nbf: exp - 300 }).setProtectedHeader({
        alg: "PS256",
        typ: "JWT",
        "x5t#S256": x5t,
      });
      const client_assertion = await claims.sign(createPrivateKey(by));
      return login({
        client_secret: "",
        client_assertion,
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      });
    };
    expect(await assert()).toMatchObject({ status: 200, access_token: expect.any(String) });
    expect(await assert({ by: selfSigned().privateKey })).toMatchObject({ status: 401, error: "invalid_client", error_codes: [700027] });
    expect(await assert({ x5t: "else" })).toMatchObject({ status: 401, error_codes: [700027] });
    expect(await assert({ aud: "https://elsewhere.example" })).toMatchObject({ status: 401, error_codes: [700023] });
    expect(await assert({ iss: "else" })).toMatchObject({ status: 401, error_codes: [700023] });
    expect(await assert({ exp: now / 1000 - 1 })).toMatchObject({ status: 401, error_codes: [700024] });
    expect(await login({ client_secret: "", client_assertion: "a.b.c" })).toMatchObject({ status: 400, error: "invalid_request" });
  });

  it("takes its own tokens, as long as they are good", async () => {
    expect(await send()).toMatchObject({ status: 201 });
    for (const authorization of ["", "Bearer ", "Bearer else", `Basic ${token}`]) {
      expect(await call("GET", at(teams.chatId(solange)), undefined, { authorization })).toMatchObject({ status: 401 });
    }
    now += 3_599_000;
    expect(await send()).toMatchObject({ status: 401, body: { message: expect.stringContaining("denied") } });
    token = (await login()).access_token;
    expect(await send()).toMatchObject({ status: 201 });
    teams.revokeTokens();
    expect(await send()).toMatchObject({ status: 401 });
  });

  it("shows a message as it was changed, until it is deleted", async () => {
    const { id } = (await send({ type: "message", text: "un" })).body;
    await send(message(card([block()]), { summary: "deux" }));
    expect(await call("PUT", at(teams.chatId(solange), "activities", id), { type: "message", text: "trois" })).toMatchObject({
      status: 200,
      body: { id },
    });
    expect(teams.chat(solange).map(({ text, summary, edited, card: shown }) => [text, summary, edited, shown?.body.length])).toEqual([
      ["trois", null, true, undefined],
      ["", "deux", false, 1],
    ]);
    expect(await call("DELETE", at(teams.chatId(solange), "activities", id))).toMatchObject({ status: 200, body: null });
    expect(await call("DELETE", at(teams.chatId(solange), "activities", id))).toMatchObject({
      status: 404,
      body: { error: { code: "ActivityNotFoundInConversation" } },
    });
    expect(teams.chat(solange)).toHaveLength(1);
    await teams.says(solange, "à moi");
    const own = teams.chat(solange).at(-1)?.id ?? "";
    expect(await call("DELETE", at(teams.chatId(solange), "activities", own))).toMatchObject({
      body: { error: { code: "NotEnoughPermissions" } },
    });
    expect(await send({ type: "typing" })).toMatchObject({ status: 202 });
    expect(teams.chat(solange)).toHaveLength(2);
    expect(teams.refusals).toEqual([]);
  });

  it("refuses what breaks a rule, and remembers it", async () => {
    expect(await send(message(card([block({ text: "" })])))).toMatchObject({ status: 400, body: { error: { code: "BadSyntax" } } });
    expect(await send({ type: "message", text: long(28_000) })).toMatchObject({
      status: 413,
      body: { error: { code: "MessageSizeTooBig" } },
    });
    expect(await send({ type: "message", text: "a", from: { id: "28:else" } })).toMatchObject({ status: 400 });
    expect(teams.refusals.map(({ where, problems }) => [where, problems[0]])).toEqual([
      ["send", expect.stringContaining("card.body.0.text")],
      ["send", "activity: larger than 28 kB"],
      ["send", "activity.from.id: not the bot"],
    ]);
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const raw = await fetch(`${teams.serviceUrl(school)}v3/conversations`, { method: "POST", headers, body: "{" });
    expect(raw.status).toBe(400);
    expect(await call("POST", "elsewhere", {})).toMatchObject({ status: 404 });
    expect(teams.chat(solange)).toEqual([]);
  });

  it("lets the bot open the chat of who has the app, and no other", async () => {
    expect(await create(solange)).toMatchObject({ status: 201, body: { id: teams.chatId(solange) } });
    expect(await create(teams.account(solange), { activity: { type: "message", text: "a" } })).toMatchObject({
      status: 201,
      body: { activityId: expect.any(String) },
    });
    expect(teams.chat(solange)).toHaveLength(1);
    expect(await create(theo)).toMatchObject({ status: 403, body: { error: { code: "ForbiddenOperationException" } } });
    expect(await create(solange, { tenantId: other })).toMatchObject({ status: 400, body: { error: { code: "BadArgument" } } });
    expect(await create("solange")).toMatchObject({ status: 400 });
    expect(await create(solange, { tenantId: undefined })).toMatchObject({ status: 400 });
    expect(await create(solange, { members: [{ id: solange }, { id: theo }], isGroup: true })).toMatchObject({
      status: 400,
      body: { error: { code: "BadSyntax" } },
    });
    expect(await call("POST", at("a:else", "activities"), { type: "message", text: "a" })).toMatchObject({
      status: 404,
      body: { error: { code: "ConversationNotFound" } },
    });
    expect(await send({ type: "message", text: "a" }, teams.chatId(theo))).toMatchObject({ status: 403 });
  });

  it("writes nothing to who blocked the bot or took the app away", async () => {
    teams.block(solange);
    const blocked = await send();
    expect(blocked).toMatchObject({ status: 403, body: { errorCode: 209 } });
    expect(JSON.parse(blocked.body.message)).toMatchObject({ subCode: "MessageWritesBlocked" });
    teams.block(solange, false);
    expect(await send()).toMatchObject({ status: 201 });
    await teams.uninstalls(solange);
    expect(posted()).toMatchObject({ type: "installationUpdate", action: "remove", conversation: { conversationType: "personal" } });
    expect(await send()).toMatchObject({ status: 403 });
    await teams.installs(solange);
    expect(posted()).toMatchObject({ type: "installationUpdate", action: "add" });
    expect(heard).toHaveLength(2);
    await expect(teams.says(theo, "aide")).rejects.toThrow("has not installed");
    await teams.installs(theo);
    expect(posted(-2)).toMatchObject({ type: "conversationUpdate", membersAdded: [{ id: `28:${appId}` }] });
    expect(await send({ type: "message", text: "a" }, teams.chatId(theo))).toMatchObject({ status: 201 });
  });

  it("says who is in a conversation", async () => {
    const member = (id: string, conversation = teams.chatId(solange)) => call("GET", at(conversation, "members", encodeURIComponent(id)));
    expect((await member(solange)).body).toEqual({
      ...{
        id: teams.account(solange),
        name: "Solange Mélèze",
        givenName: "Solange",
        surname: "Mélèze",
        objectId: solange,
        aadObjectId: solange,
      },
      ...{ email: "solange@example.org", userPrincipalName: "solange@example.org", tenantId: school, userRole: "user" },
    });
    expect((await member(teams.account(guest), teams.chatId(guest))).body).toMatchObject({ userRole: "guest", tenantId: school });
    expect(await member(theo)).toMatchObject({ status: 404, body: { error: { code: "MemberNotFoundInConversation" } } });
    expect(await call("GET", at("19:team@thread.tacv2", "members"))).toMatchObject({
      status: 403,
      body: { error: { code: "BotNotInConversationRoster" } },
    });
    await teams.changesTeam(solange, "add", "19:team@thread.tacv2");
    expect((await call("GET", at("19:team@thread.tacv2", "members"))).body).toHaveLength(2);
    const first = (await call("GET", `${at("19:team@thread.tacv2", "pagedmembers")}?pageSize=1`)).body;
    expect(first).toMatchObject({ members: [{ name: "Solange Mélèze" }], continuationToken: expect.any(String) });
    const next = `${at("19:team@thread.tacv2", "pagedmembers")}?pageSize=1&continuationToken=${first.continuationToken}`;
    expect((await call("GET", next)).body).toEqual({ members: [expect.objectContaining({ name: "Théo Sorbier" })] });
    expect((await call("GET", at(teams.chatId(solange)))).body).toMatchObject({ conversationType: "personal", tenantId: school });
  });

  it("writes to a channel where the app was added to the team", async () => {
    const [channel, activity] = ["19:news@thread.tacv2", { type: "message", text: "Bonne rentrée" }];
    expect(await send(activity, channel)).toMatchObject({ status: 403, body: { error: { code: "BotNotInConversationRoster" } } });
    await teams.changesTeam(solange, "add", "19:team@thread.tacv2");
    expect(heard.map(({ body }) => JSON.parse(body).type)).toEqual(["conversationUpdate", "installationUpdate"]);
    expect(posted()).toMatchObject({
      conversation: { conversationType: "channel", isGroup: true },
      channelData: { team: { id: "19:team@thread.tacv2", name: "École" } },
    });
    const started = await call("POST", "conversations", { isGroup: true, channelData: { channel: { id: channel } }, activity });
    expect(started).toMatchObject({ status: 201, body: { id: `${channel};messageid=${started.body.activityId}` } });
    await send({ type: "message", text: "Suite" }, started.body.id);
    expect(teams.channel(channel).map(({ text, thread }) => [text, thread])).toEqual([
      ["Bonne rentrée", started.body.activityId],
      ["Suite", started.body.activityId],
    ]);
    expect((await call("GET", "teams/19%3Ateam%40thread.tacv2/conversations")).body.conversations).toEqual([
      { id: "19:team@thread.tacv2" },
      { id: channel, name: "Nouvelles" },
    ]);
    expect((await call("GET", "teams/19%3Ateam%40thread.tacv2")).body).toMatchObject({ name: "École", memberCount: 2 });
    await teams.movesIn(theo, "leaves", "19:team@thread.tacv2");
    expect(posted()).toMatchObject({ membersRemoved: [{ aadObjectId: theo }], channelData: { eventType: "teamMemberRemoved" } });
    await teams.changesTeam(solange, "remove", "19:team@thread.tacv2");
    expect(await send(activity, channel)).toMatchObject({ status: 403 });
  });

  it("slows down who writes too often to one conversation, and lets go when the time is over", async () => {
    const statuses = async (count: number) => {
      const found = [];
      for (let n = 0; n < count; n++) found.push((await send()).status);
      return found;
    };
    expect(await statuses(8)).toEqual([...many(7, () => 201), 429]);
    expect(await send()).toMatchObject({ status: 429, retryAfter: "1", body: { error: { code: "Throttled" } } });
    expect((await create(guest, { activity: { type: "message", text: "a" } })).status).toBe(201);
    now += 1000;
    expect(await statuses(2)).toEqual([201, 429]);
    for (let second = 0; second < 6; second++) {
      now += 2000;
      await statuses(8);
      now += 1000;
      await statuses(1);
    }
    expect(teams.chat(solange)).toHaveLength(56);
    now += 2000;
    expect(await statuses(5)).toEqual([201, 201, 201, 201, 429]);
    expect(await send()).toMatchObject({ status: 429, retryAfter: "9" });
    teams.rate(1);
    now += 30_000;
    expect(await statuses(2)).toEqual([201, 429]);
  });

  it("fails as it is told, once", async () => {
    teams.failNext("send", "BotDisabledByAdmin");
    teams.failNext("send", { status: 429, retryAfter: 30 });
    teams.failNext("send", { status: 429 });
    teams.failNext("send", "PreconditionFailed");
    teams.failNext("send", { status: 502 });
    teams.failNext("send", "drop");
    teams.failNext("send", "drop-after");
    expect(await send()).toMatchObject({ status: 403, body: { error: { code: "BotDisabledByAdmin" } } });
    expect(await send()).toMatchObject({ status: 429, retryAfter: "30" });
    expect(await send()).toMatchObject({ status: 429, retryAfter: null });
    expect(await send()).toMatchObject({ status: 412 });
    expect(await send()).toMatchObject({ status: 502, body: null });
    await expect(send()).rejects.toThrow();
    expect(teams.chat(solange)).toHaveLength(0);
    await expect(send()).rejects.toThrow();
    expect(teams.chat(solange)).toHaveLength(1);
    expect(await send()).toMatchObject({ status: 201 });
    teams.failNext("token", { status: 504 });
    expect((await fetch(`${teams.url}/${school}/oauth2/v2.0/token`, { method: "POST" })).status).toBe(504);
    expect(teams.calls.filter(({ operation }) => operation === "send").map(({ error }) => error)).toEqual([
      ...["BotDisabledByAdmin", "Throttled", "Throttled", "PreconditionFailed", "502", "drop", "drop-after", null],
    ]);
  });

  it("serves a tenant in another region when it moved there", async () => {
    const before = teams.serviceUrl(school);
    teams.moveTo(school, "emea");
    expect(teams.serviceUrl(school)).toBe(`${teams.url}/connector/emea/`);
    const tried = await call("POST", at(teams.chatId(solange), "activities"), { type: "message", text: "a" }, { base: before });
    expect(tried).toMatchObject({ status: 403, body: { error: { code: "InvalidBotApiHost" } } });
    expect(await send()).toMatchObject({ status: 201 });
    await teams.says(solange, "aide");
    expect(posted().serviceUrl).toBe(`${teams.url}/connector/emea/`);
  });

  describe("posts to the bot", () => {
    /** As a bot must look at what it is sent. */
    const trusted = async ({ body, headers }: (typeof heard)[number]): Promise<boolean> => {
      const { issuer, jwks_uri } = await (await fetch(teams.openIdMetadataUrl)).json();
      const keys = await (await fetch(jwks_uri)).json();
      try {
        const [scheme, said = ""] = (headers.authorization ?? "").split(" ");
        const options = { issuer, audience: appId, algorithms: ["RS256"], clockTolerance: 300, currentDate: new Date(now) };
        const { payload, protectedHeader } = await jwtVerify(said, createRemoteJWKSet(new URL(jwks_uri)), options);
        const key = keys.keys.find(({ kid }: Loose) => kid === protectedHeader.kid);
        return scheme === "Bearer" && key.endorsements.includes("msteams") && payload.serviceurl === JSON.parse(body).serviceUrl;
      } catch {
        return false;
      }
    };

    it("signed, so that a bot can tell", async () => {
      await teams.says(solange, "aide");
      expect(await trusted(heard[0] as (typeof heard)[number])).toBe(true);
      expect(posted()).toEqual({
        type: "message",
        text: "aide",
        textFormat: "plain",
        id: teams.chat(solange)[0]?.id,
        timestamp: "2026-03-09T13:00:00.000Z",
        localTimestamp: "2026-03-09T13:00:00.000+00:00",
        localTimezone: "America/Toronto",
        channelId: "msteams",
        serviceUrl: teams.serviceUrl(school),
        from: { id: teams.account(solange), name: "Solange Mélèze", aadObjectId: solange },
        recipient: { id: `28:${appId}`, name: "Triade" },
        conversation: { id: teams.chatId(solange), conversationType: "personal", tenantId: school },
        locale: "fr-CA",
        entities: [{ type: "clientInfo", locale: "fr-CA", country: "CA", platform: "Web", timezone: "America/Toronto" }],
        channelData: { tenant: { id: school } },
      });
      await teams.replay();
      expect(heard[1]).toEqual(heard[0]);
      const body = JSON.stringify({ serviceUrl: teams.serviceUrl(school) });
      await teams.raw(body, { authorization: (await teams.authorization(school)) ?? "" });
      expect(await trusted(heard[2] as (typeof heard)[number])).toBe(true);
    });

    it.each(forgeries)("or not, when it is forged: %s", async (forge) => {
      await teams.says(solange, "aide", { forge });
      expect(heard).toHaveLength(1);
      expect(await trusted(heard[0] as (typeof heard)[number])).toBe(false);
      expect(teams.chat(solange)).toEqual([]);
    });

    it("with another key after a while", async () => {
      await teams.says(solange, "aide");
      teams.rotateKeys();
      await teams.says(solange, "aide", { replay: true });
      expect(await Promise.all(heard.map(trusted))).toEqual([false, true, true]);
    });

    it("what is written where others read along, with the name of the bot in it", async () => {
      await teams.changesTeam(solange, "add", "19:team@thread.tacv2");
      await teams.says(theo, "aide", { in: "19:news@thread.tacv2" });
      const { id } = teams.channel("19:news@thread.tacv2")[0] ?? {};
      expect(posted()).toMatchObject({
        text: "<at>Triade</at> aide",
        entities: [{ type: "mention", mentioned: { id: `28:${appId}`, name: "Triade" }, text: "<at>Triade</at>" }, { type: "clientInfo" }],
        conversation: { id: `19:news@thread.tacv2;messageid=${id}`, conversationType: "channel", isGroup: true, tenantId: school },
        channelData: { channel: { id: "19:news@thread.tacv2" }, team: { id: "19:team@thread.tacv2" }, tenant: { id: school } },
      });
      await call("POST", at(posted().conversation.id, "activities", posted().id), { type: "message", text: "Voici" });
      expect(teams.channel("19:news@thread.tacv2").map(({ from, thread }) => [from, thread])).toEqual([
        [theo, id],
        ["bot", id],
      ]);
    });

    it("any other thing that happens", async () => {
      const { id } = (await send()).body;
      await teams.reacts(solange, id);
      expect(posted()).toMatchObject({ type: "messageReaction", reactionsAdded: [{ type: "like" }], replyToId: id });
      await teams.invoke(solange, "signin/verifyState", { state: "1" });
      expect(posted()).toMatchObject({ type: "invoke", name: "signin/verifyState", value: { state: "1" } });
      await teams.activity(solange, { type: "event", serviceUrl: "https://elsewhere.example/", from: null });
      expect(posted()).toMatchObject({ type: "event", serviceUrl: "https://elsewhere.example/", from: null });
    });
  });

  describe("shows what the bot answers", () => {
    const answer = (value: Loose, type = "application/vnd.microsoft.card.adaptive", statusCode = 200) => ({ statusCode, type, value });
    const dialog = (content: Loose, more: Loose = {}) => ({
      task: { type: "continue", value: { title: "Consigner", card: attached(content), ...more } },
    });
    const fetches = { msteams: { type: "task/fetch" }, form: "log" };
    const form = (more: Loose = {}) =>
      card(
        [
          input("Text", { id: "note", isRequired: true, maxLength: 5, ...more }),
          input("Number", { id: "minutes", min: 1, max: 90, value: 45 }),
          input("ChoiceSet", { id: "themes", isMultiSelect: true, choices: choices("a", "b"), value: "b" }),
          input("Date", { id: "on" }),
        ],
        { actions: [execute({ data: { form: "log" }, fallback: submit({ data: { form: "log" } }) })] },
      );

    it("to a pressed button, in the place of the card, until who pressed comes back", async () => {
      const { id } = (await send(message(card([block(), buttons(submit({ title: "Autre" }))])))).body;
      reply = answer(card([block({ text: "Fait" })], { actions: undefined }));
      reply.value = without(reply.value, "actions");
      await teams.press(solange, { label: "Go", verb: "go" });
      expect(posted()).toMatchObject({
        type: "invoke",
        name: "adaptiveCard/action",
        value: { action: { type: "Action.Execute", title: "Go", verb: "go", data: {} }, trigger: "manual" },
        replyToId: id,
        from: { aadObjectId: solange },
      });
      const shown = () => teams.chat(solange).map(({ card: seen }) => seen.body[0].text);
      expect(shown()).toEqual(["Fait"]);
      await expect(teams.press(solange, { label: "Go" })).rejects.toThrow("sees no such button");
      teams.reopens(solange);
      expect(shown()).toEqual(["Bonjour"]);
      await teams.press(solange, { label: "Go" });
      await call("PUT", at(teams.chatId(solange), "activities", id), message(card([block({ text: "Pour de bon" })])));
      expect(shown()).toEqual(["Pour de bon"]);
      reply = answer("C’est noté.", "application/vnd.microsoft.activity.message");
      await teams.press(solange, { verb: "go", message: id });
      expect(teams.told(solange)).toEqual(["C’est noté."]);
      reply = answer({ code: "NotFound", message: "Elle n’y est plus." }, "application/vnd.microsoft.error", 404);
      await teams.press(solange, { verb: "go" });
      expect(teams.told(solange).at(-1)).toBe("Elle n’y est plus.");
      expect(teams.refusals).toEqual([]);
    });

    it("to a button that sends, as a message where the client knows no better", async () => {
      await send(message(card([block(), input("Text")], { actions: [execute({ data: { a: 1 }, fallback: submit({ data: { a: 2 } }) })] })));
      await teams.press(solange, { label: "Go" }, { older: true, inputs: { field: "b" } });
      expect(posted()).toMatchObject({ type: "message", value: { a: 2, field: "b" }, replyToId: teams.chat(solange)[0]?.id });
      expect(posted()).not.toHaveProperty("text");
      await send(message(card([block()], { actions: [submit({ data: { msteams: { type: "imBack", value: "aide" } } })] })));
      await teams.press(solange, { label: "Go" });
      expect(posted()).toMatchObject({ type: "message", text: "aide" });
    });

    it("to a form, as it is filled in", async () => {
      await send(message(form()));
      await expect(teams.submit(solange)).rejects.toThrow("Teams would not send note: it is required");
      await expect(teams.submit(solange, { note: "abcdef" })).rejects.toThrow("too long");
      await expect(teams.submit(solange, { note: "a", minutes: "91" })).rejects.toThrow("more than 90");
      await expect(teams.submit(solange, { note: "a", themes: ["c"] })).rejects.toThrow("none of its choices");
      await expect(teams.submit(solange, { note: "a", on: "2026-02-30" })).rejects.toThrow("no day");
      await expect(teams.submit(solange, { else: "a" })).rejects.toThrow("there are: note, minutes, themes, on");
      expect(heard).toEqual([]);
      reply = answer(form({ value: "a" }));
      await teams.submit(solange, { note: "a", themes: ["a", "b"] });
      expect(posted().value.action.data).toEqual({ form: "log", note: "a", minutes: "45", themes: "a,b" });
      await teams.submit(solange);
      expect(posted().value.action.data).toEqual({ form: "log", note: "a", minutes: "45", themes: "b" });
    });

    it("to what opens a dialog, which stays until an answer closes it", async () => {
      await send(message(card([block()], { actions: [submit({ title: "Ouvrir", data: fetches })] })));
      reply = dialog(form(), { width: "medium", height: 400 });
      await teams.press(solange, { label: "Ouvrir" });
      expect(posted()).toMatchObject({ name: "task/fetch", value: { data: fetches, context: { theme: "default" } } });
      expect(teams.dialog(solange)).toMatchObject({ title: "Consigner", from: { by: "task" } });
      reply = dialog(form({ value: "a" }));
      await teams.submit(solange, { note: "a" });
      expect(posted()).toMatchObject({ name: "task/submit", value: { data: { form: "log", note: "a", minutes: "45" } } });
      expect(teams.dialog(solange)?.card.body[0].value).toBe("a");
      reply = { task: { type: "message", value: "Noté." } };
      await teams.submit(solange);
      expect(teams.told(solange)).toEqual(["Noté."]);
      expect(teams.dialog(solange)).toBeNull();
      reply = dialog(form({ value: "a" }));
      await teams.press(solange, { label: "Ouvrir" });
      reply = "";
      await teams.submit(solange);
      expect(teams.dialog(solange)).toBeNull();
      expect(teams.refusals).toEqual([]);
    });

    it("over the compose box, wherever that is", async () => {
      reply = dialog(form({ value: "a" }));
      await teams.composes(solange, "log-meeting", { in: "19:chat@unq.gbl.spaces" });
      expect(posted()).toMatchObject({
        name: "composeExtension/fetchTask",
        value: { commandId: "log-meeting", commandContext: "compose" },
        conversation: { id: "19:chat@unq.gbl.spaces", conversationType: "groupChat" },
      });
      expect(await send({ type: "message", text: "a" }, "19:chat@unq.gbl.spaces")).toMatchObject({
        status: 403,
        body: { error: { code: "BotNotInConversationRoster" } },
      });
      reply = "";
      await teams.submit(solange);
      expect(posted()).toMatchObject({
        name: "composeExtension/submitAction",
        value: { commandId: "log-meeting", data: { note: "a" } },
        conversation: { id: "19:chat@unq.gbl.spaces" },
      });
      reply = { composeExtension: { type: "result", attachmentLayout: "list", attachments: [attached(card([block()]))] } };
      await teams.queries(solange, "search", "janvier");
      expect(posted().value).toMatchObject({ parameters: [{ name: "searchText", value: "janvier" }] });
      reply = dialog(form());
      await teams.composes(solange, "log-meeting");
      teams.closes(solange);
      expect(teams.dialog(solange)).toBeNull();
      expect(teams.refusals).toEqual([]);
    });

    it("and refuses what Teams would not understand", async () => {
      const { id } = (await send(message(form({ value: "a" })))).body;
      const press = async (body: Loose) => {
        reply = body;
        await teams.press(solange, { message: id });
      };
      await press("");
      await press({ ok: true });
      await press(answer(card([])));
      await press(answer("", "application/vnd.microsoft.activity.message"));
      await press(answer("a", "text/plain"));
      await press(answer({ code: "a", message: "a" }, "application/vnd.microsoft.error"));
      expect(teams.refusals.map(({ where }) => where)).toEqual(many(6, () => "adaptiveCard/action"));
      const compose = async (body: Loose) => {
        reply = body;
        await teams.composes(solange, "log-meeting");
      };
      await compose("");
      await compose({ task: { type: "continue", value: { card: attached(card([block()])) } } });
      await compose(dialog(card([])));
      await compose(dialog(card([block()]), { url: "https://a.test" }));
      await compose({ task: { type: "message", value: "" } });
      reply = { composeExtension: { type: "result" } };
      await teams.queries(solange, "search", "a");
      expect(teams.refusals.slice(6).map(({ where }) => where)).toEqual([
        ...many(5, () => "composeExtension/fetchTask"),
        "composeExtension/query",
      ]);
      expect(teams.chat(solange)[0]?.card).toEqual(form({ value: "a" }));
      expect(teams.dialog(solange)).toBeNull();
    });
  });

  it("asks for no token, and signs nothing, where it is told so", async () => {
    const local = await openTeams({ appId, tenants: [school], unauthenticated: true, now: () => now });
    local.addUser({ id: solange, tenant: school, name: "Solange Mélèze", email: "solange@example.org", installed: true });
    local.target(`http://127.0.0.1:${(bot.address() as AddressInfo).port}/api/messages`);
    await local.says(solange, "aide");
    expect(heard[0]?.headers).not.toHaveProperty("authorization");
    const [path, base] = [at(local.chatId(solange), "activities"), local.serviceUrl(school)];
    expect(await call("POST", path, { type: "message", text: "Voici" }, { authorization: "", base })).toMatchObject({ status: 201 });
    await local.close();
  });

  it("waits for what the bot does", async () => {
    const seen = teams.until(() => teams.chat(solange).find(({ text }) => text === "a"));
    await send();
    expect(await seen).toMatchObject({ from: "bot" });
    await expect(teams.until(() => teams.channel("nowhere"))).rejects.toThrow("no conversation");
  });
});
