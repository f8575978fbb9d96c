import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { read, shortcuts } from "../../adapters/slack/read.ts";
import { eventScopes, methodScopes, neededScopes } from "../../adapters/slack/scopes.ts";
import { features } from "../../src/features/index.ts";
import { splitVerb } from "../../src/features/verbs.ts";
import { scopeOf } from "../support/slack/methods.ts";
import { codeOf } from "../support/source.ts";

const manifest = JSON.parse(readFileSync("manifest/slack/manifest.json", "utf8"));
const guide = readFileSync("docs/slack.md", "utf8");
const folder = "adapters/slack";
const sources = new Map(readdirSync(folder).map((name) => [name, codeOf(readFileSync(`${folder}/${name}`, "utf8"))]));

const { bot_events: events } = manifest.settings.event_subscriptions;
const { bot: scopes } = manifest.oauth_config.scopes;
const [command] = manifest.features.slash_commands;

/** The methods of the Web API that a source calls, on a client or on a part that was taken out of one. */
function methodsIn(code: string): string[] {
  const parts = [...code.matchAll(/\{([^{}]*)\}\s*=\s*[\w.#]*\bclient\b/g)].flatMap(([, names = ""]) => names.match(/\w+/g) ?? []);
  const whole = [...code.matchAll(/\bclient(?:\w*\([^()]*\))?\s*\.\s*(\w+(?:\s*\.\s*\w+)*)\s*\(/g)];
  const taken = parts.flatMap((part) => [
    ...code.matchAll(new RegExp(`(?<![\\w.])(${part}\\s*\\.\\s*\\w+(?:\\s*\\.\\s*\\w+)*)\\s*\\(`, "g")),
  ]);
  return [...whole, ...taken].map(([, name = ""]) => name.replace(/\s/g, ""));
}

const called = [...new Set([...sources.values()].flatMap(methodsIn))];

const said = (type: string) => read({ type: "event_callback", team_id: "T1", event: { type: type.split(".")[0] } });

describe("the manifest of the Slack app", () => {
  it("subscribes to the events that the bot understands, and to no other", () => {
    const [, understood = ""] = /function readEvent\(([\s\S]*?)\n}/.exec(sources.get("read.ts") ?? "") ?? [];
    const names = [...understood.matchAll(/case "(\w+)":/g)].map(([, name]) => (name === "message" ? "message.im" : name));
    expect([...events].sort()).toEqual(names.sort());
    expect([...events].sort()).toEqual(Object.keys(eventScopes).sort());
    expect(events.filter((name: string) => said(name).kind === "unknown")).toEqual([]);
    expect(said("team_join").kind).toBe("unknown");
  });

  it("has the shortcuts whose callbacks the bot knows", () => {
    const callbacks = manifest.features.shortcuts.map(({ type, callback_id }: Record<string, string>) => `${type} ${callback_id}`);
    expect(callbacks.sort()).toEqual(
      Object.keys(shortcuts)
        .map((name) => `global ${name}`)
        .sort(),
    );
  });

  it("has one slash command, which is left out of what somebody types, and hints at every verb that help lists", () => {
    expect(manifest.features.slash_commands).toHaveLength(1);
    expect(splitVerb(`${command.command} calendrier`)).toMatchObject({ verb: "calendrier", rest: "" });
    expect(command.should_escape).toBe(false);
    const verbs: string[] = command.usage_hint.match(/[\p{L}-]+/gu);
    // What is announced comes in a channel of Teams: from Slack alone, that verb leads nowhere.
    const listed = features.filter(({ name }) => name !== "announce");
    expect(verbs.sort()).toEqual(listed.flatMap(({ verb }) => verb?.fr ?? []).sort());
  });

  it("asks for the scopes that methods, events and features need, and for no other", () => {
    expect(scopes).toEqual(neededScopes);
    expect([...called].sort()).toEqual(Object.keys(methodScopes).sort());
  });

  it("agrees with the tests' own Slack on what a method needs", () => {
    const shared = Object.entries(methodScopes).filter(([method]) => method in scopeOf);
    expect(shared.filter(([method, needed]) => !needed.includes(scopeOf[method] ?? ""))).toEqual([]);
    expect(shared.length).toBeGreaterThan(4);
  });

  it("has a reason in the guide for each scope and each event", () => {
    const rows = guide.split("\n").filter((line) => line.startsWith("| `"));
    for (const name of [...scopes, ...events, "connections:write"])
      expect(
        rows.some((row) => row.includes(`\`${name}\``)),
        name,
      ).toBe(true);
    const asked = guide.match(/`(?:[a-z.]+:(?:read|write|history)[\w.]*|commands)`/g)?.map((name) => name.slice(1, -1)) ?? [];
    expect([...new Set(asked)].filter((name) => ![...scopes, "connections:write"].includes(name))).toEqual([]);
  });

  it("sends everything to the one address that the bot takes, which the guide says to replace", () => {
    const { event_subscriptions, interactivity } = manifest.settings;
    const [, path] = /const path = "([^"]+)"/.exec(sources.get("receiver.ts") ?? "") ?? [];
    const address = `https://triade.example${path}`;
    expect([event_subscriptions.request_url, interactivity.request_url, command.url]).toEqual([address, address, address]);
    expect(guide).toContain("https://triade.example/slack/events");
  });

  it("lets people open the home and write to the bot", () => {
    expect(manifest.features.app_home).toEqual({
      home_tab_enabled: true,
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    });
    expect(manifest.settings).toMatchObject({
      interactivity: { is_enabled: true },
      socket_mode_enabled: false,
      org_deploy_enabled: false,
      token_rotation_enabled: false,
    });
  });

  it("keeps within Slack's limits", () => {
    const { display_information: shown, features } = manifest;
    const lengths: [text: string, least: number, most: number][] = [
      [shown.name, 1, 35],
      [shown.description, 1, 140],
      [shown.long_description, 175, 4000],
      [features.bot_user.display_name, 1, 80],
      [command.command, 2, 32],
      [command.description, 1, 2000],
      [command.usage_hint, 1, 1000],
      ...features.shortcuts.flatMap((one: Record<string, string>) => [
        [one.name, 1, 24],
        [one.callback_id, 1, 255],
        [one.description, 1, 150],
      ]),
    ];
    expect(lengths.filter(([text, least, most]) => text.length < least || text.length > most)).toEqual([]);
  });
});

describe("a method of the Web API is seen", () => {
  it.each([
    ["await client.users.info({ user });", ["users.info"]],
    ["tools.workspace.client.views.update({ view });", ["views.update"]],
    ["const { views } = tools.workspace.client;\n views.open(view); const s = seen.views.push();", ["views.open"]],
    ["client\n  .chat\n  .postMessage({})", ["chat.postMessage"]],
    ["clientOf(token, patient).auth.test()", ["auth.test"]],
    ["client.filesUploadV2(file)", ["filesUploadV2"]],
    ["const { id } = await client.auth.test();", ["auth.test"]],
  ])("%s", (code, methods) => expect(methodsIn(code)).toEqual(methods));
});
