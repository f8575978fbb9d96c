import type { Log } from "./app.ts";
import type { IsMember } from "./features/feature.ts";
import { notNow } from "./ui/not-now.ts";
import { codeOf, DeliveryError, type Incoming, type Platform } from "./ui/platform.ts";

/**
 * Whether an account is a member's: the last word on it is its platform's, which is asked once nobody waits for the
 * acknowledgement. One that cannot be asked has said when somebody left.
 */
export const asksStanding =
  (platforms: readonly Platform[], { held }: Incoming, log: Log): IsMember =>
  async (at) => {
    const platform = platforms.find(({ name }) => name === at.platform);
    if (!platform?.can.standing) return true;
    if (!held) return { kind: "hold" };
    try {
      const standing = await platform.can.standing(at);
      return standing === null ? notNow() : standing === "member";
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      log("warn", "standing", { platform: platform.name, problem: error.problem.problem, reason: codeOf(error.problem) });
      return notNow();
    }
  };
