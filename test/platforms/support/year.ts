import { expect } from "vitest";
import { eventually } from "../../support/slack-stage.ts";
import type { Actor } from "../../support/stage.ts";
import type { Hands } from "./hands.ts";

/** A whole year is lived: nothing is sent twice, nothing is refused, and all that was done is kept. */
export async function liveYear(hands: Omit<Hands, "close">): Promise<void> {
  const { stage } = hands;
  const { mentor, mentee, otherMentor, otherMentee, secondMentee, coordinator } = stage;
  const { db } = stage.store;
  const hasForm = (actor: Actor) => eventually(async () => (await hands.form(actor)) !== null);
  /** Opens what a button or a verb opens, and sends it with what cannot be left out. */
  const fillsIn = async (actor: Actor, answers: Record<string, string> = {}) => {
    await hasForm(actor);
    const form = await hands.form(actor);
    await hands.fills(actor, { ...form?.needed, ...answers });
    await eventually(
      async () => (await hands.form(actor)) === null,
      async () => JSON.stringify(await hands.form(actor)),
    );
  };
  for (let week = 0; stage.today < "2009-12-18"; week++) {
    await stage.passes({ days: 7 });
    for (const one of [mentor, otherMentor]) {
      if (week % 3 !== 0) continue;
      await hands.says(one, "rencontre");
      await fillsIn(one, { minutes: "45" });
    }
    for (const one of [mentee, otherMentee, secondMentee]) {
      if (!one || !(await hands.buttons(one)).includes("Répondre")) continue;
      await hands.presses(one, "Répondre");
      await fillsIn(one);
    }
    const due = await db("follow_ups").whereNull("held_on").where("on_day", "<=", stage.today);
    for (const { id } of due) {
      await hands.pressesRaw(coordinator, "lead-follow-up.record", { followUp: String(id) });
      await fillsIn(coordinator);
    }
  }
  expect(await db("follow_ups").whereNull("held_on")).toEqual([]);
  expect(await db("administrations").whereNull("done_at")).toEqual([]);
  expect((await db("meetings")).length).toBeGreaterThan(30);
  const keys: string[] = await db("outbox").where({ outcome: "sent" }).pluck("key");
  expect(keys.length).toBeGreaterThan(60);
  expect(await db("outbox").whereIn("outcome", ["refused", "gone", "expired"])).toEqual([]);
  expect(await db("outbox").whereNull("settled_at").where("not_before", "<", "2009-12-18")).toEqual([]);
  expect(stage.log.filter((line) => /"(error|warn)"/.test(line))).toEqual([]);
}
