import { addMinutes, type Instant } from "./program/day.ts";
import type { Address, Throttled } from "./ui/platform.ts";

/** Who asked, within one workspace, not to be written to, and until when. */
export interface Rests {
  /** Until when nothing is written there; null where something may be. */
  of(to: Address, now: Instant): Instant | null;
  /**
   * Whether a platform that asked to wait means the whole workspace. One that counts conversation by conversation does when one
   * after the other asks: then it is the workspace that is written to too often.
   */
  isForAll(to: Address, problem: Throttled, now: Instant): boolean;
  begin(to: Address | "all", since: Instant, until: Instant): void;
  /** Since when a message waits for what cannot be asked about it elsewhere. */
  waitsSince(row: number, now: Instant): Instant;
  /** A message was answered with anything but "wait". */
  over(): void;
}

/** The rests of each workspace by its name. They outlast the run of a job that was asked to wait, and end with the process. */
export type RestsOf = (workspace: string) => Rests;

export function keepRests(): RestsOf {
  const kept = new Map<string, Rests>();
  return (workspace) => {
    const rests = kept.get(workspace) ?? openRests();
    kept.set(workspace, rests);
    return rests;
  };
}

const minutesRemembered = 24 * 60;

function openRests(): Rests {
  const waiting = new Map<number, Instant>();
  const ends = new Map<string, { since: Instant; until: Instant }>();
  /** The last to ask, when nobody was heard since. */
  let asked: { user: string; until: Instant } | null = null;
  return {
    of({ user }, now) {
      // A clock that was put back would make it long.
      for (const [whose, { since, until }] of ends) if (until <= now || since > now) ends.delete(whose);
      const [ofAll, ofThem] = [ends.get("all")?.until, ends.get(`of ${user}`)?.until];
      if (!ofAll || !ofThem) return ofAll ?? ofThem ?? null;
      return ofAll > ofThem ? ofAll : ofThem;
    },
    isForAll({ user }, { inConversation, retryAfterSeconds }, now) {
      const isSecond = asked !== null && asked.user !== user && asked.until > now;
      asked = { user, until: addMinutes(now, retryAfterSeconds / 60) };
      return !inConversation || isSecond;
    },
    begin(to, since, until) {
      ends.set(to === "all" ? to : `of ${to.user}`, { since, until });
    },
    waitsSince(row, now) {
      for (const [other, since] of waiting) if (since > now || addMinutes(since, minutesRemembered) < now) waiting.delete(other);
      const since = waiting.get(row) ?? now;
      waiting.set(row, since);
      return since;
    },
    over() {
      asked = null;
    },
  };
}
