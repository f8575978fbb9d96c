import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { read, readSent } from "../../adapters/teams/read.ts";
import { eventually } from "../support/slack-stage.ts";
import { forgeries } from "../support/teams/issuer.ts";
import type { Loose } from "../support/teams/records.ts";
import { appId, openTeamsStage, otherTenant, type TeamsStage, tenant } from "../support/teams-stage.ts";

let scene: TeamsStage;
/** What reached the bot. */
let heard: Loose[];
const open = async (options: Parameters<typeof openTeamsStage>[0] = {}) => {
  heard = [];
  scene = await openTeamsStage({ ...options, before: async (incoming) => void heard.push(incoming) });
};
beforeEach(() => open());
afterEach(() => scene.close());

const marie = () => scene.user(scene.stage.mentor);
const written = () => scene.teams.calls.filter(({ operation }) => ["create", "send", "update", "token"].includes(operation));

describe("a request", () => {
  it.each(forgeries)("whose token is bad (%s) is refused, and nothing happens", async (forge) => {
    const { teams } = scene;
    const { stage } = scene;
    const before = await stage.store.db("teams_references");
    const press = { action: { type: "Action.Execute", verb: "help.open", data: {} } };
    for (const forged of [
      () => teams.says(marie(), "rencontre", { forge }),
      () => teams.invoke(marie(), "adaptiveCard/action", press, { forge }),
      () => teams.composes(marie(), "log-meeting", { forge }),
      () => teams.installs(marie(), { forge }),
      () => teams.activity(marie(), { type: "installationUpdate", action: "remove" }, { forge }),
    ]) {
      expect([401, 403]).toContain((await forged()).status);
    }
    expect(heard).toEqual([]);
    expect(written()).toEqual([]);
    expect(await stage.store.db("teams_references")).toEqual(before);
    expect(await stage.store.db("addresses").whereNotNull("gone_at")).toEqual([]);
  });

  it("that is signed with a key of today is taken, though another one was in use yesterday", async () => {
    const { teams, later } = scene;
    expect((await teams.says(marie(), "aide")).status).toBe(200);
    teams.rotateKeys();
    later(60_000);
    expect((await teams.says(marie(), "aide")).status).toBe(200);
    expect(heard).toHaveLength(2);
  });

  it("with a key that nobody knows does not have the keys be read on and on", async () => {
    const { teams } = scene;
    await teams.says(marie(), "aide");
    for (let times = 0; times < 5; times++) await teams.says(marie(), "aide", { forge: "unknown-key" });
    expect(teams.calls.filter(({ operation }) => operation === "keys")).toHaveLength(1);
  });

  it("is not believed while nobody says with which keys Teams signs, and is as soon as somebody does", async () => {
    const { teams, later } = scene;
    teams.failNext("openid", { status: 503 });
    expect((await teams.says(marie(), "aide")).status).toBe(503);
    expect(heard).toEqual([]);
    later(60_000);
    expect((await teams.says(marie(), "aide")).status).toBe(200);
    expect(heard).toHaveLength(1);
  });

  it("of another tenant is refused, and its service URL never called", async () => {
    const { teams } = scene;
    teams.addUser({ id: "stranger", tenant: otherTenant, name: "Autre École", email: "autre@example.org", installed: true });
    expect((await teams.says("stranger", "aide")).status).toBe(403);
    expect((await teams.composes("stranger", "log-meeting")).status).toBe(403);
    expect(heard).toEqual([]);
    expect(written()).toEqual([]);
  });

  it("of another channel, which the Bot Framework signs too, is refused", async () => {
    expect((await scene.teams.activity(marie(), { type: "message", text: "aide", channelId: "webchat" })).status).toBe(403);
    expect(
      (await scene.teams.activity(marie(), { type: "message", text: "aide", channelId: "webchat" }, { forge: "unendorsed" })).status,
    ).toBe(403);
    expect(heard).toEqual([]);
  });

  it("that comes twice, byte for byte, is taken once", async () => {
    expect((await scene.teams.says(marie(), "calendrier", { replay: true })).status).toBe(200);
    expect((await scene.teams.composes(marie(), "log-meeting", { replay: true })).status).toBe(200);
    expect(heard).toHaveLength(2);
  });

  it.each([
    ["GET", 405],
    ["PUT", 405],
  ])("by %s is refused", async (method, status) => {
    expect((await fetch(scene.url, { method })).status).toBe(status);
  });

  it.each(["", "null", "[]", "1", '"text"', "{", "{}", "\u0000", '{"type":"message"}'])("with the body %j is refused", async (body) => {
    const authorization = (await scene.teams.authorization(tenant)) ?? "";
    expect((await scene.teams.raw(body)).status).toBe(401);
    expect((await scene.teams.raw(body, { authorization })).status).toBe(400);
    expect(heard).toEqual([]);
  });

  it("of more than a megabyte is refused", async () => {
    expect((await scene.teams.raw(JSON.stringify({ text: "x".repeat(1_100_000) }))).status).toBe(413);
  });
});

describe("a test client that signs nothing", () => {
  it("is heard where that is asked for, and answered on this machine alone", async () => {
    await scene.close();
    await open({ unauthenticated: true });
    const { teams } = scene;
    expect((await teams.says(marie(), "aide")).status).toBe(200);
    await eventually(async () => teams.chat(marie()).length > 1);
    expect(teams.calls.some(({ operation }) => operation === "token")).toBe(false);
    heard.length = 0;
    for (const serviceUrl of [
      "https://elsewhere.example/",
      "http://10.0.0.1/",
      "http://127.0.0.1.example.org/",
      "file:///etc/passwd",
      "x",
    ]) {
      expect((await teams.activity(marie(), { type: "message", text: "aide", serviceUrl })).status).toBe(403);
    }
    expect(heard).toEqual([]);
  });
});

describe("what an older version left behind", () => {
  const data = (action: string, more: Loose = {}) => ({ triade: { kind: "press", action, data: {}, ...more } });
  it.each<[string, string, Loose]>([
    ["an action", "adaptiveCard/action", { action: { type: "Action.Execute", verb: "gone.long-ago", data: data("gone.long-ago") } }],
    ["an action without data", "adaptiveCard/action", { action: { type: "Action.Execute", verb: "gone.long-ago" } }],
    ["an action without anything", "adaptiveCard/action", {}],
    ["what opens a dialog", "task/fetch", { data: data("constructor.toString") }],
    ["a form", "task/submit", { data: { triade: { kind: "submit", form: "gone.form" } } }],
    ["a command", "composeExtension/fetchTask", { commandId: "gone" }],
    ["a command without a name", "composeExtension/submitAction", {}],
  ])("is answered: %s", async (_, name, value) => {
    const { teams } = scene;
    const { status, body } = await teams.invoke(marie(), name, value);
    expect(status).toBe(200);
    const inChat = () => JSON.stringify(teams.chat(marie()));
    await eventually(async () => /n’existe plus|ne peux pas|formulaire/.test(`${JSON.stringify(body)}${inChat()}`));
    expect(teams.refusals).toEqual([]);
  });

  it("an invoke that nobody knows is not taken for one that was done", async () => {
    expect((await scene.teams.invoke(marie(), "signin/verifyState", {})).status).toBe(501);
    expect(heard).toEqual([]);
  });
});

describe("the reader", () => {
  const anything = fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true });
  const text = fc.string({ maxLength: 30 });
  const ours = fc.oneof(
    anything,
    fc.record({
      kind: fc.constantFrom("press", "submit", "x"),
      action: fc.oneof(text, anything),
      data: fc.oneof(fc.dictionary(text, text), anything),
    }),
    fc.record({
      kind: fc.constant("submit"),
      form: text,
      fields: fc.oneof(fc.array(text), anything),
      several: fc.array(text),
      origin: anything,
    }),
  );
  const mostly = <T>(usual: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
    fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: anything });
  const carrying = fc.oneof(anything, fc.record({ triade: ours, a: anything, b: text, msteams: anything }, { requiredKeys: [] }));
  const activity = fc.record(
    {
      type: fc.oneof(fc.constantFrom("message", "invoke", "invoke", "installationUpdate", "event"), text, anything),
      id: fc.oneof(text, anything),
      name: fc.oneof(
        fc.constantFrom("adaptiveCard/action", "task/fetch", "task/submit", "composeExtension/fetchTask", "composeExtension/submitAction"),
        text,
        anything,
      ),
      channelId: fc.constant("msteams"),
      serviceUrl: mostly(fc.constant("https://service.example/")),
      from: mostly(fc.record({ id: fc.constant("29:1"), aadObjectId: mostly(fc.constant("a")) })),
      recipient: mostly(fc.record({ id: fc.constant("28:1") })),
      conversation: fc.record({
        id: mostly(fc.constant("a:1")),
        tenantId: mostly(fc.constant("t")),
        conversationType: fc.oneof(fc.constantFrom("personal", "channel"), anything),
      }),
      text: fc.oneof(text, anything),
      value: fc.oneof(
        carrying,
        fc.record({ action: fc.oneof(fc.record({ verb: fc.oneof(text, anything), data: carrying }), anything) }),
        fc.record({ data: carrying, commandId: fc.oneof(fc.constantFrom("log-meeting", "__proto__", "constructor"), anything) }),
      ),
      action: fc.oneof(fc.constantFrom("add", "remove"), anything),
      replyToId: fc.oneof(text, anything),
      entities: anything,
      channelData: fc.oneof(fc.record({ tenant: fc.record({ id: text }) }), anything),
    },
    { requiredKeys: ["type", "channelId", "conversation", "from", "recipient", "serviceUrl"] },
  );

  it("never throws, whatever comes", () => {
    let understood = 0;
    fc.assert(
      fc.property(fc.oneof(activity, anything), (body) => {
        const sent = readSent(body);
        if (!sent) return;
        const what = read(sent);
        if (what.kind !== "incoming") return;
        understood++;
        expect(what.incoming.from).toMatchObject({ platform: "teams" });
        if (what.incoming.kind === "submit") {
          for (const answer of Object.values(what.incoming.answers)) expect(typeof answer === "string" || Array.isArray(answer)).toBe(true);
        }
      }),
      { numRuns: 3000 },
    );
    expect(understood).toBeGreaterThan(50);
  });

  it("has the bot live on, whatever somebody signed sends", async () => {
    const { teams } = scene;
    await fc.assert(
      fc.asyncProperty(activity, async ({ conversation: _, from: __, serviceUrl: ___, recipient: ____, ...given }) => {
        const json: Loose = JSON.parse(JSON.stringify(given, (_key, value) => (typeof value === "bigint" ? String(value) : value)));
        const { status } = await teams.activity(marie(), { ...json, entities: [], channelData: {} });
        expect([200, 400, 403, 501]).toContain(status);
      }),
      { numRuns: 60 },
    );
    heard.length = 0;
    await teams.says(marie(), "aide");
    expect(heard).toHaveLength(1);
    expect(scene.logged.filter(({ level }) => level === "error")).toEqual([]);
  });
});

describe("what somebody typed", () => {
  it.each([
    ["<at>Triade</at> rencontre", "rencontre"],
    ['<at id="0">Triade</at>&nbsp;Bien-Être', "Bien-Être"],
    ["  aide  ", "aide"],
    ["2 &lt; 3 &amp; 4 &#39;5&#39; &quot;6&quot; &amp;lt;", "2 < 3 & 4 '5' \"6\" &lt;"],
  ])("%j is read as %j", async (typed, as) => {
    await scene.teams.says(marie(), typed);
    expect(heard).toMatchObject([{ kind: "command", text: as }]);
  });

  it("names whom it is about, besides the bot", async () => {
    const { teams } = scene;
    const named = (id: string, name: string) => ({ type: "mention", mentioned: { id, name }, text: `<at>${name}</at>` });
    const entities = [named(`28:${appId}`, "Triade"), named("29:other", "Nadia Nouvelle")];
    await teams.activity(marie(), { type: "message", text: "<at>Triade</at> statut <at>Nadia Nouvelle</at>", entities });
    expect(heard).toMatchObject([{ kind: "command", text: "statut Nadia Nouvelle" }]);
  });

  it("comes back from a form by the keys of its fields, with what was left empty, and several values apart", async () => {
    const { teams } = scene;
    await teams.says(marie(), "rencontre");
    await eventually(async () => teams.chat(marie()).length > 1);
    heard.length = 0;
    await teams.submit(marie(), { topics: ["planning", "parents"], minutes: "45" });
    expect(heard).toMatchObject([
      { kind: "submit", form: "log-meeting.log", answers: { minutes: "45", topics: ["planning", "parents"], otherTopic: "" } },
    ]);
  });
});
