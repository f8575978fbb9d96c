import { afterEach, describe, expect, it } from "vitest";
import type { Message } from "../../src/ui/model.ts";
import { DeliveryError, type DeliveryProblem } from "../../src/ui/platform.ts";
import type { Trouble } from "../support/slack/troubles.ts";
import { eventually, openSlackStage, type SlackStage } from "../support/slack-stage.ts";

let scene: SlackStage;
afterEach(() => scene.close());

const message: Message = {
  language: "fr",
  summary: "Un mot & <!channel>",
  blocks: [{ kind: "text", text: "Bonjour <!channel>" }],
};
const toNadia = () => ({ platform: "slack", workspace: "T1", user: scene.user(scene.stage.mentee) });

async function problemOf(sending: Promise<unknown>): Promise<DeliveryProblem> {
  const error = await sending.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DeliveryError)) throw new Error(`no delivery error, but ${error}`);
  return error.problem;
}

describe("a message that the bot sends by itself", () => {
  it("carries its key, rings nobody, and is found by its key", async () => {
    scene = await openSlackStage();
    const { slack, platform } = scene;
    await platform.send(toNadia(), { key: "k1", message });
    const [shown] = slack.dm(toNadia().user);
    expect(shown).toMatchObject({
      text: "Un mot &amp; &lt;!channel&gt;",
      metadata: { event_type: "triade_notice", event_payload: { key: "k1" } },
    });
    expect(await platform.can.lookUp?.(toNadia(), "k1")).toBeTruthy();
    expect(await platform.can.lookUp?.(toNadia(), "k2")).toBeFalsy();
    expect(slack.refusals).toEqual([]);
  });

  it.each<[string, DeliveryProblem["problem"]]>([
    ...["user_not_found", "channel_not_found", "is_archived", "user_disabled", "cannot_dm_bot"].map((error): [string, "gone"] => [
      error,
      "gone",
    ]),
    ...["account_inactive", "token_revoked", "app_uninstalled", "token_expired"].map((error): [string, "gone"] => [error, "gone"]),
    ...[
      "internal_error",
      "fatal_error",
      "service_unavailable",
      "request_timeout",
      "invalid_auth",
      "not_authed",
      "missing_scope",
      "messages_tab_disabled",
      "org_login_required",
      "team_added_to_org",
      "access_denied",
      "message_limit_exceeded",
    ].map((error): [string, "temporary"] => [error, "temporary"]),
    ...[
      "invalid_blocks",
      "invalid_blocks_format",
      "msg_too_long",
      "msg_blocks_too_long",
      "no_text",
      "invalid_arguments",
      "something_new",
    ].map((error): [string, "refused"] => [error, "refused"]),
    ["ratelimited", "throttled"],
  ])("that meets %s is %s", async (error, problem) => {
    scene = await openSlackStage();
    scene.slack.failNext("chat.postMessage", error);
    expect((await problemOf(scene.platform.send(toNadia(), { key: "k1", message }))).problem).toBe(problem);
  });

  it("waits exactly as long as Slack says", async () => {
    scene = await openSlackStage();
    scene.slack.failNext("chat.postMessage", { status: 429, retryAfter: 37 });
    expect(await problemOf(scene.platform.send(toNadia(), { key: "k1", message }))).toEqual({
      problem: "throttled",
      retryAfterSeconds: 37,
    });
  });

  it.each(["drop", { status: 500 }, { status: 503 }] as const)("is tried later where Slack cannot be heard: %j", async (trouble) => {
    scene = await openSlackStage();
    scene.slack.failNext("chat.postMessage", trouble);
    expect((await problemOf(scene.platform.send(toNadia(), { key: "k1", message }))).problem).toBe("temporary");
  });

  it.each([
    "<!DOCTYPE html><title>Sign in to the network</title>",
    "maintenance",
    "",
    "null",
    '"closed"',
    "{",
    "{}",
    '{"ok":false}',
    '{"ok":false,"error":"Blocked by a policy: Nadia"}',
  ])("is tried later where something else answers in Slack’s place, of which nothing is kept: %j", async (page) => {
    scene = await openSlackStage({ now: "2009-01-05T06:00" });
    const { slack, stage } = scene;
    slack.failNext("chat.postMessage", { status: 200, page }, 100);
    await stage.passes({ to: "2009-01-05T09:00" });
    const { db } = stage.store;
    const met = await db("outbox").whereNotNull("waiting_for").select("outcome", "reason", "waiting_for");
    expect(met).not.toEqual([]);
    for (const row of met) expect(row).toMatchObject({ outcome: null, reason: null });
    expect(met.map(({ waiting_for }) => waiting_for)).toContain("temporary");
    expect(new Set(stage.log.flatMap((line) => JSON.parse(line).reason ?? []))).toEqual(new Set(["slack-unreachable"]));
  });

  it.each(["", "soon", "Wed, 21 Oct 2009 07:28:00 GMT", "-5"])(
    "waits for a while where it is too often, and nobody says how long: %j",
    async (retryAfter) => {
      scene = await openSlackStage();
      scene.slack.failNext("chat.postMessage", { status: 429, page: "slow down", headers: { "retry-after": retryAfter } });
      expect(await problemOf(scene.platform.send(toNadia(), { key: "k1", message }))).toEqual({
        problem: "throttled",
        retryAfterSeconds: 30,
      });
    },
  );

  it("is tried later where no token of the workspace is known, and refused where it is for another platform", async () => {
    scene = await openSlackStage();
    const elsewhere = { ...toNadia(), workspace: "T9" };
    expect((await problemOf(scene.platform.send(elsewhere, { key: "k1", message }))).problem).toBe("temporary");
    const toTheWeb = { ...toNadia(), platform: "web" };
    expect((await problemOf(scene.platform.send(toTheWeb, { key: "k1", message }))).problem).toBe("refused");
  });

  it.each<Trouble>([{ status: 429, retryAfter: 90 }, "drop", "drop-after"])(
    "that is longer than Slack takes in one comes once, each part of it, though one of them meets %j",
    async (trouble) => {
      scene = await openSlackStage();
      const { slack, platform } = scene;
      const item = (title: string) => ({ title, lines: ["mot ".repeat(450)] });
      const blocks = ["A", "B", "C"].map((list) => ({ kind: "items", items: [1, 2, 3].map((n) => item(`${list}${n}`)) }) as const);
      const whole = { key: "k1", message: { ...message, blocks } };
      slack.failNext("chat.postMessage", { until: Promise.resolve() });
      slack.failNext("chat.postMessage", trouble);
      await problemOf(platform.send(toNadia(), whole));
      const found = await platform.can.lookUp?.(toNadia(), "k1");
      if (!found) expect(await platform.send(toNadia(), whole)).toBeNull();
      const shown = JSON.stringify(slack.dm(toNadia().user));
      expect(slack.dm(toNadia().user).length).toBeGreaterThan(1);
      for (const title of ["A1", "B2", "C3"]) expect(shown.split(title)).toHaveLength(2);
      expect(await platform.can.lookUp?.(toNadia(), "k1")).toEqual({ receipt: null });
    },
  );

  it("that Slack took before the connection broke is found, and shown once", async () => {
    scene = await openSlackStage();
    const { slack, platform } = scene;
    slack.failNext("chat.postMessage", "drop-after");
    expect((await problemOf(platform.send(toNadia(), { key: "k1", message }))).problem).toBe("temporary");
    expect(await platform.can.lookUp?.(toNadia(), "k1")).toBeTruthy();
    expect(slack.dm(toNadia().user)).toHaveLength(1);
  });
});

describe("Socket Mode", () => {
  it("carries commands, modals and messages, and nothing twice", async () => {
    scene = await openSlackStage({ by: "socket" });
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    await slack.command(marie, "rencontre");
    await slack.until(() => slack.modal(marie).length > 0);
    await slack.submit(marie, { minutes: "45" });
    await slack.until(() => slack.dm(marie).length === 1);
    await slack.says(marie, "calendrier");
    await slack.until(() => slack.dm(marie).length === 3);
    await slack.replay({ retry: 1 });
    expect((await slack.command(marie, "aide")).body).toMatchObject({ response_type: "ephemeral" });
    expect(slack.dm(marie)).toHaveLength(3);
    expect(slack.refusals).toEqual([]);
  });
});

describe("the files of a message", () => {
  it("come after it, in the same conversation: an entry for the person's own calendar", async () => {
    scene = await openSlackStage({ now: "2009-01-05T09:00" });
    const { slack, stage } = scene;
    await stage.passes({ to: "2009-01-14T12:00" });
    const nadia = toNadia().user;
    const entry = await slack.until(() => slack.files.find(({ name, channels }) => name.endsWith(".ics") && channels[0]));
    expect(entry.channels).toHaveLength(1);
    expect(String(entry.bytes)).toContain("BEGIN:VEVENT");
    expect(slack.dm(nadia).some(({ files }) => files?.some(({ name }) => name.endsWith(".ics")))).toBe(true);
    expect(slack.refusals).toEqual([]);
  });

  it("come after it, in the same conversation: a chart as a picture that says the same in words", async () => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const { user } = toNadia();
    const chart = { title: "Bien-être", alt: "Suivi 1 : 40, le seuil est 48", max: 100, bars: [{ label: "Suivi 1", value: 40 }] };
    const shown: Message = { ...message, blocks: [{ kind: "chart", chart }] };
    await scene.platform.send(toNadia(), { key: "k1", message: shown });
    const picture = await slack.until(() => slack.files.find(({ name, bytes, channels }) => name.endsWith(".png") && bytes && channels[0]));
    expect(picture.bytes?.subarray(1, 4).toString()).toBe("PNG");
    expect(picture.alt).toBe(chart.alt);
    expect(JSON.stringify(slack.dm(user)[0])).toContain(chart.alt);
    expect(slack.dm(user).map(({ files }) => files?.length ?? 0)).toEqual([0, 1]);
    expect(slack.dm(scene.user(stage.mentor))).toEqual([]);
    expect(slack.refusals).toEqual([]);
  });

  it("come with as many of their words as Slack takes, where the message says them whole", async () => {
    scene = await openSlackStage();
    const { slack } = scene;
    const chart = { title: "Bien-être", alt: "Suivi : 40. ".repeat(100), max: 100, bars: [{ label: "Suivi 1", value: 40 }] };
    await scene.platform.send(toNadia(), { key: "k1", message: { ...message, blocks: [{ kind: "chart", chart }] } });
    const { alt } = await slack.until(() => slack.files.find(({ channels }) => channels[0]));
    expect(alt).toMatch(/^Suivi : 40\./);
    expect(alt?.length).toBeGreaterThan(980);
    expect(alt?.length).toBeLessThanOrEqual(1000);
    expect(JSON.stringify(slack.dm(toNadia().user)[0])).toContain(chart.alt.trim());
    expect(slack.refusals).toEqual([]);
  });

  it.each([
    ["files.getUploadURLExternal", "drop"],
    ["files.getUploadURLExternal", "drop-after"],
    ["upload", "drop-after"],
    ["upload", { status: 503 }],
    ["files.completeUploadExternal", "drop"],
    ["files.completeUploadExternal", "drop-after"],
    ["files.completeUploadExternal", { status: 429, retryAfter: 2 }],
  ])("come once though %s meets %j", async (method, trouble) => {
    scene = await openSlackStage();
    const { slack } = scene;
    slack.failNext(method, trouble);
    const chart = { title: "Bien-être", alt: "Suivi 1 : 40", max: 100, bars: [{ label: "Suivi 1", value: 40 }] };
    await scene.platform.send(toNadia(), { key: "k1", message: { ...message, blocks: [{ kind: "chart", chart }] } });
    const came = () => slack.dm(toNadia().user).filter(({ files }) => files?.length).length;
    await slack.until(() => came() > 0);
    // What is under way is awaited.
    await scene.restart();
    expect(came()).toBe(1);
    expect(scene.logged.filter(({ event }) => event === "slack-file")).toEqual([]);
  });

  it("come once where Slack took the message and was not heard about it, and not where the bot died meanwhile", async () => {
    scene = await openSlackStage();
    const { slack, platform } = scene;
    const chart = { title: "Bien-être", alt: "Suivi 1 : 40", max: 100, bars: [{ label: "Suivi 1", value: 40 }] };
    const outgoing = (key: string) => ({ key, message: { ...message, blocks: [{ kind: "chart", chart } as const] } });
    slack.failNext("chat.postMessage", "drop-after", 2);
    await problemOf(platform.send(toNadia(), outgoing("k1")));
    for (let time = 0; time < 2; time++) expect(await platform.can.lookUp?.(toNadia(), "k1")).toBeTruthy();
    await problemOf(platform.send(toNadia(), outgoing("k2")));
    await scene.restart();
    expect(await platform.can.lookUp?.(toNadia(), "k2")).toBeTruthy();
    await scene.restart();
    expect(slack.dm(toNadia().user).map(({ files }) => files?.length ?? 0)).toEqual([0, 0, 1]);
  });

  it("may be missing where Slack does not take them: the message stands without", async () => {
    scene = await openSlackStage({ now: "2009-01-05T09:00" });
    const { slack, stage } = scene;
    slack.failNext("files.getUploadURLExternal", "internal_error", 100);
    await stage.passes({ to: "2009-01-14T12:00" });
    expect(JSON.stringify(slack.dm(toNadia().user))).toContain("jeudi 22 janvier 2009");
    await eventually(async () => scene.logged.some(({ event }) => event === "slack-file"));
  });
});
