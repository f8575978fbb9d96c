import { afterEach, describe, expect, it } from "vitest";
import type { Loose } from "../support/slack/inputs.ts";
import type { Trouble } from "../support/slack/troubles.ts";
import { eventually, openSlackStage, type SlackStage } from "../support/slack-stage.ts";

let scene: SlackStage;
afterEach(async () => {
  expect(scene.slack.refusals).toEqual([]);
  // What Slack would have given up waiting for.
  expect(scene.logged.map(({ event }) => event)).not.toContain("slack-unanswered");
  await scene.close();
});

const textOf = (payload: Loose): string => JSON.stringify(payload).replace(/[\u00a0\u202f]/g, " ");

/** A bot that answers when it is let, and a Slack that is told at once that it takes a while. */
async function slowly(): Promise<{ answers(): void }> {
  let answers: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    answers = resolve;
  });
  scene = await openSlackStage({ before: () => held, slack: { patience: { form: 0, other: 0 } } });
  return { answers: () => answers() };
}

describe("a bot that takes longer than a trigger lives", () => {
  it("acknowledges a command at once, shows that something is to come, and then the form in its place", async () => {
    const bot = await slowly();
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    expect(await slack.command(marie, "rencontre")).toEqual({ status: 200, body: "" });
    await slack.until(() => textOf(slack.modal(marie)).includes("Un instant"));
    bot.answers();
    await slack.until(() => textOf(slack.modal(marie)).includes("Durée"));
    expect(slack.modal(marie)).toHaveLength(1);
    await slack.submit(marie, { minutes: "45" });
    await slack.until(() => textOf(slack.dm(marie)).includes("Rencontre consignée"));
  });

  it("shows what it has to say in the modal that waits for it", async () => {
    const bot = await slowly();
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    await slack.command(marie, "calendrier");
    await slack.until(() => slack.modal(marie).length > 0);
    bot.answers();
    await slack.until(() => textOf(slack.modal(marie)).includes("Rien n’est prévu"));
    expect(slack.ephemeral(marie)).toEqual([]);
  });

  /** Somebody sends a form with a date to come, and the bot takes long to find that out. */
  async function sendsWrongly(): Promise<{ marie: string; answers(): void }> {
    let isSlow = false;
    let answers: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      answers = resolve;
    });
    scene = await openSlackStage({ before: async () => (isSlow ? held : undefined), slack: { patience: { form: 1, other: 5000 } } });
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    await slack.command(marie, "rencontre");
    await slack.until(() => slack.modal(marie).length > 0);
    isSlow = true;
    const sent = await slack.submit(marie, { heldOn: "2009-01-13", minutes: "45" });
    expect(sent).toMatchObject({ body: { response_action: "update" } });
    expect(textOf(slack.modal(marie))).toContain("Un instant");
    return { marie, answers: () => answers() };
  }

  it("keeps the modal that was sent until it answers, with what was typed when something is wrong", async () => {
    const { marie, answers } = await sendsWrongly();
    const { slack } = scene;
    answers();
    await slack.until(() => textOf(slack.modal(marie)).includes("Durée"));
    const blocks: Loose = slack.modal(marie).at(-1)?.view.blocks;
    const input = (key: string) => blocks.find(({ block_id }: Loose) => block_id === key)?.element;
    expect([input("heldOn").initial_date, input("minutes").initial_value]).toEqual(["2009-01-13", "45"]);
    expect(textOf(blocks)).toContain(":warning:".slice(1, -1));
  });

  it("is not overtaken by its own word that it takes a while, which Slack may be slow to show", async () => {
    let answers: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      answers = resolve;
    });
    const waits: number[] = [];
    let isSent = false;
    const wait = async (ms: number) => {
      if (!isSent) return;
      waits.push(ms);
      await eventually(async () => textOf(scene.slack.modal(marie)).includes("Un instant"));
    };
    scene = await openSlackStage({
      before: async ({ kind }) => (kind === "submit" ? held : undefined),
      slack: { patience: { form: 1, other: 5000 }, wait },
    });
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    await slack.command(marie, "rencontre");
    await slack.until(() => slack.modal(marie).length > 0);
    isSent = true;
    await slack.submit(
      marie,
      { heldOn: "2010-01-01", otherTopic: "Les bulletins" },
      {
        beforeShown: async () => {
          answers();
          await eventually(async () => waits.length > 0 || slack.calls.some(({ method }) => method === "views.update"));
        },
      },
    );
    await slack.until(() => textOf(slack.modal(marie)).includes("Les bulletins"));
    expect(waits).toEqual([500]);
  });

  it("says to whoever closed that modal meanwhile that nothing was kept, with the way back to the form", async () => {
    const { marie, answers } = await sendsWrongly();
    const { slack } = scene;
    await slack.closes(marie);
    answers();
    await slack.until(() => textOf(slack.dm(marie)).includes("rien n’a été enregistré"));
    await slack.press(marie, { label: "Ouvrir le formulaire" });
    await slack.until(() => textOf(slack.modal(marie)).includes("Durée"));
  });

  it("leaves a button where a form can no longer be opened, which then opens it", async () => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    slack.failNext("views.open", "expired_trigger_id");
    await slack.command(marie, "rencontre");
    await slack.until(() => textOf(slack.ephemeral(marie)).includes("a pris trop de temps"));
    await slack.press(marie, { label: "Ouvrir le formulaire" });
    await slack.until(() => textOf(slack.modal(marie)).includes("Durée"));
  });
});

/** A database that notes what came only when it is let, or not at all. */
async function noting(by: "http" | "socket"): Promise<{ notes(): void; fails(): void; heard: Loose[] }> {
  let notes: () => void = () => undefined;
  let fails: () => void = () => undefined;
  const held = new Promise<void>((resolve, reject) => {
    notes = resolve;
    fails = () => reject(new Error("the database is full"));
  });
  held.catch(() => undefined);
  const heard: Loose[] = [];
  scene = await openSlackStage({
    by,
    before: async (incoming) => void heard.push(incoming),
    slack: { patience: { form: 0, other: 0 }, firstTime: (keys) => held.then(() => keys.map(() => true)) },
  });
  return { notes, fails, heard };
}

describe.each(["http", "socket"] as const)("a database that takes long to note what came, by %s", (by) => {
  it("holds no command up: it is acknowledged, its form opened, and nothing done before it is noted", async () => {
    const { notes, heard } = await noting(by);
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    expect(await slack.command(marie, "rencontre")).toEqual({ status: 200, body: "" });
    await slack.until(() => textOf(slack.modal(marie)).includes("Un instant"));
    expect(heard).toEqual([]);
    notes();
    await slack.until(() => textOf(slack.modal(marie)).includes("Durée"));
    expect(heard).toHaveLength(1);
  });

  it("holds up no message to the bot, which is answered once it is noted", async () => {
    const { notes, heard } = await noting(by);
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    expect((await slack.says(marie, "calendrier")).status).toBe(200);
    expect([heard, slack.dm(marie).length]).toEqual([[], 1]);
    notes();
    await slack.until(() => slack.dm(marie).length > 1);
  });

  it("and cannot, in the end: whoever waits is told to try again, and nothing is done", async () => {
    const { fails, heard } = await noting(by);
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    await slack.command(marie, "rencontre");
    await slack.until(() => textOf(slack.modal(marie)).includes("Un instant"));
    fails();
    await slack.until(() => textOf(slack.modal(marie)).includes("Je ne peux pas vous répondre en ce moment"));
    expect(heard).toEqual([]);
  });
});

describe("a database that cannot note what came", () => {
  it("leaves an event to Slack, which sends it again, and answers a command that it cannot be done now", async () => {
    const { fails, heard } = await noting("http");
    fails();
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    expect((await slack.says(marie, "calendrier")).status).toBe(503);
    expect(textOf((await slack.command(marie, "aide")).body)).toContain("Je ne peux pas vous répondre en ce moment");
    expect(heard).toEqual([]);
  });
});

describe("an answer for which no modal can be opened any more", () => {
  const turns = [
    ["a shortcut", (user: string) => scene.slack.shortcut(user, "my-mentoring"), "Consigner une rencontre"],
    [
      "a button of the home",
      (user: string) => scene.slack.press(user, { home: true, label: "Cahier d’accompagnement" }),
      "Cahier avec Nadia Nouvelle",
    ],
    ["a shortcut that nothing here knows", (user: string) => scene.slack.shortcut(user, "gone-long-ago"), "n’existe plus"],
  ] as const;

  it.each(turns)("to %s comes as a message", async (_, turn, said) => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    await slack.opensHome(marie);
    await slack.until(() => slack.home(marie));
    slack.failNext("views.open", "expired_trigger_id");
    await turn(marie);
    await slack.until(() => textOf(slack.dm(marie)).includes(said));
    expect(slack.modal(marie)).toEqual([]);
  });

  it("to a button within a modal comes as a message too", async () => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    await slack.shortcut(marie, "my-mentoring");
    await slack.until(() => slack.modal(marie).length > 0);
    slack.failNext("views.push", "expired_trigger_id");
    await slack.press(marie, { label: "Voir ce qui s’en vient" });
    await slack.until(() => textOf(slack.dm(marie)).includes("Rien n’est prévu"));
  });
});

describe("a shortcut that nothing here knows", () => {
  it("is answered that it is no longer there", async () => {
    scene = await openSlackStage();
    const marie = scene.user(scene.stage.mentor);
    await scene.slack.shortcut(marie, "gone-long-ago");
    await scene.slack.until(() => textOf(scene.slack.modal(marie)).includes("n’existe plus"));
  });
});

describe("a Slack that takes no call just now", () => {
  it("is asked again after the time it names, and what was done is said in the end", async () => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    await slack.command(marie, "rencontre");
    await slack.until(() => slack.modal(marie).length > 0);
    slack.failNext("chat.postMessage", { status: 429, retryAfter: 1 });
    slack.failNext("chat.postMessage", { status: 503 });
    await slack.submit(marie, { minutes: "45" });
    await slack.until(() => textOf(slack.dm(marie)).includes("Rencontre consignée"));
    expect(scene.waits).toEqual([1000, 2000]);
  });

  it.each([
    { status: 200, page: "<title>Sign in to the network</title>" },
    { status: 200, page: "" },
    { status: 502, page: "bad gateway" },
    { status: 429, page: "slow down" },
  ])("is asked again where something else answers in its place: %j", async (trouble) => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    slack.failNext("chat.postMessage", trouble);
    await slack.says(marie, "calendrier");
    await slack.until(() => textOf(slack.dm(marie)).includes("Rien n’est prévu"));
    expect(scene.waits).toEqual([trouble.status === 429 ? 30_000 : 1000]);
  });

  /** Somebody logs a meeting in Slack, which takes no message just now. */
  async function logsMeeting(
    time: { by(ms: number, stopped: AbortSignal): Promise<void> } | null,
    ...troubles: readonly Trouble[]
  ): Promise<string> {
    scene = await openSlackStage(time ? { slack: { wait: time.by } } : {});
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    await slack.opensHome(marie);
    await slack.until(() => slack.home(marie));
    await slack.command(marie, "rencontre");
    await slack.until(() => slack.modal(marie).length > 0);
    for (const trouble of troubles) slack.failNext("chat.postMessage", trouble);
    await slack.submit(marie, { minutes: "45" });
    return marie;
  }

  it.each<[string, Trouble[], number[]]>([
    ["to wait for a minute and a half", [{ status: 429, retryAfter: 90 }], [90]],
    ["to wait again and again", Array(6).fill({ status: 429, retryAfter: 5 }), [5, 5, 5, 5, 5, 5]],
    ["nothing, and fails for minutes", Array(8).fill({ status: 503 }), [1, 2, 4, 8, 16, 32, 60, 60]],
  ])("that asks %s is told once what was done, when it takes that", async (_, troubles, seconds) => {
    const marie = await logsMeeting(null, ...troubles);
    await scene.slack.until(() => textOf(scene.slack.dm(marie)).includes("Rencontre consignée"));
    await scene.restart();
    expect(scene.slack.dm(marie)).toHaveLength(1);
    expect(scene.waits).toEqual(seconds.map((each) => each * 1000));
  });

  it("is told what was done for half an hour, and no longer", async () => {
    const marie = await logsMeeting(null, ...Array(100).fill({ status: 503 }));
    await eventually(async () => scene.logged.some(({ event }) => event === "slack-not-shown"));
    expect(scene.slack.dm(marie)).toEqual([]);
    const waited = scene.waits.reduce((sum, ms) => sum + ms, 0);
    expect(waited).toBeGreaterThan(29 * 60_000);
    expect(waited).toBeLessThanOrEqual(30 * 60_000);
  });

  it("has nothing else wait for that", async () => {
    let passes: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      passes = resolve;
    });
    const marie = await logsMeeting({ by: async (ms) => (ms === 90_000 ? held : undefined) }, { status: 429, retryAfter: 90 });
    await scene.slack.until(() => textOf(scene.slack.home(marie)?.view).includes("45 min"));
    expect(scene.slack.dm(marie)).toEqual([]);
    passes();
    await scene.slack.until(() => textOf(scene.slack.dm(marie)).includes("Rencontre consignée"));
  });

  it("is not asked again before it said because the bot stops", async () => {
    const untilStopped = async (ms: number, stopped: AbortSignal) => {
      if (ms === 90_000) await new Promise((resolve) => stopped.addEventListener("abort", resolve));
    };
    const marie = await logsMeeting({ by: untilStopped }, { status: 429, retryAfter: 90 });
    await scene.slack.until(() => textOf(scene.slack.home(marie)?.view).includes("45 min"));
    await scene.restart();
    expect(scene.slack.calls.filter(({ method }) => method === "chat.postMessage")).toHaveLength(1);
  });

  it("delays no acknowledgement", async () => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    slack.failNext("views.open", "drop");
    expect((await slack.command(marie, "rencontre")).status).toBe(200);
    await slack.until(() => slack.calls.some(({ method, error }) => method === "views.open" && error === "drop"));
  });
});

describe("a message in Slack that cannot be changed", () => {
  const events = () => scene.logged.map(({ event }) => event);
  /** The message that says a meeting is logged, whose button corrects it. */
  async function logged(): Promise<string> {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    await slack.command(marie, "rencontre");
    await slack.until(() => slack.modal(marie).length > 0);
    await slack.submit(marie, { minutes: "45" });
    await slack.until(() => slack.dm(marie).length > 0);
    return marie;
  }

  it.each(["cant_update_message", "message_not_found", { status: 503 }] as const)(
    "takes nothing from what was done (%j): that is said first",
    async (trouble) => {
      scene = await openSlackStage({ now: "2009-01-05T09:00" });
      const { slack, stage } = scene;
      await stage.passes({ to: "2009-01-20T12:00" });
      const nadia = scene.user(stage.mentee);
      await slack.press(nadia, { label: "Répondre" });
      const { view } = await slack.until(() => slack.modal(nadia).at(-1));
      const scale = view.blocks.filter((block: Loose) => block.type === "input" && !block.optional);
      const before = slack.dm(nadia).length;
      slack.failNext("chat.update", trouble, 10);
      await slack.submit(nadia, Object.fromEntries(scale.map((block: Loose) => [block.block_id, "2"])));
      await slack.until(() => textOf(slack.dm(nadia)).includes("40 sur 100"));
      await slack.until(() => events().includes("slack-not-changed"));
      expect(
        slack
          .dm(nadia)
          .slice(before)
          .filter(({ files }) => !files),
      ).toHaveLength(1);
    },
  );

  it.each(["cant_update_message", "message_not_found"])("(%s) is said anew where it would have said what was done", async (trouble) => {
    const marie = await logged();
    const { slack } = scene;
    await slack.press(marie, { label: "Retirer" });
    await slack.until(() => textOf(slack.dm(marie)).includes("Retirer cette rencontre"));
    slack.failNext("chat.update", trouble);
    await slack.press(marie, { label: "Oui, retirer" });
    await slack.until(() => textOf(slack.dm(marie)).includes("est retirée"));
    expect(events()).toContain("slack-not-changed");
  });
});

describe("a Slack that is long in saying whose the token is", () => {
  /** A bot that was just started, whose question Slack answers four and a half seconds later. */
  async function justStarted(before?: () => Promise<void>): Promise<{ slackAnswers(): void }> {
    scene = await openSlackStage({ slack: { patience: { form: 0, other: 0 } } });
    await before?.();
    let answers: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      answers = resolve;
    });
    scene.slack.failNext("auth.test", { until: held });
    await scene.restart();
    return {
      slackAnswers() {
        scene.later(4500);
        answers();
      },
    };
  }

  it("has its command acknowledged at once, and answered as soon as it says so", async () => {
    const { slackAnswers } = await justStarted();
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    expect(await slack.command(marie, "calendrier")).toEqual({ status: 200, body: "" });
    expect(slack.ephemeral(marie)).toEqual([]);
    slackAnswers();
    await slack.until(() => textOf(slack.ephemeral(marie)).includes("Rien n’est prévu"));
  });

  it("has whoever turns to it come back where it does not say so at all", async () => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    await slack.command(marie, "rencontre");
    await slack.until(() => slack.modal(marie).length > 0);
    slack.failNext("auth.test", { status: 503 }, 3);
    await scene.restart();
    await eventually(async () => scene.logged.some(({ event }) => event === "slack-token"));
    expect(textOf((await slack.command(marie, "calendrier")).body)).toContain("Réessayez dans quelques minutes");
    await slack.submit(marie, { minutes: "45" });
    expect(textOf(slack.modal(marie))).toContain("Réessayez dans quelques minutes");
    expect(textOf((await slack.command(marie, "calendrier")).body)).toContain("Rien n’est prévu");
  });

  it("is told by a button that a form took too long to open by itself", async () => {
    const { slackAnswers } = await justStarted();
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    expect(await slack.command(marie, "rencontre")).toEqual({ status: 200, body: "" });
    slackAnswers();
    await slack.until(() => textOf(slack.ephemeral(marie)).includes("a pris trop de temps"));
    await slack.press(marie, { label: "Ouvrir le formulaire" });
    await slack.until(() => textOf(slack.modal(marie)).includes("Durée"));
  });

  it("takes what is written to the bot, and a modal that was filled in before", async () => {
    const { slackAnswers } = await justStarted(async () => {
      const user = scene.user(scene.stage.mentor);
      await scene.slack.command(user, "rencontre");
      await scene.slack.until(() => textOf(scene.slack.modal(user)).includes("Durée"));
    });
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    await slack.says(marie, "calendrier");
    expect(await slack.submit(marie, { minutes: "45" })).toMatchObject({ status: 200, body: { response_action: "update" } });
    slackAnswers();
    await slack.until(
      () => textOf(slack.dm(marie)).includes("Rien n’est prévu") && textOf(slack.dm(marie)).includes("Rencontre consignée"),
    );
  });
});

describe("an answer that Slack takes, and is not heard about", () => {
  it.each([
    ["to a word", (marie: string) => scene.slack.says(marie, "calendrier"), "Rien n’est prévu"],
    [
      "to a form",
      async (marie: string) => {
        await scene.slack.command(marie, "rencontre");
        await scene.slack.until(() => scene.slack.modal(marie).length > 0);
        await scene.slack.submit(marie, { minutes: "45" });
      },
      "Rencontre consignée",
    ],
  ] as const)("comes once (%s)", async (_, turns, answered) => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    slack.failNext("chat.postMessage", "drop-after");
    await turns(marie);
    await slack.until(() => slack.calls.some(({ method, error }) => method === "conversations.history" && error === null));
    await scene.restart();
    expect(slack.dm(marie).filter((message) => textOf(message).includes(answered))).toHaveLength(1);
  });

  it("comes all the same where Slack did not take it", async () => {
    scene = await openSlackStage();
    const { slack, stage } = scene;
    const marie = scene.user(stage.mentor);
    slack.failNext("chat.postMessage", "drop");
    slack.failNext("conversations.history", "internal_error");
    await slack.says(marie, "calendrier");
    await slack.until(() => textOf(slack.dm(marie)).includes("Rien n’est prévu"));
    expect(scene.waits).toEqual([1000, 2000]);
  });
});
