import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { problemsInMessage, problemsInView } from "../support/slack/blocks.ts";
import type { Loose } from "../support/slack/inputs.ts";
import { openSlack, type Slack } from "../support/slack/server.ts";

const plain = (text: string) => ({ type: "plain_text", text });
const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
const long = (length: number) => "a".repeat(length);
const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
const button = (more: Loose = {}) => ({ type: "button", action_id: "go", text: plain("Go"), ...more });
const option = (value: string, text = value) => ({ text: plain(text), value });
const section = (more: Loose = {}) => ({ type: "section", text: mrkdwn("Bonjour"), ...more });
const input = (element: Loose, more: Loose = {}) => ({ type: "input", block_id: "field", label: plain("Durée"), element, ...more });
const modal = (blocks: Loose[] = [], more: Loose = {}) => ({
  type: "modal",
  title: plain("Noter"),
  submit: plain("Noter"),
  blocks,
  ...more,
});
const rich = (...elements: Loose[]) => ({ type: "rich_text", elements: [{ type: "rich_text_section", elements }] });
const textInput = (more: Loose = {}) => input({ type: "plain_text_input", action_id: "typed", ...more });

/** A block that Slack takes at its limit, and the same one step past it. */
const limits: readonly [what: string, taken: Loose, refused: Loose][] = [
  ["a header", { type: "header", text: plain(long(150)) }, { type: "header", text: plain(long(151)) }],
  ["a header in mrkdwn", { type: "header", text: plain("a") }, { type: "header", text: mrkdwn("a") }],
  ["a section", section({ text: mrkdwn(long(3000)) }), section({ text: mrkdwn(long(3001)) })],
  ["an empty section", section(), { type: "section" }],
  ["an empty text", section(), section({ text: plain("") })],
  ["fields", section({ fields: many(10, () => plain(long(2000))) }), section({ fields: many(11, () => plain("a")) })],
  ["a field", section({ fields: [plain(long(2000))] }), section({ fields: [plain(long(2001))] })],
  ["what is beside a section", section({ accessory: button() }), section({ accessory: { type: "divider" } })],
  ["a context", { type: "context", elements: many(10, () => mrkdwn("a")) }, { type: "context", elements: many(11, () => mrkdwn("a")) }],
  ["an empty context", { type: "context", elements: [plain("a")] }, { type: "context", elements: [] }],
  [
    "buttons",
    { type: "actions", elements: many(25, (n) => button({ action_id: `${n}` })) },
    { type: "actions", elements: many(26, (n) => button({ action_id: `${n}` })) },
  ],
  ["no button", { type: "actions", elements: [button()] }, { type: "actions", elements: [] }],
  ["an action", { type: "actions", elements: [button(), button({ action_id: "b" })] }, { type: "actions", elements: [button(), button()] }],
  ["a label", section({ accessory: button({ text: plain(long(75)) }) }), section({ accessory: button({ text: plain(long(76)) }) })],
  ["a label in mrkdwn", section({ accessory: button() }), section({ accessory: button({ text: mrkdwn("Go") }) })],
  ["a value", section({ accessory: button({ value: long(2000) }) }), section({ accessory: button({ value: long(2001) }) })],
  ["a style", section({ accessory: button({ style: "danger" }) }), section({ accessory: button({ style: "default" }) })],
  ["an action_id", section({ accessory: button({ action_id: long(255) }) }), section({ accessory: button({ action_id: long(256) }) })],
  ["a block_id", section({ block_id: long(255) }), section({ block_id: long(256) })],
  [
    "an image",
    { type: "image", image_url: "https://a.test/b.png", alt_text: long(2000) },
    { type: "image", image_url: "https://a.test/b.png", alt_text: long(2001) },
  ],
  ["an image without words", { type: "image", slack_file: { id: "F1" }, alt_text: "a" }, { type: "image", slack_file: { id: "F1" } }],
  [
    "the source of an image",
    { type: "image", slack_file: { id: "F1" }, alt_text: "a" },
    { type: "image", slack_file: { id: "F1" }, image_url: "https://a.test/b.png", alt_text: "a" },
  ],
  [
    "an address",
    { type: "image", image_url: "https://a.test", alt_text: "a" },
    { type: "image", image_url: `https://${long(3000)}`, alt_text: "a" },
  ],
  ["rich text", rich({ type: "text", text: "a", style: { bold: true } }), rich({ type: "text", text: "" })],
  [
    "a style of rich text",
    rich({ type: "text", text: "a", style: { code: true } }),
    rich({ type: "text", text: "a", style: { underline: true } }),
  ],
  ["whom rich text names", rich({ type: "user", user_id: "U1" }), rich({ type: "broadcast", range: "channel" })],
  ["a block of another kind", { type: "divider" }, { type: "marquee" }],
  ["what no block has", { type: "divider" }, { type: "divider", colour: "red" }],
  ["a field's label", textInput(), { ...textInput(), label: plain(long(2001)) }],
  ["a hint", { ...textInput(), hint: plain(long(2000)) }, { ...textInput(), hint: plain(long(2001)) }],
  ["what a field says at first", textInput({ initial_value: long(3000) }), textInput({ initial_value: long(3001) })],
  ["how long a text may be", textInput({ max_length: 3000 }), textInput({ max_length: 3001 })],
  ["a first text", textInput({ initial_value: "abc", max_length: 3 }), textInput({ initial_value: "abcd", max_length: 3 })],
  ["a placeholder", textInput({ placeholder: plain(long(150)) }), textInput({ placeholder: plain(long(151)) })],
  ["a number", input({ type: "number_input", is_decimal_allowed: false }), input({ type: "number_input" })],
  [
    "a first number",
    input({ type: "number_input", is_decimal_allowed: false, initial_value: "45" }),
    input({ type: "number_input", is_decimal_allowed: false, initial_value: 45 }),
  ],
  ["a day", input({ type: "datepicker", initial_date: "2028-02-29" }), input({ type: "datepicker", initial_date: "2026-02-29" })],
  ["a time", input({ type: "timepicker", initial_time: "23:59" }), input({ type: "timepicker", initial_time: "24:00" })],
  [
    "a menu",
    input({ type: "static_select", options: many(100, (n) => option(`${n}`)) }),
    input({ type: "static_select", options: many(101, (n) => option(`${n}`)) }),
  ],
  ["an empty menu", input({ type: "static_select", options: [option("a")] }), input({ type: "static_select", options: [] })],
  [
    "what a menu has at first",
    input({ type: "static_select", options: [option("a")], initial_option: option("a") }),
    input({ type: "static_select", options: [option("a")], initial_option: option("a", "another text") }),
  ],
  [
    "an option's text",
    input({ type: "static_select", options: [option("a", long(75))] }),
    input({ type: "static_select", options: [option("a", long(76))] }),
  ],
  [
    "an option's value",
    input({ type: "static_select", options: [option(long(150), "a")] }),
    input({ type: "static_select", options: [option(long(151), "a")] }),
  ],
  [
    "two options with one value",
    input({ type: "static_select", options: [option("a"), option("b")] }),
    input({ type: "static_select", options: [option("a"), option("a", "b")] }),
  ],
  [
    "radio buttons",
    input({ type: "radio_buttons", options: many(10, (n) => option(`${n}`)) }),
    input({ type: "radio_buttons", options: many(11, (n) => option(`${n}`)) }),
  ],
  [
    "checkboxes",
    input({ type: "checkboxes", options: many(10, (n) => option(`${n}`)) }),
    input({ type: "checkboxes", options: many(11, (n) => option(`${n}`)) }),
  ],
  [
    "what is checked at first",
    input({ type: "checkboxes", options: [option("a")], initial_options: [option("a")] }),
    input({ type: "checkboxes", options: [option("a")], initial_options: [] }),
  ],
];

const messages: readonly [what: string, taken: Loose, refused: Loose][] = [
  ["a text", { text: "a" }, { blocks: [section()] }],
  ["the length of a text", { text: long(4000) }, { text: long(4001) }],
  ["blocks", { text: "a", blocks: many(50, () => section()) }, { text: "a", blocks: many(51, () => section()) }],
  [
    "two blocks",
    { text: "a", blocks: [section({ block_id: "a" }), section({ block_id: "b" })] },
    { text: "a", blocks: many(2, () => section({ block_id: "a" })) },
  ],
  ["metadata", { text: "a", metadata: { event_type: "a", event_payload: {} } }, { text: "a", metadata: { event_type: "a" } }],
];

const modals: readonly [what: string, taken: Loose, refused: Loose][] = [
  ["a title", modal([], { title: plain(long(24)) }), modal([], { title: plain(long(25)) })],
  ["a submit button", modal([], { submit: plain(long(24)) }), modal([], { submit: plain(long(25)) })],
  ["a close button", modal([], { close: plain(long(24)) }), modal([], { close: plain(long(25)) })],
  ["no submit button", modal([textInput()]), { type: "modal", title: plain("a"), blocks: [textInput()] }],
  ["blocks", modal(many(100, () => section())), modal(many(101, () => section()))],
  ["private metadata", modal([], { private_metadata: long(3000) }), modal([], { private_metadata: long(3001) })],
  ["a callback_id", modal([], { callback_id: long(255) }), modal([], { callback_id: long(256) })],
  ["two blocks", modal([textInput()]), modal([textInput(), textInput()])],
  ["all of it", modal(many(80, () => section({ text: plain(long(3000)) }))), modal(many(90, () => section({ text: plain(long(3000)) })))],
];

describe("what Slack takes", () => {
  it.each(limits)("in %s", (_, taken, refused) => {
    expect(problemsInView(modal([taken]), "modal")).toEqual([]);
    expect(problemsInView(modal([refused]), "modal").join()).toMatch(/^blocks\.0/);
  });
  it.each(messages)("in %s of a message", (_, taken, refused) => {
    expect(problemsInMessage(taken)).toEqual([]);
    expect(problemsInMessage(refused)).not.toEqual([]);
  });
  it.each(modals)("in %s of a modal", (_, taken, refused) => {
    expect(problemsInView(taken, "modal")).toEqual([]);
    expect(problemsInView(refused, "modal")).not.toEqual([]);
  });
  it("in a home", () => {
    expect(problemsInView({ type: "home", blocks: many(100, () => section()) }, "home")).toEqual([]);
    expect(problemsInView({ type: "home", blocks: many(101, () => section()) }, "home")).not.toEqual([]);
    expect(problemsInView(modal(), "home")).not.toEqual([]);
  });
});

describe("the tests' own Slack", () => {
  let slack: Slack;
  let now: number;
  let bot: Server;
  /** What the bot was sent. */
  let heard: { body: string; headers: IncomingHttpHeaders }[];
  /** What the bot answers to everything. */
  let reply: Loose;

  const call = async (method: string, args: Loose = {}, token = "xoxb-1"): Promise<Loose> => {
    const body = new URLSearchParams(
      Object.entries<Loose>(args).map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]),
    );
    const response = await fetch(`${slack.url}${method}`, { method: "POST", body, headers: { authorization: `Bearer ${token}` } });
    return { status: response.status, retryAfter: response.headers.get("retry-after"), ...(await response.json()) };
  };
  const payload = (index = -1): Loose => {
    const said = new URLSearchParams(heard.at(index)?.body);
    return JSON.parse(said.get("payload") ?? "null") ?? Object.fromEntries(said);
  };

  beforeEach(async () => {
    now = Date.parse("2026-03-09T13:00:00Z");
    slack = await openSlack({
      teams: [
        { id: "T1", token: "xoxb-1" },
        { id: "T2", token: "xoxb-2", scopes: ["chat:write"] },
      ],
      signingSecret: "shh",
      appToken: "xapp-1",
      now: () => now,
    });
    slack.addUser({ id: "U1", team: "T1", name: "Solange Mélèze", email: "solange@example.org" });
    slack.addUser({ id: "U2", team: "T2", name: "Théo Sorbier", email: "theo@example.org" });
    heard = [];
    reply = "";
    bot = createServer(async (incoming, response) => {
      let body = "";
      for await (const chunk of incoming) body += chunk;
      heard.push({ body, headers: incoming.headers });
      response.end(reply === "" ? "" : JSON.stringify(reply));
    });
    await new Promise<void>((done) => bot.listen(0, "127.0.0.1", done));
    slack.target(`http://127.0.0.1:${(bot.address() as AddressInfo).port}/slack/events`);
  });
  afterEach(async () => {
    await slack.close();
    bot.closeAllConnections();
    await new Promise((done) => bot.close(done));
  });

  it("knows its tokens and what they may do", async () => {
    expect(await call("auth.test")).toMatchObject({ ok: true, team_id: "T1" });
    expect(await call("auth.test", {}, "xoxb-9")).toMatchObject({ error: "invalid_auth" });
    expect(await call("users.info", { user: "U2" }, "xoxb-2")).toMatchObject({ error: "missing_scope", needed: "users:read" });
    slack.revoke("T1");
    expect(await call("auth.test")).toMatchObject({ error: "token_revoked" });
  });

  it("keeps teams apart, and knows who left", async () => {
    expect(await call("users.info", { user: "U1" })).toMatchObject({ user: { profile: { email: "solange@example.org" } } });
    expect(await call("users.info", { user: "U2" })).toMatchObject({ error: "user_not_found" });
    expect(await call("users.lookupByEmail", { email: "Solange@example.org" })).toMatchObject({ user: { id: "U1" } });
    expect(await call("chat.postMessage", { channel: "U2", text: "a" })).toMatchObject({ error: "channel_not_found" });
    slack.deactivate("U1");
    expect(await call("chat.postMessage", { channel: "U1", text: "a" })).toMatchObject({ error: "channel_not_found" });
    expect(await call("conversations.open", { users: "U1" })).toMatchObject({ error: "user_disabled" });
  });

  it("shows a message as it was changed, and gives its metadata back to who asks", async () => {
    const metadata = { event_type: "triade", event_payload: { key: "k" } };
    const { channel, ts } = await call("chat.postMessage", { channel: "U1", text: "un", metadata, blocks: [section()] });
    await call("chat.postMessage", { channel: "U1", text: "deux" });
    await call("chat.update", { channel, ts, text: "trois" });
    expect(slack.dm("U1").map(({ text, blocks }) => [text, blocks])).toEqual([
      ["trois", undefined],
      ["deux", undefined],
    ]);
    const first = await call("conversations.history", { channel, limit: 1 });
    expect(first).toMatchObject({ has_more: true, messages: [{ text: "deux" }] });
    const cursor = first.response_metadata.next_cursor;
    expect(await call("conversations.history", { channel, cursor, include_all_metadata: true })).toMatchObject({
      has_more: false,
      messages: [{ text: "trois", metadata }],
    });
    expect((await call("conversations.history", { channel, oldest: ts })).messages).toHaveLength(1);
    await call("chat.delete", { channel, ts });
    expect(slack.dm("U1")).toHaveLength(1);
    expect(slack.refusals).toEqual([]);
  });

  it("refuses what breaks a limit, and remembers it", async () => {
    const blocks = [section({ text: mrkdwn(long(3001)) })];
    expect(await call("chat.postMessage", { channel: "U1", text: "a", blocks })).toMatchObject({ ok: false, error: "invalid_blocks" });
    expect(await call("chat.postMessage", { channel: "U1", text: long(4001) })).toMatchObject({ error: "msg_too_long" });
    expect(await call("views.publish", { user_id: "U1", view: modal() })).toMatchObject({ error: "invalid_arguments" });
    expect(slack.refusals.map(({ where }) => where)).toEqual(["chat.postMessage", "chat.postMessage", "views.publish"]);
    expect(await call("chat.postMessage", { channel: "U1", blocks: [section()] })).toMatchObject({ error: "no_text" });
    expect(slack.refusals[0]?.problems[0]).toContain("blocks.0.text.text");
    expect(slack.dm("U1")).toEqual([]);
  });

  it("takes a trigger once, within three seconds, in its own team", async () => {
    const trigger_id = slack.trigger("U1");
    expect(await call("views.open", { trigger_id, view: modal() }, "xoxb-2")).toMatchObject({ error: "invalid_trigger_id" });
    expect(await call("views.open", { trigger_id: "else", view: modal() })).toMatchObject({ error: "invalid_trigger_id" });
    now += 3000;
    expect(await call("views.open", { trigger_id, view: modal() })).toMatchObject({ ok: true });
    expect(await call("views.open", { trigger_id, view: modal() })).toMatchObject({ error: "exchanged_trigger_id" });
    const late = slack.trigger("U1");
    now += 3001;
    expect(await call("views.open", { trigger_id: late, view: modal() })).toMatchObject({ error: "expired_trigger_id" });
  });

  it("stacks three modals, and sees when two changes cross", async () => {
    const push = () => call("views.push", { trigger_id: slack.trigger("U1"), view: modal() });
    const { view } = await call("views.open", { trigger_id: slack.trigger("U1"), view: modal([textInput()]) });
    expect(await push()).toMatchObject({ ok: true, view: { root_view_id: view.id, previous_view_id: view.id } });
    await push();
    expect(await push()).toMatchObject({ error: "push_limit_reached" });
    expect(slack.modal("U1")).toHaveLength(3);
    const update = (hash: string) => call("views.update", { view_id: view.id, hash, view: modal([], { title: plain("Autre") }) });
    expect(await update(view.hash)).toMatchObject({ ok: true });
    expect(await update(view.hash)).toMatchObject({ error: "hash_conflict" });
    const home = { type: "home", blocks: [section()] };
    const published = await call("views.publish", { user_id: "U1", view: home });
    await call("views.publish", { user_id: "U1", view: home });
    expect(await call("views.publish", { user_id: "U1", view: home, hash: published.view.hash })).toMatchObject({ error: "hash_conflict" });
  });

  it("slows down who asks too often, and lets go when the second is over", async () => {
    slack.rate("chat.postMessage", 1, "channel");
    const post = () => call("chat.postMessage", { channel: "U1", text: "a" });
    expect(await post()).toMatchObject({ ok: true });
    expect(await post()).toMatchObject({ status: 429, retryAfter: "1", error: "ratelimited" });
    now += 1000;
    expect(await post()).toMatchObject({ ok: true });
  });

  it("fails as it is told, once", async () => {
    const post = () => call("chat.postMessage", { channel: "U1", text: "a" });
    slack.failNext("chat.postMessage", "is_archived");
    slack.failNext("chat.postMessage", { status: 429, retryAfter: 30 });
    slack.failNext("chat.postMessage", { status: 503 });
    slack.failNext("chat.postMessage", "drop");
    slack.failNext("chat.postMessage", "drop-after");
    expect(await post()).toMatchObject({ error: "is_archived" });
    expect(await post()).toMatchObject({ status: 429, retryAfter: "30" });
    expect(await post()).toMatchObject({ status: 503 });
    await expect(post()).rejects.toThrow();
    expect(slack.dm("U1")).toHaveLength(0);
    await expect(post()).rejects.toThrow();
    expect(slack.dm("U1")).toHaveLength(1);
    expect(await post()).toMatchObject({ ok: true });
  });

  it("signs what it sends, and forges and repeats what it is told to", async () => {
    const good = ({ body, headers }: (typeof heard)[number]): boolean => {
      const stamp = headers["x-slack-request-timestamp"];
      return headers["x-slack-signature"] === `v0=${createHmac("sha256", "shh").update(`v0:${stamp}:${body}`).digest("hex")}`;
    };
    await slack.says("U1", "a < b");
    await slack.replay();
    await slack.replay({ retry: 1 });
    await slack.says("U1", "a", { forge: "signature" });
    await slack.says("U1", "a", { forge: "old" });
    await slack.says("U1", "a", { forge: "unsigned" });
    expect(heard.map(good)).toEqual([true, true, true, false, true, false]);
    expect(JSON.parse(heard[0]?.body ?? "").event).toMatchObject({ type: "message", channel_type: "im", user: "U1", text: "a &lt; b" });
    expect(heard[1]).toEqual(heard[0]);
    expect(heard[2]?.headers["x-slack-retry-num"]).toBe("1");
    expect(Number(heard[4]?.headers["x-slack-request-timestamp"])).toBe(now / 1000 - 600);
    expect((await slack.urlVerification()).status).toBe(200);
  });

  it("shows the answer to a command to who gave it, and takes five more in half an hour", async () => {
    reply = { response_type: "ephemeral", text: "Voici" };
    await slack.command("U1", "aide");
    expect(slack.ephemeral("U1").map(({ text }) => text)).toEqual(["Voici"]);
    const { response_url, ...said } = payload();
    expect(said).toMatchObject({ command: "/mentorat", text: "aide", user_id: "U1", team_id: "T1" });
    const post = async (body: Loose) =>
      (await fetch(response_url, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } })).status;
    expect(await Promise.all(many(5, () => post({ text: "Encore" })))).toEqual(many(5, () => 200));
    expect(await post({ text: "Encore" })).toBe(404);
    await slack.command("U1", "aide");
    now += 30 * 60_000 + 1;
    expect((await fetch(payload().response_url, { method: "POST" })).status).toBe(404);
  });

  it("presses what is shown, and changes the message it was in", async () => {
    const elements = [button({ value: "1" }), button({ action_id: "stop", value: "2" })];
    await call("chat.postMessage", { channel: "U1", text: "a", blocks: [{ type: "actions", elements }] });
    await slack.press("U1", { action_id: "stop" });
    expect(payload()).toMatchObject({ type: "block_actions", user: { id: "U1" }, actions: [{ action_id: "stop", value: "2" }] });
    await expect(slack.press("U1", { action_id: "other" })).rejects.toThrow("there are: Go (go), Go (stop)");
    const post = (body: Loose) =>
      fetch(payload().response_url, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });
    await post({ text: "fait", replace_original: true });
    expect(slack.dm("U1").map(({ text }) => text)).toEqual(["fait"]);
    await post({ delete_original: true });
    expect(slack.dm("U1")).toEqual([]);
  });

  it("sends a modal as it is filled in, and does with it what the bot answers", async () => {
    const checks = input(
      { type: "checkboxes", action_id: "boxes", options: [option("a"), option("b")] },
      { block_id: "boxes", optional: true },
    );
    const form = modal([textInput({ initial_value: "45" }), checks], { callback_id: "log", notify_on_close: true });
    await call("views.open", { trigger_id: slack.trigger("U1"), view: form });
    await expect(slack.submit("U1", { field: null })).rejects.toThrow("it is required");
    await expect(slack.submit("U1", { boxes: ["c"], field: "1" })).rejects.toThrow("none of its options");
    reply = { response_action: "errors", errors: { field: "En minutes." } };
    await slack.submit("U1", { field: "abc", boxes: ["b"] });
    expect(slack.errors("U1")).toEqual({ field: "En minutes." });
    expect(payload().view.state.values).toEqual({
      field: { typed: { type: "plain_text_input", value: "abc" } },
      boxes: { boxes: { type: "checkboxes", selected_options: [option("b")] } },
    });
    reply = { response_action: "errors", errors: { nowhere: "Non." } };
    await slack.submit("U1");
    expect(slack.refusals).toEqual([{ where: "response_action errors", problems: ["nowhere is no input of this modal"] }]);
    expect(payload().view.state.values.field.typed.value).toBe("abc");
    reply = { response_action: "push", view: modal() };
    await slack.submit("U1");
    expect(slack.modal("U1")).toHaveLength(2);
    reply = "";
    await slack.submit("U1");
    expect(slack.modal("U1")).toHaveLength(1);
    expect(await slack.closes("U1")).toMatchObject({ status: 200 });
    expect(payload()).toMatchObject({ type: "view_closed", view: { callback_id: "log" } });
    expect(slack.modal("U1")).toEqual([]);
  });

  it("takes a file in three steps", async () => {
    const { file_id, upload_url } = await call("files.getUploadURLExternal", { filename: "suivi.csv", length: 5 });
    const { channel } = await call("conversations.open", { users: "U1" });
    const complete = () => call("files.completeUploadExternal", { files: [{ id: file_id, title: "Suivi" }], channel_id: channel.id });
    expect(await complete()).toMatchObject({ error: "file_not_found" });
    const form = new FormData();
    form.append("file", new Blob(["a;b\r\n"]), "suivi.csv");
    expect((await fetch(upload_url, { method: "POST", body: form })).status).toBe(200);
    expect(await complete()).toMatchObject({ ok: true });
    expect(slack.files[0]).toMatchObject({ title: "Suivi", channels: [channel.id] });
    expect(slack.files[0]?.bytes?.toString()).toBe("a;b\r\n");
    expect(slack.dm("U1")[0]?.files).toEqual([{ id: file_id, name: "suivi.csv", title: "Suivi" }]);
  });

  it("takes the words of an image by their name and up to their length, and no argument that it does not know", async () => {
    const upload = (more: Loose) => call("files.getUploadURLExternal", { filename: "a.png", length: 5, ...more });
    expect(await upload({ alt_txt: long(1000) })).toMatchObject({ ok: true });
    expect(await upload({ alt_txt: long(1001) })).toMatchObject({ error: "alt_txt_too_large" });
    expect(await upload({ alt_text: "a" })).toMatchObject({ error: "invalid_arguments" });
    expect(slack.files.map(({ alt }) => alt?.length)).toEqual([1000]);
    expect(slack.refusals).toHaveLength(1);
  });

  it("speaks over a socket to who opens one, and comes back for it", async () => {
    slack.target(null);
    await expect(slack.says("U1", "a")).rejects.toThrow("nobody listens");
    expect(await call("apps.connections.open")).toMatchObject({ error: "not_allowed_token_type" });
    const { url } = await call("apps.connections.open", {}, "xapp-1");
    const { said, say, socket } = await dial(url);
    await slack.until(() => slack.sockets.open === 1);
    await expect(dial(url)).rejects.toThrow("401");

    socket.on("message", () => {
      const { envelope_id, type, payload } = said.at(-1) ?? {};
      if (envelope_id) say({ envelope_id, ...(type === "slash_commands" ? { payload: { text: `${payload.text} ${long(70_000)}` } } : {}) });
    });
    expect(await slack.command("U1", "aide")).toMatchObject({ status: 200, body: { text: expect.stringMatching(/^aide a+$/) } });
    expect(await slack.says("U1", "bonjour", { retry: 2 })).toEqual({ status: 200, body: "" });
    expect(said.map(({ type }) => type)).toEqual(["hello", "slash_commands", "events_api"]);
    expect(said[2]).toMatchObject({ retry_attempt: 2, payload: { event: { text: "bonjour" } } });
    socket.removeAllListeners("message");
    const unanswered = expect(slack.shortcut("U1", "log")).rejects.toThrow("socket closed");
    slack.sockets.cut();
    await unanswered;
    expect(slack.sockets.open).toBe(0);
  });
});

/** A client of Socket Mode: what it was told, and a way to tell. Its socket emits "message" after each. */
async function dial(url: string): Promise<{ said: Loose[]; say: (what: Loose) => void; socket: Duplex }> {
  const asked = request(url.replace("ws:", "http:"), {
    headers: {
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
      "sec-websocket-version": "13",
    },
  });
  const said: Loose[] = [];
  const socket = await new Promise<Duplex>((done, fail) => {
    let bytes = Buffer.alloc(0);
    asked.on("response", ({ statusCode }) => fail(new Error(String(statusCode))));
    asked.on("upgrade", (response, upgraded: Duplex, head: Buffer) => {
      expect(response.headers["sec-websocket-accept"]).toBe("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
      const hear = (chunk: Buffer) => {
        bytes = Buffer.concat([bytes, chunk]);
        while (bytes.length > 2) {
          const wide = bytes[1] === 127;
          const start = wide ? 10 : 2;
          const length = wide ? Number(bytes.readBigUInt64BE(2)) : bytes.readUInt8(1);
          if (bytes.length < start + length) return;
          said.push(JSON.parse(bytes.subarray(start, start + length).toString()));
          bytes = bytes.subarray(start + length);
          upgraded.emit("message");
        }
      };
      upgraded.on("data", hear);
      hear(head);
      done(upgraded);
    });
    asked.end();
  });
  /** A client masks what it says. */
  const say = (what: Loose) => {
    const text = Buffer.from(JSON.stringify(what));
    const head = text.length < 126 ? Buffer.alloc(2) : Buffer.alloc(10);
    head[0] = 0x81;
    head[1] = 0x80 | (text.length < 126 ? text.length : 127);
    if (text.length >= 126) head.writeBigUInt64BE(BigInt(text.length), 2);
    const mask = Buffer.from([1, 2, 3, 4]);
    const masked = text.map((byte, at) => byte ^ mask.readUInt8(at % 4));
    // In two pieces, as a network may bring them.
    socket.write(Buffer.concat([head, mask, masked.subarray(0, 3)]));
    socket.write(masked.subarray(3));
  };
  return { said, say, socket };
}
