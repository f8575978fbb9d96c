import { createHash, createHmac, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { exportJWK, type JWTPayload, SignJWT } from "jose";
import type { Loose } from "./records.ts";

/** What is wrong with a token. */
export type Forgery =
  | "none"
  | "empty"
  | "other-scheme"
  | "malformed"
  | "expired"
  | "future"
  | "audience"
  | "issuer"
  | "signature"
  | "tampered"
  | "unknown-key"
  | "unsigned"
  | "hmac"
  | "service-url"
  | "no-service-url"
  | "unendorsed";

/** Every kind of bad token. */
export const forgeries: readonly Forgery[] = [
  ...(["none", "empty", "other-scheme", "malformed", "expired", "future", "audience", "issuer", "signature", "tampered"] as const),
  ...(["unknown-key", "unsigned", "hmac", "service-url", "no-service-url", "unendorsed"] as const),
];

interface Key {
  kid: string;
  publicKey: KeyObject;
  privateKey: KeyObject;
}

const generate = promisify(generateKeyPair);
/** Keys take a while to make: each is made once in a process. */
const made: Promise<Key>[] = [];
const keyAt = (place: number): Promise<Key> => {
  made[place] ??= generate("rsa", { modulusLength: 2048 }).then(({ publicKey, privateKey }) => ({
    kid: createHash("sha1")
      .update(publicKey.export({ type: "spki", format: "der" }))
      .digest("base64url"),
    publicKey,
    privateKey,
  }));
  return made[place];
};

const hour = 3600;
const encoded = (what: unknown): string => Buffer.from(JSON.stringify(what)).toString("base64url");

/** Who signs what Teams posts: the Bot Framework. */
export class Issuer {
  readonly #appId: string;
  readonly #now: () => number;
  /** Which key signs now; others are published no more. */
  #current = 2;

  constructor(appId: string, now: () => number) {
    this.#appId = appId;
    this.#now = now;
  }

  metadata(origin: string): Loose {
    return {
      issuer: "https://api.botframework.com",
      authorization_endpoint: "https://invalid.botframework.com",
      jwks_uri: `${origin}/v1/.well-known/keys`,
      id_token_signing_alg_values_supported: ["RS256"],
      token_endpoint_auth_methods_supported: ["private_key_jwt"],
    };
  }

  async keys(): Promise<Loose> {
    const [current, other] = await Promise.all([keyAt(this.#current), keyAt(1)]);
    const published = async ({ kid, publicKey }: Key, endorsements: readonly string[]) => {
      const { kty, n, e } = await exportJWK(publicKey);
      return { kty, use: "sig", kid, x5t: kid, n, e, endorsements };
    };
    return { keys: [await published(current, ["msteams"]), await published(other, ["webchat"])] };
  }

  rotate(): void {
    this.#current += 1;
  }

  /** The header of a post that names this service URL; null for none. */
  async authorization(serviceUrl: string, forge?: Forgery): Promise<string | null> {
    if (forge === "none") return null;
    if (forge === "empty") return "Bearer ";
    if (forge === "malformed") return "Bearer not.a.token";
    const token = await this.#token(serviceUrl, forge);
    return forge === "other-scheme" ? `Basic ${token}` : `Bearer ${token}`;
  }

  async #token(serviceUrl: string, forge?: Forgery): Promise<string> {
    const current = await keyAt(this.#current);
    const now = Math.floor(this.#now() / 1000) + (forge === "expired" ? -3 * hour : forge === "future" ? 2 * hour : 0);
    const claims: JWTPayload = {
      ...(forge === "no-service-url" ? {} : { serviceurl: forge === "service-url" ? "https://elsewhere.example/" : serviceUrl }),
      nbf: now,
      exp: now + hour,
      iss: forge === "issuer" ? "https://sts.example/" : "https://api.botframework.com",
      aud: forge === "audience" ? "00000000-0000-0000-0000-00000000beef" : this.#appId,
    };
    const kid = forge === "unknown-key" ? "nobody-knows-it" : forge === "unendorsed" ? (await keyAt(1)).kid : current.kid;
    if (forge === "unsigned") return `${encoded({ alg: "none", typ: "JWT", kid })}.${encoded(claims)}.`;
    if (forge === "hmac") {
      // As if the public key were a shared secret.
      const said = `${encoded({ alg: "HS256", typ: "JWT", kid })}.${encoded(claims)}`;
      const secret = current.publicKey.export({ type: "spki", format: "pem" });
      return `${said}.${createHmac("sha256", secret).update(said).digest("base64url")}`;
    }
    const signer = forge === "signature" || forge === "unknown-key" ? await keyAt(0) : forge === "unendorsed" ? await keyAt(1) : current;
    const token = await new SignJWT(claims).setProtectedHeader({ alg: "RS256", typ: "JWT", kid, x5t: kid }).sign(signer.privateKey);
    if (forge !== "tampered") return token;
    const [header, , signature] = token.split(".");
    return `${header}.${encoded({ ...claims, exp: now + 9 * hour })}.${signature}`;
  }
}
