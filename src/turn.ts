import type { Log } from "./app.ts";
import { backOffSeconds, spreadOut } from "./back-off.ts";
import { openPace } from "./pace.ts";
import { addMinutes, fromEpoch, type Instant, toEpoch } from "./program/day.ts";
import type { WaitReason } from "./program/reasons.ts";
import type { RestsOf } from "./rests.ts";
import { toReview } from "./review.ts";
import { markGone } from "./store/addresses.ts";
import { askHomes } from "./store/homes.ts";
import { giveBack, isLoss, isRunningOut, type OutboxRow, type Outcome, postpone, type Shown, settle } from "./store/outbox.ts";
import type { Store } from "./store/store.ts";
import type { Message } from "./ui/model.ts";
import { type Address, codeOf, DeliveryError, type DeliveryProblem, type Platform, type Receipt, type Throttled } from "./ui/platform.ts";

/** How many rows ended in each way, or wait. */
export interface DeliveryReport {
  sent: number;
  dropped: number;
  waiting: number;
  failed: number;
}

/** Lets so much time pass; "stopped" when the process stops instead. */
export type PassTime = (milliseconds: number) => Promise<"stopped" | undefined>;

/** A message, when it was composed, and in which time zone its days are. */
export interface Composed {
  message: Message;
  composedAt: Instant;
  zone: string;
}

/** Where something is shown. */
export interface Place {
  to: Address;
  platform: Platform;
}

interface Sending extends Composed, Place {
  do: "send";
  /** Where else its person may have been shown it, should an earlier process have begun. */
  elsewhere: readonly Place[];
}

/** What is written down about a row. */
type Ending = { do: "settle"; outcome: Outcome; reason: string | null; shown?: Shown | null } | Wait;
export type Wait = { do: "wait"; until: Instant; for: WaitReason };

export type Decision = Sending | Ending;

export interface Decided {
  row: OutboxRow;
  decision: Decision;
}

/** What the turns of one delivery share. */
export interface Delivery {
  store: Store;
  clock: () => Instant;
  log: Log;
  /** Without it, what is throttled is postponed. */
  wait: PassTime | undefined;
  report: DeliveryReport;
  decide(row: OutboxRow): Promise<Decision>;
  restsOf: RestsOf;
  /** Nothing more is begun: what is leased is given back. */
  isStopping: boolean;
  /** Told whenever a turn waits or is through. */
  pauses(): void;
  fails(error: unknown): void;
}

/** The rows of one workspace, one after the other. */
export interface Turn {
  take(rows: readonly Decided[]): void;
  isThrough(): boolean;
  /** It has rows, and had to wait for the platform since it took the first of them. */
  isHeldUp(): boolean;
}

/** A row of a turn: it is decided anew where that was done before the turn waited, and has begun where the platform was asked. */
interface InHand {
  row: OutboxRow;
  decision: Decision | null;
  begun: boolean;
}

/** What a platform asks for beyond this is no wait within a turn. */
const longestWaitSeconds = 60;
/** The pace of a workspace that has been quiet for so long says nothing any more. */
const paceKept = 60_000;

const nameOf = ({ to }: Place): string => `${to.platform}/${to.workspace}`;
export const workspaceOf = (decision: Decision): string => (decision.do === "send" ? nameOf(decision) : "nobody's");

/**
 * When the platform asks to wait for a short time, the turn does, and goes on with the same row; for a longer time, all
 * that remains is postponed. Where it asks so of one conversation, what is for the others is sent meanwhile. When it takes so long that the lease runs out, what remains is given back, to be leased and
 * judged anew.
 */
export function openTurn(delivery: Delivery, workspace: string): Turn {
  const { store, clock, log, wait } = delivery;
  const inHand: InHand[] = [];
  let pace = openPace();
  let isAtWork = false;
  let isHeldUp = false;
  const rests = delivery.restsOf(workspace);

  async function work(): Promise<void> {
    isAtWork = true;
    try {
      await untilAllowed();
      for (let next = inHand.shift(); next; next = inHand.shift()) {
        if (delivery.isStopping || isRunningOut(next.row, clock())) await handBack(next);
        else await deliver(next);
        await untilAllowed();
      }
    } catch (error) {
      delivery.fails(error);
    } finally {
      // At once: whoever comes after the last row has been taken begins anew.
      isAtWork = isHeldUp = false;
      delivery.pauses();
    }
  }

  async function untilAllowed(): Promise<void> {
    const milliseconds = pace.nextAt - toEpoch(clock());
    if (!wait || delivery.isStopping || inHand.length === 0 || milliseconds <= 0) return;
    isHeldUp = true;
    delivery.pauses();
    if ((await wait(milliseconds)) === "stopped") delivery.isStopping = true;
    for (const waiting of inHand) waiting.decision = null;
  }

  async function handBack({ row, begun }: InHand): Promise<void> {
    const now = clock();
    if (!begun) await giveBack(store, row, now);
    else await postpone(store, row, fromEpoch(Math.max(pace.nextAt, toEpoch(now))), "throttled");
  }

  async function deliver(next: InHand): Promise<void> {
    const decision = next.decision ?? (await delivery.decide(next.row));
    if (decision.do !== "send") return writeDown(delivery, next.row, decision);
    // Its person has moved to another workspace since.
    if (workspaceOf(decision) !== workspace) return handBack(next);
    const until = rests.of(decision.to, clock());
    if (until) return writeDown(delivery, next.row, { do: "wait", until, for: "throttled" });
    return send(next.row, decision);
  }

  async function send(row: OutboxRow, sending: Sending): Promise<void> {
    const begunAt = toEpoch(clock());
    const doubtEnds = () => addMinutes(rests.waitsSince(row.id, clock()), minutesInDoubt);
    // A delivery may come late: what has less time left than twice as much waits for nothing.
    const mayWait = () => clock() < doubtEnds() && addMinutes(doubtEnds(), minutesInDoubt) < row.giveUpAfter;
    const tried = await attempt(sending, row, log, mayWait);
    const problem = "receipt" in tried ? null : tried.problem;
    if (problem)
      log("warn", "delivery", { row: row.id, kind: row.kind, person: row.personId, problem: problem.problem, reason: codeOf(problem) });
    if (problem?.problem === "throttled") return throttled(row, tried.at, problem);
    rests.over();
    pace.sent(begunAt);
    const now = clock();
    if (problem?.problem === "gone") await markGone(store, row.organizationId, tried.at.to, now, problem.reason);
    // A platform that could not be heard may have shown the message: the next attempt looks first.
    const inDoubt = row.interrupted || problem?.problem === "temporary";
    const ending: Ending =
      "receipt" in tried
        ? { do: "settle", outcome: "sent", reason: null, shown: toReview(row, { ...sending, ...tried.at }, tried.receipt, now) }
        : endingOf(tried.problem, row, now);
    const isElsewhere = nameOf(tried.at) !== workspace;
    if (isElsewhere && ending.do === "wait" && ending.until > doubtEnds()) ending.until = doubtEnds();
    await writeDown(delivery, { ...row, interrupted: inDoubt }, ending);
  }

  async function throttled(row: OutboxRow, at: Place, problem: Throttled): Promise<void> {
    const { retryAfterSeconds: seconds } = problem;
    const asking = delivery.restsOf(nameOf(at));
    const isForAll = asking.isForAll(at.to, problem, clock());
    if (asking === rests && isForAll && wait && seconds > 0 && seconds <= longestWaitSeconds) {
      pace.throttled(toEpoch(clock()), seconds * 1000);
      inHand.unshift({ row: { ...row, waitedFor: "throttled" }, decision: null, begun: true });
      return;
    }
    const until = addSeconds(clock(), isForAll ? seconds : spreadOut(seconds));
    asking.begin(isForAll ? "all" : at.to, clock(), until);
    await writeDown(delivery, row, { do: "wait", until, for: "throttled" });
  }

  return {
    take(rows) {
      // Those before them may decide about them: how many of a kind a person gets in a week, for one.
      inHand.push(...rows.map(({ row, decision }) => ({ row, decision: isAtWork ? null : decision, begun: false })));
      if (isAtWork) return;
      if (toEpoch(clock()) > pace.nextAt + paceKept) pace = openPace();
      void work();
    },
    isThrough: () => !isAtWork,
    isHeldUp: () => isHeldUp,
  };
}

async function writeDown({ store, clock, log, report }: Delivery, row: OutboxRow, ending: Ending): Promise<void> {
  const isOurs = await (ending.do === "wait"
    ? postpone(store, row, ending.until, ending.for)
    : settle(store, row, clock(), ending.outcome, ending.reason, ending.shown));
  if (!isOurs) return log("warn", "lease-lost", { row: row.id, kind: row.kind, person: row.personId });
  report[countedAs(ending)]++;
  // Whether somebody is reached is among what a home says.
  const isTold = ending.do === "settle" && (ending.outcome === "sent" || isLoss(ending.outcome, ending.reason));
  if (!isTold) return;
  await askHomes(store, row.organizationId, [row.personId], clock()).catch((error: unknown) => {
    log("error", "homes-not-asked", { row: row.id, name: error instanceof Error ? error.name : "unknown" });
  });
}

function countedAs(ending: Ending): keyof DeliveryReport {
  if (ending.do === "wait") return ending.for === "gone" ? "failed" : "waiting";
  if (ending.outcome === "sent") return "sent";
  return ending.outcome === "refused" ? "failed" : "dropped";
}

type Tried = { at: Place } & ({ receipt: Receipt } | { problem: DeliveryProblem });

/** After so long, what cannot be asked elsewhere keeps a message from its person no longer. */
const minutesInDoubt = 15;

/** A row that an earlier process left in the middle is looked up, wherever its person is, before it is sent again. */
async function attempt(sending: Sending, row: OutboxRow, log: Log, mayWait: () => boolean): Promise<Tried> {
  const { key } = row;
  const { to, platform, message } = sending;
  const here = { to, platform };
  const places = row.interrupted ? [here, ...sending.elsewhere] : [];
  for (const at of places) {
    const looked = await trying(row, log, async () => (await at.platform.can.lookUp?.(at.to, key)) ?? { nothing: true as const });
    if ("nothing" in looked || (at !== here && "problem" in looked && !isWorthWaiting(looked.problem, mayWait))) continue;
    return { at, ...looked };
  }
  return { at: here, ...(await trying(row, log, async () => ({ receipt: await platform.send(to, { key, message }) }))) };
}

async function trying<Result>(row: OutboxRow, log: Log, call: () => Promise<Result>): Promise<Result | { problem: DeliveryProblem }> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof DeliveryError) return { problem: error.problem };
    logDefect(log, row, error);
    return { problem: { problem: "temporary", reason: "defect" } };
  }
}

const isWorthWaiting = ({ problem }: DeliveryProblem, mayWait: () => boolean): boolean =>
  problem === "throttled" || (problem === "temporary" && mayWait());

/** What is written down about a row that met this problem, when nothing waits for it. */
export function endingOf(problem: DeliveryProblem, row: OutboxRow, now: Instant): Ending {
  switch (problem.problem) {
    case "throttled":
      return { do: "wait", until: addSeconds(now, problem.retryAfterSeconds), for: "throttled" };
    case "temporary":
      return tryAgain(row, now);
    case "gone":
      return { do: "wait", until: now, for: "gone" };
    case "refused":
      return { do: "settle", outcome: "refused", reason: codeOf(problem) };
  }
}

/** A defect in one message holds up no other. What it says may quote somebody, so only its name is logged. */
export function logDefect(log: Log, row: OutboxRow, error: unknown): void {
  log("error", "delivery-defect", {
    row: row.id,
    kind: row.kind,
    person: row.personId,
    name: error instanceof Error ? error.name : "unknown",
  });
}

const addSeconds = (at: Instant, seconds: number): Instant => addMinutes(at, seconds / 60);

export const tryAgain = (row: OutboxRow, now: Instant): Wait => ({
  do: "wait",
  until: addSeconds(now, backOffSeconds(row.attempts)),
  for: "temporary",
});
