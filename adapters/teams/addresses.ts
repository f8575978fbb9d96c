const loopback = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/;

/** Tokens and what people are told go there: to another machine only where nobody on the way may read them. */
export function isSafe(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, username, password } = new URL(url);
  return username === "" && password === "" && (protocol === "https:" || isOnThisMachine(url));
}

export function isOnThisMachine(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return /^https?:$/.test(protocol) && loopback.test(hostname);
}
