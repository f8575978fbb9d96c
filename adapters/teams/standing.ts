import { type Address, DeliveryError, type Profile } from "../../src/ui/platform.ts";
import { troubleIn } from "./errors.ts";
import type { TeamsOptions } from "./options.ts";

const dayMs = 24 * 3_600_000;

/** What Teams says of somebody who turns to the bot: it is not to be known just now, or not before they add the app. */
type Standing = "member" | "guest" | "not-now" | "unseen";

/**
 * Whether somebody became a guest since they were linked, of which Teams says nothing by itself: it is asked once a day, of
 * those who turn to the bot. Where it does not say, nothing is shown to them.
 */
export function openStanding({ now, log }: TeamsOptions, profileOf: (of: Address, conversation: string) => Promise<Profile | null>) {
  const toldAt = new Map<string, number>();

  return async function standingOf(of: Address, conversation: string): Promise<Standing> {
    const account = `${of.workspace}/${of.user}`;
    if (now() - (toldAt.get(account) ?? Number.NEGATIVE_INFINITY) < dayMs) return "member";
    try {
      if ((await profileOf(of, conversation))?.kind === "guest") return "guest";
      toldAt.set(account, now());
      return "member";
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      const trouble = troubleIn(error);
      log("warn", "teams-profile", trouble);
      return trouble.problem === "temporary" || trouble.problem === "throttled" ? "not-now" : "unseen";
    }
  };
}
