import type { IncomingMessage } from "node:http";
import { HttpProblem } from "./http.ts";

const loopbackNames = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * The playground lets anyone who reaches it be anyone, so only this machine's own browser may reach it.
 * The socket is bound to loopback by whoever listens; what remains is another site's page in that browser:
 * a name that was made to point here (the Host header tells), or a request sent across sites (Origin tells).
 *
 * @throws HttpProblem with status 403
 */
export function refuseForeign(request: IncomingMessage): void {
  const host = request.headers.host ?? "";
  if (!loopbackNames.has(hostname(host))) {
    throw new HttpProblem(403, "foreign-host", "The playground answers to localhost, 127.0.0.1 and [::1] only.");
  }
  const { origin } = request.headers;
  if (origin !== undefined && authority(origin) !== host.toLowerCase()) {
    throw new HttpProblem(403, "foreign-origin", "The playground answers to its own page only.");
  }
}

const hostname = (host: string): string => host.toLowerCase().replace(/:\d+$/, "");

function authority(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
