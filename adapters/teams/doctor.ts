import { X509Certificate } from "node:crypto";
import { codeIn, reach, type Unreached } from "../reach.ts";
import { askForToken } from "./login.ts";
import type { Credentials, TeamsOptions } from "./options.ts";
import { challenge } from "./receiver.ts";
import { channel, readKeys, toleranceSeconds } from "./trust.ts";

/** What is examined, and how. */
interface Patient extends Pick<TeamsOptions, "appId" | "tenants" | "loginUrl" | "openIdMetadataUrl"> {
  /** As for the bot itself; or the file of a certificate that nothing can be signed with. */
  credentials: TeamsOptions["credentials"] | { by: "broken"; file: string; fault: "unreadable" | "key" };
  /** Where Teams is told to post; null when nobody said. */
  url: URL | null;
  /** Milliseconds since 1970. */
  now: number;
}

type AboutCertificate =
  | { code: "certificate-good" | "certificate-expired" | "certificate-early"; on: string }
  | { code: "certificate-ending"; on: string; days: number }
  | { code: "certificate-unreadable" | "certificate-key"; file: string };

type AboutLogin =
  | { code: "login-good" | "app-unknown" | "app-disabled" | "tenant-unknown"; appId: string; tenant: string }
  | { code: "secret-wrong" | "secret-expired" | "certificate-unknown" | "login-clock" }
  | { code: "login-refused" | "login-unreachable"; reason: string }
  | { code: "clock-wrong"; minutes: number; ahead: boolean }
  | { code: "tenants-unchecked"; tenants: readonly string[] };

type AboutKeys = { code: "keys-good" | "keys-of-others" } | { code: "keys-unreadable"; reason: string };

type AboutUrl =
  | { code: "url-unchecked" | "channel-unchecked" | "unauthenticated" }
  | Unreached
  | { code: "url-good" | "url-local" | "url-wrong-path" | "url-unguarded" | "url-password" | "url-of-another"; url: string }
  | { code: "url-answered"; url: string; status: number };

type Found = AboutCertificate | AboutLogin | AboutKeys | AboutUrl;

/** What was found, as data: `wrong` must be mended before the bot works, `note` is worth knowing. Holds no secret and no token. */
export type TeamsFinding = Found & { level: "good" | "note" | "wrong" };

const notes: readonly Found["code"][] = [
  ...(["certificate-ending", "tenants-unchecked", "url-unchecked", "url-local", "channel-unchecked", "unauthenticated"] as const),
];

const levelOf = (code: Found["code"]): TeamsFinding["level"] => (code.endsWith("-good") ? "good" : notes.includes(code) ? "note" : "wrong");

/** Examines all that the bot needs of Teams. Nothing is sent to anybody, and nothing is changed. */
export async function examineTeams(patient: Patient): Promise<TeamsFinding[]> {
  const found = await findingsOf(patient);
  return found.map((one) => ({ ...one, level: levelOf(one.code) }));
}

async function findingsOf(patient: Patient): Promise<Found[]> {
  const { credentials, openIdMetadataUrl } = patient;
  if (credentials === null) return [{ code: "unauthenticated" }];
  const found = await Promise.all([examineCredentials(patient, credentials), examineKeys(openIdMetadataUrl), examineUrl(patient)]);
  return [...found.flat(), { code: "channel-unchecked" }];
}

async function examineCredentials(
  patient: Patient,
  credentials: NonNullable<Patient["credentials"]>,
): Promise<(AboutCertificate | AboutLogin)[]> {
  if (credentials.by === "broken") return [{ code: `certificate-${credentials.fault}`, file: credentials.file }];
  if (credentials.by === "secret") return examineLogin(patient, credentials);
  const certificate = examineCertificate(credentials.certificate, patient.now);
  // Entra would only say the same in a number.
  const isGoodNow = certificate.code === "certificate-good" || certificate.code === "certificate-ending";
  return [certificate, ...(isGoodNow ? await examineLogin(patient, credentials) : [])];
}

const dayMs = 24 * 3_600_000;
/** How long before its end a certificate is spoken of. */
const noticeDays = 30;

function examineCertificate(pem: string, now: number): AboutCertificate {
  const { validFrom, validTo } = new X509Certificate(pem);
  const [from, to] = [Date.parse(validFrom), Date.parse(validTo)];
  const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  if (now < from) return { code: "certificate-early", on: dayOf(from) };
  if (now >= to) return { code: "certificate-expired", on: dayOf(to) };
  const days = Math.floor((to - now) / dayMs);
  return days < noticeDays ? { code: "certificate-ending", on: dayOf(to), days } : { code: "certificate-good", on: dayOf(to) };
}

async function examineLogin(patient: Patient, credentials: Credentials): Promise<AboutLogin[]> {
  const { appId, tenants, loginUrl, now } = patient;
  const [tenant = "", ...others] = tenants;
  const asked = await askForToken({ appId, tenants, ...(loginUrl ? { loginUrl } : {}), now: () => now }, credentials);
  if (asked.kind === "unreachable") return [{ code: "login-unreachable", reason: codeIn(asked.cause) ?? "unknown" }];
  const login: AboutLogin = asked.kind === "refused" ? refusal(asked, { appId, tenant }) : { code: "login-good", appId, tenant };
  return [
    login,
    ...(login.code === "login-clock" ? [] : clockFound(now - asked.clock)),
    ...(login.code === "login-good" && others.length > 0 ? [{ code: "tenants-unchecked", tenants: others } as const] : []),
  ];
}

/** By a clock so far from theirs, what Teams signs is refused; Entra itself minds it of a certificate alone. */
function clockFound(aheadMs: number): AboutLogin[] {
  if (!(Math.abs(aheadMs) > toleranceSeconds * 1000)) return [];
  return [{ code: "clock-wrong", minutes: Math.round(Math.abs(aheadMs) / 60_000), ahead: aheadMs > 0 }];
}

/** What Entra means by a refusal. Source: "Microsoft Entra authentication and authorization error codes". */
function refusal({ reason, number }: { reason: string; number: number | null }, ids: { appId: string; tenant: string }): AboutLogin {
  switch (number) {
    case 7_000_215:
      return { code: "secret-wrong" };
    case 7_000_222:
      return { code: "secret-expired" };
    case 700_027:
      return { code: "certificate-unknown" };
    case 700_024:
      return { code: "login-clock" };
    case 700_016:
    case 7_000_229:
      return { code: "app-unknown", ...ids };
    case 7_000_112:
      return { code: "app-disabled", ...ids };
    case 90_002:
      return { code: "tenant-unknown", ...ids };
    default:
      return { code: "login-refused", reason: number === null ? reason : `AADSTS${number}` };
  }
}

async function examineKeys(openIdMetadataUrl: string | undefined): Promise<AboutKeys[]> {
  try {
    const { keys } = await readKeys(openIdMetadataUrl);
    return [{ code: [...keys.values()].some(({ endorsements }) => endorsements.includes(channel)) ? "keys-good" : "keys-of-others" }];
  } catch (error) {
    return [{ code: "keys-unreadable", reason: codeIn(error) ?? (error instanceof Error ? error.name : "unknown") }];
  }
}

/**
 * Posts there what nobody signed, which the bot refuses and whatever believes anybody takes. It is of nobody, from this machine
 * and says that somebody types, so that even a bot that takes it does nothing.
 */
async function examineUrl({ url, appId, tenants }: Patient): Promise<AboutUrl[]> {
  if (!url) return [{ code: "url-unchecked" }];
  const [tenant = ""] = tenants;
  const activity = {
    type: "typing",
    channelId: channel,
    serviceUrl: "http://127.0.0.1/",
    from: { id: "29:doctor" },
    recipient: { id: `28:${appId}` },
    conversation: { id: "a:doctor", conversationType: "personal", tenantId: tenant },
  };
  const reached = await reach(url, {}, JSON.stringify(activity));
  if (reached.code !== "answered") return [reached];
  const { status, headers, isLocal, url: shown } = reached;
  if (status === 401) return refusedBy(headers.get("www-authenticate") ?? "", shown, isLocal);
  if (status === 404) return [{ code: "url-wrong-path", url: shown }];
  return [status >= 200 && status < 300 ? { code: "url-unguarded", url: shown } : { code: "url-answered", url: shown, status }];
}

/** Whatever has a login refuses what has none: only the bot does so in its own name. */
function refusedBy(asksFor: string, url: string, isLocal: boolean): AboutUrl[] {
  if (asksFor === challenge) return [{ code: "url-good", url }, ...(isLocal ? [{ code: "url-local", url } as const] : [])];
  return [{ code: /^(basic|digest|negotiate|ntlm)/i.test(asksFor) ? "url-password" : "url-of-another", url }];
}
