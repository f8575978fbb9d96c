import { CsvError, parse } from "csv-parse/sync";
import { type Column, readHeader } from "./columns.ts";
import { type Place, type Problem, problem } from "./problems.ts";

/** A table of participants, whose cells are known by column. */
interface Table {
  rows: TableRow[];
  /** Headers of columns that mean nothing to Triade. */
  unread: string[];
  /** False when its rows could not be read at all. */
  whole: boolean;
}

export interface TableRow {
  line: number;
  /** The cell as it was typed, without the spaces around it; empty when the row or the table has none. */
  cell(column: Column): string;
  /** Where a cell is; the row when the table has no such column. */
  at(column?: string): Place;
}

interface Split {
  cells: string[];
  line: number;
}

const delimiters = [";", ",", "\t"] as const;

/** Excel writes `sep=;` above a table to say what parts its cells. */
const announcement = /^sep=(.)\r?\n/i;

/** Reads a table whose first row holds the headers. Rows where every cell is empty are nobody's. */
export function readTable(text: string, file: string, problems: Problem[]): Table {
  const announced = announcement.exec(text);
  const body = announced ? text.slice(announced[0].length) : text;
  const skipped = announced ? 1 : 0;
  const refuse = (code: "table-empty" | "table-only-headers" | "table-quote-open", line: number): Table => {
    problems.push(problem({ file, line, path: null }, code, {}));
    return { rows: [], unread: [], whole: false };
  };

  const delimiter = announced?.[1] ?? delimiterOf(body);
  const split = splitRecords(body, delimiter);
  if ("openQuoteAt" in split) return refuse("table-quote-open", split.openQuoteAt + skipped);
  const [head, ...records] = split.records;
  if (!head) return refuse("table-empty", 1);
  const headLine = head.line + skipped;
  const { columns, unread, enough } = readHead(head.cells, (path) => ({ file, line: headLine, path }), problems);
  if (!enough) return { rows: [], unread, whole: false };
  if (records.length === 0) return refuse("table-only-headers", headLine);
  const rows = records.map(({ cells, line }): TableRow => {
    const at = (column?: string): Place => ({
      file,
      line: line + skipped,
      path: head.cells[columns.get(column as Column) ?? -1]?.trim() ?? null,
    });
    if (cells.slice(head.cells.length).some((cell) => cell.trim() !== "")) {
      problems.push(problem(at(), "table-row-too-long", { cells: cells.length, columns: head.cells.length }));
    }
    return { line: line + skipped, cell: (column) => cells[columns.get(column) ?? -1]?.trim() ?? "", at };
  });
  return { rows, unread, whole: true };
}

function splitRecords(body: string, delimiter: string, mostRecords?: number): { records: Split[] } | { openQuoteAt: number } {
  try {
    const parsed = parse(body, {
      delimiter,
      info: true,
      raw: true,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      ...(mostRecords === undefined ? {} : { to: mostRecords }),
    }) as unknown as { record: string[]; raw: string; info: { lines: number } }[];
    // `info.lines` counts to the end of a record; quoted cells may have begun lines before.
    return { records: parsed.map(({ record, raw, info }) => ({ cells: record, line: info.lines - linesIn(raw.trim()) })) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const readSoFar = Buffer.from(body)
      .subarray(0, Number(error.bytes_records ?? 0))
      .toString();
    return { openQuoteAt: 1 + linesIn(readSoFar) };
  }
}

const linesIn = (text: string): number => text.match(/\r\n|\r|\n/g)?.length ?? 0;

/** The delimiter under which most headers are ours; of those as good, the one that makes most cells. */
function delimiterOf(body: string): string {
  const tries = delimiters.map((delimiter) => {
    const split = splitRecords(body, delimiter, 1);
    const cells = "records" in split ? (split.records[0]?.cells ?? []) : [];
    return { delimiter, ours: cells.filter((cell) => readHeader(cell) !== null).length, cells: cells.length };
  });
  tries.sort((a, b) => b.ours - a.ours || b.cells - a.cells);
  return tries[0]?.delimiter ?? ";";
}

function readHead(cells: readonly string[], at: (path: string | null) => Place, problems: Problem[]) {
  const columns = new Map<Column, number>();
  const unread: string[] = [];
  const slips: { header: string; near: string }[] = [];
  const before = problems.length;
  for (const [index, cell] of cells.entries()) {
    const header = cell.trim();
    const read = readHeader(header);
    if (read === null) unread.push(header);
    else if ("near" in read) slips.push({ header, near: read.near });
    else if (!("meaning" in read)) problems.push(problem(at(header), "table-column-unclear", { header, readings: read.readings }));
    else if (columns.has(read.meaning)) {
      problems.push(problem(at(header), "table-column-twice", { header, first: String(cells[columns.get(read.meaning) ?? 0]).trim() }));
    } else columns.set(read.meaning, index);
  }
  for (const { header, near } of slips) {
    const meant = readHeader(near);
    if (meant && "meaning" in meant && columns.has(meant.meaning)) unread.push(header);
    else problems.push(problem(at(header), "table-column-near", { header, nearest: near }));
  }
  const enough = columns.has("email") || (columns.has("mentor") && columns.has("mentee"));
  if (!enough && problems.length === before)
    problems.push(problem(at(null), "table-columns-missing", { found: cells.map((cell) => cell.trim()) }));
  return { columns, enough, unread: unread.filter((header) => header !== "") };
}
