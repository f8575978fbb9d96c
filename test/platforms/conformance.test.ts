import { afterEach, describe, expect, it } from "vitest";
import { eventually } from "../support/slack-stage.ts";
import type { Actor, StageOptions } from "../support/stage.ts";
import type { Hands } from "./support/hands.ts";
import { slackHands } from "./support/slack-hands.ts";
import { teamsHands } from "./support/teams-hands.ts";
import { webHands } from "./support/web-hands.ts";
import { liveYear } from "./support/year.ts";

/** What every platform keeps, told once: people say and press the same, and see the same, wherever they are. */
const platforms: Readonly<Record<string, (options: StageOptions) => Promise<Hands>>> = {
  web: webHands,
  slack: slackHands,
  teams: teamsHands,
};

describe.each(Object.entries(platforms))("on %s", (_, open) => {
  let hands: Hands;
  afterEach(() => hands.close());

  const sees = (actor: Actor, text: string) =>
    eventually(
      async () => (await hands.visible(actor)).includes(text),
      async () => `${text} in ${await hands.visible(actor)}`,
    );
  const doesNotSee = async (actor: Actor, text: string) => expect(await hands.visible(actor)).not.toContain(text);
  const presses = async (actor: Actor, label: string) => {
    await eventually(
      async () => (await hands.buttons(actor)).includes(label),
      async () => `${label} among ${await hands.buttons(actor)}`,
    );
    await hands.presses(actor, label);
  };
  const hasForm = (actor: Actor) => eventually(async () => (await hands.form(actor)) !== null);

  it("a verb is answered, an unknown one with the nearest, and one of another role reveals nothing", async () => {
    hands = await open({});
    const { mentor, mentee, coordinator } = hands.stage;
    await hands.says(mentor, "aide");
    await sees(mentor, "Voici ce que je peux faire pour vous");
    await hands.says(mentee, "calendrer");
    await sees(mentee, "Voir ce qui s’en vient");
    await hands.says(mentor, "statut");
    await sees(mentor, "ne fait pas partie de votre rôle");
    await doesNotSee(mentor, "Noé Débutant");
    await hands.says(coordinator, "statut");
    await sees(coordinator, "Cohorte 2009");
  });

  it("what is wrong with a form is said at its field, with what was typed, until it is right", async () => {
    hands = await open({});
    const { mentor, mentee } = hands.stage;
    await hands.says(mentor, "pause");
    await hasForm(mentor);
    // Each of the two days is one that a client takes.
    await hands.fills(mentor, { from: "2009-02-10", until: "2009-02-03" });
    await eventually(async () => Object.keys((await hands.form(mentor))?.errors ?? {}).length > 0);
    const form = await hands.form(mentor);
    expect(Object.keys(form?.errors ?? {})).toEqual(["until"]);
    expect([form?.values.from, form?.values.until]).toEqual(["2009-02-10", "2009-02-03"]);
    await hands.fills(mentor, { from: "2009-02-10", until: "2009-02-27" });
    await sees(mentor, "27 février");
    await hands.says(mentor, "rencontre");
    await hasForm(mentor);
    await hands.fills(mentor, { heldOn: "2009-01-12", minutes: "45" });
    await sees(mentor, "45 min");
    await hands.says(mentee, "cahier");
    await sees(mentee, "45 min");
  });

  it("a notice comes by itself with its buttons, opens its form, and asks no more once that is done", async () => {
    hands = await open({ now: "2009-01-05T09:00" });
    const { mentee, mentor, coordinator } = hands.stage;
    await hands.stage.passes({ to: "2009-01-20T12:00" });
    await presses(mentee, "Répondre");
    await hasForm(mentee);
    const form = await hands.form(mentee);
    const items = Object.keys(form?.values ?? {}).filter((key) => key !== "share");
    expect(items).toHaveLength(5);
    await hands.fills(mentee, Object.fromEntries(items.map((key) => [key, "2"])));
    await sees(mentee, "40");
    await sees(mentee, "811");
    for (const other of [mentor, coordinator]) await doesNotSee(other, "811");
    await hands.stage.passes({ to: "2009-01-20T13:00" });
    await eventually(async () => !(await hands.buttons(mentee)).includes("Répondre"));
  });

  it("a button that is over says what happened since, and one from nowhere does no harm", async () => {
    hands = await open({});
    const { mentee } = hands.stage;
    await hands.pressesRaw(mentee, "answer-questionnaire.open", { administration: "999" });
    await sees(mentee, "n’existe plus");
    await hands.pressesRaw(mentee, "constructor.toString", { a: "b" });
    await hands.pressesRaw(mentee, "gone.long-ago", {});
    await hands.says(mentee, "aide");
    await sees(mentee, "Voici ce que je peux faire pour vous");
  });

  it("what somebody writes is shown as it was typed", async () => {
    hands = await open({});
    const { mentee } = hands.stage;
    const odd = "<!channel> *gras* _it_ <@U000001> &amp; :tada: [lien](https://exemple.example) مرحبا 🎉";
    await hands.says(mentee, "cahier");
    await presses(mentee, "Ajouter une note");
    await hasForm(mentee);
    await hands.fills(mentee, { kind: "difficulty", audience: "me", text: odd });
    await eventually(async () => (await hands.form(mentee)) === null);
    await hands.says(mentee, "cahier");
    await sees(mentee, odd);
  });

  it("a pause has an end, and holds back what is not asked for", async () => {
    hands = await open({ now: "2009-01-05T09:00" });
    const { mentee } = hands.stage;
    await hands.says(mentee, "pause");
    await hasForm(mentee);
    await hands.fills(mentee, { until: "2009-02-27" });
    await sees(mentee, "27 février");
    await hands.stage.passes({ to: "2009-01-20T12:00" });
    await doesNotSee(mentee, "Un court questionnaire vous attend");
  });

  it("a coordinator leads a follow-up, and its triad reads the record", async () => {
    hands = await open({ now: "2009-01-05T09:00" });
    const { coordinator, mentor, otherMentor } = hands.stage;
    await hands.stage.passes({ to: "2009-01-22T17:00" });
    await hands.says(coordinator, "suivi");
    await presses(coordinator, "Consigner le suivi");
    await hasForm(coordinator);
    const boxes = Object.keys((await hands.form(coordinator))?.values ?? {});
    const agreed = boxes.find((key) => key.startsWith("record-") && key !== "record-notebook") ?? "";
    await hands.fills(coordinator, { "record-notebook": "presented", [agreed]: "On se revoit en mars." });
    await presses(coordinator, "Voir le compte rendu");
    await sees(coordinator, "On se revoit en mars.");
    for (const other of [mentor, otherMentor]) await doesNotSee(other, "On se revoit");
  });

  it("a home shows what comes first, and what changes it", async () => {
    hands = await open({});
    const { mentor } = hands.stage;
    await hands.opensHome(mentor);
    await sees(mentor, "Bonjour, Marie");
    await hands.says(mentor, "rencontre");
    await hasForm(mentor);
    await hands.fills(mentor, { minutes: "50" });
    await sees(mentor, "50 min");
    await hands.opensHome(mentor);
    await sees(mentor, "Bonjour, Marie");
  });

  it("a whole year is lived: nothing is sent twice, nothing is refused, and all that was done is kept", { timeout: 120_000 }, async () => {
    hands = await open({ now: "2009-01-05T09:00" });
    await liveYear(hands);
  });
});
