import type { Instant } from "./program/day.ts";
import type { Address, Throttled } from "./ui/platform.ts";

/** Who asked, within one workspace, not to be written to, and until when. */
export interface Rests {
  /** Until when nothing is written there; it may be over. */
  of(to: Address): Instant | null;
  /**
   * Whether a platform that asked to wait means the whole workspace. One that counts conversation by conversation does when one
   * after the other asks: then it is the workspace that is written to too often.
   */
  isForAll(to: Address, problem: Throttled): boolean;
  begin(to: Address | "all", until: Instant): void;
  /** A message was answered with anything but "wait". */
  over(): void;
}

export function openRests(): Rests {
  const until = new Map<string, Instant>();
  /** The last to ask, when nobody was heard since. */
  let asked: string | null = null;
  return {
    of: ({ user }) =>
      [until.get("all"), until.get(`of ${user}`)].reduce<Instant | null>((last, one) => (one && (!last || one > last) ? one : last), null),
    isForAll({ user }, { inConversation }) {
      const isSecond = asked !== null && asked !== user;
      asked = user;
      return !inConversation || isSecond;
    },
    begin(to, end) {
      until.set(to === "all" ? to : `of ${to.user}`, end);
    },
    over() {
      asked = null;
    },
  };
}
