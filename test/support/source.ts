import { isBuiltin } from "node:module";
import { dirname, join, normalize } from "node:path";

/** One import of a file, in whatever way it is written. */
export interface Import {
  /** A path from the root for a file of ours; otherwise the name of a package, or `node:fs` and the like. */
  of: string;
  /** What is taken by name; `*` stands for all of it. */
  names: readonly string[];
}

const text = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/;
const pattern = /(?<=[(,=:[!&|?{};\n]\s*)\/(?![*/])(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\//;
const comment = /\/\/[^\n]*|\/\*[\s\S]*?\*\//;
const noise = new RegExp(`${text.source}|${pattern.source}|(${comment.source})`, "g");

/** A source without its comments, which may speak of whatever they like. */
export const codeOf = (source: string): string =>
  source.replace(noise, (all: string, remark: string | undefined) => (remark === undefined ? all : " "));

const quoted = /["'`]([^"'`]*)["'`]/.source;
/** Where a statement begins: the word in a sentence or in a path is none. */
const start = /(?<=(?:^|[;}])\s*)/.source;
const statement = new RegExp(`${start}(?:import|export)\\b\\s*(?:type\\b)?([\\w$*{},\\s]*?)\\bfrom\\s*${quoted}`, "gm");
const bare = new RegExp(`${start}import\\s*${quoted}`, "gm");
const called = new RegExp(
  `(?:\\{([^{}]*)\\}\\s*=\\s*await\\s+)?(?<![\\w$."'/-]|\\basync\\s+)(?:import|require)\\s*\\(\\s*(?:${quoted}\\s*[,)](?:\\.(\\w+))?)?`,
  "g",
);

/** `a, type B as C` takes a and B. */
const namesIn = (clause: string): string[] =>
  clause
    .split(/[{},]/)
    .map((name) => (/^(?:type\s+)?([\w$*]+)/.exec(name.trim()) ?? [])[1] ?? "")
    .filter(Boolean);

/** What a file imports. An import whose path is computed is of `?`, which nobody may import. */
export function importsOf(file: string, source: string): Import[] {
  const code = codeOf(source);
  const target = (path: string | undefined): string => {
    if (!path || path.includes("$")) return "?";
    if (path.startsWith(".")) return normalize(join(dirname(file), path));
    if (isBuiltin(path)) return `node:${path.replace(/^node:/, "")}`;
    return path.split("/", path.startsWith("@") ? 2 : 1).join("/");
  };
  return [
    ...[...code.matchAll(statement)].map(([, clause = "", path]) => ({ of: target(path), names: namesIn(clause) })),
    ...[...code.matchAll(bare)].map(([, path]) => ({ of: target(path), names: [] })),
    ...[...code.matchAll(called)].map(([, clause, path, member]) => ({
      of: target(path),
      names: clause ? namesIn(clause) : [member ?? "*"],
    })),
  ];
}

/** The names that a file declares for others. */
export const exportsOf = (source: string): string[] =>
  [
    ...codeOf(source).matchAll(
      /^export\s+(?:(?:declare|abstract|async)\s+)*(?:const|let|function\*?|class|interface|type|enum)\s+([\w$]+)/gm,
    ),
  ].map(([, name = ""]) => name);

/** What is exported and imported nowhere: `file name`. */
export function needlessExports(sources: ReadonlyMap<string, string>): string[] {
  const taken = new Set(
    [...sources].flatMap(([file, source]) => importsOf(file, source).flatMap(({ of, names }) => names.map((name) => `${of} ${name}`))),
  );
  return [...sources].flatMap(([file, source]) =>
    exportsOf(source)
      .filter((name) => !taken.has(`${file} ${name}`) && !taken.has(`${file} *`))
      .map((name) => `${file} ${name}`),
  );
}
