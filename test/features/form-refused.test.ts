import { afterEach, describe, expect, it } from "vitest";
import { addDays } from "../../src/program/day.ts";
import type { Form } from "../../src/ui/model.ts";
import { plainMessage } from "../../src/ui/plain.ts";
import type { Reply } from "../../src/ui/platform.ts";
import { type Actor, openStage, type Stage } from "../support/stage.ts";

describe("a form of which nothing can be carried out", () => {
  let stage: Stage;
  afterEach(() => stage.close());

  /** Sends what is open to this person, whatever it is by now. */
  const sends = ({ form, address: from }: Actor, answers: Record<string, string>, open = form as Form): Promise<Reply> =>
    stage.app.handle({ kind: "submit", from, form: open.id, hidden: open.hidden ?? {}, answers }, stage.now);
  const textOf = (reply: Reply): string =>
    ("message" in reply ? plainMessage(reply.message) : JSON.stringify(reply)).replace(/\u00a0/g, " ");
  const db = () => stage.store.db;

  it.each([
    ["notebook.write", { kind: "learning", audience: "me", text: "Un long texte" }, "notes"],
    ["objective.set", { text: "Un long texte" }, "objectives"],
  ] as const)("of %s stays as it was typed, says why, and is taken once it can be", async (action, answers, table) => {
    stage = await openStage({ now: "2009-03-09T10:00" });
    await stage.mentee.pressesRaw(action, { dyad: String(stage.dyads.first) });
    const form = stage.mentee.form as Form;
    await db()("dyads").where({ id: stage.dyads.first }).update({ ended_on: "2009-03-08" });
    const refused = await sends(stage.mentee, answers, form);
    expect(refused).toMatchObject({ kind: "say", isUndone: true });
    expect(textOf(refused)).toContain("pris fin");
    await db()("dyads").where({ id: stage.dyads.first }).update({ ended_on: null });
    expect(await sends(stage.mentee, answers, form)).not.toHaveProperty("isUndone");
    expect(await db()(table).select("id")).toHaveLength(1);
  });

  it("since it is of another version, or of a role that somebody has no more, stays too", async () => {
    stage = await openStage({ now: "2009-03-09T10:00" });
    await stage.mentee.pressesRaw("notebook.write", { dyad: String(stage.dyads.first) });
    const form = stage.mentee.form as Form;
    expect(await sends(stage.mentee, { text: "Un mot" }, { ...form, id: "notebook.old" })).toMatchObject({ isUndone: true });
    await db()("dyads").delete().where({ id: stage.dyads.first });
    await db()("dyads").where({ mentee_id: stage.mentee.id }).delete();
    expect(await sends(stage.mentee, { kind: "learning", audience: "me", text: "Un mot" }, form)).toMatchObject({ isUndone: true });
  });

  it("of a meeting is never taken for one with somebody else", async () => {
    stage = await openStage({ now: "2009-03-09T10:00", secondMentee: true });
    const { dyads } = stage;
    const [{ id, ...cohort }] = await db()("cohorts").select("*");
    const [other] = await db()("cohorts")
      .insert({ ...cohort, key: "other", ends_on: stage.today })
      .returning("id");
    await db()("dyads").where({ id: dyads.third }).update({ cohort_id: other.id });
    await stage.mentor.says("rencontre");
    const asked = stage.mentor.form as Form;
    stage.at(`${addDays(stage.today, 1)}T08:00`);
    const typed = { heldOn: "2009-03-09", minutes: "45", mode: "in-person", otherTopic: "Un mot" };
    const refused = await sends(stage.mentor, { ...typed, dyad: String(dyads.third) }, asked);
    expect(refused).toMatchObject({ kind: "say", isUndone: true });
    expect(textOf(refused)).toContain("terminée");
    const again = await sends(stage.mentor, typed, asked);
    const form = (again as Extract<Reply, { kind: "ask" }>).form;
    expect(form.fields.find(({ key }) => key === "dyad")).toMatchObject({
      error: expect.any(String),
      options: [{ value: String(dyads.first) }],
    });
    expect(form.hidden).not.toHaveProperty("dyad");
    expect(await db()("meetings").select("id")).toEqual([]);
  });

  it("opened from a list, is not taken for answered either", async () => {
    stage = await openStage({ now: "2009-01-05T09:00" });
    await stage.passes({ to: "2009-01-20T12:00" });
    await stage.coordinator.says("suivi");
    await stage.coordinator.presses("lead-follow-up.move");
    const form = stage.coordinator.form as Form;
    const held = { held_on: "2009-01-19", held_by: stage.deputy.id, held_at: stage.now };
    await db()("follow_ups")
      .where({ id: Number(form.hidden?.followUp) })
      .update(held);
    for (let time = 0; time < 2; time++) {
      const reply = await sends(stage.coordinator, { on: "2009-02-03", at: "15:45" }, form);
      expect(reply).toMatchObject({ isUndone: true });
      expect(textOf(reply)).toContain("Ce suivi a été consigné");
    }
  });

  it("completed under headings that take a choice by now, keeps what was written under them", async () => {
    stage = await openStage({ now: "2009-01-05T09:00" });
    await stage.passes({ to: "2009-01-22T17:00" });
    const [{ id }] = await db()("follow_ups").where({ stage: "follow-up-1" }).orderBy("id");
    const followUp = String(id);
    await stage.coordinator.pressesRaw("lead-follow-up.record", { followUp });
    await stage.coordinator.fillsIn({ heldOn: "2009-01-21", "record-notebook": "later", "record-agreed": "Un texte précieux" });
    const [{ plan, revision }] = await db()("cohorts").select("plan", "revision");
    for (const [time, chosen] of ["", "yes", "partly"].entries()) {
      const options = [{ value: chosen || "yes", label: { fr: "Oui" } }];
      const changed = JSON.parse(plan, (_, value) =>
        value?.key === "agreed" ? { key: "agreed", label: value.label, kind: "choice", options } : value,
      );
      await db()("cohorts").update({ plan: JSON.stringify(changed), revision: revision + 1 + time });
      await stage.coordinator.pressesRaw("lead-follow-up.complete", { followUp });
      const form = stage.coordinator.form as Form;
      const answers = { heldOn: "2009-01-21", "record-notebook": "later", "record-agreed": chosen };
      expect(await sends(stage.coordinator, answers, form)).not.toHaveProperty("isUndone");
      await stage.mentor.pressesRaw("read-record.open", { followUp });
      stage.mentor.sees("Un texte précieux");
    }
    stage.mentor.sees("Oui");
  });

  it("of a record whose headings are others by now stays, and loses none of what was written", async () => {
    stage = await openStage({ now: "2009-01-05T09:00" });
    await stage.passes({ to: "2009-01-22T17:00" });
    const [first] = await db()("follow_ups").where({ stage: "follow-up-1" }).orderBy("id");
    await stage.coordinator.pressesRaw("lead-follow-up.record", { followUp: String(first.id) });
    const form = stage.coordinator.form as Form;
    const [{ plan, revision }] = await db()("cohorts").select("plan", "revision");
    await db()("cohorts").update({ plan: String(plan).replaceAll('"agreed"', '"agreements"'), revision: revision + 1 });
    const answers = { heldOn: "2009-01-21", "record-notebook": "later", "record-agreed": "Un long texte" };
    expect(
      await sends(stage.coordinator, { ...answers, "record-agreed": "", "record-notebook": "Écrit quand c’était un texte" }, form),
    ).toMatchObject({
      isUndone: true,
    });
    const refused = await sends(stage.coordinator, answers, form);
    expect(refused).toMatchObject({ kind: "say", isUndone: true });
    expect(textOf(refused)).toContain("Les rubriques de ce compte rendu ont changé");
    await db()("cohorts").update({ plan, revision: revision + 2 });
    await sends(stage.coordinator, answers, form);
    await db()("cohorts").update({ plan: String(plan).replaceAll('"agreed"', '"agreements"'), revision: revision + 3 });
    await stage.mentor.pressesRaw("read-record.open", { followUp: String(first.id) });
    stage.mentor.sees("rubriques d’un plan précédent");
    stage.mentor.sees("Un long texte");
  });
});
