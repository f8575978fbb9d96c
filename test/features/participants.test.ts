import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addDays, addMinutes } from "../../src/program/day.ts";
import { readIntroductions, vouchFor } from "../../src/store/introductions.ts";
import { checkMessage } from "../../src/ui/limits.ts";
import { DeliveryError, type DeliveryProblem, type Profile } from "../../src/ui/platform.ts";
import { Actor, buttonsOf, openStage, type Stage } from "../support/stage.ts";

const email = "marie.mentore@exemple.example";
const member = (more: Partial<Profile> = {}): Profile => ({ kind: "member", name: "marie.m", email, ...more });
const workspace = "T-ECOLE";
const gone = "Ce que ce bouton désignait n’existe plus";

let stage: Stage;

/** Nobody has ever written from an address of these people. */
const neverLinked = async (...people: Actor[]) => {
  for (const { id } of people) await stage.store.db("addresses").where({ person_id: id }).delete();
};
const usersOf = (who: Actor): Promise<string[]> => stage.store.db("addresses").where({ person_id: who.id }).orderBy("id").pluck("user");
const rowsOf = (kind: string) =>
  stage.store.db("outbox").where({ kind }).orderBy("id").select("person_id", "outcome", "reason", "waiting_for");
const delivers = () => stage.app.deliverDue(() => stage.now);
const finds = (known: Record<string, { user: string; profile: Profile }>) => {
  stage.whenLookingUp = async (looked) => {
    const found = known[looked];
    return found ? { at: { platform: "slack", workspace, user: found.user }, profile: found.profile } : null;
  };
};
const labels = (who: Actor): string[] => {
  const message = who.shown.at(-1);
  return message ? buttonsOf(message).map(({ label }) => label) : [];
};

beforeEach(async () => {
  stage = await openStage({ now: "2009-03-09T10:00" });
});
afterEach(async () => {
  expect(stage.log.join()).not.toContain("defect");
  for (const message of stage.coordinator.shown) expect(checkMessage(message)).toEqual([]);
  await stage.close();
});

describe("who is linked", () => {
  it.each(["participants", "personnes", "people"])("is said to the coordinator: %s", async (verb) => {
    await stage.coordinator.says(verb);
    stage.coordinator.sees("Les 6 personnes inscrites sont reliées à un compte.");
    expect(labels(stage.coordinator)).toEqual([]);
  });

  it("names who never had an account and whose account is gone, with the reason, and nobody outside the program", async () => {
    await neverLinked(stage.mentor, stage.direction);
    await stage.store.db("addresses").where({ person_id: stage.mentee.id }).update({ gone_at: stage.now, gone_reason: "account_inactive" });
    await stage.coordinator.says("participants");
    stage.coordinator.sees("4 personnes reliées à un compte sur 6.");
    stage.coordinator.sees(/Marie Mentore\n\s*Aucun compte relié\./);
    stage.coordinator.sees(/Nadia Nouvelle\n\s*Injoignable depuis le 9 mars 2009 : compte désactivé\./);
    stage.coordinator.doesNotSee("Denis");
  });

  it("leaves out whoever is no longer in a dyad, and says nothing of a cohort that is over", async () => {
    await neverLinked(stage.mentor);
    await stage.store
      .db("dyads")
      .where({ id: stage.dyads.first })
      .update({ ended_on: addDays(stage.today, -1) });
    await stage.coordinator.says("participants");
    stage.coordinator.sees("Les 4 personnes inscrites");
    await neverLinked(stage.otherMentor);
    stage.at("2010-01-11T10:00");
    await stage.coordinator.says("participants");
    stage.coordinator.sees("Aucune de vos cohortes n’est en cours ni à venir.");
  });

  it("leaves the members of a dyad to another coordinator than their line supervisor", async () => {
    await neverLinked(stage.mentor, stage.mentee, stage.otherMentor);
    await stage.store.db("people").where({ id: stage.mentee.id }).update({ supervisor_id: stage.coordinator.id });
    await stage.coordinator.says("participants");
    stage.coordinator.sees("Marc Ancien");
    stage.coordinator.doesNotSee(/Marie|Nadia/);
    await stage.deputy.says("participants");
    stage.deputy.sees("Nadia Nouvelle");
  });

  it("shows page after page of many", async () => {
    for (let number = 1; number <= 20; number++) {
      const row = { organization_id: stage.organizationId, given_name: "Recrue", language: "fr" };
      const name = { family_name: `Numéro-${String(number).padStart(2, "0")}`, email: `r${number}@exemple.example` };
      const [added] = await stage.store
        .db("people")
        .insert({ ...row, ...name })
        .returning("id");
      await stage.store.db("dyads").insert({
        ...{ organization_id: stage.organizationId, cohort_id: stage.cohortId, mentor_id: stage.mentor.id, mentee_id: added.id },
        ...{ coordinator_id: stage.coordinator.id, began_on: stage.today },
      });
      await stage.app.handle(
        {
          kind: "introduced",
          from: { platform: "slack", workspace, user: `U${number}` },
          profile: member({ email: null, name: `s${number}` }),
        },
        stage.now,
      );
    }
    await stage.coordinator.says("participants");
    stage.coordinator.sees("Personnes 1 à 8 sur 20.");
    stage.coordinator.sees("Et 12 autres comptes.");
    await stage.coordinator.presses("Suite");
    await stage.coordinator.presses("Suite");
    stage.coordinator.sees("Personnes 17 à 20 sur 20.");
    stage.coordinator.sees("Numéro-20");
    await stage.coordinator.pressesRaw("participants.page", { page: "99" });
    stage.coordinator.sees("Personnes 17 à 20 sur 20.");
  });

  it("is in the home and in the status of the coordinator, where anybody is left to link", async () => {
    for (const open of ["home.open", "status.open"]) {
      await stage.coordinator.pressesRaw(open, {});
      stage.coordinator.doesNotSee("reliée");
    }
    await neverLinked(stage.mentor);
    for (const open of ["home.open", "status.open"]) {
      await stage.coordinator.pressesRaw(open, {});
      stage.coordinator.sees("1 personne n’est pas encore reliée à un compte.");
      await stage.coordinator.presses("Voir les participants");
      stage.coordinator.sees("Marie Mentore");
    }
    await neverLinked(stage.mentee);
    await stage.coordinator.says("statut");
    stage.coordinator.sees("2 personnes ne sont pas encore reliées à un compte.");
  });
});

describe("an account with the e-mail address of somebody", () => {
  let marie: Actor;
  beforeEach(async () => {
    await neverLinked(stage.mentor);
    marie = stage.newcomer("U1", member());
    await marie.says("aide");
  });

  it("is shown to the coordinator, who confirms it; it is told first, and of nothing else for a day", async () => {
    await stage.coordinator.says("participants");
    stage.coordinator.sees(
      "Le compte « marie.m » a l’adresse courriel de son inscription. Je lui ai posé la question le 9 mars 2009, sans réponse.",
    );
    await stage.coordinator.presses("C’est bien cette personne");
    stage.coordinator.sees("Marie Mentore est maintenant relié·e.");
    stage.coordinator.sees("Les 6 personnes inscrites sont reliées");
    expect(await usersOf(stage.mentor)).toEqual(["U1"]);

    const welcome = { key: "welcome:test", kind: "welcome", person_id: stage.mentor.id, cohort_id: stage.cohortId };
    const times = { not_before: stage.now, give_up_after: addMinutes(stage.now, 20_000) };
    await stage.store
      .db("outbox")
      .insert({ ...welcome, ...times, organization_id: stage.organizationId, subject: JSON.stringify({ dyad: stage.dyads.first }) });
    const before = marie.shown.length;
    await delivers();
    expect(marie.shown.length).toBe(before + 1);
    marie.sees("Claire Coordination a relié ce compte à l’inscription de Marie Mentore au programme de mentorat de l’École Exemple.");
    expect(marie.shown.at(-1)?.summary).not.toMatch(/Marie|Claire|mentorat/);
    expect(await rowsOf("welcome")).toMatchObject([{ outcome: null, waiting_for: "just-linked" }]);
    stage.now = addMinutes(stage.now, 24 * 60 - 1);
    await delivers();
    expect(marie.shown.length).toBe(before + 1);
    stage.now = addMinutes(stage.now, 1);
    await delivers();
    marie.sees("Vous accompagnez Nadia Nouvelle");
  });

  it("waits for the word to be said, even over a weekend", async () => {
    stage.at("2009-03-13T19:00");
    await stage.coordinator.says("participants");
    await stage.coordinator.presses("C’est bien cette personne");
    stage.whenSending = async () => {
      throw new DeliveryError({ problem: "temporary", reason: "503" });
    };
    await delivers();
    const subject = JSON.stringify({ dyad: stage.dyads.first });
    const row = {
      key: "w",
      kind: "welcome",
      person_id: stage.mentor.id,
      cohort_id: stage.cohortId,
      organization_id: stage.organizationId,
      subject,
    };
    await stage.store.db("outbox").insert({ ...row, not_before: stage.now, give_up_after: addMinutes(stage.now, 20_000) });
    stage.at("2009-03-16T08:00");
    await delivers();
    expect(await rowsOf("welcome")).toMatchObject([{ outcome: null, waiting_for: "just-linked" }]);
  });

  it("says that it is somebody else, and is unlinked; the coordinator sees it", async () => {
    await stage.coordinator.says("participants");
    await stage.coordinator.presses("C’est bien cette personne");
    await delivers();
    await marie.presses("Ce n’est pas moi");
    marie.sees("C’est noté : ce compte n’est plus relié à personne");
    expect(await usersOf(stage.mentor)).toEqual([]);
    await stage.coordinator.says("participants");
    stage.coordinator.sees("Le compte « marie.m » a répondu le 9 mars 2009 que ce n’est pas cette personne.");
    stage.coordinator.sees(/Comptes que je ne reconnais pas\nmarie\.m\n.*A répondu non à ma question le 9 mars 2009\./);
    await marie.presses("Ce n’est pas moi");
    marie.doesNotSee("Marie Mentore a relié");
    expect(await usersOf(stage.mentor)).toEqual([]);
  });

  it("says so, and is not linked to that person again by a coordinator, though it looks at the question once more", async () => {
    await stage.coordinator.says("participants");
    await stage.coordinator.presses("C’est bien cette personne");
    await delivers();
    await marie.presses("Ce n’est pas moi");
    await marie.says("aide");
    marie.sees("Êtes-vous Marie Mentore");
    await stage.coordinator.says("participants");
    expect(labels(stage.coordinator)).not.toContain("C’est bien cette personne");
    await stage.coordinator.presses("C’est bien cette personne");
    stage.coordinator.sees("Ce compte n’attend plus");
    expect(await usersOf(stage.mentor)).toEqual([]);
  });

  it("hears of it within the hours of sending", async () => {
    stage.at("2009-03-13T21:00");
    await stage.coordinator.says("participants");
    await stage.coordinator.presses("C’est bien cette personne");
    const before = marie.shown.length;
    await delivers();
    expect(marie.shown).toHaveLength(before);
    stage.at("2009-03-16T08:00");
    await delivers();
    marie.sees("Claire Coordination a relié ce compte");
  });

  it("hears of nothing else where its platform refuses that word", async () => {
    await stage.coordinator.says("participants");
    await stage.coordinator.presses("C’est bien cette personne");
    stage.whenSending = async () => {
      throw new DeliveryError({ problem: "refused", reason: "invalid_blocks" });
    };
    await delivers();
    stage.whenSending = null;
    const subject = JSON.stringify({ dyad: stage.dyads.first });
    const ids = { organization_id: stage.organizationId, person_id: stage.mentor.id, cohort_id: stage.cohortId };
    const times = { not_before: stage.now, give_up_after: addMinutes(stage.now, 20_000) };
    await stage.store.db("outbox").insert({ key: "w", kind: "welcome", subject, ...ids, ...times });
    stage.at("2009-03-12T10:00");
    await delivers();
    expect(await rowsOf("welcome")).toMatchObject([{ outcome: null, waiting_for: "just-linked" }]);
    await stage.coordinator.says("statut");
    stage.coordinator.sees("sa messagerie refuse les messages");
  });

  it("may say so months later, and the coordinator still sees it", async () => {
    await stage.coordinator.says("participants");
    await stage.coordinator.presses("C’est bien cette personne");
    await delivers();
    stage.at("2009-06-09T10:00");
    await stage.app.planAhead(stage.now);
    await marie.presses("Ce n’est pas moi");
    await stage.app.planAhead(stage.now);
    await stage.coordinator.says("participants");
    stage.coordinator.sees("Le compte « marie.m » a répondu le 9 juin 2009 que ce n’est pas cette personne.");
  });

  it("was confirmed by itself meanwhile: that is said, and nothing changes", async () => {
    await stage.coordinator.says("participants");
    await marie.presses("Oui, c’est moi");
    await stage.coordinator.presses("C’est bien cette personne");
    stage.coordinator.sees("Marie Mentore est déjà relié·e à un compte.");
    expect(await rowsOf("linked")).toEqual([]);
  });

  it("denied it meanwhile: that is said, and nothing is linked", async () => {
    await stage.coordinator.says("participants");
    await marie.presses("Non");
    await stage.coordinator.presses("C’est bien cette personne");
    stage.coordinator.sees("Ce compte n’attend plus");
    expect(await usersOf(stage.mentor)).toEqual([]);
  });

  it("is linked once by two coordinators at once", async () => {
    for (const who of [stage.coordinator, stage.deputy]) await who.says("participants");
    await Promise.all([stage.coordinator, stage.deputy].map((who) => who.presses("C’est bien cette personne")));
    expect(await usersOf(stage.mentor)).toEqual(["U1"]);
    expect(await rowsOf("linked")).toHaveLength(1);
  });
});

describe("an account that no e-mail address tells", () => {
  let account: Actor;
  beforeEach(async () => {
    await neverLinked(stage.mentor, stage.mentee);
    account = stage.newcomer("U7", member({ name: "m.m", email: "perso@ailleurs.example" }));
    await account.says("aide");
    await stage.coordinator.says("participants");
  });

  it("is recognized by the coordinator, asked, and linked once it says yes", async () => {
    stage.coordinator.sees(/Comptes que je ne reconnais pas\n.*m\.m\n.*A écrit le 9 mars 2009\./);
    await stage.coordinator.presses("Dire qui c’est");
    expect(stage.coordinator.form?.fields[0]).toMatchObject({ options: [{ label: "Marie Mentore" }, { label: "Nadia Nouvelle" }] });
    await stage.coordinator.fillsIn({});
    expect(stage.coordinator.errors()).toEqual({ person: "Cette réponse est nécessaire." });
    await stage.coordinator.fillsIn({ person: String(stage.mentor.id) });
    stage.coordinator.sees("je demande au compte « m.m » s’il est celui de Marie Mentore. Rien n’est relié avant son oui.");
    stage.coordinator.sees("La coordination a reconnu le compte « m.m » le 9 mars 2009 : il n’a pas encore répondu.");
    expect(labels(stage.coordinator)).not.toContain("C’est bien cette personne");
    expect(await usersOf(stage.mentor)).toEqual([]);

    await delivers();
    account.sees("Claire Coordination, de la coordination du mentorat, pense reconnaître votre compte.");
    account.sees("Êtes-vous Marie Mentore");
    expect(account.shown.at(-1)?.summary).not.toMatch(/Marie|Claire|mentorat/);
    await account.says("cahier");
    account.sees("Êtes-vous Marie Mentore");
    await account.presses("Oui, c’est moi");
    expect(await usersOf(stage.mentor)).toEqual(["U7"]);
  });

  it("is not linked by a forged press of the coordinator who recognized it", async () => {
    await stage.coordinator.presses("Dire qui c’est");
    await stage.coordinator.fillsIn({ person: String(stage.mentor.id) });
    const { id } = await stage.store.db("introductions").first("id");
    const data = { introduction: String(id), person: String(stage.mentor.id) };
    await stage.coordinator.pressesRaw("participants.confirm", data);
    stage.coordinator.sees("Ce compte n’attend plus");
    expect(await usersOf(stage.mentor)).toEqual([]);
  });

  it("is not asked once it said no by itself, before the question went out", async () => {
    stage.at("2009-03-14T10:00");
    await stage.coordinator.presses("Dire qui c’est");
    await stage.coordinator.fillsIn({ person: String(stage.mentor.id) });
    await account.says("aide");
    await account.presses("Non");
    const before = account.shown.length;
    stage.at("2009-03-16T08:00");
    await delivers();
    expect(account.shown).toHaveLength(before);
  });

  it("is not asked about somebody who was linked in the same moment", async () => {
    const [known] = await readIntroductions(stage.store, stage.organizationId);
    assert.ok(known);
    const to = { personId: stage.otherMentor.id, cohortId: stage.cohortId };
    expect(await vouchFor(stage.store, known, to, stage.coordinator.id, stage.now)).toBe("already-linked");
    expect(await readIntroductions(stage.store, stage.organizationId)).toMatchObject([{ personId: null, vouchedBy: null }]);
    expect(await rowsOf("recognized")).toEqual([]);
  });

  it("says no: nothing is linked, and it is not asked about the same person again", async () => {
    await stage.coordinator.presses("Dire qui c’est");
    await stage.coordinator.fillsIn({ person: String(stage.mentor.id) });
    await delivers();
    await account.presses("Non");
    await stage.coordinator.says("participants");
    stage.coordinator.sees("a répondu le 9 mars 2009 que ce n’est pas cette personne");
    await stage.coordinator.presses("Dire qui c’est");
    await stage.coordinator.fillsIn({ person: String(stage.mentor.id) });
    expect(stage.coordinator.errors()).toEqual({ person: "Ce compte a répondu que ce n’est pas cette personne." });
  });

  it("is no longer that of a person who is found elsewhere", async () => {
    await stage.coordinator.presses("Dire qui c’est");
    await stage.coordinator.fillsIn({ person: String(stage.mentor.id) });
    const own = stage.newcomer("U1", member());
    await own.says("aide");
    await own.presses("Oui, c’est moi");
    await delivers();
    account.doesNotSee("Marie");
    await account.pressesRaw("introduction.confirm", { person: String(stage.mentor.id) });
    account.sees(gone);
    expect(await usersOf(stage.mentor)).toEqual(["U1"]);
  });

  it.each<[string, () => Promise<unknown>, string]>([
    [
      "was linked meanwhile",
      () =>
        stage.store.db("addresses").insert({ organization_id: stage.organizationId, person_id: stage.otherMentee.id, ...account.address }),
      "Ce compte n’attend plus",
    ],
    ["was forgotten meanwhile", () => stage.store.db("introductions").delete(), "Ce compte n’attend plus"],
    [
      "is of a person who was linked meanwhile",
      () =>
        stage.store
          .db("addresses")
          .insert({ organization_id: stage.organizationId, person_id: stage.mentor.id, platform: "slack", workspace, user: "U9" }),
      "Marie Mentore est déjà relié·e à un compte.",
    ],
  ])("%s: that is said", async (_, happens, said) => {
    await stage.coordinator.presses("Dire qui c’est");
    await happens();
    await stage.coordinator.fillsIn({ person: String(stage.mentor.id) });
    stage.coordinator.sees(said);
    expect(await rowsOf("recognized")).toEqual([]);
  });
});

describe("nobody is believed for what a button or a form carries", () => {
  let data: Record<string, string>;
  beforeEach(async () => {
    await neverLinked(stage.mentor);
    const marie = stage.newcomer("U1", member());
    await marie.says("aide");
    const stranger = stage.newcomer("U7", member({ email: null, name: "inconnu" }));
    await stranger.says("aide");
    const [asked, unknown] = await stage.store.db("introductions").orderBy("id").pluck("id");
    data = { introduction: String(asked), stranger: String(unknown), person: String(stage.mentor.id) };
  });
  const everything = async () => [
    await stage.store.db("addresses").orderBy("id"),
    await stage.store.db("introductions").orderBy("id"),
    await stage.store.db("outbox").orderBy("id"),
  ];
  const triesEverything = async (who: Actor) => {
    const [introduction, person] = [data.introduction ?? "", data.person ?? ""];
    for (const action of ["open", "page", "confirm", "invite", "invite-all", "who"]) {
      await who.pressesRaw(`participants.${action}`, { introduction, person });
      who.doesNotSee(/marie\.m|inconnu|Marie/);
      await who.pressesRaw(`participants.${action}`, { introduction: data.stranger ?? "", person });
      who.doesNotSee(/marie\.m|inconnu|Marie/);
    }
    await who.submitsRaw("participants.who", { introduction: data.stranger ?? "" }, { person });
    who.doesNotSee(/marie\.m|inconnu|Marie/);
  };

  it("a mentor, a mentee and those outside the program are refused", async () => {
    const before = await everything();
    for (const who of [stage.otherMentor, stage.otherMentee, stage.direction, stage.humanResources, stage.technicalAdmin]) {
      await who.says("participants");
      who.doesNotSee("Marie");
      await triesEverything(who);
    }
    expect(await everything()).toEqual(before);
  });

  it("a coordinator of another organization sees and changes nothing", async () => {
    const other = await openStage({ now: "2009-03-09T10:00", database: stage.store.db });
    const before = await everything();
    const { address } = other.coordinator;
    await triesEverything(new Actor(stage, other.coordinator.id, "Ailleurs", address));
    expect(await everything()).toEqual(before);
  });

  it("a coordinator of another cohort of the school cannot reach its people", async () => {
    const { db } = stage.store;
    const { id: _, ...cohort } = await db("cohorts").first();
    const [added] = await db("cohorts")
      .insert({ ...cohort, key: "autre", name: "Autre cohorte" })
      .returning("id");
    const office = { capacity: "coordinator", kind: "internal", from_on: "2009-01-05", organization_id: stage.organizationId };
    await db("appointments").insert({ ...office, cohort_id: added.id, person_id: stage.supervisor.id });
    const addresses = await db("addresses").orderBy("id");
    await stage.supervisor.says("participants");
    stage.supervisor.doesNotSee(/Marie|marie\.m/);
    await stage.supervisor.pressesRaw("participants.confirm", data);
    await stage.supervisor.pressesRaw("participants.invite", data);
    await stage.supervisor.submitsRaw("participants.who", { introduction: data.stranger ?? "" }, { person: data.person ?? "" });
    expect(stage.supervisor.everything).not.toContain("Marie");
    expect(await db("addresses").orderBy("id")).toEqual(addresses);
    expect(await db("outbox")).toEqual([]);
  });

  it("a coordinator cannot link a stranger without being asked, or somebody to another's account", async () => {
    const before = await stage.store.db("addresses").orderBy("id");
    await neverLinked(stage.mentee);
    for (const forged of [
      { introduction: data.stranger ?? "", person: data.person ?? "" },
      { introduction: data.introduction ?? "", person: String(stage.mentee.id) },
      { introduction: "0", person: data.person ?? "" },
      { introduction: "abc", person: "abc" },
      {},
    ] as Record<string, string>[]) {
      await stage.coordinator.pressesRaw("participants.confirm", forged);
      stage.coordinator.sees(/Ce compte n’attend plus|Ce que ce bouton désignait/);
    }
    await stage.coordinator.submitsRaw("participants.who", { introduction: data.introduction ?? "" }, { person: String(stage.mentee.id) });
    stage.coordinator.sees("Ce compte n’attend plus");
    const left = before.filter(({ person_id }) => person_id !== stage.mentee.id);
    expect(await stage.store.db("addresses").orderBy("id")).toEqual(left);
    expect(await stage.store.db("outbox")).toEqual([]);
  });

  it.each(["mentee", "mentor"] as const)("“not me” unlinks nobody whom no coordinator linked: %s", async (who) => {
    const before = await stage.store.db("addresses").orderBy("id");
    const own = await stage.store.db("addresses").where({ person_id: stage.otherMentor.id }).first("id");
    for (const address of [String(own.id), "0", "x"]) {
      await (who === "mentee" ? stage.mentee : stage.otherMentor).pressesRaw("not-me.unlink", { address });
    }
    stage.mentee.doesNotSee("n’est plus relié");
    expect(await stage.store.db("addresses").orderBy("id")).toEqual(before);
  });
});

describe("an invitation", () => {
  let marie: Actor;
  beforeEach(async () => {
    await neverLinked(stage.mentor);
    marie = stage.newcomer("U1", member());
    finds({ [email]: { user: "U1", profile: member() } });
    await stage.coordinator.says("participants");
  });
  const invites = async () => {
    await stage.coordinator.presses("Inviter");
    await delivers();
    await stage.coordinator.says("participants");
  };

  it("finds the account by its e-mail address, asks discreetly, and links who says yes", async () => {
    await stage.coordinator.presses("Inviter");
    stage.coordinator.sees("je cherche le compte de cette personne");
    stage.coordinator.sees("Invitation du 9 mars 2009 : en route");
    await delivers();
    marie.sees(/^Bonjour! Je suis l’assistant du programme de mentorat de l’École Exemple\.\nÊtes-vous Marie Mentore/);
    expect(marie.shown.at(-1)?.summary).toBe("Une question avant de commencer");
    await stage.coordinator.says("participants");
    stage.coordinator.sees("Invitation du 9 mars 2009 : envoyée.");
    stage.coordinator.sees("« marie.m »");
    await marie.presses("Oui, c’est moi");
    marie.sees("C’est fait");
    await stage.coordinator.says("participants");
    stage.coordinator.sees("Les 6 personnes inscrites sont reliées");
  });

  it("goes out once a week, however often it is asked for and by whom", async () => {
    await invites();
    expect(labels(stage.coordinator)).not.toContain("Inviter");
    for (const who of [stage.coordinator, stage.deputy]) {
      await who.pressesRaw("participants.invite", { person: String(stage.mentor.id) });
      who.sees("L’invitation de cette semaine est déjà faite.");
      await who.pressesRaw("participants.invite-all", {});
      who.sees("L’invitation de cette semaine est déjà faite.");
    }
    await delivers();
    expect(marie.shown).toHaveLength(1);
    stage.at("2009-03-17T10:00");
    await stage.coordinator.says("participants");
    await invites();
    expect(marie.shown).toHaveLength(2);
  });

  it("that came to nothing may be tried again in the same week", async () => {
    finds({});
    await invites();
    stage.coordinator.sees("aucun compte à cette adresse courriel");
    finds({ [email]: { user: "U1", profile: member() } });
    await invites();
    stage.coordinator.sees("Invitation du 9 mars 2009 : envoyée.");
    expect(marie.shown).toHaveLength(1);
  });

  it("waits for the hours of sending", async () => {
    stage.at("2009-03-14T10:00");
    await invites();
    expect(marie.shown).toEqual([]);
    stage.at("2009-03-16T08:00");
    await delivers();
    expect(marie.shown).toHaveLength(1);
  });

  it("goes to everyone who is not linked, and says what became of each", async () => {
    await neverLinked(stage.mentee, stage.otherMentor, stage.otherMentee);
    finds({
      [email]: { user: "U1", profile: member() },
      "nadia.nouvelle@exemple.example": { user: "U2", profile: member({ kind: "guest" }) },
      "marc.ancien@exemple.example": { user: "U3", profile: member({ kind: "bot" }) },
    });
    await stage.coordinator.says("participants");
    await stage.coordinator.presses("Inviter toutes les personnes non reliées");
    stage.coordinator.sees("je cherche le compte de ces 4 personnes");
    await delivers();
    await stage.coordinator.says("participants");
    stage.coordinator.sees(/Marie Mentore\n(.*\n)*?.*Invitation du 9 mars 2009 : envoyée\./);
    stage.coordinator.sees(/Nadia Nouvelle\n.*\n.*Invitation du 9 mars 2009 : compte invité\./);
    stage.coordinator.sees(/Marc Ancien\n.*\n.*Invitation du 9 mars 2009 : compte d’un robot\./);
    stage.coordinator.sees(/Noé Débutant\n.*\n.*Invitation du 9 mars 2009 : aucun compte à cette adresse courriel\./);
    expect(await stage.store.db("introductions").pluck("user")).toEqual(["U1"]);
  });

  it("is denied: the coordinator sees it, and the account is not asked again", async () => {
    await invites();
    await marie.presses("Non");
    await stage.coordinator.says("participants");
    stage.coordinator.sees("Le compte « marie.m » a répondu le 9 mars 2009 que ce n’est pas cette personne.");
    stage.at("2009-03-17T10:00");
    await stage.coordinator.says("participants");
    const before = marie.shown.length;
    await invites();
    expect(marie.shown).toHaveLength(before);
    stage.coordinator.sees("le compte à cette adresse courriel répond que ce n’est pas cette personne");
  });

  it("finds an account that is somebody else’s, and leaves it to them", async () => {
    await stage.store.db("addresses").insert({ organization_id: stage.organizationId, person_id: stage.mentee.id, ...marie.address });
    await invites();
    stage.coordinator.sees("le compte à cette adresse courriel est relié à une autre personne");
    expect(marie.shown).toEqual([]);
  });

  it("finds the person’s own account, which was gone: it is back, with what was missed", async () => {
    await stage.store.db("addresses").insert({
      organization_id: stage.organizationId,
      person_id: stage.mentor.id,
      ...marie.address,
      gone_at: stage.now,
      gone_reason: "account_inactive",
    });
    await invites();
    stage.coordinator.sees("Les 6 personnes inscrites sont reliées");
    expect(marie.shown).toEqual([]);
  });

  it("asks nobody where several people are enrolled with the address", async () => {
    const { db } = stage.store;
    const [school] = await db("organizations").insert({ key: "autre", name: "Autre école", language: "en", zone: "UTC" }).returning("id");
    await db("people").insert({ organization_id: school.id, email, given_name: "Mary", family_name: "E", language: "en" });
    await invites();
    stage.coordinator.sees("plusieurs personnes sont inscrites avec cette adresse courriel");
    expect(marie.shown).toEqual([]);
  });

  it("is over when the person is linked before it goes out", async () => {
    stage.at("2009-03-14T10:00");
    await stage.coordinator.presses("Inviter");
    await marie.says("aide");
    await marie.presses("Oui, c’est moi");
    stage.at("2009-03-16T08:00");
    const before = marie.shown.length;
    await delivers();
    expect(marie.shown).toHaveLength(before);
    expect(await rowsOf("invitation")).toMatchObject([{ outcome: "dropped", reason: "done" }]);
  });

  it("is not offered where no platform can look: what to do instead is said at once", async () => {
    stage.whenLookingUp = null;
    const stale = { person: String(stage.mentor.id) };
    for (const act of [
      () => stage.coordinator.says("participants"),
      () => stage.coordinator.pressesRaw("participants.invite", stale),
      () => stage.coordinator.pressesRaw("participants.invite-all", {}),
    ]) {
      await act();
      stage.coordinator.sees("Aucune messagerie en marche ne sait chercher un compte par courriel");
      stage.coordinator.sees("Demandez à ces personnes d’écrire à l’assistant");
      stage.coordinator.doesNotSee("en route");
      expect(labels(stage.coordinator)).not.toContain("Inviter");
    }
    expect(await rowsOf("invitation")).toEqual([]);
    await marie.says("aide");
    await marie.presses("Oui, c’est moi");
    await stage.coordinator.says("participants");
    stage.coordinator.doesNotSee("chercher un compte");
  });

  it("that was asked for is not said to be on its way where no platform can look any more", async () => {
    stage.at("2009-03-14T10:00");
    await stage.coordinator.presses("Inviter");
    stage.coordinator.sees("en route");
    stage.whenLookingUp = null;
    await stage.coordinator.says("participants");
    stage.coordinator.sees("Invitation du 14 mars 2009 : aucune messagerie en marche");
  });

  it("waits where no platform can look any more, and is given up in words", async () => {
    await stage.coordinator.presses("Inviter");
    stage.whenLookingUp = null;
    await delivers();
    expect(await rowsOf("invitation")).toMatchObject([{ outcome: null, waiting_for: "no-directory" }]);
    await stage.coordinator.says("participants");
    stage.coordinator.sees("Demandez à cette personne d’écrire à l’assistant");
    stage.at("2009-03-25T10:00");
    await delivers();
    await stage.coordinator.says("participants");
    stage.coordinator.sees("aucune messagerie en marche ne sait chercher un compte par courriel");
  });

  it("waits as long as a throttled directory asks, and asks it nothing meanwhile", async () => {
    await neverLinked(stage.mentee, stage.otherMentor);
    let asked = 0;
    stage.whenLookingUp = async () => {
      asked++;
      throw new DeliveryError({ problem: "throttled", retryAfterSeconds: 40 });
    };
    await stage.coordinator.says("participants");
    await stage.coordinator.presses("Inviter toutes les personnes non reliées");
    await delivers();
    expect(asked).toBe(1);
    const waits = await stage.store.db("outbox").where({ kind: "invitation" }).pluck("not_before");
    expect(waits).toEqual(Array(3).fill(addMinutes(stage.now, 40 / 60)));
  });

  it.each<[DeliveryProblem, object]>([
    [
      { problem: "temporary", reason: "503" },
      { outcome: null, waiting_for: "temporary" },
    ],
    [
      { problem: "refused", reason: "missing_scope" },
      { outcome: null, waiting_for: "no-directory" },
    ],
  ])("waits where the directory does not answer: $problem", async (problem, ending) => {
    stage.whenLookingUp = async () => {
      throw new DeliveryError(problem);
    };
    await invites();
    expect(await rowsOf("invitation")).toMatchObject([ending]);
  });

  it("whose account turns out to receive nothing ends in words", async () => {
    stage.whenSending = async () => {
      throw new DeliveryError({ problem: "gone", reason: "user_not_found" });
    };
    await invites();
    stage.coordinator.sees("le compte à cette adresse courriel ne reçoit rien");
  });
});

describe("whoever is linked late", () => {
  it.each<[string, (marie: Actor) => Promise<unknown>]>([
    ["by themselves", (marie) => marie.presses("Oui, c’est moi")],
    [
      "by the coordinator",
      async () => {
        await stage.coordinator.says("participants");
        await stage.coordinator.presses("C’est bien cette personne");
      },
    ],
  ])("gets the welcome and what is still open: %s", async (_, links) => {
    const late = await openStage({ now: "2009-01-05T06:00" });
    const outer = stage;
    stage = late;
    await neverLinked(late.mentee);
    await late.app.planAhead(late.now);
    const questionnaire = await late.store.db("administrations").where({ dyad_id: late.dyads.first }).orderBy("opens_on").first("*");
    await late.passes({ to: `${questionnaire.opens_on}T12:00` });
    const missed = await late.store.db("outbox").where({ person_id: late.mentee.id }).orderBy("id").select("kind", "outcome", "reason");
    expect(missed).toContainEqual({ kind: "welcome", outcome: "gone", reason: "no-address" });
    expect(missed).toContainEqual({ kind: "questionnaire-invitation", outcome: "gone", reason: "no-address" });
    await late.store.db("outbox").where({ person_id: late.mentee.id, kind: "welcome" }).update({ give_up_after: late.now });

    const nadia = late.newcomer("U2", member({ name: "nadia", email: "nadia.nouvelle@exemple.example" }));
    await nadia.says("aide");
    await links(nadia);
    await late.passes({ days: 3 });
    const heard = nadia.everything;
    expect(heard).toContain("Marie Mentore vous accompagne");
    expect(heard).toContain("questionnaire");
    const sent = await late.store.db("outbox").where({ person_id: late.mentee.id, outcome: "sent" }).pluck("kind");
    expect(sent.filter((kind) => kind === "welcome")).toHaveLength(1);
    expect(sent).toContain("questionnaire-invitation");
    expect(late.log.join()).not.toContain("defect");
    stage = outer;
    await late.close();
  });

  it("is not welcomed to a cohort that is over", async () => {
    await neverLinked(stage.mentor);
    await stage.app.planAhead(stage.now);
    await delivers();
    stage.at("2010-01-11T10:00");
    const marie = stage.newcomer("U1", member());
    await marie.says("aide");
    await marie.presses("Oui, c’est moi");
    await delivers();
    expect(marie.everything).not.toContain("Vous accompagnez");
  });
});

describe("an account that leaves the question unanswered", () => {
  it("is forgotten after thirty days, and asked anew when it writes", async () => {
    const marie = stage.newcomer("U1", member());
    await marie.says("aide");
    stage.now = addMinutes(stage.now, 30 * 24 * 60);
    await stage.app.planAhead(stage.now);
    expect(await stage.store.db("introductions")).toHaveLength(1);
    stage.now = addMinutes(stage.now, 1);
    await stage.app.planAhead(stage.now);
    expect(await stage.store.db("introductions")).toEqual([]);
    await marie.presses("Oui, c’est moi");
    marie.sees(gone);
    await marie.says("aide");
    marie.sees("Êtes-vous Marie Mentore");
  });
});
