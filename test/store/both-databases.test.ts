import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrations } from "../../migrations/index.ts";
import { deliverDue } from "../../src/delivery.ts";
import { refreshHomes } from "../../src/homes.ts";
import { planCohorts } from "../../src/planning.ts";
import { addMinutes } from "../../src/program/day.ts";
import type { MeetingEntry } from "../../src/program/meeting.ts";
import type { Dyad, MeetingId } from "../../src/program/terms.ts";
import { reviewDue } from "../../src/review.ts";
import { chooseMessenger, readMessengers, readReachability } from "../../src/store/addresses.ts";
import { type Database, inspectDatabase, migrate, openDatabase } from "../../src/store/database.ts";
import { keepHome } from "../../src/store/homes.ts";
import { insertMeeting, readMeeting } from "../../src/store/meetings.ts";
import { DatabaseProblem } from "../../src/store/problems.ts";
import { askReview } from "../../src/store/reviews.ts";
import { beginForm, createSeen, endForm } from "../../src/store/seen.ts";
import { createStore } from "../../src/store/store.ts";
import { createVault, type KeyRing, newInstallationKey } from "../../src/store/vault.ts";
import { findVisitor, type Visitor } from "../../src/store/visitors.ts";
import { DeliveryError, messengers, type Platform } from "../../src/ui/platform.ts";
import { startPostgres } from "../support/postgres.ts";
import { openStage } from "../support/stage.ts";

type Opener = () => Promise<Database>;

function behavesLikeTheStore(name: string, open: Opener): void {
  describe(name, () => {
    it("goes up to the newest version, and back down to nothing", async () => {
      const db = await open();
      expect(await inspectDatabase(db)).toBe("empty");
      expect(await migrate(db)).toEqual(migrations.map((migration) => migration.name));
      expect(await migrate(db)).toEqual([]);
      expect(await inspectDatabase(db)).toBe("current");
      for (const migration of migrations.toReversed()) await migration.down(db);
      expect(await db.schema.hasTable("organizations")).toBe(false);
      await db.destroy();
    });

    it("keeps where a message was shown that an earlier version sent", async () => {
      const stage = await openStage({ now: "2009-01-05T06:00", updates: true, database: await open() });
      const { db } = stage.store;
      await stage.passes({ to: "2009-01-20T12:00" });
      const stillOpen = () => db("outbox").whereNotNull("receipt").orderBy("id").select("*");
      const before = await stillOpen();
      expect(before.length).toBeGreaterThan(0);
      const own = migrations.filter((migration) => migration.name >= "0004");
      for (const { down } of own.toReversed()) await down(db);
      expect(await stillOpen()).toMatchObject(before.map(({ id }) => ({ id, shown_at: expect.any(Number) })));
      for (const { up } of own) await up(db);
      expect(await stillOpen()).toEqual(before);
      await stage.close();
    });

    it("refuses a database of a newer version", async () => {
      const db = await open();
      await migrate(db);
      await db("knex_migrations").insert({ name: "9999-from-the-future", batch: 2, migration_time: new Date(0) });
      await expect(inspectDatabase(db)).rejects.toThrow(DatabaseProblem);
      await expect(inspectDatabase(db)).rejects.toThrow(/9999-from-the-future/);
      await db.destroy();
    });

    it("plays a dialogue: a meeting is logged, corrected and withdrawn", async () => {
      const stage = await openStage({ now: "2009-03-09T10:00", database: await open() });
      await stage.mentor.says("rencontre");
      await stage.mentor.fillsIn({ heldOn: "2009-03-06", minutes: "40" });
      await stage.mentor.presses("Corriger");
      await stage.mentor.fillsIn({ minutes: "50" });
      stage.mentor.sees("50 min");
      await stage.mentor.presses("Retirer");
      await stage.mentor.presses("Oui, retirer");
      stage.mentor.sees("est retirée");
      await stage.close();
    });

    it("gives each of many forms that come at once to one alone, and knows those carried out from those that came to nothing", async () => {
      const { store, now, close } = await openStage({ now: "2009-03-09T10:00", database: await open() });
      const forms = Array.from({ length: 150 }, (_, place) => `form-${(place * 7) % 50}`);
      const begin = () => Promise.all(forms.map((form) => beginForm(store, form, now)));
      const begun = await begin();
      expect(begun.slice(0, 50)).toEqual(Array(50).fill("begun"));
      expect(begun.slice(50)).toEqual(Array(100).fill("under-way"));
      const isDone = (form: string) => !form.endsWith("3");
      await Promise.all(forms.slice(0, 50).map((form) => endForm(store, form, now, isDone(form))));
      expect((await begin()).slice(0, 50)).toEqual(forms.slice(0, 50).map((form) => (isDone(form) ? "taken" : "begun")));
      const left = addMinutes(now, 2);
      expect(await Promise.all(["form-3", "form-4", "form-3"].map((form) => beginForm(store, form, left)))).toEqual([
        "begun",
        "taken",
        "under-way",
      ]);
      await close();
    });

    it("looks again at what was shown to all whom several ask about at once, and to nobody else", async () => {
      const stage = await openStage({ now: "2009-01-05T06:00", updates: true, database: await open() });
      const { store, organizationId, mentor, mentee, coordinator, otherMentor } = stage;
      await stage.passes({ to: "2009-01-20T12:00" });
      for (const { address } of [mentor, mentee, otherMentor]) await keepHome(store, address, "as it was", stage.now);
      const elsewhere = (Number(organizationId) + 1) as typeof organizationId;
      await Promise.all([
        askReview(store, organizationId, [coordinator.id], stage.now),
        askReview(store, organizationId, [mentor.id, mentee.id], stage.now, false),
        askReview(store, organizationId, [mentee.id], stage.now),
        askReview(store, elsewhere, [otherMentor.id], stage.now),
      ]);
      const reviewed = await store.db("outbox").where({ review_at: stage.now }).distinct("person_id").pluck("person_id");
      expect(reviewed.sort()).toEqual([coordinator.id, mentor.id, mentee.id].sort());
      const refreshed = await store.db("homes").where({ refresh_at: stage.now }).pluck("person_id");
      expect(refreshed).toEqual([mentee.id]);
      await stage.close();
    });

    it("tells what comes a second time by its key, however long that is", async () => {
      const stage = await openStage({ now: "2009-03-09T10:00", database: await open() });
      const firstTime = createSeen(stage.store, () => stage.now);
      const keys = ["teams/short", `teams/${"a".repeat(1000)}`, `teams/${"a".repeat(1000)}b`];
      expect(await firstTime([...keys, ...keys])).toEqual([true, true, true, false, false, false]);
      expect(await firstTime(keys)).toEqual([false, false, false]);
      await stage.close();
    });

    it("writes the meetings that are logged at the same moment, each into its own dyad with its own words", async () => {
      const stage = await openStage({ now: "2009-03-09T10:00", database: await open() });
      const { mentor, mentee, otherMentor, otherMentee, store, now } = stage;
      // More of them than one statement takes, and many of one dyad by one person.
      const logged = Array.from({ length: 20 }, () => [mentor, otherMentor, mentee, otherMentee, mentor]).flat();
      const visitors = await Promise.all(logged.map(({ address }) => findVisitor(store, address, now)));
      const written = visitors.map((visitor, place) => {
        const { person, today, dyads, viewer } = visitor as Visitor;
        const entry: MeetingEntry = {
          heldOn: today,
          minutes: 1 + place,
          mode: "phone",
          topics: [],
          otherTopic: `words ${place}`,
          objectives: [],
        };
        return { viewer, dyad: dyads[0] as Dyad, version: { number: 1, by: person.id, at: now, entry, changed: [] } };
      });
      const ids = await Promise.all(written.map(({ dyad, version }) => insertMeeting(store, dyad, version)));
      expect(new Set(ids).size).toBe(logged.length);
      for (const [place, { viewer, dyad, version }] of written.entries()) {
        const meeting = await readMeeting(store, viewer, dyad, ids[place] as MeetingId);
        expect(meeting).toMatchObject({ dyadId: dyad.id, versions: [version] });
      }
      await stage.close();
    });

    it("plans and delivers a month, each notice once", async () => {
      const stage = await openStage({ now: "2009-01-05T06:00", database: await open() });
      await stage.app.planAhead(stage.now);
      await stage.passes({ days: 30 });
      const sent = (await stage.store.db("outbox").where({ outcome: "sent" }).pluck("key")) as string[];
      expect(sent.filter((key) => key.startsWith("welcome:"))).toHaveLength(6);
      expect(sent.filter((key) => key.startsWith("follow-up-announced:"))).not.toHaveLength(0);
      const people = [stage.coordinator, stage.deputy, stage.mentor, stage.mentee, stage.otherMentor, stage.otherMentee];
      expect(people.reduce((sum, { shown }) => sum + shown.length, 0)).toBe(sent.length);
      await stage.close();
    });

    it("has the messages that were sent say what became of them, of all whom it concerns", async () => {
      const stage = await openStage({ now: "2009-01-05T06:00", database: await open(), updates: true });
      const { mentor, mentee, coordinator } = stage;
      await stage.app.planAhead(stage.now);
      const [first] = await stage.store.db("follow_ups").where({ stage: "follow-up-1", dyad_id: stage.dyads.first });
      await stage.passes({ to: `${first.on_day}T17:00` });
      stage.updated.length = 0;
      await coordinator.pressesRaw("lead-follow-up.record", { followUp: String(first.id) });
      await coordinator.fillsIn({ heldOn: first.on_day, "record-notebook": "presented" });
      await stage.app.deliverDue(() => stage.now);
      for (const who of [mentor, mentee, coordinator]) expect(who.everything).toMatch(/Ce suivi a eu lieu\./);
      expect(stage.otherMentor.everything).not.toMatch(/Ce suivi a eu lieu\./);
      const asked = await stage.store.db("outbox").whereNotNull("receipt").where("review_at", "<=", stage.now).pluck("key");
      expect([asked, stage.log]).toEqual([[], []]);
      await stage.close();
    });

    it("composes again the homes of those whom something concerns, and all of them on a new day", async () => {
      const stage = await openStage({ now: "2009-01-12T09:00", database: await open() });
      const { mentor, mentee, otherMentee, coordinator } = stage;
      const shown: string[] = [];
      const platform: Platform = {
        name: "web",
        can: { showHome: async ({ user }) => void shown.push(user) },
        start: async () => undefined,
        stop: async () => undefined,
        send: async () => null,
      };
      const users = (...people: readonly { id: number }[]) => people.map(({ id }) => String(id)).sort();
      const refreshed = async (): Promise<string[]> => {
        await refreshHomes(
          stage.store,
          [platform],
          () => stage.now,
          () => undefined,
        );
        return shown.splice(0).sort();
      };
      await stage.app.planAhead(stage.now);
      for (const { address } of [mentor, mentee, otherMentee, coordinator]) await keepHome(stage.store, address, "digest", stage.now);
      await keepHome(stage.store, mentor.address, "digest of another", stage.now);
      await keepHome(stage.store, { ...mentor.address, user: "nobody" }, "digest", stage.now);
      expect(await refreshed()).toEqual([]);
      await mentor.says("rencontre");
      await mentor.fillsIn({ heldOn: "2009-01-12", minutes: "45", topics: ["classroom"] });
      expect(await refreshed()).toEqual(users(mentor, mentee, coordinator));
      const [one] = await stage.store.db("follow_ups").where({ stage: "follow-up-1", dyad_id: stage.dyads.first });
      await coordinator.pressesRaw("lead-follow-up.move", { followUp: String(one.id) });
      await coordinator.fillsIn({ on: "2009-01-27" });
      expect(await refreshed()).toEqual(users(mentor, mentee, coordinator));
      stage.at("2009-01-13T04:00");
      expect(await refreshed()).toEqual(users(mentor, mentee, otherMentee, coordinator));
      expect([await refreshed(), stage.log]).toEqual([[], []]);
      await stage.close();
    });

    it("gives a person the address that they confirm, one of several that they confirm at once", async () => {
      const stage = await openStage({ now: "2009-03-09T10:00", database: await open() });
      const data = { person: String(stage.mentor.id) };
      const profile = { kind: "member", name: "Marie", email: "Marie.Mentore@exemple.example" } as const;
      const from = ["U1", "U2", "U3", "U4", "U5"].map((user) => ({ platform: "slack", workspace: "T1", user }));
      for (const address of from) await stage.app.handle({ kind: "introduced", from: address, profile }, stage.now);
      // With their connections open, the presses truly meet.
      await Promise.all(from.map(() => stage.store.db.raw("select 1")));
      await Promise.all(
        [...from, ...from].map((address) =>
          stage.app.handle({ kind: "press", action: "introduction.confirm", from: address, data }, stage.now),
        ),
      );
      expect(await stage.store.db("addresses").where({ platform: "slack" }).pluck("person_id")).toEqual([stage.mentor.id]);
      expect(await stage.store.db("introductions")).toEqual([]);
      expect(stage.log).toEqual([]);
      await stage.close();
    });

    it("tells somebody who is reached in several messengers where they chose, or else where they were linked first", async () => {
      const stage = await openStage({ database: await open() });
      const store = { ...stage.store, messengers };
      const { id } = stage.mentor;
      const scope = { organization_id: stage.organizationId, person_id: id };
      const visitor = await findVisitor(store, stage.mentor.address, stage.now);
      if (!visitor) throw new Error("nobody is there");
      const { person } = visitor;
      const told = async () => (await readReachability(store, person, stage.today)).addresses.map(({ platform }) => platform);
      for (const platform of ["slack", "teams"]) await store.db("addresses").insert({ ...scope, platform, workspace: "W", user: "U" });
      expect([await told(), await readMessengers(store, person)]).toEqual([
        ["web", "slack", "teams"],
        ["slack", "teams"],
      ]);
      await chooseMessenger(store, person, "teams");
      expect([await told(), await readMessengers(store, person)]).toEqual([
        ["teams", "web", "slack"],
        ["teams", "slack"],
      ]);
      expect(await readMessengers({ ...store, messengers: ["slack"] }, person)).toEqual([]);
      await stage.close();
    });

    it("invites whoever is not linked, links them on a coordinator's word once, and gives them what they missed", async () => {
      const stage = await openStage({ now: "2009-01-05T06:00", database: await open() });
      const { coordinator, deputy, mentor } = stage;
      await stage.store.db("addresses").where({ person_id: mentor.id }).delete();
      const marie = stage.newcomer("U1", { kind: "member", name: "marie.m", email: "marie.mentore@exemple.example" });
      stage.whenLookingUp = async () => ({ at: marie.address, profile: marie.profile as never });
      await stage.passes({ days: 1 });
      await coordinator.says("participants");
      await coordinator.presses("Inviter");
      await stage.passes({ to: "2009-01-06T12:00" });
      marie.sees("Êtes-vous Marie Mentore");
      for (const who of [coordinator, deputy]) await who.says("participants");
      await Promise.all([1, 2, 3].map(() => stage.store.db.raw("select 1")));
      await Promise.all([coordinator, deputy, coordinator].map((who) => who.presses("C’est bien cette personne")));
      expect(await stage.store.db("addresses").where({ person_id: mentor.id }).pluck("user")).toEqual(["U1"]);
      expect(await stage.store.db("outbox").where({ kind: "linked" })).toHaveLength(1);
      await stage.passes({ days: 2 });
      expect(marie.everything).toContain("Vous accompagnez Nadia Nouvelle");
      await marie.presses("Ce n’est pas moi");
      await coordinator.says("participants");
      coordinator.sees("a répondu le 8 janvier 2009 que ce n’est pas cette personne");

      await coordinator.presses("Dire qui c’est");
      await coordinator.fillsIn({ person: String(mentor.id) });
      coordinator.sees("Ce compte a répondu que ce n’est pas cette personne");
      await stage.passes({ days: 31 });
      expect(await stage.store.db("introductions")).toEqual([]);
      expect(stage.log).toEqual([]);
      await stage.close();
    });

    it("says whom no message reaches: refused, gone, or with no address", async () => {
      const stage = await openStage({ now: "2009-01-05T06:00", database: await open() });
      const { mentor, mentee, otherMentor, coordinator } = stage;
      await stage.store.db("addresses").where({ person_id: otherMentor.id }).delete();
      stage.whenSending = async ({ user }) => {
        if (user === String(mentor.id)) throw new DeliveryError({ problem: "refused", reason: "invalid_blocks" });
        if (user === String(mentee.id)) throw new DeliveryError({ problem: "gone", reason: "account_inactive" });
      };
      await stage.passes({ days: 1 });
      await coordinator.says("statut");
      coordinator.sees("Marie Mentore est injoignable depuis le 5 janvier 2009 : sa messagerie refuse les messages");
      coordinator.sees("Nadia Nouvelle est injoignable depuis le 5 janvier 2009 : compte désactivé");
      coordinator.sees("Marc Ancien est injoignable depuis le 5 janvier 2009 : aucune adresse connue");
      coordinator.doesNotSee("Noé Débutant est injoignable");
      await stage.close();
    });
  });
}

behavesLikeTheStore("SQLite", async () => openDatabase("sqlite::memory:"));

describe("with PostgreSQL", () => {
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  behavesLikeTheStore("PostgreSQL", async () => openDatabase(await postgres.newDatabase()));

  it("shares the work among processes: planned, delivered and updated together, nothing twice and nothing lost", async () => {
    const url = await postgres.newDatabase();
    const stage = await openStage({ now: "2009-01-05T09:00", database: openDatabase(url) });
    const ring: KeyRing = [newInstallationKey("other")];
    const processes = [1, 2, 3].map(() => {
      const db = openDatabase(url);
      return createStore(db, createVault(db, ring), { playground: true });
    });
    await Promise.all(processes.map((store) => planCohorts(store, stage.now, "notices", () => undefined)));
    const arrived: string[] = [];
    const updated: string[] = [];
    const platform: Platform = {
      name: "web",
      can: {
        async update(_, receipt) {
          updated.push(receipt);
        },
      },
      start: async () => undefined,
      stop: async () => undefined,
      async send(_, { key }) {
        arrived.push(key);
        return key;
      },
    };
    const deliver = () =>
      Promise.all(
        processes.map((store) =>
          deliverDue(
            store,
            [platform],
            () => stage.now,
            () => undefined,
          ),
        ),
      );
    await deliver();
    // What is to be said after the welcome waits for a minute.
    expect(arrived.filter((key) => key.startsWith("welcome:"))).toHaveLength(6);
    stage.at("2009-01-05T09:01");
    await deliver();
    expect(new Set(arrived).size).toBe(arrived.length);
    expect(await stage.store.db("outbox").whereNull("settled_at").pluck("key")).toEqual([]);

    await stage.store.db("dyads").update({ ended_on: "2009-01-04" });
    await stage.store.db("outbox").whereNotNull("receipt").update({ review_at: stage.now });
    const open = await stage.store.db("outbox").whereNotNull("receipt").pluck("receipt");
    await Promise.all(
      processes.map((store) =>
        reviewDue(
          store,
          [platform],
          () => stage.now,
          () => undefined,
        ),
      ),
    );
    expect(open).not.toHaveLength(0);
    expect(updated.sort()).toEqual(open.sort());
    await Promise.all(processes.map(({ db }) => db.destroy()));
    await stage.close();
  });
});
