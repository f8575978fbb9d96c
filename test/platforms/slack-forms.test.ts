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

  it("is there again with what was typed and what somebody else wrote first, and is sent as it is seen", async () => {
    const both = [scene.stage.coordinator, scene.stage.deputy].map(scene.user) as [string, string];
    for (const user of both) await opens(user, await list(user));
    const [claire, diane] = both;
    await scene.slack.submit(claire, { "record-notebook": "later", "record-agreed": "de Claire" });
    await scene.slack.submit(diane, { "record-notebook": "presented", "record-agreed": "de Diane" });
    const shown = () => textOf(scene.slack.modal(diane).at(-1)?.view ?? {});
    expect(shown()).toMatch(/Claire Coordination a enregistré.*entre-temps.*À présenter plus tard/);
    await scene.slack.submit(diane);
    await scene.slack.until(() => /est à jour.*de Diane.*de Claire/s.test(textOf(scene.slack.dm(diane).at(-1) ?? {})));
    expect(scene.slack.modal(diane)).toEqual([]);
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

describe("a form with a mistake", () => {
  it("that could not be taken before no longer says so", async () => {
    let isWell = true;
    const firstTime = async (keys: readonly string[]) => {
      if (!isWell) throw new Error("the database is full");
      return keys.map(() => true);
    };
    scene = await openSlackStage({ slack: { firstTime } });
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    await slack.command(marie, "rencontre");
    await slack.until(() => slack.modal(marie).length > 0);
    isWell = false;
    await slack.submit(marie, { minutes: "45" });
    expect(textOf(slack.modal(marie)[0]?.view ?? {})).toContain("Je ne peux pas vous répondre en ce moment");
    isWell = true;
    await slack.submit(marie, { heldOn: "2010-01-01" });
    expect(textOf(slack.modal(marie)[0]?.view ?? {})).not.toContain("Je ne peux pas");
    expect(textOf(slack.modal(marie)[0]?.view ?? {})).toMatch(/Cette date est à venir/);
    await slack.submit(marie, { heldOn: "2009-01-12" });
    expect(await stage.store.db("meetings").select("id")).toHaveLength(1);
  });

  it("that was overtaken is taken when it is sent again", async () => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    await stage.mentor.says("rencontre");
    await stage.mentor.fillsIn({ heldOn: stage.today, minutes: "45" });
    await slack.command(marie, "cahier");
    await slack.press(marie, { label: "Corriger" });
    await slack.until(() => slack.modal(marie).length > 0);
    await stage.mentor.presses("Corriger");
    await stage.mentor.fillsIn({ minutes: "50" });
    await slack.submit(marie, { minutes: "55" });
    expect(textOf(slack.modal(marie)[0]?.view ?? {})).toContain("modifiée entre-temps");
    await slack.submit(marie);
    expect(slack.modal(marie)).toEqual([]);
  });
});

describe("a form that is sent twice at once", () => {
  /** A mentor at the form for an objective of a dyad that ended meanwhile; both submissions are under way before one is answered. */
  async function ended(from: "command" | "message") {
    let arrived = 0;
    let letGo: () => void = () => undefined;
    const bothThere = new Promise<void>((done) => {
      letGo = done;
    });
    scene = await openSlackStage({
      async before({ kind }) {
        if (kind !== "submit") return;
        arrived++;
        if (arrived === 2) letGo();
        await bothThere;
      },
    });
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    if (from === "command") await slack.command(marie, "objectif");
    else await slack.says(marie, "objectif");
    const says = () => [...slack.ephemeral(marie), ...slack.dm(marie)].some((one) => textOf(one).includes("Ajouter un objectif"));
    await slack.until(says);
    await slack.press(marie, { label: "Ajouter un objectif" });
    await slack.until(() => slack.modal(marie).length > 0);
    await stage.store.db("dyads").update({ ended_on: "2009-01-09", ended_by: stage.coordinator.id });
    const before = slack.dm(marie).length;
    await Promise.all([slack.submit(marie, { text: "Mieux planifier" }), slack.submit(marie)]);
    return { marie, before };
  }

  it.each(["command", "message"] as const)("from a %s says in the modal what became of it, and below no more than once", async (from) => {
    const { marie, before } = await ended(from);
    const { slack, logged } = scene;
    expect(slack.modal(marie)).toHaveLength(1);
    expect(textOf(slack.modal(marie)[0]?.view ?? {})).toContain("a pris fin");
    if (from === "message") await slack.until(() => textOf(slack.dm(marie).at(-1) ?? {}).includes("a pris fin"));
    expect(slack.dm(marie)).toHaveLength(before);
    expect(logged.filter(({ level }) => level !== "info")).toEqual([]);
  });
});
