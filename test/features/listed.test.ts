import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Reply } from "../../src/ui/platform.ts";
import { buttonsOf, openStage, type Stage } from "../support/stage.ts";

describe("what is done from a list", () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await openStage({ now: "2009-01-05T06:00" });
    await stage.passes({ to: "2009-01-22T17:00" });
  });
  afterEach(() => stage.close());

  /** As a platform needs it: what becomes of the message that was pressed. */
  const leavesIt = (reply: Reply) => {
    expect(reply.kind).toBe("say");
    expect(reply).not.toHaveProperty("settled");
  };
  const records = () => stage.coordinator.fillsIn({ heldOn: stage.today, "record-notebook": "presented" });

  it("leaves the other follow-ups in it, and what an old button of it says as well", async () => {
    await stage.coordinator.says("suivi");
    const recordButtons = buttonsOf(stage.coordinator.shown.at(-1) as never).filter(({ action }) => action === "lead-follow-up.record");
    expect(recordButtons).toHaveLength(2);
    const [{ action, data = {} }] = recordButtons as [(typeof recordButtons)[number]];
    await stage.coordinator.pressesRaw(action, data);
    await stage.coordinator.fillsIn({ heldOn: "2010-01-01", "record-notebook": "presented" });
    expect(stage.coordinator.errors()).toHaveProperty("heldOn");
    leavesIt(await records());
    stage.coordinator.sees(/C’est consigné : Suivi 1/);
    leavesIt(await stage.coordinator.pressesRaw(action, data));
    stage.coordinator.sees(/a été consigné/);
    leavesIt(await stage.coordinator.pressesRaw("lead-follow-up.show", data));
  });

  it("says so in a message that is about this one alone", async () => {
    await stage.coordinator.says("suivi");
    await stage.coordinator.presses("Préparer");
    await stage.coordinator.presses("Consigner le suivi");
    expect(await records()).toHaveProperty("settled");
  });

  it("leaves a home, and a result with the next questionnaire under it", async () => {
    const asked = () => stage.store.db("administrations").where({ person_id: stage.mentee.id });
    expect((await asked()).length).toBeGreaterThan(0);
    await stage.store.db("administrations").update({ opens_on: "2009-01-05", due_on: "2009-02-20" });
    await stage.mentee.pressesRaw("home.open", {});
    await stage.mentee.presses("Répondre");
    const form = stage.mentee.form;
    leavesIt(
      await stage.mentee.fillsIn(
        Object.fromEntries((form?.fields ?? []).filter(({ kind }) => kind === "choice").map(({ key }) => [key, "3"])),
      ),
    );
    leavesIt(await stage.mentee.presses("answer-questionnaire.decline"));
  });
});
