import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import type { PersonId } from "../../src/program/terms.ts";
import { openDatabase } from "../../src/store/database.ts";
import { createStore } from "../../src/store/store.ts";
import type { Incoming, Profile, Reply } from "../../src/ui/platform.ts";
import { Actor, buttonsOf, openStage, type Stage } from "../support/stage.ts";

const workspace = "T-ECOLE";
const email = "marie.mentore@exemple.example";
const member = (more: Partial<Profile> = {}): Profile => ({ kind: "member", name: "marie.m", email, ...more });
const question = "Êtes-vous Marie Mentore, inscrit·e au mentorat de l’École Exemple?";
const unknown = /Je ne vous reconnais pas.*\n.*I don’t know you yet/;
const gone = /Ce que ce bouton désignait n’existe plus.*\n.*What this button pointed to/;

let stage: Stage;
let marie: Actor;

/** Someone before the bot on a chat platform, whom it does not know. */
const newcomer = (user: string, profile: Profile | null = member()): Actor => {
  const actor = new Actor(stage, 0 as PersonId, user, { platform: "slack", workspace, user });
  actor.profile = profile;
  return actor;
};
const comes = (from: Actor, what: { kind: "left"; reason: string } | { kind: "installed" | "home-opened" }): Promise<Reply> =>
  stage.app.handle({ ...what, from: from.address } as Incoming, stage.now);
const introductions = () => stage.store.db("introductions").orderBy("id").select("person_id", "user", "name", "asked_at");
const addressesOf = (who: Actor) => stage.store.db("addresses").where({ person_id: who.id }).orderBy("id").pluck("user");
/** Looks again at what the bot is, by themselves. */
async function comesBack(who: Actor): Promise<void> {
  await who.says("aide");
  who.sees(question);
}
const goneOf = (who: Actor) => stage.store.db("addresses").where({ person_id: who.id }).first("gone_at", "gone_reason");
const asks = (who: Actor) => ({ person: String(who.id) });

/** A second organization, with somebody in it. */
async function anotherSchool(theirEmail: string): Promise<void> {
  const { db } = stage.store;
  const [school] = await db("organizations").insert({ key: "autre", name: "Autre école", language: "en", zone: "UTC" }).returning("id");
  const name = { given_name: "Mary", family_name: "Elsewhere" };
  await db("people").insert({ organization_id: school.id, email: theirEmail, ...name, language: "en" });
}

beforeEach(async () => {
  stage = await openStage({ now: "2009-03-09T10:00" });
  marie = newcomer("U1");
});
afterEach(async () => {
  expect(stage.log.join()).not.toContain("defect");
  await stage.close();
});

describe("an address that no person has", () => {
  it.each<Omit<Incoming, "from"> & { kind: string }>([
    { kind: "command", text: "aide" } as never,
    { kind: "press", action: "help.open", data: {} } as never,
    { kind: "submit", form: "log-meeting.form", hidden: {}, answers: {} } as never,
    { kind: "home-opened" },
    { kind: "installed" },
  ])("is to be introduced: $kind", async (what) => {
    expect(await stage.app.handle({ ...what, from: marie.address } as Incoming, stage.now)).toEqual({ kind: "introduce" });
    expect(await introductions()).toEqual([]);
  });

  it("is a stranger in both languages where the platform cannot tell who it is, and nothing is kept", async () => {
    marie.profile = null;
    await marie.says("aide");
    marie.sees(unknown);
    expect(await introductions()).toEqual([]);
  });

  it.each(["guest", "bot"] as const)("of a %s is refused in both languages, told nothing, and not kept", async (kind) => {
    marie.profile = member({ kind });
    await marie.says("aide");
    marie.sees(/ni aux comptes invités ni aux robots.*\n.*guest accounts or bots/);
    marie.doesNotSee(/mentor|Marie|École/i);
    expect(buttonsOf(marie.shown[0] ?? { language: "fr", summary: "", blocks: [] })).toEqual([]);
    expect(await introductions()).toEqual([]);
  });

  it("that leaves is nobody's loss", async () => {
    const before = await stage.store.db("addresses");
    expect(await comes(marie, { kind: "left", reason: "blocked" })).toEqual({ kind: "nothing" });
    expect(await stage.store.db("addresses")).toEqual(before);
    expect(await introductions()).toEqual([]);
  });

  it.each(["guest", "user-deactivated"])("that was asked and leaves is asked no more, by anybody (%s)", async (reason) => {
    await stage.store.db("addresses").where({ person_id: stage.mentor.id }).delete();
    await marie.says("aide");
    await stage.coordinator.says("participants");
    await comes(marie, { kind: "left", reason });
    await marie.presses("Oui, c’est moi");
    marie.sees(gone);
    await stage.coordinator.presses("C’est bien cette personne");
    stage.coordinator.sees("Ce compte n’attend plus");
    expect(await addressesOf(stage.mentor)).toEqual([]);
  });
});

describe("a member whose e-mail address is enrolled", () => {
  it("is asked whether they are that person, however the address is written", async () => {
    marie.profile = member({ email: "  Marie.MENTORE@exemple.example " });
    await marie.says("aide");
    marie.sees(question);
    expect(buttonsOf(marie.shown[0] ?? { language: "fr", summary: "", blocks: [] })).toMatchObject([
      { label: "Oui, c’est moi", action: "introduction.confirm", data: asks(stage.mentor) },
      { label: "Non", action: "introduction.deny", data: asks(stage.mentor) },
    ]);
    expect(marie.shown[0]?.summary).not.toMatch(/Marie|mentorat/);
    expect(await introductions()).toEqual([{ person_id: stage.mentor.id, user: "U1", name: "marie.m", asked_at: stage.now }]);
    expect(await addressesOf(stage.mentor)).toEqual([String(stage.mentor.id)]);
  });

  it("is asked though the list writes the address in capitals", async () => {
    await stage.store.db("people").where({ id: stage.mentor.id }).update({ email: "Marie.Mentore@Exemple.example " });
    await marie.says("aide");
    marie.sees(question);
  });

  it("is asked in the language of that person", async () => {
    await stage.store.db("people").where({ id: stage.mentor.id }).update({ language: "en" });
    await marie.says("aide");
    marie.sees("Are you Marie Mentore, enrolled in the mentoring program of École Exemple?");
    await marie.presses("No");
    marie.sees(/^Noted: /);
  });

  it("is asked anew each time, with one row that is renewed", async () => {
    await marie.says("aide");
    stage.at("2009-03-10T11:00");
    marie.profile = member({ name: "Marie M." });
    await marie.says("rencontre");
    marie.sees(question);
    expect(await introductions()).toEqual([{ person_id: stage.mentor.id, user: "U1", name: "Marie M.", asked_at: stage.now }]);
  });

  it("may have a name longer than a column", async () => {
    marie.profile = member({ name: "M".repeat(5000) });
    await marie.says("aide");
    expect((await introductions())[0].name.length).toBeLessThanOrEqual(255);
  });

  it("says yes, is welcomed with what to do next, and is known from then on", async () => {
    await marie.says("aide");
    expect(await marie.presses("Oui, c’est moi")).toMatchObject({ kind: "replace" });
    marie.sees("C’est fait : je sais maintenant qui vous êtes");
    marie.sees("Bonjour Marie. Voici ce que je peux faire pour vous.");
    marie.sees("rencontre");
    expect(await introductions()).toEqual([]);
    expect(await addressesOf(stage.mentor)).toEqual([String(stage.mentor.id), "U1"]);
    await marie.says("cahier");
    marie.doesNotSee(unknown);
    marie.sees("Nadia Nouvelle");
  });

  it("is told the same again by a second press on the same button, and nothing false by one that asked about somebody else", async () => {
    await marie.says("aide");
    const question = marie.shown[0];
    const [yes] = question ? buttonsOf(question) : [];
    const press = (data = yes?.data) =>
      stage.app.handle({ kind: "press", from: marie.address, action: "introduction.confirm", data: data ?? {} }, stage.now);
    const [first, second] = await Promise.all([press(), press()]);
    expect(first).toMatchObject({ kind: "replace" });
    expect(JSON.stringify(first)).toContain("C’est fait : je sais maintenant qui vous êtes".replace(" :", "\u00a0:"));
    expect(second).toEqual(first);
    expect(await press()).toEqual(first);
    expect(JSON.stringify(await press(asks(stage.mentee)))).toContain("n’existe plus");
    expect(await addressesOf(stage.mentor)).toEqual([String(stage.mentor.id), "U1"]);
  });

  it("takes the place of the account that this person had in the same workspace, and of no other", async () => {
    const old = { platform: "slack", workspace, user: "U0", gone_at: stage.now, gone_reason: "account_inactive" };
    const inAnother = { platform: "slack", workspace: "T-AUTRE", user: "U0" };
    const ids = { organization_id: stage.organizationId, person_id: stage.mentor.id };
    const ofSomebodyElse = { ...ids, person_id: stage.mentee.id, platform: "slack", workspace, user: "U9" };
    await stage.store.db("addresses").insert([{ ...ids, ...old }, { ...ids, ...inAnother }, ofSomebodyElse]);
    await marie.says("aide");
    await marie.presses("Oui, c’est moi");
    const rows = await stage.store.db("addresses").where({ platform: "slack" }).orderBy("user").select("workspace", "user", "gone_at");
    expect(rows).toEqual([
      { workspace: "T-AUTRE", user: "U0", gone_at: null },
      { workspace, user: "U1", gone_at: null },
      { workspace, user: "U9", gone_at: null },
    ]);
  });

  it("who is in no cohort is welcomed too", async () => {
    const rita = newcomer("U5", member({ email: "rita.ressources@exemple.example" }));
    await rita.says("aide");
    await rita.presses("Oui, c’est moi");
    rita.sees("C’est fait");
    rita.sees("Le programme de mentorat est tenu à l’écart");
  });

  it("says no, is told whom to ask, can no longer say yes, and is asked again when they write", async () => {
    await marie.says("aide");
    expect(await marie.presses("Non")).toMatchObject({ kind: "replace" });
    marie.sees(/^C’est noté : .*Demandez à la personne qui coordonne/);
    expect(await introductions()).toEqual([{ person_id: null, user: "U1", name: "marie.m", asked_at: stage.now }]);
    await marie.presses("Oui, c’est moi");
    marie.sees(gone);
    await marie.presses("Non");
    marie.sees(gone);
    expect(await addressesOf(stage.mentor)).toEqual([String(stage.mentor.id)]);

    await marie.says("aide");
    marie.sees(question);
    await marie.presses("Oui, c’est moi");
    marie.sees("C’est fait");
    expect(await addressesOf(stage.mentor)).toContain("U1");
  });

  it("says no, and is taken at their word until they say yes themselves, whatever they look at and however long it takes", async () => {
    marie = stage.newcomer("U1", member());
    await stage.store.db("addresses").where({ person_id: stage.mentor.id }).delete();
    await marie.says("aide");
    await marie.presses("Non");
    const [open] = await stage.store.db("introductions").pluck("id");
    await comesBack(marie);
    await stage.coordinator.says("participants");
    stage.coordinator.sees("Le compte « marie.m » a répondu le 9 mars 2009 que ce n’est pas cette personne.");
    stage.coordinator.sees("A répondu non à ma question le 9 mars 2009.");
    stage.coordinator.doesNotSee("sans réponse");
    await stage.coordinator.pressesRaw("participants.confirm", { introduction: String(open), person: String(stage.mentor.id) });
    stage.coordinator.sees("Ce compte n’attend plus");
    expect(await addressesOf(stage.mentor)).toEqual([]);

    stage.whenLookingUp = async () => ({ at: marie.address, profile: member() });
    for (const later of ["2009-03-09T10:00", "2009-05-11T10:00"]) {
      stage.at(later);
      await stage.app.planAhead(stage.now);
      const shown = marie.shown.length;
      await stage.coordinator.says("participants");
      await stage.coordinator.presses("Inviter");
      await stage.app.deliverDue(() => stage.now);
      expect(marie.shown).toHaveLength(shown);
      await stage.coordinator.says("participants");
      stage.coordinator.sees("le compte à cette adresse courriel répond que ce n’est pas cette personne");
    }

    await comesBack(marie);
    await marie.presses("Oui, c’est moi");
    expect(await addressesOf(stage.mentor)).toEqual(["U1"]);
    expect(await stage.store.db("refusals")).toEqual([]);
  });

  it("who said no, and is taken for somebody else by a coordinator, is asked about them each time", async () => {
    await stage.store.db("addresses").whereIn("person_id", [stage.mentor.id, stage.mentee.id]).delete();
    await marie.says("aide");
    await marie.presses("Non");
    await comesBack(marie);
    await stage.coordinator.says("participants");
    await stage.coordinator.presses("Dire qui c’est");
    await stage.coordinator.fillsIn({ person: String(stage.mentor.id) });
    expect(stage.coordinator.errors()).toEqual({ person: "Ce compte a répondu que ce n’est pas cette personne." });
    await stage.coordinator.fillsIn({ person: String(stage.mentee.id) });
    await marie.says("aide");
    marie.sees("Êtes-vous Nadia Nouvelle");
    await marie.presses("Non");
    await stage.coordinator.says("participants");
    stage.coordinator.sees(/Marie Mentore\n(.*\n)*?.*a répondu le 9 mars 2009 que ce n’est pas cette personne/);
    stage.coordinator.sees(/Nadia Nouvelle\n(.*\n)*?.*a répondu le 9 mars 2009 que ce n’est pas cette personne/);
  });

  it("and has become a guest since can no longer say yes", async () => {
    await marie.says("aide");
    marie.profile = member({ kind: "guest" });
    await marie.says("aide");
    await marie.presses("Oui, c’est moi");
    marie.sees(gone);
    expect(await addressesOf(stage.mentor)).not.toContain("U1");
  });
});

describe("a member whom no e-mail address tells", () => {
  it.each([
    ["nobody has theirs", "autre@exemple.example"],
    ["they have none", null],
    ["theirs is empty", "  "],
  ])("is a stranger, whom the only school may see to have knocked: %s", async (_, theirs) => {
    await stage.store.db("people").where({ id: stage.direction.id }).update({ email: "" });
    marie.profile = member({ email: theirs });
    await marie.says("aide");
    marie.sees(unknown);
    expect(await introductions()).toEqual([{ person_id: null, user: "U1", name: "marie.m", asked_at: stage.now }]);
  });

  it("is a stranger whom nobody keeps where there are several schools", async () => {
    await anotherSchool("mary@exemple.example");
    marie.profile = member({ email: "autre@exemple.example" });
    await marie.says("aide");
    marie.sees(unknown);
    expect(await introductions()).toEqual([]);
  });

  it("is not asked which of two schools they mean, and an earlier question is over", async () => {
    await marie.says("aide");
    await anotherSchool(email.toUpperCase());
    await marie.says("aide");
    marie.sees(unknown);
    expect(await introductions()).toEqual([]);
    await marie.presses("Oui, c’est moi");
    marie.sees(gone);
    expect(await addressesOf(stage.mentor)).not.toContain("U1");
  });

  it("is found in whichever school they are", async () => {
    await anotherSchool("mary@exemple.example");
    marie.profile = member({ email: "mary@exemple.example" });
    await marie.says("aide");
    marie.sees("Are you Mary Elsewhere, enrolled in the mentoring program of Autre école?");
    await marie.presses("Yes, that’s me");
    marie.sees("All set");
  });
});

describe("nobody is believed for what a button carries", () => {
  const everything = async () => [await introductions(), await stage.store.db("addresses").orderBy("id")];

  it.each(["introduction.confirm", "introduction.deny"])("%s: another person, another address, no person", async (action) => {
    await marie.says("aide");
    const before = await everything();
    const forged = [asks(stage.mentee), {}, { person: "0" }, { person: "abc" }, { person: "99999999999" }, { person: "999999" }];
    for (const data of forged) {
      await marie.pressesRaw(action, data);
      marie.sees(gone);
    }
    for (const impostor of [newcomer("U2"), new Actor(stage, marie.id, "U1 elsewhere", { ...marie.address, workspace: "T-AUTRE" })]) {
      await impostor.pressesRaw(action, asks(stage.mentor));
      impostor.sees(gone);
    }
    const onTeams = new Actor(stage, marie.id, "U1 on Teams", { ...marie.address, platform: "teams" });
    await onTeams.pressesRaw(action, asks(stage.mentor));
    onTeams.sees(gone);
    expect(await everything()).toEqual(before);
  });

  it.each(["introduction.confirm", "introduction.deny"])("%s: from an address that somebody has", async (action) => {
    await marie.says("aide");
    const at = stage.mentee.address;
    const row = { ...at, organization_id: stage.organizationId, person_id: stage.mentor.id, name: "n", asked_at: stage.now };
    await stage.store.db("introductions").insert(row);
    const before = await everything();
    await stage.mentee.pressesRaw(action, asks(stage.mentor));
    stage.mentee.sees("Ce que ce bouton désignait n’existe plus");
    expect(await everything()).toEqual(before);
  });

  it("an address that became somebody's while the question stood is left to them", async () => {
    await marie.says("aide");
    const confirmed = marie.presses("Oui, c’est moi");
    // It is taken after the bot looked who writes, as another process could.
    await new Promise((resolve) => setImmediate(resolve));
    await stage.store.db("addresses").insert({ organization_id: stage.organizationId, person_id: stage.mentee.id, ...marie.address });
    await confirmed;
    marie.sees(gone);
    expect(await addressesOf(stage.mentee)).toContain("U1");
    expect(await addressesOf(stage.mentor)).toEqual([String(stage.mentor.id)]);
  });
});

describe("at the same time", () => {
  it("two presses end with one address and one welcome", async () => {
    await marie.says("aide");
    const replies = await Promise.all([1, 2, 3].map(() => marie.presses("Oui, c’est moi")));
    expect(replies.map(({ kind }) => kind)).toEqual(["replace", "replace", "replace"]);
    expect(await addressesOf(stage.mentor)).toEqual([String(stage.mentor.id), "U1"]);
  });

  it("two accounts of one person end with one of them", async () => {
    const second = newcomer("U2");
    await marie.says("aide");
    await second.says("aide");
    await Promise.all([marie, second].map((actor) => actor.presses("Oui, c’est moi")));
    expect((await addressesOf(stage.mentor)).filter((user) => user.startsWith("U"))).toHaveLength(1);
    expect(await introductions()).toEqual([]);
  });

  it("two processes end with one address", async () => {
    const folder = await mkdtemp(join(tmpdir(), "triade-introduction-"));
    const url = `sqlite:${join(folder, "triade.sqlite")}`;
    const shared = await openStage({ now: "2009-03-09T10:00", database: openDatabase(url) });
    const dbs = [1, 2, 3].map(() => openDatabase(url));
    const events: string[] = [];
    const processes = dbs.map((db) => createApp(createStore(db, shared.store.vault, shared.store), [], (_, event) => events.push(event)));
    const from = { platform: "slack", workspace, user: "U1" };
    await shared.app.handle({ kind: "introduced", from, profile: member() }, shared.now);
    const data = { person: String(shared.mentor.id) };
    const press = { kind: "press", action: "introduction.confirm", from, data } as const;
    const replies = await Promise.all(processes.map((app) => app.handle(press, shared.now)));
    expect(replies.map(({ kind }) => kind)).toEqual(["replace", "replace", "replace"]);
    expect(await shared.store.db("addresses").where({ platform: "slack" }).pluck("user")).toEqual(["U1"]);
    expect(events).toEqual([]);
    for (const db of dbs) await db.destroy();
    await shared.close();
    await rm(folder, { recursive: true });
  });
});

describe("an address that somebody has", () => {
  it("that leaves is gone, with the reason and since when it first was", async () => {
    const { mentor, now } = { mentor: stage.mentor, now: stage.now };
    expect(await comes(mentor, { kind: "left", reason: "blocked" })).toEqual({ kind: "nothing" });
    expect(await goneOf(mentor)).toEqual({ gone_at: now, gone_reason: "blocked" });
    stage.at("2009-03-10T11:00");
    await comes(mentor, { kind: "left", reason: "account_inactive" });
    expect(await goneOf(mentor)).toEqual({ gone_at: now, gone_reason: "blocked" });
    expect(await goneOf(stage.mentee)).toEqual({ gone_at: null, gone_reason: null });
  });

  it.each<[string, (mentor: Actor) => Promise<Reply>, Reply["kind"]]>([
    ["installed", (mentor) => comes(mentor, { kind: "installed" }), "say"],
    ["home-opened", (mentor) => comes(mentor, { kind: "home-opened" }), "home"],
    ["command", (mentor) => mentor.says("rencontre"), "ask"],
    ["press", (mentor) => mentor.pressesRaw("calendar.open", {}), "say"],
    ["submit", (mentor) => mentor.submitsRaw("pause.old", {}, {}), "say"],
    ["introduced", ({ address }) => stage.app.handle({ kind: "introduced", from: address, profile: null }, stage.now), "say"],
  ])("is back with anything else: %s", async (_, returns, kind) => {
    const { mentor, mentee } = stage;
    for (const who of [mentor, mentee]) await comes(who, { kind: "left", reason: "blocked" });
    expect(await returns(mentor)).toMatchObject({ kind });
    expect(await goneOf(mentor)).toEqual({ gone_at: null, gone_reason: null });
    expect(await goneOf(mentee)).toMatchObject({ gone_reason: "blocked" });
  });

  it("that was installed again is shown help", async () => {
    const reply = await comes(stage.mentor, { kind: "installed" });
    expect(JSON.stringify(reply)).toContain("Voici ce que je peux faire pour vous");
  });

  it("that is not gone costs one query and no write", async () => {
    const statements: string[] = [];
    stage.store.db.on("query", ({ sql }) => statements.push(sql));
    await stage.mentor.says("aide");
    expect(statements).toHaveLength(1);
    await comes(stage.mentor, { kind: "left", reason: "blocked" });
    statements.length = 0;
    await stage.mentor.says("aide");
    expect(statements.filter((sql) => sql.startsWith("update `addresses`"))).toHaveLength(1);
  });
});
