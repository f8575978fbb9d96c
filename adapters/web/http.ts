import type { IncomingMessage, ServerResponse } from "node:http";
import type { z } from "zod";
import type { Problem } from "./page/protocol.ts";

/** The longest body that a form of the product can need, in bytes. */
const longestBody = 64 * 1024;

/** A request that is answered with a status and a `Problem`. */
export class HttpProblem extends Error {
  readonly status: number;
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    status: number,
    code: Problem["code"],
    message: string,
    more: Pick<Problem, "issues" | "reference"> & { headers?: Record<string, string> } = {},
  ) {
    super(message);
    const { headers, ...details } = more;
    this.status = status;
    this.problem = { code, message, ...details };
    this.headers = headers ?? {};
  }
}

export function sendJson(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store", ...headers });
  response.end(JSON.stringify(body));
}

/** @throws HttpProblem 413, 415 or 400 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const type = request.headers["content-type"] ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type)) throw new HttpProblem(415, "not-json", "The body must be application/json.");
  const bytes = await readBody(request);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    const found = cause instanceof SyntaxError ? "it does not parse" : "it is not UTF-8";
    throw new HttpProblem(400, "not-json", `The body is not JSON: ${found}.`);
  }
}

function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= longestBody) chunks.push(chunk);
      else {
        // What is left is read and dropped: a socket that is cut now would lose the answer.
        request.off("data", take).resume();
        reject(new HttpProblem(413, "too-large", `The body may hold ${longestBody} bytes.`, { headers: { connection: "close" } }));
      }
    };
    request.on("data", take);
    request.once("end", () => resolve(Buffer.concat(chunks)));
    request.once("error", reject);
  });
}

/** @throws HttpProblem 400 that lists what is wrong, and where */
export function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
  throw new HttpProblem(400, "invalid", issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join("; "), { issues });
}
