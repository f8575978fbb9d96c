import { beforeAll, describe, expect, it } from "vitest";
import { messageOf } from "../../adapters/slack/blocks.ts";
import { lengthOfBlocks, longestBlocks, messagesOf } from "../../adapters/slack/parts.ts";
import { homeView, sheetView } from "../../adapters/slack/views.ts";
import { notices } from "../../src/notices/index.ts";
import { languages } from "../../src/program/terms.ts";
import type { Message } from "../../src/ui/model.ts";
import { problemsInMessage, problemsInView } from "../support/slack/blocks.ts";
import { problemsInCard } from "../support/teams/cards.ts";
import { origin, slackFile } from "./slack.ts";
import { teamsCards, teamsDialog } from "./teams.ts";
import { longest, type Texts, usual } from "./texts.ts";
import { type Exhibit, tour } from "./tour.ts";

/** A message is shown in the conversation, in a modal, as a home: whichever it is asked for from. */
const problemsOf = (message: Message): string[] => [
  ...problemsInMessage(messageOf(message)),
  ...messagesOf(message).flatMap(problemsInMessage),
  ...problemsInView(sheetView(message, 2), "modal"),
  ...problemsInView(homeView(message), "home"),
];

const problemsIn = (exhibit: Exhibit): string[] =>
  exhibit.kind === "message" ? problemsOf(exhibit.message) : problemsInView(slackFile(exhibit).payload, "modal");

const written = languages.flatMap((language) =>
  Object.entries({ usual, longest }).map(([name, texts]): [string, (typeof languages)[number], Texts] => [name, language, texts]),
);

describe.each(written)("the tour, with the %s names and texts, in %s", (_, language, texts) => {
  let exhibits: readonly Exhibit[] = [];
  beforeAll(async () => {
    exhibits = await tour(language, texts);
  }, 120_000);

  const named = <Found>(find: (exhibit: Exhibit) => readonly Found[]) =>
    exhibits.flatMap((exhibit) => find(exhibit).map((found) => `${exhibit.name} to ${exhibit.to}: ${found}`));

  it("is drawn in cards that Teams takes, in a conversation or a dialog, whole or in parts", () => {
    const inTeams = (exhibit: Exhibit) => [...teamsCards(exhibit), ...[teamsDialog(exhibit) ?? []].flat()];
    expect(named((exhibit) => inTeams(exhibit).flatMap(problemsInCard))).toEqual([]);
    const large = (card: object) => (Buffer.byteLength(JSON.stringify(card)) > 25_000 ? [`${JSON.stringify(card).length}`] : []);
    expect(named((exhibit) => inTeams(exhibit).flatMap(large))).toEqual([]);
  });

  it("meets every card with the words it is named for", () => {
    expect(exhibits.length).toBeGreaterThan(100);
    const met = (kind: string) =>
      exhibits.filter((one) => one.kind === "message" && one.message.blocks.some((block) => block.kind === kind));
    expect(met("chart").length).toBeGreaterThan(1);
    expect(new Set(met("event").map(({ name }) => name))).toEqual(
      new Set([
        ...["notice-follow-up-announced", "notice-follow-up-moved", "notice-follow-up-concern"],
        ...["follow-up-called-off", "follow-up-concerns-no-longer", "follow-up-concerns-again"],
      ]),
    );
    const names = new Set(exhibits.map(({ name }) => name));
    expect(notices.map(({ kind }) => `notice-${kind}`).filter((name) => !names.has(name))).toEqual([]);
    const became = exhibits.flatMap(({ name }) => /^notice-.*-(done|declined|moved|ended|lapsed|paused)$/.exec(name)?.[1] ?? []);
    expect(new Set(became)).toEqual(new Set(["done", "declined", "moved", "ended", "lapsed", "paused"]));
  });

  it("meets nothing that Slack would refuse, whole or in parts, in a conversation, a modal or a home", () => {
    expect(named(problemsIn)).toEqual([]);
  });

  it("meets no label that says what Slack adds to it: that an answer may be left out", () => {
    const labels = named((exhibit) => (exhibit.kind === "form" ? exhibit.form.fields.map(({ label }) => label) : []));
    expect(labels.filter((label) => /facultati|optional/i.test(label))).toEqual([]);
  });

  it("leaves room for what a form carries back", () => {
    const metadata = exhibits.flatMap((exhibit) => {
      const { kind, payload } = slackFile(exhibit);
      return kind === "modal" ? [payload.private_metadata ?? ""] : [];
    });
    for (const carried of metadata) expect(JSON.parse(carried)).toMatchObject({ origin, depth: 2 });
    expect(Math.max(...metadata.map(({ length }) => length))).toBeLessThan(400);
  });

  it("meets no message that Slack would find too long, and few in parts", () => {
    const parts = named((exhibit) =>
      exhibit.kind === "message" ? messagesOf(exhibit.message).map(({ blocks }) => lengthOfBlocks(blocks)) : [],
    );
    expect(parts.filter((part) => Number(part.split(": ").at(-1)) > longestBlocks)).toEqual([]);
    expect(
      named((exhibit) => (exhibit.kind === "message" && messagesOf(exhibit.message).length > 2 ? [exhibit.message.summary] : [])),
    ).toEqual([]);
  });

  it("says in parts what it says whole, and parts no button from what it is about", () => {
    for (const exhibit of exhibits) {
      if (exhibit.kind === "form") continue;
      const parts = messagesOf(exhibit.message).map(({ blocks }) => blocks);
      expect(parts.flat()).toEqual(messageOf(exhibit.message).blocks);
      expect(parts.slice(1).map(([first]) => first?.type)).not.toContain("actions");
    }
  });
});
