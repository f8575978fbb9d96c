/** One line of the table: what was measured, what came out, and what it should keep. */
export interface Figure {
  what: string;
  found: string;
  target: string;
  kept: boolean | null;
}

export const milliseconds = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}

export function table(figures: readonly Figure[]): string {
  const rows = [
    ["measure", "found", "target", ""],
    ...figures.map(({ what, found, target, kept }) => [what, found, target, kept === null ? "" : kept ? "kept" : "MISSED"]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
