import { isAbsolute, join, resolve } from "node:path";
import { z } from "zod";
import { type Day, type Hour, isDay, isHour } from "./program/day.ts";
import type { Language } from "./program/terms.ts";
import type { DatabaseUrl } from "./store/database.ts";
import { type KeyListFault, type KeySource, parseKeyList } from "./store/keys.ts";
import { distance } from "./words/alike.ts";

/** What the program is told from outside. Nothing else reads the environment. */
export interface Config {
  port: number;
  host: string;
  dataFolder: string;
  databaseUrl: DatabaseUrl;
  keys: KeySource;
  playground: boolean;
  /** Null when nothing was said of it. */
  clock: { kind: "system" } | { kind: "manual"; day: Day; at: Hour } | null;
  language: Language;
  /** Null when the bot is in no Slack workspace. */
  slack: SlackConfig | null;
  /** Null when the bot is in no Teams tenant. */
  teams: TeamsConfig | null;
}

export interface SlackConfig {
  /** One for each workspace. */
  tokens: readonly string[];
  reached: { by: "http"; signingSecret: string } | { by: "socket"; appToken: string };
  apiUrl: string | null;
}

export interface TeamsConfig {
  appId: string;
  /** The first one is where the app is registered. None where a test client signs nothing. */
  tenants: readonly string[];
  /** The certificate is a file that holds its private key too. Null for a test client on this machine, which signs nothing. */
  credentials: { by: "secret"; secret: string } | { by: "certificate"; file: string } | null;
  loginUrl: string | null;
  openIdMetadataUrl: string | null;
}

const variables = [
  ...(["PORT", "HOST", "TRIADE_DATA_DIR", "DATABASE_URL", "TRIADE_KEYS", "TRIADE_PLAYGROUND", "TRIADE_CLOCK"] as const),
  ...(["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "SLACK_API_URL"] as const),
  ...(["TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_CERTIFICATE", "TEAMS_TENANT_ID", "TEAMS_ALLOW_UNAUTHENTICATED"] as const),
  ...(["TEAMS_LOGIN_URL", "TEAMS_OPENID_METADATA_URL"] as const),
] as const;
type Variable = (typeof variables)[number];

type ConfigFault =
  | { code: "port" | "data-folder" | "database-url" | "switch" | "clock" }
  | KeyListFault
  | { code: "host-not-loopback"; byDefault: boolean }
  | { code: "manual-clock-without-playground" }
  | { code: "slack-bot-token"; entry: number; of: number }
  | {
      code:
        | "slack-signing-secret"
        | "slack-app-token"
        | "slack-api-url"
        | "slack-without-token"
        | "slack-unreached"
        | "slack-reached-twice";
    }
  | { code: "teams-tenant-id"; entry: number; of: number }
  | { code: "teams-app-id" | "teams-allow-unauthenticated" | "teams-url" | TeamsContradiction }
  | { code: "unknown-variable"; nearest: Variable };

type TeamsContradiction =
  | "teams-without-app-id"
  | "teams-without-tenant"
  | "teams-without-credentials"
  | "teams-credentials-twice"
  | "teams-unauthenticated-with-credentials"
  | "teams-unauthenticated-not-loopback";

/** What is wrong with one variable. `found` is null where its value is a secret or carries one. */
export type ConfigProblem = ConfigFault & { variable: string; found: string | null };

export type Environment = Readonly<Record<string, string | undefined>>;

/** `zod` carries the fault, so that a message is worded once and in the language of whoever starts the program. */
const faulty = (context: z.RefinementCtx, ...faults: ConfigFault[]): never => {
  for (const fault of faults) context.addIssue({ code: "custom", params: { fault } });
  return z.NEVER;
};

const loopback = /^(localhost|127(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}|::1)$/;
const switches: Readonly<Record<string, boolean>> = { on: true, off: false };

const schemas = {
  PORT: z
    .string()
    .default("3000")
    .transform((text, context) => (/^\d{1,5}$/.test(text) && Number(text) < 65_536 ? Number(text) : faulty(context, { code: "port" }))),
  HOST: z.string().default("127.0.0.1"),
  TRIADE_DATA_DIR: z
    .string()
    .default("./data")
    .transform((text, context) => (text.includes("\0") ? faulty(context, { code: "data-folder" }) : resolve(text))),
  DATABASE_URL: z
    .string()
    .optional()
    .transform((text, context) =>
      text === undefined || /^(sqlite:.+|postgres(ql)?:\/\/.+)/.test(text) ? text : faulty(context, { code: "database-url" }),
    ),
  TRIADE_KEYS: z
    .string()
    .optional()
    .transform((text, context) => {
      if (text === undefined) return undefined;
      const parsed = parseKeyList(text);
      return parsed.ok ? parsed.ring : faulty(context, ...parsed.faults);
    }),
  TRIADE_PLAYGROUND: z
    .string()
    .optional()
    .transform((text, context) => (text === undefined ? undefined : (switches[text.toLowerCase()] ?? faulty(context, { code: "switch" })))),
  TRIADE_CLOCK: z
    .string()
    .optional()
    .transform((text, context) => (text === undefined ? null : (parseClock(text) ?? faulty(context, { code: "clock" })))),
  SLACK_BOT_TOKEN: z
    .string()
    .default("")
    .transform((text, context) => {
      const tokens = text.split(",").map((token) => token.trim());
      const wrong = tokens.findIndex((token) => !/^xoxb-[\w-]+$/.test(token));
      if (text === "") return [];
      return wrong < 0 ? tokens : faulty(context, { code: "slack-bot-token", entry: wrong + 1, of: tokens.length });
    }),
  SLACK_SIGNING_SECRET: written(/^[0-9a-f]{32}$/i, "slack-signing-secret"),
  SLACK_APP_TOKEN: written(/^xapp-[\w-]+$/, "slack-app-token"),
  SLACK_API_URL: safeUrl("slack-api-url"),
  TEAMS_APP_ID: z
    .string()
    .optional()
    .transform((text, context) => (text === undefined || isGuid(text.trim()) ? text?.trim() : faulty(context, { code: "teams-app-id" }))),
  TEAMS_APP_PASSWORD: z
    .string()
    .optional()
    .transform((text) => text?.trim()),
  TEAMS_CERTIFICATE: z
    .string()
    .optional()
    .transform((text) => (text === undefined ? undefined : resolve(text))),
  TEAMS_TENANT_ID: z
    .string()
    .default("")
    .transform((text, context) => {
      // Entra writes them in small letters, in what it sends too.
      const tenants = text.split(",").flatMap((tenant) => tenant.trim().toLowerCase() || []);
      const wrong = tenants.findIndex((tenant) => !isGuid(tenant));
      if (text === "") return [];
      if (wrong < 0 && tenants.length > 0) return [...new Set(tenants)];
      return faulty(context, { code: "teams-tenant-id", entry: wrong + 1, of: tenants.length });
    }),
  TEAMS_ALLOW_UNAUTHENTICATED: z
    .string()
    .default("0")
    .transform((text, context) => (/^[01]$/.test(text) ? text === "1" : faulty(context, { code: "teams-allow-unauthenticated" }))),
  TEAMS_LOGIN_URL: safeUrl("teams-url"),
  TEAMS_OPENID_METADATA_URL: safeUrl("teams-url"),
} satisfies Record<Variable, z.ZodType>;

const secret: readonly Variable[] = [
  ...(["DATABASE_URL", "TRIADE_KEYS", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "TEAMS_APP_PASSWORD"] as const),
];

function written(pattern: RegExp, code: "slack-signing-secret" | "slack-app-token") {
  return z
    .string()
    .optional()
    .transform((text, context) => (text === undefined || pattern.test(text.trim()) ? text?.trim() : faulty(context, { code })));
}

function safeUrl(code: "slack-api-url" | "teams-url") {
  return z
    .string()
    .optional()
    .transform((text, context) => (text === undefined || isSafeUrl(text) ? text : faulty(context, { code })));
}

/** As Entra writes the ids of apps and tenants. */
const isGuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** Tokens go there, so that nobody on the way may read them. */
function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === "https:" || (protocol === "http:" && loopback.test(hostname.replace(/^\[|\]$/g, "")));
}

function parseClock(text: string): NonNullable<Config["clock"]> | null {
  if (text === "system") return { kind: "system" };
  const [, on = "", at = ""] = /^manual:(\d{4}-\d\d-\d\d)T(\d\d:\d\d)$/.exec(text) ?? [];
  return isDay(on) && isHour(at) ? { kind: "manual", day: on, at } : null;
}

export function readConfig(environment: Environment): { ok: true; config: Config } | { ok: false; problems: ConfigProblem[] } {
  // An empty variable, as compose files leave them, says nothing.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const read = z.object(schemas).safeParse(given);
  const problems = [...(read.error?.issues ?? []).map((issue) => problemOf(issue, given)), ...misspelt(given), ...contradictions(given)];
  if (!read.success || problems.length > 0) return { ok: false, problems };

  const { PORT: port, HOST: host, TRIADE_DATA_DIR: dataFolder, DATABASE_URL, TRIADE_KEYS, TRIADE_CLOCK: clock } = read.data;
  const config: Config = {
    port,
    host,
    dataFolder,
    databaseUrl: DATABASE_URL ? absolute(DATABASE_URL) : `sqlite:${join(dataFolder, "triade.db")}`,
    keys: TRIADE_KEYS ? { from: "environment", ring: TRIADE_KEYS } : { from: "file", path: join(dataFolder, "keys.json") },
    playground: playgroundOf(given),
    clock,
    language: languageOf(environment),
    slack: slackOf(read.data),
    teams: teamsOf(read.data),
  };
  return { ok: true, config };
}

function slackOf(read: {
  SLACK_BOT_TOKEN: readonly string[];
  SLACK_SIGNING_SECRET?: string | undefined;
  SLACK_APP_TOKEN?: string | undefined;
  SLACK_API_URL?: string | undefined;
}): SlackConfig | null {
  const { SLACK_BOT_TOKEN: tokens, SLACK_SIGNING_SECRET: signingSecret, SLACK_APP_TOKEN: appToken, SLACK_API_URL: apiUrl = null } = read;
  if (appToken) return { tokens, reached: { by: "socket", appToken }, apiUrl };
  return signingSecret ? { tokens, reached: { by: "http", signingSecret }, apiUrl } : null;
}

/** Stands for an app where a test client asks for none. */
const noApp = "00000000-0000-0000-0000-000000000000";

function teamsOf(read: {
  TEAMS_APP_ID?: string | undefined;
  TEAMS_APP_PASSWORD?: string | undefined;
  TEAMS_CERTIFICATE?: string | undefined;
  TEAMS_TENANT_ID: readonly string[];
  TEAMS_ALLOW_UNAUTHENTICATED: boolean;
  TEAMS_LOGIN_URL?: string | undefined;
  TEAMS_OPENID_METADATA_URL?: string | undefined;
}): TeamsConfig | null {
  const { TEAMS_APP_ID: appId, TEAMS_APP_PASSWORD: secret, TEAMS_CERTIFICATE: file, TEAMS_TENANT_ID: tenants } = read;
  const urls = { loginUrl: read.TEAMS_LOGIN_URL ?? null, openIdMetadataUrl: read.TEAMS_OPENID_METADATA_URL ?? null };
  if (read.TEAMS_ALLOW_UNAUTHENTICATED) return { appId: appId ?? noApp, tenants, credentials: null, ...urls };
  if (!appId) return null;
  const ids = { appId: appId.toLowerCase(), tenants };
  if (secret) return { ...ids, credentials: { by: "secret", secret }, ...urls };
  return file ? { ...ids, credentials: { by: "certificate", file }, ...urls } : null;
}

/** Nobody moves the clock. */
export const livesByTheMachine = ({ playground, clock }: Config): boolean => !playground || clock?.kind === "system";

/** Messages are in French unless the locale of the terminal is an English one, as POSIX reads it. */
export function languageOf(environment: Environment): Language {
  const locale = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || "";
  return /^en(?![a-z])/i.test(locale) ? "en" : "fr";
}

function absolute(url: DatabaseUrl): DatabaseUrl {
  const path = url.startsWith("sqlite:") ? url.slice("sqlite:".length) : ":";
  return path.startsWith(":") || isAbsolute(path) ? url : `sqlite:${resolve(path)}`;
}

/** What an adapter needs is its own to check; here it is only asked whether one is wanted at all. */
const chatPlatformWanted = (given: Environment): boolean =>
  ["SLACK_BOT_TOKEN", "TEAMS_APP_ID"].some((name) => given[name]) || given.TEAMS_ALLOW_UNAUTHENTICATED === "1";

const playgroundOf = (given: Environment): boolean => switches[given.TRIADE_PLAYGROUND?.toLowerCase() ?? ""] ?? !chatPlatformWanted(given);

function problemOf(issue: z.core.$ZodIssue, given: Environment): ConfigProblem {
  const variable = String(issue.path[0]) as Variable;
  const { fault } = (issue as z.core.$ZodIssueCustom).params as { fault: ConfigFault };
  return { ...fault, variable, found: secret.includes(variable) ? null : (given[variable] ?? null) };
}

/** Rules over more than one variable. They look at what was typed, so that they speak even where another value is wrong. */
function contradictions(given: Environment): ConfigProblem[] {
  const found: ConfigProblem[] = [];
  const playground = playgroundOf(given);
  const { HOST, TRIADE_CLOCK } = given;
  if (playground && HOST && !loopback.test(HOST)) {
    found.push({ variable: "HOST", found: HOST, code: "host-not-loopback", byDefault: !given.TRIADE_PLAYGROUND });
  }
  if (!playground && TRIADE_CLOCK && parseClock(TRIADE_CLOCK)?.kind === "manual") {
    found.push({ variable: "TRIADE_CLOCK", found: TRIADE_CLOCK, code: "manual-clock-without-playground" });
  }
  return [...found, ...slackContradictions(given), ...teamsContradictions(given)];
}

/** What is not whole would be a bot that seems to run and hears nothing; what is not signed is believed of nobody but this machine. */
function teamsContradictions(given: Environment): ConfigProblem[] {
  const { TEAMS_APP_ID, TEAMS_APP_PASSWORD, TEAMS_CERTIFICATE, TEAMS_TENANT_ID, TEAMS_ALLOW_UNAUTHENTICATED, HOST } = given;
  const problem = (variable: Variable, code: TeamsContradiction): ConfigProblem => ({ variable, found: null, code });
  if (TEAMS_ALLOW_UNAUTHENTICATED === "1") {
    return [
      ...(TEAMS_APP_PASSWORD || TEAMS_CERTIFICATE
        ? [problem("TEAMS_ALLOW_UNAUTHENTICATED", "teams-unauthenticated-with-credentials")]
        : []),
      ...(HOST && !loopback.test(HOST) ? [problem("TEAMS_ALLOW_UNAUTHENTICATED", "teams-unauthenticated-not-loopback")] : []),
    ];
  }
  if (![TEAMS_APP_ID, TEAMS_APP_PASSWORD, TEAMS_CERTIFICATE, TEAMS_TENANT_ID].some(Boolean)) return [];
  return [
    ...(TEAMS_APP_ID ? [] : [problem("TEAMS_APP_ID", "teams-without-app-id")]),
    ...(TEAMS_TENANT_ID ? [] : [problem("TEAMS_TENANT_ID", "teams-without-tenant")]),
    ...(TEAMS_APP_PASSWORD || TEAMS_CERTIFICATE ? [] : [problem("TEAMS_APP_PASSWORD", "teams-without-credentials")]),
    ...(TEAMS_APP_PASSWORD && TEAMS_CERTIFICATE ? [problem("TEAMS_CERTIFICATE", "teams-credentials-twice")] : []),
  ];
}

/** A token without a way in, or a way in without a token, would be a bot that seems to run and hears nothing. */
function slackContradictions({ SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_APP_TOKEN }: Environment): ConfigProblem[] {
  const problem = (variable: Variable, code: "slack-unreached" | "slack-reached-twice" | "slack-without-token"): ConfigProblem[] => [
    { variable, found: null, code },
  ];
  if (SLACK_SIGNING_SECRET && SLACK_APP_TOKEN) return problem("SLACK_APP_TOKEN", "slack-reached-twice");
  if (SLACK_BOT_TOKEN && !SLACK_SIGNING_SECRET && !SLACK_APP_TOKEN) return problem("SLACK_SIGNING_SECRET", "slack-unreached");
  if (!SLACK_BOT_TOKEN && (SLACK_SIGNING_SECRET || SLACK_APP_TOKEN)) return problem("SLACK_BOT_TOKEN", "slack-without-token");
  return [];
}

/** Only near misses: what starts containers sets variables of its own that begin like ours (`TRIADE_SERVICE_HOST`). */
function misspelt(given: Environment): ConfigProblem[] {
  return Object.keys(given).flatMap((name): ConfigProblem[] => {
    if (!/^(TRIADE|SLACK|TEAMS)_/.test(name) || variables.some((known) => known === name)) return [];
    const nearest = variables.find((known) => distance(name, known) <= 2);
    return nearest ? [{ variable: name, found: null, code: "unknown-variable", nearest }] : [];
  });
}
