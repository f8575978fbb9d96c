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

/** Keeps the bot, as far as this process knows, from writing faster than Teams takes it. */
export function openPace(now: () => number): (conversation: string) => number {
  const written = new Map<string, number[]>();

  /** @returns how many milliseconds to wait before writing there; 0 when it may be now, which then counts. */
  return (conversation) => {
    const at = now();
    const before = (written.get(conversation) ?? []).filter((time) => time > at - longest);
    const waits = windows.map(([count, ms]) => (before.at(-count) ?? Number.NEGATIVE_INFINITY) + ms - at);
    const wait = Math.max(0, ...waits);
    if (wait > 0) return wait;
    written.delete(conversation);
    written.set(conversation, [...before, at]);
    const [oldest] = written.keys();
    if (written.size > mostKept && oldest !== undefined) written.delete(oldest);
    return 0;
  };
}
