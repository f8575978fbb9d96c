import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** @returns false when the request is not this handler's, and nothing was answered. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

const plain = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" }).end(`${text}\n`);
};

/** `GET /healthz`: the process answers. `GET /readyz`: it can do its work, which `isReady` finds out. */
export const healthHandler =
  (isReady: () => Promise<boolean>): RequestHandler =>
  async (request, response) => {
    if (request.method !== "GET") return false;
    if (request.url === "/healthz") plain(response, 200, "ok");
    else if (request.url === "/readyz") {
      const ready = await isReady().catch(() => false);
      plain(response, ready ? 200 : 503, ready ? "ready" : "not ready");
    } else return false;
    return true;
  };

/** One server for everything: each request goes to the first handler that takes it. */
export function listen(
  handlers: readonly RequestHandler[],
  at: { host: string; port: number },
): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    answer(handlers, request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else plain(response, 500, "something went wrong");
    });
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(at.port, at.host, () => {
      server.removeListener("error", reject);
      resolve({ port: (server.address() as AddressInfo).port, close: () => close(server) });
    });
  });
}

async function answer(handlers: readonly RequestHandler[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const handle of handlers) if (await handle(request, response)) return;
  plain(response, 404, "not found");
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeIdleConnections();
  });
}
