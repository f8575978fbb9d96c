#!/usr/bin/env node
import { parseArgs } from "node:util";
import { cliWords } from "./cli-words.ts";
import { type Config, languageOf, readConfig } from "./config.ts";
import { describeConfigProblem, describeKeyRefusal } from "./config-words.ts";
import type { Language } from "./program/terms.ts";
import type { Opened } from "./store/opening.ts";
import { nearest } from "./words/alike.ts";

/** Exit codes: 0 done, 1 it failed, 2 what was given cannot be used and nothing was touched. */
const unusable = 2;

const out = (text: string): void => void process.stdout.write(`${text}\n`);
const err = (text: string): void => void process.stderr.write(`${text}\n`);

/** `--lang` before anything else, so that every message is in the language asked for. */
function languageFrom(argv: readonly string[]): Language {
  const at = argv.indexOf("--lang");
  const said = at >= 0 ? argv[at + 1] : argv.find((word) => word.startsWith("--lang="))?.slice("--lang=".length);
  return said === "fr" || said === "en" ? said : languageOf(process.env);
}

async function run(argv: readonly string[]): Promise<number> {
  const language = languageFrom(argv);
  const words = cliWords(language);
  const [command = "serve", ...rest] = argv[0]?.startsWith("-") ? ["help", ...argv] : argv;
  if (command === "help" || rest.includes("--help")) {
    out(words.usage);
    return 0;
  }
  const commands: Readonly<Record<string, (config: Config) => Promise<number>>> = {
    serve: (config) => serve(config, language),
    migrate: (config) => migrate(config, language),
    "rotate-key": (config) => rotate(config, language),
    async import(config) {
      const { importCommand } = await import("./import/command.ts");
      return importCommand(rest, { out, err, language, databaseUrl: config.databaseUrl, openStore: () => open(config, language) });
    },
    async simulate() {
      const { simulateCommand } = await import("./simulation/command.ts");
      return simulateCommand(rest, { out, err, language, bar: process.stderr.isTTY });
    },
  };
  const chosen = commands[command];
  if (!chosen) {
    err(`${words.unknownCommand(command, nearest(command, Object.keys(commands)))}\n\n${words.usage}`);
    return unusable;
  }
  if (!["import", "simulate"].includes(command)) parseArgs({ args: rest, options: { lang: { type: "string" } } });
  const read = readConfig(process.env);
  if (!read.ok) {
    err([words.wrongConfig, ...read.problems.map((problem) => `  ${describeConfigProblem(problem, language)}`)].join("\n"));
    return unusable;
  }
  return chosen(read.config);
}

/** What cannot be opened is told in a sentence, and ends the program. */
class Refused extends Error {}

const today = (): string => new Date().toISOString().slice(0, 10);

async function open(config: Config, language: Language): Promise<Opened> {
  const { openWithKeys } = await import("./store/opening.ts");
  const opened = await openWithKeys(config, today());
  if (opened.ok) return opened;
  throw new Refused(describeKeyRefusal(opened.refusal, language));
}

async function serve(config: Config, language: Language): Promise<number> {
  const words = cliWords(language);
  const { createLog, serve: start } = await import("./main.ts");
  const running = await start(config, await open(config, language), createLog(process.stderr), () => out(words.firstSample));
  out(words.ready(running.url));
  if (running.manual) out(words.clockStands);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  out(words.stopping);
  await running.stop();
  return 0;
}

async function migrate(config: Config, language: Language): Promise<number> {
  const { db, migrated } = await open(config, language);
  out(cliWords(language).migrated(migrated));
  await db.destroy();
  return 0;
}

async function rotate(config: Config, language: Language): Promise<number> {
  const words = cliWords(language);
  const { db, ring } = await open(config, language);
  const { rotateKeys, newInstallationKey } = await import("./store/vault.ts");
  const { replaceKeyFile } = await import("./store/keys.ts");
  try {
    if (config.keys.from === "environment") {
      if (ring.length === 1) {
        err(words.rotateWithEnvironment);
        return unusable;
      }
      out(words.rotated(await rotateKeys(db, ring), ring[0].id));
      return 0;
    }
    const fresh = newInstallationKey(`${today()}-${ring.length + 1}-${process.pid}`);
    await replaceKeyFile(config.keys.path, [fresh, ...ring]);
    const count = await rotateKeys(db, [fresh, ...ring]);
    await replaceKeyFile(config.keys.path, [fresh]);
    out(words.rotated(count, fresh.id));
    return 0;
  } finally {
    await db.destroy();
  }
}

/** Errors that say by themselves what to do; any other is a defect and shows where it arose. */
function explain(error: unknown, language: Language): string {
  const words = cliWords(language);
  if (!(error instanceof Error)) return String(error);
  const { code, port } = error as Error & { code?: string; port?: number };
  if (code === "EADDRINUSE") return words.portTaken(port ?? 0);
  if (code?.startsWith("ERR_PARSE_ARGS")) return words.unknownOption(error.message);
  if (error instanceof Refused || ["DatabaseProblem", "VaultProblem", "ScriptProblem"].includes(error.name)) return error.message;
  return error.stack ?? error.message;
}

const argv = process.argv.slice(2);
try {
  process.exitCode = await run(argv);
} catch (error) {
  err(explain(error, languageFrom(argv)));
  const known = error instanceof Refused || (error instanceof Error && ["DatabaseProblem", "VaultProblem"].includes(error.name));
  process.exitCode = known ? unusable : 1;
}
