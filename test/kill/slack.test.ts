import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { expect, it } from "vitest";
import { addMinutes, hour, type Instant } from "../../src/program/day.ts";
import { openDatabase } from "../../src/store/database.ts";
import { openSlack, type Slack } from "../support/slack/server.ts";
import { openStage, type Stage } from "../support/stage.ts";

const kills = 100;
/** Longer than a lease, so that the next process takes what the last one had begun. */
const minutesBetween = 6;
const script = new URL("../../dist/test/support/slack/delivery-process.js", import.meta.url).pathname;

/** Pairs who are welcomed on the first morning. */
async function addPairs(stage: Stage, count: number): Promise<string[]> {
  const { db } = stage.store;
  const scope = { organization_id: stage.organizationId };
  const users: string[] = [];
  const person = async (name: string): Promise<number> => {
    const row = { ...scope, email: `${name}@exemple.example`, given_name: "Personne", family_name: name, language: "fr" };
    const [added] = (await db("people").insert(row).returning("id")) as { id: number }[];
    const user = `U${name.toUpperCase()}`;
    await db("addresses").insert({ ...scope, person_id: added?.id, platform: "slack", workspace: "T1", user });
    users.push(user);
    return added?.id ?? 0;
  };
  for (let place = 0; place < count; place++) {
    const dyad = { mentor_id: await person(`mentor${place}`), mentee_id: await person(`mentee${place}`) };
    await db("dyads").insert({
      ...scope,
      ...dyad,
      cohort_id: stage.cohortId,
      coordinator_id: stage.coordinator.id,
      began_on: "2009-01-05",
    });
  }
  return users;
}

const keysIn = (slack: Slack, user: string): unknown[] => slack.dm(user).map(({ metadata }) => metadata?.event_payload.key);

it(`loses no message and shows none twice, whenever the process dies: ${kills} times at random`, async () => {
  const folder = await mkdtemp(join(tmpdir(), "triade-kill-"));
  const key = randomBytes(32);
  const url = `sqlite:${join(folder, "triade.db")}` as const;
  const slack = await openSlack({ teams: [{ id: "T1", token: "xoxb-1" }], signingSecret: "0".repeat(32), now: () => Date.now() });
  const stage = await openStage({
    now: "2009-01-05T09:00",
    plan: { quietHours: { from: hour("22:00"), to: hour("06:00") } },
    database: openDatabase(url),
    key,
  });
  const users = await addPairs(stage, 90);
  for (const user of users) slack.addUser({ id: user, team: "T1", name: user, email: `${user}@exemple.example` });
  await stage.app.planAhead(stage.now);

  const random = fc.sample(
    fc.record({
      posts: fc.integer({ min: 1, max: 3 }),
      trouble: fc.constantFrom("drop", "drop-after", null),
      ms: fc.integer({ min: 0, max: 6 }),
    }),
    kills,
  );
  const posts = () => slack.calls.filter(({ method }) => method === "chat.postMessage").length;
  const deliver = (now: Instant) =>
    spawn(process.execPath, [script, url, key.toString("base64"), slack.url, now], { stdio: ["ignore", "ignore", "inherit"] });

  let now = stage.now;
  let killed = 0;
  for (const { posts: after, trouble, ms } of random) {
    const target = posts() + after;
    const process = deliver(now);
    const ended = once(process, "exit");
    if (trouble) slack.failNext("chat.postMessage", trouble);
    const isThere = await Promise.race([slack.until(() => posts() >= target).then(() => true), ended.then(() => false)]);
    if (isThere) {
      await pause(ms);
      process.kill("SIGKILL");
      killed += 1;
    }
    await ended;
    now = addMinutes(now, minutesBetween);
  }
  // What a broken connection left in doubt is tried again within an hour or so.
  for (let round = 0; round < 5; round++) {
    await once(deliver(now), "exit");
    now = addMinutes(now, 20);
  }

  const lost = users.filter((user) => keysIn(slack, user).length === 0);
  const twice = users.filter((user) => new Set(keysIn(slack, user)).size < keysIn(slack, user).length);
  expect({ lost, twice }).toEqual({ lost: [], twice: [] });
  expect(killed).toBeGreaterThan(kills * 0.9);
  const { db } = stage.store;
  const inSlack = db("addresses").where({ platform: "slack" }).select("person_id");
  expect(await db("outbox").whereNull("settled_at").where("not_before", "<=", now).whereIn("person_id", inSlack)).toEqual([]);
  await stage.close();
  await slack.close();
  await rm(folder, { recursive: true });
}, 600_000);
