import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import type { Loose } from "../support/slack/inputs.ts";
import type { Trouble } from "../support/slack/troubles.ts";
import { eventually, openSlackStage, type SlackStage } from "../support/slack-stage.ts";

let scene: SlackStage;
afterEach(() => scene.close());

const logged = (event: string) => scene.logged.filter((line) => line.event === event);
const opened = (times: number) => eventually(async () => logged("slack-socket-open").length === times);
const reasons = () => logged("slack-socket").map(({ level, ids }) => [level, ids.reason, ids.seconds]);

/** The bot, whose connection is open. */
async function listening(): Promise<void> {
  scene = await openSlackStage({ by: "socket" });
  await opened(1);
}
async function answers(): Promise<void> {
  expect((await scene.slack.command(scene.user(scene.stage.mentor), "aide")).body).toMatchObject({ response_type: "ephemeral" });
}

describe("a connection of Socket Mode", () => {
  it("is opened again when Slack asks for it, which is no trouble", async () => {
    await listening();
    scene.slack.sockets.disconnect();
    await opened(2);
    await answers();
    expect(reasons()).toEqual([]);
  });

  it("is opened again at once when it broke", async () => {
    await listening();
    scene.slack.sockets.cut();
    await opened(2);
    await answers();
    expect(reasons()).toEqual([["warn", "connection-lost", 0]]);
    expect(scene.waits).toEqual([]);
  });

  it("that breaks before a form is acknowledged leaves nobody without the word of what was done", async () => {
    let resume: () => void = () => undefined;
    const later = new Promise<void>((resolve) => {
      resume = resolve;
    });
    scene = await openSlackStage({
      by: "socket",
      before: async ({ kind }) => {
        if (kind !== "submit") return;
        scene.slack.failNext("apps.connections.open", { until: later });
        scene.slack.sockets.cut();
        await eventually(async () => logged("slack-socket").length === 1);
      },
    });
    await opened(1);
    const marie = scene.user(scene.stage.mentor);
    await scene.slack.command(marie, "rencontre");
    await scene.slack.until(() => scene.slack.modal(marie).length > 0);
    await scene.slack.submit(marie, { minutes: "45" }).catch(() => undefined);
    await scene.slack.until(() => scene.slack.dm(marie).length === 1);
    expect(JSON.stringify(scene.slack.dm(marie))).toMatch(/45\smin/);
    expect(logged("slack-not-acknowledged").map(({ ids }) => ids)).toEqual([{ place: "form", reason: "socket-closed" }]);
    resume();
    await opened(2);
  });

  const troubles: [string, Trouble, string][] = [
    ["breaks the call", "drop", "slack-unreachable"],
    ["breaks it after it was done", "drop-after", "slack-unreachable"],
    ["fails", { status: 503 }, "http-503"],
    ["fails in its own words", "internal_error", "internal_error"],
  ];

  it.each(troubles)("is opened again however often Slack %s, later and later", async (_, trouble, reason) => {
    await listening();
    scene.slack.failNext("apps.connections.open", trouble, 8);
    scene.slack.sockets.cut();
    await opened(2);
    await answers();
    expect(scene.waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * 1000));
    expect(reasons().slice(1)).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => ["warn", reason, seconds]));
  });

  it("is opened when Slack says that it may be", async () => {
    await listening();
    scene.slack.failNext("apps.connections.open", { status: 429, retryAfter: 90 });
    scene.slack.sockets.cut();
    await opened(2);
    expect(scene.waits).toEqual([90_000]);
    expect(reasons()).toContainEqual(["warn", "throttled", 90]);
  });

  it("that could not be opened when the bot started is opened all the same", async () => {
    await listening();
    scene.slack.failNext("apps.connections.open", { status: 503 }, 3);
    await scene.restart();
    await opened(2);
    await answers();
    expect(reasons()).toEqual([0, 1, 2].map((seconds) => ["warn", "http-503", seconds]));
  });

  it("that is switched off is tried rarely, says why, and keeps nobody from being written to", async () => {
    await listening();
    scene.slack.failNext("apps.connections.open", "invalid_auth", 2);
    scene.slack.sockets.disconnect("link_disabled");
    await eventually(async () => reasons().length === 3);
    const to = { platform: "slack", workspace: "T1", user: scene.user(scene.stage.mentor) };
    const message = { language: "fr", summary: "Bonjour", blocks: [{ kind: "text", text: "Bonjour" }] } as const;
    await scene.platform.send(to, { key: "k1", message });
    expect(scene.slack.dm(to.user)).toHaveLength(1);
    await opened(2);
    await answers();
    expect(reasons()).toEqual([
      ["error", "link_disabled", 300],
      ["error", "invalid_auth", 300],
      ["error", "invalid_auth", 300],
    ]);
  });
});

describe("what comes through a socket and is not as Slack writes it", () => {
  const about = { team_id: "T1", type: "event_callback" };

  it.each<[string, string, Loose]>([
    ["an event that is none", "events_api", { ...about, event: null }],
    ["an event without a type", "events_api", { ...about, event: {} }],
    ["an event that is a list", "events_api", { ...about, event: [] }],
    ["an event with an odd item", "events_api", { ...about, event: { type: "reaction_added", item: null } }],
    ["an envelope without a payload", "events_api", null],
    ["an interaction without a payload", "interactive", null],
    ["an interaction that is a text", "interactive", "text"],
    ["an interaction that says nothing", "interactive", {}],
    ["a press of nothing", "interactive", { type: "block_actions", team: { id: "T1" }, actions: null }],
    ["a form that is none", "interactive", { type: "view_submission", view: null }],
    ["a command without anybody", "slash_commands", { command: "/mentorat", team_id: "T1" }],
    ["a command that is none", "slash_commands", { team_id: "T1" }],
    ["a kind of envelope that the client of Slack uses itself", "error", { toString: 1 }],
    ["another such", "disconnected", {}],
  ])("is acknowledged and logged by ids: %s", async (_, type, payload) => {
    await listening();
    await scene.slack.sockets.send(type, payload);
    expect(logged("slack-unknown")).toHaveLength(1);
    if (payload?.team_id) expect(logged("slack-unknown")[0]?.ids.workspace).toBe("T1");
    expect(logged("slack-defect")).toEqual([]);
    await answers();
    expect(logged("slack-socket-open")).toHaveLength(1);
  });

  it.each(["ws_message", "disconnected", "close", "error", "connected", "slack_event"])(
    "is acknowledged, and ends no connection: an event named %s",
    async (type) => {
      await listening();
      await scene.slack.sockets.send("events_api", { ...about, event: { type, toString: 1 } });
      await answers();
      expect([logged("slack-socket"), logged("slack-socket-open").length]).toEqual([[], 1]);
    },
  );

  it.each(["", "null", "[]", "1", '"hello"', "{", "{}", '{"type":{"toString":1}}', '{"type":"events_api"}', '{"envelope_id":""}'])(
    "is left alone when it is no envelope: %j",
    async (text) => {
      await listening();
      scene.slack.sockets.write(text);
      await answers();
      expect(logged("slack-unknown")).toHaveLength(1);
    },
  );

  const type = fc.constantFrom("events_api", "interactive", "slash_commands", "options", "ws_message", "close", "x");
  const odd = fc.jsonValue({ maxDepth: 3 });
  const id = fc.oneof(fc.constantFrom("T1", "U000004", ""), odd);
  const payload = fc.record(
    {
      type: fc.constantFrom("event_callback", "block_actions", "view_submission", "view_closed", "shortcut", "message_action", 7, null),
      command: fc.oneof(fc.constant("/mentorat"), odd),
      text: odd,
      team_id: id,
      user_id: id,
      team: fc.oneof(fc.record({ id }), odd),
      user: fc.oneof(fc.record({ id }), odd),
      channel: odd,
      name: odd,
      trigger_id: odd,
      callback_id: odd,
      actions: fc.oneof(fc.array(fc.record({ action_id: odd, value: odd })), odd),
      view: odd,
      authorizations: odd,
      event: fc.oneof(fc.record({ type: fc.oneof(fc.constantFrom("message", "user_change", "close", "ws_message"), odd), item: odd }), odd),
    },
    { requiredKeys: [] },
  );

  it("is acknowledged, whatever it is, and ends neither the connection nor the bot", async () => {
    await listening();
    await fc.assert(
      fc.asyncProperty(type, fc.oneof(payload, odd), async (kind, body) => {
        await scene.slack.sockets.send(kind, body);
      }),
      { numRuns: 200 },
    );
    await answers();
    expect([logged("slack-socket"), logged("slack-socket-open").length]).toEqual([[], 1]);
  });

  const field = fc.oneof(fc.constantFrom("hello", "events_api", "envelope-x"), odd);
  const frame = fc.record({ type: field, envelope_id: field, payload: odd, reason: odd, retry_attempt: odd }, { requiredKeys: [] });

  it("ends neither the connection nor the bot where it is no frame of Slack's", async () => {
    await listening();
    fc.assert(
      fc.property(fc.oneof(frame, odd), (what) => {
        scene.slack.sockets.write(JSON.stringify(what));
      }),
      { numRuns: 200 },
    );
    await answers();
    expect([logged("slack-socket"), logged("slack-socket-open").length]).toEqual([[], 1]);
  });
});
