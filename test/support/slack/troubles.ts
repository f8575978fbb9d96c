/**
 * What a call meets: an error of Slack, a status, what something in between answers in its place, an answer that is long in coming,
 * or a connection that breaks before or after it is done.
 */
export type Trouble =
  | string
  | { status: number; retryAfter?: number }
  | { page: string; status: number; headers?: Record<string, string> }
  | { until: Promise<unknown> }
  | "drop"
  | "drop-after";

interface Rate {
  perSecond: number;
  per: "team" | "channel";
}

/** What goes wrong with calls: once, as a test asks, or when they come too fast. */
export class Troubles {
  readonly #next = new Map<string, Trouble[]>();
  readonly #rates = new Map<string, Rate>();
  readonly #hits = new Map<string, number[]>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The next calls of this method fail so, one after the other. */
  failNext(method: string, trouble: Trouble, times = 1): void {
    this.#next.set(method, [...(this.#next.get(method) ?? []), ...Array<Trouble>(times).fill(trouble)]);
  }

  /** At most so many calls a second; fewer than one for so many seconds between two. */
  rate(method: string, perSecond: number, per: Rate["per"] = "team"): void {
    this.#rates.set(method, { perSecond, per });
  }

  next(method: string): Trouble | undefined {
    return this.#next.get(method)?.shift();
  }

  /** Seconds to wait when this call comes too fast; null when it does not, and then it counts. */
  tooFast(method: string, team: string, channel: unknown): number | null {
    const rate = this.#rates.get(method);
    if (!rate) return null;
    const key = [method, team, ...(rate.per === "channel" ? [channel] : [])].join(" ");
    const window = Math.max(1000, 1000 / rate.perSecond);
    const recent = (this.#hits.get(key) ?? []).filter((at) => at > this.#now() - window);
    const [first] = recent;
    if (first !== undefined && recent.length >= rate.perSecond) return Math.max(1, Math.ceil((first + window - this.#now()) / 1000));
    this.#hits.set(key, [...recent, this.#now()]);
    return null;
  }
}
