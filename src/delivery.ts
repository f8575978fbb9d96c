import type { Log } from "./app.ts";
import { type Visit, visitOf } from "./features/feature.ts";
import { notices } from "./notices/index.ts";
import { calendarOf, nextOpenInstant } from "./program/calendar.ts";
import { addDays, addMinutes, type Day, hour, type Instant, instantAt } from "./program/day.ts";
import { markGone, readReachability } from "./store/addresses.ts";
import { lease, type OutboxRow, postpone, sentSince, settle } from "./store/outbox.ts";
import type { Store } from "./store/store.ts";
import { findPerson } from "./store/visitors.ts";
import type { Message } from "./ui/model.ts";
import { type Address, DeliveryError, type DeliveryProblem, type Platform } from "./ui/platform.ts";

/** How many rows ended in each way, or wait. */
export interface DeliveryReport {
  sent: number;
  dropped: number;
  waiting: number;
  failed: number;
}

const batch = 100;
const minutesPerWeek = 7 * 24 * 60;

/** What is to happen to a row; deciding is apart from sending. */
type Decision =
  | { do: "send"; to: Address; platform: Platform; message: Message }
  | { do: "drop"; outcome: "dropped" | "gone" | "expired"; reason: string }
  | { do: "wait"; until: Instant; for: string };

interface Decided {
  row: OutboxRow;
  decision: Decision;
}

/** Sends what is due until nothing is. Each workspace has its own turn: one that is throttled delays no other. */
export async function deliverDue(store: Store, platforms: readonly Platform[], now: Instant, log: Log): Promise<DeliveryReport> {
  const report: DeliveryReport = { sent: 0, dropped: 0, waiting: 0, failed: 0 };
  for (;;) {
    const rows = await lease(store, now, batch);
    if (rows.length === 0) return report;
    const turns = new Map<string, Decided[]>();
    const underWay = new Map<string, number>();
    for (const row of rows) {
      const whatToWhom = `${row.kind}/${row.personId}`;
      const decision = await decide(store, platforms, row, now, underWay.get(whatToWhom) ?? 0).catch((error: unknown) => {
        logDefect(log, row, error);
        return { do: "wait", until: addSeconds(now, backOffSeconds(row.attempts)), for: "temporary" } satisfies Decision;
      });
      if (decision.do === "send") underWay.set(whatToWhom, (underWay.get(whatToWhom) ?? 0) + 1);
      const whose = decision.do === "send" ? `${decision.to.platform}/${decision.to.workspace}` : "nobody's";
      turns.set(whose, [...(turns.get(whose) ?? []), { row, decision }]);
    }
    await Promise.all([...turns.values()].map((turn) => takeTurn(store, turn, now, log, report)));
  }
}

/** `underWay` counts those of the same kind to the same person that this batch is about to send. */
async function decide(store: Store, platforms: readonly Platform[], row: OutboxRow, now: Instant, underWay: number): Promise<Decision> {
  if (now > row.giveUpAfter) return { do: "drop", outcome: "expired", reason: row.waitedFor ?? "too-late" };
  const notice = notices.find(({ kind }) => kind === row.kind);
  const visitor = await findPerson(store, row.organizationId, row.personId, now);
  if (!notice || !visitor) return { do: "drop", outcome: "dropped", reason: "no-longer-concerned" };
  const visit = visitOf(visitor, store, now);

  const message = await notice.compose(visit, row);
  if ("dropped" in message) return { do: "drop", outcome: "dropped", reason: message.dropped };

  const { addresses, pausedUntil } = await readReachability(store, visit.person, visit.today);
  const wait = await mustWait(store, visit, row, notice.perWeek - underWay, pausedUntil, now);
  // What would come too late still waits: a pause may end early. It is dropped once it is no longer worth saying.
  if (wait) return { do: "wait", until: wait.until > row.giveUpAfter ? addMinutes(row.giveUpAfter, 1) : wait.until, for: wait.for };

  for (const to of addresses) {
    const platform = platforms.find(({ name }) => name === to.platform);
    if (platform) return { do: "send", to, platform, message };
  }
  return { do: "drop", outcome: "gone", reason: "no-address" };
}

/** What holds a message back for now: a pause, a closed day or quiet hours, the cap of its kind. */
async function mustWait(
  store: Store,
  visit: Visit,
  row: OutboxRow,
  stillAllowed: number,
  pausedUntil: Day | null,
  now: Instant,
): Promise<{ until: Instant; for: string } | null> {
  const { zone } = visit.organization;
  const plan = row.cohortId ? await visit.planOf({ id: row.cohortId }) : null;
  const open = (from: Instant) => (plan ? nextOpenInstant(from, calendarOf(plan.calendar), plan.quietHours, zone) : from);

  if (pausedUntil) return { until: open(instantAt(addDays(pausedUntil, 1), hour("00:00"), zone)), for: "paused" };
  const openAt = open(now);
  if (openAt > now) return { until: openAt, for: "quiet-hours" };
  const sent = await sentSince(store, visit.person.id, row.kind, addMinutes(now, -minutesPerWeek));
  if (sent.length >= stillAllowed) return { until: open(addMinutes(sent[0] ?? now, minutesPerWeek)), for: "enough-this-week" };
  return null;
}

/** Rows of one workspace, one after the other. When it asks to wait, all that remains of its turn waits. */
async function takeTurn(store: Store, turn: readonly Decided[], now: Instant, log: Log, report: DeliveryReport): Promise<void> {
  let throttledUntil: Instant | null = null;
  for (const { row, decision } of turn) {
    if (decision.do === "drop") {
      await settle(store, row, now, decision.outcome, decision.reason);
      report.dropped++;
    } else if (decision.do === "wait") {
      await postpone(store, row, decision.until, decision.for);
      report.waiting++;
    } else if (throttledUntil) {
      await postpone(store, row, throttledUntil, "throttled");
      report.waiting++;
    } else {
      const problem = await send(decision, row, log);
      if (problem?.problem === "throttled") throttledUntil = addSeconds(now, problem.retryAfterSeconds);
      await record(store, decision, row, now, problem, report);
      if (problem) log("warn", "delivery", { row: row.id, kind: row.kind, person: row.personId, problem: problem.problem });
    }
  }
}

/** @returns what went wrong, or null. A row that an earlier process left in the middle is looked up before it is sent again. */
async function send({ platform, to, message }: Decision & { do: "send" }, row: OutboxRow, log: Log): Promise<DeliveryProblem | null> {
  try {
    if (row.interrupted && (await platform.can.lookUp?.(to, row.key))) return null;
    await platform.send(to, { key: row.key, message });
    return null;
  } catch (error) {
    if (error instanceof DeliveryError) return error.problem;
    logDefect(log, row, error);
    return { problem: "temporary", reason: "defect" };
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

async function record(
  store: Store,
  { to }: Decision & { do: "send" },
  row: OutboxRow,
  now: Instant,
  problem: DeliveryProblem | null,
  report: DeliveryReport,
): Promise<void> {
  switch (problem?.problem) {
    case undefined:
      await settle(store, row, now, "sent");
      report.sent++;
      return;
    case "throttled":
      await postpone(store, row, addSeconds(now, problem.retryAfterSeconds), "throttled");
      report.waiting++;
      return;
    case "temporary":
      await postpone(store, row, addSeconds(now, backOffSeconds(row.attempts)), "temporary");
      report.waiting++;
      return;
    case "gone":
      await markGone(store, to, now, problem.reason);
      await postpone(store, row, now, "gone");
      report.failed++;
      return;
    case "refused":
      await settle(store, row, now, "refused", problem.reason);
      report.failed++;
  }
}

const addSeconds = (at: Instant, seconds: number): Instant => addMinutes(at, seconds / 60);

/** One minute, then twice as long each time, up to an hour; a quarter of it left to chance so that rows spread. */
function backOffSeconds(attempts: number): number {
  const base = Math.min(60 * 2 ** (attempts - 1), 3_600);
  return Math.round(base * (0.875 + Math.random() / 4));
}
