import { type Answer, type Code, refused, throttled } from "./errors.ts";

/** What a call meets: an error of Teams, a status with or without a body, or a connection that breaks before or after it is done. */
export type Trouble = Code | { status: number; retryAfter?: number; body?: unknown } | "drop" | "drop-after";

/** What goes wrong with calls, as a test asks. */
export class Troubles {
  readonly #next = new Map<string, Trouble[]>();

  /** The next calls of this kind fail so, one after the other. */
  failNext(operation: string, trouble: Trouble, times = 1): void {
    this.#next.set(operation, [...(this.#next.get(operation) ?? []), ...Array<Trouble>(times).fill(trouble)]);
  }

  next(operation: string): Trouble | undefined {
    return this.#next.get(operation)?.shift();
  }
}

export function answerTo(trouble: Exclude<Trouble, "drop" | "drop-after">): Answer {
  if (typeof trouble === "string") return refused(trouble);
  if (trouble.status === 429) return trouble.retryAfter === undefined ? refused("Throttled") : throttled(trouble.retryAfter);
  const { status, body } = trouble;
  return { status, body };
}
