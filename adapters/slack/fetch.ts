import type { IncomingHttpHeaders } from "node:http";
import type { webApi } from "@slack/bolt";
import { Agent, type Dispatcher } from "undici";

type Fetch = webApi.FetchFunction;
type Response = Awaited<ReturnType<Fetch>>;

const patience = 10_000;
const late = (): Error => new Error("no answer in time");
/** So many calls under way at a time; others wait. A connection that Slack may close at any moment is not kept for long. */
const connections = new Agent({
  ...{ connections: 100, connect: { timeout: patience }, headersTimeout: 0, bodyTimeout: 0 },
  ...{ keepAliveTimeout: 4000, keepAliveMaxTimeout: 4000 },
});

/** Slack says for how many seconds to wait; what answers in its place may not. */
const secondsUnlessSaid = 30;
export const secondsToWait = ({ "retry-after": said = "" }: IncomingHttpHeaders): number =>
  /^\d{1,6}$/.test(said) ? Number(said) : secondsUnlessSaid;

/** What was answered to one call. */
interface Answered {
  status: number;
  statusText: string;
  /** By their names in lower case. */
  headers: IncomingHttpHeaders;
  said: string;
}

/**
 * Posts to the Web API. Its answers are short, and for them the streams of the platform's own `fetch` take longer than all
 * the rest of a turn. An answer that is no object, such as the page of a proxy, is none of Slack's.
 *
 * @throws what kept it from being answered.
 */
export function exchange(address: string, headers: Record<string, string>, body: string): Promise<Answered> {
  const { origin, pathname, search } = new URL(address);
  return new Promise((resolve, reject) => {
    let call: Dispatcher.DispatchController | null = null;
    let isLate = false;
    let answered: Omit<Answered, "said"> | null = null;
    const parts: Buffer[] = [];
    const timer = setTimeout(() => {
      isLate = true;
      call?.abort(late());
      reject(late());
    }, patience);
    connections.dispatch(
      { origin, path: `${pathname}${search}`, method: "POST", headers, body },
      {
        onRequestStart(begun) {
          call = begun;
          // It waited for a connection until then: what was given up is not begun.
          if (isLate) begun.abort(late());
        },
        onResponseStart(_, status, named, statusText = "") {
          answered = { status, statusText, headers: named };
        },
        onResponseData: (_, part) => void parts.push(part),
        onResponseEnd() {
          clearTimeout(timer);
          const said = Buffer.concat(parts).toString();
          const isSlacks = answered?.status !== 200 || said.trimStart().startsWith("{");
          if (answered && isSlacks) resolve({ said, ...answered });
          else reject(new Error("no answer of Slack's"));
        },
        onResponseError(_, error) {
          clearTimeout(timer);
          reject(error);
        },
      },
    );
  });
}

/** The same for Slack's client; files are posted by the platform's own `fetch`. */
export const post: Fetch = async (address, { headers = {}, body = "", ...init } = {}) => {
  if (typeof body !== "string") return fetch(address, { ...init, headers, body, signal: AbortSignal.timeout(patience) });
  const url = String(address);
  return toResponse(url, await exchange(url, headers, body));
};

function toResponse(url: string, { status, statusText, headers, said }: Answered): Response {
  const values = new Map(Object.entries(textsIn(headers)));
  if (status === 429) values.set("retry-after", String(secondsToWait(headers)));
  return {
    ok: status >= 200 && status < 300,
    status,
    statusText,
    url,
    headers: { get: (name) => values.get(name.toLowerCase()) ?? null, entries: () => values.entries() },
    text: async () => said,
    json: async () => JSON.parse(said),
    arrayBuffer: async () => new TextEncoder().encode(said).buffer as ArrayBuffer,
  };
}

export const textsIn = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
