import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { DeliveryError, type Handle, type Platform } from "../../src/ui/platform.ts";
import { answerApi, type Playground } from "./api.ts";
import { refuseForeign } from "./guard.ts";
import { secureHeaders } from "./headers.ts";
import { HttpProblem, sendJson } from "./http.ts";
import type { PlaygroundOptions } from "./options.ts";
import { serveStatic, staticFiles } from "./static.ts";

export type {
  ClockMove,
  ConversationEntry,
  NewEntry,
  PlaygroundOptions,
  PlaygroundPerson,
  TimelineEntry,
} from "./options.ts";

interface PlaygroundPlatform extends Platform {
  /** @returns false when the path is not the playground's, and nothing was answered. */
  handleRequest(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
}

/**
 * The bot in a browser. A person's address is their organization's key and their own id; whoever opens the
 * page can be anyone, so it must listen on loopback only.
 */
export function createPlayground(options: PlaygroundOptions): PlaygroundPlatform {
  const files = staticFiles();
  const playground: Playground = { options, handle: null, moving: false };

  async function answer(path: string, query: URLSearchParams, request: IncomingMessage, response: ServerResponse): Promise<void> {
    refuseForeign(request);
    const api = /^\/playground\/api\/([^/]*)$/.exec(path)?.[1];
    if (api === undefined) await serveStatic(files, path, request, response);
    else sendJson(response, 200, await answerApi(playground, api, query, request));
  }

  return {
    name: "web",
    can: {
      async lookUp(to, key) {
        const receipt = await options.conversation.find(to, key);
        return receipt === null ? null : { receipt };
      },
      async update(to, receipt, message) {
        const replaced = await written(() => options.conversation.replace(to, receipt, message));
        if (!replaced) throw new DeliveryError({ problem: "refused", reason: "no such message" });
      },
    },

    async start(handle: Handle) {
      playground.handle = handle;
    },

    async stop() {
      playground.handle = null;
    },

    async send(to, { key, message }) {
      if (to.platform !== "web") throw new DeliveryError({ problem: "refused", reason: `an address of ${to.platform}` });
      return written(() => options.conversation.append(to, { from: "bot", message, key, unprompted: true }));
    },

    async handleRequest(request, response) {
      const [path = "/", query = ""] = (request.url ?? "/").split("?", 2);
      if (path !== "/" && path !== "/playground" && !path.startsWith("/playground/")) return false;
      secureHeaders(request, response, () => undefined);
      try {
        await answer(path, new URLSearchParams(query), request, response);
      } catch (thrown) {
        const { status, problem, headers } = thrown instanceof HttpProblem ? thrown : defect(thrown, path, options.log);
        sendJson(response, status, { error: problem }, headers);
      }
      return true;
    },
  };
}

/** @throws DeliveryError */
async function written<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (cause) {
    if (cause instanceof DeliveryError) throw cause;
    throw new DeliveryError({ problem: "temporary", reason: "the conversation could not be written" }, { cause });
  }
}

/** The log gets where it happened and a reference; what an error says may repeat what someone wrote. */
function defect(thrown: unknown, path: string, log: PlaygroundOptions["log"]): HttpProblem {
  const reference = randomUUID().slice(0, 8);
  const { name, stack } = thrown instanceof Error ? thrown : new Error("not an error");
  const at = (stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  log({ event: "playground-failed", reference, path, error: name, at });
  return new HttpProblem(500, "failed", `Something went wrong; the log knows it as ${reference}.`, { reference });
}
