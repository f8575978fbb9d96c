import { afterEach, describe, expect, it } from "vitest";
import type { Loose } from "../support/slack/inputs.ts";
import { textOf } from "../support/slack/shown.ts";
import { openSlackStage, type SlackStage } from "../support/slack-stage.ts";
import type { Actor } from "../support/stage.ts";

let scene: SlackStage;
afterEach(async () => {
  expect(scene.slack.refusals).toEqual([]);
  await scene.close();
});

const said = (actor: Actor): string => textOf(scene.slack.dm(scene.user(actor)));
/** Waits for the top modal whose text has this in it. */
const modal = (actor: Actor, has: string) =>
  scene.slack.until(() => {
    const top = scene.slack.modal(scene.user(actor)).at(-1);
    return top && textOf(top.view).includes(has) && top;
  });
/** The buttons with this label that somebody still sees in their conversation with the bot. */
const labels = (actor: Actor, label: string) =>
  scene.slack
    .dm(scene.user(actor))
    .flatMap(({ blocks = [] }) => blocks.flatMap((block: Loose) => block.elements ?? []))
    .filter((element: Loose) => element.type === "button" && element.text.text === label);
const hears = (actor: Actor, what: string) => scene.slack.until(() => said(actor).includes(what));

describe("a mentor in Slack", () => {
  it("logs a meeting by a slash command and a modal, whose errors stand at their fields", async () => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    expect(await slack.command(marie, "rencontre")).toEqual({ status: 200, body: "" });
    await modal(stage.mentor, "Consigner");
    expect(await slack.submit(marie, { heldOn: "2009-01-13", minutes: "45" })).toMatchObject({ body: { response_action: "errors" } });
    expect(Object.keys(slack.errors(marie))).toEqual(["heldOn"]);
    expect(await slack.submit(marie, { heldOn: "2009-01-12" })).toMatchObject({ body: { response_action: "clear" } });
    await hears(stage.mentor, "45 min");
  });

  it("is answered where nobody else sees it, whatever channel the command was typed in", async () => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    slack.addChannel("C1");
    for (const verb of ["", "aide", "calendrier", "cahier", "statut", "rencontre", "bienetre", "nimportequoi"]) {
      const { status, body } = await slack.command(marie, verb, { channel: "C1" });
      expect(status).toBe(200);
      if (body) expect(body).toMatchObject({ response_type: "ephemeral" });
    }
    expect(slack.channel("C1")).toEqual([]);
  });

  it("finds what can be done now as buttons under a command without a verb", async () => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    await slack.command(marie, "");
    await slack.press(marie, { label: "Consigner une rencontre d’échange" });
    await modal(stage.mentor, "Durée");
  });

  it("uses the two global shortcuts", async () => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    await slack.shortcut(marie, "log-meeting");
    await modal(stage.mentor, "Durée");
    await slack.closes(marie);
    await slack.shortcut(marie, "my-mentoring");
    await modal(stage.mentor, "Consigner une rencontre");
  });

  it("writes the same verbs to the bot, and opens a form by the button it answers with", async () => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    await slack.says(marie, "calendrier");
    await hears(stage.mentor, "Rien n’est prévu");
    await slack.says(marie, "rencontre");
    await hears(stage.mentor, "le formulaire s’ouvre avec ce bouton");
    await slack.press(marie, { label: "Ouvrir le formulaire" });
    await modal(stage.mentor, "Durée");
  });

  it.each(["rencontre", "pause"])(
    "finds nothing of what was written beside the verb in the button that opens its form: %s",
    async (verb) => {
      scene = await openSlackStage();
      const { slack, stage } = scene;
      const marie = scene.user(stage.mentor);
      await slack.says(marie, `${verb} ${'"🎉'.repeat(700)} Nadia m’a confié`);
      await hears(stage.mentor, "le formulaire s’ouvre avec ce bouton");
      expect(labels(stage.mentor, "Ouvrir le formulaire").map(({ value }: Loose) => value)).toEqual(["{}"]);
      await slack.press(marie, { label: "Ouvrir le formulaire" });
      const byButton = await slack.until(() => slack.modal(marie).at(-1));
      await slack.closes(marie);
      await slack.command(marie, verb);
      const byCommand = await slack.until(() => slack.modal(marie).at(-1));
      expect(byButton.view.callback_id).toBe(byCommand.view.callback_id);
    },
  );

  it("is answered what they write with a file attached, and the bot takes no file of its own for a word", async () => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    await slack.says(marie, "aide");
    const channel = slack.dm(marie)[0]?.channel;
    const shared = { type: "message", subtype: "file_share", channel_type: "im", channel, files: [{ id: "F1" }], ts: "1.2" };
    await slack.event({ ...shared, user: slack.botUser("T1"), text: "" });
    await slack.event({ ...shared, user: marie, text: "calendrier" });
    await hears(stage.mentor, "Rien n’est prévu");
    expect(slack.calls.filter(({ args }) => args.user === slack.botUser("T1"))).toEqual([]);
  });

  it("is answered what they write in a thread and send to the conversation as well", async () => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const said = { type: "message", subtype: "thread_broadcast", channel_type: "im", channel: "D1", thread_ts: "1.1", ts: "1.2" };
    await slack.event({ ...said, user: scene.user(stage.mentor), text: "calendrier" });
    await hears(stage.mentor, "Rien n’est prévu");
  });

  it("corrects a meeting from the message that says it is logged, which then says what became of it", async () => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    await slack.command(marie, "rencontre");
    await modal(stage.mentor, "Durée");
    await slack.submit(marie, { minutes: "45" });
    await hears(stage.mentor, "45 min");
    await slack.press(marie, { label: "Corriger" });
    await modal(stage.mentor, "Durée");
    await slack.submit(marie, { minutes: "60" });
    await hears(stage.mentor, "C’est corrigé");
  });
});

describe("a mentee in Slack", () => {
  async function invited(): Promise<string> {
    scene = await openSlackStage({ now: "2009-01-05T09:00" });
    await scene.stage.passes({ to: "2009-01-20T12:00" });
    const nadia = scene.user(scene.stage.mentee);
    expect(said(scene.stage.mentee)).toContain("Répondre");
    return nadia;
  }

  it("answers the questionnaire from the private message that invites, and reads the result", async () => {
    const nadia = await invited();
    const { slack, stage } = scene;
    await slack.press(nadia, { label: "Répondre" });
    const { view } = await modal(stage.mentee, "deux dernières semaines");
    const scale = view.blocks.filter((block: Loose) => block.type === "input" && block.element.options?.length >= 6);
    expect(scale).toHaveLength(5);
    const answers = Object.fromEntries(scale.map((block: Loose) => [block.block_id, "2"]));
    const consents = view.blocks.filter((block: Loose) => block.type === "input" && !scale.includes(block) && !block.optional);
    for (const block of consents) answers[block.block_id] = block.element.options.at(-1).value;
    await slack.submit(nadia, answers);
    await hears(stage.mentee, "40");
    expect(said(stage.mentor)).not.toContain("40 sur 100");
    expect(said(stage.coordinator)).not.toContain("40 sur 100");
    const picture = await slack.until(() => slack.files.find(({ name, channels }) => name.endsWith(".png") && channels[0]));
    expect(slack.dm(nadia).at(-1)?.files).toMatchObject([{ id: picture.id }]);

    // What is only looked at, in a command or a modal, leaves no picture behind once it is gone from there.
    const pictures = () => slack.files.filter(({ name }) => name.endsWith(".png"));
    expect(textOf((await slack.command(nadia, "bien-être")).body)).toContain("█");
    await slack.opensHome(nadia);
    await slack.until(() => slack.home(nadia));
    await slack.press(nadia, { home: true, label: "Mes résultats" });
    await modal(stage.mentee, "█");
    await slack.says(nadia, "bien-être");
    await slack.until(() => pictures().length > 1);
    expect(pictures()).toHaveLength(2);
  });

  it("is told in the modal that it was answered elsewhere", async () => {
    const nadia = await invited();
    const { slack, stage } = scene;
    await slack.press(nadia, { label: "Répondre" });
    const { view } = await modal(stage.mentee, "deux dernières semaines");
    await slack.press(nadia, { message: slack.dm(nadia).at(-1) as never, label: "Pas cette fois-ci" });
    const scale = view.blocks.filter((block: Loose) => block.type === "input" && !block.optional);
    const late = await slack.submit(nadia, Object.fromEntries(scale.map((block: Loose) => [block.block_id, "2"])));
    expect(late).toMatchObject({ body: { response_action: "update" } });
    expect(textOf(slack.modal(nadia).at(-1)?.view)).toContain("Ce questionnaire est réglé depuis le 20 janvier 2009");
    expect(labels(stage.mentee, "Répondre")).toHaveLength(2);
  });

  it("declines by a button, and the message that asked says so from then on", async () => {
    const nadia = await invited();
    const { slack } = scene;
    const asked = slack.dm(nadia).at(-1);
    await slack.press(nadia, { message: asked as never, label: "Pas cette fois-ci" });
    await slack.until(() => slack.dm(nadia).find(({ ts }) => ts === asked?.ts)?.edited);
    expect(textOf(slack.dm(nadia).find(({ ts }) => ts === asked?.ts))).not.toContain("Répondre");
    expect(slack.dm(nadia).at(-1)?.ts).toBe(asked?.ts);
  });

  it("writes what Slack would read as markup, and sees it as it was typed", async () => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const nadia = scene.user(stage.mentee);
    const odd = "<!channel> *gras* <@U000001> &amp; :tada: مرحبا 🎉 https://exemple.example ".padEnd(2500, "x");
    await slack.command(nadia, "cahier");
    await slack.press(nadia, { label: "Ajouter une note" });
    const { view } = await modal(stage.mentee, "note");
    const [box] = view.blocks.filter((block: Loose) => block.element?.type === "plain_text_input");
    await slack.submit(nadia, { [box.block_id]: odd, kind: "difficulty", audience: "me" });
    await slack.command(nadia, "cahier");
    expect(textOf(slack.ephemeral(nadia).at(-1))).toContain(odd.slice(0, 120));
  });
});

describe("a coordinator in Slack", () => {
  it("asks for status, holds a follow-up and reads its record again", async () => {
    scene = await openSlackStage({ now: "2009-01-05T09:00" });
    const { slack, stage } = scene;
    await stage.passes({ to: "2009-01-22T17:00" });
    const claire = scene.user(stage.coordinator);
    await slack.command(claire, "statut");
    expect(textOf(slack.ephemeral(claire).at(-1))).toContain("Suivi 1");
    await slack.command(claire, "suivi");
    await slack.press(claire, { label: "Consigner le suivi" });
    await modal(stage.coordinator, "Consigner le suivi");
    const boxes = slack
      .modal(claire)
      .at(-1)
      ?.view.blocks.filter((block: Loose) => block.element?.multiline);
    await slack.submit(claire, { [boxes[0].block_id]: "On se revoit en mars.", "record-notebook": "presented" });
    await slack.until(() => labels(stage.coordinator, "Voir le compte rendu").length > 0);
    await slack.press(claire, { label: "Voir le compte rendu" });
    await hears(stage.coordinator, "On se revoit en mars.");
    expect(said(stage.mentor)).not.toContain("On se revoit");
  });

  it("is told that nothing is announced where the bot writes in private only, and not offered to", async () => {
    scene = await openSlackStage();
    const { slack } = scene;
    const claire = scene.user(scene.stage.coordinator);
    await slack.command(claire, "annonce");
    expect(textOf(slack.ephemeral(claire).at(-1))).toContain("Ici, je n’écris qu’en privé, jamais dans un canal");
    await slack.command(claire, "aide");
    const help = textOf(slack.ephemeral(claire).at(-1));
    expect(help).toContain("Voir qui n’a pas encore de compte relié");
    expect(help).not.toContain("annonce");
  });
});

describe("the home", () => {
  it("is published when it is opened, again when something changes it, and not when nothing did", async () => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    const published = () => slack.calls.filter(({ method }) => method === "views.publish").length;
    await slack.opensHome(marie);
    await slack.until(() => slack.home(marie));
    expect(textOf(slack.home(marie)?.view)).toContain("Consigner une rencontre");
    await slack.opensHome(marie);
    await slack.press(marie, { home: true, label: "Consigner une rencontre" });
    await modal(stage.mentor, "Durée");
    expect(published()).toBe(1);
    await slack.submit(marie, { minutes: "45" });
    await slack.until(() => published() === 2);
    expect(textOf(slack.home(marie)?.view)).toContain("45 min");
  });
});
