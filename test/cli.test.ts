import { spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readCommandLine } from "../src/cli-options.ts";
import { selfSigned } from "./support/teams/certificate.ts";

const read = (line: string) => readCommandLine(line.split(" ").filter(Boolean));

it.each(["docs/slack.md", "docs/teams.md"])("a service is started as npm starts it: %s", (guide) => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
  expect(readFileSync(guide, "utf8")).toContain(`\`${scripts.start}\``);
});

describe("a command line", () => {
  it.each([
    ["", "serve", null, []],
    ["migrate", "migrate", null, []],
    ["--lang en migrate", "migrate", "en", ["--lang", "en"]],
    ["--lang=en", "serve", "en", ["--lang=en"]],
    ["import plan.yaml people.csv --dry-run", "import", null, ["plan.yaml", "people.csv", "--dry-run"]],
    ["import people.csv --cohort 2026-2027", "import", null, ["people.csv", "--cohort", "2026-2027"]],
    ["--dyads 5 simulate plan.yaml --folder=-here", "simulate", null, ["--dyads", "5", "plan.yaml", "--folder=-here"]],
    ["import -- import", "import", null, ["--", "import"]],
    ["doctor --url https://triade.example/slack/events", "doctor", null, ["--url", "https://triade.example/slack/events"]],
  ])("%s", (line, command, language, rest) => {
    expect(read(line)).toEqual({ command, language, rest, help: false, fault: null });
  });

  it.each(["--help", "-h", "import --help", "help", "simulate plan.yaml -h"])("asks for help: %s", (line) => {
    const { help, command } = read(line);
    expect(help || command === "help").toBe(true);
  });

  it.each([
    ["migrat", "unknown-command", "migrat", ["migrate"]],
    ["constructor", "unknown-command", "constructor", []],
    ["import plan.yaml --dryrun", "unknown-option", "--dryrun", ["--dry-run"]],
    ["migrate --fresh", "unknown-option", "--fresh", []],
    ["serve -p", "unknown-option", "-p", []],
    ["import --cohort", "value-missing", "--cohort", []],
    ["import people.csv --cohort --dry-run", "value-missing", "--cohort", []],
    ["--lang= migrate", "value-missing", "--lang", []],
    ["simulate plan.yaml --fresh=yes", "value-unexpected", "--fresh", []],
    ["migrate now", "argument-unexpected", "now", []],
    ["doctor --url", "value-missing", "--url", []],
    ["doctor --url triade.example/slack/events", "url-unreadable", "triade.example/slack/events", []],
    ["doctor --url ecole:shh@triade.example/api/messages", "url-unreadable", "triade.example/api/messages", []],
    ["doctor --url ftp://ecole:shh@triade.example", "url-unreadable", "triade.example", []],
    ["serve --url https://triade.example", "unknown-option", "--url", []],
    ["--lang de migrate", "language-unknown", "de", []],
    ["import plan.yaml --cohort 2026-2027", "cohort-with-plan", "--cohort", []],
    ["import people.csv Plan.YML --cohort=2026-2027", "cohort-with-plan", "--cohort", []],
  ])("is refused: %s", (line, code, typed, near) => {
    expect(read(line)).toMatchObject({ command: null, fault: { code, typed, near } });
  });
});

/** The compiled command line, in a process of its own. */
async function triade(
  argv: readonly string[],
  { listens = true, environment = {} }: { listens?: boolean; environment?: Readonly<Record<string, string>> } = {},
): Promise<{ code: number; out: string; err: string; made: boolean }> {
  const folder = join(mkdtempSync(join(tmpdir(), "triade-cli-")), "data");
  const child = spawn(process.execPath, [join(import.meta.dirname, "../dist/src/cli.js"), ...argv], {
    env: { PATH: process.env.PATH, LANG: "fr_CA.UTF-8", TRIADE_DATA_DIR: folder, ...environment },
  });
  const said = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => {
    said.out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    said.err += text;
  });
  if (!listens) child.stdout.destroy();
  const [code] = await once(child, "close");
  const made = existsSync(folder);
  rmSync(join(folder, ".."), { recursive: true });
  return { code, ...said, made };
}

describe("the command line as a process", () => {
  it("runs the command after --lang, in that language", async () => {
    expect(await triade(["--lang", "en", "migrate"])).toMatchObject({
      code: 0,
      out: expect.stringContaining("was brought up to date"),
      err: "",
    });
  });

  it("refuses an option that it does not know in its own words, and touches nothing", async () => {
    const { code, out, err, made } = await triade(["migrate", "--lagn", "en"]);
    expect([code, out, made]).toEqual([2, "", false]);
    expect(err).toBe("Option inconnue\u00a0: «\u00a0--lagn\u00a0». Vouliez-vous dire «\u00a0--lang\u00a0»?\n\n  npx triade help\n");
  });

  it("examines an installation that is not there yet, and leaves it so", async () => {
    const { code, out, err, made } = await triade(["doctor"]);
    expect([code, err, made]).toEqual([0, "", false]);
    expect(out).toMatch(/^✓ La configuration est lisible\.\n! La base de données [\s\S]*\nTout est en ordre\.\n$/);
  });

  it("refuses to start with a certificate whose key Entra takes no signature of", async () => {
    const folder = mkdtempSync(join(tmpdir(), "triade-certificate-"));
    const file = join(folder, "triade.pem");
    const { certificate, privateKey } = selfSigned("2020-01-01", "2049-12-31", generateKeyPairSync("ec", { namedCurve: "P-256" }));
    writeFileSync(file, certificate + privateKey);
    const id = "00000000-0000-0000-0000-000000000001";
    const environment = { TEAMS_APP_ID: id, TEAMS_TENANT_ID: id, TEAMS_CERTIFICATE: file, PORT: "0" };
    const { code, out, err } = await triade(["serve", "--lang", "en"], { environment });
    rmSync(folder, { recursive: true });
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/^TEAMS_CERTIFICATE: the key in \S+triade\.pem is not an RSA key .* Nothing was started\.\n$/);
  });

  it("ends quietly when nobody reads it any more", async () => {
    expect(await triade(["help"], { listens: false })).toMatchObject({ code: 0, err: "" });
  });
});
