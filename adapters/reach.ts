const secondsPerAnswer = 10;
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** What answered an address that was posted to. */
interface Answer {
  code: "answered";
  /** Without what may be secret in it. */
  url: string;
  status: number;
  headers: Headers;
  text: string;
  /** It is reached from this machine alone. */
  isLocal: boolean;
}

/** Why an address was not reached. */
export type Unreached =
  | { code: "url-not-https" | "url-with-password" | "url-port"; url: string }
  | { code: "url-unreachable" | "url-tls"; url: string; reason: string };

/** Posts to the address that a platform is told to post to, as the platform would reach it. */
export async function reach(url: URL, headers: Readonly<Record<string, string>>, body: string): Promise<Answer | Unreached> {
  const shown = withoutSecrets(url);
  const isLocal = url.protocol === "http:" && loopback.test(url.hostname);
  if (url.username || url.password) return { code: "url-with-password", url: shown };
  if (url.protocol !== "https:" && !isLocal) return { code: "url-not-https", url: shown };
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(secondsPerAnswer * 1000),
    });
    const { status } = response;
    return { code: "answered", url: shown, status, headers: response.headers, text: await response.text(), isLocal };
  } catch (error) {
    // Of ports that belong to something else, no code is given.
    if (error instanceof Error && error.cause instanceof Error && error.cause.message === "bad port")
      return { code: "url-port", url: shown };
    const reason = codeIn(error) ?? "unknown";
    return { code: /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO|EPROTO/.test(reason) ? "url-tls" : "url-unreachable", url: shown, reason };
  }
}

function withoutSecrets(url: URL): string {
  return Object.assign(new URL(url), { username: "", password: "", search: "", hash: "" }).href;
}

/** The code of the system or of TLS, however deep it lies. */
export function codeIn(error: unknown): string | null {
  let at: unknown = error;
  let found: string | null = null;
  for (let depth = 0; depth < 6 && typeof at === "object" && at !== null; depth += 1) {
    const { code, original, cause, name } = at as { code?: unknown; original?: unknown; cause?: unknown; name?: unknown };
    if (typeof code === "string" && !code.startsWith("slack_webapi")) found = code;
    else if (name === "TimeoutError") found = "ETIMEDOUT";
    at = original ?? cause;
  }
  return found;
}
