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

it("answers in the last of three modals whatever is pressed there", async () => {
  scene = await openSlackStage({ now: "2009-02-20T09:00" });
  const { slack, stage } = scene;
  const marie = scene.user(stage.mentor);
  for (let day = 10; day < 17; day++) {
    await stage.mentor.says("rencontre");
    await stage.mentor.fillsIn({ heldOn: `2009-02-${day}`, minutes: "45" });
  }
  await slack.shortcut(marie, "my-mentoring");
  await slack.until(() => slack.modal(marie).length > 0);
  const top = (): Loose => slack.modal(marie).at(-1)?.view;
  for (const [action, title] of [
    ["notebook.open", "Ajouter une note"],
    ["notebook.meetings", "Retour au cahier"],
    ["notebook.show", "Ajouter une note"],
    ["notebook.meetings", "Retour au cahier"],
    ["notebook.show", "Ajouter une note"],
  ] as const) {
    await slack.press(marie, { action_id: buttonsIn(top()).find((one) => one.action_id.startsWith(action))?.action_id });
    await slack.until(() => textOf(top()).includes(title));
  }
  await slack.press(marie, { label: "Ajouter une note" });
  await slack.until(() => top().callback_id === "notebook.write");
  await slack.submit(marie, { kind: "learning", text: "Un mot" });
  await slack.until(() => textOf(slack.dm(marie)).includes("C’est noté"));
});
