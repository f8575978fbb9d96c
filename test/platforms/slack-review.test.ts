import { afterEach, describe, expect, it } from "vitest";
import { addMinutes } from "../../src/program/day.ts";
import { DeliveryError, type DeliveryProblem } from "../../src/ui/platform.ts";
import type { Loose } from "../support/slack/inputs.ts";
import { textOf } from "../support/slack/shown.ts";
import { eventually, openSlackStage, type SlackStage } from "../support/slack-stage.ts";
import type { Actor } from "../support/stage.ts";

let scene: SlackStage;
afterEach(async () => {
  expect(scene.slack.refusals).toEqual([]);
  await scene.close();
});

const answers = Object.fromEntries(["cheerful", "calm", "active", "rested", "interested"].map((item) => [item, "3"]));
const deliver = () => scene.stage.app.deliverDue(() => scene.stage.now);
const calls = (method: string) => scene.slack.calls.filter((call) => call.method === method);
const rows = (of: object) => scene.stage.store.db("outbox").where(of).where({ outcome: "sent" }).orderBy("id").select("*");
/** What a message of a kind is now, in the conversation with the person. */
const shown = async (who: Actor, kind: string) => {
  const keys = (await rows({ person_id: who.id, kind })).map(({ key }) => key);
  return scene.slack.dm(scene.user(who)).filter(({ metadata }) => keys.includes(metadata?.event_payload.key));
};
const labels = (messages: readonly Loose[]): string[] =>
  messages
    .flatMap(({ blocks = [] }) => blocks.flatMap((block: Loose) => (block.type === "actions" ? block.elements : [])))
    .map((button: Loose) => button.text.text);

/** Until the mentee has the invitation and the first reminder, both with their buttons. */
async function reminded(): Promise<void> {
  scene = await openSlackStage({ now: "2009-01-05T09:00" });
  const { stage } = scene;
  await stage.passes({ to: "2009-01-20T12:00" });
  for (const kind of ["questionnaire-invitation", "questionnaire-reminder-1"])
    expect(labels(await shown(stage.mentee, kind))).toContain("Répondre");
}

/** Answers through the modal of the message at hand. */
async function answersFrom(who: Actor, message: Loose): Promise<void> {
  const { slack } = scene;
  const user = scene.user(who);
  await slack.press(user, { message, label: "Répondre" });
  const { view } = await slack.until(() => slack.modal(user).at(-1));
  const share = view.blocks.filter(({ block_id }: Loose) => block_id === "share");
  await slack.submit(user, { ...answers, ...Object.fromEntries(share.map(({ block_id }: Loose) => [block_id, []])) });
}

describe("a message that Slack shows, and whose matter is settled", () => {
  it("asks nothing any more where its person is found at another account in its place, and tells that one nothing", async () => {
    await reminded();
    const { stage, slack } = scene;
    slack.addUser({ id: "U888", team: "T1", name: "Nadia", email: "nadia.nouvelle@exemple.example", locale: "fr-CA" });
    await slack.says("U888", "aide");
    await slack.until(() => textOf(slack.dm("U888")).includes("Êtes-vous Nadia Nouvelle"));
    await slack.press("U888", { label: "Oui, c’est moi" });
    await eventually(async () => (await stage.store.db("addresses").where({ user: "U888" })).length === 1);
    await deliver();
    for (const kind of ["questionnaire-invitation", "questionnaire-reminder-1"]) {
      const messages = await shown(stage.mentee, kind);
      expect(labels(messages)).toEqual([]);
      expect(textOf(messages)).toContain("Ce message ne vous concerne plus.");
      expect(textOf(messages)).not.toContain("Marie");
    }
  });

  it("loses its buttons once the questionnaire was answered through another one, and is not updated again", async () => {
    await reminded();
    const { stage } = scene;
    const [reminder] = await shown(stage.mentee, "questionnaire-reminder-1");
    await answersFrom(stage.mentee, reminder);
    expect(labels(await shown(stage.mentee, "questionnaire-invitation"))).toContain("Répondre");
    await deliver();
    for (const kind of ["questionnaire-invitation", "questionnaire-reminder-1"]) {
      const messages = await shown(stage.mentee, kind);
      expect(labels(messages)).toEqual([]);
      expect(JSON.stringify(messages)).toContain("Vous avez déjà répondu à ce questionnaire");
    }
    const updates = calls("chat.update").length;
    await stage.store.db("outbox").whereNotNull("receipt").update({ review_at: stage.now });
    await deliver();
    expect(calls("chat.update")).toHaveLength(updates);
  });

  it("says that its follow-up took place, without its entry for a calendar coming again", async () => {
    scene = await openSlackStage({ now: "2009-01-05T09:00" });
    const { stage, slack } = scene;
    await stage.passes({ to: "2009-01-22T17:00" });
    const announced = await shown(stage.mentor, "follow-up-announced");
    expect(labels(announced)).not.toEqual([]);
    await slack.until(() => slack.files.every(({ bytes }) => bytes));
    const files = slack.files.length;
    const claire = scene.user(stage.coordinator);
    await slack.command(claire, "suivi");
    await slack.press(claire, { label: "Consigner le suivi" });
    await slack.until(() => slack.modal(claire).length > 0);
    await slack.submit(claire, { "record-notebook": "presented" });
    await deliver();
    for (const who of [stage.mentor, stage.mentee]) {
      const [first] = await shown(who, "follow-up-announced");
      expect(JSON.stringify(first)).toContain("Ce suivi a eu lieu.");
      expect(labels([first])).toEqual([]);
    }
    expect(slack.files).toHaveLength(files);
  });

  it("is not updated while it says what it said, though it brought an entry for a calendar", async () => {
    scene = await openSlackStage({ now: "2009-01-05T09:00" });
    const { stage } = scene;
    await stage.passes({ to: "2009-01-14T12:00" });
    expect(await shown(stage.mentee, "follow-up-announced")).not.toEqual([]);
    stage.at("2009-01-14T12:30");
    const updates = calls("chat.update").length;
    await stage.store.db("outbox").whereNotNull("receipt").update({ review_at: stage.now });
    await deliver();
    expect(calls("chat.update")).toHaveLength(updates);
  });

  it("asks for nothing during a pause, and again after it", async () => {
    await reminded();
    const { stage } = scene;
    await stage.mentee.says("pause");
    await stage.mentee.fillsIn({ from: "2009-01-20", until: "2009-01-20" });
    await deliver();
    expect(labels(await shown(stage.mentee, "questionnaire-invitation"))).toEqual([]);
    expect(JSON.stringify(await shown(stage.mentee, "questionnaire-invitation"))).toContain("Vous êtes en pause jusqu’au");
    stage.at("2009-01-21T00:10");
    await deliver();
    expect(labels(await shown(stage.mentee, "questionnaire-invitation"))).toContain("Répondre");
  });

  it("keeps its receipt when its sender died after Slack took it, and is found by its key", async () => {
    scene = await openSlackStage({ now: "2009-01-05T09:00" });
    const { stage, slack, platform } = scene;
    await stage.app.planAhead(stage.now);
    const [one] = await stage.store.db("administrations").where({ dyad_id: stage.dyads.first }).orderBy("opens_on");
    stage.at(`${one.opens_on}T12:00`);
    await stage.app.planAhead(stage.now);
    const { db } = stage.store;
    const kind = "questionnaire-invitation";
    const [{ key, id }] = await db("outbox").where({ kind, person_id: stage.mentee.id });
    await db("outbox").whereNot({ id }).delete();
    // It arrived, and its sender died before that was written down.
    const receipt = await platform.send({ platform: "slack", workspace: "T1", user: scene.user(stage.mentee) }, {
      key,
      message: { language: "fr", summary: "…", blocks: [{ kind: "buttons", buttons: [{ label: "Répondre", action: "help.open" }] }] },
    } as never);
    await db("outbox")
      .where({ id })
      .update({ leased_until: addMinutes(stage.now, -1) });
    await deliver();
    expect(receipt).toMatch(/^D.+\/\d+\.\d+$/);
    expect(await rows({ id })).toMatchObject([{ receipt }]);
    expect(slack.dm(scene.user(stage.mentee)).filter(({ metadata }) => metadata)).toHaveLength(1);
    await stage.mentee.says("bien-être");
    await stage.mentee.presses("Répondre");
    await stage.mentee.fillsIn({ ...answers, share: [] });
    await deliver();
    expect(JSON.stringify(slack.dm(scene.user(stage.mentee))[0])).toContain("Vous avez déjà répondu à ce questionnaire");
  });

  it("is asked of a throttled workspace no more than once, however many wait, and comes after", async () => {
    await reminded();
    const { stage, slack } = scene;
    const open = await stage.store.db("outbox").whereNotNull("receipt").select("id");
    expect(open.length).toBeGreaterThan(3);
    // More than are looked at together.
    const { id: _, ...row } = await stage.store.db("outbox").whereNotNull("receipt").whereNot({ kind: "digest" }).first();
    for (let copy = 0; copy < 120; copy++) await stage.store.db("outbox").insert({ ...row, key: `copy-${copy}` });
    await stage.store.db("outbox").whereNotNull("receipt").update({ shown_as: "other", review_at: stage.now });
    const updates = calls("chat.update").length;
    slack.failNext("chat.update", { status: 429, retryAfter: 30 }, 100);
    await deliver();
    expect(calls("chat.update")).toHaveLength(updates + 1);
    expect(new Set(await stage.store.db("outbox").whereNotNull("receipt").whereNot({ kind: "digest" }).pluck("review_at"))).toEqual(
      new Set([addMinutes(stage.now, 0.5)]),
    );
  });
});

describe("an update of a message", () => {
  const message = { language: "fr", summary: "Un mot & plus", blocks: [{ kind: "text", text: "Nouveau" }] } as const;
  const toNadia = () => ({ platform: "slack", workspace: "T1", user: scene.user(scene.stage.mentee) });
  const problemOf = async (work: Promise<unknown> | undefined): Promise<DeliveryProblem> => {
    const error = await work?.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof DeliveryError)) throw new Error(`no delivery error, but ${error}`);
    return error.problem;
  };

  it("replaces what it says, keeps its key, and finds it by the receipt that the lookup gives too", async () => {
    scene = await openSlackStage();
    const { slack, platform } = scene;
    const receipt = await platform.send(toNadia(), { key: "k1", message: { ...message, summary: "Avant" } });
    expect(await platform.can.lookUp?.(toNadia(), "k1")).toEqual({ receipt });
    await platform.can.update?.(toNadia(), String(receipt), message);
    await platform.can.update?.(toNadia(), String(receipt), message);
    expect(slack.dm(toNadia().user)).toMatchObject([{ text: "Un mot &amp; plus", metadata: { event_payload: { key: "k1" } } }]);
    expect(JSON.stringify(slack.dm(toNadia().user))).toContain("Nouveau");
    expect(await platform.can.lookUp?.(toNadia(), "k1")).toEqual({ receipt });
  });

  it.each<[string, DeliveryProblem["problem"]]>([
    ["message_not_found", "refused"],
    ["cant_update_message", "refused"],
    ["channel_not_found", "refused"],
    ["is_archived", "refused"],
    ["account_inactive", "gone"],
    ["internal_error", "temporary"],
    ["ratelimited", "throttled"],
  ])("that meets %s is %s", async (error, problem) => {
    scene = await openSlackStage();
    const receipt = await scene.platform.send(toNadia(), { key: "k1", message });
    scene.slack.failNext("chat.update", error);
    expect((await problemOf(scene.platform.can.update?.(toNadia(), String(receipt), message))).problem).toBe(problem);
  });
});

describe("a question to an account, and the word to one that was linked", () => {
  const one = "U777";
  const other = "U888";
  const yes = { label: "Oui, c’est moi" };
  const no = { label: "Non" };
  const addUser = (id: string, email = "marie.mentore@exemple.example") =>
    scene.slack.addUser({ id, team: "T1", name: "Marie M.", email, locale: "fr-CA" });
  const asked = (user: string) => scene.slack.until(() => textOf(scene.slack.ephemeral(user).at(-1)).includes("Êtes-vous Marie Mentore"));
  const holderOf = async (user: string) => (await scene.stage.store.db("addresses").where({ user }).first("person_id"))?.person_id;
  /** Answers what the bot asks whoever writes: elsewhere than in the message that it sent. */
  async function answersElsewhere(user: string, button: { label: string }): Promise<void> {
    await scene.slack.command(user, "aide");
    await asked(user);
    await scene.slack.press(user, button);
  }
  const isLinked = (user: string) => eventually(async () => (await holderOf(user)) === scene.stage.mentor.id);
  const isFree = (user: string) =>
    eventually(async () => (await scene.stage.store.db("refusals").where({ user }).first("id")) !== undefined);
  /** What the one message in the conversation with this account says by now, after the jobs. */
  async function saysNow(user: string, place = 0): Promise<{ text: string; buttons: string[] }> {
    await deliver();
    const message = scene.slack.dm(user)[place];
    return { text: textOf(message), buttons: labels([message]) };
  }

  async function open(): Promise<void> {
    scene = await openSlackStage({ now: "2009-03-09T10:00" });
    const { slack, stage } = scene;
    await stage.store.db("addresses").where({ person_id: stage.mentor.id }).delete();
    slack.addUser({ id: scene.user(stage.mentor), team: "T1", name: "Marie", email: "ancienne.adresse@exemple.example" });
  }
  /** Marie's account is found by its e-mail address, and asked. */
  async function invited(): Promise<void> {
    await open();
    addUser(one);
    const claire = scene.user(scene.stage.coordinator);
    await scene.slack.command(claire, "participants");
    await scene.slack.press(claire, { label: "Inviter" });
    await deliver();
    expect(labels(scene.slack.dm(one))).toEqual([yes.label, no.label]);
  }
  /** An account that no e-mail address tells is taken for Marie's by a coordinator, and asked. */
  async function recognized(): Promise<void> {
    await open();
    const { slack, stage } = scene;
    addUser(one, "marie.ailleurs@exemple.example");
    await slack.command(one, "aide");
    await slack.until(() => slack.ephemeral(one).length > 0);
    const claire = scene.user(stage.coordinator);
    await slack.command(claire, "participants");
    await slack.press(claire, { label: "Dire qui c’est" });
    await slack.until(() => slack.modal(claire).length > 0);
    await slack.submit(claire, { person: String(stage.mentor.id) });
    await eventually(async () => (await stage.store.db("outbox").where({ kind: "recognized" })).length === 1);
    await deliver();
    expect(labels(scene.slack.dm(one))).toEqual([yes.label, no.label]);
  }
  const questions = [
    ["an invitation", invited],
    ["the question to an account that a coordinator recognized", recognized],
  ] as const;

  it.each(questions)("%s that was answered elsewhere becomes what its own button would have made of it", async (_, isAsked) => {
    await isAsked();
    await answersElsewhere(one, yes);
    await isLinked(one);
    const { text, buttons } = await saysNow(one);
    expect(text).toContain("C’est fait : je sais maintenant qui vous êtes");
    expect(buttons).not.toContain(yes.label);
    expect(buttons).not.toContain(no.label);
  });

  it.each(questions)("%s that was denied elsewhere asks no more", async (_, isAsked) => {
    await isAsked();
    await answersElsewhere(one, no);
    await isFree(one);
    const { text, buttons } = await saysNow(one);
    expect(text).toContain("C’est noté : je n’ai rien relié à ce compte.");
    expect(buttons).toEqual([]);
  });

  it.each(questions)("%s asks no more once the person is found at another account, and tells this one nothing", async (_, isAsked) => {
    await isAsked();
    addUser(other);
    await answersElsewhere(other, yes);
    await isLinked(other);
    const { text, buttons } = await saysNow(one);
    expect(text).toContain("Ce message n’est plus d’actualité.");
    expect(text).not.toContain("Marie");
    expect(buttons).toEqual([]);
  });

  it.each(questions)("%s that nobody answered for thirty days asks no more", async (_, isAsked) => {
    await isAsked();
    scene.stage.at("2009-04-08T09:59");
    expect((await saysNow(one)).buttons).toEqual([yes.label, no.label]);
    scene.stage.at("2009-04-08T10:01");
    expect((await saysNow(one)).buttons).toEqual([]);
  });

  it.each([
    ["yes", yes, isLinked],
    ["no", no, isFree],
  ] as const)("an invitation that was answered %s by its own button stays as that left it", async (_, button, isDone) => {
    await invited();
    const message = await scene.slack.until(() => scene.slack.dm(one)[0]);
    await scene.slack.press(one, { message, ...button });
    await isDone(one);
    await eventually(async () => !labels(scene.slack.dm(one)).includes(yes.label));
    const left = textOf(scene.slack.dm(one)[0]);
    expect((await saysNow(one)).text).toBe(left);
  });

  describe("the word to an account that was linked", () => {
    async function linkedOnWord(): Promise<void> {
      await open();
      addUser(one);
      await scene.slack.command(one, "aide");
      await asked(one);
      const claire = scene.user(scene.stage.coordinator);
      await scene.slack.command(claire, "participants");
      await scene.slack.press(claire, { label: "C’est bien cette personne" });
      await isLinked(one);
      await deliver();
      expect(labels(scene.slack.dm(one))).toContain("Ce n’est pas moi");
    }

    it("asks nothing more once the person is found at another account", async () => {
      await linkedOnWord();
      addUser(other);
      await answersElsewhere(other, yes);
      await isLinked(other);
      const { text, buttons } = await saysNow(one);
      expect(text).toContain("Ce message n’est plus d’actualité.");
      expect(buttons).toEqual([]);
    });

    it("stays as its own button left it, and as it was where that was not pressed", async () => {
      await linkedOnWord();
      await scene.stage.store.db("outbox").whereNotNull("receipt").update({ review_at: scene.stage.now });
      expect((await saysNow(one)).buttons).toContain("Ce n’est pas moi");
      const message = await scene.slack.until(() => scene.slack.dm(one)[0]);
      await scene.slack.press(one, { message, label: "Ce n’est pas moi" });
      await isFree(one);
      await eventually(async () => labels(scene.slack.dm(one)).length === 0);
      const left = textOf(scene.slack.dm(one)[0]);
      expect(await saysNow(one)).toEqual({ text: left, buttons: [] });
      expect(left).toContain("ce compte n’est plus relié à personne");
    });
  });
});
