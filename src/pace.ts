/** How quickly one workspace takes messages, learned from its answers. All times are in milliseconds. */
interface Pace {
  /** The next message may be begun from then on. */
  readonly nextAt: number;
  /** A message that was begun at `at` got an answer other than "wait". */
  sent(at: number): void;
  /** The platform asked, at `at`, to wait for so long. */
  throttled(at: number, wait: number): void;
}

/** For so long without being throttled, a pace has held, and a quicker one is tried. */
const trial = 60_000;
const smallestStep = 0.1;

/**
 * At full speed until the platform throttles; then as it asks, which is seldom as much as it allows: a wait in whole
 * seconds lasts longer than it has to, and a request that is refused costs its time. So what it took between two waits
 * is spread evenly over that time. Should it still throttle, a little more slowly; when it has not for a minute, more quickly.
 */
export function openPace(): Pace {
  let gap = 0;
  let nextAt = 0;
  /** The last wait ended then: what is counted since, the platform took on a new allowance. */
  let countedFrom: number | null = null;
  let count = 0;
  let heldFrom = 0;
  let step = smallestStep;
  /** How many times quicker than a pace that held the present one is; null while none is on trial. */
  let onTrial: number | null = null;

  function quicken(at: number): void {
    gap /= 1 + step;
    onTrial = 1 + step;
    step = Math.min(1, step * 2);
    heldFrom = at;
  }

  function slowDown(taken: number, wait: number): void {
    if (gap === 0) gap = Math.max(taken, wait) / count;
    else if (onTrial === null) gap += Math.max(0, (taken + wait) / count - gap) / 10;
    else {
      gap *= onTrial;
      step = smallestStep;
    }
    onTrial = null;
    // Whatever was counted, one message for each wait is allowed: a little later, since calls take unequal times.
    gap = Math.min(gap, 1.05 * wait);
  }

  return {
    get nextAt() {
      return nextAt;
    },
    sent(at) {
      count++;
      if (gap > 0 && at - heldFrom >= trial) quicken(at);
      nextAt = at + gap;
    },
    throttled(at, wait) {
      if (countedFrom !== null && count > 0) slowDown(at - countedFrom, wait);
      count = 0;
      nextAt = at + wait;
      countedFrom = heldFrom = nextAt;
    },
  };
}
