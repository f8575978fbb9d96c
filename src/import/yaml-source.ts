import { type Alias, type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from "yaml";
import { type Path, type Place, type Problem, pathText, problem } from "./problems.ts";

/** A file of keys and values that still knows on which line each was said. */
export interface YamlSource {
  file: string;
  value: unknown;
  at(path: Path): Place;
}

/** No file that a person writes refers so often to its own anchors; a few that refer to each other can grow without end. */
const mostAliases = 1_000;

/** Places told of a file that is not YAML: what follows is mostly of the same slip. */
const mostPlaces = 3;
const longestText = 80;

export function readYaml(text: string, file: string): { source: YamlSource } | { problems: Problem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line);
  const placeOn = (line: number | null): Place => ({ file, line, path: null });
  const read =
    document.errors.length > 0 ? { faults: document.errors.map(({ code, pos }) => ({ code, at: pos[0] })) } : plainValueOf(document);
  if ("faults" in read) {
    const rows = text.split(/\r\n|\r|\n/);
    // What is left open is noticed at the end of the file: its last line with words is where to look.
    const told = (line: number) =>
      1 +
      Math.max(
        0,
        rows.findLastIndex((row, index) => index < line && row.trim() !== ""),
      );
    const faults = read.faults.map(({ code, at }) => ({ code: String(code), line: told(lineAt(at)) }));
    const places = faults.filter(({ line }, index) => faults.findIndex((other) => other.line === line) === index);
    const shown = places.slice(0, mostPlaces).map(({ code, line }) => {
      return problem(placeOn(line), "yaml-syntax", { code, text: shortened((rows[line - 1] ?? "").trim()) });
    });
    const count = places.length - shown.length;
    return { problems: count > 0 ? [...shown, problem(placeOn(null), "yaml-more", { count })] : shown };
  }
  const { value } = read;
  if (value === null) return { problems: [problem(placeOn(1), "yaml-empty", {})] };
  const at = (path: Path): Place => ({ file, line: lineAt(offsetOf(document.contents, path)), path: pathText(path) });
  return { source: { file, value, at } };
}

const shortened = (text: string): string => (text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text);

function plainValueOf(document: Document): { value: unknown } | { faults: { code: string; at: number }[] } {
  try {
    return { value: document.toJS({ maxAliasCount: mostAliases }) as unknown };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const aliases: Alias[] = [];
    visit(document, { Alias: (_, alias) => void aliases.push(alias) });
    const lost = aliases.filter((alias) => !alias.resolve(document));
    const code = lost.length > 0 ? "BAD_ALIAS" : "TOO_MANY_ALIASES";
    return { faults: (lost.length > 0 ? lost : aliases.slice(0, 1)).map(({ range }) => ({ code, at: range?.[0] ?? 0 })) };
  }
}

/** Where a path begins: at its key in a mapping, at its entry in a list. What is not there is where it should have been. */
function offsetOf(root: Node | null, path: Path): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (!pair) return offset;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(step)] as Node | undefined;
      if (!item) return offset;
      offset = item.range?.[0] ?? offset;
      node = item;
    } else return offset;
  }
  return offset;
}
