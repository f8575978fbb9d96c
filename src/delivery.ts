import type { Log } from "./app.ts";
import { type Visit, visitOf } from "./features/feature.ts";
import { notices } from "./notices/index.ts";
import { calendarOf, nextOpenInstant } from "./program/calendar.ts";
import { addDays, addMinutes, type Day, hour, type Instant, instantAt } from "./program/day.ts";
import { failedReasons, type WaitReason } from "./program/reasons.ts";
import { toReview } from "./review.ts";
import { markGone, readReachability } from "./store/addresses.ts";
import { giveBack, isRunningOut, lease, type OutboxRow, type Outcome, postpone, type Shown, sentSince, settle } from "./store/outbox.ts";
import type { Store } from "./store/store.ts";
import { findPerson } from "./store/visitors.ts";
import type { Message } from "./ui/model.ts";
import { type Address, DeliveryError, type DeliveryProblem, type Platform, type Receipt } from "./ui/platform.ts";

/** How many rows ended in each way, or wait. */
export interface DeliveryReport {
  sent: number;
  dropped: number;
  waiting: number;
  failed: number;
}

/** A platform that takes one message a second is done with a batch well before its lease runs out. */
const batch = 100;
const minutesPerWeek = 7 * 24 * 60;
/** How long a row waits for a platform that does not run here: it may be started meanwhile, or run in another process. */
const minutesWithoutPlatform = 60;

interface Sending {
  do: "send";
  to: Address;
  platform: Platform;
  message: Message;
  composedAt: Instant;
  zone: string;
}

/** What is written down about a row. */
type Ending = { do: "settle"; outcome: Outcome; reason: string | null; shown?: Shown | null } | Wait;
type Wait = { do: "wait"; until: Instant; for: WaitReason };

/** What is to happen to a row; deciding is apart from sending. */
interface Decided {
  row: OutboxRow;
  decision: Sending | Ending;
}

/**
 * Sends what is due until nothing is. Each workspace has its own turn: one that is throttled delays no other.
 * Sending takes its time, so the clock is read again for each batch and each message.
 */
export async function deliverDue(store: Store, platforms: readonly Platform[], clock: () => Instant, log: Log): Promise<DeliveryReport> {
  const report: DeliveryReport = { sent: 0, dropped: 0, waiting: 0, failed: 0 };
  for (;;) {
    const now = clock();
    const rows = await lease(store, now, batch);
    if (rows.length === 0) return report;
    const turns = new Map<string, Decided[]>();
    const underWay = new Map<string, number>();
    for (const row of rows) {
      const whatToWhom = `${row.kind}/${row.personId}`;
      const decision = await decide(store, platforms, row, now, underWay.get(whatToWhom) ?? 0).catch((error: unknown) => {
        logDefect(log, row, error);
        return { do: "wait", until: addSeconds(now, backOffSeconds(row.attempts)), for: "temporary" } satisfies Wait;
      });
      if (decision.do === "send") underWay.set(whatToWhom, (underWay.get(whatToWhom) ?? 0) + 1);
      const whose = decision.do === "send" ? `${decision.to.platform}/${decision.to.workspace}` : "nobody's";
      turns.set(whose, [...(turns.get(whose) ?? []), { row, decision }]);
    }
    await Promise.all([...turns.values()].map((turn) => takeTurn(store, turn, clock, log, report)));
  }
}

/** `underWay` counts those of the same kind to the same person that this batch is about to send. */
async function decide(
  store: Store,
  platforms: readonly Platform[],
  row: OutboxRow,
  now: Instant,
  underWay: number,
): Promise<Sending | Ending> {
  if (now > row.giveUpAfter) return { do: "settle", outcome: "expired", reason: row.waitedFor ?? "too-late" };
  const notice = notices.find(({ kind }) => kind === row.kind);
  const visitor = await findPerson(store, row.organizationId, row.personId, now);
  if (!notice || !visitor) return { do: "settle", outcome: "dropped", reason: "no-longer-concerned" };
  const visit = visitOf(visitor, store, now);

  const message = await notice.compose(visit, row);
  if ("dropped" in message) return { do: "settle", outcome: "dropped", reason: message.dropped };

  const { addresses, pausedUntil } = await readReachability(store, visit.person, visit.today);
  const wait = await mustWait(store, visit, row, notice.perWeek - underWay, pausedUntil, now);
  if (wait) return wait;

  for (const to of addresses) {
    const platform = platforms.find(({ name }) => name === to.platform);
    if (platform) return { do: "send", to, platform, message, composedAt: now, zone: visit.organization.zone };
  }
  if (addresses.length > 0) return waitWhileWorthSaying(row, addMinutes(now, minutesWithoutPlatform), "no-platform");
  return { do: "settle", outcome: "gone", reason: "no-address" };
}

/** What holds a message back for now: a pause, a closed day or quiet hours, the cap of its kind. */
async function mustWait(
  store: Store,
  visit: Visit,
  row: OutboxRow,
  stillAllowed: number,
  pausedUntil: Day | null,
  now: Instant,
): Promise<Wait | null> {
  const { zone } = visit.organization;
  const plan = row.cohortId ? await visit.planOf({ id: row.cohortId }) : null;
  const open = (from: Instant) => (plan ? nextOpenInstant(from, calendarOf(plan.calendar), plan.quietHours, zone) : from);

  if (pausedUntil) return waitWhileWorthSaying(row, open(instantAt(addDays(pausedUntil, 1), hour("00:00"), zone)), "paused");
  const openAt = open(now);
  // A night between two attempts does not hide that the first one failed.
  if (openAt > now) return waitWhileWorthSaying(row, openAt, failedReasons.find((reason) => reason === row.waitedFor) ?? "quiet-hours");
  const sent = await sentSince(store, visit.person, row.kind, addMinutes(now, -minutesPerWeek));
  if (sent.length < stillAllowed) return null;
  return waitWhileWorthSaying(row, open(addMinutes(sent[0] ?? now, minutesPerWeek)), "enough-this-week");
}

/** What would come too late still waits, since what holds it back may end early. It is dropped once it is no longer worth saying. */
const waitWhileWorthSaying = ({ giveUpAfter }: OutboxRow, until: Instant, reason: WaitReason): Wait => ({
  do: "wait",
  until: until > giveUpAfter ? addMinutes(giveUpAfter, 1) : until,
  for: reason,
});

/**
 * Rows of one workspace, one after the other. When it asks to wait, all that remains of its turn waits. When it
 * takes so long that the lease runs out, what remains is given back, to be leased and judged anew.
 */
async function takeTurn(store: Store, turn: readonly Decided[], clock: () => Instant, log: Log, report: DeliveryReport): Promise<void> {
  let throttled: Wait | null = null;
  for (const { row, decision } of turn) {
    if (isRunningOut(row, clock())) {
      await giveBack(store, row, clock());
      continue;
    }
    const ending: Ending = decision.do === "send" ? (throttled ?? (await send(store, decision, row, clock, log))) : decision;
    if (ending.do === "wait" && ending.for === "throttled") throttled = ending;
    const isOurs = await writeDown(store, row, ending, clock());
    if (isOurs) report[countedAs(ending)]++;
    else log("warn", "lease-lost", { row: row.id, kind: row.kind, person: row.personId });
  }
}

const writeDown = (store: Store, row: OutboxRow, ending: Ending, now: Instant): Promise<boolean> =>
  ending.do === "wait"
    ? postpone(store, row, ending.until, ending.for)
    : settle(store, row, now, ending.outcome, ending.reason, ending.shown);

function countedAs(ending: Ending): keyof DeliveryReport {
  if (ending.do === "wait") return ending.for === "gone" ? "failed" : "waiting";
  if (ending.outcome === "sent") return "sent";
  return ending.outcome === "refused" ? "failed" : "dropped";
}

async function send(store: Store, sending: Sending, row: OutboxRow, clock: () => Instant, log: Log): Promise<Ending> {
  const tried = await attempt(sending, row, log);
  if ("receipt" in tried) {
    return { do: "settle", outcome: "sent", reason: null, shown: toReview(row, sending, tried.receipt, clock()) };
  }
  log("warn", "delivery", { row: row.id, kind: row.kind, person: row.personId, problem: tried.problem });
  const now = clock();
  if (tried.problem === "gone") await markGone(store, row.organizationId, sending.to, now, tried.reason);
  return endingOf(tried, row, now);
}

/** @returns the receipt, or what went wrong. A row that an earlier process left in the middle is looked up before it is sent again. */
async function attempt({ platform, to, message }: Sending, row: OutboxRow, log: Log): Promise<{ receipt: Receipt } | DeliveryProblem> {
  try {
    const shown = row.interrupted ? await platform.can.lookUp?.(to, row.key) : null;
    return shown ?? { receipt: await platform.send(to, { key: row.key, message }) };
  } catch (error) {
    if (error instanceof DeliveryError) return error.problem;
    logDefect(log, row, error);
    return { problem: "temporary", reason: "defect" };
  }
}

function endingOf(problem: DeliveryProblem, row: OutboxRow, now: Instant): Ending {
  switch (problem.problem) {
    case "throttled":
      return { do: "wait", until: addSeconds(now, problem.retryAfterSeconds), for: "throttled" };
    case "temporary":
      return { do: "wait", until: addSeconds(now, backOffSeconds(row.attempts)), for: "temporary" };
    case "gone":
      return { do: "wait", until: now, for: "gone" };
    case "refused":
      return { do: "settle", outcome: "refused", reason: problem.reason };
  }
}

/** A defect in one message holds up no other. What it says may quote somebody, so only its name is logged. */
function logDefect(log: Log, row: OutboxRow, error: unknown): void {
  log("error", "delivery-defect", {
    row: row.id,
    kind: row.kind,
    person: row.personId,
    name: error instanceof Error ? error.name : "unknown",
  });
}

const addSeconds = (at: Instant, seconds: number): Instant => addMinutes(at, seconds / 60);

/** One minute, then twice as long each time, up to an hour; a quarter of it left to chance so that rows spread. */
function backOffSeconds(attempts: number): number {
  const base = Math.min(60 * 2 ** (attempts - 1), 3_600);
  return Math.round(base * (0.875 + Math.random() / 4));
}
