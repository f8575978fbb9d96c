import { DeliveryError } from "../src/ui/platform.ts";

/** How often a call is made at most, and for how many seconds one wait may be, and all of them together. */
interface Patience {
  attempts: number;
  oneWait: number;
  inAll: number;
}

/** For what is shown to somebody who looks on. */
const lookingOn: Patience = { attempts: 4, oneWait: 60, inAll: 180 };
/** For what has to be said though nobody looks on any more: half an hour. */
export const untilSaid: Patience = { attempts: Number.POSITIVE_INFINITY, oneWait: 1800, inAll: 1800 };

const longestPause = 60;

/**
 * Makes a call to a platform again when it asks to wait or cannot answer. For what answers somebody now: what the bot says by
 * itself has the outbox for that.
 *
 * @param spread how much longer than it need be a wait is at most, as a part of it, so that those who failed together do not
 * come back together.
 * @throws DeliveryError when it still fails, or never will do.
 */
export async function persistently<Result>(
  call: () => Promise<Result>,
  wait: (ms: number) => Promise<void>,
  { spread = 0, patience = lookingOn }: { spread?: number; patience?: Patience } = {},
): Promise<Result> {
  let left = patience.inAll;
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      const seconds = error instanceof DeliveryError ? secondsToWait(error, attempt) : null;
      if (seconds === null || attempt === patience.attempts || seconds > Math.min(patience.oneWait, left)) throw error;
      left -= seconds;
      await wait(seconds * 1000 * (1 + Math.random() * spread));
    }
  }
}

function secondsToWait({ problem }: DeliveryError, attempt: number): number | null {
  if (problem.problem === "temporary") return Math.min(2 ** (attempt - 1), longestPause);
  return problem.problem === "throttled" ? problem.retryAfterSeconds : null;
}
