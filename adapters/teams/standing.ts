import type { Address, Profile } from "../../src/ui/platform.ts";
import { troubleIn } from "./errors.ts";
import type { TeamsOptions } from "./options.ts";

const dayMs = 24 * 3_600_000;

/**
 * Whether somebody became a guest since they were linked, of which Teams says nothing by itself: it is asked once a day, of
 * those who turn to the bot. Where it does not say, they are what they were.
 */
export function openStanding({ now, log }: TeamsOptions, profileOf: (of: Address, conversation: string) => Promise<Profile | null>) {
  const askedAt = new Map<string, number>();

  return async function isGuest(of: Address, conversation: string): Promise<boolean> {
    const account = `${of.workspace}/${of.user}`;
    if (now() - (askedAt.get(account) ?? Number.NEGATIVE_INFINITY) < dayMs) return false;
    askedAt.set(account, now());
    try {
      return (await profileOf(of, conversation))?.kind === "guest";
    } catch (error) {
      log("warn", "teams-profile", troubleIn(error));
      return false;
    }
  };
}
