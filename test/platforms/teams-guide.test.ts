import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { packageOf } from "../../manifest/teams/package.ts";
import { readConfig } from "../../src/config.ts";
import { featureOfVerb } from "../../src/features/index.ts";
import { normalized } from "../../src/features/verbs.ts";
import { phrases } from "../../src/ui/speak.ts";
import { wordsOf } from "../../src/words/index.ts";
import { codeOf } from "../support/source.ts";

const guide = readFileSync("docs/teams.md", "utf8");
const readme = readFileSync("README.md", "utf8");
const manifest = JSON.parse(readFileSync("manifest/teams/manifest.json", "utf8"));
const folder = "adapters/teams";
const code = readdirSync(folder)
  .map((name) => codeOf(readFileSync(`${folder}/${name}`, "utf8")))
  .join("\n");
const rows = guide.split("\n").filter((line) => line.startsWith("| "));
const all = (pattern: RegExp, text: string): string[] => [...new Set([...text.matchAll(pattern)].map(([, name = ""]) => name))].sort();

describe("the guide for those who install the bot in Teams", () => {
  it("explains each event that the adapter logs, and no other", () => {
    const logged = all(/log\(\s*(?:"\w+",\s*)"(teams-[\w-]+)"/g, code);
    const explained = all(/`(teams-[\w-]+)`/g, rows.map((row) => row.replace(/\([^()]*\)/g, "")).join("\n"));
    expect(explained).toEqual(logged);
    expect(logged.length).toBeGreaterThan(6);
  });

  it("explains each reason for which a request is refused", () => {
    const [, statuses = ""] = /const statuses[^{]*\{([^}]*)\}/.exec(code) ?? [];
    const reasons = [...all(/(\w+):/g, statuses), ...all(/refuse\([^"()]*"(\w+)"\)/g, code)].sort();
    const refused = rows.filter((row) => row.startsWith("| `teams-refused`"));
    expect(all(/`teams-refused`, `(\w+)`/g, refused.join("\n"))).toEqual(reasons);
  });

  it("names reasons that the adapter knows", () => {
    const [row = ""] = rows.filter((line) => line.startsWith("| `teams-not-shown`"));
    const [, reasons = ""] = /\(([^()]*)\)/.exec(row) ?? [];
    const unknown = all(/`([\w-]+)`/g, reasons).filter((reason) => !code.includes(`"${reason}"`));
    expect(unknown).toEqual([]);
  });

  it("names the variables that the configuration knows, as the README does", () => {
    for (const text of [guide, readme]) {
      const named = all(/`?\b(TEAMS_\w+)/g, text);
      // A name that is known is not taken for a misspelt one.
      const read = readConfig(Object.fromEntries(named.map((name) => [name, "?"])));
      expect(read.ok || read.problems.filter((problem) => problem.code === "unknown-variable")).toEqual([]);
      expect(named.length).toBeGreaterThan(3);
    }
  });

  it("takes the settings that it says to give", () => {
    const [id, second] = ["12345678-90ab-cdef-1234-567890abcdef", "22345678-90ab-cdef-1234-567890abcdef"];
    const [, first = ""] = guide.match(/## 3\.[\s\S]*?```sh\n([\s\S]*?)```/) ?? [];
    const given = Object.fromEntries(all(/export (TEAMS_\w+)=/g, first).map((name) => [name, name.endsWith("_ID") ? id : "?"]));
    expect(readConfig(given)).toMatchObject({ ok: true, config: { teams: { appId: id, tenants: [id], credentials: { by: "secret" } } } });
    const certified = readConfig({ TEAMS_APP_ID: id, TEAMS_TENANT_ID: `${id},${second}`, TEAMS_CERTIFICATE: "./triade.pem" });
    expect(certified).toMatchObject({ ok: true, config: { teams: { tenants: [id, second], credentials: { by: "certificate" } } } });
    expect(readConfig({ ...given, TEAMS_CERTIFICATE: "./triade.pem" }).ok).toBe(false);
  });

  it("says what people read as they read it", () => {
    const { introduction } = wordsOf("fr");
    const said = [introduction.membersOnly, phrases.fr.notNow, phrases.fr.addFirst, JSON.stringify(wordsOf("fr"))].join("\n");
    const quoted = rows.flatMap((row) => all(/«\u00a0([^«»]*)\u00a0»/g, row));
    expect(quoted.filter((text) => !said.includes(text))).toEqual([]);
    expect(quoted.length).toBeGreaterThan(3);
  });

  it("sends people to verbs that are understood, and Teams to the one path that the bot takes", () => {
    const verbs = ["aide", "participants", "calendrier"];
    for (const verb of verbs) expect([guide.includes(`\`${verb}\``), featureOfVerb(normalized(verb)) !== undefined]).toEqual([true, true]);
    const [, path = ""] = /const path = "([^"]+)"/.exec(code) ?? [];
    expect(all(/https:\/\/votre-adresse(\/[\w/]*)/g, guide)).toEqual([path]);
    expect(guide).toContain(`reverse_proxy ${path} `);
  });

  it("names the command over the compose box as the manifest does, and how its package is made", async () => {
    const [command] = manifest.composeExtensions[0].commands;
    expect(guide).toContain(`**${command.title}**`);
    expect(guide).toMatch(/npm run manifest -- --app-id \S+ --site https:/);
    expect(await packageOf({ appId: "12345678-90ab-cdef-1234-567890abcdef", site: new URL("https://ecole.example") })).toBeDefined();
  });

  it("says that no right is asked for, as is so", () => {
    expect(manifest.authorization ?? manifest.webApplicationInfo).toBeUndefined();
    expect(code).not.toMatch(/graph\.microsoft\.com/);
    expect(all(/(https:\/\/[\w.]+\/)\.default/g, code)).toEqual(["https://api.botframework.com/"]);
  });
});
