import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import { deliverDue } from "../../src/delivery.ts";
import { addMinutes, day, fromEpoch, hour, type Instant, instantAt, toEpoch } from "../../src/program/day.ts";
import type { PersonId } from "../../src/program/terms.ts";
import { keepRests } from "../../src/rests.ts";
import { enqueue } from "../../src/store/outbox.ts";
import type { DeliveryReport, PassTime } from "../../src/turn.ts";
import { type Address, DeliveryError, type Platform } from "../../src/ui/platform.ts";
import { openStage, type Stage } from "../support/stage.ts";

const zone = "America/Toronto";
const at = (date: string, time: string): Instant => instantAt(day(date), hour(time), zone);
const quietly = () => undefined;
const second = 1000;

/** Milliseconds until a message would be allowed that comes at `now`; 0 when this one is, and then it counts. */
type Limit = (now: number) => number;

/** So many in each second by the clock, whenever in it they come. */
function eachSecond(most: number): Limit {
  let [current, taken] = [-1, 0];
  return (now) => {
    const window = Math.floor(now / second);
    if (window !== current) [current, taken] = [window, 0];
    return taken++ < most ? 0 : (window + 1) * second - now;
  };
}

/** A bucket of tokens, which fills again by so many a second. */
function tokens(aSecond: number, atOnce: number): Limit {
  let [left, asOf] = [atOnce, 0];
  return (now) => {
    left = Math.min(atOnce, left + ((now - asOf) / second) * aSecond);
    asOf = now;
    if (left < 1 - 1e-9) return Math.ceil(((1 - left) / aSecond) * second);
    left--;
    return 0;
  };
}

describe("a platform that throttles", () => {
  let stage: Stage;
  let now: number;
  let arrived: string[];
  let waits: number[];
  const clock = () => fromEpoch(now);
  const pass: PassTime = async (milliseconds) => {
    waits.push(milliseconds);
    now += milliseconds;
    return undefined;
  };

  beforeEach(async () => {
    stage = await openStage({ now: "2009-01-12T09:00" });
    now = toEpoch(stage.now);
    arrived = [];
    waits = [];
  });
  afterEach(() => stage.close());

  /** People who coordinate the cohort, each with an address in that workspace. */
  const coordinators = async (count: number, workspace = "school"): Promise<PersonId[]> => {
    const { db } = stage.store;
    const ours = { organization_id: stage.organizationId };
    const names = Array.from({ length: count }, (_, place) => `${workspace}-${place}`);
    const people = names.map((name) => ({ ...ours, email: `${name}@x.example`, given_name: name, family_name: "X", language: "fr" }));
    const ids: PersonId[] = [];
    for (const person of people) ids.push((await db("people").insert(person).returning("id"))[0].id);
    const office = { ...ours, cohort_id: stage.cohortId, capacity: "deputy", kind: "internal", from_on: "2009-01-05" };
    const appointments = ids.map((id) => ({ ...office, person_id: id }));
    const addresses = ids.map((id) => ({ ...ours, person_id: id, platform: "web", workspace, user: String(id) }));
    await db.batchInsert("appointments", appointments, 50);
    await db.batchInsert("addresses", addresses, 50);
    return ids;
  };
  const keyOf = (id: PersonId, what = "once") => `welcome:${what}:p${id}`;
  const welcome = (ids: readonly PersonId[], { what = "once", due = stage.now, until = at("2009-01-30", "20:00") } = {}) =>
    enqueue(
      stage.store,
      ids.map((personId) => ({
        ...{ key: keyOf(personId, what), kind: "welcome", personId, subject: {} },
        ...{ organizationId: stage.organizationId, cohortId: stage.cohortId, notBefore: due, giveUpAfter: until },
      })),
    );
  const rows = () => stage.store.db("outbox").orderBy("id").select("*");

  const platformOf = (send: (to: Address, key: string) => Promise<void> | void): Platform => ({
    name: "web",
    can: {},
    start: async () => undefined,
    stop: async () => undefined,
    async send(to, { key }) {
      await send(to, key);
      arrived.push(key);
      return null;
    },
  });
  const throttle = (seconds: number): never => {
    throw new DeliveryError({ problem: "throttled", retryAfterSeconds: seconds });
  };
  /** Asks for so many seconds at each of its first calls, and lets everything through after them. */
  const asksFor = (...seconds: number[]): Platform =>
    platformOf(() => {
      const next = seconds.shift();
      if (next) throttle(next);
    });
  const deliver = (platform: Platform, wait: PassTime | undefined = pass): Promise<DeliveryReport> =>
    deliverDue(stage.store, [platform], clock, quietly, wait);

  describe("gets nearly as many messages as it allows, each once, and none before it said", () => {
    const count = 300;
    const limits: [string, { aSecond: number; limit: () => Limit }][] = [
      ["one in each second", { aSecond: 1, limit: () => eachSecond(1) }],
      ["one a second, of tokens", { aSecond: 1, limit: () => tokens(1, 1) }],
      ["one a second, of tokens, five at once", { aSecond: 1, limit: () => tokens(1, 5) }],
      ["five in each second", { aSecond: 5, limit: () => eachSecond(5) }],
      ["five a second, of tokens, five at once", { aSecond: 5, limit: () => tokens(5, 5) }],
    ];
    const even = limits.flatMap(([what, { aSecond, limit }]) =>
      [0, 80].map((latency) => ({ what, aSecond, limit: limit(), latency, spread: 0, atLeast: 0.95 })),
    );
    // A bucket of one is full again only after a whole second, and what comes by chance a little sooner is refused.
    const uneven = {
      what: "one a second, of tokens, now and then late",
      aSecond: 1,
      limit: tokens(1, 1),
      latency: 80,
      spread: 0.2,
      atLeast: 0.9,
    };

    it.each([...even, uneven])("$what, where a call takes $latency ms", async ({ aSecond, limit, latency, spread, atLeast }) => {
      const ids = await coordinators(count);
      await welcome(ids);
      let notBefore = 0;
      let tooSoon = 0;
      let calls = 0;
      /** One way of a call. */
      const travel = () => {
        now += Math.round((latency / 2) * (1 + spread * ((((calls++ * 37) % 41) - 20) / 20)));
      };
      const platform = platformOf(() => {
        if (now < notBefore) tooSoon++;
        travel();
        const allowedIn = limit(now);
        travel();
        if (allowedIn === 0) return;
        const retryAfterSeconds = Math.ceil(allowedIn / second);
        notBefore = now + retryAfterSeconds * second;
        throttle(retryAfterSeconds);
      });
      const report = await deliver(platform);
      const seconds = (now - toEpoch(stage.now)) / second;
      expect(count / seconds / aSecond).toBeGreaterThanOrEqual(atLeast);
      expect(report).toMatchObject({ sent: count, failed: 0 });
      expect(arrived.sort()).toEqual(ids.map((id) => keyOf(id)).sort());
      expect(tooSoon).toBe(0);
    });
  });

  it("gets them more quickly again once it allows more", async () => {
    await welcome(await coordinators(300));
    const [strict, generous] = [eachSecond(1), eachSecond(10)];
    const platform = platformOf(() => {
      const allowedIn = (arrived.length < 20 ? strict : generous)(now);
      if (allowedIn > 0) throttle(Math.ceil(allowedIn / second));
    });
    expect(await deliver(platform)).toMatchObject({ sent: 300 });
    expect(now - toEpoch(stage.now)).toBeLessThan(250 * second);
  });

  it("is waited for to the second, and then gets the same message and the others", async () => {
    const ids = await coordinators(3);
    await welcome(ids);
    expect(await deliver(asksFor(37))).toEqual({ sent: 3, dropped: 0, waiting: 0, failed: 0 });
    expect(waits).toEqual([37 * second]);
    expect(arrived).toEqual(ids.map((id) => keyOf(id)));
    expect(await stage.store.db("outbox").pluck("attempts")).toEqual([1, 1, 1]);
  });

  it("is not waited for where it asks for more than a minute, or where time does not pass by itself", async () => {
    await welcome(await coordinators(2));
    expect(await deliver(asksFor(61))).toMatchObject({ sent: 0, waiting: 2 });
    for (const row of await rows()) expect(row).toMatchObject({ not_before: fromEpoch(now + 61 * second), waiting_for: "throttled" });
    now += 61 * second;
    expect(await deliverDue(stage.store, [asksFor(1)], clock, quietly)).toMatchObject({ sent: 0, waiting: 2 });
    for (const row of await rows()) expect(row).toMatchObject({ not_before: fromEpoch(now + second), leased_until: null });
    expect(waits).toEqual([]);
  });

  it.each<[string, { inConversation?: true }]>([
    ["as a whole", {}],
    ["in one conversation", { inConversation: true }],
  ])("is not asked again before it said, %s, by a later run either", async (_, where) => {
    const [first = 0 as PersonId, ...others] = await coordinators(where.inConversation ? 1 : 3);
    await welcome([first]);
    await welcome([first, ...others], { what: "twice", due: addMinutes(stage.now, 1) });
    let asked = 0;
    const platform = platformOf(() => {
      if (asked++ === 0) throw new DeliveryError({ problem: "throttled", retryAfterSeconds: 180, ...where });
    });
    const app = createApp(stage.store, [platform], quietly);
    for (let minute = 0; minute < 3; minute++) {
      await app.deliverDue(clock, pass);
      expect(asked).toBe(1);
      now += 60 * second;
    }
    now += 45 * second;
    expect(await app.deliverDue(clock, pass)).toMatchObject({ sent: others.length + 2 });
    expect(waits).toEqual([]);
  });

  it("holds up no other workspace, nor what falls due there while it is waited for", async () => {
    const here = await coordinators(120, "here");
    const elsewhere = await coordinators(120, "elsewhere");
    const later = await coordinators(1, "later");
    await welcome(here);
    await welcome(elsewhere);
    await welcome(later, { due: addMinutes(stage.now, 1 / 4) });
    const toThrottle: Record<string, number[]> = { here: [60], elsewhere: [20] };
    const platform = platformOf(({ workspace }) => {
      const seconds = toThrottle[workspace]?.shift();
      if (seconds) throttle(seconds);
    });
    let letGo: () => void = quietly;
    const wait: PassTime = (milliseconds) => {
      if (milliseconds < 60 * second) return pass(milliseconds);
      return new Promise((resolve) => {
        letGo = () => resolve(undefined);
      });
    };
    const delivered = deliver(platform, wait);
    await expect.poll(() => arrived.length, { timeout: 15_000 }).toBe(121);
    expect(new Set(arrived)).toEqual(new Set([...elsewhere, ...later].map((id) => keyOf(id))));
    now = toEpoch(addMinutes(stage.now, 1));
    letGo();
    expect(await delivered).toMatchObject({ sent: 241, waiting: 0 });
    expect(new Set(arrived).size).toBe(arrived.length);
  });

  describe("and counts what is written in each conversation", () => {
    /** Each of these conversations asks for as long, until it was asked so many times. */
    const busy = (seconds: number, ...people: readonly PersonId[]) => {
      const asked: string[] = [];
      const platform = platformOf(({ user }) => {
        asked.push(user);
        if (!people.some((id) => String(id) === user) || now - toEpoch(stage.now) >= seconds * second) return;
        throw new DeliveryError({ problem: "throttled", retryAfterSeconds: seconds, inConversation: true });
      });
      return { asked, platform };
    };

    it("holds up what is for that person alone, and is not asked again before it said", async () => {
      const [first = 0 as PersonId, second_ = 0 as PersonId, third = 0 as PersonId] = await coordinators(3);
      await welcome([first]);
      await welcome([second_, first, third], { what: "twice" });
      const { asked, platform } = busy(20, first);
      expect(await deliver(platform)).toMatchObject({ sent: 2, waiting: 2 });
      expect(asked).toEqual([first, second_, third].map(String));
      expect(waits).toEqual([]);
      const held = (await rows()).filter(({ settled_at }) => settled_at === null);
      for (const { not_before, waiting_for } of held) {
        expect(waiting_for).toBe("throttled");
        expect(toEpoch(not_before) - now).toBeGreaterThanOrEqual(20 * second);
        expect(toEpoch(not_before) - now).toBeLessThanOrEqual(25 * second);
      }
      now += 25 * second;
      expect(await deliver(platform)).toMatchObject({ sent: 2 });
    });

    it("is left alone as a whole when one conversation after the other asks to wait", async () => {
      const ids = await coordinators(5);
      await welcome(ids);
      const { asked, platform } = busy(20, ...ids);
      expect(await deliver(platform)).toMatchObject({ sent: 4, waiting: 1 });
      expect(asked.slice(0, 2)).toEqual(ids.slice(0, 2).map(String));
      expect(waits).toEqual([20 * second]);
      // The first, whose conversation was held by itself, comes with what is due next.
      now += 5 * second;
      expect(await deliver(platform)).toMatchObject({ sent: 1 });
      expect(asked).toHaveLength(7);
    });
  });

  it("loses nothing and gets nothing twice when the process stops while it waits", async () => {
    const ids = await coordinators(150);
    await welcome(ids);
    const platform = platformOf(() => {
      if (arrived.length === 2) throttle(30);
    });
    expect(await deliver(platform, async () => "stopped")).toMatchObject({ sent: 2 });
    const left = (await rows()).filter(({ settled_at }) => settled_at === null);
    expect(left).toHaveLength(148);
    expect(left[0]).toMatchObject({ not_before: fromEpoch(now + 30 * second), waiting_for: "throttled", attempts: 1 });
    for (const row of left) expect(row).toMatchObject({ leased_until: null });
    for (const row of left.slice(1)) expect(row).toMatchObject({ not_before: stage.now, attempts: 0 });

    now += 30 * second;
    expect(await deliver(asksFor())).toMatchObject({ sent: 148 });
    expect(arrived.sort()).toEqual(ids.map((id) => keyOf(id)).sort());
  });

  it("keeps no row longer than its lease lets it, and no other process takes one meanwhile", async () => {
    const ids = await coordinators(12);
    await welcome(ids);
    let calls = 0;
    const platform = platformOf(() => {
      if (calls++ % 2 === 0) throttle(50);
    });
    const others: DeliveryReport[] = [];
    const leases: boolean[] = [];
    const wait: PassTime = async (milliseconds) => {
      others.push(await deliverDue(stage.store, [asksFor()], clock, quietly));
      await pass(milliseconds);
      leases.push((await rows()).every(({ leased_until }) => leased_until === null || leased_until > clock()));
      return undefined;
    };
    expect(await deliver(platform, wait)).toMatchObject({ sent: 12, waiting: 0 });
    expect(now - toEpoch(stage.now)).toBeGreaterThan(5 * 60 * second);
    expect(new Set(leases)).toEqual(new Set([true]));
    expect(others.every(({ sent }) => sent === 0)).toBe(true);
    expect(arrived.sort()).toEqual(ids.map((id) => keyOf(id)).sort());
  });

  it("gets nothing in quiet hours that began while it was waited for, nor what is no longer worth saying", async () => {
    const [tooLate, ...late] = (await coordinators(3)) as [PersonId, ...PersonId[]];
    stage.at("2009-01-12T17:59");
    now = toEpoch(stage.now) + 30 * second;
    await welcome([tooLate], { until: clock() });
    await welcome(late);
    await deliver(asksFor(40));
    const [first, ...others] = await rows();
    expect(first).toMatchObject({ outcome: "expired", reason: "throttled" });
    for (const row of others) expect(row).toMatchObject({ not_before: at("2009-01-13", "07:30"), settled_at: null });
    expect(arrived).toEqual([]);
  });

  it("is told of as what a message waited for, where quiet hours began meanwhile", async () => {
    stage.at("2009-01-12T17:59");
    now = toEpoch(stage.now) + 30 * second;
    await welcome(await coordinators(1));
    await deliver(asksFor(40));
    expect((await rows())[0]).toMatchObject({ not_before: at("2009-01-13", "07:30"), waiting_for: "throttled", attempts: 1 });
  });

  it("gets no more of a kind for one person than in a week without waits", async () => {
    const ids = await coordinators(99);
    const [one] = ids as [PersonId];
    for (const what of ["a", "b", "c"]) await welcome(what === "c" ? [one] : ids, { what });
    const platform = platformOf((_, key) => {
      if (waits.length === 0 && key === keyOf(one, "a")) throttle(5);
    });
    expect(await deliver(platform)).toMatchObject({ sent: 198, waiting: 1 });
    expect(arrived).not.toContain(keyOf(one, "c"));
  });
});

it("what a platform asked to wait for does not last longer on a clock that is put back", () => {
  const rests = keepRests()("web/test");
  const to: Address = { platform: "web", workspace: "test", user: "one" };
  const now = at("2009-01-12", "10:00");
  rests.begin("all", now, addMinutes(now, 2));
  expect(rests.of(to, addMinutes(now, 1))).toBe(addMinutes(now, 2));
  expect(rests.of(to, addMinutes(now, -120))).toBeNull();
  expect(rests.of(to, addMinutes(now, 1))).toBeNull();
});
