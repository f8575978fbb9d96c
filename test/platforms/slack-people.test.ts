import { afterEach, describe, expect, it, vi } from "vitest";
import { lostWithWorkspace } from "../../adapters/slack/index.ts";
import { createApp } from "../../src/app.ts";
import { importDesired } from "../../src/import/import.ts";
import { readFiles } from "../../src/import/read.ts";
import { markGone } from "../../src/store/addresses.ts";
import { workspaceFound as findsAgain } from "../../src/store/links.ts";
import { openDesk, smallPlan } from "../import/support/desk.ts";
import type { Loose } from "../support/slack/inputs.ts";
import { textOf } from "../support/slack/shown.ts";
import { eventually, openSlackStage, type SlackStage } from "../support/slack-stage.ts";

let scene: SlackStage;
afterEach(async () => {
  vi.useRealTimers();
  expect(scene.slack.refusals).toEqual([]);
  await scene.close();
});

/** Somebody whose account is not the one that the list was imported with. */
function newcomer(more: Loose = {}) {
  scene.slack.addUser({ id: "U777", team: "T1", name: "Marie M.", email: "marie.mentore@exemple.example", ...more });
  return "U777";
}
const address = async (user: string) => scene.stage.store.db("addresses").where({ user }).first();
const whispered = (user: string) => textOf(scene.slack.ephemeral(user).at(-1));

describe("whoever writes from an account that nobody has", () => {
  it("is asked whether they are the person with this e-mail address, and is that person once they say so", async () => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const user = newcomer();
    expect((await slack.command(user, "calendrier")).body).toBe("");
    await slack.until(() => whispered(user).includes("Êtes-vous Marie Mentore"));
    await slack.press(user, { label: "Oui, c’est moi" });
    await slack.until(() => whispered(user).includes("je sais maintenant qui vous êtes"));
    expect(await address(user)).toMatchObject({ person_id: stage.mentor.id });
    expect(await address(scene.user(stage.mentor))).toBeUndefined();
    expect(textOf((await slack.command(user, "cahier")).body)).toContain("Cahier avec Nadia Nouvelle");
  });

  it.each([
    ["by a message", (user: string) => scene.slack.says(user, "aide"), (user: string) => scene.slack.dm(user)],
    ["by opening the home", (user: string) => scene.slack.opensHome(user), (user: string) => scene.slack.home(user)],
    ["by a shortcut", (user: string) => scene.slack.shortcut(user, "log-meeting"), (user: string) => scene.slack.modal(user)],
  ] as const)("is asked %s too", async (_, turns, shown) => {
    scene = await openSlackStage();
    const user = newcomer();
    await turns(user);
    await scene.slack.until(() => textOf(shown(user)).includes("Êtes-vous Marie Mentore"));
  });

  it("is asked though Slack first cannot say whose account it is", async () => {
    scene = await openSlackStage();
    const user = newcomer();
    scene.slack.failNext("users.info", { status: 503 });
    scene.slack.failNext("users.info", { status: 429, retryAfter: 7 });
    await scene.slack.says(user, "aide");
    await scene.slack.until(() => textOf(scene.slack.dm(user)).includes("Êtes-vous Marie Mentore"));
    expect(scene.waits).toEqual([1000, 7000]);
  });

  it.each([
    ["by a message", (user: string) => scene.slack.says(user, "aide"), (user: string) => scene.slack.dm(user)],
    ["by a command", (user: string) => scene.slack.command(user, "aide"), (user: string) => scene.slack.ephemeral(user)],
    ["by a shortcut", (user: string) => scene.slack.shortcut(user, "log-meeting"), (user: string) => scene.slack.modal(user)],
    ["by opening the home", (user: string) => scene.slack.opensHome(user), (user: string) => scene.slack.home(user)],
  ] as const)("is asked to come back where Slack cannot say it (%s), and not taken for somebody unknown", async (_, turns, shown) => {
    scene = await openSlackStage();
    const user = newcomer();
    scene.slack.failNext("users.info", "internal_error", 4);
    await turns(user);
    await scene.slack.until(
      () => textOf(shown(user)).includes("Réessayez dans quelques minutes") && textOf(shown(user)).includes("Try again"),
    );
    expect(textOf(shown(user))).not.toContain("reconnais");
    await turns(user);
    await scene.slack.until(() => textOf(shown(user)).includes("Êtes-vous Marie Mentore"));
  });

  it("is not recognized where Slack does not know the account either", async () => {
    scene = await openSlackStage();
    const user = newcomer();
    scene.slack.failNext("users.info", "user_not_found");
    await scene.slack.command(user, "aide");
    await scene.slack.until(() => whispered(user).includes("Je ne vous reconnais pas"));
  });

  it.each([
    ["a guest", { is_restricted: true }, "comptes invités"],
    ["a bot", { is_bot: true }, "comptes invités"],
    ["somebody who is on no list", { email: "autre@exemple.example" }, "Je ne vous reconnais pas"],
  ])("is refused as %s, and learns nothing", async (_, more, said) => {
    scene = await openSlackStage();
    const user = newcomer(more);
    await scene.slack.command(user, "calendrier");
    await scene.slack.until(() => scene.slack.ephemeral(user).length > 0);
    expect(whispered(user)).toContain(said);
    expect(whispered(user)).not.toMatch(/Marie|Nadia|École/);
    expect(await address(user)).toBeUndefined();
  });
});

describe("an account that was asked who it is", () => {
  const yes = { label: "Oui, c’est moi" };
  const confirmed = { label: "C’est bien cette personne" };
  const claire = () => scene.user(scene.stage.coordinator);
  const guest = { is_restricted: true };
  const isAsked = async () => (await scene.stage.store.db("introductions").where({ user: "U777" }).first("id")) !== undefined;

  /** Marie has no account yet, and one that may be hers was asked. */
  async function opens(): Promise<string> {
    scene = await openSlackStage({ now: "2009-01-12T09:00" });
    await scene.stage.store.db("addresses").where({ person_id: scene.stage.mentor.id }).delete();
    const user = newcomer({ locale: "fr-CA" });
    await scene.slack.says(user, "aide");
    await scene.slack.until(() => textOf(scene.slack.dm(user)).includes("Êtes-vous Marie Mentore"));
    await scene.slack.command(claire(), "participants");
    return user;
  }
  async function hearsNothing(user: string): Promise<void> {
    expect(await address(user)).toBeUndefined();
    const before = scene.slack.dm(user).length;
    await scene.stage.passes({ days: 5 });
    expect(scene.slack.dm(user)).toHaveLength(before);
  }

  it("and that Slack then says is a guest’s can neither say yes nor be confirmed", async () => {
    const user = await opens();
    const { slack } = scene;
    newcomer(guest);
    await slack.event({ type: "user_change", user: { id: user, team_id: "T1", ...guest } });
    await eventually(async () => !(await isAsked()));
    await slack.press(user, yes);
    await slack.until(() => textOf(slack.dm(user)).includes("n’existe plus"));
    await slack.press(claire(), confirmed);
    await slack.until(() => whispered(claire()).includes("Ce compte n’attend plus"));
    await hearsNothing(user);
  });

  it("and became a guest’s without a word says yes in vain", async () => {
    const user = await opens();
    newcomer(guest);
    await scene.slack.press(user, yes);
    await scene.slack.until(() => textOf(scene.slack.dm(user)).includes("comptes invités"));
    expect(textOf(scene.slack.dm(user))).not.toContain("Marie");
    await hearsNothing(user);
  });

  it.each([
    ["became a guest’s", guest],
    ["was closed", { deleted: true }],
  ])("and %s without a word is not linked on the word of a coordinator, who is told why", async (_, change) => {
    const user = await opens();
    newcomer(change);
    expect(await scene.slack.press(claire(), confirmed)).toMatchObject({ status: 200 });
    await scene.slack.until(() => whispered(claire()).includes("« Marie M. » n’est pas, ou n’est plus, celui d’un membre"));
    expect(await isAsked()).toBe(false);
    await hearsNothing(user);
  });

  it.each([
    ["says yes", (user: string) => user, yes, (user: string) => textOf(scene.slack.dm(user))],
    ["is confirmed", () => claire(), confirmed, () => whispered(claire())],
  ] as const)("%s again where Slack cannot say just now who it is", async (_, by, button, shown) => {
    const user = await opens();
    scene.slack.failNext("users.info", "internal_error", 4);
    await scene.slack.press(by(user), button);
    await scene.slack.until(() => shown(user).includes("Réessayez dans quelques minutes"));
    expect(await address(user)).toBeUndefined();
    await scene.slack.command(claire(), "participants");
    await scene.slack.press(by(user), button);
    await eventually(async () => (await address(user))?.person_id === scene.stage.mentor.id);
  });
});

describe("a person of the program", () => {
  const nadia = () => scene.user(scene.stage.mentee);
  it.each([
    ["is opened again", () => scene.slack.event({ type: "user_change", user: { id: nadia(), team_id: "T1", deleted: false } })],
    ["writes after all", () => scene.slack.command(nadia(), "aide")],
  ] as const)("whose account is closed is reached by nothing, and gets what they missed once it %s", async (_, comesBack) => {
    scene = await openSlackStage({ now: "2009-01-05T09:00" });
    const { slack, stage } = scene;
    await slack.event({ type: "user_change", user: { id: nadia(), team_id: "T1", deleted: true } });
    await eventually(async () => (await address(nadia())).gone_reason === "user-deactivated");
    await stage.passes({ days: 1 });
    expect(slack.dm(nadia())).toEqual([]);

    await comesBack();
    await eventually(async () => (await address(nadia())).gone_reason === null);
    await stage.passes({ days: 1 });
    expect(textOf(slack.dm(nadia()))).toContain("Bienvenue");
  });

  it("who became a guest is asked again who they are, and refused", async () => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const nadia = scene.user(stage.mentee);
    slack.addUser({ id: nadia, team: "T1", name: "Nadia Nouvelle", email: "nadia.nouvelle@exemple.example", is_restricted: true });
    await slack.event({ type: "user_change", user: { id: nadia, team_id: "T1", is_restricted: true } });
    await eventually(async () => (await address(nadia)).gone_reason === "guest");
    await slack.command(nadia, "cahier");
    await slack.until(() => slack.ephemeral(nadia).length > 0);
    expect(whispered(nadia)).toContain("comptes invités");
    expect(await address(nadia)).toMatchObject({ gone_reason: "guest" });
  });

  it.each([
    ["that they became a guest, who are none by now", {}, { is_restricted: true }, null],
    ["that they are a member, who became a guest since", { is_restricted: true }, {}, "guest"],
  ] as const)(
    "is what Slack says they are now, where it says again what it could not be heard to say: %s",
    async (_, now, said, reason) => {
      scene = await openSlackStage();
      const { slack, stage } = scene;
      const nadia = scene.user(stage.mentee);
      const change = (user: object, retry?: number) =>
        slack.event({ type: "user_change", user: { id: nadia, team_id: "T1", ...user } }, retry === undefined ? {} : { retry });
      slack.addUser({ id: nadia, team: "T1", name: "Nadia Nouvelle", email: "nadia.nouvelle@exemple.example", ...now });
      await change(now);
      await eventually(async () => (await address(nadia)).gone_reason === reason);
      const asked = () => slack.calls.filter(({ method }) => method === "users.info").length;
      const before = asked();
      await change(said, 1);
      await slack.until(() => asked() > before);
      await slack.command(nadia, "aide");
      expect((await address(nadia)).gone_reason).toBe(reason);
    },
  );

  it("whose account was closed, and is opened again as that of a guest, is refused too", async () => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const nadia = scene.user(stage.mentee);
    const change = (user: object) => slack.event({ type: "user_change", user: { id: nadia, team_id: "T1", ...user } });
    await change({ deleted: true });
    await eventually(async () => (await address(nadia)).gone_reason === "user-deactivated");
    slack.addUser({ id: nadia, team: "T1", name: "Nadia Nouvelle", email: "nadia.nouvelle@exemple.example", is_restricted: true });
    await change({ is_restricted: true });
    await eventually(async () => (await address(nadia)).gone_reason === "guest");
    await slack.command(nadia, "cahier");
    await slack.until(() => slack.ephemeral(nadia).length > 0);
    expect(whispered(nadia)).toContain("comptes invités");
  });

  it.each([
    ["became a guest", { is_restricted: true }, "guest"],
    ["left", { deleted: true }, "user-deactivated"],
  ] as const)(
    "who %s while the bot did not run is found so at its start, and back at the next once they are a member",
    async (_, change, reason) => {
      scene = await openSlackStage({ now: "2009-01-05T09:00" });
      const { slack, stage } = scene;
      const nadia = scene.user(stage.mentee);
      const account = { id: nadia, team: "T1", name: "Nadia Nouvelle", email: "nadia.nouvelle@exemple.example", locale: "fr-CA" };
      slack.addUser({ ...account, ...change });
      await scene.restart();
      await eventually(async () => (await address(nadia)).gone_reason === reason);
      await stage.passes({ days: 1 });
      expect(slack.dm(nadia)).toEqual([]);
      const status = textOf((await slack.command(scene.user(stage.coordinator), "statut")).body);
      expect(status).toContain(reason === "guest" ? "compte devenu celui d’une personne invitée" : "compte désactivé");

      slack.addUser(account);
      await scene.restart();
      await eventually(async () => (await address(nadia)).gone_reason === null);
      await stage.passes({ days: 1 });
      expect(textOf(slack.dm(nadia))).toContain("Bienvenue");
    },
  );

  it("who became a guest is found so within a day, though Slack did not say it, and behind an account that it does not show", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const nadia = scene.user(stage.mentee);
    slack.addUser({ id: nadia, team: "T1", name: "Nadia Nouvelle", email: "nadia.nouvelle@exemple.example", is_restricted: true });
    slack.failNext("users.info", "user_not_visible");
    vi.advanceTimersByTime(24 * 3_600_000);
    await eventually(async () => (await address(nadia)).gone_reason === "guest");
    expect(await stage.store.db("addresses").whereNotNull("gone_at")).toHaveLength(1);
  });

  it.each([
    ["at the next start", (): Promise<void> => scene.restart()],
    ["within a day", async (): Promise<void> => void vi.advanceTimersByTime(24 * 3_600_000)],
  ] as const)("who was found gone by a message, and is a member again, is found back %s", async (_, looks) => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    scene = await openSlackStage({ now: "2009-01-05T09:00" });
    const { slack, stage } = scene;
    const nadia = scene.user(stage.mentee);
    slack.deactivate(nadia);
    await stage.passes({ days: 1 });
    expect((await address(nadia)).gone_reason).not.toBeNull();
    slack.addUser({ id: nadia, team: "T1", name: "Nadia Nouvelle", email: "nadia.nouvelle@exemple.example", locale: "fr-CA" });
    await looks();
    await eventually(async () => (await address(nadia)).gone_reason === null);
    await stage.passes({ days: 1 });
    expect(textOf(slack.dm(nadia))).toContain("Bienvenue");
  });

  it("whom Slack lets nobody write to is not found back by being a member", async () => {
    scene = await openSlackStage({ now: "2009-01-05T09:00" });
    const { stage } = scene;
    const nadia = scene.user(stage.mentee);
    const looks = () => scene.logged.filter(({ event }) => event === "slack-accounts").length;
    await eventually(async () => looks() === 1);
    const { organization_id } = await address(nadia);
    await markGone(stage.store, organization_id, { platform: "slack", workspace: "T1", user: nadia }, stage.now, "cannot_message_user");
    await scene.restart();
    await eventually(async () => looks() === 2);
    expect(await address(nadia)).toMatchObject({ gone_reason: "cannot_message_user", gone_at: stage.now });
  });

  it.each(["account_inactive", "user_not_visible"])(
    "is neither linked nor refused while Slack does not say who they are (%s)",
    async (error) => {
      scene = await openSlackStage();
      const { slack } = scene;
      const user = newcomer();
      await slack.command(user, "aide");
      await slack.until(() => whispered(user).includes("Êtes-vous Marie Mentore"));
      slack.failNext("users.info", error);
      await slack.press(user, { label: "Oui, c’est moi" });
      await slack.until(() => whispered(user).includes("Je ne peux pas vous répondre en ce moment"));
      expect(await address(user)).toBeUndefined();
      expect(await scene.stage.store.db("introductions").where({ user }).first()).toBeDefined();
    },
  );

  it("is taken for nothing else while Slack does not answer who they are", async () => {
    scene = await openSlackStage();
    scene.slack.failNext("users.info", "internal_error", 4);
    const before = await scene.stage.store.db("addresses");
    await scene.restart();
    await eventually(async () => scene.logged.some(({ event, level }) => event === "slack-accounts" && level === "warn"));
    expect(await scene.stage.store.db("addresses")).toEqual(before);
  });

  it("is found gone by a message that cannot be delivered, and the coordinator is told why", async () => {
    scene = await openSlackStage({ now: "2009-01-05T09:00" });
    const { slack, stage } = scene;
    slack.deactivate(scene.user(stage.mentee));
    await stage.passes({ days: 1 });
    expect((await address(scene.user(stage.mentee))).gone_at).not.toBeNull();
    const status = textOf((await slack.command(scene.user(stage.coordinator), "statut")).body);
    expect(status).toContain("Nadia Nouvelle est injoignable depuis");
    expect(status).not.toContain("channel_not_found");
  });
});

describe("a workspace", () => {
  it.each([
    ["app_uninstalled", { type: "app_uninstalled" }],
    ["token_revoked", { type: "tokens_revoked", tokens: { bot: ["UBOTT1"] } }],
  ])("that the bot has to leave (%s) is reached no more, and again once it is back", async (reason, event) => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    slack.revoke("T1");
    await slack.event(event);
    const goneReason = async () => (await address(scene.user(stage.mentor))).gone_reason;
    await eventually(async () => (await goneReason()) === reason);
    slack.restore("T1");
    await scene.restart();
    await eventually(async () => (await goneReason()) === null);
  });

  it.each([
    ["app_uninstalled", { type: "app_uninstalled" }],
    ["tokens_revoked", { type: "tokens_revoked", tokens: { bot: ["UBOTT1"] } }],
  ])("whose token Slack takes is kept, though it says late that the bot had to leave (%s)", async (_, event) => {
    scene = await openSlackStage({ now: "2009-01-05T09:00" });
    const { slack, stage } = scene;
    await slack.event(event, { retry: 2 });
    await eventually(async () => scene.logged.some((line) => line.event === "slack-workspace-kept"));
    await stage.passes({ days: 1 });
    expect(await stage.store.db("addresses").whereNotNull("gone_at")).toEqual([]);
    expect(textOf(slack.dm(scene.user(stage.mentee)))).toContain("Bienvenue");
  });

  it("that is said to be lost is kept while Slack cannot say so of its token, and lost where it says that it knows none", async () => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    slack.failNext("auth.test", "internal_error", 4);
    await slack.event({ type: "app_uninstalled" });
    await eventually(async () => scene.logged.some(({ event }) => event === "slack-workspace-kept"));
    expect(await stage.store.db("addresses").whereNotNull("gone_at")).toEqual([]);
    slack.failNext("auth.test", "invalid_auth", 4);
    await slack.event({ type: "app_uninstalled" });
    await eventually(async () => (await address(scene.user(stage.mentor))).gone_reason === "app_uninstalled");
  });

  it("is back though the database does not take that at once, or Slack does not say whose the token is", async () => {
    let [failures, isOpen] = [0, false];
    const workspaceFound = async (workspace: string) => {
      if (failures-- > 0) throw new Error("SQLITE_BUSY");
      if (isOpen) await findsAgain(scene.stage.store, { platform: "slack", workspace }, lostWithWorkspace, scene.stage.now);
    };
    scene = await openSlackStage({ slack: { workspaceFound } });
    isOpen = true;
    const { slack, stage } = scene;
    const goneReason = async () => (await address(scene.user(stage.mentor))).gone_reason;
    await stage.store.db("addresses").update({ gone_at: stage.now, gone_reason: "app_uninstalled" });
    failures = 1;
    await scene.restart();
    await eventually(async () => (await goneReason()) === null);

    await stage.store.db("addresses").update({ gone_at: stage.now, gone_reason: "app_uninstalled" });
    failures = 4;
    await scene.restart();
    await eventually(async () => scene.logged.some(({ event, ids }) => event === "slack-token" && ids.reason === "database"));
    expect(await goneReason()).toBe("app_uninstalled");
    await slack.command(scene.user(stage.mentee), "aide");
    await eventually(async () => (await goneReason()) === null);

    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    await stage.store.db("addresses").update({ gone_at: stage.now, gone_reason: "app_uninstalled" });
    slack.failNext("auth.test", "internal_error");
    scene.logged.length = 0;
    await scene.restart();
    await eventually(async () => scene.logged.some(({ event }) => event === "slack-token"));
    vi.advanceTimersByTime(15 * 60_000);
    await eventually(async () => (await goneReason()) === null);
  });

  it("that the bot comes back to gets what is still worth saying", async () => {
    scene = await openSlackStage({ now: "2009-01-05T09:00" });
    const { slack, stage } = scene;
    slack.revoke("T1");
    await slack.event({ type: "app_uninstalled" });
    const { user } = stage.mentee.address;
    await eventually(async () => (await address(user)).gone_reason === "app_uninstalled");
    await stage.passes({ days: 1 });
    expect(slack.dm(user)).toEqual([]);
    slack.restore("T1");
    await scene.restart();
    await eventually(async () => (await address(user)).gone_reason === null);
    await stage.passes({ days: 1 });
    expect(textOf(slack.dm(user))).toContain("Bienvenue");
  });

  it("in which the bot did not run for so long that the welcome expired gets it once it runs", async () => {
    scene = await openSlackStage({ now: "2009-01-05T09:00" });
    const { slack, stage } = scene;
    const withoutSlack = createApp(stage.store, [], () => undefined);
    await withoutSlack.planAhead(stage.now);
    for (const later of ["2009-01-05T10:00", "2009-02-20T10:00"]) {
      stage.at(later);
      await withoutSlack.deliverDue(() => stage.now);
    }
    const ended = { person_id: stage.mentee.id, kind: "welcome", outcome: "expired", reason: "no-platform" };
    expect(await stage.store.db("outbox").where(ended)).toHaveLength(1);
    await scene.restart();
    await eventually(async () => (await stage.store.db("outbox").where(ended)).length === 0);
    await stage.passes({ days: 1 });
    expect(textOf(slack.dm(scene.user(stage.mentee)))).toContain("Bienvenue");
  });

  it("whose Messages tab is off loses nobody, and brings what waited once it is on", async () => {
    scene = await openSlackStage({ now: "2009-01-05T06:00" });
    const { slack, stage } = scene;
    for (let people = 0; people < 6; people++) slack.failNext("chat.postMessage", "messages_tab_disabled");
    await stage.passes({ to: "2009-01-05T12:00" });
    expect(await stage.store.db("addresses").whereNotNull("gone_at")).toEqual([]);
    expect(textOf(slack.dm(scene.user(stage.mentee)))).toContain("Bienvenue");
  });

  it("whose token is revoked takes no message, and everybody in it counts as unreachable", async () => {
    scene = await openSlackStage({ now: "2009-01-05T09:00" });
    const { slack, stage } = scene;
    slack.revoke("T1");
    await stage.passes({ days: 1 });
    expect(await address(scene.user(stage.mentee))).toMatchObject({ gone_reason: "token_revoked" });
  });
});

describe("a workspace that was lost while the bot did not run", () => {
  const reasons = async () =>
    Object.fromEntries((await scene.stage.store.db("addresses").select("user", "gone_reason")).map((row) => [row.user, row.gone_reason]));
  /** Somebody's account in the second workspace. */
  async function isAlsoIn(second: string, person: keyof SlackStage["stage"] & ("mentor" | "coordinator")): Promise<string> {
    const { id } = scene.stage[person];
    const { organization_id } = await scene.stage.store.db("people").where({ id }).first();
    scene.slack.addUser({ id: `${second}${id}`, team: second, name: person, email: `${person}@exemple.example`, locale: "fr-CA" });
    const address = { organization_id, person_id: id, platform: "slack", workspace: second, user: `${second}${id}` };
    await scene.stage.store.db("addresses").insert(address);
    return address.user;
  }

  it.each(["token_revoked", "account_inactive"])(
    "is lost at the start at which Slack refuses its token for good (%s), and back with a token",
    async (error) => {
      scene = await openSlackStage();
      const { slack, stage } = scene;
      const marie = scene.user(stage.mentor);
      slack.failNext("auth.test", error);
      await scene.restart();
      await eventually(async () => (await reasons())[marie] === error);
      await eventually(async () => scene.logged.some(({ event, ids }) => event === "slack-workspace-lost" && ids.workspace === "T1"));
      await scene.restart();
      await eventually(async () => (await reasons())[marie] === null);
    },
  );

  it("is not lost while Slack cannot say whose a token is, nor is a platform beside it", async () => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    await stage.store.db("addresses").where({ person_id: stage.mentee.id }).update({ platform: "web" });
    slack.failNext("auth.test", "internal_error");
    await scene.restart();
    await eventually(async () => scene.logged.some(({ event }) => event === "slack-token"));
    expect(new Set(Object.values(await reasons()))).toEqual(new Set([null]));
    slack.failNext("auth.test", "token_revoked");
    await scene.restart();
    await eventually(async () => (await reasons())[scene.user(stage.mentor)] === "token_revoked");
    expect((await reasons())[scene.user(stage.mentee)]).toBeNull();
  });

  it("is lost with its token: whoever has an account elsewhere is reached there, the others are named and can be invited, until it is back", async () => {
    scene = await openSlackStage({ now: "2009-01-05T09:00", alsoIn: [{ id: "T2", token: "xoxb-2" }] });
    const { slack, stage } = scene;
    const [marie, claire] = [await isAlsoIn("T2", "mentor"), await isAlsoIn("T2", "coordinator")];
    await scene.restart(["xoxb-2"]);
    await eventually(async () => (await reasons())[scene.user(stage.mentor)] === "no-token");
    expect([(await reasons())[marie], (await reasons())[claire]]).toEqual([null, null]);
    await stage.passes({ days: 1 });
    expect(textOf(slack.dm(marie))).toContain("Bienvenue");
    expect(slack.dm(scene.user(stage.mentor))).toEqual([]);
    const list = textOf((await slack.command(claire, "participants")).body);
    expect(list).toContain("Nadia Nouvelle");
    expect(list).toContain("Triade n’est plus dans son espace de travail");
    expect(list).not.toContain("Marie Mentore");

    slack.addUser({ id: "U888", team: "T2", name: "Nadia", email: "nadia.nouvelle@exemple.example" });
    await slack.command(claire, "participants");
    await slack.press(claire, { label: "Inviter toutes les personnes non reliées" });
    await stage.app.deliverDue(() => stage.now);
    expect(textOf(slack.dm("U888"))).toContain("Êtes-vous Nadia Nouvelle");

    await scene.restart();
    await eventually(async () => Object.values(await reasons()).every((reason) => reason === null));
    await stage.passes({ days: 1 });
    expect(textOf(slack.dm(scene.user(stage.mentee)))).toContain("Bienvenue");
  });

  it("and of which nobody knows yet whether it is, holds up nothing that another takes", async () => {
    scene = await openSlackStage({ now: "2009-01-05T09:00", alsoIn: [{ id: "T2", token: "xoxb-2" }] });
    const { slack, stage } = scene;
    const marie = await isAlsoIn("T2", "mentor");
    await scene.restart(["xoxb-mistyped", "xoxb-2"]);
    await eventually(async () => scene.logged.some(({ event, ids }) => event === "slack-token" && ids.reason === "invalid_auth"));
    await eventually(async () => scene.logged.filter(({ ids }) => ids.workspace === "T2").length === 2);
    await stage.passes({ days: 1 });
    expect(textOf(slack.dm(marie))).toContain("Bienvenue");
    expect((await reasons())[scene.user(stage.mentor)]).toBeNull();
  });
});

describe("a coordinator", () => {
  it("invites whoever has no account yet, by the e-mail address they are enrolled with", async () => {
    scene = await openSlackStage({ now: "2009-01-05T09:00" });
    const { slack, stage } = scene;
    await stage.store.db("addresses").where({ person_id: stage.mentor.id }).delete();
    const user = newcomer();
    slack.addUser({ id: scene.user(stage.mentor), team: "T1", name: "Marie", email: "ancienne.adresse@exemple.example" });
    const claire = scene.user(stage.coordinator);
    await slack.command(claire, "participants");
    expect(whispered(claire)).toContain("Marie Mentore");
    await slack.press(claire, { label: "Inviter" });
    await stage.passes({ days: 1 });
    expect(textOf(slack.dm(user))).toContain("Êtes-vous Marie Mentore");
    await slack.press(user, { label: "Oui, c’est moi" });
    await eventually(async () => (await address(user))?.person_id === stage.mentor.id);
    await stage.passes({ days: 1 });
    expect(textOf(slack.dm(user))).toContain("Bienvenue");
  });
});

describe("somebody who is invited where the bot is in several workspaces", () => {
  const both = { now: "2009-01-05T09:00", alsoIn: [{ id: "T2", token: "xoxb-2" }] };
  const email = "marie.mentore@exemple.example";
  const joins = (user: string, team: string, more: Loose = {}) => scene.slack.addUser({ id: user, team, name: "Marie M.", email, ...more });
  const outcome = () => scene.stage.store.db("outbox").where({ kind: "invitation" }).first("outcome", "reason", "waiting_for");

  /** Marie has no address, and her account of the stage another e-mail address. */
  async function opens(): Promise<void> {
    scene = await openSlackStage(both);
    await scene.stage.store.db("addresses").where({ person_id: scene.stage.mentor.id }).delete();
    scene.slack.addUser({ id: scene.user(scene.stage.mentor), team: "T1", name: "Marie", email: "ancienne.adresse@exemple.example" });
  }
  async function isInvited(): Promise<void> {
    const claire = scene.user(scene.stage.coordinator);
    await scene.slack.command(claire, "participants");
    await scene.slack.press(claire, { label: "Inviter" });
    await scene.stage.app.deliverDue(() => scene.stage.now);
  }
  const isAsked = (user: string) => expect(textOf(scene.slack.dm(user))).toContain("Êtes-vous Marie Mentore");

  it.each(["token_revoked", "missing_scope", "ratelimited", "drop"] as const)(
    "is found in the second where the first cannot be asked: %s",
    async (trouble) => {
      await opens();
      joins("U777", "T2");
      scene.slack.failNext("users.lookupByEmail", trouble);
      await isInvited();
      isAsked("U777");
    },
  );

  it("waits where one cannot be asked just now and the other has nobody, and is asked once it can", async () => {
    await opens();
    joins("U777", "T1");
    scene.slack.failNext("users.lookupByEmail", "internal_error");
    await isInvited();
    expect(await outcome()).toMatchObject({ outcome: null, waiting_for: "temporary" });
    await scene.stage.passes({ to: "2009-01-05T12:00" });
    isAsked("U777");
  });

  it("is asked once, though nothing was heard of it and the one that took it cannot be asked afterwards", async () => {
    await opens();
    joins("U666", "T1");
    joins("U777", "T2");
    scene.slack.failNext("chat.postMessage", "drop-after");
    await isInvited();
    scene.slack.failNext("users.lookupByEmail", "internal_error");
    await scene.stage.passes({ to: "2009-01-05T12:00" });
    expect(await outcome()).toMatchObject({ outcome: "sent" });
    expect(["U666", "U777"].flatMap((user) => scene.slack.dm(user))).toHaveLength(1);
  });

  it("is asked as the member that they are in the second, though they are a guest of the first", async () => {
    await opens();
    joins("U666", "T1", { is_restricted: true });
    joins("U777", "T2");
    await isInvited();
    isAsked("U777");
    expect(scene.slack.dm("U666")).toEqual([]);
  });

  it("is asked in the second after the account of the first said that it is somebody else, and nowhere after both did", async () => {
    await opens();
    joins("U666", "T1");
    joins("U777", "T2");
    for (const user of ["U666", "U777"]) {
      await isInvited();
      isAsked(user);
      await scene.slack.press(user, { label: "Non" });
      await scene.slack.until(() => textOf(scene.slack.dm(user)).includes("C’est noté"));
      scene.stage.at(user === "U666" ? "2009-01-12T10:00" : "2009-01-19T10:00");
    }
    await isInvited();
    expect(await scene.stage.store.db("outbox").where({ kind: "invitation", outcome: "gone" }).pluck("reason")).toEqual(["denied"]);
  });
});

describe("a list that was imported", () => {
  /** As `triade import` does it, into the store of this scene. */
  async function imports(plan: string): Promise<void> {
    const desk = await openDesk();
    await desk.write("plan.yaml", plan);
    const { desired } = await readFiles([`${desk.folder}/plan.yaml`]);
    const done = await importDesired(scene.stage.store.db, desired, { organization: "ecole", cohort: "c1" }, { dryRun: false });
    expect(done.ok).toBe(true);
    await desk.close();
  }
  const joins = (user: string, email: string) => scene.slack.addUser({ id: user, team: "T1", name: user, email, locale: "fr-CA" });

  it("is of people who are not linked yet: they are invited, then told what they missed, and named until they are reached", async () => {
    scene = await openSlackStage({ now: "2026-08-31T06:00" });
    const { slack, stage } = scene;
    await imports(smallPlan);
    joins("UCLARA", "clara@ecole.example");
    joins("UALICE", "alice@ecole.example");
    await stage.passes({ to: "2026-08-31T11:00" });
    await slack.command("UCLARA", "aide");
    await slack.until(() => whispered("UCLARA").includes("Êtes-vous Clara Modèle"));
    await slack.press("UCLARA", { label: "Oui, c’est moi" });
    await eventually(async () => (await address("UCLARA")) !== undefined);

    const list = textOf((await slack.command("UCLARA", "participants")).body);
    expect(list).toContain("1 personne reliée à un compte sur 3");
    expect(list).toContain("Alice Lexemple");
    expect(list).toContain("Hugo Nouvel");
    const status = textOf((await slack.command("UCLARA", "statut")).body);
    expect(status).toContain("Alice Lexemple est injoignable depuis le 31 août 2026 : aucune adresse connue");
    expect(status).toContain("Hugo Nouvel est injoignable depuis le 31 août 2026 : aucune adresse connue");

    await slack.command("UCLARA", "participants");
    await slack.press("UCLARA", { label: "Inviter toutes les personnes non reliées" });
    await stage.passes({ to: "2026-08-31T13:00" });
    expect(textOf(slack.dm("UALICE"))).toContain("Êtes-vous Alice Lexemple");
    expect(textOf(slack.dm("UALICE"))).not.toContain("Bienvenue");
    await slack.press("UALICE", { label: "Oui, c’est moi" });
    await eventually(async () => (await address("UALICE")) !== undefined);
    await stage.passes({ to: "2026-08-31T15:00" });
    expect(textOf(slack.dm("UALICE"))).toContain("Bienvenue");

    const afterwards = textOf((await slack.command("UCLARA", "statut")).body);
    expect(afterwards).not.toContain("Alice Lexemple est injoignable");
    expect(afterwards).toContain("Hugo Nouvel est injoignable depuis le 31 août 2026 : aucune adresse connue");
    expect(await stage.store.db("outbox").where({ waiting_for: "no-platform" })).toEqual([]);
  });
});
