import { decodeProtectedHeader, type JWK, jwtVerify } from "jose";
import { z } from "zod";
import { isOnThisMachine, isSafe } from "./addresses.ts";
import type { TeamsOptions } from "./options.ts";

const botFramework = "https://login.botframework.com/v1/.well-known/openidconfiguration";
const secondsPerCall = 10;
/** Keys are published for long before one signs, so that they are read once a day; one that is not known is looked for at once, though not on and on. */
const keptMs = 24 * 3_600_000;
const betweenLooksMs = 30_000;
/** By how much the clocks of two machines may differ. */
export const toleranceSeconds = 300;

const metadata = z.looseObject({ issuer: z.string(), jwks_uri: z.string() });
const keySet = z.looseObject({
  keys: z.array(z.looseObject({ kty: z.string(), kid: z.string(), endorsements: z.array(z.string()).default([]) })),
});

interface Published {
  issuer: string;
  keys: ReadonlyMap<string, { jwk: JWK; endorsements: readonly string[] }>;
}

/** With which keys the Bot Framework signs, as it says now. @throws where it says nothing of use */
export async function readKeys(openIdMetadataUrl = botFramework): Promise<Published> {
  const { issuer, jwks_uri } = metadata.parse(await get(openIdMetadataUrl));
  if (!isSafe(jwks_uri)) throw new TypeError("keys at an address that is not safe");
  const { keys } = keySet.parse(await get(jwks_uri));
  return { issuer, keys: new Map(keys.map(({ endorsements, ...jwk }) => [jwk.kid, { jwk, endorsements }])) };
}

/** Of an activity, what its token must agree with. */
interface Claimed {
  channelId: string;
  serviceUrl: string;
}

/** `unknown`: it cannot be told just now, since nobody says with which keys Teams signs. */
export type Verdict = "trusted" | "unsigned" | "forbidden" | "unknown";

/** The channel that the bot is in, whoever else may sign with the keys of the Bot Framework. */
export const channel = "msteams";

/**
 * Whether an activity comes from Teams: its token is signed by the Bot Framework with a key that stands for Teams, is for this
 * bot, is good now, and names the service URL of the activity.
 */
export function openTrust({ appId, credentials, openIdMetadataUrl, now, log }: TeamsOptions) {
  let published: Published | null = null;
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;

  async function read(): Promise<void> {
    readAt = now();
    published = await readKeys(openIdMetadataUrl);
  }
  function refresh(): Promise<void> {
    reading ??= read()
      .catch((error: unknown) => log("error", "teams-keys", { name: error instanceof Error ? error.name : "unknown" }))
      .finally(() => {
        reading = null;
      });
    return reading;
  }
  async function keyNamed(kid: string) {
    const age = now() - readAt;
    const isStale = published === null || age > keptMs || !published.keys.has(kid);
    if (reading || (isStale && age > betweenLooksMs)) await refresh();
    return published && { issuer: published.issuer, key: published.keys.get(kid) };
  }

  return async function judge(authorization: string | undefined, { channelId, serviceUrl }: Claimed): Promise<Verdict> {
    if (credentials === null) return channelId === channel && isOnThisMachine(serviceUrl) ? "trusted" : "forbidden";
    const [, token] = /^Bearer (\S+)$/i.exec(authorization ?? "") ?? [];
    const kid = token === undefined ? undefined : kidIn(token);
    if (token === undefined || kid === undefined) return "unsigned";
    const found = await keyNamed(kid);
    if (!found) return "unknown";
    if (!found.key) return "unsigned";
    const { jwk, endorsements } = found.key;
    // A key that is given as it was published is made ready once.
    const payload = await jwtVerify(token, jwk, {
      algorithms: ["RS256"],
      issuer: found.issuer,
      audience: appId,
      requiredClaims: ["exp"],
      clockTolerance: toleranceSeconds,
      currentDate: new Date(now()),
    })
      .then((verified) => verified.payload)
      .catch(() => null);
    if (!payload) return "unsigned";
    const named = payload.serviceurl ?? payload.serviceUrl;
    const isTheirs = channelId === channel && endorsements.includes(channel) && named === serviceUrl && isSafe(serviceUrl);
    return isTheirs ? "trusted" : "forbidden";
  };
}

function kidIn(token: string): string | undefined {
  try {
    const { kid } = decodeProtectedHeader(token);
    return typeof kid === "string" ? kid : undefined;
  } catch {
    return undefined;
  }
}

async function get(url: string): Promise<unknown> {
  const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(secondsPerCall * 1000) });
  if (!response.ok) throw new TypeError(`answered ${response.status}`);
  return response.json();
}
