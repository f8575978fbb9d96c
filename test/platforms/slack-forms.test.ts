import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Loose } from "../support/slack/inputs.ts";
import type { SlackMessage } from "../support/slack/records.ts";
import { textOf } from "../support/slack/shown.ts";
import { openSlackStage, type SlackStage } from "../support/slack-stage.ts";

let scene: SlackStage;
afterEach(async () => {
  expect(scene.slack.refusals).toEqual([]);
  await scene.close();
});

const buttonsIn = ({ blocks = [] }: Loose): Loose[] => blocks.flatMap(({ type, elements }: Loose) => (type === "actions" ? elements : []));

describe("the record of a follow-up", () => {
  beforeEach(async () => {
    scene = await openSlackStage({ now: "2009-01-05T09:00" });
    await scene.stage.passes({ to: "2009-01-22T17:00" });
  });

  const list = async (user: string): Promise<SlackMessage> => {
    await scene.slack.says(user, "suivi");
    await scene.slack.until(() => textOf(scene.slack.dm(user).at(-1) ?? {}).includes("Suivis à mener"));
    return scene.slack.dm(user).at(-1) as SlackMessage;
  };
  const ways = (message: SlackMessage) => buttonsIn(message).filter(({ action_id }) => action_id.startsWith("lead-follow-up.record"));
  const opens = async (user: string, message: SlackMessage, way = ways(message)[0]) => {
    await scene.slack.press(user, { message, action_id: way?.action_id, value: way?.value });
    await scene.slack.until(() => scene.slack.modal(user).length > 0);
  };

  it("leaves the list from which it was opened, with what else there is to do", async () => {
    const claire = scene.user(scene.stage.coordinator);
    const message = await list(claire);
    const before = textOf(message);
    expect(ways(message)).toHaveLength(2);
    for (const [place, way] of ways(message).entries()) {
      await opens(claire, message, way);
      await scene.slack.submit(claire, { "record-notebook": "presented" });
      const said = () => scene.slack.dm(claire).filter((one) => textOf(one).includes("C’est consigné"));
      await scene.slack.until(() => said().length > place);
    }
    expect(textOf(scene.slack.dm(claire).find(({ ts }) => ts === message.ts) ?? {})).toBe(before);
  });
});
