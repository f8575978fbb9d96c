import http from "node:http";
import https from "node:https";
import type { webApi } from "@slack/bolt";

type Fetch = webApi.FetchFunction;
type Response = Awaited<ReturnType<Fetch>>;

/** A connection that Slack may close at any moment is not kept for long. */
const idle = { keepAlive: true, timeout: 4000 };
const agents = { "http:": new http.Agent(idle), "https:": new https.Agent(idle) };

const secondsPerCall = 10;
/** Slack says for how long to wait; what answers in its place may not, and the client takes that for a defect. */
const [retryAfter, secondsUnlessSaid] = ["retry-after", 30];

/**
 * Posts to the Web API. Its answers are short, and for them the streams of the platform's own `fetch` take longer than all
 * the rest of a turn; files are posted by that one. An answer that is no object, such as the page of a proxy, is none of Slack's:
 * the client would take it whole for the name of an error.
 */
export const post: Fetch = (address, { headers = {}, body, ...init } = {}) => {
  if (typeof body === "object") return fetch(address, { ...init, headers, body, signal: AbortSignal.timeout(secondsPerCall * 1000) });
  const url = new URL(address);
  return new Promise((resolve, reject) => {
    const secure = url.protocol === "https:";
    const request = (secure ? https : http).request(url, { method: "POST", headers, agent: agents[secure ? "https:" : "http:"] });
    const timer = setTimeout(() => request.destroy(new Error("no answer in time")), secondsPerCall * 1000);
    request.once("response", (response) => {
      let said = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => {
        said += part;
      });
      response.once("end", () => {
        if (response.statusCode === 200 && !said.trimStart().startsWith("{")) reject(new Error("no answer of Slack's"));
        else resolve(toResponse(url.href, response, said));
      });
      response.on("error", reject);
    });
    request.on("error", reject);
    request.once("close", () => clearTimeout(timer));
    request.end(body);
  });
};

function toResponse(
  url: string,
  { statusCode: status = 0, statusMessage: statusText = "", headers }: http.IncomingMessage,
  said: string,
): Response {
  const values = new Map(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  if (status === 429 && !/^\d+$/.test(values.get(retryAfter) ?? "")) values.set(retryAfter, String(secondsUnlessSaid));
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
