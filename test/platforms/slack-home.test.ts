import assert from "node:assert/strict";
import { afterEach, describe, expect, it } from "vitest";
import { createClient, quietLogger } from "../../adapters/slack/client.ts";
import { openHomes } from "../../adapters/slack/home.ts";
import { homeOfNobody } from "../../src/features/introduction.ts";
import { refreshHomes } from "../../src/homes.ts";
import { addDays, addMinutes, type Instant } from "../../src/program/day.ts";
import { keepHome, nextMorning, readHome, showAgain, showSoon } from "../../src/store/homes.ts";
import { enqueue } from "../../src/store/outbox.ts";
import { textOf } from "../support/slack/shown.ts";
import { eventually, openSlackStage, type SlackStage } from "../support/slack-stage.ts";
import type { Actor } from "../support/stage.ts";

let scene: SlackStage;
afterEach(async () => {
  letGo();
  expect(scene.slack.refusals).toEqual([]);
  await scene.close();
});

const deliver = () => scene.stage.app.deliverDue(() => scene.stage.now);
const published = () => scene.slack.calls.filter(({ method }) => method === "views.publish").length;
const home = (who: Actor) => JSON.stringify(scene.slack.home(scene.user(who))?.view ?? null).replace(/[\u00a0\u202f]/g, " ");
const rows = () => scene.stage.store.db("homes").orderBy("id").select("*");

async function opens(...people: Actor[]): Promise<void> {
  for (const who of people) {
    const before = published();
    await scene.slack.opensHome(scene.user(who));
    await scene.slack.until(() => published() > before);
    await isKept(scene.user(who));
  }
}
const rowOf = (user: string) => scene.stage.store.db("homes").where({ user }).first();
const isKept = (user: string) => eventually(async () => /^[^?]/.test((await rowOf(user))?.digest));
async function logs(who: Actor, heldOn: string = scene.stage.today): Promise<void> {
  await who.says("rencontre");
  await who.fillsIn({ heldOn, minutes: "45", topics: ["classroom"] });
}
async function open(options: Parameters<typeof openSlackStage>[0] = {}): Promise<SlackStage> {
  scene = await openSlackStage({ now: "2009-01-12T09:00", ...options });
  return scene;
}
/** Every home is composed again, whether or not anything asked for it. */
async function refreshAll(): Promise<void> {
  await scene.stage.store.db("homes").update({ refresh_at: scene.stage.now });
  await deliver();
}
/** The next call of this method is under way until it is let go. */
function hold(method: string): () => void {
  scene.slack.failNext(method, {
    until: new Promise<void>((resolve) => {
      letGo = resolve;
    }),
  });
  return letGo;
}
let letGo = () => {};
const addressOf = (user: string) => scene.stage.store.db("addresses").where({ user }).first();

describe("a home that was opened", () => {
  it("shows the mentee what the mentor logged, with the next delivery, once, and others nothing new", async () => {
    const { stage } = await open();
    await opens(stage.mentee, stage.otherMentee);
    expect(home(stage.mentee)).not.toContain("45 min");
    await logs(stage.mentor);
    expect(published()).toBe(2);
    await deliver();
    expect(published()).toBe(3);
    expect(home(stage.mentee)).toContain("45 min");
    expect(home(stage.otherMentee)).not.toContain("45 min");
    await deliver();
    await stage.store.db("homes").update({ refresh_at: stage.now });
    await deliver();
    expect(published()).toBe(3);
    expect(scene.logged.filter(({ level }) => level === "error")).toEqual([]);
  });

  it("follows a follow-up that its coordinator records", async () => {
    const { stage } = await open();
    await stage.passes({ to: "2009-01-22T17:00" });
    await opens(stage.mentee);
    const before = home(stage.mentee);
    const [one] = await stage.store.db("follow_ups").where({ stage: "follow-up-1", dyad_id: stage.dyads.first });
    await stage.coordinator.pressesRaw("lead-follow-up.record", { followUp: String(one.id) });
    await stage.coordinator.fillsIn({ heldOn: one.on_day, "record-notebook": "presented" });
    await deliver();
    expect(published()).toBe(2);
    expect(home(stage.mentee)).not.toBe(before);
  });

  it("stays as it was where it cannot be composed", async () => {
    const { stage } = await open();
    await opens(stage.mentee);
    const [before, calls] = [home(stage.mentee), published()];
    await stage.store.db.schema.renameTable("meetings", "lost");
    await scene.slack.opensHome(scene.user(stage.mentee));
    await expect.poll(() => stage.log.join()).toContain("defect");
    await scene.slack.opensHome(scene.user(stage.otherMentee));
    await scene.slack.until(() => published() > calls);
    expect([home(stage.mentee), published()]).toEqual([before, calls + 1]);
    await stage.store.db.schema.renameTable("lost", "meetings");
  });

  it("costs what others do one statement more on an index, and none where nobody concerned has one", async () => {
    const { stage } = await open();
    const { db } = stage.store;
    const asked: { sql: string; bindings: readonly unknown[] }[] = [];
    db.on("query", (query) => asked.push(query));
    const about = () => asked.splice(0).filter(({ sql }) => /^(update|insert|select \*).*homes/i.test(sql));
    await opens(stage.otherMentee);
    asked.length = 0;
    await logs(stage.mentor);
    expect(about()).toEqual([]);
    for (const [who, heldOn] of [
      [stage.coordinator, "2009-01-09"],
      [stage.mentee, "2009-01-08"],
    ] as const) {
      await opens(who);
      asked.length = 0;
      await logs(stage.mentor, heldOn);
      const marks = about();
      expect(marks).toHaveLength(1);
      for (const { sql, bindings } of marks) {
        const plan: { detail: string }[] = await db.raw(`explain query plan ${sql}`, [...bindings] as string[]);
        const details = plan.map(({ detail }) => detail).join();
        expect(details).toMatch(/SEARCH homes USING INDEX homes_person_id_index/);
        expect(details).not.toMatch(/SCAN (homes|people|dyads|appointments)/);
      }
    }
  });

  it.each(["before", "after"])("is put right where another process published an older one, noted %s it", async (when) => {
    let isSlow = false;
    let note = () => {};
    const noted = new Promise<void>((resolve) => {
      note = resolve;
    });
    const { stage, slack, platform } = await open({
      slack: {
        keepHome: async (to, digest, instead) => {
          if (isSlow && /^[^?]/.test(digest ?? "")) await noted;
          return keepHome(scene.stage.store, to, digest, scene.stage.now, instead);
        },
      },
    });
    const { store, mentee } = stage;
    await opens(mentee);
    const compose = async () => {
      const reply = await stage.app.handle({ kind: "home-opened", from: mentee.address }, stage.now);
      assert.ok(reply.kind === "home");
      return reply.home;
    };
    const old = await compose();
    await logs(stage.mentor);
    isSlow = when === "before";
    const holdsOld = when === "after";
    await store.db("homes").update({ digest: "" });
    const letGoOfOld = holdsOld ? hold("views.publish") : () => undefined;
    const another = openHomes({
      homeShown: (to) => readHome(store, to),
      keepHome: (to, digest, instead) => keepHome(store, to, digest, stage.now, instead),
      homeMissed: async () => true,
      homeAgain: (to) => showAgain(store, to, stage.now),
    });
    const client = createClient(
      "xoxb-1",
      slack.url,
      quietLogger(() => undefined),
    );
    const publishesOld = () => another.publish({ id: "T1", client }, mentee.address, { message: old, isOfSomebody: true });
    const [calls, first] = [published(), holdsOld ? publishesOld() : null];
    if (holdsOld) await expect.poll(published).toBe(calls + 1);
    const showing = platform.can.showHome?.(mentee.address, await compose());
    await slack.until(() => published() === calls + (holdsOld ? 2 : 1));
    if (!holdsOld) await publishesOld();
    else await showing;
    letGoOfOld();
    note();
    await Promise.all([first, showing]);
    await refreshAll();
    expect(home(stage.mentee)).toContain("45 min");
  });

  it("of the coordinator no longer says that somebody is unreachable once a message reached them", async () => {
    const { stage, slack } = await open();
    await opens(stage.coordinator);
    const says = async (key: string) => {
      const { organizationId, cohortId } = stage;
      const notice = { key, kind: "welcome", organizationId, cohortId, personId: stage.mentor.id, subject: { dyad: stage.dyads.first } };
      await enqueue(stage.store, [{ ...notice, notBefore: stage.now, giveUpAfter: addMinutes(stage.now, 60) }]);
      await deliver();
      await deliver();
    };
    slack.failNext("chat.postMessage", "restricted_action_read_only_channel");
    await says("first");
    expect(home(stage.coordinator)).toContain("injoignable");
    stage.now = addMinutes(stage.now, 5);
    await says("second");
    expect(home(stage.coordinator)).not.toContain("injoignable");
  });

  it("shows what is planned on a day on which it was composed before", async () => {
    const { stage } = await open({ now: "2009-01-05T06:00" });
    await stage.passes({ to: "2009-02-20T12:00" });
    const people = [stage.mentee, stage.mentor, stage.coordinator];
    await opens(...people);
    expect(home(stage.mentee)).toContain("Aucune date n’est annoncée");
    for (let day = 1; day <= 3; day++) {
      stage.at(`${addDays("2009-02-20" as never, day)}T00:05`);
      await refreshAll();
      await stage.app.planAhead(stage.now);
      await deliver();
      const shown = people.map(home);
      await refreshAll();
      expect([stage.today, people.map(home)]).toEqual([stage.today, shown]);
    }
    expect(home(stage.mentee)).toContain("16 mars");
  });

  it.each(["its answer is lost", "the process dies before it is noted"])(
    "goes back to what it was, though it was published meanwhile and %s",
    async (how) => {
      let dies = false;
      const { stage, slack } = await open({
        slack: {
          keepHome: async (to, digest, instead) => {
            if (dies && instead) throw new Error("the process died");
            return keepHome(scene.stage.store, to, digest, scene.stage.now, instead);
          },
        },
      });
      await opens(stage.mentee);
      const before = home(stage.mentee);
      await logs(stage.mentor, "2009-01-10");
      if (how === "its answer is lost") slack.failNext("views.publish", "drop-after");
      else dies = true;
      await deliver();
      dies = false;
      expect(home(stage.mentee)).toContain("10 janvier");
      const [{ id }] = await stage.store.db("meetings");
      await stage.mentor.pressesRaw("log-meeting.withdraw", { dyad: String(stage.dyads.first), meeting: String(id) });
      stage.now = addMinutes(stage.now, 15);
      await deliver();
      expect(textOf(JSON.parse(home(stage.mentee)))).toBe(textOf(JSON.parse(before)));
    },
  );

  it("is published anew where Slack says that nothing is shown there", async () => {
    const { stage, slack } = await open();
    const nadia = scene.user(stage.mentee);
    await opens(stage.mentee);
    slack.uninstall("T1");
    slack.restore("T1");
    await scene.restart();
    expect(home(stage.mentee)).toBe("null");
    await opens(stage.mentee);
    expect(home(stage.mentee)).toContain("Bonjour");
    const calls = published();
    await slack.opensHome(nadia);
    await opens(stage.mentor);
    expect(published()).toBe(calls + 1);
  });

  it("shows in the end what was published last, though what came before it takes longer", async () => {
    const { stage, platform } = await open();
    const to = { platform: "slack", workspace: "T1", user: scene.user(stage.mentor) };
    const go = hold("views.publish");
    const before = platform.can.showHome?.(to, homeOfNobody(true));
    await expect.poll(published).toBe(1);
    const after = platform.can.showHome?.(to, homeOfNobody(false));
    await opens(stage.mentee);
    go();
    await Promise.all([before, after]);
    expect(home(stage.mentor)).toContain("Je ne vous reconnais pas");
  });

  it("is composed again in the night of each new day, for two weeks after it was opened", async () => {
    const { stage } = await open({ now: "2009-01-05T09:00" });
    await stage.passes({ to: "2009-01-15T12:00" });
    await opens(stage.mentor);
    const days: number[] = [];
    for (let day = 1; day <= 20; day++) {
      const before = published();
      stage.at(`${addDays("2009-01-15" as never, day)}T00:00`);
      await deliver();
      expect(published()).toBe(before);
      stage.at(`${addDays("2009-01-15" as never, day)}T05:00`);
      await deliver();
      if (published() > before) days.push(day);
    }
    expect(days).toContain(1);
    expect(days.length).toBeGreaterThan(1);
    expect(days.every((day) => day <= 15)).toBe(true);
    expect(await rows()).toMatchObject([{ refresh_at: null }]);
    await scene.slack.opensHome(scene.user(stage.mentor));
    await expect.poll(async () => (await rows())[0].refresh_at).toBeTruthy();
  });

  it("waits as long as a throttled workspace asks, which is asked once, and is not lost", async () => {
    const { stage, slack } = await open();
    await opens(stage.mentee, stage.mentor, stage.otherMentee, stage.otherMentor);
    await logs(stage.mentor);
    await logs(stage.otherMentor);
    slack.failNext("views.publish", { status: 429, retryAfter: 30 });
    const before = published();
    await deliver();
    expect(published()).toBe(before + 1);
    expect(new Set((await rows()).map(({ refresh_at }) => refresh_at))).toEqual(new Set([addMinutes(stage.now, 0.5)]));
    expect(scene.waits).toEqual([]);
    await stage.store.db("homes").update({ refresh_at: stage.now });
    await deliver();
    expect(published()).toBe(before + 1);
    await stage.app.deliverDue(() => addMinutes(stage.now, 0.5));
    for (const who of [stage.mentor, stage.mentee, stage.otherMentor, stage.otherMentee]) expect(home(who)).toContain("45 min");
  });

  it("is tried again later where Slack cannot be heard, and let be where it refuses", async () => {
    const { stage, slack } = await open();
    await opens(stage.mentee);
    await logs(stage.mentor);
    slack.failNext("views.publish", "internal_error");
    await deliver();
    expect(await rows()).toMatchObject([{ refresh_at: addMinutes(stage.now, 15) }]);
    slack.failNext("views.publish", "not_enabled");
    await stage.app.deliverDue(() => addMinutes(stage.now, 15));
    expect(await rows()).toMatchObject([{ refresh_at: null }]);
  });

  it("is skipped while its address is gone, and comes when that is back", async () => {
    const { stage } = await open();
    await opens(stage.mentee);
    await logs(stage.mentor);
    const addresses = stage.store.db("addresses").where({ person_id: stage.mentee.id });
    await addresses.clone().update({ gone_at: stage.now, gone_reason: "user_disabled" });
    await deliver();
    expect(published()).toBe(1);
    await addresses.clone().update({ gone_at: null, gone_reason: null });
    await deliver();
    expect(home(stage.mentee)).toContain("45 min");
  });

  it("comes back with the workspace, though it alone found out that this was lost", async () => {
    const { stage, slack } = await open();
    await opens(stage.mentee);
    slack.revoke("T1");
    await logs(stage.mentor, "2009-01-10");
    await deliver();
    await deliver();
    expect(published()).toBe(2);
    expect(await addressOf(scene.user(stage.mentee))).toMatchObject({ gone_reason: "token_revoked" });
    slack.restore("T1");
    await scene.restart();
    await eventually(async () => (await addressOf(scene.user(stage.mentee))).gone_at === null);
    await deliver();
    expect(home(stage.mentee)).toContain("10 janvier");
  });

  it("stays due where the process dies over it, and where somebody does something meanwhile", async () => {
    const { stage, platform } = await open();
    await opens(stage.mentee);
    await logs(stage.mentor);
    let begun = 0;
    const shows = (showHome: () => Promise<void>) => ({ ...platform, can: { showHome } });
    const refresh = (showHome: () => Promise<void>, now: Instant) =>
      refreshHomes(
        stage.store,
        [shows(showHome)],
        () => now,
        () => undefined,
      );
    const count = async () => {
      begun++;
    };
    const dies = async () => {
      await count();
      await new Promise<void>(() => undefined);
    };
    void refresh(dies, stage.now);
    await expect.poll(() => begun).toBe(1);
    await refresh(count, addMinutes(stage.now, 1));
    expect(begun).toBe(1);
    await refresh(
      async () => {
        await count();
        if (begun === 2) await logs(stage.mentor, "2009-01-09");
      },
      addMinutes(stage.now, 6),
    );
    expect(begun).toBe(2);
    await refresh(count, addMinutes(stage.now, 6));
    expect(begun).toBe(3);
    await refresh(count, addMinutes(stage.now, 6));
    expect(begun).toBe(3);
  });

  it("has its own minute of the night", async () => {
    const { stage } = await open();
    const minutes = Array.from({ length: 500 }, (_, place) => {
      const at = nextMorning(
        { platform: "slack", workspace: "T1", user: `U0${(place * 7919).toString(36).toUpperCase()}` },
        "America/Toronto",
        stage.now,
      );
      return (Date.parse(at) - Date.parse("2009-01-13T05:00:00Z")) / 60_000;
    });
    expect(Math.min(...minutes)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...minutes)).toBeLessThan(240);
    const perMinute = new Map<number, number>();
    for (const minute of minutes) perMinute.set(minute, (perMinute.get(minute) ?? 0) + 1);
    expect(Math.max(...perMinute.values())).toBeLessThan(15);
  });
});

describe("the home of whoever coordinates", () => {
  const claire = () => scene.stage.coordinator;
  /** Once that has happened, a delivery makes it say all that is true. */
  async function follows(happens: () => Promise<unknown>): Promise<void> {
    const before = home(claire());
    await happens();
    await eventually(() => deliver().then(() => home(claire()) !== before));
    const shown = home(claire());
    await refreshAll();
    expect(home(claire())).toBe(shown);
    expect(scene.logged.filter(({ level }) => level === "error")).toEqual([]);
  }
  const stranger = () => {
    scene.slack.addUser({ id: "U777", team: "T1", name: "Marie M.", email: "marie.mentore@exemple.example", locale: "fr-CA" });
    return "U777";
  };
  async function asksWhoTheyAre(user: string): Promise<void> {
    await scene.slack.command(user, "aide");
    await scene.slack.until(() => textOf(scene.slack.ephemeral(user)).includes("Êtes-vous"));
  }

  it("is their own, of somebody who says who they are while Slack is asked about them", async () => {
    const { stage, slack } = await open();
    await stage.store.db("addresses").where({ person_id: stage.mentor.id }).delete();
    const user = stranger();
    await asksWhoTheyAre(user);
    const release = hold("users.info");
    await slack.opensHome(user);
    await slack.press(user, { label: "Oui, c’est moi" });
    await eventually(async () => Boolean(await addressOf(user)));
    release();
    await eventually(async () => JSON.stringify(slack.home(user)?.view ?? null).includes("Bonjour, Marie"));
    expect(JSON.stringify(slack.home(user)?.view)).not.toContain("Voici ce que je peux faire");
  });

  it("follows a meeting that a mentor logs", async () => {
    const { stage } = await open();
    await stage.passes({ to: "2009-02-25T09:00" });
    await opens(claire());
    await follows(() => logs(stage.mentor));
    expect(home(claire())).toContain("1 en tout");
  });

  it("follows a questionnaire that a mentee declines", async () => {
    const { stage } = await open();
    await stage.passes({ to: "2009-01-20T10:00" });
    await opens(claire());
    await stage.mentee.says("bien-être");
    await follows(() => stage.mentee.presses("Pas cette fois-ci"));
  });

  it("follows whoever is linked, by their own word or by that of another coordinator", async () => {
    const { stage, slack } = await open();
    await stage.store.db("addresses").whereIn("person_id", [stage.mentor.id, stage.otherMentor.id]).delete();
    await opens(claire());
    await asksWhoTheyAre(stranger());
    await follows(() => slack.press("U777", { label: "Oui, c’est moi" }));
    slack.addUser({ id: "U778", team: "T1", name: "Marc A.", email: "marc.ancien@exemple.example", locale: "fr-CA" });
    await asksWhoTheyAre("U778");
    const deputy = scene.user(stage.deputy);
    await slack.command(deputy, "participants");
    await follows(() => slack.press(deputy, { label: "C’est bien cette personne" }));
  });

  it("follows whoever is deactivated, comes back, or is found gone by a message", async () => {
    const { stage, slack } = await open();
    await opens(claire());
    const nadia = scene.user(stage.mentee);
    const change = (deleted: boolean) => slack.event({ type: "user_change", user: { id: nadia, team_id: "T1", deleted } });
    await follows(() => change(true));
    await follows(() => change(false));
    slack.deactivate(nadia);
    await follows(() => stage.app.planAhead(stage.now));
  });

  it("follows whoever is lost with another workspace, and is back with it", async () => {
    const { stage, slack } = await open({ alsoIn: [{ id: "T2", token: "xoxb-2" }] });
    slack.addUser({ id: "U222", team: "T2", name: "Nadia N.", email: "nadia@ailleurs.example" });
    await stage.store.db("addresses").where({ person_id: stage.mentee.id }).update({ workspace: "T2", user: "U222" });
    await opens(claire());
    slack.uninstall("T2");
    await follows(() => slack.event({ type: "app_uninstalled" }, { team: "T2" }));
    slack.restore("T2");
    await follows(() => scene.restart());
    slack.uninstall("T2");
    await follows(() => scene.restart(["xoxb-1"]));
  });

  it("follows a message that is lost", async () => {
    const { stage, slack } = await open();
    await stage.app.planAhead(stage.now);
    await opens(claire());
    slack.failNext("chat.postMessage", "restricted_action_read_only_channel");
    await follows(deliver);
  });
});

describe("a home that was opened by an account", () => {
  const marie = () => scene.user(scene.stage.mentor);
  const homeOf = (user: string) => textOf(scene.slack.home(user)?.view);
  const isOpened = (user: string, text: string) =>
    scene.slack.opensHome(user).then(() => scene.slack.until(() => homeOf(user).includes(text)));
  const isWritten = (user: string, text: string): Promise<unknown> =>
    scene.slack.until(() => textOf([scene.slack.ephemeral(user), scene.slack.modal(user), scene.slack.dm(user)]).includes(text));
  /** An account that has the e-mail address of Marie, beside the one in which she is. */
  function another(): string {
    scene.slack.addUser({ id: "U777", team: "T1", name: "Marie M.", email: "marie.mentore@exemple.example", locale: "fr-CA" });
    return "U777";
  }
  const saysNothingOfAnybody = (user: string) => expect(homeOf(user)).not.toMatch(/Marie|Nadia|10 janvier|École/);
  async function showsOnce(user: string, text: string): Promise<void> {
    const before = published();
    await deliver();
    expect(homeOf(user)).toContain(text);
    await scene.stage.passes({ days: 2 });
    expect(published()).toBe(before + 1);
    expect(scene.logged.filter(({ level }) => level === "error")).toEqual([]);
  }
  async function shows(): Promise<SlackStage> {
    await open();
    await logs(scene.stage.mentor, "2009-01-10");
    await isOpened(marie(), "10 janvier");
    return scene;
  }

  it("says nothing of anybody once that became a guest, and is theirs again once they are a member", async () => {
    const { slack } = await shows();
    const change = (user: object) => {
      slack.addUser({ id: marie(), team: "T1", name: "Marie Mentore", email: "marie.mentore@exemple.example", ...user });
      return slack.event({ type: "user_change", user: { id: marie(), team_id: "T1", ...user } });
    };
    await change({ is_restricted: true });
    await eventually(async () => (await addressOf(marie())).gone_reason === "guest");
    await showsOnce(marie(), "comptes invités");
    saysNothingOfAnybody(marie());
    const before = published();
    await change({ is_restricted: true });
    await slack.opensHome(marie());
    await deliver();
    expect(published()).toBe(before);
    await change({});
    await eventually(async () => (await addressOf(marie())).gone_at === null);
    await deliver();
    expect(homeOf(marie())).toContain("10 janvier");
  });

  it("that Slack does not take just now is composed anew by the next delivery, for whom it is by then", async () => {
    const { slack, stage } = await shows();
    await logs(stage.mentor);
    slack.failNext("views.publish", { status: 429, retryAfter: 30 });
    const before = published();
    await slack.opensHome(marie());
    await slack.until(() => published() === before + 1);
    await eventually(async () => (await rows())[0].refresh_at === stage.now);
    slack.addUser({ id: marie(), team: "T1", name: "Marie", email: "marie.mentore@exemple.example", is_restricted: true });
    await slack.event({ type: "user_change", user: { id: marie(), team_id: "T1", is_restricted: true } });
    await eventually(async () => (await addressOf(marie())).gone_reason === "guest");
    await showsOnce(marie(), "comptes invités");
    saysNothingOfAnybody(marie());
  });

  it("asks whose it is though Slack did not take the question at once", async () => {
    const { slack, stage } = await open();
    await stage.store.db("addresses").where({ person_id: stage.mentor.id }).delete();
    slack.addUser({ id: marie(), team: "T1", name: "Marie", email: "ancienne.adresse@exemple.example" });
    const user = another();
    slack.failNext("views.publish", { status: 429, retryAfter: 30 });
    await isOpened(user, "Êtes-vous Marie Mentore");
    await deliver();
    expect(homeOf(user)).toContain("Êtes-vous Marie Mentore");
    expect(scene.waits).toContain(30_000);
  });

  it("says nothing of anybody once another account is that person, and is tried again where Slack cannot be heard", async () => {
    const { slack, stage } = await shows();
    const user = another();
    await slack.command(user, "aide");
    await isWritten(user, "Êtes-vous Marie Mentore");
    await slack.press(user, { label: "Oui, c’est moi" });
    await eventually(async () => (await addressOf(user)) !== undefined);
    slack.failNext("views.publish", "internal_error");
    await deliver();
    expect(homeOf(marie())).toContain("10 janvier");
    await stage.app.deliverDue(() => addMinutes(stage.now, 15));
    expect(homeOf(marie())).toContain("Je ne vous reconnais pas");
    saysNothingOfAnybody(marie());
    expect(await rows()).toMatchObject([{ user: marie(), person_id: null, refresh_at: null }]);
  });

  it("says nothing of anybody once whoever was linked on a coordinator’s word says that it is not them", async () => {
    const { slack, stage } = await open();
    await logs(stage.mentor, "2009-01-10");
    await stage.store.db("addresses").where({ person_id: stage.mentor.id }).delete();
    slack.addUser({ id: marie(), team: "T1", name: "Marie", email: "ancienne.adresse@exemple.example" });
    const user = another();
    await isOpened(user, "Êtes-vous Marie Mentore");
    const claire = scene.user(stage.coordinator);
    await slack.command(claire, "participants");
    await slack.press(claire, { label: "C’est bien cette personne" });
    await eventually(async () => (await addressOf(user)) !== undefined);
    await deliver();
    expect(homeOf(user)).toContain("10 janvier");
    await slack.press(user, { label: "Ce n’est pas moi" });
    await eventually(async () => (await addressOf(user)) === undefined);
    await showsOnce(user, "Je ne vous reconnais pas");
    saysNothingOfAnybody(user);
  });

  it.each(["there", "in the answer to a command"])("is theirs once they say %s who they are, and kept up to date", async (where) => {
    const { slack, stage } = await open();
    const user = another();
    await isOpened(user, "Êtes-vous Marie Mentore");
    if (where !== "there") await slack.command(user, "aide").then(() => isWritten(user, "Êtes-vous"));
    await slack.press(user, { label: "Oui, c’est moi" });
    await slack.until(() => homeOf(user).includes("Bonjour"));
    expect(homeOf(user)).not.toContain("Êtes-vous");
    await expect.poll(async () => (await rows())[0]).toMatchObject({ user, person_id: stage.mentor.id });
    await deliver();
    expect(await rows()).toMatchObject([{ refresh_at: nextMorning({ ...stage.mentor.address, user }, "America/Toronto", stage.now) }]);
  });

  it("asks nobody any more once they said that they are somebody else", async () => {
    const { slack, stage } = await open();
    const user = another();
    await isOpened(user, "Êtes-vous Marie Mentore");
    await slack.press(user, { label: "Non" });
    await isWritten(user, "C’est noté");
    await showsOnce(user, "Je ne vous reconnais pas");
    expect(await stage.store.db("introductions").where({ user })).toMatchObject([{ person_id: null }]);
    expect(await stage.store.db("refusals").where({ user })).toMatchObject([{ person_id: stage.mentor.id }]);
  });

  it("says nothing of anybody though it was opened for the first time while its account became a guest", async () => {
    const { slack, stage } = await open();
    await logs(stage.mentor, "2009-01-10");
    const go = hold("views.publish");
    await slack.opensHome(marie());
    await expect.poll(published).toBe(1);
    slack.addUser({ id: marie(), team: "T1", name: "Marie", email: "marie.mentore@exemple.example", is_restricted: true });
    await slack.event({ type: "user_change", user: { id: marie(), team_id: "T1", is_restricted: true } });
    await eventually(async () => (await addressOf(marie())).gone_reason === "guest");
    go();
    await slack.until(() => slack.home(marie()));
    await showsOnce(marie(), "comptes invités");
    saysNothingOfAnybody(marie());
  });

  it.each(["in another process", "after Slack had it wait"])(
    "shows nothing of whoever had it, though that was published late: %s",
    async (how) => {
      const { stage, slack } = await shows();
      const { store } = stage;
      await logs(stage.mentor, "2009-01-11");
      const reply = await stage.app.handle({ kind: "home-opened", from: stage.mentor.address }, stage.now);
      assert.ok(reply.kind === "home");
      const waits: number[] = [];
      let go = () => {};
      const held = new Promise<void>((resolve) => {
        go = resolve;
      });
      const homes = openHomes({
        homeShown: (to) => readHome(store, to),
        async keepHome(to, digest, instead) {
          const isKept = await keepHome(store, to, digest, stage.now, instead);
          if (digest?.startsWith("?")) await held;
          return isKept;
        },
        homeMissed: (to) => showSoon(store, to, stage.now),
        homeAgain: (to) => showAgain(store, to, stage.now),
      });
      const client = createClient(
        "xoxb-1",
        slack.url,
        quietLogger(() => undefined),
      );
      const wait = async (ms: number) => void waits.push(ms);
      const late = homes.publishNow({ id: "T1", client }, stage.mentor.address, { message: reply.home, isOfSomebody: true }, wait);
      await eventually(async () => (await rowOf(marie())).digest.startsWith("?"));
      const user = another();
      await slack.command(user, "aide");
      await isWritten(user, "Êtes-vous Marie Mentore");
      await slack.press(user, { label: "Oui, c’est moi" });
      await eventually(async () => (await addressOf(user)) !== undefined);
      await deliver();
      if (how === "after Slack had it wait") slack.failNext("views.publish", { status: 429, retryAfter: 30 });
      go();
      await late.catch(() => undefined);
      await deliver();
      expect(waits).toEqual([]);
      saysNothingOfAnybody(marie());
      expect(homeOf(marie())).toContain("Je ne vous reconnais pas");
    },
  );

  it("still asks whose it is where it was opened twice at once", async () => {
    const { slack, stage } = await open();
    await stage.store.db("addresses").where({ person_id: stage.mentor.id }).delete();
    const user = another();
    const go = hold("views.publish");
    await slack.opensHome(user);
    await expect.poll(published).toBe(1);
    await slack.opensHome(user);
    await eventually(async () => (await rowOf(user))?.digest === "");
    go();
    await scene.restart();
    await deliver();
    expect(JSON.stringify(slack.home(user))).toContain("Oui, c’est moi");
  });

  it("does not come over the one that is somebody’s by now, where Slack had it wait", async () => {
    const { slack, stage } = await open({ slack: { wait: async (ms) => (ms === 30_000 ? held : undefined) } });
    let go = () => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    await stage.store.db("addresses").where({ person_id: stage.mentor.id }).delete();
    const user = another();
    slack.failNext("views.publish", { status: 429, retryAfter: 30 });
    await slack.opensHome(user);
    await slack.until(() => published() === 1);
    await slack.command(user, "aide");
    await isWritten(user, "Êtes-vous Marie Mentore");
    await slack.press(user, { label: "Oui, c’est moi" });
    await slack.until(() => JSON.stringify(slack.home(user)).includes("Bonjour"));
    go();
    // What is under way is done by then.
    await scene.restart();
    expect(JSON.stringify(slack.home(user))).not.toContain("Êtes-vous");
  });

  it("asks no more whose it is though it was opened for the first time while that was answered elsewhere", async () => {
    const { slack, stage } = await open();
    await stage.store.db("addresses").where({ person_id: stage.mentor.id }).delete();
    const user = another();
    await slack.command(user, "aide");
    await isWritten(user, "Êtes-vous Marie Mentore");
    const go = hold("views.publish");
    await slack.opensHome(user);
    await expect.poll(published).toBe(1);
    await slack.press(user, { label: "Oui, c’est moi" });
    await eventually(async () => (await addressOf(user)) !== undefined);
    go();
    await slack.until(() => slack.home(user));
    await deliver();
    expect(homeOf(user)).toContain("Bonjour");
    expect(homeOf(user)).not.toContain("Êtes-vous");
  });

  it("is shown again once the bot is back in a workspace that it had to leave", async () => {
    const { slack } = await shows();
    slack.uninstall("T1");
    await slack.event({ type: "app_uninstalled" });
    await eventually(async () => (await addressOf(marie())).gone_at !== null);
    await deliver();
    const before = published();
    await deliver();
    slack.restore("T1");
    await scene.restart();
    await eventually(async () => deliver().then(() => published() > before));
    await deliver();
    expect(published()).toBe(before + 1);
  });
});
