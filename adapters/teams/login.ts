import { createHash, randomUUID, X509Certificate } from "node:crypto";
import { importPKCS8, SignJWT } from "jose";
import { z } from "zod";
import { DeliveryError } from "../../src/ui/platform.ts";
import type { Credentials, TeamsOptions } from "./options.ts";

const microsoft = "https://login.microsoftonline.com";
const scope = "https://api.botframework.com/.default";
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const secondsPerCall = 10;
/** A token that ends so soon is asked for anew. */
const marginMs = 5 * 60_000;
const assertionSeconds = 5 * 60;

const given = z.looseObject({ access_token: z.string(), expires_in: z.coerce.number() });
const refused = z.looseObject({
  error: z
    .string()
    .regex(/^\w{1,60}$/)
    .optional()
    .catch(undefined),
  error_codes: z.array(z.int()).default([]).catch([]),
});

export interface Login {
  /** The token that calls carry; null where none is needed. @throws DeliveryError */
  token(): Promise<string | null>;
  /** This token was refused. */
  drop(token: string): void;
}

type Asking = Pick<TeamsOptions, "appId" | "tenants" | "loginUrl" | "now">;

/**
 * What came of asking for a token; `number` is the one that Entra writes after AADSTS, null where it wrote none. `clock` is the
 * time there, in milliseconds since 1970; not a number where it was not said.
 */
type Asked =
  | { kind: "given"; clock: number; token: string; seconds: number }
  | { kind: "refused"; clock: number; reason: string; number: number | null }
  | { kind: "unreachable"; cause: unknown };

/** Asks Entra for a token, once. */
export async function askForToken({ appId, tenants, loginUrl = microsoft, now }: Asking, by: Credentials): Promise<Asked> {
  const endpoint = `${loginUrl.replace(/\/+$/, "")}/${tenants[0]}/oauth2/v2.0/token`;
  const form = { grant_type: "client_credentials", client_id: appId, scope, ...(await proofOf(by, appId, endpoint, now())) };
  try {
    const response = await fetch(endpoint, {
      method: "POST",
      body: new URLSearchParams(form),
      redirect: "error",
      signal: AbortSignal.timeout(secondsPerCall * 1000),
    });
    const clock = Date.parse(response.headers.get("date") ?? "");
    const body: unknown = await response.json().catch(() => null);
    const { data } = given.safeParse(body);
    if (response.ok && data) return { kind: "given", clock, token: data.access_token, seconds: data.expires_in };
    const { error, error_codes = [] } = refused.safeParse(body).data ?? {};
    return { kind: "refused", clock, reason: error ?? String(response.status), number: error_codes[0] ?? null };
  } catch (cause) {
    return { kind: "unreachable", cause };
  }
}

async function proofOf(by: Credentials, appId: string, endpoint: string, now: number): Promise<Record<string, string>> {
  if (by.by === "secret") return { client_secret: by.secret };
  const { raw } = new X509Certificate(by.certificate);
  const seconds = Math.floor(now / 1000);
  const assertion = await new SignJWT({})
    .setProtectedHeader({ alg: "PS256", typ: "JWT", "x5t#S256": createHash("sha256").update(raw).digest("base64url") })
    .setAudience(endpoint)
    .setIssuer(appId)
    .setSubject(appId)
    .setJti(randomUUID())
    .setNotBefore(seconds)
    .setExpirationTime(seconds + assertionSeconds)
    .sign(await importPKCS8(by.privateKey, "PS256"));
  return { client_assertion_type: assertionType, client_assertion: assertion };
}

/** Asks Entra for tokens, each once for as long as it is good. */
export function openLogin(options: TeamsOptions): Login {
  const { credentials, now, log } = options;
  let held: { token: string; until: number } | null = null;
  let asking: Promise<string> | null = null;

  async function ask(by: Credentials): Promise<string> {
    const asked = await askForToken(options, by);
    if (asked.kind === "unreachable") return fail("login-unreachable", null, asked.cause);
    // Set up wrongly: it works as soon as that is mended, and nothing is lost meanwhile.
    if (asked.kind === "refused") return fail(`login-${asked.reason}`, asked.number);
    held = { token: asked.token, until: now() + asked.seconds * 1000 };
    return asked.token;
  }
  function fail(reason: string, number: number | null, cause?: unknown): never {
    log("error", "teams-login", { reason, number });
    throw new DeliveryError({ problem: "temporary", reason }, { cause });
  }

  return {
    async token() {
      if (credentials === null) return null;
      if (held && now() < held.until - marginMs) return held.token;
      asking ??= ask(credentials).finally(() => {
        asking = null;
      });
      return asking;
    },
    drop(token) {
      if (held?.token === token) held = null;
    },
  };
}
