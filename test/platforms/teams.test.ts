import { afterEach, describe, expect, it } from "vitest";
import { eventually } from "../support/slack-stage.ts";
import type { Actor } from "../support/stage.ts";
import { actionsIn, inputsIn } from "../support/teams/cards.ts";
import type { Loose, Message } from "../support/teams/records.ts";
import { openTeamsStage, type TeamsStage, tenant, thirdTenant } from "../support/teams-stage.ts";
import { spaces } from "./support/hands.ts";

let scene: TeamsStage;
afterEach(async () => {
  expect(scene.teams.refusals).toEqual([]);
  await scene.close();
});

const team = "19:team@thread.tacv2";
const id = (actor: Actor) => scene.user(actor);
const text = (card: Loose): string => spaces(JSON.stringify(card ?? ""));
const chat = (user: string) => scene.teams.chat(user);
const last = (user: string): Message | undefined => chat(user).at(-1);
const fromBot = (user: string) => chat(user).filter(({ from }) => from === "bot");
const shows = (user: string, what: string) =>
  eventually(
    async () => chat(user).some(({ card }) => text(card).includes(what)),
    async () => `${what} in ${chat(user).map(({ card }) => text(card))}`,
  );
const addTeam = ({ installed = true } = {}) => {
  const { mentor, mentee, coordinator } = scene.stage;
  const members = [mentor, mentee, coordinator].map(id);
  scene.teams.addTeam({ id: team, tenant, name: "École", members, installed, channels: [{ id: team, name: "Général" }] });
};
const gone = () => scene.stage.store.db("addresses").whereNotNull("gone_at").select("user", "gone_reason");

/** A mentor with the form of a pause in their chat. */
async function atTheFormOfAPause() {
  scene = await openTeamsStage();
  const { teams, stage } = scene;
  const marie = id(stage.mentor);
  await teams.says(marie, "pause");
  await shows(marie, "Input.Date");
  return { teams, stage, marie };
}

describe("a form", () => {
  it("that a typed command needs stands in a card, comes back with what was wrong, and turns into its outcome for good", async () => {
    const { teams, marie } = await atTheFormOfAPause();
    const form = last(marie);
    expect(text(form?.card)).toContain("heading");
    const { body } = await teams.submit(marie, { from: "2009-02-10", until: "2009-02-03" });
    expect(text(body)).toContain("until.error");
    expect(inputsIn(last(marie)?.card).map(({ value }) => value)).toEqual(["2009-02-10", "2009-02-03"]);
    await teams.submit(marie, { from: "2009-02-10", until: "2009-02-27" });
    await eventually(async () => last(marie)?.edited === true);
    expect(last(marie)?.id).toBe(form?.id);
    teams.reopens(marie);
    expect(text(last(marie)?.card)).toContain("27 février");
    expect(inputsIn(last(marie)?.card)).toEqual([]);
  });

  it("of which nothing could be kept stands as it was typed, and can be sent again", async () => {
    const { teams, stage, marie } = await atTheFormOfAPause();
    const form = last(marie);
    const days = { from: "2009-02-10", until: "2009-02-27" };
    await stage.store.db.schema.renameTable("pauses", "lost");
    const { body } = await teams.submit(marie, days);
    expect(text(body)).toContain("Quelque chose n’a pas fonctionné de notre côté");
    await eventually(async () => last(marie)?.id !== form?.id);
    expect(chat(marie).find((one) => one.id === form?.id)).toMatchObject({ edited: false, card: form?.card });
    await stage.store.db.schema.renameTable("lost", "pauses");
    await teams.submit(marie, days);
    await eventually(async () => chat(marie).find((one) => one.id === form?.id)?.edited === true);
    expect(await stage.store.db("pauses").select("id")).toHaveLength(1);
  });

  it("that a button opens is a dialog, which closes on what was done, and the message that asked for it asks no more", async () => {
    scene = await openTeamsStage({ now: "2009-01-05T09:00" });
    const { teams, stage } = scene;
    const nadia = id(stage.mentee);
    await stage.passes({ to: "2009-01-20T12:00" });
    const { body } = await teams.press(nadia, { label: "Répondre" });
    expect(body.task.type).toBe("continue");
    const dialog = teams.dialog(nadia);
    const items = inputsIn(dialog?.card).map((input) => String(input.id));
    const five = items.filter((key) => key !== "share");
    await teams.submit(nadia, Object.fromEntries(five.map((key) => [key, "2"])));
    expect(teams.dialog(nadia)).toBe(null);
    await shows(nadia, "40");
    await stage.passes({ to: "2009-01-20T13:00" });
    await eventually(async () => !chat(nadia).some(({ card }) => card && actionsIn(card).some(({ title }) => title === "Répondre")));
  });

  it("that is sent from a dialog and refused is drawn anew in it, with what was typed and an error per field", async () => {
    scene = await openTeamsStage({ now: "2009-01-05T09:00" });
    const { teams, stage } = scene;
    const marie = id(stage.mentor);
    await stage.passes({ to: "2009-01-22T17:00" });
    await teams.press(marie, { label: "Faire une pause" });
    const { body } = await teams.submit(marie, { from: "2009-02-10", until: "2009-02-03" });
    expect(body.task.type).toBe("continue");
    expect(text(teams.dialog(marie)?.card)).toContain("until.error");
    expect(inputsIn(teams.dialog(marie)?.card).map(({ value }) => value)).toEqual(["2009-02-10", "2009-02-03"]);
  });

  it("that is sent from a dialog, of which nothing could be kept, stands in it as it was typed", async () => {
    scene = await openTeamsStage({ now: "2009-01-05T09:00" });
    const { teams, stage } = scene;
    const marie = id(stage.mentor);
    await stage.passes({ to: "2009-01-22T17:00" });
    await teams.press(marie, { label: "Faire une pause" });
    const before = fromBot(marie).length;
    await stage.store.db.schema.renameTable("pauses", "lost");
    for (let time = 0; time < 2; time++) {
      await teams.submit(marie, { from: "2009-02-10", until: "2009-02-27" });
      expect(text(teams.dialog(marie)?.card).match(/n’a pas fonctionné de notre côté/g)).toHaveLength(1);
      expect(inputsIn(teams.dialog(marie)?.card).map(({ value }) => value)).toEqual(["2009-02-10", "2009-02-27"]);
    }
    await stage.store.db.schema.renameTable("lost", "pauses");
    await teams.submit(marie);
    await eventually(async () => fromBot(marie).length === before + 1);
    expect(teams.dialog(marie)).toBe(null);
    expect(await stage.store.db("pauses").select("from_on", "until_on")).toEqual([{ from_on: "2009-02-10", until_on: "2009-02-27" }]);
  });

  it.each(["soon", "late"])("of somebody not known by now stands in the conversation as it was typed (%s)", async (when) => {
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const before = async ({ kind }: { kind: string }) => (kind === "submit" && when === "late" ? held : undefined);
    scene = await openTeamsStage({ before, teams: { patience: when === "late" ? 1000 : 5000 } });
    const { teams, stage } = scene;
    const marie = id(stage.mentor);
    await teams.composes(marie, "log-meeting");
    await stage.store.db("addresses").where({ user: marie }).delete();
    await teams.submit(marie, { minutes: "47" });
    letGo();
    await shows(marie, "Oui, c’est moi");
    await eventually(async () => inputsIn(last(marie)?.card).some(({ value }) => String(value) === "47"));
    await teams.press(marie, { label: "Oui, c’est moi" });
    await shows(marie, "je sais maintenant qui vous êtes");
    expect(inputsIn(last(marie)?.card).some(({ value }) => String(value) === "47")).toBe(true);
    await teams.submit(marie);
    await shows(marie, "47 min");
    expect(await stage.store.db("meetings").select("id")).toHaveLength(1);
  });

  it("of somebody not known by now stays in its dialog where nothing can be written to them", async () => {
    scene = await openTeamsStage();
    const { teams, stage } = scene;
    const marie = id(stage.mentor);
    await teams.composes(marie, "log-meeting");
    await stage.store.db("addresses").where({ user: marie }).delete();
    teams.block(marie);
    await teams.submit(marie, { minutes: "47" });
    expect(inputsIn(teams.dialog(marie)?.card).some(({ value }) => String(value) === "47")).toBe(true);
    expect(text(teams.dialog(marie)?.card)).toContain("ajoutez d’abord l’application");
    expect(text(teams.dialog(marie)?.card)).not.toContain("Oui, c’est moi");
  });

  it("of somebody not known by now stays in its dialog while the conversation is slow, which says where the rest comes", async () => {
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    scene = await openTeamsStage({ teams: { wait: () => held } });
    const { teams, stage } = scene;
    const marie = id(stage.mentor);
    await teams.composes(marie, "log-meeting");
    await stage.store.db("addresses").where({ user: marie }).delete();
    teams.failNext("send", { status: 429, retryAfter: 2 });
    await teams.submit(marie, { minutes: "47" });
    const dialog = teams.dialog(marie)?.card;
    letGo();
    expect(inputsIn(dialog).some(({ value }) => String(value) === "47")).toBe(true);
    expect(text(dialog)).toContain("La suite arrive dans notre conversation.");
    expect(text(dialog)).not.toContain("Réessayez");
    await eventually(async () => inputsIn(last(marie)?.card).some(({ value }) => String(value) === "47"));
  });

  it("that is sent from a dialog says its outcome there where it cannot be written just now", async () => {
    scene = await openTeamsStage({ now: "2009-01-05T09:00" });
    const { teams, stage } = scene;
    const marie = id(stage.mentor);
    await stage.passes({ to: "2009-01-22T17:00" });
    await teams.press(marie, { label: "Faire une pause" });
    teams.failNext("send", { status: 502 }, 4);
    await teams.submit(marie, { from: "2009-02-10", until: "2009-02-27" });
    expect(text(teams.dialog(marie)?.card)).toContain("27 février");
  });

  it("over the compose box is the same, in whatever chat; what was done is said to nobody else", async () => {
    scene = await openTeamsStage();
    const { teams, stage } = scene;
    const [marie, nadia] = [id(stage.mentor), id(stage.mentee)];
    teams.addChat("19:a_b@unq.gbl.spaces", tenant, [marie, nadia]);
    await teams.composes(marie, "log-meeting", { in: "19:a_b@unq.gbl.spaces" });
    expect(teams.dialog(marie)?.title).toBeTruthy();
    await teams.submit(marie, { minutes: "45" });
    expect(teams.dialog(marie)).toBe(null);
    await shows(marie, "45 min");
    expect(teams.channel("19:a_b@unq.gbl.spaces")).toEqual([]);
  });

  it("over the compose box of two people's own chat does not make that chat the one with the bot", async () => {
    scene = await openTeamsStage();
    const { teams, stage, platform } = scene;
    const marie = id(stage.mentor);
    const own = "19:c_d@unq.gbl.spaces";
    teams.addChat(own, tenant, [marie, id(stage.mentee)]);
    const value = { commandId: "log-meeting", commandContext: "compose" };
    const conversation = { id: own, conversationType: "personal", tenantId: tenant };
    await teams.activity(marie, { type: "invoke", name: "composeExtension/fetchTask", value, conversation });
    await platform.send(stage.mentor.address, {
      key: "k",
      message: { language: "fr", summary: "Un mot", blocks: [{ kind: "text", text: "Privé" }] },
    });
    await shows(marie, "Privé");
    expect(teams.channel(own)).toEqual([]);
  });

  it("is answered in its dialog where its sender has no chat with the bot", async () => {
    scene = await openTeamsStage({ installed: (name) => name !== "Marie Mentore" });
    addTeam();
    const { teams, stage } = scene;
    const marie = id(stage.mentor);
    await teams.composes(marie, "log-meeting", { in: team });
    await teams.submit(marie, { minutes: "45" });
    expect(text(teams.dialog(marie)?.card)).toContain("45 min");
    expect(teams.channel(team)).toEqual([]);
  });

  it("whose message is there no more says its outcome after it", async () => {
    const { teams, marie } = await atTheFormOfAPause();
    teams.failNext("update", "ActivityNotFoundInConversation");
    await teams.submit(marie, { from: "2009-02-10", until: "2009-02-27" });
    await eventually(async () => fromBot(marie).length === 2);
    expect(text(last(marie)?.card)).toContain("27 février");
  });

  it("works with a client that knows no Action.Execute", async () => {
    const { teams, marie } = await atTheFormOfAPause();
    await teams.submit(marie, { from: "2009-02-10", until: "2009-02-03" }, { older: true });
    await shows(marie, "until.error");
    await teams.submit(marie, { from: "2009-02-10", until: "2009-02-27" }, { older: true });
    await shows(marie, "27 février");
    expect(chat(marie).some(({ card }) => card && inputsIn(card).length > 0)).toBe(false);
  });
});

describe("where others read along", () => {
  it("they see no more than that there is an answer, in the thread of the question", async () => {
    scene = await openTeamsStage();
    addTeam();
    const { teams, stage } = scene;
    const nadia = id(stage.mentee);
    await teams.says(nadia, "bienetre", { in: team });
    await eventually(async () => teams.channel(team).length === 2);
    const [asked, answered] = teams.channel(team);
    expect(answered).toMatchObject({ text: "Je vous ai répondu en privé, dans notre conversation.", card: null, thread: asked?.id });
    expect(fromBot(nadia)).toHaveLength(1);
  });

  it("no message is changed by what a form claims to come from", async () => {
    scene = await openTeamsStage();
    addTeam();
    const { teams, stage } = scene;
    const nadia = id(stage.mentee);
    await teams.says(nadia, "cahier", { in: team });
    await eventually(async () => teams.channel(team).length === 2);
    const [, answered] = teams.channel(team);
    const triade = { kind: "submit", form: "log-meeting.log", hidden: { dyad: "99" }, fields: [], several: [], origin: answered?.id };
    const before = fromBot(nadia).length;
    await teams.invoke(nadia, "task/submit", { data: { triade } }, { in: team });
    await eventually(async () => fromBot(nadia).length > before);
    expect(text(last(nadia)?.card)).toContain("n’existe plus");
    expect(teams.channel(team)[1]).toEqual(answered);
  });

  it("whoever has no chat with the bot is told how to get one, and nothing else", async () => {
    scene = await openTeamsStage({ installed: (name) => name !== "Nadia Nouvelle" });
    addTeam();
    const { teams, stage } = scene;
    await teams.says(id(stage.mentee), "cahier", { in: team });
    await eventually(async () => teams.channel(team).length === 2);
    expect(teams.channel(team).at(-1)?.text).toContain("ajoutez d’abord l’application");
  });

  it("whoever cannot be written to just now is told to come back", async () => {
    scene = await openTeamsStage();
    addTeam();
    const { teams, stage } = scene;
    teams.failNext("send", { status: 502 }, 4);
    await teams.says(id(stage.mentee), "cahier", { in: team });
    await eventually(async () => teams.channel(team).length === 2);
    expect(teams.channel(team).at(-1)?.text).toContain("Réessayez dans quelques minutes");
  });

  it("a form that a verb needs is asked in private", async () => {
    scene = await openTeamsStage();
    addTeam();
    const { teams, stage } = scene;
    await teams.says(id(stage.mentor), "rencontre", { in: team });
    await shows(id(stage.mentor), "Input.Number");
    await eventually(async () => teams.channel(team).length === 2);
    expect(teams.channel(team).at(-1)?.card).toBe(null);
  });
});

describe("who is there", () => {
  const newcomer = (more: Loose = {}) => {
    const one = { id: "newcomer", tenant, name: "Marie Mentore", email: "nouvelle@ailleurs.example", ...more };
    scene.teams.addUser(one);
    return one.id as string;
  };

  it("is welcomed on install, by the person that their address in the list proposes", async () => {
    scene = await openTeamsStage();
    const { teams, stage } = scene;
    const { email } = await stage.store.db("people").where({ id: stage.mentor.id }).first("email");
    await stage.store.db("addresses").where({ person_id: stage.mentor.id }).delete();
    // A roster without addresses still has the name that somebody signs in with.
    const user = newcomer({ email: "", upn: email });
    await teams.installs(user);
    await shows(user, "Oui");
    const yes = actionsIn(last(user)?.card).find(({ data }) => data?.triade?.action === "introduction.confirm");
    await teams.press(user, { label: yes.title });
    await eventually(async () => (await stage.store.db("addresses").where({ user })).length === 1);
    const [address] = await stage.store.db("addresses").where({ user });
    expect(address).toMatchObject({ platform: "teams", workspace: tenant, person_id: stage.mentor.id });
  });

  it("is not linked where they became a guest since they were asked, be it the same day", async () => {
    scene = await openTeamsStage();
    const { teams, stage } = scene;
    const { email } = await stage.store.db("people").where({ id: stage.mentor.id }).first("email");
    await stage.store.db("addresses").where({ person_id: stage.mentor.id }).delete();
    const user = newcomer({ email });
    await teams.installs(user);
    await shows(user, "Êtes-vous");
    newcomer({ email, role: "guest", installed: true });
    await teams.press(user, { label: "Oui, c’est moi" });
    await eventually(async () => (await stage.store.db("introductions")).length === 0);
    expect(await stage.store.db("addresses").where({ user })).toEqual([]);
  });

  it("is proposed the person whom what they sign in with names, where their own address names nobody", async () => {
    scene = await openTeamsStage();
    const { teams, stage } = scene;
    const { email } = await stage.store.db("people").where({ id: stage.mentor.id }).first("email");
    await stage.store.db("addresses").where({ person_id: stage.mentor.id }).delete();
    const user = newcomer({ email: "m.mentore@ailleurs.example", upn: email.toUpperCase() });
    await teams.installs(user);
    await shows(user, "Êtes-vous");
    expect(text(last(user)?.card)).toContain("Marie Mentore");
  });

  it("is proposed the person of their own address, where what they sign in with names another", async () => {
    scene = await openTeamsStage();
    const { teams, stage } = scene;
    const emailOf = async ({ id }: Actor) => (await stage.store.db("people").where({ id }).first("email")).email;
    const user = newcomer({ email: await emailOf(stage.mentor), upn: await emailOf(stage.mentee) });
    await teams.installs(user);
    await shows(user, "Êtes-vous");
    expect(text(last(user)?.card)).toContain("Marie Mentore");
  });

  it.each([
    ["as a guest", { role: "guest" }],
    ["by what a guest signs in with", { upn: "marie_exemple.example#EXT#@ecole.example" }],
  ])("is refused %s, whatever their address is", async (_, more) => {
    scene = await openTeamsStage();
    const { teams, stage } = scene;
    const { email } = await stage.store.db("people").where({ id: stage.mentor.id }).first("email");
    const user = newcomer({ ...more, email });
    await teams.installs(user);
    await eventually(async () => fromBot(user).length === 1);
    expect(text(last(user)?.card)).toContain("invité");
    expect(await stage.store.db("introductions")).toEqual([]);
  });

  it("is asked to come back where Teams does not say who they are", async () => {
    scene = await openTeamsStage();
    const { teams } = scene;
    const user = newcomer({ installed: true });
    teams.failNext("member", { status: 502 }, 4);
    await teams.says(user, "aide");
    await shows(user, "Réessayez dans quelques minutes");
    expect(scene.waits).toHaveLength(3);
  });

  describe("over the compose box of a chat where the bot is not", () => {
    const elsewhere = "19:chat@thread.v2";
    async function composes(user: string): Promise<string> {
      scene.teams.addChat(elsewhere, tenant, [user]);
      await scene.teams.composes(user, "log-meeting", { in: elsewhere });
      return text(scene.teams.dialog(user));
    }

    it("is known by their own chat with the bot", async () => {
      scene = await openTeamsStage();
      const user = newcomer({ installed: true, email: "nadia.nouvelle@exemple.example" });
      await scene.stage.store.db("addresses").where({ person_id: scene.stage.mentee.id }).delete();
      expect(await composes(user)).toContain("inscrit·e au mentorat");
    });

    it("is refused where they became a guest", async () => {
      scene = await openTeamsStage();
      const nadia = id(scene.stage.mentee);
      scene.teams.addUser({ id: nadia, tenant, name: "Nadia", email: "n@exemple.example", installed: true, role: "guest" });
      expect(await composes(nadia)).toContain("invité");
      expect(await gone()).toEqual([{ user: nadia, gone_reason: "guest" }]);
    });

    it("is shown nothing where Teams tells nothing of them, but how to get there", async () => {
      scene = await openTeamsStage({ installed: (name) => name !== "Marie Mentore" });
      const shown = await composes(id(scene.stage.mentor));
      expect(shown).toContain("ajoutez d’abord l’application");
      expect(shown).not.toContain("Nadia");
    });
  });

  it("is shown nothing while Teams cannot say whether they became a guest, and is asked about again", async () => {
    scene = await openTeamsStage();
    const { teams, stage } = scene;
    const nadia = id(stage.mentee);
    teams.failNext("member", { status: 502 }, 4);
    await teams.says(nadia, "cahier");
    await shows(nadia, "Réessayez dans quelques minutes");
    await teams.says(nadia, "cahier");
    await shows(nadia, "Marie Mentore");
  });

  it("is kept apart in each tenant", async () => {
    scene = await openTeamsStage();
    const { teams, stage } = scene;
    const marie = id(stage.mentor);
    // The same object id in another tenant is another account.
    teams.addUser({ id: "elsewhere", tenant: thirdTenant, name: "Marie Mentore", email: "m@autre.example", installed: true });
    const from = { id: teams.account("elsewhere"), aadObjectId: marie };
    await teams.activity("elsewhere", { type: "message", text: "cahier", from });
    await eventually(async () => scene.logged.some(({ event }) => event === "teams-profile") || fromBot("elsewhere").length > 0);
    expect(chat("elsewhere").every(({ card }) => !text(card).includes("Nadia"))).toBe(true);
    expect(fromBot(marie)).toEqual([]);
    const references = await stage.store.db("teams_references").where({ user: marie }).orderBy("tenant");
    expect(references.map(({ tenant: of }) => of)).toEqual([tenant, thirdTenant]);
  });

  it("is marked when they uninstall the bot, and found again when they are back", async () => {
    scene = await openTeamsStage();
    const { teams, stage } = scene;
    const marie = id(stage.mentor);
    await teams.uninstalls(marie);
    expect(await gone()).toEqual([{ user: marie, gone_reason: "uninstalled" }]);
    await teams.installs(marie);
    await shows(marie, "Voici ce que je peux faire pour vous");
    expect(await gone()).toEqual([]);
  });

  it("is refused once they became a guest, within a day, and answered again once they are none", async () => {
    scene = await openTeamsStage();
    const { teams, stage } = scene;
    const marie = id(stage.mentor);
    await teams.says(marie, "cahier");
    await shows(marie, "Nadia Nouvelle");
    const becomes = (role: "user" | "guest") =>
      teams.addUser({ id: marie, tenant, name: "Marie Mentore", email: "marie@exemple.example", installed: true, role });
    becomes("guest");
    scene.later(25 * 3_600_000);
    await teams.says(marie, "calendrier");
    await shows(marie, "invité");
    expect(await gone()).toEqual([{ user: marie, gone_reason: "guest" }]);
    const before = fromBot(marie).length;
    await teams.says(marie, "cahier");
    await eventually(async () => fromBot(marie).length > before);
    expect(text(last(marie)?.card)).not.toContain("Nadia");
    becomes("user");
    await teams.says(marie, "aide");
    await shows(marie, "Voici ce que je peux faire pour vous");
    expect(await gone()).toEqual([]);
  });

  it("stays marked while they only speak where others read along", async () => {
    scene = await openTeamsStage();
    addTeam();
    const { teams, stage } = scene;
    const marie = id(stage.mentor);
    await teams.uninstalls(marie);
    await teams.says(marie, "aide", { in: team });
    await eventually(async () => teams.channel(team).length === 2);
    expect(teams.channel(team).at(-1)?.text).toContain("ajoutez d’abord l’application");
    await teams.composes(marie, "log-meeting", { in: team });
    expect(await gone()).toEqual([{ user: marie, gone_reason: "uninstalled" }]);
  });

  it("is told the truth about where their messages come, when they are linked in another tenant too", async () => {
    scene = await openTeamsStage();
    const { teams, stage } = scene;
    const { email } = await stage.store.db("people").where({ id: stage.mentor.id }).first("email");
    teams.addUser({ id: "second", tenant: thirdTenant, name: "Marie Mentore", email, installed: true });
    await teams.says("second", "aide");
    await shows("second", "Êtes-vous");
    await teams.press("second", { label: "Oui, c’est moi" });
    await shows("second", "Mes messages vous arrivent toujours dans le compte où vous étiez déjà relié·e");
  });

  it("is marked when a notice finds them blocked, and the coordinator learns of it", async () => {
    scene = await openTeamsStage({ now: "2009-01-05T09:00" });
    const { teams, stage } = scene;
    const nadia = id(stage.mentee);
    teams.block(nadia);
    await stage.passes({ to: "2009-01-20T12:00" });
    expect(await gone()).toEqual([{ user: nadia, gone_reason: "blocked" }]);
    await teams.says(id(stage.coordinator), "statut");
    await shows(id(stage.coordinator), "le bot est bloqué");
    teams.block(nadia, false);
    await teams.says(nadia, "aide");
    await eventually(async () => (await gone()).length === 0);
  });
});

describe("where somebody is reached", () => {
  it("is known to be nowhere when an answer finds it, until they turn to the bot again", async () => {
    scene = await openTeamsStage();
    const { teams, stage } = scene;
    const nadia = id(stage.mentee);
    teams.failNext("send", "MessageWritesBlocked");
    await teams.says(nadia, "aide");
    await eventually(async () => (await gone()).length === 1);
    expect(await gone()).toEqual([{ user: nadia, gone_reason: "blocked" }]);
    await teams.says(nadia, "aide");
    await shows(nadia, "Voici ce que je peux faire pour vous");
    expect(await gone()).toEqual([]);
  });

  it("is found anew where their chat with the bot became another one", async () => {
    scene = await openTeamsStage();
    const { teams, stage, platform } = scene;
    const marie = id(stage.mentor);
    const references = () => stage.store.db("teams_references").where({ user: marie });
    const message = { language: "fr" as const, summary: "Un mot", blocks: [{ kind: "text" as const, text: "Bonjour" }] };
    await references().update({ conversation: "a:1an-earlier-one" });
    await platform.send(stage.mentor.address, { key: "k1", message });
    expect(fromBot(marie)).toHaveLength(1);
    expect((await references())[0].conversation).toBe(teams.chatId(marie));
    await expect(platform.can.update?.(stage.mentor.address, "1 a:1an-earlier-one", message)).rejects.toMatchObject({
      problem: { problem: "refused" },
    });
    expect(await gone()).toEqual([]);
  });

  it("follows what they said last, and is kept over a restart", async () => {
    scene = await openTeamsStage();
    const { teams, stage, platform } = scene;
    const marie = id(stage.mentor);
    const message = { language: "fr" as const, summary: "Un mot", blocks: [{ kind: "text" as const, text: "Bonjour" }] };
    teams.moveTo(tenant, "emea");
    await expect(platform.send(stage.mentor.address, { key: "k1", message })).rejects.toMatchObject({ problem: { problem: "temporary" } });
    await teams.says(marie, "aide");
    await eventually(async () => fromBot(marie).length === 1);
    await scene.restart();
    await platform.send(stage.mentor.address, { key: "k2", message });
    expect(text(last(marie)?.card)).toContain("Bonjour");
    expect((await stage.store.db("teams_references").where({ user: marie }))[0].service_url).toContain("/emea/");
  });

  it("is found by their account where they only ever wrote in a team", async () => {
    scene = await openTeamsStage({ installed: (name) => name !== "Nadia Nouvelle" });
    addTeam();
    const { teams, stage } = scene;
    const nadia = id(stage.mentee);
    // The app is there for everybody, of which the bot never heard.
    teams.addUser({ id: nadia, tenant, name: "Nadia Nouvelle", email: "n@exemple.example", installed: true });
    await teams.says(nadia, "aide", { in: team });
    await shows(nadia, "Voici ce que je peux faire pour vous");
    expect((await stage.store.db("teams_references").where({ user: nadia }))[0].conversation).toBe(teams.chatId(nadia));
  });
});

describe("a team that the app is added to", () => {
  const channel = () => scene.teams.channel(team);
  const says = (what: string) => channel().filter((one) => text(one).includes(what));
  const openTeam = async (options: Parameters<typeof openTeamsStage>[0] = {}) => {
    scene = await openTeamsStage({ now: "2009-01-12T10:00", ...options });
    addTeam();
  };
  const adds = async (by: Actor) => {
    await scene.teams.changesTeam(id(by), "add", team);
    await eventually(async () => channel().length > 0);
  };
  const opens = async (by: Actor) => {
    const before = chat(id(by)).length;
    await scene.teams.says(id(by), "aide");
    await eventually(async () => chat(id(by)).length === before + 2);
    return scene.teams.press(id(by), { label: "Publier une annonce" });
  };

  it("hears once what the bot is and where it is spoken to, and nothing of anybody", async () => {
    await openTeam();
    const { teams, stage } = scene;
    await adds(stage.coordinator);
    expect(channel()).toMatchObject([{ from: "bot", card: null, text: expect.stringContaining("écrivez-moi en privé") }]);
    await teams.changesTeam(id(stage.coordinator), "remove", team);
    await teams.changesTeam(id(stage.coordinator), "add", team);
    await stage.passes({ days: 40 });
    expect(channel()).toHaveLength(1);
  });

  it("is told what the coordinator who added it announces, as it was typed, once", async () => {
    await openTeam();
    const { teams, stage } = scene;
    const claire = id(stage.coordinator);
    await adds(stage.coordinator);
    await opens(stage.coordinator);
    const words = "La vidéo des dyades est là! <b>*Merci*</b>";
    await teams.submit(claire, { text: words, link: "http://exemple.example/video" });
    expect(text(teams.dialog(claire)?.card)).toContain("link.error");
    await teams.submit(claire, { link: "https://exemple.example/video" });
    await shows(claire, "l’annonce part aux heures d’envoi dans École");
    expect(channel()).toHaveLength(1);
    await stage.passes({ to: "2009-01-12T12:00" });
    await stage.passes({ days: 5 });
    expect(says("La vidéo des dyades")).toHaveLength(1);
    const card = text(channel().at(-1)?.card);
    for (const part of [words, "https://exemple.example/video", "Claire Coordination"]) expect(card).toContain(part);
    expect(JSON.stringify(await stage.store.db("announcements"))).not.toContain("vidéo");
  });

  it("is announced to by whoever types it, in either language, once there is a team", async () => {
    await openTeam();
    const { teams, stage } = scene;
    const claire = id(stage.coordinator);
    const hears = async (typed: string, answer: string) => {
      await teams.says(claire, typed);
      await eventually(async () => text(last(claire)?.card).includes(answer));
    };
    await hears("annonce", "Dans Teams, ajoutez l’application à une équipe");
    await adds(stage.coordinator);
    for (const typed of ["annonce", "Announce", "annonces"]) {
      await hears("statut", "État du programme");
      await hears(typed, "Annonce à une équipe");
    }
    await hears("aide", "Publier une annonce");
    await teams.says(id(stage.mentor), "annonce");
    await shows(id(stage.mentor), "ne fait pas partie de votre rôle");
    await stage.store.db("cohorts").update({ ends_on: "2009-01-09" });
    await hears("annonce", "Vous ne coordonnez aucune cohorte en ce moment");
    expect(teams.refusals).toEqual([]);
  });

  it("is told once what one form announces, however often it is sent, and again what another one does", async () => {
    await openTeam();
    const { stage } = scene;
    await adds(stage.coordinator);
    const publishes = (once: string) =>
      stage.coordinator.submitsRaw("announce.publish", { once }, { text: "Bonne rentrée!", link: "", channels: ["1"] });
    await publishes("a".repeat(22));
    await publishes("a".repeat(22));
    stage.coordinator.sees("Ce formulaire a déjà reçu sa réponse");
    await stage.passes({ to: "2009-01-12T10:30" });
    expect(says("Bonne rentrée!")).toHaveLength(1);
    await publishes("b".repeat(22));
    await stage.passes({ to: "2009-01-12T12:00" });
    expect(says("Bonne rentrée!")).toHaveLength(2);
  });

  it("is told after a long weekend what is announced on the evening before it", async () => {
    await openTeam({ now: "2009-04-09T18:30" });
    await adds(scene.stage.coordinator);
    await opens(scene.stage.coordinator);
    await scene.teams.submit(id(scene.stage.coordinator), { text: "Bonne fin de session" });
    await scene.stage.passes({ to: "2009-04-15T12:00" });
    expect(says("Bonne fin de session")).toHaveLength(1);
  });

  it("whoever announces sees channel by channel whether it was said, and nobody else does", async () => {
    await openTeam();
    const { teams, stage } = scene;
    const claire = id(stage.coordinator);
    const looks = () => teams.press(claire, { label: "Voir où elle en est" });
    await adds(stage.coordinator);
    await opens(stage.coordinator);
    await teams.submit(claire, { text: "Un premier mot" });
    await shows(claire, "l’annonce part aux heures d’envoi dans École");
    await looks();
    await shows(claire, "Dans « École » : en route");
    await stage.passes({ to: "2009-01-12T12:00" });
    await looks();
    await shows(claire, "Dans « École » : publiée le ");
    await opens(stage.coordinator);
    await teams.submit(claire, { text: "Un second mot" });
    await shows(claire, "l’annonce part aux heures d’envoi dans École");
    addTeam({ installed: false });
    await stage.passes({ to: "2009-01-13T12:00" });
    await looks();
    await shows(claire, "Dans un canal où je ne suis plus : elle n’a pas pu être publiée");
    await stage.mentor.pressesRaw("announce.state", { announcement: "1" });
    stage.mentor.sees("ne fait pas partie de votre rôle");
    await stage.coordinator.pressesRaw("announce.state", { announcement: "404" });
    stage.coordinator.sees("n’existe plus");
  });

  it("is told by nobody who does not coordinate, nor through somebody else who added it", async () => {
    await openTeam();
    const { teams, stage } = scene;
    await adds(stage.mentor);
    await teams.says(id(stage.coordinator), "aide");
    await shows(id(stage.coordinator), "Voici ce que je peux faire pour vous");
    expect(text(last(id(stage.coordinator))?.card)).not.toContain("Publier une annonce");
    await teams.changesTeam(id(stage.coordinator), "add", team);
    await teams.says(id(stage.mentor), "aide");
    await shows(id(stage.mentor), "Voici ce que je peux faire pour vous");
    expect(text(last(id(stage.mentor))?.card)).not.toContain("Publier une annonce");
    expect(channel()).toHaveLength(1);
  });

  it.each([
    ["by Teams' word", true],
    ["by the refusal of a message", false],
  ])("is told nothing more once it took the app out, known %s", async (_, isSaid) => {
    await openTeam();
    const { teams, stage } = scene;
    const claire = id(stage.coordinator);
    await adds(stage.coordinator);
    await opens(stage.coordinator);
    if (isSaid) await teams.changesTeam(id(stage.mentor), "remove", team);
    else addTeam({ installed: false });
    const before = channel().length;
    await teams.submit(claire, { text: "Bonjour" });
    await stage.passes({ days: 5 });
    expect(channel()).toHaveLength(before);
    expect(await stage.store.db("channels")).toEqual([]);
    expect(await stage.store.db("outbox").where({ kind: "announcement" }).whereNull("settled_at")).toEqual([]);
  });

  it("says nothing of whether the one who announces is reached, when it takes no message", async () => {
    await openTeam();
    const { stage } = scene;
    const { db } = stage.store;
    const row = { organization_id: stage.organizationId, person_id: stage.mentor.id, outcome: "refused", reason: "BadSyntax" };
    const at = { not_before: stage.now, give_up_after: stage.now, settled_at: stage.now, subject: "{}" };
    const looks = async () => {
      const before = fromBot(id(stage.coordinator)).length;
      await scene.teams.says(id(stage.coordinator), "statut");
      await eventually(async () => fromBot(id(stage.coordinator)).length > before);
      return text(last(id(stage.coordinator))?.card);
    };
    await db("outbox").insert({ ...row, ...at, key: "a", kind: "announcement" });
    expect(await looks()).not.toContain("refuse les messages");
    await db("outbox").insert({ ...row, ...at, key: "b", kind: "digest" });
    expect(await looks()).toContain("refuse les messages");
    await db("outbox").insert({ ...row, ...at, outcome: "sent", key: "c", kind: "announcement" });
    expect(await looks()).toContain("refuse les messages");
  });

  it("is found where it is served from now on", async () => {
    await openTeam();
    const { teams, stage } = scene;
    await adds(stage.coordinator);
    teams.moveTo(tenant, "emea");
    await teams.says(id(stage.mentor), "aide", { in: team });
    await eventually(async () => channel().length === 3);
    expect((await stage.store.db("teams_references").where({ user: team }))[0].service_url).toContain("/emea/");
  });
});

describe("what takes long", () => {
  it("is ended before the bot stops, though nobody may wait for it any more", async () => {
    let begin = () => {};
    let end = () => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    scene = await openTeamsStage({
      before: () => {
        begin();
        return ended;
      },
    });
    const marie = id(scene.stage.mentor);
    const saying = scene.teams.says(marie, "aide");
    await begun;
    let isStopped = false;
    const stopping = scene.restart().then(() => {
      isStopped = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isStopped).toBe(false);
    end();
    await stopping;
    await saying;
    await shows(marie, "Voici ce que je peux faire");
  });

  it("is announced to whoever pressed a button, and comes in the conversation", async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    scene = await openTeamsStage({ before: async ({ kind }) => (kind === "command" ? undefined : held), teams: { patience: 5 } });
    const { teams, stage } = scene;
    const marie = id(stage.mentor);
    const press = (name: string, value: Loose) => teams.invoke(marie, name, value);
    const data = { triade: { kind: "press", action: "help.open", data: {} } };
    const executed = await press("adaptiveCard/action", { action: { type: "Action.Execute", verb: "help.open", data } });
    expect(executed.body).toMatchObject({
      type: "application/vnd.microsoft.activity.message",
      value: expect.stringContaining("Un instant"),
    });
    const fetched = await press("task/fetch", { data });
    expect(fetched.body).toMatchObject({ task: { type: "message", value: expect.stringContaining("Un instant") } });
    expect(fromBot(marie)).toEqual([]);
    release();
    await eventually(async () => fromBot(marie).length === 2);
  });

  it("to write is tried again while Teams cannot take it, with time between that is not the same for everybody", async () => {
    scene = await openTeamsStage();
    const { teams, stage } = scene;
    const marie = id(stage.mentor);
    for (const trouble of [{ status: 412 }, { status: 502 }, { status: 504 }]) teams.failNext("send", trouble);
    await teams.says(marie, "aide");
    await shows(marie, "Voici ce que je peux faire pour vous");
    const [first = 0, second = 0, third = 0] = scene.waits;
    for (const [wait, least] of [
      [first, 1000],
      [second, 2000],
      [third, 4000],
    ] as const) {
      expect(wait).toBeGreaterThanOrEqual(least);
      expect(wait).toBeLessThanOrEqual(least * 1.5);
    }
    teams.failNext("send", { status: 429, retryAfter: 7 });
    await teams.says(marie, "aide");
    await eventually(async () => fromBot(marie).length === 2);
    expect(scene.waits.at(-1)).toBeGreaterThanOrEqual(7000);
    expect(scene.waits.at(-1)).toBeLessThanOrEqual(10_500);
  });
});
