import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import autocannon from "autocannon";
import { packageFile } from "../../src/package-files.ts";
import { addDays, dayOf, fromEpoch } from "../../src/program/day.ts";
import { openDatabase } from "../../src/store/database.ts";
import type { Address } from "../../src/ui/platform.ts";
import { openStage } from "../support/stage.ts";
import { quantile } from "./measure.ts";
import { addDyads } from "./planning.ts";

const zone = "America/Toronto";
const dyads = 200;
/** Each figure is the median of so many rounds, in which the bot and the framework alone take turns. */
export const rounds = 3;

export interface Server {
  url: string;
  /** The processor time it has taken, in milliseconds; null where the system does not tell. */
  cpu(): Promise<number | null>;
  /** From the command to the first answer, in milliseconds. */
  readyAfter: number;
  /** Resident memory once ready, in MB; null where the system does not tell. */
  memory: number | null;
  stop(): Promise<void>;
}

const { scripts } = JSON.parse(await readFile(packageFile("package.json"), "utf8")) as { scripts: { start: string } };
/** What `npm start` gives Node. What the bot is measured beside gets it too. */
const nodeOptions = scripts.start.split(" ").filter((word) => word.startsWith("--"));

/** Starts a server in a process of its own, which says its port on its first line unless it is given one. */
export async function run(
  { script, path }: { script: string; path: string },
  args: readonly string[],
  env: Record<string, string>,
  port?: number,
): Promise<Server> {
  const from = performance.now();
  const child = spawn(process.execPath, [...nodeOptions, join(import.meta.dirname, script), ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", port === undefined ? "pipe" : "ignore", "inherit"],
  });
  const bound = port ?? Number(String((await once(child.stdout as NodeJS.ReadableStream, "data"))[0]));
  const url = `http://127.0.0.1:${bound}`;
  while (port !== undefined) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    if (
      await fetch(`${url}/readyz`).then(
        (response) => response.ok,
        () => false,
      )
    )
      break;
    await pause(5);
  }
  const readyAfter = performance.now() - from;
  const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
  return {
    url: `${url}${path}`,
    cpu: () => cpuOf(child.pid),
    readyAfter,
    memory: kilobytes ? kilobytes / 1024 : null,
    async stop() {
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

/** Both of its own and of the system for it, which counts in hundredths of a second. */
async function cpuOf(pid: number | undefined): Promise<number | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields[11]) + Number(fields[12]);
  return Number.isNaN(ticks) ? null : ticks * 10;
}

/** A request to be made. */
export type Make = () => { body: string; headers: Record<string, string> };

export interface Load {
  perSecond: number;
  /** Processor time of the server, in milliseconds a request. */
  cost: number | null;
  p99: number;
  answered: number;
  failed: number;
}

/** How many requests are under way at a time: each is followed by the next once it is answered. */
const usual = 20;

export async function load(
  { url, cpu }: Server,
  make: Make,
  seconds: number,
  { rate, atOnce = usual }: { rate?: number; atOnce?: number } = {},
): Promise<Load> {
  const before = await cpu();
  const result = await autocannon({
    url,
    connections: atOnce,
    duration: seconds,
    ...(rate ? { overallRate: rate } : {}),
    requests: [{ method: "POST", setupRequest: (request) => Object.assign(request, make()) }],
  });
  // What comes after an acknowledgement belongs to the request as well.
  await pause(200);
  const after = await cpu();
  return {
    perSecond: result.requests.average,
    cost: before === null || after === null ? null : (after - before) / result["2xx"],
    p99: result.latency.p99,
    answered: result["2xx"],
    failed: result.non2xx + result.errors,
  };
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** A school in the middle of its year, in a folder, with everybody on one platform. */
export async function seed(folder: string, addressOf: (id: number) => Address) {
  const key = randomBytes(32);
  const databaseUrl = `sqlite:${join(folder, "triade.db")}` as const;
  const today = dayOf(fromEpoch(Date.now()), zone);
  const stage = await openStage({
    now: `${today}T09:00`,
    startsOn: addDays(today, -60),
    endsOn: addDays(today, 200),
    database: openDatabase(databaseUrl),
    key,
  });
  await addDyads(stage, dyads, addDays(today, -60));
  const { db } = stage.store;
  const people: { id: number }[] = await db("people").select("id");
  await db("addresses").delete();
  await db.batchInsert(
    "addresses",
    people.map(({ id }) => ({
      organization_id: stage.organizationId,
      person_id: id,
      ...addressOf(id),
    })),
    80,
  );
  const matched: { id: number; mentor_id: number }[] = await db("dyads").orderBy("id").offset(2).limit(dyads).select("id", "mentor_id");
  const pairs = new Map(matched.map(({ id, mentor_id }) => [mentor_id, id]));
  const mentors = [...pairs.keys()];
  await stage.close();
  return { databaseUrl, key: `test:${key.toString("base64")}`, today, mentors, pairs };
}
