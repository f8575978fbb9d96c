import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { type Path, type Place, type Problem, pathText, problem } from "./problems.ts";

/** A file of keys and values that still knows on which line each was said. */
export interface YamlSource {
  file: string;
  value: unknown;
  at(path: Path): Place;
}

/** No file that a person writes refers so often to its own anchors; a few that refer to each other can grow without end. */
const mostAliases = 1_000;

export function readYaml(text: string, file: string): { source: YamlSource } | { problems: Problem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line);
  const told = (line: number): Place => ({ file, line, path: null });
  if (document.errors.length > 0) {
    const rows = text.split(/\r\n|\r|\n/);
    return {
      problems: document.errors.map(({ code, pos }) => {
        const line = lineAt(pos[0]);
        return problem(told(line), "yaml-syntax", { code, text: (rows[line - 1] ?? "").trim() });
      }),
    };
  }
  const value = plainValueOf(document);
  if (value === undefined) return { problems: [problem(told(1), "yaml-syntax", { code: "TOO_MANY_ALIASES", text: "" })] };
  if (value === null) return { problems: [problem(told(1), "yaml-empty", {})] };
  const at = (path: Path): Place => ({ file, line: lineAt(offsetOf(document.contents, path)), path: pathText(path) });
  return { source: { file, value, at } };
}

function plainValueOf(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: mostAliases }) as unknown;
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
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
