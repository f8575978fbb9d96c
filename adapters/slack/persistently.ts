import { DeliveryError } from "../../src/ui/platform.ts";
import { told } from "./errors.ts";

const attempts = 4;
const longestWaitSeconds = 60;

/**
 * Makes a call to Slack again when it asks to wait or cannot answer. For what answers somebody now: what the bot says by
 * itself has the outbox for that.
 *
 * @throws DeliveryError when it still fails, or never will do.
 */
export async function persistently<Result>(call: () => Promise<Result>, wait: (ms: number) => Promise<void>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await told(call);
    } catch (error) {
      const seconds = error instanceof DeliveryError ? secondsToWait(error, attempt) : null;
      if (seconds === null || attempt === attempts) throw error;
      await wait(seconds * 1000);
    }
  }
}

function secondsToWait({ problem }: DeliveryError, attempt: number): number | null {
  if (problem.problem === "temporary") return 2 ** (attempt - 1);
  if (problem.problem !== "throttled") return null;
  return problem.retryAfterSeconds <= longestWaitSeconds ? problem.retryAfterSeconds : null;
}
