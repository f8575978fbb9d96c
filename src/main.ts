import { pino } from "pino";
import { type RunningSchedule, startSchedule } from "../jobs/schedule.ts";
import { canFind } from "./accounts.ts";
import { type App, createApp, type Log, traceOf } from "./app.ts";
import { readCertificate } from "./certificate.ts";
import { checkSystemClock, type ManualClock, openManualClock, openSystemClock, systemClock, zoneOf } from "./clock.ts";
import { type Config, livesByTheMachine, type SlackConfig, type TeamsConfig } from "./config.ts";
import { opensForm } from "./features/index.ts";
import { healthHandler, listen, type RequestHandler } from "./http.ts";
import { type Day, day, dayOf, hour, type Instant, instantAt, toEpoch } from "./program/day.ts";
import type { Organization } from "./program/terms.ts";
import { markOthersGone, markWorkspaceGone, readAccounts } from "./store/addresses.ts";
import { readCohorts, readOrganizations, readSettings } from "./store/cohorts.ts";
import { takeTurn } from "./store/database.ts";
import { keepHome, readHome, showAgain, showSoon } from "./store/homes.ts";
import { workspaceFound } from "./store/links.ts";
import type { Opened } from "./store/opening.ts";
import { createSeen } from "./store/seen.ts";
import { createStore, type Store } from "./store/store.ts";
import { keepTeamsReference, readTeamsReference } from "./store/teams-references.ts";
import { createVault } from "./store/vault.ts";
import { type Handle, type Incoming, messengers, type Platform } from "./ui/platform.ts";

interface Running {
  url: string;
  /** The clock stands still until somebody moves it. */
  manual: boolean;
  /** Where the clock stands, when it was asked to begin elsewhere: one that was begun before goes on from where it is. */
  clockKept: Day | null;
  stop(): Promise<void>;
}

export function createLog(destination?: NodeJS.WritableStream): Log {
  const logger = destination ? pino({ base: null }, destination) : pino({ base: null });
  return (level, event, ids) => logger[level]({ event, ...ids });
}

/**
 * What nobody handles is logged, by ids. A promise that is rejected is one piece of work that failed, and the rest goes on; an
 * error in the midst of the work of the process itself may leave it in any state, and ends it.
 */
export function watchOver(process: NodeJS.Process, log: Log): void {
  process.on("unhandledRejection", (error) => log("error", "unhandled", traceOf(error)));
  process.on("uncaughtException", (error) => {
    log("error", "crash", traceOf(error));
    process.exit(1);
  });
}

/**
 * Puts the whole together and starts it: the only place that knows every part.
 * @throws when the database cannot be written, such as one that another program keeps locked: a bot that only reads would lose what
 * people say. ClockAhead when its time has gone further than the machine's, which is asked for. CertificateProblem.
 */
export async function serve(
  config: Config,
  { db, ring, readRing }: Opened,
  log: Log,
  onFirst: () => void = () => undefined,
): Promise<Running> {
  const refuse = async (error: unknown) => {
    await db.destroy();
    throw error;
  };
  await db.transaction(takeTurn).catch(refuse);
  const platforms: Platform[] = [];
  const store = createStore(db, createVault(db, ring, readRing), {
    playground: config.playground,
    messengers: messengers.filter((name) => config[name] !== null),
    findsByEmail: () => platforms.some(canFind),
  });
  if (livesByTheMachine(config)) await checkSystemClock(store).catch(refuse);
  const app = createApp(store, platforms, log);
  if (config.playground) {
    const { openSample } = await import("./sample.ts");
    await openSample(store, log, { playsPast: config.clock === null, onFirst });
  }
  const { clock, kept } = await clockOf(config, store);
  const handle =
    config.playground && clock.manual ? inAStandingMoment(app, clock) : (incoming: Incoming) => app.handle(incoming, clock.now());

  const slack = config.slack ? await slackOf(config.slack, store, clock.now, log) : null;
  // A bot that hears nobody is not doing its work, though what it has to say goes out; one that hears Teams is.
  const hears = () => slack === null || slack.hears || config.teams !== null;
  const isReady = async () => hears() && (await db.raw("select 1")) !== undefined;
  const handlers: RequestHandler[] = [healthHandler(isReady)];
  if (config.playground) {
    const playground = await playgroundFor(store, app, clock, log);
    platforms.push(playground);
    handlers.push((request, response) => playground.handleRequest(request, response));
  }
  if (slack) {
    platforms.push(slack);
    handlers.push(slack.handleRequest);
  }
  if (config.teams) {
    const teams = await teamsOf(config.teams, store, clock.now, log).catch(refuse);
    platforms.push(teams);
    handlers.push(teams.handleRequest);
  }
  for (const platform of platforms) await platform.start(handle);

  const schedule: RunningSchedule | null = clock.manual ? null : await startSchedule(app, clock.now, log);
  if (clock.manual) await runJobs(app, clock);
  async function stop(): Promise<void> {
    await schedule?.stop();
    for (const platform of platforms) await platform.stop();
    await db.destroy();
  }
  const server = await listen(handlers, { host: config.host, port: config.port }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    manual: clock.manual,
    clockKept: kept,
    url: `http://${config.host.includes(":") ? `[${config.host}]` : config.host}:${server.port}`,
    async stop() {
      await server.close();
      await stop();
    },
  };
}

/** What takes a while to load is loaded where it is used: the page, and the sample year with all that reads plans. */
async function playgroundFor(store: Store, app: App, clock: ManualClock | typeof systemClock, log: Log) {
  const [{ createPlayground }, { playgroundOf }] = await Promise.all([import("../adapters/web/index.ts"), import("./playground.ts")]);
  return createPlayground({
    ...(await playgroundOf(store, app, clock)),
    log: (event) => log("error", "playground", event as Record<string, string>),
  });
}

/** So is Bolt. */
async function slackOf({ apiUrl, ...given }: SlackConfig, store: Store, now: () => Instant, log: Log) {
  const { createSlack, lostWithWorkspace } = await import("../adapters/slack/index.ts");
  return createSlack({
    ...given,
    ...(apiUrl ? { apiUrl } : {}),
    firstTime: createSeen(store, now),
    homeShown: (to) => readHome(store, to),
    keepHome: (to, digest, instead) => keepHome(store, to, digest, now(), instead),
    homeMissed: (to) => showSoon(store, to, now()),
    homeAgain: (to) => showAgain(store, to, now()),
    accountsIn: (workspace, reasons) => readAccounts(store, "slack", workspace, reasons),
    workspaceLost: (workspace, reason) => markWorkspaceGone(store, "slack", workspace, now(), reason),
    othersLost: (workspaces, reason) => markOthersGone(store, "slack", workspaces, now(), reason),
    workspaceFound: (workspace) => workspaceFound(store, { platform: "slack", workspace }, lostWithWorkspace, now()),
    log,
  });
}

/** So are Microsoft's parts for Teams, which take longest. */
async function teamsOf({ credentials, loginUrl, openIdMetadataUrl, ...given }: TeamsConfig, store: Store, now: () => Instant, log: Log) {
  const { createTeams } = await import("../adapters/teams/index.ts");
  return createTeams({
    ...given,
    ...(loginUrl ? { loginUrl } : {}),
    ...(openIdMetadataUrl ? { openIdMetadataUrl } : {}),
    credentials: credentials?.by === "certificate" ? { by: "certificate", ...(await readCertificate(credentials.file)) } : credentials,
    // Tokens live by the machine's clock, wherever the bot's stands.
    now: () => toEpoch(systemClock.now()),
    firstTime: createSeen(store, now),
    keepReference: (at, reference) => keepTeamsReference(store, at, reference),
    readReference: (at) => readTeamsReference(store, at),
    opensForm,
    log,
  });
}

async function runJobs(app: App, clock: ManualClock): Promise<void> {
  const now = clock.now();
  await app.planAhead(now);
  await app.planDigests(now);
  await app.deliverDue(clock.now);
}

/** While the clock stands, what somebody does makes due goes out at once, as it would within minutes where time passes. */
const inAStandingMoment =
  (app: App, clock: ManualClock): Handle =>
  async (incoming) => {
    const reply = await app.handle(incoming, clock.now());
    if (incoming.kind === "submit") await runJobs(app, clock);
    if (incoming.kind === "press") await app.deliverDue(clock.now);
    return reply;
  };

/**
 * The playground's clock stands still until it is moved. It begins where the environment says; else where the plan of
 * the first cohort opens, or today when that is within the cohort, or on its first morning. Once begun, it goes on.
 */
async function clockOf(config: Config, store: Store): Promise<{ clock: ManualClock | typeof systemClock; kept: Day | null }> {
  if (livesByTheMachine(config)) return { clock: await openSystemClock(store), kept: null };
  const [organization] = await readOrganizations(store);
  const zone = await zoneOf(store);
  const asked = config.clock?.kind === "manual" ? instantAt(config.clock.day, config.clock.at, zone) : null;
  const start = asked ?? (organization ? await openingOf(store, organization, systemClock.now()) : systemClock.now());
  const clock = await openManualClock(store, start);
  return { clock, kept: asked && asked !== clock.now() ? dayOf(clock.now(), zone) : null };
}

const morning = hour("08:00");

async function openingOf(store: Store, organization: Organization, now: Instant): Promise<Instant> {
  const [cohort] = await readCohorts(store, organization.id);
  if (!cohort) return now;
  const { parseCohortSettings } = await import("./import/settings.ts");
  const { opensAt } = parseCohortSettings(await readSettings(store, cohort));
  if (opensAt) return instantAt(day(opensAt.slice(0, 10)), hour(opensAt.slice(11)), organization.zone);
  const today = dayOf(now, organization.zone);
  return cohort.startsOn <= today && today <= cohort.endsOn ? now : instantAt(cohort.startsOn, morning, organization.zone);
}
