/** So many writes in so many milliseconds, in one conversation. Source: "Optimize your bot with rate limiting" in the documentation of Teams. */
const windows = [
  [7, 1000],
  [8, 2000],
  [60, 30_000],
  [1800, 3_600_000],
] as const;
const longest = 3_600_000;
/** Conversations that are kept in mind; those that were quiet for longest are forgotten first. */
const mostKept = 10_000;

/** When it was through; null while it is on its way, for Teams counts it when it comes. */
interface Write {
  at: number | null;
}

/** Keeps the bot, as far as this process knows, from writing faster than Teams takes it. */
export function openPace(now: () => number) {
  const written = new Map<string, readonly Write[]>();

  return {
    /** @returns how many milliseconds to wait before writing there, or what to call once a write that begins now is through. */
    begin(conversation: string): number | (() => void) {
      const time = now();
      const before = (written.get(conversation) ?? []).filter(({ at }) => at === null || at > time - longest);
      const timeOf = (write: Write | undefined): number => (write ? (write.at ?? time) : Number.NEGATIVE_INFINITY);
      const wait = Math.max(...windows.map(([count, ms]) => timeOf(before.at(-count)) + ms - time));
      if (wait > 0) return wait;
      const write: Write = { at: null };
      written.delete(conversation);
      written.set(conversation, [...before, write]);
      const [oldest] = written.keys();
      if (written.size > mostKept && oldest !== undefined) written.delete(oldest);
      return () => {
        write.at = now();
      };
    },
  };
}
