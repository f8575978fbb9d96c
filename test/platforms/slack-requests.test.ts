import { createHmac } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { read } from "../../adapters/slack/read.ts";
import type { Loose } from "../support/slack/inputs.ts";
import { openSlackStage, type SlackStage, signingSecret } from "../support/slack-stage.ts";

let scene: SlackStage;
/** What reached the bot. */
let heard: Loose[];
beforeEach(async () => {
  heard = [];
  scene = await openSlackStage({
    before: async (incoming) => {
      heard.push(incoming);
    },
  });
});
afterEach(() => scene.close());

const marie = () => scene.user(scene.stage.mentor);

/** Any bytes, signed as Slack signs. */
function post(body: string, type = "application/json"): Promise<Response> {
  const seconds = Math.floor(Date.now() / 1000);
  const digest = createHmac("sha256", signingSecret).update(`v0:${seconds}:${body}`).digest("hex");
  return fetch(scene.url, {
    method: "POST",
    body,
    headers: { "content-type": type, "x-slack-request-timestamp": String(seconds), "x-slack-signature": `v0=${digest}` },
  });
}
const postPayload = (payload: unknown) =>
  post(new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), "application/x-www-form-urlencoded");

describe("a request", () => {
  it.each(["signature", "old", "early", "unsigned"] as const)("that is forged (%s) is refused, and nothing happens", async (forge) => {
    for (const forged of [
      () => scene.slack.command(marie(), "rencontre", { forge }),
      () => scene.slack.says(marie(), "rencontre", { forge }),
      () => scene.slack.opensHome(marie(), { forge }),
      () => scene.slack.urlVerification("challenge", { forge }),
      () => scene.slack.shortcut(marie(), "log-meeting", { forge }),
    ]) {
      expect((await forged()).status).toBe(401);
    }
    expect(heard).toEqual([]);
  });

  it("that comes twice, byte for byte, is refused the second time", async () => {
    expect((await scene.slack.command(marie(), "calendrier", { replay: true })).status).toBe(401);
    expect(heard).toHaveLength(1);
  });

  it("that Slack sends again, signed anew, is taken once", async () => {
    await scene.slack.says(marie(), "calendrier");
    expect(await scene.slack.replay({ retry: 1 })).toMatchObject({ status: 200 });
    expect(await scene.slack.replay({ retry: 2 })).toMatchObject({ status: 200 });
    await scene.slack.until(() => heard.length > 0);
    expect(heard).toHaveLength(1);
  });

  it("that smuggles something into the check of the connection does nothing", async () => {
    const body = "ssl_check=1&command=%2Fmentorat&text=rencontre&team_id=T1&user_id=U000004&trigger_id=1&response_url=x";
    const type = "application/x-www-form-urlencoded";
    expect((await fetch(scene.url, { method: "POST", body, headers: { "content-type": type } })).status).toBe(200);
    expect(heard).toEqual([]);
  });

  it("that verifies the address is answered with its challenge", async () => {
    expect(await scene.slack.urlVerification("a challenge")).toMatchObject({ status: 200, body: { challenge: "a challenge" } });
  });

  it.each([
    ["GET", 405],
    ["PUT", 405],
  ])("by %s is refused", async (method, status) => {
    expect((await fetch(scene.url, { method })).status).toBe(status);
  });

  it.each(["", "null", "[]", "1", '"text"', "{", "payload", "\u0000"])("with the body %j is refused without a crash", async (body) => {
    expect((await post(body)).status).toBe(400);
    expect((await post(`payload=${encodeURIComponent(body)}`, "application/x-www-form-urlencoded")).status).toBe(400);
    expect(heard).toEqual([]);
  });

  it("of more than a megabyte is refused", async () => {
    expect((await post(JSON.stringify({ text: "x".repeat(1_100_000) }))).status).toBe(413);
  });

  it("that never ends is left, without all of it being read", async () => {
    const { hostname, port, pathname } = new URL(scene.url);
    const connection = connect(Number(port), hostname);
    let isLeft = false;
    connection.resume().on("error", () => undefined);
    connection.once("close", () => {
      isLeft = true;
    });
    connection.write(`POST ${pathname} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n`);
    const piece = `10000\r\n${"x".repeat(0x10000)}\r\n`;
    let sent = 0;
    while (!isLeft && sent < 50_000_000) {
      sent += piece.length;
      if (!connection.write(piece)) await Promise.race([once(connection, "drain"), once(connection, "close")]).catch(() => undefined);
      await nextTurn();
    }
    expect(isLeft).toBe(true);
  });

  it("of a workspace without a token is acknowledged, and nothing happens", async () => {
    const command = {
      command: "/mentorat",
      team_id: "T9",
      user_id: "U9",
      text: "aide",
      trigger_id: "1",
      response_url: "http://127.0.0.1:1/",
    };
    expect((await post(new URLSearchParams(command).toString(), "application/x-www-form-urlencoded")).status).toBe(200);
    expect(heard).toEqual([]);
  });
});

describe("what an older version left behind", () => {
  it.each([
    ["an action", { type: "block_actions", actions: [{ action_id: "gone.long-ago#0", value: "{}" }] }],
    ["an action without data", { type: "block_actions", actions: [{ action_id: "log-meeting.correct#0", value: "no json" }] }],
    ["an action of another kind", { type: "block_actions", actions: [{ action_id: "constructor.toString" }] }],
    [
      "a form",
      { type: "view_submission", view: { id: "V1", callback_id: "gone.form", private_metadata: "{}", state: { values: {} }, blocks: [] } },
    ],
    ["a form without a body", { type: "view_submission", view: {} }],
    ["a shortcut", { type: "shortcut", callback_id: "gone" }],
    ["a shortcut named as what every object has", { type: "shortcut", callback_id: "constructor" }],
    ["a kind of payload", { type: "message_action", callback_id: "x" }],
    ["a closed view", { type: "view_closed", view: { id: "V1" } }],
  ])("is answered shortly and logged by ids: %s", async (what, payload) => {
    const known = what === "an action without data" || what === "a closed view";
    const about = { team: { id: "T1" }, user: { id: marie(), team_id: "T1" }, trigger_id: scene.slack.trigger(marie()) };
    expect((await postPayload({ ...about, ...payload })).status).toBe(200);
    expect((await scene.slack.command(marie(), "aide")).status).toBe(200);
    expect(scene.logged.filter(({ level }) => level === "error")).toEqual([]);
    const logged = [...scene.stage.log, ...scene.logged.map((line) => JSON.stringify(line))].join();
    if (known) expect(logged).not.toContain("unknown");
    else expect(logged).toMatch(/"(unknown-name|slack-unknown)".*(T1|"person":4)/);
  });
});

describe("what Slack's own client would not send", () => {
  const long = "é".repeat(50_000);
  /** Sends the open form with these in place of what was typed. */
  async function sends(typed: Readonly<Record<string, Loose>>): Promise<Loose> {
    const { slack } = scene;
    const { id, view } = slack.modal(marie()).at(-1) as Loose;
    const inputs = view.blocks.filter((block: Loose) => block.type === "input");
    const first = (element: Loose) => ({
      value: element.initial_value,
      selected_date: element.initial_date,
      selected_option: element.initial_option,
    });
    const values = Object.fromEntries(
      inputs.map(({ block_id, element }: Loose) => [block_id, { answer: typed[block_id] ?? first(element) }]),
    );
    return slack.interaction(marie(), {
      type: "view_submission",
      trigger_id: slack.trigger(marie()),
      view: { ...view, id, state: { values } },
    });
  }
  const opens = async () => {
    await scene.slack.command(marie(), "rencontre");
    await scene.slack.until(() => scene.slack.modal(marie()).length > 0);
  };
  const meetings = () => scene.stage.store.db("meetings").select("id");

  it.each([
    ["a text", "otherTopic", { value: long }],
    ["a number", "minutes", { value: "9".repeat(50_000) }],
    ["a day", "heldOn", { selected_date: long }],
    ["a choice", "mode", { selected_option: { value: long } }],
  ])("is refused at its field, and the form keeps the rest: %s of 50,000 characters", async (_, field, forged) => {
    await opens();
    const { status, body } = await sends({ [field]: forged });
    expect([status, body.response_action, Object.keys(body.errors ?? {})]).toEqual([200, "errors", [field]]);
    expect(await meetings()).toEqual([]);
    expect((await sends({})).body).toEqual({ response_action: "clear" });
    expect(await meetings()).toHaveLength(1);
  });

  it("is refused in the form that is drawn anew, when the bot took long", async () => {
    await scene.close();
    let isSlow = false;
    let answers: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      answers = resolve;
    });
    scene = await openSlackStage({ before: async () => (isSlow ? held : undefined), slack: { patience: { form: 0, other: 5000 } } });
    await opens();
    isSlow = true;
    const [open] = scene.slack.modal(marie());
    const before = open?.hash;
    expect(await sends({ otherTopic: { value: "🎉".repeat(25_000) }, minutes: { value: "9".repeat(50_000) } })).toMatchObject({
      body: { response_action: "update" },
    });
    answers();
    await scene.slack.until(() => scene.slack.modal(marie())[0]?.hash !== before);
    expect(JSON.stringify(scene.slack.modal(marie()))).toContain("otherTopic");
    expect(scene.slack.refusals).toEqual([]);
  });
});

describe("the reader", () => {
  const id = fc.constantFrom("T1", "U000004", "", 1, null, { id: "T1" }, []);
  const odd = fc.anything({ maxDepth: 3, withBigInt: false });
  const nearly = fc.record(
    {
      type: fc.constantFrom("block_actions", "view_submission", "view_closed", "shortcut", "event_callback", "message_action", 7, null),
      command: fc.oneof(fc.constant("/mentorat"), odd),
      text: odd,
      team_id: id,
      user_id: id,
      team: fc.oneof(fc.record({ id }), odd),
      user: fc.oneof(fc.record({ id }), odd),
      trigger_id: fc.oneof(fc.constant("1.2"), odd),
      response_url: odd,
      callback_id: fc.oneof(fc.constantFrom("log-meeting", "__proto__"), odd),
      actions: fc.oneof(fc.array(fc.record({ action_id: odd, value: fc.oneof(fc.json(), odd) })), odd),
      container: odd,
      view: fc.oneof(
        fc.record({ id, callback_id: odd, private_metadata: fc.oneof(fc.json(), odd), state: fc.record({ values: odd }), blocks: odd }),
        odd,
      ),
      event: fc.oneof(
        fc.record({
          type: fc.constantFrom("message", "app_home_opened", "user_change", "tokens_revoked", "app_uninstalled", "x", 3),
          channel_type: fc.constantFrom("im", "channel", null),
          channel: id,
          user: fc.oneof(id, odd),
          tab: odd,
          text: odd,
          tokens: odd,
        }),
        odd,
      ),
    },
    { requiredKeys: [] },
  );

  it("says something of whatever comes, and never throws", () => {
    fc.assert(
      fc.property(fc.oneof(nearly, odd), (body) => {
        expect(["incoming", "workspace-lost", "not-for-us", "unknown"]).toContain(read(body).kind);
      }),
      { numRuns: 2000 },
    );
  });

  it("lets nothing that is malformed stop the bot", async () => {
    await fc.assert(
      fc.asyncProperty(nearly, async (body) => {
        const response = await postPayload(body);
        expect([200, 401]).toContain(response.status);
        await response.arrayBuffer();
      }),
      { numRuns: 150 },
    );
    expect((await scene.slack.command(marie(), "aide")).body).toMatchObject({ response_type: "ephemeral" });
  }, 60_000);
});
