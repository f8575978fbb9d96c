import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Issuer } from "../support/teams/issuer.ts";
import { freePort, type Load, load, type Make, median, rounds, run, seed, sum } from "./load.ts";
import { type Figure, milliseconds } from "./measure.ts";

const appId = "00000000-0000-0000-0000-0000000000a1";
const tenant = "00000000-0000-0000-0000-00000000aaaa";
const path = "/api/messages";
const targets = { form: 0.6 };
/** Teams posts for an hour with one token; its servers have their own. */
const servers = 20;

/** Where the bot signs in, whose keys it trusts, and where it writes, all of which take everything, so that what is measured is the bot. */
async function openMicrosoft(): Promise<{ url: string; authorizations: readonly string[]; quietFor(): number; close(): void }> {
  const issuer = new Issuer(appId, Date.now);
  let last = performance.now();
  const server = createServer(async (request, response) => {
    request.resume();
    await once(request, "end");
    const { url = "" } = request;
    const said = url.endsWith("/token")
      ? { token_type: "Bearer", access_token: "opaque", expires_in: 3600 }
      : url.endsWith("openidconfiguration")
        ? issuer.metadata(origin)
        : url.endsWith("/keys")
          ? await issuer.keys()
          : { id: "1" };
    last = performance.now();
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(said));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const authorizations: string[] = [];
  for (let count = 0; count < servers; count++) authorizations.push((await issuer.authorization(`${origin}/${count}/`)) ?? "");
  return {
    url: origin,
    authorizations,
    quietFor: () => performance.now() - last,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const userOf = (person: number): string => `00000000-0000-0000-0001-${String(person).padStart(12, "0")}`;
let count = 0;

/** The command “Consigner une rencontre” of one mentor after the other, each by way of the server that is theirs. */
const opening: (mentors: readonly number[], microsoft: { url: string; authorizations: readonly string[] }) => Make =
  (mentors, { url, authorizations }) =>
  () => {
    count += 1;
    const at = count % mentors.length;
    const user = userOf(mentors[at] ?? 0);
    const activity = {
      ...{ type: "invoke", name: "composeExtension/fetchTask", id: `f:${count}`, channelId: "msteams", locale: "fr-CA" },
      timestamp: new Date().toISOString(),
      serviceUrl: `${url}/${at % servers}/`,
      from: { id: `29:${user}`, name: "Personne", aadObjectId: user },
      recipient: { id: `28:${appId}`, name: "Triade" },
      conversation: { id: `a:${user}`, conversationType: "personal", tenantId: tenant },
      channelData: { tenant: { id: tenant }, source: { name: "compose" } },
      value: { commandId: "log-meeting", commandContext: "compose", requestId: `r${count}`, context: { theme: "default" } },
    };
    const authorization = authorizations[at % servers] ?? "";
    return { body: JSON.stringify(activity), headers: { "content-type": "application/json; charset=utf-8", authorization } };
  };

/** The bot in Teams beside Microsoft's framework alone, in one run. */
export async function measureTeams(seconds: number): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "triade-bench-"));
  const school = await seed(folder, (id) => ({ platform: "teams", workspace: tenant, user: userOf(id) }));
  const microsoft = await openMicrosoft();
  const openIdMetadataUrl = `${microsoft.url}/v1/.well-known/openidconfiguration`;
  const port = await freePort();
  const ours = await run(
    { script: "../../src/cli.js", path },
    ["serve"],
    {
      ...{ TRIADE_DATA_DIR: folder, DATABASE_URL: school.databaseUrl, TRIADE_KEYS: school.key, PORT: String(port) },
      ...{ TEAMS_APP_ID: appId, TEAMS_TENANT_ID: tenant, TEAMS_APP_PASSWORD: "shh" },
      ...{ TEAMS_LOGIN_URL: microsoft.url, TEAMS_OPENID_METADATA_URL: openIdMetadataUrl },
    },
    port,
  );
  const open = opening(school.mentors, microsoft);
  const form = await fetch(ours.url, { method: "POST", ...open() }).then((response) => response.json());
  // The framework alone shows the same form, so that both have as much to write.
  await writeFile(join(folder, "form.json"), JSON.stringify((form as { task: { value: object } }).task.value));
  const bare = await run({ script: "teams-bare.js", path }, [appId, tenant, openIdMetadataUrl, join(folder, "form.json")], {});
  // What the first planning has to say goes out before anything is measured.
  while (microsoft.quietFor() < 3000) await pause(200);

  const both = { alone: bare, form: ours };
  const kinds = ["alone", "form"] as const;
  const done: Record<(typeof kinds)[number], Load[]> = { alone: [], form: [] };
  // Until what runs often is compiled, both are slow, and the bot longer than what does little.
  for (const kind of kinds) await load(both[kind], open, Math.max(2, seconds / 2));
  for (let round = 0; round < rounds; round++) {
    for (const kind of kinds) done[kind].push(await load(both[kind], open, seconds / 2));
  }
  const last = await Promise.all(kinds.map((kind) => fetch(both[kind].url, { method: "POST", ...open() }).then((answer) => answer.json())));
  const [alone, own] = last.map((answer) => JSON.stringify((answer as { task?: { value?: { title?: string } } }).task?.value?.title));
  const undone = alone === own && own !== undefined ? 0 : 1;
  await Promise.all([ours.stop(), bare.stop()]);
  microsoft.close();
  await rm(folder, { recursive: true });

  const usual = (kind: (typeof kinds)[number]) => `${Math.round(median(done[kind].map(({ perSecond }) => perSecond)))}/s`;
  const cost = (kind: (typeof kinds)[number]) => median(done[kind].map((one) => one.cost ?? Number.NaN)).toFixed(2);
  const share = median(done.form.map(({ perSecond }, round) => perSecond / (done.alone[round]?.perSecond ?? Number.NaN)));
  const failed = sum(Object.values(done).flatMap((loads) => loads.map((one) => one.failed))) + undone;
  return [
    { what: "Teams: the framework alone, opening a form that is always the same", found: usual("alone"), target: "", kept: null },
    {
      what: `Teams: command that reads the store and opens a form (${usual("form")}) ÷ the framework alone`,
      found: share.toFixed(2),
      target: `≥ ${targets.form}`,
      kept: share >= targets.form,
    },
    {
      what: "Teams: processor time of opening a form, and of the framework alone",
      found: `${cost("form")}, ${cost("alone")} ms`,
      target: "",
      kept: null,
    },
    { what: "Teams: start to ready", found: milliseconds(ours.readyAfter), target: "", kept: null },
    ...(ours.memory === null ? [] : [{ what: "Teams: memory once ready", found: `${Math.round(ours.memory)} MB`, target: "", kept: null }]),
    { what: "Teams: requests that failed, or opened no form", found: String(failed), target: "0", kept: failed === 0 },
  ];
}
