import { parseArgs } from "node:util";
import { type Language, languages } from "./program/terms.ts";
import { nearest } from "./words/alike.ts";

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;

/** Taken by every command. */
export const common = { lang: text, help: { ...flag, short: "h" } } as const;

/** Each command, with what it takes besides. An option has one meaning wherever it is taken. */
const commands = {
  serve: { options: {}, files: false },
  import: { options: { "dry-run": flag, cohort: text }, files: true },
  simulate: { options: { dyads: text, fresh: flag, folder: text }, files: true },
  migrate: { options: {}, files: false },
  "rotate-key": { options: {}, files: false },
  doctor: { options: { url: text }, files: false },
  help: { options: {}, files: true },
} as const;

export type Command = keyof typeof commands;
const commandNames = Object.keys(commands) as Command[];

/** Why nothing is run. `near` has what is known and looks like what was typed. */
interface Fault {
  code:
    | "unknown-command"
    | "unknown-option"
    | "value-missing"
    | "value-unexpected"
    | "argument-unexpected"
    | "language-unknown"
    | "url-unreadable"
    | "cohort-with-plan";
  typed: string;
  near: readonly string[];
}

export type CommandLine = {
  /** What was typed besides the command, in its order. */
  rest: readonly string[];
  /** Null when none of ours was asked for. */
  language: Language | null;
  help: boolean;
} & ({ command: Command; fault: null } | { command: null; fault: Fault });

interface TypedOption {
  name: string;
  rawName: string;
  value: string | undefined;
  /** Typed as `--name=value`. */
  inlineValue: boolean | undefined;
}

const isLanguage = (word: string | undefined): word is Language => languages.some((known) => known === word);

/** Reads the command line whole before anything is done. Options may stand before the command as well as after it. */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const { tokens } = parseArgs({
    ...{ args: [...argv], strict: false, allowPositionals: true, tokens: true },
    options: { ...common, ...commands.import.options, ...commands.simulate.options, ...commands.doctor.options },
  });
  const options = tokens.filter((token) => token.kind === "option");
  const [first, ...others] = tokens.filter((token) => token.kind === "positional");
  const said = options.findLast(({ name }) => name === "lang")?.value;
  const line = {
    rest: argv.filter((_, at) => at !== first?.index),
    language: isLanguage(said) ? said : null,
    help: options.some(({ name }) => name === "help"),
  };
  const typed = first?.value ?? "serve";
  const command = commandNames.find((name) => name === typed);
  if (!command) return { ...line, command: null, fault: { code: "unknown-command", typed, near: nearest(typed, commandNames) } };
  const files = others.map(({ value }) => value);
  const fault = firstFault({ ...common, ...commands[command].options }, options) ?? filesFault(command, options, files);
  return fault ? { ...line, command: null, fault } : { ...line, command, fault: null };
}

type Options = Readonly<Record<string, { type: "string" | "boolean" }>>;

/** What is wrong with the first of the options that is not as those that are known are typed. */
export function firstFault(options: Options, typed: readonly TypedOption[]): Fault | null {
  const known = new Map(Object.entries(options));
  return typed.map((one) => optionFault(known, one)).find((found) => found !== null) ?? null;
}

function optionFault(known: ReadonlyMap<string, Options[string]>, { name, rawName, value, inlineValue }: TypedOption): Fault | null {
  const option = known.get(name);
  if (!option) return { code: "unknown-option", typed: rawName, near: nearest(name, [...known.keys()]).map((one) => `--${one}`) };
  if (option.type === "boolean") return value === undefined ? null : { code: "value-unexpected", typed: rawName, near: [] };
  // What begins with a dash is the next option, unless an equals sign says that it is a value.
  if (!value || (!inlineValue && value.startsWith("-"))) return { code: "value-missing", typed: rawName, near: [] };
  // A password may stand before the @, and is not said back.
  if (name === "url" && !isAddress(value)) return { code: "url-unreadable", typed: value.replace(/^.*@/, ""), near: [] };
  return name === "lang" && !isLanguage(value) ? { code: "language-unknown", typed: value, near: [] } : null;
}

const isAddress = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

function filesFault(command: Command, options: readonly TypedOption[], files: readonly string[]): Fault | null {
  const [first] = files;
  if (first !== undefined && !commands[command].files) return { code: "argument-unexpected", typed: first, near: [] };
  const withPlan = command === "import" && files.some((file) => /\.ya?ml$/i.test(file));
  return withPlan && options.some(({ name }) => name === "cohort") ? { code: "cohort-with-plan", typed: "--cohort", near: [] } : null;
}
