import { afterEach, describe, expect, it } from "vitest";
import type { Loose } from "../support/slack/inputs.ts";
import { openSlackStage, type SlackStage } from "../support/slack-stage.ts";

let scene: SlackStage;
afterEach(async () => {
  expect(scene.slack.refusals).toEqual([]);
  await scene.close();
});

const typed = { heldOn: "2009-01-12", minutes: "45", mode: "in-person", topics: ["planning"], otherTopic: "Le <jury> & l’oral" };
const sentence = "Je ne peux pas vous répondre en ce moment";

/** A mentor at the form, and a database that can note nothing from now on, until it is well again. */
async function atTheForm(form: number): Promise<{ marie: string; fails(): void; isWell(): void }> {
  let isWell = true;
  let fails: () => void = () => undefined;
  const held = new Promise<never>((_, reject) => {
    fails = () => reject(new Error("the database is full"));
  });
  held.catch(() => undefined);
  const firstTime = async (keys: readonly string[]) => (isWell ? keys.map(() => true) : held);
  scene = await openSlackStage({ slack: { patience: { form, other: 5000 }, firstTime } });
  const marie = scene.user(scene.stage.mentor);
  await scene.slack.command(marie, "rencontre");
  await scene.slack.until(() => scene.slack.modal(marie).length > 0);
  isWell = false;
  return {
    marie,
    fails,
    isWell: () => {
      isWell = true;
    },
  };
}

const shown = (user: string): string => JSON.stringify(scene.slack.modal(user)).replace(/[\u00a0\u202f]/g, " ");
const initials = (user: string): Loose =>
  Object.fromEntries(
    scene.slack
      .modal(user)
      .at(-1)
      ?.view.blocks.flatMap(({ block_id, element }: Loose) => {
        const named = Object.entries(element ?? {}).filter(([name]) => name.startsWith("initial_"));
        const plain = (value: Loose): unknown => value.value ?? (Array.isArray(value) ? value.map(plain) : value);
        return named.map(([, value]) => [block_id, plain(value)]);
      }),
  );

describe("a form that was sent and could not be taken", () => {
  it.each([
    ["soon", 5000],
    ["late", 0],
  ])("is there again as it was typed when that is known %s, and can be sent", async (_, patience) => {
    const { marie, fails, isWell } = await atTheForm(patience);
    const sending = scene.slack.submit(marie, typed);
    if (patience === 0) await sending;
    fails();
    await sending;
    await scene.slack.until(() => shown(marie).includes(sentence));
    expect(initials(marie)).toMatchObject(typed);
    expect(await scene.stage.store.db("meetings").select("id")).toEqual([]);
    isWell();
    await scene.slack.submit(marie);
    await scene.slack.until(() => JSON.stringify(scene.slack.dm(marie)).includes("Rencontre consignée"));
    expect(await scene.stage.store.db("meetings").select("id")).toHaveLength(1);
  });

  it("says so once, however often it is sent", async () => {
    const { marie, fails } = await atTheForm(5000);
    fails();
    await scene.slack.submit(marie, typed);
    await scene.slack.submit(marie, { minutes: "50" });
    expect(shown(marie).split(sentence)).toHaveLength(2);
    expect(initials(marie)).toMatchObject({ ...typed, minutes: "50" });
  });

  it("and was closed meanwhile says so in the conversation", async () => {
    const { marie, fails } = await atTheForm(0);
    await scene.slack.submit(marie, typed);
    await scene.slack.closes(marie);
    fails();
    await scene.slack.until(() => JSON.stringify(scene.slack.dm(marie)).includes(sentence));
  });
});
