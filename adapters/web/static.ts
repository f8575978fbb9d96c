import { existsSync, readdirSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { dirname, extname, join } from "node:path";
import { HttpProblem } from "./http.ts";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/**
 * What may be served, by path: a request names an entry of this table or nothing. The HTML and the styles
 * lie with the sources; the scripts are what the build made of the page's TypeScript.
 */
export function staticFiles(root: string = packageRoot()): ReadonlyMap<string, string> {
  const page = join(root, "adapters/web/page");
  const built = join(root, "dist/adapters/web/page");
  const renderer = createRequire(join(root, "package.json")).resolve("adaptivecards/dist/adaptivecards.min.js");
  const named = (folder: string, ...extensions: string[]): [string, string][] =>
    (existsSync(folder) ? readdirSync(folder) : [])
      .filter((name) => extensions.includes(extname(name)))
      .map((name) => [`/playground/${name}`, join(folder, name)]);
  return new Map([
    ...["/", "/playground", "/playground/"].map((path): [string, string] => [path, join(page, "index.html")]),
    ["/playground/adaptivecards.js", renderer],
    ...named(page, ".css", ".svg"),
    ...named(built, ".js"),
  ]);
}

/** The folder of `package.json`, whether this file runs from the sources or from `dist`. */
function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, "package.json"))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`no package.json above ${import.meta.dirname}`);
    folder = parent;
  }
  return folder;
}

/** @throws HttpProblem 404, 405, or 503 when the page was never built */
export async function serveStatic(
  files: ReadonlyMap<string, string>,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const file = files.get(path);
  if (!file) throw new HttpProblem(404, "not-found", `There is no ${path} here.`);
  if (request.method !== "GET" && request.method !== "HEAD") {
    throw new HttpProblem(405, "wrong-method", `${path} takes GET.`, { headers: { allow: "GET, HEAD" } });
  }
  if (!files.has("/playground/page.js")) {
    throw new HttpProblem(503, "not-built", "The page of the playground is not built yet: run `npm run build`, then start again.");
  }
  const { size, mtimeMs } = await stat(file);
  const tag = `W/"${size.toString(36)}-${Math.trunc(mtimeMs).toString(36)}"`;
  const headers = { "content-type": types[extname(file)] ?? "application/octet-stream", "cache-control": "no-cache", etag: tag };
  if (request.headers["if-none-match"] === tag) {
    response.writeHead(304, headers).end();
    return;
  }
  const content = await readFile(file);
  response.writeHead(200, { ...headers, "content-length": content.length });
  response.end(request.method === "HEAD" ? undefined : content);
}
