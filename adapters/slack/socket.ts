import type { ReceiverEvent, SocketModeReceiver } from "@slack/bolt";
import { z } from "zod";
import { codeOf, DeliveryError, type DeliveryProblem } from "../../src/ui/platform.ts";
import { mendsByItself, problemOf } from "./errors.ts";
import type { SlackOptions } from "./options.ts";
import { isObject, logUnknown } from "./read.ts";

/** In seconds. A connection that ends sooner than `steady` counts as one that failed, so that no two follow each other at once. */
const opensWithin = 30;
const steady = 60;
const longestPause = 60;
/** Between attempts while somebody has to do something first, such as to allow Socket Mode again. */
const rarely = 300;

const code = z.string().regex(/^[a-z_]{1,40}$/);
const frame = z.looseObject({
  type: code.optional().catch(undefined),
  reason: code.optional().catch(undefined),
  envelope_id: z.string().min(1).max(200).optional().catch(undefined),
  retry_attempt: z.number().optional().catch(undefined),
  retry_reason: code.optional().catch(undefined),
});
/** Slack renews every connection within hours. */
const renewals = ["warning", "refresh_requested"];

interface Socket {
  /** Whether Slack is heard just now. */
  readonly isOpen: boolean;
  /** Opens a connection, and another whenever one is lost, until it is stopped; never fails. */
  keepOpen(): Promise<void>;
  stop(): void;
}

/**
 * The connection of Socket Mode. Slack's client opens one and watches over it; when another is opened, and what a frame may
 * hold, is told here: by itself, the client gives up on any trouble of the network, and a frame that it does not expect ends
 * the process.
 */
export function createSocket(
  link: SocketModeReceiver["client"],
  take: (event: ReceiverEvent) => void,
  wait: (ms: number) => Promise<void>,
  log: SlackOptions["log"],
): Socket {
  let isStopped = false;
  let isOpen = false;
  let failures = 0;
  /** Why Slack ended the connection, when it said so. */
  let farewell: string | null = null;

  link.removeAllListeners("ws_message");
  link.on("ws_message", hear);

  function hear(written: unknown): void {
    // What could not be acknowledged any more is left to the next connection.
    if (!link.websocket?.isActive()) return;
    const read = objectIn(written);
    const { data } = frame.safeParse(read);
    if (data?.type === "hello") link.emit("connected");
    else if (data?.type === "disconnect") leave(data.reason ?? "unnamed");
    else if (data?.envelope_id) unpack(data.envelope_id, data);
    else logUnknown(read, log);
  }

  function unpack(id: string, { payload: body, retry_attempt: retryNum, retry_reason: retryReason }: z.infer<typeof frame>): void {
    const ack = (payload: object = {}) => acknowledge(id, payload);
    if (isObject(body)) take({ body, ack, ...(retryNum ? { retryNum } : {}), ...(retryReason ? { retryReason } : {}) });
    else {
      logUnknown(body, log);
      ack().catch(() => log("warn", "slack-unanswered", {}));
    }
  }

  function acknowledge(envelope_id: string, payload: object): Promise<void> {
    const { websocket } = link;
    return new Promise((resolve, reject) => {
      if (!websocket?.isActive()) throw new DeliveryError({ problem: "temporary", reason: "socket-closed" });
      websocket.send(JSON.stringify({ envelope_id, payload }), (error) => (error ? reject(error) : resolve()));
    });
  }

  function leave(reason: string): void {
    farewell = reason;
    link.disconnect().catch(() => undefined);
  }

  /** @returns what ended the connection, or kept it from being opened; null when Slack only asked for another. */
  async function connect(): Promise<DeliveryProblem | null> {
    farewell = null;
    const lost = new Promise<void>((resolve) => link.once("disconnected", () => resolve()));
    const opening = setTimeout(() => leave("no-hello"), opensWithin * 1000);
    try {
      await link.start();
    } catch (error) {
      // Nothing is left of an attempt when the next is made.
      await link.disconnect();
      return farewell ? { problem: "temporary", reason: farewell } : problemIn(error);
    } finally {
      clearTimeout(opening);
    }
    const lasting = setTimeout(() => {
      failures = 0;
    }, steady * 1000);
    isOpen = true;
    if (isStopped) leave("stopped");
    else log("info", "slack-socket-open", {});
    await lost;
    isOpen = false;
    clearTimeout(lasting);
    if (farewell === null) return { problem: "temporary", reason: "connection-lost" };
    if (renewals.includes(farewell)) return null;
    return { problem: farewell === "link_disabled" ? "refused" : "temporary", reason: farewell };
  }

  return {
    get isOpen() {
      return isOpen;
    },
    async keepOpen() {
      while (!isStopped) {
        const problem = await connect();
        if (isStopped) return;
        const seconds = problem && !mendsByItself(problem) ? rarely : pauseAfter(problem, failures);
        failures += 1;
        if (problem) log(mendsByItself(problem) ? "warn" : "error", "slack-socket", { reason: codeOf(problem), seconds });
        if (seconds > 0) await wait(seconds * 1000);
      }
    },
    stop() {
      isStopped = true;
      leave("stopped");
    },
  };
}

function pauseAfter(problem: DeliveryProblem | null, failures: number): number {
  const usual = failures === 0 ? 0 : Math.min(2 ** (failures - 1), longestPause);
  return problem?.problem === "throttled" ? Math.max(problem.retryAfterSeconds, usual) : usual;
}

/** Whatever keeps a connection from being opened, it is tried again. */
function problemIn(error: unknown): DeliveryProblem {
  try {
    return problemOf(error);
  } catch {
    return { problem: "temporary", reason: error instanceof Error ? error.name : "not-opened" };
  }
}

function objectIn(written: unknown): unknown {
  try {
    return typeof written === "string" ? JSON.parse(written) : null;
  } catch {
    return null;
  }
}
