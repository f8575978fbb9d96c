import { afterEach, describe, expect, it } from "vitest";
import { openSlackStage, type SlackStage } from "../support/slack-stage.ts";

let scene: SlackStage;
afterEach(() => scene.close());

const textOf = (payload: unknown): string => JSON.stringify(payload).replace(/[\u00a0\u202f]/g, " ");

describe("a mentor in Slack", () => {
  it("logs a meeting by a slash command and a modal", async () => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    expect(await slack.command(marie, "rencontre")).toEqual({ status: 200, body: "" });
    await slack.until(() => slack.modal(marie).length > 0);
    expect(await slack.submit(marie, { heldOn: "2009-01-13", minutes: "45" })).toMatchObject({ body: { response_action: "errors" } });
    expect(Object.keys(slack.errors(marie))).toEqual(["heldOn"]);
    expect(await slack.submit(marie, { heldOn: "2009-01-12" })).toMatchObject({ body: { response_action: "clear" } });
    const [said] = await slack.until(() => slack.dm(marie).length > 0 && slack.dm(marie));
    expect(textOf(said)).toContain("45 min");
    expect(slack.refusals).toEqual([]);
  });

  it("is answered in the acknowledgement, seen by nobody else, where a command needs no form", async () => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    slack.addChannel("C1");
    const { body } = await slack.command(marie, "calendrier", { channel: "C1" });
    expect(body).toMatchObject({ response_type: "ephemeral" });
    expect(slack.channel("C1")).toEqual([]);
    expect(slack.refusals).toEqual([]);
  });
});
