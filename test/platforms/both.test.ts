import { afterEach, describe, expect, it } from "vitest";
import { type BothStage, openBothStage } from "../support/both-stage.ts";
import { eventually } from "../support/slack-stage.ts";
import type { Actor } from "../support/stage.ts";
import { inputsIn } from "../support/teams/cards.ts";
import { tenant } from "../support/teams-stage.ts";
import { spaces } from "./support/hands.ts";

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
