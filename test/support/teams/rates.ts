const hour = 3_600_000;

/** So many in so many milliseconds, of one conversation. Source: "Optimize your bot with rate limiting" in Teams' documentation. */
const windows: Readonly<Record<"write" | "read", readonly (readonly [count: number, ms: number])[]>> = {
  write: [
    [7, 1000],
    [8, 2000],
    [60, 30_000],
    [1800, hour],
  ],
  read: [
    [14, 1000],
    [16, 2000],
    [120, 30_000],
    [3600, hour],
  ],
};

/** How often the bot may do what in one conversation, and in one tenant where a test says so. */
export class Rates {
  /** Writes in a second, in all conversations of one tenant; as many as one likes when null. */
  perTenant: number | null = null;
  readonly #hits = new Map<string, number[]>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Seconds to wait when this comes too fast; null when it does not, and then it counts. */
  tooFast(kind: "write" | "read", conversation: string, tenant: string): number | null {
    const keys: [string, readonly (readonly [number, number])[]][] = [[`${kind} ${conversation}`, windows[kind]]];
    if (kind === "write" && this.perTenant !== null) keys.push([`tenant ${tenant}`, [[this.perTenant, 1000]]]);
    const waits = keys.flatMap(([key, limits]) => limits.map(([count, ms]) => this.#wait(key, count, ms)));
    const longest = waits.reduce((a, b) => Math.max(a, b), 0);
    if (longest > 0) return Math.ceil(longest / 1000);
    for (const [key] of keys) this.#hits.set(key, [...this.#within(key, hour), this.#now()]);
    return null;
  }

  #wait(key: string, count: number, ms: number): number {
    const first = this.#within(key, ms).at(-count);
    return first === undefined ? 0 : first + ms - this.#now();
  }

  #within(key: string, ms: number): number[] {
    return (this.#hits.get(key) ?? []).filter((at) => at > this.#now() - ms);
  }
}
