import { createHmac, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { lookInto } from "../../src/store/database.ts";
import { freePort, type Load, load, type Make, median, rounds, run, type Server, seed, sum } from "./load.ts";
import { type Figure, milliseconds } from "./measure.ts";

const signingSecret = randomBytes(16).toString("hex");
const path = "/slack/events";
/** So many requests under way at a time keep both busy: with a few, the bot waits for its database between them, and what it could take is not seen. */
const many = 100;
/** Seconds until what runs often is compiled: the bot takes longer for it than what does little. */
const warmUp = 6;
const targets = { command: 0.4, submission: 0.2, p99: 3, burst: 1000, start: 1200, memory: 130 };

/**
 * A Web API that takes everything, so that what is measured is the bot. `form` is the first that was opened; `quietFor` tells how long nothing came but the looks at
 * accounts, one a second, which go on for minutes after a start.
 */
async function openWebApi(): Promise<{ url: string; opened(): number; form(): string; quietFor(): number; close(): void }> {
  let opened = 0;
  let form = "";
  let last = performance.now();
  const upload = { upload_url: "", file_id: "F1", files: [] };
  const server = createServer((request, response) => {
    const opens = request.url?.endsWith("views.open");
    const parts: Buffer[] = [];
    if (opens && form === "") request.on("data", (part: Buffer) => parts.push(part));
    else request.resume();
    request.once("end", () => {
      if (parts.length > 0) form ||= JSON.stringify(JSON.parse(Buffer.concat(parts).toString()).view);
      if (!request.url?.endsWith("users.info")) last = performance.now();
      if (opens) opened += 1;
      const said = request.url?.endsWith("auth.test")
        ? { team_id: "T1", user_id: "UBOT", bot_id: "B1" }
        : { view: { id: "V1", hash: "h" }, channel: "D1", ts: "1.1", ...upload };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ ok: true, ...said }));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  upload.upload_url = `${origin}/upload`;
  return {
    url: `${origin}/api/`,
    opened: () => opened,
    form: () => form,
    quietFor: () => performance.now() - last,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

let count = 0;
const userOf = (place: number): string => `U${String(place).padStart(6, "0")}`;

function signed(form: Record<string, string>): { body: string; headers: Record<string, string> } {
  const body = new URLSearchParams(form).toString();
  const seconds = Math.floor(Date.now() / 1000);
  const digest = createHmac("sha256", signingSecret).update(`v0:${seconds}:${body}`).digest("hex");
  return {
    body,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-slack-request-timestamp": String(seconds),
      "x-slack-signature": `v0=${digest}`,
    },
  };
}

/** `/mentorat rencontre` of one mentor after the other. */
const command: (mentors: readonly number[]) => Make = (mentors) => () => {
  count += 1;
  const response_url = "http://127.0.0.1:9/response";
  const who = { team_id: "T1", user_id: userOf(mentors[count % mentors.length] ?? 0) };
  return signed({ command: "/mentorat", text: "rencontre", channel_id: "D1", trigger_id: `t.${count}`, response_url, ...who });
};

/** Another meeting of one dyad after the other, never the same twice. */
const submission: (mentors: readonly number[], pairs: ReadonlyMap<number, number>, today: string) => Make =
  (mentors, pairs, today) => () => {
    count += 1;
    const mentor = mentors[count % mentors.length] ?? 0;
    const typed = (answer: object) => ({ answer });
    const values = {
      heldOn: typed({ type: "datepicker", selected_date: today }),
      minutes: typed({ type: "number_input", value: String(1 + (Math.floor(count / mentors.length) % 1400)) }),
      mode: typed({ type: "radio_buttons", selected_option: { value: "in-person" } }),
      topics: typed({ type: "checkboxes", selected_options: [{ value: "planning" }] }),
      otherTopic: typed({ type: "plain_text_input", value: null }),
      another: typed({ type: "checkboxes", selected_options: [{ value: "yes" }] }),
    };
    const view = {
      id: "V1",
      type: "modal",
      callback_id: "log-meeting.log",
      private_metadata: JSON.stringify({ hidden: { dyad: String(pairs.get(mentor)), once: String(count).padStart(22, "0") }, depth: 0 }),
      state: { values },
      blocks: Object.keys(values).map((block_id) => ({ type: "input", block_id })),
    };
    const user = { id: userOf(mentor), team_id: "T1" };
    return signed({ payload: JSON.stringify({ type: "view_submission", team: { id: "T1" }, user, trigger_id: `t.${count}`, view }) });
  };

/** All at the same instant. @returns the slowest acknowledgement, in milliseconds. */
async function burst(url: string, make: Make, size: number): Promise<number> {
  const requests = Array.from({ length: size }, make);
  const took = await Promise.all(
    requests.map(async ({ body, headers }) => {
      const from = performance.now();
      const response = await fetch(url, { method: "POST", body, headers });
      await response.arrayBuffer();
      if (response.status !== 200) throw new Error(`answered with ${response.status}`);
      return performance.now() - from;
    }),
  );
  return Math.max(...took);
}

async function meetingsIn(url: `sqlite:${string}`): Promise<number> {
  const [row] = await lookInto(url, (db) => db("meetings").count({ count: "*" }));
  return Number(row?.count);
}

/** The bot in Slack beside Slack's framework alone, in one run. */
export async function measureSlack(seconds: number): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "triade-bench-"));
  const { databaseUrl, key, today, mentors, pairs } = await seed(folder, (id) => ({
    platform: "slack",
    workspace: "T1",
    user: userOf(id),
  }));
  const api = await openWebApi();
  const port = await freePort();
  const env = {
    ...{ TRIADE_DATA_DIR: folder, DATABASE_URL: databaseUrl, TRIADE_KEYS: key, PORT: String(port) },
    ...{ SLACK_BOT_TOKEN: "xoxb-1", SLACK_SIGNING_SECRET: signingSecret, SLACK_API_URL: api.url },
  };
  const start = () => run({ script: "../../src/cli.js", path }, ["serve"], env, port);
  const starts: Server[] = [];
  while (starts.length < rounds - 1) {
    const started = await start();
    await started.stop();
    starts.push(started);
  }
  const ours = await start();
  starts.push(ours);
  const bare = await run({ script: "slack-bare.js", path }, [signingSecret], {});
  // What the first planning has to say goes out before anything is measured.
  while (api.quietFor() < 3000) await pause(200);

  const [open, log] = [command(mentors), submission(mentors, pairs, today)];
  await burst(ours.url, open, 1);
  while (api.form() === "") await pause(5);
  const opening = await run({ script: "slack-bare.js", path }, [signingSecret, api.url, api.form()], {});
  const loads = {
    alone: { server: bare, make: open },
    opening: { server: opening, make: open },
    command: { server: ours, make: open },
    submission: { server: ours, make: log },
  };
  const kinds = ["alone", "opening", "command", "submission"] as const;
  const none = (): Record<keyof typeof loads, Load[]> => ({ alone: [], opening: [], command: [], submission: [] });
  const [done, few] = [none(), none()];
  for (const kind of kinds) await load(loads[kind].server, loads[kind].make, warmUp, { atOnce: many });
  const [openedBefore, loggedBefore] = [api.opened(), await meetingsIn(databaseUrl)];
  for (let round = 0; round < rounds; round++) {
    for (const kind of kinds) {
      done[kind].push(await load(loads[kind].server, loads[kind].make, seconds / 2, { atOnce: many }));
      few[kind].push(await load(loads[kind].server, loads[kind].make, seconds / 2));
    }
  }
  // Of those that were under way when the time was up, the answer is not counted, and what came of them is.
  const missing = (came: number, ...of: (keyof typeof loads)[]) =>
    Math.max(0, sum(of.flatMap((kind) => [...done[kind], ...few[kind]].map(({ answered }) => answered))) - came);
  const undone =
    missing(api.opened() - openedBefore, "opening", "command") + missing((await meetingsIn(databaseUrl)) - loggedBefore, "submission");
  const calm: { alone: Load; ours: Load }[] = [];
  for (let round = 0; round < rounds; round++) {
    calm.push({ alone: await load(bare, open, seconds / 2, { rate: 100 }), ours: await load(ours, open, seconds / 2, { rate: 100 }) });
  }
  const bursts: number[] = [];
  for (let round = 0; round < rounds; round++) bursts.push(await burst(ours.url, open, 200));
  await Promise.all([ours, bare, opening].map((server) => server.stop()));
  api.close();
  await rm(folder, { recursive: true });

  const figure = (what: string, found: string, target: string, kept: boolean): Figure => ({ what, found, target, kept });
  const usual = (kind: keyof typeof loads) => `${Math.round(median(done[kind].map(({ perSecond }) => perSecond)))}/s`;
  const share = (kind: keyof typeof loads, of = done) =>
    median(of[kind].map(({ perSecond }, round) => perSecond / (of.alone[round]?.perSecond ?? Number.NaN)));
  const cost = (kind: keyof typeof loads) => median(done[kind].map((one) => one.cost ?? Number.NaN)).toFixed(2);
  const p99 = (of: "alone" | "ours") => median(calm.map((one) => one[of].p99));
  const slowest = median(bursts);
  const ready = median(starts.map(({ readyAfter }) => readyAfter));
  const failed = sum(
    [...Object.values(done).flat(), ...Object.values(few).flat(), ...calm.map(({ ours }) => ours)].map((one) => one.failed),
  );
  return [
    { what: "Slack: the framework alone, acknowledging a signed command", found: usual("alone"), target: "", kept: null },
    {
      what: `Slack: the framework opening that same form each time with the bot's client (${usual("opening")}) ÷ the framework alone`,
      found: share("opening").toFixed(2),
      target: "",
      kept: null,
    },
    figure(
      `Slack: command that reads the store and opens a form (${usual("command")}) ÷ the framework alone`,
      share("command").toFixed(2),
      `≥ ${targets.command}`,
      share("command") >= targets.command,
    ),
    figure(
      `Slack: submission that writes (${usual("submission")}) ÷ the framework alone`,
      share("submission").toFixed(2),
      `≥ ${targets.submission}`,
      share("submission") >= targets.submission,
    ),
    {
      what: "Slack: the same three with a fifth as many under way at a time ÷ the framework alone",
      found: (["opening", "command", "submission"] as const).map((kind) => share(kind, few).toFixed(2)).join(", "),
      target: "",
      kept: null,
    },
    {
      what: "Slack: processor time of a command, of a submission, of the framework that opens the form, and of the framework alone",
      found: `${(["command", "submission", "opening", "alone"] as const).map(cost).join(", ")} ms`,
      target: "",
      kept: null,
    },
    figure(
      `Slack: p99 at 100/s (${milliseconds(p99("ours"))}) ÷ the framework alone (${milliseconds(p99("alone"))})`,
      (p99("ours") / Math.max(1, p99("alone"))).toFixed(1),
      `≤ ${targets.p99}`,
      p99("ours") <= targets.p99 * Math.max(1, p99("alone")),
    ),
    figure(
      "Slack: slowest acknowledgement of 200 commands at once",
      milliseconds(slowest),
      `< ${targets.burst} ms`,
      slowest < targets.burst,
    ),
    figure(`Slack: start to ready (median of ${rounds})`, milliseconds(ready), `< ${targets.start} ms`, ready < targets.start),
    ...(ours.memory === null
      ? []
      : [figure("Slack: memory once ready", `${Math.round(ours.memory)} MB`, `< ${targets.memory} MB`, ours.memory < targets.memory)]),
    figure("Slack: requests that failed, or whose form or meeting did not come of it", String(failed + undone), "0", failed + undone === 0),
  ];
}
