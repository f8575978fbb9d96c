import { DeliveryError } from "../src/ui/platform.ts";

const attempts = 4;
const longestWaitSeconds = 60;

/**
 * Makes a call to a platform again when it asks to wait or cannot answer. For what answers somebody now: what the bot says by
 * itself has the outbox for that.
 *
 * @throws DeliveryError when it still fails, or never will do.
 */
export async function persistently<Result>(
  call: () => Promise<Result>,
  wait: (ms: number) => Promise<void>,
  /** How much longer than it need be a wait is at most, as a part of it, so that those who failed together do not come back together. */
  spread = 0,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      const seconds = error instanceof DeliveryError ? secondsToWait(error, attempt, spread) : null;
      if (seconds === null || attempt === attempts) throw error;
      await wait(seconds * 1000);
    }
  }
}

function secondsToWait({ problem }: DeliveryError, attempt: number, spread: number): number | null {
  if (problem.problem === "temporary") return 2 ** (attempt - 1) * (1 + Math.random() * spread);
  if (problem.problem !== "throttled") return null;
  return problem.retryAfterSeconds <= longestWaitSeconds ? problem.retryAfterSeconds * (1 + Math.random() * spread) : null;
}
