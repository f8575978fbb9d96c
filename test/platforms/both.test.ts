import { afterEach, describe, expect, it } from "vitest";
import { type BothStage, openBothStage } from "../support/both-stage.ts";
import { eventually } from "../support/slack-stage.ts";
import type { Actor, StageOptions } from "../support/stage.ts";
import { inputsIn } from "../support/teams/cards.ts";
import { tenant } from "../support/teams-stage.ts";
import { bothHandsOn } from "./support/both-hands.ts";
import { spaces } from "./support/hands.ts";
import { liveYear } from "./support/year.ts";

let scene: BothStage;
afterEach(async () => {
  expect([...scene.inSlack.slack.refusals, ...scene.inTeams.teams.refusals]).toEqual([]);
  await scene.close();
});

const dm = (actor: Actor) => scene.inSlack.slack.dm(scene.inSlack.user(actor));
const chat = (actor: Actor) => scene.inTeams.teams.chat(scene.inTeams.user(actor));
const slackText = (actor: Actor) => spaces(JSON.stringify(dm(actor)));
const teamsText = (actor: Actor) => spaces(JSON.stringify(chat(actor).map(({ card }) => card)));
const showsInTeams = (actor: Actor, what: string) =>
  eventually(
    async () => teamsText(actor).includes(what),
    async () => `${what} in ${teamsText(actor)}`,
  );
const showsInSlack = (actor: Actor, what: string) =>
  eventually(
    async () => slackText(actor).includes(what),
    async () => `${what} in ${slackText(actor)}`,
  );
/** Without the files that go with a message. */
const inDm = (actor: Actor): number => dm(actor).filter(({ files }) => !files).length;
/** How many messages came in each while time passed, and how many were sent. */
async function came(actor: Actor, to: string): Promise<{ slack: number; teams: number; sent: number }> {
  const sent = async () => (await scene.stage.store.db("outbox").where({ person_id: actor.id, outcome: "sent" })).length;
  const before = { slack: inDm(actor), teams: chat(actor).length, sent: await sent() };
  await scene.stage.passes({ to });
  return { slack: inDm(actor) - before.slack, teams: chat(actor).length - before.teams, sent: (await sent()) - before.sent };
}

describe("somebody who is linked in Slack and in Teams", () => {
  const inSlack = "Mes messages vous arrivent dans Slack";
  const inTeams = "Mes messages vous arrivent dans Teams";

  /** Everybody lives in Slack; one person says in Teams that it is them too. */
  async function linkedInBoth(): Promise<Actor> {
    scene = await openBothStage({ now: "2009-01-05T09:00", isInTeams: () => false });
    const { mentee } = scene.stage;
    const { teams } = scene.inTeams;
    const user = scene.inTeams.user(mentee);
    const [{ email }] = await scene.stage.store.db("people").where({ id: mentee.id }).select("email");
    teams.addUser({ id: user, tenant, name: mentee.name, email, locale: "fr-CA" });
    await teams.installs(user);
    await showsInTeams(mentee, "Oui, c’est moi");
    await teams.press(user, { label: "Oui, c’est moi" });
    return mentee;
  }

  it("hears there that what comes by itself comes where they were linked first, as it does, once", async () => {
    const nadia = await linkedInBoth();
    await showsInTeams(nadia, "Mes messages vous arrivent toujours dans Slack");
    const { slack, teams, sent } = await came(nadia, "2009-01-28T12:00");
    expect(sent).toBeGreaterThan(4);
    expect([slack, teams]).toEqual([sent, 0]);
  });

  it("chooses in either one where that is, once each, and is answered where they ask", async () => {
    const nadia = await linkedInBoth();
    const { teams } = scene.inTeams;
    const user = scene.inTeams.user(nadia);
    await showsInTeams(nadia, "Recevoir mes messages dans Teams");
    await teams.press(user, { label: "Recevoir mes messages dans Teams" });
    await showsInTeams(nadia, inTeams);
    const first = await came(nadia, "2009-01-28T12:00");
    expect(first.sent).toBeGreaterThan(4);
    expect(first).toMatchObject({ slack: 0, teams: first.sent });

    const { slack } = scene.inSlack;
    await slack.says(scene.inSlack.user(nadia), "aide");
    await showsInSlack(nadia, "Recevoir mes messages dans Slack");
    expect(teamsText(nadia)).toContain("Recevoir mes messages dans Slack");
    await slack.press(scene.inSlack.user(nadia), { label: "Recevoir mes messages dans Slack" });
    await showsInSlack(nadia, inSlack);
    const then = await came(nadia, "2009-03-20T12:00");
    expect(then.sent).toBeGreaterThan(2);
    expect(then).toMatchObject({ slack: then.sent, teams: 0 });
  });

  it("is told the rest in the other one once one of them is gone, and again where they chose once they are back", async () => {
    const nadia = await linkedInBoth();
    const { teams } = scene.inTeams;
    const user = scene.inTeams.user(nadia);
    await teams.press(user, { label: "Recevoir mes messages dans Teams" });
    await showsInTeams(nadia, inTeams);
    teams.block(user);
    const first = await came(nadia, "2009-01-28T12:00");
    expect(first.sent).toBeGreaterThan(4);
    expect(first).toMatchObject({ slack: first.sent, teams: 0 });
    await scene.inSlack.slack.says(scene.inSlack.user(nadia), "aide");
    await showsInSlack(nadia, "Voici ce que je peux faire pour vous");
    expect(slackText(nadia)).not.toContain("Recevoir mes messages");

    teams.block(user, false);
    const before = chat(nadia).length;
    await teams.says(user, "aide");
    await eventually(async () => chat(nadia).length === before + 2);
    const then = await came(nadia, "2009-03-20T12:00");
    expect(then.sent).toBeGreaterThan(2);
    expect(then).toMatchObject({ slack: 0, teams: then.sent });
  });

  it("finds the way in their home, and nobody else does", async () => {
    const nadia = await linkedInBoth();
    const { slack } = scene.inSlack;
    const { mentor } = scene.stage;
    await slack.opensHome(scene.inSlack.user(nadia));
    await eventually(async () => JSON.stringify(slack.home(scene.inSlack.user(nadia))).includes("Recevoir mes messages dans Teams"));
    await slack.opensHome(scene.inSlack.user(mentor));
    await eventually(async () => slack.home(scene.inSlack.user(mentor)) !== null);
    expect(JSON.stringify(slack.home(scene.inSlack.user(mentor)))).not.toContain("Recevoir mes messages");
  });

  it("has what they were shown in the one settled when they do it in the other", async () => {
    const nadia = await linkedInBoth();
    await scene.stage.passes({ to: "2009-01-20T12:00" });
    const { teams } = scene.inTeams;
    const user = scene.inTeams.user(nadia);
    expect(slackText(nadia)).toContain('"Répondre"');
    await teams.says(user, "bienetre");
    await showsInTeams(nadia, '"Répondre"');
    await teams.press(user, { label: "Répondre" });
    const items = inputsIn(teams.dialog(user)?.card).map(({ id }) => String(id));
    await teams.submit(user, Object.fromEntries(items.filter((key) => key !== "share").map((key) => [key, "2"])));
    await scene.stage.passes({ to: "2009-01-20T13:00" });
    expect(slackText(nadia)).not.toContain('"Répondre"');
  });
});

describe("a cohort of which half live in Slack and half in Teams", () => {
  const inTeams = ["Nadia Nouvelle", "Marc Ancien", "Noé Débutant", "Diane Adjointe"];
  const openHalves = async (options: StageOptions = {}) => {
    scene = await openBothStage({ now: "2009-01-05T09:00", isInTeams: (name) => inTeams.includes(name), ...options });
    return bothHandsOn(scene);
  };

  /** How many of the messages of a person say something else by now. */
  const changed = (actor: Actor): number =>
    actor.address.platform === "slack"
      ? dm(actor).filter(({ edited }) => edited).length
      : chat(actor).filter(({ edited }) => edited).length;

  it("lives a year: each is told each thing once, where they live, and what is done in the one counts in the other", async () => {
    const hands = await openHalves({ secondMentee: true });
    await liveYear(hands);
    const { stage, sent } = scene;
    const { coordinator, deputy, mentor, mentee, otherMentor, otherMentee, secondMentee } = stage;
    const keys: string[] = await stage.store.db("outbox").where({ outcome: "sent" }).pluck("key");
    expect(sent.map(({ key }) => key).sort()).toEqual(keys.sort());
    for (const one of [coordinator, deputy, mentor, mentee, otherMentor, otherMentee, secondMentee]) {
      const theirs = sent.filter(({ key }) => key.endsWith(`:p${one?.id}`));
      expect(theirs.length).toBeGreaterThan(5);
      expect(new Set(theirs.map(({ user }) => user))).toEqual(new Set([one?.address.user]));
    }
    for (const one of [mentee, otherMentee, secondMentee]) expect(one && (await hands.buttons(one))).not.toContain("Répondre");
  }, 120_000);

  it("has a meeting that one member of a dyad logs in Slack read by the other in Teams, and the other way round", async () => {
    const hands = await openHalves({ now: "2009-01-12T09:00" });
    const { mentor, mentee } = scene.stage;
    await hands.says(mentor, "rencontre");
    await eventually(async () => (await hands.form(mentor)) !== null);
    await hands.fills(mentor, { heldOn: "2009-01-09", minutes: "35" });
    await showsInSlack(mentor, "35 min");
    await hands.says(mentee, "cahier");
    await showsInTeams(mentee, "35 min");
    await hands.says(mentee, "rencontre");
    await eventually(async () => (await hands.form(mentee)) !== null);
    await hands.fills(mentee, { heldOn: "2009-01-12", minutes: "55" });
    await showsInTeams(mentee, "55 min");
    await hands.says(mentor, "cahier");
    await eventually(async () => (await hands.visible(mentor)).includes("55 min"));
    expect(await scene.stage.store.db("meetings")).toHaveLength(2);
  });

  it("has what asked in the one settled by what the other member does in the other", async () => {
    const hands = await openHalves();
    const { stage } = scene;
    const { mentor, mentee } = stage;
    await stage.passes({ to: "2009-02-13T12:00" });
    expect(await hands.buttons(mentor)).toContain("Consigner une rencontre");
    const before = changed(mentor);
    await hands.says(mentee, "rencontre");
    await eventually(async () => (await hands.form(mentee)) !== null);
    await hands.fills(mentee, { minutes: "50" });
    await stage.passes({ to: "2009-02-13T12:05" });
    expect(await hands.buttons(mentor)).not.toContain("Consigner une rencontre");
    expect(changed(mentor)).toBe(before + 1);
  });

  it("has what the triad was told settled in each once the coordinator has led the follow-up", async () => {
    const hands = await openHalves();
    const { stage } = scene;
    const { coordinator, mentor, mentee } = stage;
    await stage.passes({ days: 1 });
    const [first] = await stage.store.db("follow_ups").where({ stage: "follow-up-1", dyad_id: stage.dyads.first });
    const { id, on_day: on } = first;
    await stage.passes({ to: `${on}T17:00` });
    // When it was announced, and twice when it was near.
    const before = [mentor, mentee].map(changed);
    await hands.pressesRaw(coordinator, "lead-follow-up.record", { followUp: String(id) });
    await eventually(async () => (await hands.form(coordinator)) !== null);
    await hands.fills(coordinator, (await hands.form(coordinator))?.needed ?? {});
    await eventually(async () => (await hands.form(coordinator)) === null);
    await stage.passes({ to: `${on}T17:05` });
    expect([mentor, mentee].map(changed)).toEqual(before.map((count) => count + 3));
    for (const one of [mentor, mentee]) expect(await hands.visible(one)).toContain("Ce suivi a eu lieu.");
  });
});
