import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { startSchedule } from "../../jobs/schedule.ts";
import type { App } from "../../src/app.ts";
import { fromEpoch } from "../../src/program/day.ts";

/** An app that is nothing but slow: each of its jobs lasts until it is let go. */
function slowApp() {
  const runs = { planAhead: 0, planDigests: 0, deliverDue: 0 };
  const begun: (() => void)[] = [];
  const slowly = async (what: keyof typeof runs) => {
    runs[what]++;
    await new Promise<void>((resolve) => begun.push(resolve));
  };
  const app: App = {
    handle: async () => ({ kind: "nothing" }),
    async planAhead() {
      await slowly("planAhead");
      return { notices: 0, failed: 2 };
    },
    async planDigests() {
      await slowly("planDigests");
      return { notices: 0, failed: 0 };
    },
    async deliverDue(clock) {
      await slowly("deliverDue");
      if (clock() < "2009-01-05T12:02") throw new TypeError("a private word");
      return { sent: 0, dropped: 0, waiting: 0, failed: 0 };
    },
  };
  const letGo = async () => {
    for (const resolve of begun.splice(0)) resolve();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { app, runs, letGo };
}

const minutes = (count: number) => vi.advanceTimersByTimeAsync(count * 60_000);
const clock = () => fromEpoch(Date.now());

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2009-01-05T12:00:30Z"), toFake: ["Date", "setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

it("never runs a job while it is running, be it for the first time or at a tick", async () => {
  const { app, runs, letGo } = slowApp();
  const running = await startSchedule(app, clock, () => undefined);
  await minutes(31);
  // The planning of the start lasts for two of its ticks, and the first tick of the delivery for all of the others.
  expect(runs).toEqual({ planAhead: 1, planDigests: 1, deliverDue: 1 });
  await letGo();
  await minutes(3);
  expect(runs).toEqual({ planAhead: 1, planDigests: 2, deliverDue: 2 });
  await letGo();
  await minutes(3);
  expect(runs.deliverDue).toBe(3);
  await letGo();
  await minutes(3);
  expect(runs.deliverDue).toBe(4);

  let isStopped = false;
  const stopped = running.stop().then(() => {
    isStopped = true;
  });
  await minutes(3);
  expect(isStopped).toBe(false);
  await letGo();
  await stopped;
  expect(runs.deliverDue).toBe(4);
});

it("tells of a job that failed, and of one that left work behind, without a word of it", async () => {
  const { app, letGo } = slowApp();
  const log: string[] = [];
  const running = await startSchedule(app, clock, (level, event, ids) => log.push(JSON.stringify({ level, event, ...ids })));
  for (let job = 0; job < 4; job++) await letGo();
  await running.stop();
  expect(log.map((line) => JSON.parse(line))).toEqual([
    { level: "warn", event: "job-incomplete", job: "plan-ahead", failed: 2 },
    { level: "error", event: "job-failed", job: "deliver", name: "TypeError" },
  ]);
});

it("lets a delivery wait as long as it has to, once, and no longer than until it stops", async () => {
  const { app } = slowApp();
  const ended: (string | undefined)[] = [];
  let begun = 0;
  const waiting: App = {
    ...app,
    planAhead: async () => ({ notices: 0, failed: 0 }),
    planDigests: async () => ({ notices: 0, failed: 0 }),
    async deliverDue(_, wait) {
      begun++;
      for (const seconds of [150, 3600, 1]) ended.push(await wait?.(seconds * 1000));
      return { sent: 0, dropped: 0, waiting: 0, failed: 0 };
    },
  };
  const running = await startSchedule(waiting, clock, () => undefined);
  await vi.advanceTimersByTimeAsync(149_999);
  expect(ended).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(ended).toEqual([undefined]);
  await minutes(3);
  await running.stop();
  expect(ended).toEqual([undefined, "stopped", "stopped"]);
  expect(begun).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
});
