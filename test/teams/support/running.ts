import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

interface Surroundings {
  cwd: string;
  env: Readonly<Record<string, string>>;
}

interface Program {
  /** As it says itself. */
  where: string;
  stop(): Promise<void>;
}

const longestStartMs = 45_000;

/**
 * Starts a program in a process of its own, and waits until it says where it is reached.
 * @throws when it ends before that or takes too long, with all that it said.
 */
export async function start(argv: readonly string[], { says, ...surroundings }: Surroundings & { says: RegExp }): Promise<Program> {
  const { child, said } = begin(argv, surroundings);
  try {
    const where = await new Promise<string>((ready, failed) => {
      const fail = (why: string) => failed(new Error(`${argv.join(" ")} ${why}:\n${said()}`));
      const late = setTimeout(() => fail("takes too long"), longestStartMs);
      child.once("exit", (code) => fail(`ended with ${code}`));
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on("data", () => {
          const [, found] = says.exec(said()) ?? [];
          if (found === undefined) return;
          clearTimeout(late);
          ready(found);
        });
      }
    });
    return { where, stop: () => end(child) };
  } catch (error) {
    await end(child);
    throw error;
  }
}

/** Lets a program end by itself. @throws when it fails, with all that it said. */
export async function run(argv: readonly string[], surroundings: Surroundings): Promise<void> {
  const { child, said } = begin(argv, surroundings);
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${argv.join(" ")} ended with ${code}:\n${said()}`);
}

function begin(argv: readonly string[], { cwd, env }: Surroundings) {
  const child = spawn(process.execPath, argv, { cwd, env: { PATH: process.env.PATH, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  // Whatever ends the tests, nothing of theirs is left running.
  const kill = () => void child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));
  return { child: child as ChildProcess, said: () => said };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}
