import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, run, type Server } from "./load.ts";
import { type Figure, milliseconds, quantile } from "./measure.ts";

/** The bot in its playground, as `npm start` starts it in this data folder. */
async function start(folder: string): Promise<Server> {
  const port = await freePort();
  return run({ script: "../../src/cli.js", path: "" }, ["serve"], { TRIADE_DATA_DIR: folder, PORT: String(port) }, port);
}

/** From the command to the first answer, and what a press on the page takes. */
export async function measureStart(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "triade-bench-"));
  try {
    const first = await start(folder);
    await first.stop();
    const later: Server[] = [];
    for (let round = 0; round < 3; round++) {
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
