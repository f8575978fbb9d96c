import { execFile, spawnSync } from "node:child_process";
import { createHash, generateKeyPairSync } from "node:crypto";
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { neededScopes } from "../adapters/slack/scopes.ts";
import { readCertificate } from "../src/certificate.ts";
import { type Environment, readConfig } from "../src/config.ts";
import { doctorCommand } from "../src/doctor.ts";
import type { Language } from "../src/program/terms.ts";
import { openDatabase } from "../src/store/database.ts";
import { openWithKeys } from "../src/store/opening.ts";
import { deserted } from "./support/elsewhere.ts";
import { openSlack } from "./support/slack/server.ts";
import { selfSigned } from "./support/teams/certificate.ts";
import { openTeams } from "./support/teams/server.ts";
import { appId, tenant } from "./support/teams-stage.ts";

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), "triade-examined-")), "data");
});
afterEach(() => rm(join(folder, ".."), { recursive: true }));

const database = () => `sqlite:${join(folder, "triade.db")}`;
const start = () => openWithKeys({ databaseUrl: database(), keys: { from: "file", path: join(folder, "keys.json") } }, "first");

/** An installation that was started and stopped. */
async function installed(): Promise<void> {
  const opened = await start();
  if (!opened.ok) throw new Error(opened.refusal.code);
  await opened.db.destroy();
}

async function doctor(
  environment: Environment = {},
  argv: readonly string[] = [],
  language: Language = "en",
): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const read = readConfig({ TRIADE_DATA_DIR: folder, ...environment });
  const out = (text: string) => lines.push(...text.replace(/\u00a0/g, " ").split("\n"));
  const code = await doctorCommand(argv, read, { out, language, now: Date.now() });
  return { code, lines };
}

/** Every file of the folder, with its bytes and its moment. */
async function everything(): Promise<unknown> {
  const names = (await readdir(join(folder, ".."), { recursive: true })).sort();
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, "..", name);
      const about = await stat(path);
      return [
        name,
        about.mtimeMs,
        about.isFile()
          ? createHash("sha256")
              .update(await readFile(path))
              .digest("hex")
          : null,
      ];
    }),
  );
}

describe("the doctor finds the store", () => {
  it("not there yet, and makes nothing", async () => {
    const { code, lines } = await doctor();
    expect(lines).toEqual([
      "✓ The configuration can be read.",
      `! The database ${join(folder, "triade.db")} is empty or absent as yet: the first start makes it.`,
      "! The installation's keys are not made yet: the first start makes them. Then keep a backup of them.",
      "! Slack is not configured. To connect it: docs/slack.md.",
      "! Teams is not configured. To connect it: docs/teams.md.",
      "",
      "All is well.",
    ]);
    expect(code).toBe(0);
    expect(await readdir(join(folder, ".."))).toEqual([]);
  });

  it("in order, and leaves every byte of it as it was", async () => {
    await installed();
    const before = await everything();
    const { code, lines } = await doctor();
    expect(lines.slice(1, 3)).toEqual([
      `✓ The database ${join(folder, "triade.db")} opens and is up to date.`,
      "✓ The installation's key is there and fits.",
    ]);
    expect(code).toBe(0);
    expect(await everything()).toEqual(before);
  });

  it("lived by a clock that is ahead of the machine's, which the start refuses, and the playground goes on with", async () => {
    const opened = await start();
    if (!opened.ok) throw new Error(opened.refusal.code);
    await opened.db("installation").insert({ key: "clock", value: "2999-03-04T13:00:00Z" });
    await opened.db.destroy();
    const { code, lines } = await doctor({ TRIADE_CLOCK: "system" });
    expect(lines[3]).toMatch(/^✗ The clock of this data stands on 2999-03-04, later than today/);
    expect(code).toBe(1);
    expect((await doctor()).code).toBe(0);
  });

  it("in order while the bot runs", async () => {
    const opened = await start();
    if (!opened.ok) throw new Error(opened.refusal.code);
    await opened.db("installation").select();
    expect((await doctor()).lines[1]).toContain("is up to date");
    await opened.db.destroy();
  });

  it("of an earlier version, and does not bring it up to date", async () => {
    await installed();
    const db = openDatabase(database());
    await db("knex_migrations").where("name", "like", "0002%").delete();
    await db.destroy();
    const before = await everything();
    const { code, lines } = await doctor();
    expect([code, lines[1]]).toEqual([0, expect.stringMatching(/^! .*earlier version.*npx triade migrate/)]);
    expect(await everything()).toEqual(before);
  });

  it("without its keys, or with others", async () => {
    await installed();
    await rename(join(folder, "keys.json"), join(folder, "elsewhere.json"));
    expect(await doctor()).toMatchObject({
      code: 1,
      lines: { 1: expect.stringMatching(/^✗ .*but not its keys/), 5: "One thing is left to do." },
    });
    const TRIADE_KEYS = `other:${Buffer.alloc(32, 1).toString("base64")}`;
    expect(await doctor({ TRIADE_KEYS })).toMatchObject({ code: 1, lines: { 1: expect.stringMatching(/^✗ The installation key/) } });
  });

  it("out of reach, and tells no password", async () => {
    const { code, lines } = await doctor({ DATABASE_URL: "postgres://triade:hunter2@127.0.0.1:1/triade" });
    expect([code, lines[1]]).toEqual([1, expect.stringMatching(/^✗ The database does not answer \(ECONNREFUSED\)/)]);
    expect(lines.join()).not.toContain("hunter2");
  });

  it("damaged", async () => {
    await mkdir(folder);
    await writeFile(join(folder, "triade.db"), "once upon a time".repeat(100));
    expect(await doctor()).toMatchObject({ code: 1, lines: { 1: expect.stringMatching(/^✗ The file is not a database/) } });
  });
});

describe("the doctor finds that nothing can be written, as the start will, and writes nothing:", () => {
  const closed = (reason: string) => expect.stringMatching(`^✗ The database file cannot be opened or written \\(${reason}\\)`);
  const locked = expect.stringMatching(/^✗ Another program is writing to the database and did not release it in time/);

  it("the folder would lie in a file", async () => {
    await writeFile(folder, "");
    const TRIADE_KEYS = `first:${Buffer.alloc(32, 1).toString("base64")}`;
    expect(await doctor({ TRIADE_KEYS })).toMatchObject({ code: 1, lines: { 1: closed("ENOTDIR") } });
  });

  const cli = join(import.meta.dirname, "../dist/src/cli.js");
  const uid = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  /** Somebody else has to be able to read the program itself, wherever it was checked out. */
  const mayRead = spawnSync(process.execPath, ["-e", "require('node:fs').accessSync(process.argv[1])", cli], uid).status === 0;

  /** What somebody else's doctor says, who is not the owner of the folder. */
  function doctorOfAnother(): Promise<{ code: number; line: string | undefined }> {
    const env = { PATH: process.env.PATH, TRIADE_DATA_DIR: folder };
    return new Promise((resolve) => {
      const child = execFile(process.execPath, [cli, "doctor", "--lang", "en"], { env, ...uid }, (_, out) =>
        resolve({ code: child.exitCode ?? -1, line: out.split("\n")[1] }),
      );
    });
  }

  it.runIf(mayRead)("the folder cannot be made", async () => {
    await chmod(join(folder, ".."), 0o555);
    expect(await doctorOfAnother()).toEqual({ code: 1, line: closed("EACCES") });
  });

  it.runIf(mayRead)("the file may only be read, or nothing be laid beside it", async () => {
    await installed();
    const parts = [join(folder, ".."), folder, join(folder, "triade.db"), join(folder, "keys.json")] as const;
    for (const [modes, line] of [
      [[0o755, 0o777, 0o444, 0o444], closed("EACCES")],
      [[0o755, 0o555, 0o666, 0o444], closed("EACCES")],
      [[0o755, 0o777, 0o666, 0o444], expect.stringContaining("is up to date")],
    ] as const) {
      for (const [at, part] of parts.entries()) await chmod(part, modes[at] ?? 0);
      const before = await everything();
      expect(await doctorOfAnother()).toMatchObject({ line });
      expect(await everything()).toEqual(before);
    }
  });

  it.each(["wal", "delete"])("another program keeps it locked (%s)", async (mode) => {
    await installed();
    const another = openDatabase(database());
    await another.raw(`pragma journal_mode = ${mode}`);
    await another.raw("begin exclusive");
    const before = await readFile(join(folder, "triade.db"));
    expect(await doctor()).toMatchObject({ code: 1, lines: { 1: locked } });
    expect(await readFile(join(folder, "triade.db"))).toEqual(before);
    await another.raw("rollback");
    expect((await doctor()).lines[1]).toContain("is up to date");
    await another.destroy();
  });

  it("which is not so where a program was killed, and what it left stays as it is", async () => {
    await installed();
    const another = openDatabase(database());
    await another("installation").insert({ key: "last", value: "word" });
    const killed = join(folder, "killed.db");
    for (const part of ["", "-wal"]) await copyFile(join(folder, `triade.db${part}`), `${killed}${part}`);
    await another.destroy();
    const left = () => Promise.all(["", "-wal"].map((part) => readFile(`${killed}${part}`)));
    const before = await left();
    const { code, lines } = await doctor({ DATABASE_URL: `sqlite:${killed}` });
    expect([code, lines[1]]).toEqual([0, expect.stringContaining("is up to date")]);
    expect(await left()).toEqual(before);
  });
});

describe("the doctor", () => {
  it("says each problem of the configuration, and stops there", async () => {
    const { code, lines } = await doctor({ PORT: "many", SLACK_SIGNING_SECRET: "shh" });
    expect(code).toBe(2);
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.every((line) => line.startsWith("✗ "))).toBe(true);
    expect(lines[0]).toContain('PORT · found: "many"');
    expect(lines.join()).not.toContain("shh");
  });

  it("tells what Slack says, without a token or a secret", async () => {
    const signingSecret = "0123456789abcdef0123456789abcdef";
    const teams = [{ id: "T1", token: "xoxb-1-doctor", scopes: [...neededScopes.slice(1), "pins:read"] }];
    const slack = await openSlack({ teams, signingSecret, now: () => Date.now() });
    const environment = { SLACK_BOT_TOKEN: "xoxb-1-doctor,xoxb-2-doctor", SLACK_SIGNING_SECRET: signingSecret, SLACK_API_URL: slack.url };
    const { code, lines } = await doctor(environment, ["--lang", "en", "--url", `${slack.url}slack/events`]);
    await slack.close();
    expect(lines.slice(3)).toEqual([
      '✓ Token 1 of SLACK_BOT_TOKEN: valid, in the workspace "T1" (T1).',
      expect.stringContaining("✗ Token 1 of SLACK_BOT_TOKEN: it lacks chat:write."),
      expect.stringContaining("! Token 1 of SLACK_BOT_TOKEN: Triade does not need pins:read."),
      expect.stringContaining("✗ Token 2 of SLACK_BOT_TOKEN: Slack does not know it."),
      expect.stringContaining("✗ Request URL: something answers at"),
      "! Teams is not configured. To connect it: docs/teams.md.",
      "",
      "3 things are left to do.",
    ]);
    expect(code).toBe(1);
    expect(lines.join("\n")).not.toMatch(/-doctor|0123456789abcdef/);
  });

  it("tells what Entra says, and each platform's address its own, without a secret", async () => {
    const signingSecret = "0123456789abcdef0123456789abcdef";
    const slackTeams = [{ id: "T1", token: "xoxb-1-doctor", scopes: neededScopes }];
    const slack = await openSlack({ teams: slackTeams, signingSecret, now: () => Date.now() });
    const teams = await openTeams({ appId, tenants: [tenant], secret: "shh-doctor", now: () => Date.now() });
    const both = {
      ...{ SLACK_BOT_TOKEN: "xoxb-1-doctor", SLACK_SIGNING_SECRET: signingSecret, SLACK_API_URL: slack.url },
      ...{ TEAMS_APP_ID: appId, TEAMS_TENANT_ID: tenant, TEAMS_APP_PASSWORD: "other-doctor" },
      ...{ TEAMS_LOGIN_URL: teams.url, TEAMS_OPENID_METADATA_URL: teams.openIdMetadataUrl },
    };
    const urls = ["--url", `${teams.url}/api/messages`, "--url", `${slack.url}slack/events`];
    const { code, lines } = await doctor(both, urls);
    const french = await doctor({ ...both, TEAMS_APP_PASSWORD: "shh-doctor" }, urls, "fr");
    await Promise.all([slack.close(), teams.close()]);
    expect(lines.slice(5)).toEqual([
      expect.stringContaining(`✗ Request URL: something answers at ${slack.url}slack/events`),
      expect.stringContaining("✗ Secret: Entra does not recognize it (AADSTS7000215)."),
      "✓ Keys of Teams: they can be read, and what Teams posts can be checked.",
      expect.stringContaining(`✗ Messaging endpoint: there is nothing at ${teams.url}/api/messages (404).`),
      expect.stringContaining("! Teams channel: it cannot be checked from here."),
      "",
      "3 things are left to do.",
    ]);
    expect(french.lines.slice(6)).toEqual([
      `✓ Application ${appId} : Entra la connaît dans le locataire ${tenant} et lui donne un jeton.`,
      "✓ Clés de Teams : elles se lisent, et les requêtes de Teams pourront être vérifiées.",
      expect.stringContaining("✗ Messaging endpoint : il n’y a rien à "),
      expect.stringContaining("! Canal Teams : il ne se vérifie pas d’ici."),
      "",
      "Il reste 2 choses à faire.",
    ]);
    expect([code, french.code]).toEqual([1, 1]);
    expect([...lines, ...french.lines].join("\n")).not.toMatch(/-doctor|0123456789abcdef/);
  });

  it("takes an address for the platform whose path it has, however its end is written", async () => {
    const place = await deserted();
    const both = {
      ...{ SLACK_BOT_TOKEN: "xoxb-1-doctor", SLACK_SIGNING_SECRET: "0123456789abcdef0123456789abcdef", SLACK_API_URL: `http://${place}/` },
      ...{ TEAMS_APP_ID: appId, TEAMS_TENANT_ID: tenant, TEAMS_APP_PASSWORD: "shh-doctor" },
      ...{ TEAMS_LOGIN_URL: `http://${place}`, TEAMS_OPENID_METADATA_URL: `http://${place}` },
    };
    for (const path of ["/api/messages/", "/API/Messages"]) {
      const { lines } = await doctor(both, ["--url", `http://${place}${path}`]);
      expect(lines.filter((line) => /(Request URL|endpoint):/.test(line))).toEqual([
        expect.stringContaining("! Request URL: it was not checked."),
        expect.stringContaining(`✗ Messaging endpoint: nothing answers at http://${place}${path}`),
      ]);
    }
  });

  it("reads the certificate where it lies, and says when it cannot", async () => {
    const { certificate, privateKey } = selfSigned();
    const teams = await openTeams({ appId, tenants: [tenant], certificate, now: () => Date.now() });
    const file = join(folder, "..", "triade.pem");
    const given = {
      ...{ TEAMS_APP_ID: appId, TEAMS_TENANT_ID: tenant, TEAMS_CERTIFICATE: file },
      ...{ TEAMS_LOGIN_URL: teams.url, TEAMS_OPENID_METADATA_URL: teams.openIdMetadataUrl },
    };
    const [, , , , absent] = (await doctor(given)).lines;
    await writeFile(file, `${certificate}\n${privateKey}`);
    const { code, lines } = await doctor(given, ["--url", `${teams.url}/elsewhere`]);
    await teams.close();
    expect(absent).toContain(`✗ Certificate: ${file} cannot be read`);
    expect(lines.slice(4, 6)).toEqual([
      "✓ Certificate: it can be read, and is good until 2049-12-31.",
      expect.stringMatching(/^✓ Application .* gives it a token\.$/),
    ]);
    expect([code, lines[7]]).toEqual([1, expect.stringContaining("/elsewhere (404)")]);
  });

  it.each([
    ["of an elliptic curve", generateKeyPairSync("ec", { namedCurve: "P-256" })],
    ["too short", generateKeyPairSync("rsa", { modulusLength: 1024 })],
    ["for RSA-PSS alone", generateKeyPairSync("rsa-pss", { modulusLength: 2048 })],
  ])("says when the key of the certificate is %s, as does the start", async (_, pair) => {
    const { certificate, privateKey } = selfSigned("2020-01-01", "2049-12-31", pair);
    const file = join(folder, "..", "triade.pem");
    await writeFile(file, `${certificate}\n${privateKey}`);
    const teams = { TEAMS_APP_ID: appId, TEAMS_TENANT_ID: tenant, TEAMS_CERTIFICATE: file };
    const url = `http://${await deserted()}`;
    const { code, lines } = await doctor({ ...teams, TEAMS_LOGIN_URL: url, TEAMS_OPENID_METADATA_URL: url });
    expect([code, lines[4]]).toEqual([1, expect.stringContaining(`✗ Certificate: the key in ${file} is not an RSA key`)]);
    await expect(readCertificate(file)).rejects.toMatchObject({ file, fault: "key" });
  });
});
