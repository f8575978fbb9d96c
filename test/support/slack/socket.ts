import { createHash } from "node:crypto";
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import type { Loose } from "./inputs.ts";

/** RFC 6455, section 1.3: what proves that the server speaks WebSocket. */
const magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const opcodes = { more: 0, text: 1, close: 8, ping: 9, pong: 10 };

/** RFC 6455, section 7.4.1: 1001. */
const goingAway = Buffer.from([0x03, 0xe9]);

function frame(opcode: number, payload: Buffer): Buffer {
  const head =
    payload.length < 126
      ? Buffer.from([0x80 | opcode, payload.length])
      : Buffer.concat([Buffer.from([0x80 | opcode, 127]), Buffer.alloc(8)]);
  if (payload.length >= 126) head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head, payload]);
}

interface Frame {
  last: boolean;
  opcode: number;
  payload: Buffer;
  size: number;
}

/** The first whole frame, unmasked; null until all of it is there. */
function firstFrame(bytes: Buffer): Frame | null {
  if (bytes.length < 2) return null;
  const short = bytes.readUInt8(1) & 0x7f;
  const wide = short === 127 ? 8 : short === 126 ? 2 : 0;
  const masked = (bytes.readUInt8(1) & 0x80) !== 0;
  const start = 2 + wide + (masked ? 4 : 0);
  if (bytes.length < start) return null;
  const length = wide === 8 ? Number(bytes.readBigUInt64BE(2)) : wide === 2 ? bytes.readUInt16BE(2) : short;
  if (bytes.length < start + length) return null;
  const payload = Buffer.from(bytes.subarray(start, start + length));
  if (masked) for (let at = 0; at < length; at++) payload[at] = payload.readUInt8(at) ^ bytes.readUInt8(start - 4 + (at % 4));
  return { last: (bytes.readUInt8(0) & 0x80) !== 0, opcode: bytes.readUInt8(0) & 0x0f, payload, size: start + length };
}

interface Waiting {
  on: Duplex;
  done: (payload: Loose) => void;
  fail: (why: Error) => void;
}

export interface Sockets {
  /** How many sockets are open. */
  readonly open: number;
  /** Sends an envelope on the newest socket; resolves with the payload of its acknowledgement, "" when it has none. */
  send(type: string, payload: Loose, retry?: number): Promise<Loose>;
  /** Writes a frame on the newest socket, whatever it says. */
  write(text: string): void;
  /** Asks every socket to come back, as Slack does now and then. */
  disconnect(reason?: "warning" | "refresh_requested" | "link_disabled"): void;
  ping(): void;
  /** Breaks every connection without a word. */
  cut(): void;
  /** Says goodbye on every connection, and waits until it is closed. */
  close(): Promise<void>;
}

/** Socket Mode: a WebSocket for whoever shows a ticket of apps.connections.open. */
export function openSockets(server: Server, isTicket: (ticket: string) => boolean, changed: () => void): Sockets {
  const sockets = new Set<Duplex>();
  const waiting = new Map<string, Waiting>();
  let count = 0;

  const say = (socket: Duplex, what: Loose) => socket.write(frame(opcodes.text, Buffer.from(JSON.stringify(what))));

  function gone(socket: Duplex): void {
    sockets.delete(socket);
    for (const [id, { on, fail }] of waiting) {
      if (on !== socket) continue;
      waiting.delete(id);
      fail(new Error("the socket closed before the envelope was acknowledged"));
    }
    changed();
  }

  function hear(text: string): void {
    const { envelope_id, payload = "" } = JSON.parse(text);
    const asked = waiting.get(envelope_id);
    waiting.delete(envelope_id);
    asked?.done(payload);
  }

  server.on("upgrade", (request: IncomingMessage, socket: Duplex) => {
    const ticket = new URL(request.url ?? "/", "http://localhost").searchParams.get("ticket") ?? "";
    const key = request.headers["sec-websocket-key"];
    if (!key || !isTicket(ticket)) {
      socket.end("HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n");
      return;
    }
    const accept = createHash("sha1").update(`${key}${magic}`).digest("base64");
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    sockets.add(socket);
    let bytes = Buffer.alloc(0);
    let message = Buffer.alloc(0);
    socket.on("data", (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      for (let next = firstFrame(bytes); next; next = firstFrame(bytes)) {
        bytes = bytes.subarray(next.size);
        if (next.opcode === opcodes.close) socket.end(frame(opcodes.close, next.payload));
        if (next.opcode === opcodes.ping) socket.write(frame(opcodes.pong, next.payload));
        if (next.opcode !== opcodes.text && next.opcode !== opcodes.more) continue;
        message = Buffer.concat([message, next.payload]);
        if (!next.last) continue;
        hear(message.toString());
        message = Buffer.alloc(0);
      }
    });
    socket.on("close", () => gone(socket));
    socket.on("end", () => socket.end());
    socket.on("error", () => socket.destroy());
    say(socket, {
      type: "hello",
      num_connections: sockets.size,
      connection_info: { app_id: "A1" },
      debug_info: { host: "localhost", approximate_connection_time: 18060 },
    });
    changed();
  });

  return {
    get open() {
      return sockets.size;
    },
    send(type, payload, retry = 0) {
      const on = [...sockets].at(-1);
      if (!on) return Promise.reject(new Error("nobody listens: set a target, or connect a socket"));
      count += 1;
      const envelope_id = `envelope-${count}`;
      return new Promise((done, fail) => {
        waiting.set(envelope_id, { on, done, fail });
        const retried = type === "events_api" ? { retry_attempt: retry, retry_reason: retry ? "timeout" : "" } : {};
        say(on, { envelope_id, type, payload, accepts_response_payload: type !== "events_api", ...retried });
      });
    },
    write(text) {
      [...sockets].at(-1)?.write(frame(opcodes.text, Buffer.from(text)));
    },
    disconnect(reason = "refresh_requested") {
      for (const socket of sockets) say(socket, { type: "disconnect", reason, debug_info: { host: "localhost" } });
    },
    ping() {
      for (const socket of sockets) socket.write(frame(opcodes.ping, Buffer.from("ping")));
    },
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      const closing = [...sockets].map((socket) => new Promise((done) => socket.once("close", done)));
      for (const socket of sockets) if (socket.writable) socket.end(frame(opcodes.close, goingAway));
      await Promise.all(closing);
    },
  };
}
