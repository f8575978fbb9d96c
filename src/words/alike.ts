/** Letters to insert, remove, replace or swap to get from one word to the other. */
export function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const next = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      let least = Math.min((last[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + same);
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (row > 1 && column > 1 && swapped) least = Math.min(least, (beforeLast[column - 2] ?? 0) + 1);
      next.push(least);
    }
    beforeLast = last;
    last = next;
  }
  return last[b.length] ?? 0;
}

/** The words nearest to `typed`, the nearest first; those too far to be meant are left out. */
export function nearest(typed: string, words: readonly string[], most = 3): string[] {
  return words
    .map((word) => ({
      word,
      far: word.startsWith(typed) && typed.length > 1 ? 0 : distance(typed, word) / Math.max(typed.length, word.length),
    }))
    .filter(({ far }) => far <= 0.5)
    .sort((a, b) => a.far - b.far || (a.word < b.word ? -1 : 1))
    .slice(0, most)
    .map(({ word }) => word);
}
