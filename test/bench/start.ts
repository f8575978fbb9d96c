import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Figure, milliseconds, quantile } from "./measure.ts";

const cli = join(import.meta.dirname, "../../src/cli.js");

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

interface Started {
  readyAfter: number;
  url: string;
  /** Resident memory once ready, in MB. Null where the system does not tell. */
  memory: number | null;
  stop(): Promise<void>;
}

async function start(folder: string): Promise<Started> {
  const port = await freePort();
  const from = performance.now();
  const child = spawn(process.execPath, [cli, "serve"], {
    env: { PATH: process.env.PATH, TRIADE_DATA_DIR: folder, PORT: String(port) },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const url = `http://127.0.0.1:${port}`;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    const ready = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) break;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const readyAfter = performance.now() - from;
  const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
  return {
    readyAfter,
    url,
    memory: kilobytes ? kilobytes / 1024 : null,
    async stop() {
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

/** From the command to the first answer, and what a press on the page takes. */
export async function measureStart(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "triade-bench-"));
  try {
    const first = await start(folder);
    await first.stop();
    const later: Started[] = [];
    for (let run = 0; run < 3; run++) {
      const started = await start(folder);
      await started.stop();
      later.push(started);
    }
    const running = await start(folder);
    const actions = await pressMany(running.url).finally(running.stop);
    const ready = quantile(
      later.map(({ readyAfter }) => readyAfter),
      0.5,
    );
    const memory = quantile(
      later.map(({ memory: used }) => used ?? Number.NaN),
      0.5,
    );
    const p99 = quantile(actions, 0.99);
    return [
      { what: "first start, with its sample year", found: milliseconds(first.readyAfter), target: "", kept: null },
      { what: "start to ready (median of 3)", found: milliseconds(ready), target: "< 1200 ms", kept: ready < 1200 },
      { what: "memory when ready", found: `${Math.round(memory)} MB`, target: "< 130 MB", kept: memory < 130 },
      { what: "a page action, p50", found: milliseconds(quantile(actions, 0.5)), target: "", kept: null },
      { what: "a page action, p99", found: milliseconds(p99), target: "< 100 ms", kept: p99 < 100 },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Opens a form and submits it, again and again, as one mentor: each a POST of the page. */
async function pressMany(url: string): Promise<number[]> {
  const api = async (path: string, body?: object) => {
    const response = await fetch(`${url}/playground/api/${path}`, {
      ...(body ? { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } } : {}),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json() as Promise<Record<string, never>>;
  };
  const { people } = (await api("people")) as unknown as { people: { id: string; role: string }[] };
  const mentor = people.find(({ role }) => role === "mentor");
  if (!mentor) throw new Error("the sample has no mentor");
  const taken: number[] = [];
  for (const text of Array.from({ length: 60 }, (_, turn) => ["rencontre", "cahier", "calendrier", "aide"][turn % 4])) {
    const from = performance.now();
    await api("say", { person: mentor.id, text });
    taken.push(performance.now() - from);
  }
  return taken;
}
