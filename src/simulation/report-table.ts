import { notices } from "../notices/index.ts";
import type { Language } from "../program/terms.ts";
import { inWords } from "../words/in-words.ts";
import { wordsOf } from "../words/index.ts";
import type { YearReport } from "./report.ts";

/** The year as a table for a terminal. */
export function reportTable(report: YearReport, language: Language): string {
  const words = wordsOf(language);
  const w = words.simulation;
  const sum = (of: (one: YearReport["notices"][number]) => number) => report.notices.reduce((total, one) => total + of(one), 0);
  const droppedOf = ({ dropped }: YearReport["notices"][number]) => Object.values(dropped).reduce((total, count) => total + count, 0);
  const rows: string[][] = [
    [...w.columns],
    ...report.notices.map((one) => [
      notices.find(({ kind }) => kind === one.kind)?.label(words) ?? one.kind,
      String(one.planned),
      String(one.sent),
      String(droppedOf(one)),
      String(one.missed),
      Object.entries(one.dropped)
        .map(([reason, count]) => `${inWords(words.playground.reasons, reason)} (${count})`)
        .join(", "),
    ]),
    [w.total, String(sum(({ planned }) => planned)), String(sum(({ sent }) => sent)), String(sum(droppedOf)), String(report.missed), ""],
  ];
  const widths = w.columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        column === 0 || column === w.columns.length - 1 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd();
  const rule = "─".repeat(widths.reduce((total, width) => total + width + 2, -2));
  const facts: [string, string | number][] = [
    [w.rows.dyads, report.dyads],
    [w.rows.meetings, report.meetings],
    [w.rows.questionnaires, `${report.questionnaires.answered} / ${report.questionnaires.asked}`],
    [w.rows.followUps, `${report.followUps.held} / ${report.followUps.planned}`],
    [w.rows.unplaced, report.followUps.unplaced],
    [w.rows.waiting, report.waiting],
    [w.rows.twice, report.twice],
    [w.rows.missed, report.missed],
  ];
  const widest = Math.max(...facts.map(([label]) => label.length));
  const [head, ...body] = rows;
  return [
    "",
    line(head ?? []),
    rule,
    ...body.slice(0, -1).map(line),
    rule,
    line(body.at(-1) ?? []),
    "",
    ...facts.map(([label, value]) => `${label.padEnd(widest)}  ${value}`),
    "",
  ].join("\n");
}
