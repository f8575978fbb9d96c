import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deliverDue } from "../../src/delivery.ts";
import { addDays, addMinutes, type Day, type Instant } from "../../src/program/day.ts";
import { defaultPlan } from "../../src/program/default-plan.ts";
import type { Plan } from "../../src/program/plan.ts";
import { reviewDue } from "../../src/review.ts";
import type { Message } from "../../src/ui/model.ts";
import { plainMessage } from "../../src/ui/plain.ts";
import { DeliveryError, type DeliveryProblem, type Platform } from "../../src/ui/platform.ts";
import { type Actor, buttonsOf, openStage, type Stage } from "../support/stage.ts";

const items = ["cheerful", "calm", "active", "rested", "interested"];
const answered = Object.fromEntries(items.map((item) => [item, "3"]));

describe("a message that was sent", () => {
  let stage: Stage;
  beforeEach(() => open());
  afterEach(() => stage.close());

  async function open(options: Parameters<typeof openStage>[0] = {}): Promise<void> {
    await stage?.close().catch(() => undefined);
    stage = await openStage({ now: "2009-01-05T06:00", secondMentee: true, updates: true, ...options });
    await stage.app.planAhead(stage.now);
    await stage.app.planDigests(stage.now);
    watch();
  }

  const deliver = () => stage.app.deliverDue(() => stage.now);
  /** The jobs run, and nothing else happens. */
  const runs = async () => {
    await stage.app.planAhead(stage.now);
    await deliver();
  };
  const spaced = (message: Message) => plainMessage(message).replace(/\u00a0/g, " ");
  /** The messages of a kind that somebody got, as they are now. */
  const kept = async (who: Actor, kind: string): Promise<Message[]> => {
    const keys: string[] = await stage.store.db("outbox").where({ person_id: who.id, kind, outcome: "sent" }).orderBy("id").pluck("key");
    return keys.map((key) => {
      const message = who.shown[sent.get(key) ?? -1];
      assert.ok(message, `${key} was not shown`);
      return message;
    });
  };
  const texts = async (who: Actor, kind: string) => (await kept(who, kind)).map(spaced);
  const labels = (messages: readonly Message[]) => messages.flatMap(buttonsOf).map(({ label }) => label);
  const rows = (of: object = {}) => stage.store.db("outbox").where(of).where({ outcome: "sent" }).orderBy("id").select("*");
  const openRows = () => stage.store.db("outbox").whereNotNull("receipt").orderBy("id").select("*");

  /** Where each message stands among those that its person was shown. */
  let sent: Map<string, number>;
  const watch = () => {
    sent = new Map();
    const actors = [stage.coordinator, stage.deputy, stage.mentor, stage.mentee, stage.otherMentor, stage.otherMentee, stage.secondMentee];
    stage.whenSending = async ({ user }, key) => {
      const actor = actors.find((one) => String(one?.id) === user);
      if (actor) sent.set(key, actor.shown.length);
    };
  };
  const administrationsOf = (dyad: number | null): Promise<{ id: number; opens_on: Day; due_on: Day }[]> =>
    stage.store.db("administrations").where({ dyad_id: dyad }).orderBy("opens_on");
  const untilInvited = async () => {
    const [one] = await administrationsOf(stage.dyads.first);
    assert.ok(one);
    await stage.passes({ to: `${one.opens_on}T12:00` });
    expect(labels(await kept(stage.mentee, "questionnaire-invitation"))).toContain("Répondre");
    stage.updated.length = 0;
    return one;
  };
  const answers = async (who: Actor) => {
    await who.says("bien-être");
    await who.presses("Répondre");
    await who.fillsIn({ ...answered, share: [] });
  };
  const pauses = async (who: Actor, from: Day, until: Day) => {
    await who.says("pause");
    await who.fillsIn({ from, until });
  };
  const followUp = async (stageKey: string, dyad: number | null): Promise<{ id: number; on_day: Day }> =>
    stage.store.db("follow_ups").where({ stage: stageKey, dyad_id: dyad }).first();
  const untilTomorrow = async () => {
    const one = await followUp("follow-up-1", stage.dyads.first);
    await stage.passes({ to: `${addDays(one.on_day, -1)}T12:00` });
    stage.updated.length = 0;
    return one;
  };
  const moves = async ({ id }: { id: number }, on: Day) => {
    await stage.coordinator.pressesRaw("lead-follow-up.move", { followUp: String(id) });
    await stage.coordinator.fillsIn({ on });
  };
  const holds = async ({ id, on_day }: { id: number; on_day: Day }) => {
    await stage.coordinator.pressesRaw("lead-follow-up.record", { followUp: String(id) });
    await stage.coordinator.fillsIn({ heldOn: on_day, "record-notebook": "presented" });
  };
  const plans = (plan: Partial<Plan>) =>
    stage.store.db("cohorts").update({
      plan: JSON.stringify({ plan: { ...defaultPlan, ...plan }, script: null, opensAt: null }),
      revision: stage.store.db.raw("revision + 1"),
    });
  const fails = (problem: DeliveryProblem) => async () => {
    throw new DeliveryError(problem);
  };

  it("says today what it said when it was sent, whatever it is about, as long as nothing happens", async () => {
    const kinds = new Set<string>();
    await stage.passes({ to: "2009-01-05T18:00" });
    for (let days = 0; days < 75; days++) {
      await stage.passes({ days: 1 });
      stage.updated.length = 0;
      const today = await stage.store.db("outbox").whereNotNull("receipt").where("settled_at", "like", `${stage.today}%`);
      for (const { kind } of today) kinds.add(kind);
      const ids = today.map(({ id }) => id);
      await stage.store.db("outbox").whereIn("id", ids).update({ review_at: stage.now });
      await deliver();
      expect(stage.updated.map(({ message }) => message.summary)).toEqual([]);
      expect(await stage.store.db("outbox").whereIn("id", ids).whereNull("receipt").pluck("kind")).toEqual([]);
    }
    expect([...kinds].sort()).toEqual([
      "digest",
      "follow-up-announced",
      "follow-up-in-a-week",
      "follow-up-tomorrow",
      "no-meeting-lately",
      "questionnaire-invitation",
      "questionnaire-reminder-1",
      "questionnaire-reminder-2",
    ]);
  });

  describe("that asks for answers to a questionnaire", () => {
    it("says that they were given, wherever they were, once the next delivery has run, and to the mentee alone", async () => {
      const { opens_on } = await untilInvited();
      await stage.passes({ to: `${addDays(opens_on, 4)}T12:00` });
      stage.updated.length = 0;
      const mentor = stage.mentor.everything;
      await answers(stage.mentee);
      await deliver();
      for (const kind of ["questionnaire-invitation", "questionnaire-reminder-1"]) {
        expect(await texts(stage.mentee, kind)).toEqual([
          expect.stringMatching(/^Questionnaire\nVous avez déjà répondu à ce questionnaire, le \d+ janvier 2009\.$/),
        ]);
        expect(labels(await kept(stage.mentee, kind))).toEqual([]);
      }
      expect(stage.updated.map(({ by }) => by.user)).toEqual([stage.mentee, stage.mentee].map(({ id }) => String(id)));
      expect(stage.mentor.everything).toBe(mentor);
      await runs();
      expect(stage.updated).toHaveLength(2);
      expect(await rows({ kind: "questionnaire-invitation", person_id: stage.mentee.id })).toMatchObject([
        { receipt: null, review_at: null, shown_user: null, shown_as: null, leased_until: null, outcome: "sent" },
      ]);
    });

    it("becomes what the press of its own button made of it, whether answered or declined", async () => {
      await untilInvited();
      await stage.mentee.presses("Répondre");
      const reply = await stage.mentee.fillsIn({ ...answered, share: [] });
      assert.ok(reply.kind === "say" && reply.settled);
      const other = await stage.secondMentee?.presses("Pas cette fois-ci");
      assert.ok(stage.secondMentee && other?.kind === "replace");
      await deliver();
      expect(await kept(stage.mentee, "questionnaire-invitation")).toEqual([reply.settled]);
      expect(await kept(stage.secondMentee, "questionnaire-invitation")).toEqual([other.message]);
      expect(spaced(other.message)).toMatch(/ne se voit nulle part/);
    });

    it("says that it is closed once it is, without any blame, and not an hour before", async () => {
      const { due_on } = await untilInvited();
      await stage.passes({ to: `${due_on}T23:00` });
      expect(labels(await kept(stage.mentee, "questionnaire-invitation"))).toContain("Répondre");
      await stage.passes({ to: `${addDays(due_on, 1)}T00:10` });
      for (const text of [
        ...(await texts(stage.mentee, "questionnaire-invitation")),
        ...(await texts(stage.mentee, "questionnaire-reminder-2")),
      ]) {
        expect(text).toMatch(/^Questionnaire\nCe questionnaire était ouvert jusqu’au .* n’a aucune conséquence\.$/);
      }
    });

    it("tells the new last day when its follow-up is moved, and can still be answered", async () => {
      const { id } = await untilInvited();
      const follow = await followUp("follow-up-1", stage.dyads.first);
      await moves(follow, addDays(follow.on_day, 4));
      // The questionnaire itself moves with the next planning.
      await deliver();
      await runs();
      const [now] = await stage.store.db("administrations").where({ id });
      const [invitation] = await kept(stage.mentee, "questionnaire-invitation");
      assert.ok(invitation);
      expect(spaced(invitation)).toMatch(new RegExp(`ouvert jusqu’au \\S+ ${Number(now.due_on.slice(8))} `));
      expect(labels([invitation])).toContain("Répondre");
    });

    it("asks until its last day, once that moved on, and says only then that it is closed", async () => {
      const { id, due_on } = await untilInvited();
      await stage.passes({ to: `${addDays(due_on, -1)}T12:00` });
      const follow = await followUp("follow-up-1", stage.dyads.first);
      await moves(follow, addDays(follow.on_day, 4));
      await stage.passes({ to: `${addDays(due_on, 1)}T12:00` });
      const kinds = ["questionnaire-invitation", "questionnaire-reminder-1"];
      for (const kind of kinds) expect(labels(await kept(stage.mentee, kind))).toContain("Répondre");
      const [now] = await stage.store.db("administrations").where({ id });
      expect(now.due_on > addDays(due_on, 1)).toBe(true);
      await stage.passes({ to: `${now.due_on}T23:00` });
      for (const kind of kinds) expect(labels(await kept(stage.mentee, kind))).toContain("Répondre");
      await stage.passes({ to: `${addDays(now.due_on, 1)}T00:10` });
      for (const kind of kinds) {
        expect(await texts(stage.mentee, kind)).toEqual([expect.stringMatching(/^Questionnaire\nCe questionnaire était ouvert jusqu’au /)]);
      }
    });

    it("asks again once it opens again, since its follow-up is moved after its last day", async () => {
      const { id, due_on } = await untilInvited();
      await stage.passes({ to: `${addDays(due_on, 1)}T08:00` });
      const closed = await texts(stage.mentee, "questionnaire-invitation");
      expect(closed).toEqual([expect.stringMatching(/était ouvert jusqu’au/)]);
      const follow = await followUp("follow-up-1", stage.dyads.first);
      await moves(follow, addDays(follow.on_day, 7));
      await runs();
      await runs();
      const [now] = await stage.store.db("administrations").where({ id });
      expect(now.due_on > due_on).toBe(true);
      expect(labels(await kept(stage.mentee, "questionnaire-invitation"))).toContain("Répondre");
      await stage.passes({ to: `${addDays(now.due_on, 1)}T00:10` });
      expect(await texts(stage.mentee, "questionnaire-invitation")).toEqual([expect.stringMatching(/était ouvert jusqu’au/)]);
      await stage.passes({ to: `${addDays(now.due_on, 16)}T00:10` });
      expect(await rows({ kind: "questionnaire-invitation", person_id: stage.mentee.id })).toMatchObject([{ receipt: null }]);
    });

    it("still asks after its follow-up was held early, as it can still be answered", async () => {
      const { opens_on } = await untilInvited();
      await stage.passes({ to: `${addDays(opens_on, 4)}T12:00` });
      const follow = await followUp("follow-up-1", stage.dyads.first);
      await holds({ ...follow, on_day: stage.today });
      await deliver();
      for (const kind of ["questionnaire-invitation", "questionnaire-reminder-1"]) {
        expect(labels(await kept(stage.mentee, kind))).toContain("Répondre");
      }
    });

    it("asks for nothing during a pause, and again after it: on its last night, or when it is ended", async () => {
      const { due_on } = await untilInvited();
      const invitation = await kept(stage.mentee, "questionnaire-invitation");
      const last = addDays(stage.today, 1);
      expect(last < due_on).toBe(true);
      await pauses(stage.mentee, stage.today, last);
      await deliver();
      const paused = ["Un court questionnaire vous attend", "Comment allez-vous?"];
      expect((await kept(stage.mentee, "questionnaire-invitation")).map(({ summary }) => summary.split(" — ")[0])).toEqual([paused[0]]);
      expect(await texts(stage.mentee, "questionnaire-invitation")).toEqual([
        `${paused[1]}\nVous êtes en pause jusqu’au ${Number(last.slice(8))} janvier : je ne relance plus.`,
      ]);
      await stage.passes({ to: `${addDays(last, 1)}T00:10` });
      expect(await kept(stage.mentee, "questionnaire-invitation")).toEqual(invitation);

      await pauses(stage.mentee, stage.today, addDays(stage.today, 1));
      await deliver();
      expect(labels(await kept(stage.mentee, "questionnaire-invitation"))).toEqual([]);
      await stage.mentee.says("pause");
      await stage.mentee.presses("Reprendre maintenant");
      await deliver();
      expect(await kept(stage.mentee, "questionnaire-invitation")).toEqual(invitation);
    });

    it("falls quiet on the morning on which a pause begins that was asked for before", async () => {
      await untilInvited();
      const from = addDays(stage.today, 1);
      await pauses(stage.mentee, from, addDays(from, 2));
      await deliver();
      expect(labels(await kept(stage.mentee, "questionnaire-invitation"))).toContain("Répondre");
      await stage.passes({ to: `${from}T00:10` });
      expect(labels(await kept(stage.mentee, "questionnaire-invitation"))).toEqual([]);
    });

    it("asks as long as it can be answered, also when its follow-up loses its day", async () => {
      const { due_on } = await untilInvited();
      const before = await kept(stage.mentee, "questionnaire-invitation");
      await stage.store.db("follow_ups").where({ stage: "follow-up-1" }).update({ on_day: null });
      const review = () => stage.store.db("outbox").whereNotNull("receipt").update({ review_at: stage.now });
      await review();
      await deliver();
      expect(await kept(stage.mentee, "questionnaire-invitation")).toEqual(before);
      await stage.mentee.says("bien-être");
      stage.mentee.sees(/est ouvert jusqu’au/);
      stage.at(`${addDays(due_on, 1)}T12:00`);
      await review();
      await deliver();
      expect(labels(await kept(stage.mentee, "questionnaire-invitation"))).toEqual([]);
      await stage.mentee.says("bien-être");
      stage.mentee.sees(/Aucun questionnaire n’est ouvert/);
    });
  });

  describe("about a follow-up", () => {
    it("says to each that it took place once it is recorded, and leaves the other dyads alone", async () => {
      const one = await untilTomorrow();
      expect(labels(await kept(stage.coordinator, "follow-up-tomorrow"))).toContain("Préparer ce suivi");
      stage.at(`${one.on_day}T17:00`);
      const others = (await openRows()).filter(({ person_id }) => person_id === stage.otherMentor.id);
      await holds(one);
      await deliver();
      expect(await texts(stage.mentor, "follow-up-tomorrow")).toContain("Suivi 1 avec Nadia Nouvelle\nCe suivi a eu lieu.");
      expect(await texts(stage.mentee, "follow-up-announced")).toContain("Suivi 1 avec Marie Mentore\nCe suivi a eu lieu.");
      expect(await texts(stage.mentee, "follow-up-in-a-week")).toContain("Suivi 1 avec Marie Mentore\nCe suivi a eu lieu.");
      expect(await texts(stage.coordinator, "follow-up-tomorrow")).toContain(
        "Suivi 1 — Marie Mentore et Nadia Nouvelle\nCe suivi a eu lieu.",
      );
      for (const { message } of stage.updated) expect(labels([message])).toEqual([]);
      expect((await openRows()).filter(({ person_id }) => person_id === stage.otherMentor.id)).toEqual(others);
    });

    const told = "Suivi 1 avec Nadia Nouvelle\nCe suivi a changé de date; un autre avis vous la donne.";

    it("promises no newer message that is still to come, when the date changes in the night", async () => {
      const one = await untilTomorrow();
      stage.at(`${addDays(one.on_day, -1)}T22:00`);
      await moves(one, addDays(one.on_day, 4));
      await runs();
      expect(await kept(stage.mentor, "follow-up-moved")).toEqual([]);
      expect(await texts(stage.mentor, "follow-up-tomorrow")).toContain(told);
      await stage.passes({ to: `${one.on_day}T12:00` });
      expect(await kept(stage.mentor, "follow-up-moved")).toHaveLength(1);
      expect(await texts(stage.mentor, "follow-up-tomorrow")).toContain(told);
    });

    it("tells of another message when the date is another one, which is left as it is", async () => {
      const one = await untilTomorrow();
      await moves(one, addDays(one.on_day, 4));
      await runs();
      expect(await texts(stage.mentor, "follow-up-announced")).toContain(told);
      expect(await texts(stage.mentor, "follow-up-tomorrow")).toContain(told);
      const [moved] = await kept(stage.mentor, "follow-up-moved");
      assert.ok(moved);
      await stage.store.db("outbox").whereNotNull("receipt").update({ review_at: stage.now });
      await deliver();
      expect(await kept(stage.mentor, "follow-up-moved")).toEqual([moved]);
      expect(spaced(moved)).toMatch(/est déplacée au/);
    });

    it("says that its date went by, and leaves to the coordinator the way to record it", async () => {
      const one = await untilTomorrow();
      await stage.passes({ to: `${addDays(one.on_day, 1)}T00:10` });
      expect(await texts(stage.mentor, "follow-up-tomorrow")).toContain("Suivi 1 avec Nadia Nouvelle\nLa date de ce suivi est passée.");
      const prepare = (await kept(stage.coordinator, "follow-up-tomorrow")).filter((message) => spaced(message).includes("Nadia Nouvelle"));
      expect(labels(prepare)).toContain("Préparer ce suivi");
      await stage.passes({ to: `${addDays(one.on_day, 14)}T00:10` });
      const told = "Suivi 1 — Marie Mentore et Nadia Nouvelle\nLa date de ce suivi est passée.";
      expect(await texts(stage.coordinator, "follow-up-tomorrow")).toContain(told);
    });

    it("is as good as it was when another one says the same later on that day", async () => {
      await untilTomorrow();
      await stage.store.db("outbox").where({ kind: "follow-up-in-a-week", outcome: "sent" }).update({ settled_at: stage.now });
      await stage.store.db("outbox").whereNotNull("receipt").where({ kind: "follow-up-tomorrow" }).update({ review_at: stage.now });
      await deliver();
      expect(stage.updated).toEqual([]);
    });

    it("goes on telling its date during a pause", async () => {
      await untilTomorrow();
      await pauses(stage.mentor, stage.today, addDays(stage.today, 5));
      await deliver();
      expect(stage.updated.filter(({ by }) => by.user === String(stage.mentor.id))).toEqual([]);
    });

    it("says that it does not take place, once its dyad ends before it", async () => {
      await untilTomorrow();
      await stage.store.db("dyads").where({ id: stage.dyads.first }).update({ ended_on: stage.today });
      await runs();
      const told = "Suivi 1 avec Marie Mentore\nCe suivi n’a pas lieu : la dyade prend fin avant.";
      expect(await texts(stage.mentee, "follow-up-announced")).toContain(told);
    });

    it("names nobody any more to whoever coordinates no longer", async () => {
      await untilTomorrow();
      await stage.store
        .db("appointments")
        .where({ person_id: stage.coordinator.id })
        .update({ until_on: addDays(stage.today, -1) });
      await stage.store.db("outbox").whereNotNull("receipt").update({ review_at: stage.now });
      await deliver();
      expect(await texts(stage.coordinator, "follow-up-tomorrow")).toContain("Suivi 1\nCe message ne vous concerne plus.");
    });

    it("says so in the language of each", async () => {
      await open({ language: "en" });
      const one = await untilTomorrow();
      stage.at(`${one.on_day}T17:00`);
      await holds(one);
      await deliver();
      expect((await texts(stage.mentor, "follow-up-tomorrow")).join()).toContain("This follow-up took place.");
    });
  });

  describe("to a mentor whose dyads are silent", () => {
    beforeEach(async () => {
      await plans({ reminders: { ...defaultPlan.reminders, silentAfterDays: 21 } });
      await stage.passes({ to: "2009-02-06T12:00" });
    });

    it("names those that are still silent once one has met, and in the end says that they met", async () => {
      const [before] = await texts(stage.mentor, "no-meeting-lately");
      expect(before).toMatch(/Nadia Nouvelle/);
      expect(before).toMatch(/Sam Seconde/);
      await stage.mentee.says("rencontre");
      await stage.mentee.fillsIn({ heldOn: stage.today, minutes: "30" });
      await deliver();
      const [meanwhile] = await texts(stage.mentor, "no-meeting-lately");
      expect(meanwhile).not.toMatch(/Nadia Nouvelle/);
      expect(meanwhile).toMatch(/Sam Seconde/);
      await stage.secondMentee?.says("rencontre");
      await stage.secondMentee?.fillsIn({ heldOn: stage.today, minutes: "30" });
      await deliver();
      expect(await texts(stage.mentor, "no-meeting-lately")).toEqual([
        "Des nouvelles de votre dyade?\nUne rencontre a été consignée depuis.",
      ]);
    });
  });

  it("tells a mentor whose dyad is silent for long how to log a meeting, once its button is gone, and not that all is well", async () => {
    await stage.passes({ to: "2009-03-20T12:00" });
    expect((await texts(stage.mentor, "no-meeting-lately"))[0]).toBe(
      "Des nouvelles de votre dyade?\nCe message date d’il y a quelque temps. Pour consigner une rencontre, écrivez « rencontre ».",
    );
  });

  describe("to whoever coordinates", () => {
    it("keeps the week as it was told while it lasts, and takes it back once it is over", async () => {
      await stage.passes({ to: "2009-01-19T12:00" });
      const before = await kept(stage.coordinator, "digest");
      await holds({ ...(await followUp("follow-up-1", stage.dyads.first)), on_day: stage.today });
      await stage.store.db("outbox").whereNotNull("receipt").where({ kind: "digest" }).update({ review_at: stage.now });
      await deliver();
      expect((await kept(stage.coordinator, "digest")).at(-1)).toEqual(before.at(-1));
      expect((await texts(stage.coordinator, "digest"))[0]).toBe(
        "Votre semaine de mentorat\nCette semaine est passée. Écrivez « statut » pour voir où en est le programme.",
      );
    });
  });

  it("is nothing any more to whoever's office ended on its day, the week included", async () => {
    await untilTomorrow();
    await stage.store.db("appointments").where({ person_id: stage.coordinator.id }).update({ until_on: stage.today });
    expect((await texts(stage.coordinator, "follow-up-tomorrow")).join()).toContain("Marie Mentore");
    await stage.passes({ to: `${addDays(stage.today, 1)}T09:00` });
    expect(labels(await kept(stage.coordinator, "follow-up-tomorrow"))).toEqual([]);
    for (const kind of ["follow-up-tomorrow", "digest"]) {
      const [latest = ""] = (await texts(stage.coordinator, kind)).slice(-1);
      expect(latest).toMatch(/\nCe message ne vous concerne plus\.$/);
      expect(latest).not.toContain("Marie Mentore");
    }
  });

  it("is told again to whoever's office did not end after all", async () => {
    const late = await followUp("follow-up-3", stage.dyads.first);
    await stage.passes({ to: "2009-01-14T12:00" });
    await stage.deputy.pressesRaw("lead-follow-up.move", { followUp: String(late.id) });
    await stage.deputy.fillsIn({ on: late.on_day, at: "14:30" });
    await stage.passes({ to: "2009-01-15T12:00" });
    const before = await kept(stage.coordinator, "digest");
    expect(await texts(stage.coordinator, "dates-changed")).toHaveLength(1);
    /** As an import does. */
    const leaves = async (until: Day | null) => {
      await stage.store.db("appointments").where({ person_id: stage.coordinator.id }).update({ until_on: until });
      await stage.store.db("planned_days").delete();
      await runs();
    };
    await leaves(addDays(stage.today, -1));
    for (const kind of ["digest", "dates-changed"])
      expect((await texts(stage.coordinator, kind)).at(-1)).toMatch(/Ce message ne vous concerne plus\.$/);
    await leaves(null);
    expect(labels((await kept(stage.coordinator, "digest")).slice(-1))).toEqual(labels(before.slice(-1)));
    expect(await texts(stage.coordinator, "dates-changed")).toEqual([
      expect.stringMatching(/^Changement de dates à venir\nLa liste des suivis à mener donne toutes les dates\.\n/),
    ]);
    const again = await kept(stage.coordinator, "dates-changed");
    await stage.passes({ to: "2009-01-16T12:00" });
    expect(await kept(stage.coordinator, "dates-changed")).toEqual(again);
  });

  it("is told again to whoever comes back into office in the same week", async () => {
    await stage.passes({ to: "2009-01-13T12:00" });
    const [, week] = await kept(stage.coordinator, "digest");
    const [appointment] = await stage.store.db("appointments").where({ person_id: stage.coordinator.id });
    await stage.store.db("appointments").where({ id: appointment.id }).update({ until_on: "2009-01-13" });
    await stage.store.db("appointments").insert({ ...appointment, id: undefined, from_on: "2009-01-15", until_on: null });
    await stage.passes({ to: "2009-01-14T12:00" });
    expect((await texts(stage.coordinator, "digest")).at(-1)).toMatch(/Ce message ne vous concerne plus\.$/);
    await stage.passes({ to: "2009-01-15T12:00" });
    expect(labels((await kept(stage.coordinator, "digest")).slice(-1))).toEqual(week && labels([week]));
  });

  it("offers no questionnaire that has closed, also where it tells of a date that is still to come", async () => {
    const { due_on: before } = await untilInvited();
    const one = await followUp("follow-up-1", stage.dyads.first);
    await moves(one, addDays(one.on_day, 6));
    await stage.passes({ to: `${addDays(stage.today, 1)}T12:00` });
    expect(labels(await kept(stage.mentee, "follow-up-moved"))).toContain("Répondre");
    const [{ due_on: due } = { due_on: before }] = await administrationsOf(stage.dyads.first);
    expect(due > before).toBe(true);
    await stage.passes({ to: `${addDays(due, 1)}T09:00` });
    expect(stage.today <= addDays(one.on_day, 6)).toBe(true);
    expect(labels(await kept(stage.mentee, "follow-up-moved"))).not.toContain("Répondre");
    expect((await texts(stage.mentee, "follow-up-moved")).join()).toContain("Suivi 1");
  });

  it("keeps its buttons for ever where they never go out of date", async () => {
    await stage.passes({ to: "2009-01-05T12:00" });
    const welcomes = await rows({ kind: "welcome" });
    expect(welcomes).toHaveLength(8);
    for (const row of welcomes) expect(row).toMatchObject({ receipt: null, review_at: null });
  });

  it("is forgotten by whom cannot have it say something else", async () => {
    await open({ updates: false });
    await untilInvited();
    expect(await openRows()).toEqual([]);
  });

  describe("while its platform has troubles", () => {
    const reviewAt = async () => (await openRows()).filter(({ review_attempts }) => review_attempts > 0);

    it("waits exactly as long as a throttled platform asks, with all of its workspace and no other", async () => {
      const one = await untilTomorrow();
      await stage.store.db("addresses").where({ person_id: stage.mentor.id }).update({ workspace: "elsewhere" });
      await stage.store.db("outbox").where({ person_id: stage.mentor.id }).whereNotNull("receipt").update({ shown_workspace: "elsewhere" });
      stage.at(`${one.on_day}T17:00`);
      await holds(one);
      let asked = 0;
      stage.whenUpdating = async ({ workspace }) => {
        if (workspace === "elsewhere") return;
        asked++;
        throw new DeliveryError({ problem: "throttled", retryAfterSeconds: 37 });
      };
      await deliver();
      expect(asked).toBe(1);
      expect(new Set(stage.updated.map(({ by }) => by.workspace))).toEqual(new Set(["elsewhere"]));
      const waiting = await reviewAt();
      expect(new Set(waiting.map(({ review_at }) => review_at))).toEqual(new Set([addMinutes(stage.now, 37 / 60)]));
      await stage.store.db("outbox").whereNotNull("receipt").update({ review_at: stage.now });
      await deliver();
      expect(asked).toBe(1);
      stage.whenUpdating = null;
      await stage.app.deliverDue(() => waiting[0].review_at);
      expect(await texts(stage.mentor, "follow-up-tomorrow")).toContain("Suivi 1 avec Nadia Nouvelle\nCe suivi a eu lieu.");
    });

    it("is tried again further and further apart, for as long as it takes", async () => {
      await untilInvited();
      await answers(stage.mentee);
      stage.whenUpdating = fails({ problem: "temporary", reason: "502" });
      const waits: number[] = [];
      let now = stage.now;
      for (let attempt = 0; attempt < 9; attempt++) {
        await stage.app.deliverDue(() => now);
        const [row] = await reviewAt();
        waits.push((Date.parse(row.review_at) - Date.parse(now)) / 60_000);
        now = row.review_at;
      }
      // Those that failed together do not come back together.
      for (const [attempt, minutes] of [1, 2, 4, 8, 16, 32, 60, 60, 60].entries()) {
        expect(Math.abs((waits[attempt] ?? 0) / minutes - 1)).toBeLessThanOrEqual(0.13);
      }
      stage.whenUpdating = null;
      await stage.app.deliverDue(() => now);
      expect(labels(await kept(stage.mentee, "questionnaire-invitation"))).toEqual([]);
      expect(await reviewAt()).toEqual([]);
    });

    it("is let go when the platform says that it is there no more, and its person is still reached", async () => {
      await untilInvited();
      await pauses(stage.mentee, stage.today, addDays(stage.today, 1));
      stage.whenUpdating = fails({ problem: "refused", reason: "message_not_found" });
      await deliver();
      expect(await rows({ kind: "questionnaire-invitation", person_id: stage.mentee.id })).toMatchObject([
        { receipt: null, review_at: null },
      ]);
      expect(await stage.store.db("addresses").whereNotNull("gone_at")).toEqual([]);
      expect(stage.log.map((line) => JSON.parse(line))).toMatchObject([
        { event: "update", problem: "refused", reason: "message_not_found" },
      ]);
    });

    it("finds whoever is gone, and says what became of its matter once they are back", async () => {
      await untilInvited();
      await pauses(stage.mentee, stage.today, addDays(stage.today, 1));
      stage.whenUpdating = fails({ problem: "gone", reason: "blocked" });
      await deliver();
      const gone = () => stage.store.db("addresses").whereNotNull("gone_at").select("person_id", "gone_reason");
      expect(await gone()).toEqual([{ person_id: stage.mentee.id, gone_reason: "blocked" }]);
      stage.whenUpdating = null;
      await deliver();
      expect(stage.updated.filter(({ by }) => by.user === String(stage.mentee.id))).toEqual([]);
      await stage.mentee.says("aide");
      await deliver();
      expect(await gone()).toEqual([]);
      expect(labels(await kept(stage.mentee, "questionnaire-invitation"))).toEqual([]);
    });

    it("is put right for whoever is back after months, though their platform throttles on that day", async () => {
      await untilInvited();
      await answers(stage.mentee);
      await stage.store.db("addresses").where({ person_id: stage.mentee.id }).update({ gone_at: stage.now, gone_reason: "blocked" });
      await deliver();
      const later = addMinutes(stage.now, 75 * 24 * 60);
      await stage.store.db("addresses").where({ person_id: stage.mentee.id }).update({ gone_at: null, gone_reason: null });
      await stage.store.db("outbox").whereNotNull("receipt").update({ review_at: later });
      let isThrottled = true;
      stage.whenUpdating = async () => {
        if (!isThrottled) return;
        isThrottled = false;
        throw new DeliveryError({ problem: "throttled", retryAfterSeconds: 37 });
      };
      await stage.app.deliverDue(() => later);
      await stage.app.deliverDue(() => addMinutes(later, 1));
      expect(labels(await kept(stage.mentee, "questionnaire-invitation"))).toEqual([]);
    });

    it("waits where nobody is reached any more, and is given up in the end", async () => {
      await untilInvited();
      await stage.store.db("addresses").where({ person_id: stage.mentee.id }).update({ gone_at: stage.now, gone_reason: "blocked" });
      await stage.store.db("outbox").whereNotNull("receipt").update({ review_at: stage.now });
      const theirs = async () => (await openRows()).filter(({ person_id }) => person_id === stage.mentee.id);
      const [row] = await theirs();
      await deliver();
      expect(stage.updated).toEqual([]);
      expect(await theirs()).not.toEqual([]);
      await stage.app.deliverDue(() => addMinutes(row.give_up_after, 401 * 24 * 60));
      expect(await theirs()).toEqual([]);
    });

    it("holds up no other when one is a defect of ours, which is logged by its name alone", async () => {
      const one = await untilTomorrow();
      stage.at(`${one.on_day}T17:00`);
      await holds(one);
      stage.whenUpdating = async ({ user }) => {
        if (user === String(stage.mentor.id)) throw new TypeError("a private word");
      };
      await deliver();
      expect(stage.log.join()).toContain("TypeError");
      expect(stage.log.join()).not.toContain("a private word");
      expect(await texts(stage.mentee, "follow-up-tomorrow")).toContain("Suivi 1 avec Marie Mentore\nCe suivi a eu lieu.");
    });
  });

  describe("among several processes", () => {
    const quietly = () => undefined;
    const minutes = (count: number): Instant => addMinutes(stage.now, count);
    const platformOf = (updates: string[], whenUpdating: () => Promise<void> | void = () => undefined): Platform => ({
      name: "web",
      can: {
        lookUp: async (_, key) => ({ receipt: `of ${key}` }),
        async update(_, receipt) {
          await whenUpdating();
          updates.push(receipt);
        },
      },
      start: async () => undefined,
      stop: async () => undefined,
      send: async (_, { key }) => `of ${key}`,
    });

    it("is taken up again after a process died over it", async () => {
      await untilInvited();
      await answers(stage.mentee);
      const updates: string[] = [];
      let begun = 0;
      const stuck = platformOf([], () => {
        begun++;
        return new Promise<void>(() => undefined);
      });
      void reviewDue(stage.store, [stuck], () => stage.now, quietly);
      await expect.poll(() => begun).toBe(1);
      const other = [platformOf(updates)];
      expect(await reviewDue(stage.store, other, () => stage.now, quietly)).toMatchObject({ updated: 0 });
      expect(await reviewDue(stage.store, other, () => minutes(6), quietly)).toMatchObject({ updated: 1 });
      expect(updates).toHaveLength(1);
    });

    it("is looked at once more when something happens while it is looked at", async () => {
      await untilInvited();
      await stage.store
        .db("outbox")
        .whereNotNull("receipt")
        .where({ person_id: stage.mentee.id })
        .update({ shown_as: "other", review_at: stage.now });
      const updates: string[] = [];
      const busy = platformOf(updates, async () => {
        if (updates.length > 0) return;
        updates.push("answered meanwhile");
        stage.at(`${stage.today}T12:02`);
        await answers(stage.mentee);
      });
      await reviewDue(stage.store, [busy], () => stage.now, quietly);
      await reviewDue(stage.store, [busy], () => stage.now, quietly);
      const [{ receipt }] = await rows({ kind: "questionnaire-invitation", person_id: stage.mentee.id });
      expect(receipt).toBe(null);
    });

    it("is looked at at once where its sender died, since somebody may have answered before that was recorded", async () => {
      const [one] = await administrationsOf(stage.dyads.first);
      stage.at(`${one?.opens_on}T12:00`);
      await stage.app.planAhead(stage.now);
      await stage.store.db("outbox").whereNot({ kind: "questionnaire-invitation" }).delete();
      await stage.store.db("outbox").whereNot({ person_id: stage.mentee.id }).delete();
      let begun = 0;
      const whole = platformOf([]);
      const send = () => {
        begun++;
        return new Promise<never>(() => undefined);
      };
      void deliverDue(stage.store, [{ ...whole, send }], () => stage.now, quietly);
      await expect.poll(() => begun).toBe(1);
      await answers(stage.mentee);
      await stage.store.db("administrations").update({ done_at: null, sealed: null });
      await deliverDue(stage.store, [whole], () => minutes(6), quietly);
      expect(await rows()).toMatchObject([{ receipt: expect.stringContaining("of questionnaire-invitation"), review_at: minutes(6) }]);
    });
  });

  it("costs a tick with nothing due no more than two looks at an index, and what people do one more", async () => {
    await untilInvited();
    const { db } = stage.store;
    const asked: { sql: string; bindings: readonly unknown[] }[] = [];
    db.on("query", (query) => asked.push(query));
    await deliver();
    const tick = asked.splice(0).filter(({ sql }) => /outbox/.test(sql));
    await answers(stage.mentee);
    const marks = asked.splice(0).filter(({ sql }) => /update `outbox`/.test(sql));
    await holds({ ...(await followUp("follow-up-1", stage.dyads.first)), on_day: stage.today });
    marks.push(...asked.splice(0).filter(({ sql }) => /update `outbox`/.test(sql)));
    expect([tick.length, marks.length]).toEqual([2, 2]);
    for (const { sql, bindings } of [...tick, ...marks]) {
      const plan: { detail: string }[] = await db.raw(`explain query plan ${sql}`, [...bindings] as string[]);
      const ofOutbox = plan.map(({ detail }) => detail).filter((detail) => /outbox/.test(detail));
      expect(ofOutbox).toEqual([expect.stringMatching(/^SEARCH outbox USING INDEX outbox_(pending|review|shown) /)]);
    }
  });
});
