#!/usr/bin/env node
import { CertificateProblem } from "./certificate.ts";
import { type Command, type CommandLine, readCommandLine } from "./cli-options.ts";
import { cliWords } from "./cli-words.ts";
import { type Config, languageOf, readConfig } from "./config.ts";
import { describeConfigProblem, describeRefusal } from "./config-words.ts";
import type { Language } from "./program/terms.ts";
import type { Opened } from "./store/opening.ts";
import { problemOf, WrongKeys } from "./store/problems.ts";

/** Exit codes: 0 done, 1 it failed, 2 what was given cannot be used and nothing was touched. */
const unusable = 2;

const out = (text: string): void => void process.stdout.write(`${text}\n`);
const err = (text: string): void => void process.stderr.write(`${text}\n`);

async function run({ command, rest, help, fault }: CommandLine, language: Language): Promise<number> {
  const words = cliWords(language);
  if (command === "help" || help) {
    out(words.usage);
    return 0;
  }
  if (fault) {
    err(`${words.typed[fault.code](fault)}\n\n  npx triade help`);
    return unusable;
  }
  const read = readConfig(process.env);
  if (command === "doctor") {
    const { doctorCommand } = await import("./doctor.ts");
    return doctorCommand(rest, read, { out, language, now: Date.now() });
  }
  const commands: Readonly<Record<Exclude<Command, "help" | "doctor">, (config: Config) => Promise<number>>> = {
    serve: (config) => serve(config, language),
    migrate: (config) => migrate(config, language),
    "rotate-key": (config) => rotate(config, language),
    async import(config) {
      const { importCommand } = await import("./import/command.ts");
      return importCommand(rest, {
        out,
        err,
        language,
        databaseUrl: config.databaseUrl,
        openStore: () => open(config, language),
        checkStore: () => check(config, language),
      });
    },
    async simulate() {
      const { simulateCommand } = await import("./simulation/command.ts");
      return simulateCommand(rest, { out, err, language, bar: process.stderr.isTTY });
    },
  };
  if (!read.ok) {
    err([words.wrongConfig, ...read.problems.map((problem) => `  ${describeConfigProblem(problem, language)}`)].join("\n"));
    return unusable;
  }
  return commands[command](read.config);
}

/** What cannot be opened is told in a sentence, and ends the program. */
class Refused extends Error {}

const today = (): string => new Date().toISOString().slice(0, 10);

async function open(config: Config, language: Language): Promise<Opened> {
  const { openWithKeys } = await import("./store/opening.ts");
  const opened = await openWithKeys(config, today());
  if (opened.ok) return opened;
  throw new Refused(describeRefusal(opened.refusal, language));
}

/** Refuses what would not be opened, and writes nothing. */
async function check(config: Config, language: Language): Promise<void> {
  const { refusalOf } = await import("./store/opening.ts");
  const refusal = await refusalOf(config);
  if (refusal) throw new Refused(describeRefusal(refusal, language));
}

async function serve(config: Config, language: Language): Promise<number> {
  const words = cliWords(language);
  const { createLog, serve: start, watchOver } = await import("./main.ts");
  const log = createLog(process.stderr);
  watchOver(process, log);
  const running = await start(config, await open(config, language), log, () => out(words.firstSample));
  out(words.ready(running.url));
  if (running.manual) out(words.clockStands);
  if (running.clockKept) out(words.clockKept(running.clockKept));
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  out(words.stopping);
  await running.stop();
  return 0;
}

async function migrate(config: Config, language: Language): Promise<number> {
  const { db, migrated } = await open(config, language);
  try {
    const { takeTurn } = await import("./store/database.ts");
    // One that nobody can write to is not ready, whatever its version.
    await db.transaction(takeTurn);
    out(cliWords(language).migrated(migrated));
    return 0;
  } finally {
    await db.destroy();
  }
}

async function rotate(config: Config, language: Language): Promise<number> {
  const words = cliWords(language);
  const { db, ring } = await open(config, language);
  const { rotateKeyFile, rotateTo } = await import("./store/rotation.ts");
  const { newInstallationKey, newKeyId } = await import("./store/vault.ts");
  try {
    if (config.keys.from === "environment") {
      if (ring.length === 1) {
        err(words.rotateWithEnvironment);
        return unusable;
      }
      out(words.rotated(await rotateTo(db, ring), ring[0].id));
      out(words.rotatedInEnvironment);
      return 0;
    }
    const fresh = newInstallationKey(newKeyId(today()));
    out(words.rotated(await rotateKeyFile(db, config.keys.path, fresh), fresh.id));
    return 0;
  } finally {
    await db.destroy();
  }
}

/** What cannot be used, in a sentence that says what to do about it. Null for any other error. */
function refusalIn(error: unknown, language: Language): string | null {
  if (error instanceof Refused) return error.message;
  if (error instanceof CertificateProblem) return cliWords(language).certificate[error.fault](error.file);
  const { name, on } = error as { name?: string; on?: string };
  if (name === "ClockAhead" && on) return cliWords(language).clockAhead(on);
  const fault = error instanceof WrongKeys ? error.fault : problemOf(error)?.fault;
  return fault ? describeRefusal(fault, language) : null;
}

/** Errors that say by themselves what to do; any other is a defect and shows where it arose. */
function explain(error: unknown, language: Language): string {
  const words = cliWords(language);
  if (!(error instanceof Error)) return String(error);
  const { code, port } = error as Error & { code?: string; port?: number };
  if (code === "EADDRINUSE") return words.portTaken(port ?? 0);
  return error.name === "ScriptProblem" ? error.message : (error.stack ?? error.message);
}

// Whoever reads the output may stop reading, as `head` does: there is nobody left to tell.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
}

const line = readCommandLine(process.argv.slice(2));
const language = line.language ?? languageOf(process.env);
try {
  process.exitCode = await run(line, language);
} catch (error) {
  const refusal = refusalIn(error, language);
  err(refusal ?? explain(error, language));
  process.exitCode = refusal ? unusable : 1;
}
