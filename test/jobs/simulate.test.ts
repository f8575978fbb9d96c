import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { simulateCommand } from "../../src/simulation/command.ts";

const root = join(import.meta.dirname, "../..");
/** The compiled command line, since only a process of its own can be killed. */
const cli = join(root, "dist/src/cli.js");
const example = join(root, "examples/cdsl-2009.yaml");

const temporary = () => mkdtempSync(join(tmpdir(), "triade-simulate-"));

async function simulate(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const said: { out: string[]; err: string[] } = { out: [], err: [] };
  const code = await simulateCommand(argv, {
    out: (text) => said.out.push(`${text}\n`),
    err: (text) => said.err.push(`${text}\n`),
    language: "en",
    bar: false,
  });
  return { code, out: said.out.join(""), err: said.err.join("") };
}

/** What a play came to, without how long it took or where it began. */
const outcome = (out: string): string => out.slice(out.indexOf("notice"), out.indexOf("Year played"));

describe("a year that is played", () => {
  it("follows the program of 2009 from January to December: nothing twice, nothing missed, every follow-up held", async () => {
    const folder = temporary();
    const { code, out, err } = await simulate(example, "--folder", folder);
    expect(err).toBe("");
    expect(code).toBe(0);
    expect(out).toMatch(/messages received twice\s+0\n/);
    expect(out).toMatch(/messages missed\s+0\n/);
    expect(out).toMatch(/messages still waiting\s+0\n/);
    expect(out).toMatch(/follow-ups without a date\s+0\n/);
    const [, held, planned] = /follow-ups held \/ planned\s+(\d+) \/ (\d+)/.exec(out) ?? [];
    expect(held).toBe(planned);
    expect(Number(planned)).toBeGreaterThan(30);
    rmSync(folder, { recursive: true });
  }, 60_000);

  it("comes out the same when it is killed on the way, again and again, and started again", async () => {
    const [whole, killed] = [temporary(), temporary()];
    const { out: expected } = await simulate(example, "--dyads", "3", "--folder", whole);
    const arrived = join(killed, "arrived.txt");
    const count = () => (existsSync(arrived) ? readFileSync(arrived, "utf8").split("\n").length - 1 : 0);
    for (const enough of [20, 61, 90]) {
      const child = spawn(process.execPath, [cli, "simulate", example, "--dyads", "3", "--folder", killed], { stdio: "ignore" });
      const ended = once(child, "exit");
      await expect.poll(count, { timeout: 20_000, interval: 2 }).toBeGreaterThanOrEqual(enough);
      child.kill("SIGKILL");
      await ended;
    }
    const { code, out } = await simulate(example, "--dyads", "3", "--folder", killed);
    expect(out).toContain("Going on from");
    expect(outcome(out)).toBe(outcome(expected));
    expect(code).toBe(0);
    for (const folder of [whole, killed]) rmSync(folder, { recursive: true });
  }, 60_000);

  it.each([
    ["no file", [], /Give the file/],
    ["a file that is not there", ["nothing.yaml"], /nothing\.yaml.*cannot be read: it is not there/],
    ["no number of dyads", [example, "--dyads", "many"], /from 1 to 5000, not "many"/],
  ])("is refused for %s, in a sentence", async (_, argv, why) => {
    const { code, err } = await simulate(...argv);
    expect(code).toBe(2);
    expect(err).toMatch(why);
  });
});
