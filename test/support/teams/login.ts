import { createHash, X509Certificate } from "node:crypto";
import { decodeProtectedHeader, errors, jwtVerify } from "jose";
import type { Answer } from "./errors.ts";

/** Seconds that a token is good for. */
const lifetime = 3599;

interface Login {
  appId: string;
  /** The first one is where the app is registered; to the others it is a stranger, since it is of a single tenant. */
  tenants: readonly string[];
  secret?: string | undefined;
  /** PEM. */
  certificate?: string | undefined;
  origin: string;
  now: () => number;
}

/** Entra's endpoint for tokens, as far as a bot needs it. */
export class Tokens {
  readonly #login: Login;
  readonly #given = new Map<string, number>();

  constructor(login: Login) {
    this.#login = login;
  }

  /** Whether this is a token that was given, and is still good. */
  good(token: string | undefined): boolean {
    return (this.#given.get(token ?? "") ?? 0) > this.#login.now();
  }

  /** Every token that was given is worth nothing from now on. */
  revoke(): void {
    this.#given.clear();
  }

  async ask(tenant: string, form: URLSearchParams): Promise<Answer> {
    const { appId, tenants, now } = this.#login;
    const lacking = ["grant_type", "client_id", "scope"].find((name) => !form.get(name));
    if (!tenants.includes(tenant)) return no(400, "invalid_request", 90002, `Tenant '${tenant}' not found.`);
    if (lacking) return no(400, "invalid_request", 900144, `The request body must contain the following parameter: '${lacking}'.`);
    if (form.get("grant_type") !== "client_credentials")
      return no(400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.");
    if (form.get("client_id") !== appId || tenant !== tenants[0]) {
      return no(400, "unauthorized_client", 700016, `Application '${form.get("client_id")}' was not found in the directory '${tenant}'.`);
    }
    if (form.get("scope") !== "https://api.botframework.com/.default")
      return no(400, "invalid_scope", 70011, "The provided scope is not valid.");
    const refusal = form.has("client_assertion") ? await this.#wrongAssertion(tenant, form) : this.#wrongSecret(form.get("client_secret"));
    if (refusal) return refusal;
    const token = `opaque.${this.#given.size + 1}.${createHash("sha256").update(`${appId}${now()}${this.#given.size}`).digest("base64url")}`;
    this.#given.set(token, now() + lifetime * 1000);
    return { status: 200, body: { token_type: "Bearer", expires_in: lifetime, ext_expires_in: lifetime, access_token: token } };
  }

  #wrongSecret(secret: string | null): Answer | null {
    if (!secret) return no(401, "invalid_client", 7000216, "'client_assertion', 'client_secret' or 'request' is required.");
    return secret === this.#login.secret ? null : no(401, "invalid_client", 7000215, "Invalid client secret provided.");
  }

  /** A signed statement of who asks, in the place of a secret. */
  async #wrongAssertion(tenant: string, form: URLSearchParams): Promise<Answer | null> {
    const { appId, certificate, origin, now } = this.#login;
    const wrong = (number: number, why: string) => no(401, "invalid_client", number, why);
    if (form.get("client_assertion_type") !== "urn:ietf:params:oauth:client-assertion-type:jwt-bearer") {
      return no(400, "invalid_request", 900144, "The request body must contain the following parameter: 'client_assertion_type'.");
    }
    if (!certificate) return wrong(700027, "The certificate used to sign the assertion is not registered.");
    const { raw, publicKey } = new X509Certificate(certificate);
    const thumbprint = (hash: string) => createHash(hash).update(raw).digest("base64url");
    const assertion = form.get("client_assertion") ?? "";
    try {
      const { "x5t#S256": sha256, x5t } = decodeProtectedHeader(assertion);
      if (sha256 !== thumbprint("sha256") && x5t !== thumbprint("sha1")) return wrong(700027, "The key was not found by its thumbprint.");
      const { payload } = await jwtVerify(assertion, publicKey, {
        algorithms: ["PS256", "RS256"],
        audience: `${origin}/${tenant}/oauth2/v2.0/token`,
        issuer: appId,
        subject: appId,
        requiredClaims: ["exp", "jti"],
        currentDate: new Date(now()),
      });
      return payload.jti ? null : wrong(700027, "The assertion has no jti.");
    } catch (error) {
      if (error instanceof errors.JWTExpired) return wrong(700024, "Client assertion is not within its valid time range.");
      if (error instanceof errors.JWTClaimValidationFailed) return wrong(700023, `Client assertion: ${error.message}.`);
      return wrong(700027, "Client assertion failed signature validation.");
    }
  }
}

const no = (status: number, error: string, number: number, why: string): Answer => ({
  status,
  body: { error, error_description: `AADSTS${number}: ${why}`, error_codes: [number] },
});
