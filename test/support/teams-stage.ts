import { createTeams, type TeamsOptions } from "../../adapters/teams/index.ts";
import { opensForm } from "../../src/features/index.ts";
import { listen } from "../../src/http.ts";
import type { PersonId } from "../../src/program/terms.ts";
import { createSeen } from "../../src/store/seen.ts";
import { keepTeamsReference, readTeamsReference } from "../../src/store/teams-references.ts";
import type { Handle, Platform } from "../../src/ui/platform.ts";
import { type Actor, openStage, type Stage, type StageOptions } from "./stage.ts";
import { openTeams, type Teams } from "./teams/server.ts";

export const appId = "00000000-0000-0000-0000-0000000000a1";
export const tenant = "00000000-0000-0000-0000-00000000aaaa";
export const otherTenant = "00000000-0000-0000-0000-00000000bbbb";
/** Another one that the same app may be used in. */
export const thirdTenant = "00000000-0000-0000-0000-00000000cccc";
const secret = "shh";

interface TeamsStageOptions extends StageOptions {
  /** In the place of a stage for this platform alone. */
  open?: typeof openStage;
  /** What is done with an incoming before the bot answers it, such as waiting. */
  before?: (incoming: Parameters<Handle>[0]) => Promise<void>;
  teams?: Partial<TeamsOptions>;
  /** In the place of a secret. */
  certificate?: string;
  unauthenticated?: true;
  /** Who has the app from the beginning; everybody when left out. */
  installed?: (name: string) => boolean;
}

export interface TeamsStage {
  stage: Stage;
  teams: Teams;
  /** The adapter, as the core knows it. */
  platform: Platform;
  /** The Entra object id of a person. */
  user(actor: Actor): string;
  /** Everything that the adapter logged. */
  logged: { level: string; event: string; ids: Readonly<Record<string, unknown>> }[];
  /** How long the adapter waited before a call, each time, in milliseconds; the clock of Teams goes on by as much. */
  waits: readonly number[];
  /** Where the bot takes what Teams posts. */
  url: string;
  /** The clock of Teams goes on by so many milliseconds. */
  later(ms: number): void;
  /** Stops the adapter, and starts another in its place. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** A school whose staff live in the tests' own Teams: the real core, the real store, the real adapter. */
export async function openTeamsStage({
  before,
  open = openStage,
  teams: given,
  certificate,
  unauthenticated,
  installed = () => true,
  ...options
}: TeamsStageOptions = {}): Promise<TeamsStage> {
  let stage: Stage | undefined;
  const onStage = (): Stage => {
    if (!stage) throw new Error("the stage is not open yet");
    return stage;
  };
  const begunAt = Date.now();
  let ahead = 0;
  /** Teams lives by the day of the stage, on which time passes all the same. */
  const now = () => Date.parse(stage?.now ?? "2009-01-01T00:00:00Z") + Date.now() - begunAt + ahead;
  const teams = await openTeams({
    appId,
    tenants: [tenant, otherTenant, thirdTenant],
    ...(certificate === undefined ? { secret } : { certificate }),
    ...(unauthenticated ? { unauthenticated } : {}),
    now,
  });
  const logged: TeamsStage["logged"] = [];
  const waits: number[] = [];
  let seen: TeamsOptions["firstTime"] | undefined;
  const settings: TeamsOptions = {
    appId,
    tenants: [tenant, thirdTenant],
    credentials: unauthenticated ? null : { by: "secret", secret },
    loginUrl: teams.url,
    openIdMetadataUrl: teams.openIdMetadataUrl,
    now,
    firstTime: (keys) => {
      seen ??= createSeen(onStage().store, () => onStage().now);
      return seen(keys);
    },
    keepReference: (at, reference) => keepTeamsReference(onStage().store, at, reference),
    readReference: (at) => readTeamsReference(onStage().store, at),
    opensForm,
    wait: async (ms) => {
      waits.push(ms);
      ahead += ms;
    },
    log: (level, event, ids) => logged.push({ level, event, ids }),
    ...given,
  };
  let adapter = createTeams(settings);
  const userOf = (id: PersonId): string => `00000000-0000-0000-0001-${String(id).padStart(12, "0")}`;
  const addressOf = (id: PersonId) => ({ platform: "teams", workspace: tenant, user: userOf(id) });
  const platform: Platform = {
    name: "teams",
    get can() {
      return adapter.can;
    },
    start: async () => undefined,
    stop: async () => undefined,
    send: (to, outgoing) => adapter.send(to, outgoing),
  };
  stage = await open({ ...options, platform: Object.assign(platform, { addressOf }) });

  for (const actor of stage.everybody) {
    if (actor.address.platform !== "teams") continue;
    const email = `${actor.name.replace(" ", ".")}@exemple.example`.toLowerCase();
    const id = userOf(actor.id);
    const isThere = installed(actor.name);
    teams.addUser({ id, tenant, name: actor.name, email, locale: "fr-CA", ...(isThere ? { installed: true } : {}) });
    // As if they had turned to the bot before.
    const reference = { serviceUrl: teams.serviceUrl(tenant), account: teams.account(id), conversation: teams.chatId(id) };
    if (isThere) await keepTeamsReference(stage.store, addressOf(actor.id), reference);
  }

  const handle: Handle = async (incoming) => {
    await before?.(incoming);
    return onStage().app.handle(incoming, onStage().now);
  };
  await adapter.start(handle);
  const server = await listen([(request, response) => adapter.handleRequest(request, response)], { host: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${server.port}/api/messages`;
  teams.target(url);

  return {
    stage,
    platform,
    teams,
    url,
    logged,
    waits,
    user: (actor) => userOf(actor.id),
    later(ms) {
      ahead += ms;
    },
    async restart() {
      await adapter.stop();
      adapter = createTeams(settings);
      await adapter.start(handle);
    },
    async close() {
      await server.close();
      await adapter.stop();
      await teams.close();
      await onStage().close();
    },
  };
}
