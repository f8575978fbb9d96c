import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deliverDue } from "../../src/delivery.ts";
import { addDays, addMinutes, type Day, day, daysFrom, hour, type Instant, instantAt, localTime } from "../../src/program/day.ts";
import { keepRests, type RestsOf } from "../../src/rests.ts";
import { enqueue } from "../../src/store/outbox.ts";
import type { DeliveryReport } from "../../src/turn.ts";
import { DeliveryError, type DeliveryProblem, type Platform } from "../../src/ui/platform.ts";
import { type Actor, openStage, type Stage } from "../support/stage.ts";

const zone = "America/Toronto";
const at = (date: string, time: string): Instant => instantAt(day(date), hour(time), zone);

describe("delivery", () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await openStage({ now: "2009-01-12T09:00" });
  });
  afterEach(() => stage.close());

  const dyadOf = (one: Actor) => (one === stage.mentor || one === stage.mentee ? stage.dyads.first : stage.dyads.second);
  /** A welcome to one person, due now and worth saying for two weeks. */
  const welcome = (to: Actor, key = `welcome:test:p${to.id}`) =>
    enqueue(stage.store, [
      {
        key,
        kind: "welcome",
        organizationId: stage.organizationId,
        cohortId: stage.cohortId,
        personId: to.id,
        subject: to === stage.coordinator ? { cohort: stage.cohortId } : { dyad: dyadOf(to) },
        notBefore: stage.now,
        giveUpAfter: at("2009-01-30", "20:00"),
      },
    ]);
  const row = () => stage.store.db("outbox").first("*");
  /** What the coordinator is told of a person whom nothing reaches, once: with the dyad. */
  const isToldThat = async (why: string) => {
    await stage.coordinator.says("statut");
    stage.coordinator.sees(`Marie Mentore est injoignable depuis le ${why}`);
    stage.coordinator.doesNotSee(/ersonnes injoignables/);
    await stage.coordinator.says("statut marie");
    stage.coordinator.sees(`Marie Mentore est injoignable depuis le ${why}`);
  };
  const isToldNothing = async () => {
    await stage.coordinator.says("statut");
    stage.coordinator.doesNotSee(/injoignables|aucun message/);
  };
  const fails = (problem: DeliveryProblem) => async () => {
    throw new DeliveryError(problem);
  };

  it("sends what is due once, however often it is asked to", async () => {
    await welcome(stage.mentor);
    expect(await stage.app.deliverDue(() => stage.now)).toMatchObject({ sent: 1 });
    expect(await stage.app.deliverDue(() => stage.now)).toMatchObject({ sent: 0 });
    expect(stage.mentor.shown).toHaveLength(1);
    stage.mentor.sees("Vous accompagnez Nadia Nouvelle");
  });

  it("plans the same thing once, however often it is planned", async () => {
    expect(await welcome(stage.mentor)).toBe(1);
    expect(await welcome(stage.mentor)).toBe(0);
  });

  it("says nothing at night, on a weekend or on a holiday, and says it at the next open hour", async () => {
    for (const [closed, opens] of [
      [at("2009-01-12", "21:00"), at("2009-01-13", "07:30")],
      [at("2009-01-16", "19:00"), at("2009-01-19", "07:30")],
      [at("2009-01-17", "10:00"), at("2009-01-19", "07:30")],
    ] as const) {
      await stage.store.db("outbox").delete();
      await welcome(stage.mentor);
      expect(await stage.app.deliverDue(() => closed)).toMatchObject({ sent: 0, waiting: 1 });
      expect(await row()).toMatchObject({ not_before: opens, waiting_for: "quiet-hours", settled_at: null });
      expect(await stage.app.deliverDue(() => opens)).toMatchObject({ sent: 1 });
    }
  });

  it("waits exactly as long as a throttled platform asks, and lets no other workspace wait", async () => {
    await welcome(stage.mentor);
    await welcome(stage.coordinator);
    await stage.store.db("addresses").where({ person_id: stage.coordinator.id }).update({ workspace: "elsewhere" });
    stage.whenSending = async ({ workspace }) => {
      if (workspace !== "elsewhere") throw new DeliveryError({ problem: "throttled", retryAfterSeconds: 37 });
    };
    expect(await stage.app.deliverDue(() => stage.now)).toMatchObject({ sent: 1, waiting: 1 });
    const waiting = await stage.store.db("outbox").whereNull("settled_at").first("*");
    expect(Date.parse(waiting.not_before) - Date.parse(stage.now)).toBe(37_000);
    stage.whenSending = null;
    expect(await stage.app.deliverDue(() => waiting.not_before)).toMatchObject({ sent: 1 });
  });

  it("tries again later after a passing failure, further apart each time", async () => {
    await welcome(stage.mentor);
    stage.whenSending = fails({ problem: "temporary", reason: "502" });
    const waits: number[] = [];
    let now = stage.now;
    for (let attempt = 0; attempt < 3; attempt++) {
      await stage.app.deliverDue(() => now);
      const { not_before } = await row();
      waits.push(Date.parse(not_before) - Date.parse(now));
      now = not_before;
    }
    expect(waits[1]).toBeGreaterThan(waits[0] as number);
    expect(waits[2]).toBeGreaterThan(waits[1] as number);
    stage.whenSending = null;
    expect(await stage.app.deliverDue(() => now)).toMatchObject({ sent: 1 });
  });

  it("goes on with the next address where one reaches nobody any more", async () => {
    await welcome(stage.mentor);
    const second = { ...stage.mentor.address, user: "second" };
    await stage.store.db("addresses").insert({ organization_id: stage.organizationId, person_id: stage.mentor.id, ...second });
    const tried: string[] = [];
    stage.whenSending = async ({ user }) => {
      tried.push(user);
      if (user !== "second") throw new DeliveryError({ problem: "gone", reason: "account_inactive" });
    };
    expect(await stage.app.deliverDue(() => stage.now)).toMatchObject({ sent: 1, failed: 1 });
    expect(tried).toEqual([String(stage.mentor.id), "second"]);
    await isToldNothing();
  });

  it("marks an address that reaches nobody, and says who cannot be reached", async () => {
    await welcome(stage.mentor);
    stage.whenSending = async ({ user }) => {
      if (user === String(stage.mentor.id)) throw new DeliveryError({ problem: "gone", reason: "account_inactive" });
    };
    await stage.app.deliverDue(() => stage.now);
    expect(await stage.store.db("addresses").where({ person_id: stage.mentor.id }).first("*")).toMatchObject({
      gone_reason: "account_inactive",
    });
    expect(await row()).toMatchObject({ outcome: "gone", reason: "no-address" });
    await isToldThat("12 janvier 2009 : compte désactivé");
    await stage.store.db("addresses").update({ gone_reason: "some_code_of_theirs" });
    await stage.store.db("addresses").whereNot({ person_id: stage.mentor.id }).update({ gone_at: null });
    await isToldThat("12 janvier 2009 : son adresse ne répond plus");
  });

  it("says who has no address at all", async () => {
    await welcome(stage.mentor);
    await stage.store.db("addresses").where({ person_id: stage.mentor.id }).delete();
    expect(await stage.app.deliverDue(() => stage.now)).toMatchObject({ dropped: 1 });
    await isToldThat("5 janvier 2009 : aucune adresse connue");
  });

  it("waits for a platform that does not run here, and says so once it was in vain", async () => {
    const quietly = () => undefined;
    await welcome(stage.mentor);
    expect(await deliverDue(stage.store, [], () => stage.now, quietly)).toMatchObject({ waiting: 1 });
    expect(await row()).toMatchObject({ not_before: at("2009-01-12", "10:00"), waiting_for: "no-platform", settled_at: null });
    await welcome(stage.mentee);
    expect(await stage.app.deliverDue(() => at("2009-01-12", "10:00"))).toMatchObject({ sent: 2 });

    stage.at("2009-01-19T09:01");
    await welcome(stage.mentor, "another");
    for (const [date, time] of [
      ["01-19", "09:01"],
      ["01-19", "23:00"],
      ["01-30", "11:30"],
      ["01-30", "20:30"],
    ] as const) {
      await deliverDue(stage.store, [], () => at(`2009-${date}`, time), quietly);
    }
    stage.at("2009-01-30T21:00");
    expect(await stage.store.db("outbox").where({ key: "another" }).first("*")).toMatchObject({
      outcome: "expired",
      reason: "no-platform",
    });
    await isToldThat("30 janvier 2009 : sa messagerie n’est pas reliée à Triade");
  });

  it("says who got nothing because the platform failed until it was too late, be it over a night", async () => {
    await welcome(stage.mentor);
    stage.whenSending = fails({ problem: "temporary", reason: "502" });
    for (let due = await row(); !due.settled_at; due = await row()) await stage.app.deliverDue(() => due.not_before);
    expect(await row()).toMatchObject({ outcome: "expired", reason: "temporary" });
    stage.at("2009-01-31T12:00");
    await isToldThat("30 janvier 2009 : sa messagerie ne répond pas");
  });

  it("says no more of it once a message arrives, nor after a month", async () => {
    await welcome(stage.mentor);
    stage.whenSending = fails({ problem: "refused", reason: "invalid_blocks" });
    await stage.app.deliverDue(() => stage.now);
    stage.at("2009-01-14T09:00");
    await isToldThat("12 janvier 2009 : sa messagerie refuse les messages");
    stage.at("2009-02-10T09:00");
    await isToldThat("12 janvier 2009 : sa messagerie refuse les messages");
    stage.at("2009-02-13T09:00");
    await isToldNothing();

    stage.at("2009-01-15T09:00");
    stage.whenSending = null;
    await welcome(stage.mentor, "another");
    await stage.app.deliverDue(() => stage.now);
    await isToldNothing();
  });

  it.each([
    [{ problem: "temporary", reason: "missing_scope" }, "missing_scope"],
    [{ problem: "refused", reason: "a private word" }, "odd"],
    [{ problem: "throttled", retryAfterSeconds: 37 }, "throttled"],
  ] as const)(
    "says in the log by its code why it was not delivered, and nothing else that the platform said: %j",
    async (problem, reason) => {
      await welcome(stage.mentor);
      stage.whenSending = fails(problem);
      await stage.app.deliverDue(() => stage.now);
      expect(stage.log.map((line) => JSON.parse(line))).toMatchObject([{ event: "delivery", problem: problem.problem, reason }]);
      expect(stage.log.join()).not.toContain("private");
    },
  );

  it("stops at once when the platform will never take the message", async () => {
    await welcome(stage.mentor);
    stage.whenSending = fails({ problem: "refused", reason: "invalid_blocks" });
    expect(await stage.app.deliverDue(() => stage.now)).toMatchObject({ failed: 1 });
    expect(await row()).toMatchObject({ outcome: "refused", reason: "invalid_blocks" });
  });

  it("keeps no more than a code of what a platform says when it refuses", async () => {
    await welcome(stage.mentor);
    stage.whenSending = fails({ problem: "refused", reason: "Nadia may not be written to" });
    await stage.app.deliverDue(() => stage.now);
    expect(await row()).toMatchObject({ outcome: "refused", reason: "odd" });
  });

  it("gives up on what is no longer worth saying, and says so", async () => {
    await welcome(stage.mentor);
    await stage.app.deliverDue(() => at("2009-02-03", "09:00"));
    expect(await row()).toMatchObject({ outcome: "expired", reason: "too-late" });
    expect(stage.mentor.shown).toEqual([]);
  });

  it("holds messages back during a pause and delivers them after it", async () => {
    await welcome(stage.mentor);
    await stage.store
      .db("pauses")
      .insert({ organization_id: stage.organizationId, person_id: stage.mentor.id, from_on: "2009-01-10", until_on: "2009-01-20" });
    expect(await stage.app.deliverDue(() => stage.now)).toMatchObject({ sent: 0, waiting: 1 });
    const { not_before } = await row();
    expect(localTime(not_before, zone)).toEqual({ day: "2009-01-21", hour: "07:30" });
    expect(await stage.app.deliverDue(() => not_before)).toMatchObject({ sent: 1 });
  });

  it("sends no more of a kind in a week than its cap; what is over waits", async () => {
    for (const key of ["a", "b", "c"]) await welcome(stage.mentor, key);
    expect(await stage.app.deliverDue(() => stage.now)).toMatchObject({ sent: 2, waiting: 1 });
    const { not_before } = await stage.store.db("outbox").whereNull("settled_at").first("*");
    expect(not_before > addDays(stage.today, 6)).toBe(true);
  });

  describe("among several processes", () => {
    const quietly = () => undefined;
    const minutes = (count: number): Instant => addMinutes(stage.now, count);

    /** A platform that remembers what arrived, and takes as long as `whenSending` does. */
    const platformOf = (arrived: string[], whenSending: (key: string) => Promise<void> | void = () => undefined): Platform => ({
      name: "web",
      can: { lookUp: async (_, key) => (arrived.includes(key) ? { receipt: null } : null) },
      start: async () => undefined,
      stop: async () => undefined,
      async send(_, { key }) {
        arrived.push(key);
        await whenSending(key);
        return null;
      },
    });
    /** The process dies in the middle of a message: nothing comes back, and nothing is recorded. */
    const forEver = () => new Promise<void>(() => undefined);
    const welcomeAll = async () => {
      const keys: string[] = [];
      for (const to of [stage.mentor, stage.mentee, stage.otherMentor, stage.otherMentee]) {
        for (const time of ["once", "again"]) {
          keys.push(`welcome:${time}:p${to.id}`);
          await welcome(to, keys.at(-1));
        }
      }
      return keys.sort();
    };

    it("asks the platform before it sends again what a process that died had begun", async () => {
      await welcome(stage.mentor);
      await welcome(stage.mentee);
      const arrived: string[] = [];
      void deliverDue(stage.store, [platformOf(arrived, forEver)], () => stage.now, quietly);
      await expect.poll(() => arrived.length).toBe(1);
      const other = [platformOf(arrived)];
      expect(await deliverDue(stage.store, other, () => stage.now, quietly)).toMatchObject({ sent: 0 });
      expect(await deliverDue(stage.store, other, () => minutes(6), quietly)).toMatchObject({ sent: 2 });
      expect(arrived.sort()).toEqual([`welcome:test:p${stage.mentor.id}`, `welcome:test:p${stage.mentee.id}`].sort());
    });

    it("asks it even where a night or a failure lies between", async () => {
      stage.at("2009-01-12T17:30");
      await welcome(stage.mentor);
      const arrived: string[] = [];
      void deliverDue(stage.store, [platformOf(arrived, forEver)], () => stage.now, quietly);
      await expect.poll(() => arrived.length).toBe(1);

      const other = platformOf(arrived);
      const failing: Platform = { ...other, can: { lookUp: fails({ problem: "temporary", reason: "502" }) } };
      expect(await deliverDue(stage.store, [failing], () => minutes(6), quietly)).toMatchObject({ waiting: 1 });
      expect(await deliverDue(stage.store, [other], () => at("2009-01-12", "21:00"), quietly)).toMatchObject({ waiting: 1 });
      expect(await deliverDue(stage.store, [other], () => at("2009-01-13", "07:30"), quietly)).toMatchObject({ sent: 1 });
      expect(arrived).toHaveLength(1);
    });

    describe("to somebody who is in two workspaces", () => {
      let shown: string[];
      /** What a workspace meets that is asked what it has. */
      let troubles: Record<string, DeliveryProblem>;
      const platform: Platform = {
        name: "web",
        can: {
          reaches: ({ workspace }) => !(workspace in troubles),
          async lookUp({ workspace }, key) {
            const trouble = troubles[workspace];
            if (trouble) throw new DeliveryError(trouble);
            return shown.includes(`${workspace} ${key}`) ? { receipt: "r" } : null;
          },
        },
        start: async () => undefined,
        stop: async () => undefined,
        async send({ workspace }, { key }) {
          shown.push(`${workspace} ${key}`);
          return null;
        },
      };
      let restsOf: RestsOf;
      const deliver = (after: number) => deliverDue(stage.store, [platform], () => minutes(after), quietly, undefined, restsOf);

      /** The process died after the first workspace took a message, or before; the other one is known first to the next process. */
      const dies = async (when: "after" | "before") => {
        troubles = {};
        shown = [];
        restsOf = keepRests();
        await welcome(stage.mentor);
        const { organization_id } = await stage.store.db("people").where({ id: stage.mentor.id }).first();
        const second = { ...stage.mentor.address, workspace: "second" };
        await stage.store.db("addresses").insert({ organization_id, person_id: stage.mentor.id, ...second });
        if (when === "after") await deliver(0);
        await stage.store.db("outbox").update({ settled_at: null, outcome: null, leased_until: minutes(5) });
      };

      it("finds it in the one that took it, and sends it in no other, once that one can be asked", async () => {
        await dies("after");
        const once = [`${stage.mentor.address.workspace} welcome:test:p${stage.mentor.id}`];
        troubles = { [stage.mentor.address.workspace]: { problem: "temporary", reason: "no-token" } };
        expect(await deliver(6)).toMatchObject({ sent: 0, waiting: 1 });
        expect(await row()).toMatchObject({ waiting_for: "temporary" });
        troubles = { [stage.mentor.address.workspace]: { problem: "throttled", retryAfterSeconds: 120 } };
        expect(await deliver(9)).toMatchObject({ sent: 0, waiting: 1 });
        expect(await row()).toMatchObject({ waiting_for: "throttled", not_before: minutes(11) });
        expect(shown).toEqual(once);
        troubles = {};
        expect(await deliver(11)).toMatchObject({ sent: 1 });
        expect(shown).toEqual(once);
      });

      it("sends it once where neither took it", async () => {
        await dies("before");
        expect(await deliver(6)).toMatchObject({ sent: 1 });
        expect(shown).toHaveLength(1);
      });

      it.each<DeliveryProblem>([
        { problem: "gone", reason: "account_inactive" },
        { problem: "refused", reason: "odd" },
      ])("waits for none that will never say: %j", async (trouble) => {
        await dies("before");
        troubles = { [stage.mentor.address.workspace]: trouble };
        expect(await deliver(6)).toMatchObject({ sent: 1 });
        expect(shown).toEqual([`second welcome:test:p${stage.mentor.id}`]);
      });

      it("waits for one that cannot be asked for a quarter of an hour, and no longer", async () => {
        await dies("before");
        troubles = { [stage.mentor.address.workspace]: { problem: "temporary", reason: "no-token" } };
        for (let minute = 6; minute < 21; minute++) expect(await deliver(minute)).toMatchObject({ sent: 0 });
        for (let minute = 21; minute < 60; minute++) await deliver(minute);
        expect(shown).toEqual([`second welcome:test:p${stage.mentor.id}`]);
      });

      it("waits no longer for having been tried often", async () => {
        await dies("before");
        await stage.store.db("outbox").update({ attempts: 30 });
        troubles = { [stage.mentor.address.workspace]: { problem: "temporary", reason: "no-token" } };
        for (let minute = 6; minute < 21; minute++) expect(await deliver(minute)).toMatchObject({ sent: 0 });
        expect(await deliver(21)).toMatchObject({ sent: 1 });
      });

      it("waits not at all where it would be too late by then", async () => {
        await dies("before");
        await stage.store.db("outbox").update({ attempts: 30, give_up_after: minutes(15) });
        troubles = { [stage.mentor.address.workspace]: { problem: "temporary", reason: "no-token" } };
        await deliver(6);
        expect(shown).toHaveLength(1);
      });

      it("waits as long as it is asked to, and however often an attempt was made before", async () => {
        await dies("after");
        await stage.store.db("outbox").update({ attempts: 30 });
        for (let minute = 6; minute < 40; minute++) {
          troubles = { [stage.mentor.address.workspace]: { problem: "throttled", retryAfterSeconds: 30 } };
          await deliver(minute);
        }
        expect(shown).toHaveLength(1);
        troubles = {};
        await deliver(41);
        expect(shown).toHaveLength(1);
        expect(await row()).toMatchObject({ outcome: "sent" });
      });
    });

    it("sends nothing twice and loses nothing, however long one of them takes", async () => {
      const keys = await welcomeAll();
      let now = stage.now;
      const clock = () => now;
      const arrived: string[] = [];
      const slow = [
        platformOf(arrived, () => {
          now = addMinutes(now, 1);
        }),
      ];
      const left = async () => (await stage.store.db("outbox").whereNull("settled_at").pluck("id")).length;
      const reports: DeliveryReport[] = [];
      const process = async () => {
        do reports.push(await deliverDue(stage.store, slow, clock, quietly));
        while ((await left()) > 0);
      };
      await Promise.all([process(), process()]);
      expect(now).toBe(minutes(keys.length));
      expect(arrived.sort()).toEqual(keys);
      expect(reports.reduce((sum, { sent }) => sum + sent, 0)).toBe(keys.length);
      expect(await stage.store.db("outbox").where({ outcome: "sent" }).pluck("attempts")).toEqual(keys.map(() => 1));
    });

    it("goes on asking for what was interrupted when the asking is slow as well", async () => {
      const keys = await welcomeAll();
      await deliverDue(stage.store, [{ ...platformOf([]), name: "web" }], () => stage.now, quietly);
      await stage.store.db("outbox").update({ settled_at: null, outcome: null, leased_until: minutes(5) });
      let now = minutes(6);
      const arrived = [...keys];
      const lookUp = async () => {
        now = addMinutes(now, 1);
        return { receipt: null };
      };
      const slow: Platform = { ...platformOf(arrived), can: { lookUp } };
      expect(await deliverDue(stage.store, [slow], () => now, quietly)).toMatchObject({ sent: keys.length });
      expect(arrived).toEqual(keys);
    });

    it("writes nothing about a row that another process has taken meanwhile", async () => {
      await welcome(stage.mentor);
      let now = stage.now;
      const arrived: string[] = [];
      const log: string[] = [];
      const stuck = platformOf(arrived, async () => {
        now = minutes(6);
        expect(await deliverDue(stage.store, [platformOf(arrived)], () => now, quietly)).toMatchObject({ sent: 1 });
        throw new DeliveryError({ problem: "refused", reason: "too_slow" });
      });
      const report = await deliverDue(
        stage.store,
        [stuck],
        () => now,
        (_, event) => log.push(event),
      );
      expect(report).toEqual({ sent: 0, dropped: 0, waiting: 0, failed: 0 });
      expect(log).toEqual(["delivery", "lease-lost"]);
      expect(await row()).toMatchObject({ outcome: "sent", reason: null, settled_at: now });
      expect(arrived).toHaveLength(1);
    });
  });
});

describe("a defect in one message", () => {
  it("holds up no other, is logged by its name alone, and is tried again", async () => {
    const stage = await openStage({ now: "2009-01-05T06:00" });
    await stage.app.planAhead(stage.now);
    stage.whenSending = async ({ user }) => {
      if (user === String(stage.mentor.id)) throw new TypeError("a private word");
    };
    await stage.passes({ to: "2009-01-05T08:30" });
    expect(stage.mentor.shown).toEqual([]);
    expect(stage.mentee.shown).not.toEqual([]);
    expect(stage.log.join()).toContain("TypeError");
    expect(stage.log.join()).not.toContain("a private word");
    stage.whenSending = null;
    await stage.passes({ to: "2009-01-05T09:30" });
    expect(stage.mentor.shown).not.toEqual([]);
    await stage.close();
  });
});

describe("planning", () => {
  /** Plans at noon of each of these days, and delivers nothing. */
  const planOn = async (days: readonly Day[]): Promise<{ now: Instant; rows: { key: string; give_up_after: Instant }[] }> => {
    const stage = await openStage({ now: "2009-01-05T06:00" });
    for (const date of days) {
      stage.at(`${date}T12:00`);
      for (const plan of [stage.app.planAhead, stage.app.planAhead, stage.app.planDigests, stage.app.planDigests]) await plan(stage.now);
    }
    const rows = await stage.store.db("outbox").orderBy("key").select("key", "give_up_after");
    await stage.close();
    return { now: stage.now, rows };
  };

  it.each([
    ["a weekend", "2009-01-16", "2009-01-19"],
    ["a month", "2009-01-20", "2009-02-20"],
  ])("repeats nothing, and after an outage of %s says all that is still worth saying", async (_, last, first) => {
    const steady = await planOn(daysFrom(day("2009-01-05"), day(first)));
    const patchy = await planOn([...daysFrom(day("2009-01-05"), day(last)), day(first)]);
    const keys = ({ now, rows }: typeof steady) => rows.filter(({ give_up_after }) => give_up_after > now).map(({ key }) => key);
    expect(keys(patchy)).toEqual(keys(steady));
    expect(new Set(keys(steady)).size).toBe(keys(steady).length);
  });

  it("leaves no school out because another's plan is broken, and says how many could not be planned", async () => {
    const broken = await openStage({ now: "2009-01-05T06:00" });
    const stage = await openStage({ now: "2009-01-05T06:00", database: broken.store.db });
    await broken.store.db("cohorts").where({ id: broken.cohortId }).update({ plan: "a private word" });

    const { notices, failed } = await stage.app.planAhead(stage.now);
    expect(failed).toBe(1);
    expect(notices).toBeGreaterThan(0);
    const rows = (organizationId: number) => stage.store.db("outbox").where({ organization_id: organizationId }).pluck("key");
    expect(await rows(stage.organizationId)).toHaveLength(notices);
    expect(await rows(broken.organizationId)).toEqual([]);
    expect(stage.log.map((line) => JSON.parse(line))).toEqual([
      {
        level: "error",
        event: "planning-defect",
        what: "notices",
        organization: broken.organizationId,
        cohort: broken.cohortId,
        name: "SyntaxError",
      },
    ]);
    await stage.close();
  });

  it("announces a follow-up, recalls it a week and a day before, and stops when it is held", async () => {
    const stage = await openStage({ now: "2009-01-05T06:00" });
    await stage.app.planAhead(stage.now);
    const [first] = await stage.store.db("follow_ups").where({ stage: "follow-up-1", dyad_id: stage.dyads.first });
    await stage.passes({ to: `${addDays(first.on_day, -2)}T12:00` });
    const kinds = async () =>
      (await stage.store
        .db("outbox")
        .where({ person_id: stage.mentor.id, outcome: "sent" })
        .whereLike("kind", "follow-up-%")
        .orderBy("settled_at")
        .pluck("kind")) as string[];
    expect(await kinds()).toEqual(["follow-up-announced", "follow-up-in-a-week"]);
    await stage.store
      .db("follow_ups")
      .where({ id: first.id })
      .update({ held_on: stage.today, held_by: stage.coordinator.id, held_at: stage.now });
    await stage.passes({ days: 4 });
    expect(await kinds()).toEqual(["follow-up-announced", "follow-up-in-a-week"]);
    await stage.close();
  });
});
