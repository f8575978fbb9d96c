import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import type { TeamsConfig } from "../../src/config.ts";
import { serve } from "../../src/main.ts";
import { openWithKeys } from "../../src/store/opening.ts";
import { openTeams, type Teams } from "../support/teams/server.ts";
import { appId, tenant } from "../support/teams-stage.ts";

const marie = "00000000-0000-0000-0001-000000000001";
let folder: string;
let teams: Teams;
let running: Awaited<ReturnType<typeof serve>> | null = null;

/** The whole program, beside a Teams in which somebody has the app whom no list knows. */
async function starts(unauthenticated: boolean): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), "triade-teams-"));
  teams = await openTeams({
    ...{ appId, tenants: [tenant], secret: "shh", now: Date.now },
    ...(unauthenticated ? { unauthenticated: true as const } : {}),
  });
  teams.addUser({ id: marie, tenant, name: "Marie Mentore", email: "marie@exemple.example", installed: true });
  const databaseUrl = `sqlite:${join(folder, "triade.db")}` as const;
  const keys = { from: "environment" as const, ring: [{ id: "test", bytes: randomBytes(32) }] as const };
  const opened = await openWithKeys({ databaseUrl, keys }, "test");
  if (!opened.ok) throw new Error(opened.refusal.code);
  const known: TeamsConfig = { appId, tenants: [tenant], credentials: { by: "secret", secret: "shh" }, ...here() };
  const anybody: TeamsConfig = { appId, tenants: [], credentials: null, loginUrl: null, openIdMetadataUrl: null };
  const config = {
    ...{ port: 0, host: "127.0.0.1", dataFolder: folder, databaseUrl, keys },
    ...{ playground: false, clock: null, slack: null, teams: unauthenticated ? anybody : known, language: "fr" as const },
  };
  running = await serve(config, opened, () => undefined);
  teams.target(`${running.url}/api/messages`);
}
const here = () => ({ loginUrl: teams.url, openIdMetadataUrl: teams.openIdMetadataUrl });

afterEach(async () => {
  await running?.stop();
  await teams.close();
  rmSync(folder, { recursive: true });
});

it.each([
  ["an app that Teams knows", false],
  ["a test client that signs nothing", true],
])("the program answers in Teams as %s", async (_, unauthenticated) => {
  await starts(unauthenticated);
  expect((await teams.says(marie, "aide")).status).toBe(200);
  const answer = await teams.until(() => teams.chat(marie).find(({ from }) => from === "bot"));
  expect(JSON.stringify(answer.card)).toContain("Je ne vous reconnais pas");
  expect((await teams.says(marie, "aide", { forge: "signature" })).status).toBe(unauthenticated ? 200 : 401);
  expect(teams.calls.some(({ operation }) => operation === "token")).toBe(!unauthenticated);
  expect(teams.refusals).toEqual([]);
});
