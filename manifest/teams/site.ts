export type SiteFault = "missing" | "unreadable" | "password" | "not-public" | "long";

/** As the schema of the manifest has it, in characters. */
export const longestSite = 2048;

/** Names that only a machine or a network of one's own knows. */
const inner = /(^|\.)(localhost|local|lan|internal|intranet|home|corp|home\.arpa)$/;

/** The page of a school that everybody who has the app may open, wherever they are. */
export function siteIn(text: string): { url: URL } | { fault: SiteFault } {
  if (text === "") return { fault: "missing" };
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && (url.username || url.password)) return { fault: "password" };
  if (url?.protocol !== "https:") return { fault: "unreadable" };
  const name = url.hostname.replace(/\.$/, "");
  // An address in numbers has no name: its last part is a number, or it stands in brackets.
  if (!/\.[a-z][\w-]*$/.test(name) || inner.test(name)) return { fault: "not-public" };
  return url.href.length > longestSite ? { fault: "long" } : { url };
}
