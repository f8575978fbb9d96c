import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { importDesired } from "../../src/import/import.ts";
import { readFiles } from "../../src/import/read.ts";
import { simulateCommand } from "../../src/simulation/command.ts";
import { fingerprint, preparePlay } from "../../src/simulation/folder.ts";
import { openWithKeys } from "../../src/store/opening.ts";

const root = mkdtempSync(join(tmpdir(), "triade-simulation-"));
afterAll(() => rmSync(root, { recursive: true }));

let made = 0;
/** A path of its own, with nothing there. */
const newPath = (end = "") => join(root, `${++made}${end}`);

/** The plan of a cohort of six weeks with two dyads and one follow-up of each. */
function planFile({ key = "small", ends = "2009-02-13", week = 3, dyads = 2, more = "" } = {}): string {
  const file = newPath(".yaml");
  const pairs = Array.from({ length: dyads }, (_, place) => [`mentor${place}@exemple.example`, `recrue${place}@exemple.example`]);
  const person = (email: string) => `  - { email: ${email}, givenName: ${email.slice(0, 7)}, familyName: Exemple }`;
  const text = `
organization: { key: school-${key}, name: School ${key}, language: en }
program: Mentoring
cohort: { key: cohort-${key}, name: Cohort ${key}, kind: pilot, starts: 2009-01-05, ends: ${ends} }
plan:
${more}  stages:
    - { key: first, name: { fr: Suivi, en: Follow-up }, audience: triad, when: { week: ${week} }, windowDays: 5, questionnaire: null }
coordinators:
  - { email: simone@exemple.example, kind: internal }
people:
${["simone@exemple.example", ...pairs.flat()].map(person).join("\n")}
dyads:
${pairs.map(([mentor, mentee]) => `  - { mentor: ${mentor}, mentee: ${mentee} }`).join("\n") || "  []"}
`;
  writeFileSync(file, text);
  return file;
}

/** Plays; with `stopped`, the play is interrupted as soon as it begins. */
async function simulate(argv: readonly string[], { stopped = false } = {}): Promise<{ code: number; out: string; err: string }> {
  const said: { out: string[]; err: string[] } = { out: [], err: [] };
  const code = await simulateCommand(argv, {
    out(text) {
      if (stopped) throw new Error("stopped");
      said.out.push(text);
    },
    err: (text) => said.err.push(text),
    language: "en",
    bar: false,
  });
  return { code, out: said.out.join("\n"), err: said.err.join("\n") };
}

const contents = (folder: string): Record<string, string> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "latin1")]));

it.each([
  '  quietHours: { from: "17:00", to: "07:30" }\n',
  '  quietHours: { from: "16:00", to: "07:30" }\n',
  '  quietHours: { from: "12:00", to: "13:00" }\n  startAt: "17:00"\n',
  '  startAt: "17:30"\n',
])("follow-ups are moved by hand at the hours of the school: %s", async (more) => {
  const { code, out, err } = await simulate([planFile({ ends: "2009-05-29", week: 8, dyads: 12, more }), "--folder", newPath()]);
  expect([code, err]).toEqual([0, ""]);
  expect(out).toMatch(/^Follow-up moved +[1-9]/m);
});

it("a plan that is not there is not played", async () => {
  const { code, err } = await simulate([join(tmpdir(), "nobody-wrote-this.yaml")]);
  expect([code, err.split("\n")[0]]).toEqual([2, "One problem. Nothing was played."]);
});

describe("the folder of a simulation", () => {
  const file = planFile();

  it.each([[[]], [["--fresh"]]])("is never one with other things in it: %j", async (options) => {
    const folder = newPath();
    mkdirSync(folder);
    for (const name of ["triade.db", "keys.json", "finished", "letter.txt"]) writeFileSync(join(folder, name), `my ${name}`);
    const before = contents(folder);
    const { code, err } = await simulate([file, "--folder", folder, ...options]);
    expect([code, err]).toEqual([2, expect.stringContaining("holds something else than a simulation")]);
    expect(contents(folder)).toEqual(before);
  });

  it("is a folder", async () => {
    const path = newPath();
    writeFileSync(path, "a letter");
    const { code, err } = await simulate([file, "--folder", path, "--fresh"]);
    expect([code, err]).toEqual([2, expect.stringContaining("it is not a folder")]);
    expect(readFileSync(path, "utf8")).toBe("a letter");
  });

  it("holds one play: another plan or number of dyads does not go on in it, and replaces it only when asked to", async () => {
    const folder = newPath();
    await expect(simulate([file, "--folder", folder], { stopped: true })).rejects.toThrow("stopped");
    const before = contents(folder);
    for (const other of [[planFile({ key: "other" })], [file, "--dyads", "3"]]) {
      const { code, err } = await simulate([...other, "--folder", folder]);
      expect([code, err]).toEqual([2, expect.stringContaining("another plan, or of another number of dyads")]);
    }
    expect(contents(folder)).toEqual(before);
    const { code, out } = await simulate([file, "--dyads", "3", "--folder", folder, "--fresh"]);
    expect(code).toBe(0);
    expect(out).toMatch(/dyads\s+3/);
  });

  it("is gone on with after a stop, and starts again once finished, with nothing removed that a play did not write", async () => {
    const folder = newPath();
    await expect(simulate([file, "--folder", folder], { stopped: true })).rejects.toThrow("stopped");
    writeFileSync(join(folder, "notes.txt"), "mine");
    const first = await simulate([file, "--folder", folder]);
    const second = await simulate([file, "--folder", folder]);
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(second.out).not.toContain("Going on from");
    const table = ({ out }: { out: string }) => out.slice(out.indexOf("notice"), out.indexOf("Year played"));
    expect(table(second)).toBe(table(first));
    expect(contents(folder)["notes.txt"]).toBe("mine");
  });

  it("is cleared again where clearing it was interrupted", async () => {
    const folder = newPath();
    await expect(simulate([file, "--folder", folder], { stopped: true })).rejects.toThrow("stopped");
    writeFileSync(join(folder, "triade-simulation.json"), '{"pl');
    rmSync(join(folder, "triade.db"));
    expect((await simulate([file, "--folder", folder])).code).toBe(0);
  });

  it("says in a sentence that its play cannot be gone on with", async () => {
    const folder = newPath();
    await expect(simulate([file, "--folder", folder], { stopped: true })).rejects.toThrow("stopped");
    rmSync(join(folder, "keys.json"));
    expect(await simulate([file, "--folder", folder])).toMatchObject({ code: 2, err: expect.stringContaining("Start again with --fresh") });
  });
});

describe("what is simulated", () => {
  it("is the cohort of the file, whatever else the database holds", async () => {
    const file = planFile({ key: "mine" });
    const folder = newPath();
    const { desired } = await readFiles([file]);
    await preparePlay(folder, fingerprint(desired), { fresh: false });
    const keys = { from: "file", path: join(folder, "keys.json") } as const;
    const opened = await openWithKeys({ databaseUrl: `sqlite:${join(folder, "triade.db")}`, keys }, "test");
    if (!opened.ok) throw new Error(opened.refusal.code);
    const other = (await readFiles([planFile({ key: "before" })])).desired;
    await importDesired(opened.db, other, { organization: "school-before", cohort: "cohort-before" }, { dryRun: false });
    await opened.db.destroy();

    const { code, out } = await simulate([file, "--folder", folder]);
    expect(out).toContain("Cohort mine: 2 dyads");
    expect(out).toMatch(/meetings logged\s+[1-9]/);
    expect(code).toBe(0);
  });

  it("needs a plan, and says so of a list of people", async () => {
    const list = newPath(".csv");
    writeFileSync(list, "Courriel,Prénom,Nom\nalix@exemple.example,Alix,Premier\n");
    expect(await simulate([list])).toMatchObject({ code: 2, err: expect.stringContaining("is a list of people, without a plan") });
  });

  it("needs a dyad", async () => {
    const file = planFile({ dyads: 0 });
    expect(await simulate([file, "--dyads", "3"])).toMatchObject({ code: 2, err: expect.stringContaining("there is nothing to play") });
  });
});

describe("the exit code is 1", () => {
  it("when a message came twice", async () => {
    const file = planFile();
    const folder = newPath();
    await expect(simulate([file, "--folder", folder], { stopped: true })).rejects.toThrow("stopped");
    appendFileSync(join(folder, "arrived.txt"), "welcome:again\nwelcome:again\n");
    expect(await simulate([file, "--folder", folder])).toMatchObject({ code: 1, out: expect.stringMatching(/received twice\s+1\n/) });
  });

  it("when a follow-up has no date", async () => {
    const { code, out } = await simulate([planFile({ ends: "2009-01-09", week: 1, dyads: 40 }), "--folder", newPath()]);
    expect(out).toMatch(/without a date\s+[1-9]/);
    expect(code).toBe(1);
  });
});
