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

describe("a form whose sender is not known by now", () => {
  const note = { kind: "learning", audience: "me", text: "Un long texte" };
  const notes = () => scene.stage.store.db("notes").select("id");

  async function atTheNote(): Promise<string> {
    scene = await openSlackStage();
    const marie = scene.user(scene.stage.mentor);
    await scene.slack.command(marie, "cahier");
    await scene.slack.press(marie, { label: "Ajouter une note" });
    await scene.slack.until(() => scene.slack.modal(marie).length > 0);
    return marie;
  }

  it("stays as it was typed under the question of who they are, and is taken once they have answered it", async () => {
    const marie = await atTheNote();
    const { slack, stage } = scene;
    await stage.store.db("addresses").where({ user: marie }).delete();
    await slack.submit(marie, note);
    await slack.until(() => shown(marie).includes("Oui, c’est moi"));
    expect(shown(marie)).toContain("Rien de ce formulaire n’est enregistré pour l’instant.");
    expect(initials(marie)).toMatchObject(note);
    await slack.press(marie, { label: "Oui, c’est moi" });
    await slack.until(() => slack.modal(marie).length === 2);
    await slack.closes(marie);
    expect(initials(marie)).toMatchObject(note);
    await slack.submit(marie);
    await slack.until(() => JSON.stringify(slack.dm(marie)).includes("C’est noté, pour vous"));
    expect(await notes()).toHaveLength(1);
  });

  it("stays in the last of three modals too, whose answers come in the conversation", async () => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    await slack.shortcut(marie, "my-mentoring");
    for (const [place, label] of ["Ouvrir le cahier d’accompagnement", "Ajouter une note"].entries()) {
      await slack.until(() => slack.modal(marie).length === place + 1);
      await slack.press(marie, { label });
    }
    await slack.until(() => slack.modal(marie).length === 3);
    await stage.store.db("addresses").where({ user: marie }).delete();
    await slack.submit(marie, note);
    await slack.until(() => shown(marie).includes("Oui, c’est moi"));
    await slack.press(marie, { label: "Oui, c’est moi" });
    await slack.until(() => JSON.stringify(slack.dm(marie)).includes("je sais maintenant qui vous êtes"));
    expect(initials(marie)).toMatchObject(note);
    await slack.submit(marie);
    await slack.until(() => JSON.stringify(slack.dm(marie)).includes("C’est noté, pour vous"));
  });

  it("is taken at once where their account was a guest’s for a while", async () => {
    const marie = await atTheNote();
    const { slack } = scene;
    await slack.event({ type: "user_change", user: { id: marie, team_id: "T1", is_restricted: true } });
    await slack.submit(marie, note);
    await slack.until(() => JSON.stringify(slack.dm(marie)).includes("C’est noté, pour vous"));
    expect(await notes()).toHaveLength(1);
  });
});

describe("a form of which nothing can be carried out", () => {
  it("stays as it was typed, with why", async () => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    await slack.command(marie, "cahier");
    await slack.press(marie, { label: "Ajouter une note" });
    await slack.until(() => slack.modal(marie).length > 0);
    await stage.store.db("dyads").where({ id: stage.dyads.first }).update({ ended_on: stage.today });
    stage.at("2009-01-14T10:00");
    await slack.submit(marie, { kind: "learning", audience: "me", text: "Un long texte" });
    await slack.until(() => shown(marie).includes("pris fin"));
    expect(initials(marie)).toMatchObject({ text: "Un long texte" });
  });
});
