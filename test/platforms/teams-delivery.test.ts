import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { openPace } from "../../adapters/teams/pace.ts";
import { readCertificate } from "../../src/certificate.ts";
import type { Message } from "../../src/ui/model.ts";
import { DeliveryError, type DeliveryProblem } from "../../src/ui/platform.ts";
import { selfSigned } from "../support/teams/certificate.ts";
import { openTeamsStage as openStage, type TeamsStage } from "../support/teams-stage.ts";

let scene: TeamsStage;
let open: TeamsStage | null = null;
const openTeamsStage: typeof openStage = async (options) => {
  open = scene = await openStage(options);
  return scene;
};
afterEach(async () => {
  await open?.close();
  open = null;
});

const message: Message = {
  language: "fr",
  summary: "Un mot & <at>Triade</at>",
  blocks: [{ kind: "text", text: "Bonjour <at>Triade</at> **gras**" }],
};
const changed: Message = { ...message, blocks: [{ kind: "text", text: "C’est fait." }] };
const toNadia = () => scene.stage.mentee.address;
const nadia = () => scene.user(scene.stage.mentee);
const send = (shown = message) => scene.platform.send(toNadia(), { key: "k1", message: shown });
const chat = () => scene.teams.chat(nadia());

async function problemOf(sending: Promise<unknown>): Promise<DeliveryProblem> {
  const error = await sending.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DeliveryError)) throw new Error(`no delivery error, but ${error}`);
  return error.problem;
}

describe("a message that the bot sends by itself", () => {
  it("says in its notification what a lock screen may show, and mentions nobody", async () => {
    scene = await openTeamsStage();
    await send();
    expect(chat()).toMatchObject([{ from: "bot", summary: message.summary, text: "" }]);
    expect(chat()[0]?.activity.entities).toBeUndefined();
    expect(scene.teams.refusals).toEqual([]);
  });

  it("is changed where it is, and refused where it is there no more", async () => {
    scene = await openTeamsStage();
    const receipt = (await send()) ?? "";
    await scene.platform.can.update?.(toNadia(), receipt, changed);
    await scene.platform.can.update?.(toNadia(), receipt, changed);
    expect(chat()).toHaveLength(1);
    expect(JSON.stringify(chat()[0]?.card)).toContain("C’est fait.");
    expect(await problemOf(scene.platform.can.update?.(toNadia(), `1 ${scene.teams.chatId(nadia())}`, changed) as Promise<void>)).toEqual({
      problem: "refused",
      reason: "ActivityNotFoundInConversation",
    });
  });

  it("comes in as many cards as Teams takes it in, and is then not changed", async () => {
    scene = await openTeamsStage();
    const many = Array.from({ length: 60 }, (_, place) => ({ kind: "text" as const, text: `${place} ${"é".repeat(900)}` }));
    expect(await send({ ...message, blocks: many })).toBe(null);
    expect(chat().length).toBeGreaterThan(2);
    for (let place = 0; place < 60; place++) expect(JSON.stringify(chat().map(({ card }) => card))).toContain(`"${place} é`);
    expect(scene.teams.refusals).toEqual([]);
  });

  it("comes in all of its cards, each once, where Teams asks to wait between them", async () => {
    scene = await openTeamsStage();
    scene.teams.rate(1);
    const many = Array.from({ length: 60 }, (_, place) => ({ kind: "text" as const, text: `${place} ${"é".repeat(900)}` }));
    await send({ ...message, blocks: many });
    const said = JSON.stringify(chat().map(({ card }) => card));
    for (let place = 0; place < 60; place++) expect(said.split(`"${place} é`)).toHaveLength(2);
  });

  it.each([
    ["MessageWritesBlocked", { problem: "gone", reason: "blocked" }],
    ["ConversationBlockedByUser", { problem: "gone", reason: "blocked" }],
    ["BotNotInConversationRoster", { problem: "gone", reason: "not-installed" }],
    ["ForbiddenOperationException", { problem: "gone", reason: "not-installed" }],
    ["BotDisabledByAdmin", { problem: "temporary", reason: "BotDisabledByAdmin" }],
    ["InvalidBotApiHost", { problem: "temporary", reason: "InvalidBotApiHost" }],
    ["PreconditionFailed", { problem: "temporary", reason: "PreconditionFailed" }],
    ["ServiceError", { problem: "temporary", reason: "ServiceError" }],
    ["ServiceUnavailable", { problem: "temporary", reason: "ServiceUnavailable" }],
    ["GatewayTimeout", { problem: "temporary", reason: "GatewayTimeout" }],
    [{ status: 500 }, { problem: "temporary", reason: "http-500" }],
    ["drop", { problem: "temporary", reason: "teams-unreachable" }],
    ["BadSyntax", { problem: "refused", reason: "BadSyntax" }],
    ["MessageSizeTooBig", { problem: "refused", reason: "MessageSizeTooBig" }],
    ["NotEnoughPermissions", { problem: "refused", reason: "NotEnoughPermissions" }],
    [
      { status: 429, retryAfter: 37 },
      { problem: "throttled", retryAfterSeconds: 37, inConversation: true },
    ],
    ["Throttled", { problem: "temporary", reason: "throttled" }],
  ] as const)("that meets %j is asked once, and is %j", async (trouble, problem) => {
    scene = await openTeamsStage();
    scene.teams.failNext("send", trouble);
    expect(await problemOf(send())).toEqual(problem);
    expect(scene.teams.calls.filter(({ operation }) => operation === "send")).toHaveLength(1);
    expect(scene.waits).toEqual([]);
    await send();
    expect(chat()).toHaveLength(1);
  });

  it("to a chat that Teams does not know, not even once it was opened anew, finds them gone", async () => {
    scene = await openTeamsStage();
    scene.teams.failNext("send", "ConversationNotFound", 2);
    expect(await problemOf(send())).toEqual({ problem: "gone", reason: "conversation-not-found" });
  });

  it("to whoever blocked the bot, or never had it, finds them gone; and is refused where it is for another platform", async () => {
    scene = await openTeamsStage();
    scene.teams.block(nadia());
    expect(await problemOf(send())).toEqual({ problem: "gone", reason: "blocked" });
    const elsewhere = { ...toNadia(), user: "nobody" };
    expect(await problemOf(scene.platform.send(elsewhere, { key: "k", message }))).toEqual({ problem: "gone", reason: "not-installed" });
    const toTheWeb = { ...toNadia(), platform: "web" };
    expect((await problemOf(scene.platform.send(toTheWeb, { key: "k", message }))).problem).toBe("refused");
  });
});

describe("the token that calls carry", () => {
  const asked = () => scene.teams.calls.filter(({ operation }) => operation === "token").length;

  it("is asked for once while it is good, and anew before it is not", async () => {
    scene = await openTeamsStage();
    await Promise.all([send(), send(), send()]);
    expect(asked()).toBe(1);
    scene.later(3_400_000);
    await send();
    expect(asked()).toBe(2);
  });

  it("is asked for anew, once, where it was taken back", async () => {
    scene = await openTeamsStage();
    await send();
    scene.teams.revokeTokens();
    await send();
    expect([asked(), chat().length]).toEqual([2, 2]);
    scene.teams.failNext("send", { status: 401 }, 2);
    expect(await problemOf(send())).toMatchObject({ problem: "temporary" });
  });

  it("is missing while the secret is wrong, which loses nothing and says so", async () => {
    scene = await openTeamsStage({ teams: { credentials: { by: "secret", secret: "no" } } });
    expect(await problemOf(send())).toEqual({ problem: "temporary", reason: "login-invalid_client" });
    expect(scene.logged).toContainEqual({
      level: "error",
      event: "teams-login",
      ids: { reason: "login-invalid_client", number: 7_000_215 },
    });
  });

  it("is missing while Entra is out of reach", async () => {
    scene = await openTeamsStage();
    scene.teams.failNext("token", "drop");
    expect(await problemOf(send())).toEqual({ problem: "temporary", reason: "login-unreachable" });
    await send();
    expect(chat()).toHaveLength(1);
  });

  it("is given for a certificate as it lies in a file, and for no other", async () => {
    const { certificate, privateKey } = selfSigned();
    const file = join(tmpdir(), `triade-${process.pid}.pem`);
    await writeFile(file, `${certificate}\n${privateKey}`);
    scene = await openTeamsStage({ certificate, teams: { credentials: { by: "certificate", ...(await readCertificate(file)) } } });
    await send();
    expect(chat()).toHaveLength(1);
    await scene.close();
    const other = selfSigned();
    scene = await openTeamsStage({ certificate, teams: { credentials: { by: "certificate", ...other } } });
    expect(await problemOf(send())).toEqual({ problem: "temporary", reason: "login-invalid_client" });
    await writeFile(file, `${certificate}\n${other.privateKey}`);
    await expect(readCertificate(file)).rejects.toMatchObject({ name: "CertificateProblem", file });
    await expect(readCertificate("/nowhere.pem")).rejects.toMatchObject({ name: "CertificateProblem" });
  });

  it("goes nowhere else, and nobody is written to where it could be read on the way", async () => {
    scene = await openTeamsStage();
    const reference = { serviceUrl: "http://service.example/", account: "29:1", conversation: "a:1" };
    await scene.close();
    scene = await openTeamsStage({ teams: { readReference: async () => reference } });
    expect(await problemOf(send())).toEqual({ problem: "refused", reason: "service-url" });
    expect(scene.teams.calls).toEqual([]);
  });
});

describe("the pace of a conversation", () => {
  it("is that which Teams takes: not one message is refused for coming too fast", async () => {
    scene = await openTeamsStage();
    for (let sent = 0; sent < 40; sent++) await send();
    expect(chat()).toHaveLength(40);
    expect(scene.teams.calls.filter(({ error }) => error !== null)).toEqual([]);
    expect(scene.waits.length).toBeGreaterThan(0);
    expect(Math.max(...scene.waits)).toBeLessThanOrEqual(2000);
  });

  it("is its own: another one is not slowed down", async () => {
    scene = await openTeamsStage();
    for (let sent = 0; sent < 8; sent++) await send();
    const waited = scene.waits.length;
    await scene.platform.send(scene.stage.mentor.address, { key: "k", message });
    expect(scene.waits).toHaveLength(waited);
  });

  it("asks to wait where a moment is not enough, as the platform would", () => {
    let now = 0;
    const pace = openPace(() => now);
    let taken = 0;
    for (let begun = pace.begin("a"); typeof begun === "function" || begun <= 2000; begun = pace.begin("a")) {
      if (typeof begun === "number") now += begun;
      else {
        taken++;
        begun();
      }
    }
    expect(taken).toBe(60);
    expect(now).toBeLessThan(30_000);
    expect(pace.begin("b")).toBeTypeOf("function");
  });
});

describe("without Teams", () => {
  it("no package of it is loaded", { timeout: 60_000 }, async () => {
    const teams = async (file: string): Promise<boolean> => {
      const built = JSON.stringify(join(import.meta.dirname, "../../dist", file));
      const look = `process.stdout.write(String(Object.keys(createRequire(${built}).cache).some((name) => /botbuilder|teams-ai/.test(name))))`;
      const script = `import { createRequire } from "node:module"; await import(${built}); ${look}`;
      const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script]);
      return stdout === "true";
    };
    expect(await teams("adapters/teams/index.js")).toBe(true);
    expect(await teams("src/main.js")).toBe(false);
  });
});
