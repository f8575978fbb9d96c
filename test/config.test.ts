import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { type Config, type Environment, languageOf, readConfig } from "../src/config.ts";
import { describeConfigProblem } from "../src/config-words.ts";

const key = (letter: string) => Buffer.alloc(32, letter).toString("base64");

function configOf(environment: Environment): Config {
  const read = readConfig(environment);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.config;
}

function problemsOf(environment: Environment): string[] {
  const read = readConfig(environment);
  return read.ok ? [] : read.problems.map((problem) => `${problem.variable}: ${problem.code}`);
}

describe("an empty environment", () => {
  it("is a playground on loopback, with a SQLite file and a key file in ./data", () => {
    expect(configOf({})).toEqual({
      port: 3000,
      host: "127.0.0.1",
      dataFolder: resolve("data"),
      databaseUrl: `sqlite:${join(resolve("data"), "triade.db")}`,
      keys: { from: "file", path: join(resolve("data"), "keys.json") },
      playground: true,
      clock: null,
      language: "fr",
      slack: null,
      teams: null,
    });
  });

  it("is the same as variables left empty", () => {
    expect(configOf({ PORT: "", HOST: " ", DATABASE_URL: "", TRIADE_KEYS: "", TRIADE_CLOCK: "" })).toEqual(configOf({}));
  });
});

describe("the database and the keys", () => {
  it("follow the data folder", () => {
    const config = configOf({ TRIADE_DATA_DIR: "/srv/triade" });
    expect(config.databaseUrl).toBe("sqlite:/srv/triade/triade.db");
    expect(config.keys).toEqual({ from: "file", path: "/srv/triade/keys.json" });
  });

  it("are where they are said to be", () => {
    expect(configOf({ DATABASE_URL: "postgres://u:p@db/triade" }).databaseUrl).toBe("postgres://u:p@db/triade");
    expect(configOf({ DATABASE_URL: "sqlite::memory:" }).databaseUrl).toBe("sqlite::memory:");
    expect(configOf({ DATABASE_URL: "sqlite:here.db" }).databaseUrl).toBe(`sqlite:${resolve("here.db")}`);
  });

  it("take several keys, the first of which wraps", () => {
    const { keys } = configOf({ TRIADE_KEYS: `2027:${key("b")}, 2026:${key("a")}` });
    expect(keys.from === "environment" && keys.ring.map(({ id, bytes }) => [id, Buffer.from(bytes).toString()])).toEqual([
      ["2027", "b".repeat(32)],
      ["2026", "a".repeat(32)],
    ]);
  });

  it("take a key in base64url too", () => {
    const bytes = Buffer.alloc(32, 0xfb);
    const { keys } = configOf({ TRIADE_KEYS: `k:${bytes.toString("base64url")}` });
    expect(keys.from === "environment" && Buffer.from(keys.ring[0].bytes)).toEqual(bytes);
  });
});

describe("Slack", () => {
  const signingSecret = "0123456789abcdef0123456789abcdef";

  it("is reached over HTTP or through a socket, in one workspace or several", () => {
    expect(configOf({ SLACK_BOT_TOKEN: "xoxb-1", SLACK_SIGNING_SECRET: signingSecret }).slack).toEqual({
      tokens: ["xoxb-1"],
      reached: { by: "http", signingSecret },
      apiUrl: null,
    });
    expect(
      configOf({ SLACK_BOT_TOKEN: "xoxb-1, xoxb-2", SLACK_APP_TOKEN: "xapp-1", SLACK_API_URL: "http://127.0.0.1:1/api/" }).slack,
    ).toEqual({ tokens: ["xoxb-1", "xoxb-2"], reached: { by: "socket", appToken: "xapp-1" }, apiUrl: "http://127.0.0.1:1/api/" });
  });

  it.each([
    [{ SLACK_BOT_TOKEN: "xoxb-1" }, "SLACK_SIGNING_SECRET: slack-unreached"],
    [{ SLACK_SIGNING_SECRET: signingSecret }, "SLACK_BOT_TOKEN: slack-without-token"],
    [{ SLACK_APP_TOKEN: "xapp-1" }, "SLACK_BOT_TOKEN: slack-without-token"],
    [{ SLACK_BOT_TOKEN: "xoxb-1", SLACK_SIGNING_SECRET: signingSecret, SLACK_APP_TOKEN: "xapp-1" }, "SLACK_APP_TOKEN: slack-reached-twice"],
    [{ SLACK_BOT_TOKEN: "xoxp-1", SLACK_APP_TOKEN: "xapp-1" }, "SLACK_BOT_TOKEN: slack-bot-token"],
    [{ SLACK_BOT_TOKEN: "xoxb-1", SLACK_SIGNING_SECRET: "abc" }, "SLACK_SIGNING_SECRET: slack-signing-secret"],
    [{ SLACK_BOT_TOKEN: "xoxb-1", SLACK_APP_TOKEN: "xoxb-1" }, "SLACK_APP_TOKEN: slack-app-token"],
    [{ SLACK_BOT_TOKEN: "xoxb-1", SLACK_APP_TOKEN: "xapp-1", SLACK_API_URL: "http://slack.test/" }, "SLACK_API_URL: slack-api-url"],
    [{ SLACK_BOT_TOKENS: "xoxb-1" }, "SLACK_BOT_TOKENS: unknown-variable"],
  ])("says what is wrong with %o", (environment, problem) => {
    expect(problemsOf(environment)).toEqual([problem]);
  });

  it("never repeats a token or a secret", () => {
    const given = { SLACK_BOT_TOKEN: "xoxb-1,private-one", SLACK_SIGNING_SECRET: "private-two", SLACK_APP_TOKEN: "private-three" };
    const read = readConfig(given);
    const said = read.ok ? [] : read.problems.flatMap((problem) => (["fr", "en"] as const).map((to) => describeConfigProblem(problem, to)));
    expect(said.length).toBeGreaterThan(0);
    expect(said.join()).not.toContain("private");
  });
});

describe("Teams", () => {
  const TEAMS_APP_ID = "00000000-0000-0000-0000-0000000000A1";
  const TEAMS_TENANT_ID = "00000000-0000-0000-0000-00000000aaaa";
  const whole = { TEAMS_APP_ID, TEAMS_TENANT_ID, TEAMS_APP_PASSWORD: "shh" };

  it("knows the app by a secret or a certificate, in one tenant or several", () => {
    expect(configOf(whole).teams).toEqual({
      appId: TEAMS_APP_ID.toLowerCase(),
      tenants: [TEAMS_TENANT_ID],
      credentials: { by: "secret", secret: "shh" },
      loginUrl: null,
      openIdMetadataUrl: null,
    });
    const other = "00000000-0000-0000-0000-00000000bbbb";
    const urls = { TEAMS_LOGIN_URL: "http://127.0.0.1:1", TEAMS_OPENID_METADATA_URL: "https://keys.example/" };
    const certified = { TEAMS_APP_ID, TEAMS_TENANT_ID: `${TEAMS_TENANT_ID}, ${other}`, TEAMS_CERTIFICATE: "cert.pem", ...urls };
    expect(configOf(certified).teams).toMatchObject({
      tenants: [TEAMS_TENANT_ID, other],
      credentials: { by: "certificate", file: resolve("cert.pem") },
      loginUrl: "http://127.0.0.1:1",
      openIdMetadataUrl: "https://keys.example/",
    });
  });

  it("takes each tenant once, and forgives a comma too many", () => {
    const other = "00000000-0000-0000-0000-00000000bbbb";
    const given = `${TEAMS_TENANT_ID},${other}, ${TEAMS_TENANT_ID.toUpperCase()},`;
    expect(configOf({ ...whole, TEAMS_TENANT_ID: given }).teams?.tenants).toEqual([TEAMS_TENANT_ID, other]);
    expect(configOf({ ...whole, TEAMS_TENANT_ID: `${TEAMS_TENANT_ID},` }).teams?.tenants).toEqual([TEAMS_TENANT_ID]);
    expect(readConfig({ ...whole, TEAMS_TENANT_ID: `${TEAMS_TENANT_ID},,ecole` })).toMatchObject({ problems: [{ entry: 2, of: 2 }] });
  });

  it("believes what is not signed of a test client on this machine alone", () => {
    const test = { TEAMS_ALLOW_UNAUTHENTICATED: "1" };
    for (const HOST of ["127.0.0.1", "::1", "localhost"]) expect(configOf({ ...test, HOST }).teams?.credentials).toBe(null);
    expect(configOf({ ...test, TEAMS_APP_ID, TEAMS_TENANT_ID }).teams).toMatchObject({ appId: TEAMS_APP_ID, tenants: [TEAMS_TENANT_ID] });
    expect(problemsOf({ ...test, HOST: "0.0.0.0" })).toEqual(["TEAMS_ALLOW_UNAUTHENTICATED: teams-unauthenticated-not-loopback"]);
    expect(problemsOf({ ...test, ...whole })).toEqual(["TEAMS_ALLOW_UNAUTHENTICATED: teams-unauthenticated-with-credentials"]);
    expect(configOf({ ...whole, TEAMS_ALLOW_UNAUTHENTICATED: "0", HOST: "0.0.0.0" }).teams?.credentials).toBeTruthy();
  });

  it.each([
    [{ TEAMS_APP_ID, TEAMS_TENANT_ID }, ["TEAMS_APP_PASSWORD: teams-without-credentials"]],
    [{ TEAMS_APP_ID, TEAMS_APP_PASSWORD: "shh" }, ["TEAMS_TENANT_ID: teams-without-tenant"]],
    [{ TEAMS_APP_PASSWORD: "shh", TEAMS_TENANT_ID }, ["TEAMS_APP_ID: teams-without-app-id"]],
    [{ ...whole, TEAMS_CERTIFICATE: "cert.pem" }, ["TEAMS_CERTIFICATE: teams-credentials-twice"]],
    [{ ...whole, TEAMS_APP_ID: "28:a-b-c" }, ["TEAMS_APP_ID: teams-app-id"]],
    [{ ...whole, TEAMS_TENANT_ID: "ecole.onmicrosoft.com" }, ["TEAMS_TENANT_ID: teams-tenant-id"]],
    [{ ...whole, TEAMS_TENANT_ID: " , " }, ["TEAMS_TENANT_ID: teams-tenant-id"]],
    [{ ...whole, TEAMS_ALLOW_UNAUTHENTICATED: "yes" }, ["TEAMS_ALLOW_UNAUTHENTICATED: teams-allow-unauthenticated"]],
    [{ ...whole, TEAMS_LOGIN_URL: "http://login.test" }, ["TEAMS_LOGIN_URL: teams-url"]],
    [{ ...whole, TEAMS_OPENID_METADATA_URL: "keys" }, ["TEAMS_OPENID_METADATA_URL: teams-url"]],
    [{ TEAMS_APP_IDS: "a" }, ["TEAMS_APP_IDS: unknown-variable"]],
  ])("says what is wrong with %o", (environment, problems) => {
    expect(problemsOf(environment)).toEqual(problems);
    const read = readConfig(environment);
    const said = read.ok ? [] : read.problems.flatMap((problem) => (["fr", "en"] as const).map((to) => describeConfigProblem(problem, to)));
    expect(said.join()).not.toContain("shh");
  });
});

describe("the playground", () => {
  const id = "00000000-0000-0000-0000-0000000000a1";
  it.each([
    { SLACK_BOT_TOKEN: "xoxb-1", SLACK_APP_TOKEN: "xapp-1" },
    { TEAMS_APP_ID: id, TEAMS_TENANT_ID: id, TEAMS_APP_PASSWORD: "a" },
    { TEAMS_ALLOW_UNAUTHENTICATED: "1" },
  ])("is off beside %o", (chat) => {
    expect(configOf(chat).playground).toBe(false);
    expect(configOf({ ...chat, TRIADE_PLAYGROUND: "on" }).playground).toBe(true);
  });

  it("can be turned off, and the server then listens anywhere", () => {
    expect(configOf({ TRIADE_PLAYGROUND: "off", HOST: "0.0.0.0" })).toMatchObject({ playground: false, host: "0.0.0.0" });
  });

  it.each(["0.0.0.0", "192.168.1.4", "mentorat.example.org", "127.0.0.1.example.org", "127.999.0.1"])("never listens on %s", (HOST) => {
    expect(problemsOf({ HOST })).toEqual(["HOST: host-not-loopback"]);
  });

  it.each(["localhost", "127.0.0.1", "127.1.2.3", "::1"])("listens on %s", (HOST) => {
    expect(configOf({ HOST }).host).toBe(HOST);
  });

  it("alone has a clock that is moved by hand", () => {
    expect(configOf({ TRIADE_CLOCK: "manual:2026-01-12T08:00" }).clock).toEqual({ kind: "manual", day: "2026-01-12", at: "08:00" });
    expect(configOf({ TRIADE_CLOCK: "system" }).clock).toEqual({ kind: "system" });
    expect(problemsOf({ TRIADE_CLOCK: "manual:2026-01-12T08:00", TRIADE_PLAYGROUND: "off" })).toEqual([
      "TRIADE_CLOCK: manual-clock-without-playground",
    ]);
  });
});

describe("a wrong environment", () => {
  const wrong = {
    PORT: "30 00",
    HOST: "0.0.0.0",
    DATABASE_URL: "mysql://root:hunter2@db/triade",
    TRIADE_KEYS: `${key("a")},k:${Buffer.from("hunter2").toString("base64")},x:${key("x")},x:${key("y")}`,
    TRIADE_PLAYGROUND: "yes",
    TRIADE_CLOCK: "manual:2026-02-30T08:00",
    TRIADE_DATADIR: "/srv",
  };

  it("is told all at once", () => {
    expect(problemsOf(wrong)).toEqual([
      "PORT: port",
      "DATABASE_URL: database-url",
      "TRIADE_KEYS: key-entry",
      "TRIADE_KEYS: key-length",
      "TRIADE_KEYS: key-twice",
      "TRIADE_PLAYGROUND: switch",
      "TRIADE_CLOCK: clock",
      "TRIADE_DATADIR: unknown-variable",
      "HOST: host-not-loopback",
    ]);
  });

  it.each(["fr", "en"] as const)("is told in %s without a secret, with what was found and what is expected", (language) => {
    const read = readConfig(wrong);
    const told = read.ok ? [] : read.problems.map((problem) => describeConfigProblem(problem, language));
    expect(told).toMatchSnapshot();
    const secrets = ["hunter2", "root", key("a"), key("x"), Buffer.from("hunter2").toString("base64")];
    for (const secret of secrets) expect(told.join("\n")).not.toContain(secret);
  });

  it.each(["-1", "65536", "3e3", "0x10", "http"])("has no port %s", (PORT) => {
    expect(problemsOf({ PORT })).toEqual(["PORT: port"]);
  });

  it("is not that of a container platform that sets variables named like ours", () => {
    expect(problemsOf({ TRIADE_PORT: "tcp://10.0.0.1:3000", TRIADE_SERVICE_HOST: "10.0.0.1" })).toEqual([]);
  });
});

describe("the language of the terminal", () => {
  it.each([
    [{}, "fr"],
    [{ LANG: "C.UTF-8" }, "fr"],
    [{ LANG: "fr_CA.UTF-8" }, "fr"],
    [{ LANG: "en_CA.UTF-8" }, "en"],
    [{ LANG: "en_CA.UTF-8", LC_ALL: "fr_CA" }, "fr"],
    [{ LANG: "enm" }, "fr"],
  ] as const)("in %o is %s", (environment, language) => {
    expect(languageOf(environment)).toBe(language);
  });
});
