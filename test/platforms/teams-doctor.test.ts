import type { RequestListener } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { examineTeams, type TeamsFinding } from "../../adapters/teams/doctor.ts";
import { deserted, serve } from "../support/elsewhere.ts";
import { selfSigned } from "../support/teams/certificate.ts";
import { openTeams, type Teams, type TeamsStart } from "../support/teams/server.ts";
import { appId, openTeamsStage, otherTenant, tenant } from "../support/teams-stage.ts";

const now = Date.parse("2026-03-02T12:00:00Z");
const secret = "shh-it-is-a-secret";
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function open(start: Partial<TeamsStart> = {}): Promise<Teams> {
  const teams = await openTeams({ appId, tenants: [tenant, otherTenant], secret, now: () => now, ...start });
  closing.push(() => teams.close());
  return teams;
}

async function serving(answer: RequestListener): Promise<string> {
  const { place, close } = await serve(answer);
  closing.push(close);
  return place;
}

type Patient = Parameters<typeof examineTeams>[0];

async function examine(teams: Teams, given: Partial<Patient> = {}): Promise<TeamsFinding[]> {
  const patient: Patient = {
    ...{ appId, tenants: [tenant], credentials: { by: "secret", secret }, url: null, now },
    ...{ loginUrl: teams.url, openIdMetadataUrl: teams.openIdMetadataUrl },
    ...given,
  };
  const found = await examineTeams(patient);
  const { credentials } = patient;
  const hidden = credentials?.by === "secret" ? credentials.secret : credentials?.by === "certificate" ? credentials.privateKey : "opaque.";
  for (const one of [hidden, "opaque."]) expect(JSON.stringify(found)).not.toContain(one);
  return found;
}

const codes = (found: readonly TeamsFinding[]): string[] => found.map(({ level, code }) => `${level} ${code}`);
const rest = ["good keys-good", "note url-unchecked", "note channel-unchecked"];

describe("what the bot says of itself to Entra", () => {
  it("that is right gets a token, and nothing else is asked", async () => {
    const teams = await open();
    const found = await examine(teams);
    expect(codes(found)).toEqual(["good login-good", ...rest]);
    expect(found[0]).toMatchObject({ appId, tenant });
    expect(teams.calls.map(({ operation }) => operation).sort()).toEqual(["keys", "openid", "token"]);
  });

  it.each([
    ["another secret", { credentials: { by: "secret", secret: "another-one" } }, "secret-wrong"],
    ["another application", { appId: "00000000-0000-0000-0000-00000000beef" }, "app-unknown"],
    ["a tenant where it is not registered", { tenants: [otherTenant] }, "app-unknown"],
    ["a tenant that is none", { tenants: ["00000000-0000-0000-0000-00000000dead"] }, "tenant-unknown"],
  ] as const)("with %s", async (_, given, code) => {
    const [first] = await examine(await open(), given);
    expect(first).toMatchObject({ level: "wrong", code });
    expect(first).toMatchObject(code.endsWith("unknown") ? { appId: expect.any(String), tenant: expect.any(String) } : {});
  });

  it.each([
    [7_000_222, { code: "secret-expired" }],
    [7_000_112, { code: "app-disabled", appId, tenant }],
    [7_000_229, { code: "app-unknown", appId, tenant }],
    [53_003, { code: "login-refused", reason: "AADSTS53003" }],
  ])("which Entra refuses with AADSTS%i", async (number, expected) => {
    const teams = await open();
    teams.failNext("token", { status: 401, body: { error: "invalid_client", error_codes: [number] } });
    expect((await examine(teams))[0]).toEqual({ level: "wrong", ...expected });
  });

  it.each([
    ["an error without a number", { status: 400, body: { error: "invalid_request" } }, "invalid_request"],
    ["what is no error of Entra", { status: 502 }, "502"],
  ])("which is answered with %s", async (_, trouble, reason) => {
    const teams = await open();
    teams.failNext("token", trouble);
    expect((await examine(teams))[0]).toEqual({ level: "wrong", code: "login-refused", reason });
  });

  it("where Entra does not answer", async () => {
    const loginUrl = `http://${await deserted()}`;
    expect((await examine(await open(), { loginUrl }))[0]).toEqual({ level: "wrong", code: "login-unreachable", reason: "ECONNREFUSED" });
  });

  it("in several tenants is asked about in the first", async () => {
    const found = await examine(await open(), { tenants: [tenant, otherTenant] });
    expect(found[1]).toEqual({ level: "note", code: "tenants-unchecked", tenants: [otherTenant] });
  });

  it.each([
    [3_600_000, { ahead: true, minutes: 60 }],
    [-301_000, { ahead: false, minutes: 5 }],
    [299_000, null],
  ])("by a clock that is %i ms ahead of theirs, while a secret needs none", async (ms, expected) => {
    const found = await examine(await open(), { now: now + ms });
    const clock = expected && { level: "wrong", code: "clock-wrong", ...expected };
    expect(found.filter(({ code }) => code === "clock-wrong")).toEqual(clock ? [clock] : []);
    expect(codes(found)[0]).toBe("good login-good");
  });

  it("where whoever answers says not what time it is", async () => {
    const place = await serving((_, response) => {
      response.sendDate = false;
      response.writeHead(503).end();
    });
    expect(codes(await examine(await open(), { loginUrl: `http://${place}` }))).toEqual(["wrong login-refused", ...rest]);
  });

  it("where a test client needs nothing of it", async () => {
    const teams = await open({ unauthenticated: true });
    expect(codes(await examine(teams, { credentials: null, tenants: [] }))).toEqual(["note unauthenticated"]);
    expect(teams.calls).toEqual([]);
  });
});

describe("a certificate", () => {
  it.each([
    ["2049-12-31", ["good certificate-good", "good login-good"], { on: "2049-12-31" }],
    ["2026-04-02", ["good certificate-good", "good login-good"], { on: "2026-04-02" }],
    ["2026-04-01", ["note certificate-ending", "good login-good"], { on: "2026-04-01", days: 29 }],
    ["2026-03-03", ["note certificate-ending", "good login-good"], { days: 0 }],
    ["2026-03-02", ["wrong certificate-expired"], { on: "2026-03-02" }],
  ])("that ends on %s", async (to, expected, of) => {
    const own = selfSigned("2020-01-01", to);
    const teams = await open({ certificate: own.certificate });
    const found = await examine(teams, { credentials: { by: "certificate", ...own } });
    expect(codes(found)).toEqual([...expected, ...rest]);
    expect(found[0]).toMatchObject(of);
  });

  it("that is not good yet", async () => {
    const own = selfSigned("2026-03-03");
    const found = await examine(await open({ certificate: own.certificate }), { credentials: { by: "certificate", ...own } });
    expect(found[0]).toEqual({ level: "wrong", code: "certificate-early", on: "2026-03-03" });
  });

  it("that Entra does not have", async () => {
    const teams = await open({ certificate: selfSigned().certificate });
    const found = await examine(teams, { credentials: { by: "certificate", ...selfSigned() } });
    expect(codes(found).slice(0, 2)).toEqual(["good certificate-good", "wrong certificate-unknown"]);
  });

  it("by a clock that is wrong", async () => {
    const own = selfSigned();
    const teams = await open({ certificate: own.certificate });
    const found = await examine(teams, { credentials: { by: "certificate", ...own }, now: now - 3_600_000 });
    expect(codes(found)).toEqual(["good certificate-good", "wrong login-clock", ...rest]);
  });

  it.each(["unreadable", "key"] as const)("that nothing can be signed with (%s)", async (fault) => {
    const found = await examine(await open(), { credentials: { by: "broken", file: "/etc/triade.pem", fault } });
    expect(codes(found)).toEqual([`wrong certificate-${fault}`, ...rest]);
    expect(found[0]).toMatchObject({ file: "/etc/triade.pem" });
  });
});

describe("the keys that Teams signs with", () => {
  it("cannot be read", async () => {
    const teams = await open();
    teams.failNext("openid", { status: 503 });
    expect((await examine(teams))[1]).toMatchObject({ level: "wrong", code: "keys-unreadable" });
    const openIdMetadataUrl = `http://${await deserted()}/openid`;
    expect((await examine(teams, { openIdMetadataUrl }))[1]).toMatchObject({ code: "keys-unreadable", reason: "ECONNREFUSED" });
  });

  it("are those of others", async () => {
    const teams = await open();
    teams.failNext("keys", { status: 200, body: { keys: [{ kty: "RSA", kid: "1", endorsements: ["webchat"] }] } });
    expect(codes(await examine(teams))[1]).toBe("wrong keys-of-others");
  });
});

describe("the messaging endpoint", () => {
  const at = async (url: string) =>
    codes(await examine(await open(), { url: new URL(url) }))
      .slice(2)
      .filter((code) => !code.endsWith("channel-unchecked"));

  it("of a bot that runs refuses what is not signed, time after time, and nothing comes of it", async () => {
    const scene = await openTeamsStage();
    closing.push(() => scene.close());
    const before = await scene.stage.store.db("teams_references");
    expect(await at(scene.url)).toEqual(["good url-good", "note url-local"]);
    expect(await at(scene.url)).toEqual(["good url-good", "note url-local"]);
    expect(await at(scene.url.replace("/messages", "/other"))).toEqual(["wrong url-wrong-path"]);
    expect(scene.teams.calls).toEqual([]);
    expect(await scene.stage.store.db("teams_references")).toEqual(before);
  });

  it("of a bot that believes anybody is open, and nothing comes of it", async () => {
    let heard = 0;
    const scene = await openTeamsStage({ unauthenticated: true, before: async () => void heard++ });
    closing.push(() => scene.close());
    const before = await scene.stage.store.db("teams_references");
    expect(await at(scene.url)).toEqual(["wrong url-unguarded"]);
    expect([heard, scene.teams.calls]).toEqual([0, []]);
    expect(await scene.stage.store.db("teams_references")).toEqual(before);
  });

  it("of something else", async () => {
    const ok = await serving((_, response) => response.end("Welcome"));
    expect(await at(`http://${ok}/api/messages`)).toEqual(["wrong url-unguarded"]);
    const locked = await serving((_, response) => response.writeHead(401, { "www-authenticate": "Basic" }).end());
    expect(await at(`http://${locked}/api/messages`)).toEqual(["wrong url-password"]);
    for (const challenge of [undefined, "Bearer", 'Bearer realm="elsewhere"']) {
      const other = await serving((_, response) =>
        response.writeHead(401, challenge === undefined ? {} : { "www-authenticate": challenge }).end(),
      );
      expect(await at(`http://${other}/api/messages`)).toEqual(["wrong url-of-another"]);
    }
    const moved = await serving((_, response) => response.writeHead(308, { location: `http://${ok}/` }).end());
    expect(await at(`http://${moved}/api/messages`)).toEqual(["wrong url-answered"]);
    const down = await serving((_, response) => response.writeHead(502).end());
    expect(await at(`http://${down}/api/messages`)).toEqual(["wrong url-answered"]);
  });

  it("where nothing answers, or not in TLS", async () => {
    expect(await at(`http://${await deserted()}/api/messages`)).toEqual(["wrong url-unreachable"]);
    const plain = await serving((_, response) => response.end());
    expect(await at(`https://${plain}/api/messages`)).toEqual(["wrong url-tls"]);
    expect(await at("http://triade.example/api/messages")).toEqual(["wrong url-not-https"]);
  });

  it.each(["http", "https"])("with a password in it is neither asked nor said back (%s)", async (protocol) => {
    const found = await examine(await open(), {
      url: new URL(`${protocol}://ecole:shh-url@triade.example/api/messages?key=shh-url#shh-url`),
    });
    expect(found[2]).toEqual({ level: "wrong", code: "url-with-password", url: `${protocol}://triade.example/api/messages` });
  });
});
