import { findAccountOf, findIntroduced, type Search } from "./accounts.ts";
import type { Log } from "./app.ts";
import { type Visit, visitOf } from "./features/feature.ts";
import { aboutAccounts, notices } from "./notices/index.ts";
import { linked } from "./notices/linked.ts";
import type { Notice } from "./notices/notice.ts";
import { welcome } from "./notices/welcome.ts";
import { calendarOf, nextOpenInstant } from "./program/calendar.ts";
import { addDays, addMinutes, type Day, hour, type Instant, instantAt } from "./program/day.ts";
import { failedReasons, type WaitReason } from "./program/reasons.ts";
import { keepRests, type RestsOf } from "./rests.ts";
import { readReachability } from "./store/addresses.ts";
import { readChannel } from "./store/channels.ts";
import { readIntroductions } from "./store/introductions.ts";
import { lease, type OutboxRow, sentSince } from "./store/outbox.ts";
import type { Store } from "./store/store.ts";
import { findPerson } from "./store/visitors.ts";
import { readWelcomes } from "./store/welcomes.ts";
import {
  type Composed,
  type Decided,
  type Decision,
  type Delivery,
  type DeliveryReport,
  endingOf,
  logDefect,
  openTurn,
  type PassTime,
  type Place,
  type Turn,
  tryAgain,
  type Wait,
  workspaceOf,
} from "./turn.ts";
import type { Address, Platform } from "./ui/platform.ts";

/** A platform that takes one message a second is done with a batch well before its lease runs out. */
const batch = 100;
const minutesPerWeek = 7 * 24 * 60;
/** How long a row waits for a platform that does not run here: it may be started meanwhile, or run in another process. */
const minutesWithoutPlatform = 60;
/** How often what waits for the word to a newly linked account looks whether it was said, and how long it waits after it. */
const minutesBetweenLooks = 15;
const minutesAlone = 24 * 60;
/** How long what waits for a welcome waits at least, and after how many attempts at it, which is most of a day, it waits no longer. */
const minutesBehindWelcome = 1;
const mostAttemptsToWelcome = 24;

/**
 * Sends what is due until nothing is. Each workspace has its own turn: one that is throttled delays no other, and what
 * falls due while it waits is sent meanwhile. Sending takes its time, so the clock is read again for each batch and each
 * message.
 */
export async function deliverDue(
  store: Store,
  platforms: readonly Platform[],
  clock: () => Instant,
  log: Log,
  wait?: PassTime,
  restsOf: RestsOf = keepRests(),
): Promise<DeliveryReport> {
  const report: DeliveryReport = { sent: 0, dropped: 0, waiting: 0, failed: 0 };
  const bell = openBell();
  const failures: unknown[] = [];
  const turns = new Map<string, Turn>();
  const delivery: Delivery = {
    ...{ store, clock, log, wait, report, restsOf, isStopping: false, pauses: bell.ring },
    decide: (row) => decideSafely(store, platforms, row, clock(), 0, log),
    fails(error) {
      failures.push(error);
      delivery.isStopping = true;
    },
  };
  const all = (isSo: (turn: Turn) => boolean) => [...turns.values()].every(isSo);

  for (;;) {
    const heard = bell.count();
    const rows = await leaseMore(delivery);
    for (const [workspace, decided] of await byWorkspace(delivery, platforms, rows)) {
      const turn = turns.get(workspace) ?? openTurn(delivery, workspace);
      turns.set(workspace, turn);
      turn.take(decided);
    }
    if (rows.length === 0) {
      // What a turn gave back at its very end may be due.
      if (bell.count() === heard && all((turn) => turn.isThrough())) break;
      await bell.after(heard);
    }
    while (!all((turn) => turn.isThrough() || turn.isHeldUp())) await bell.after(bell.count());
  }
  if (failures.length > 0) throw failures[0];
  return report;
}

async function leaseMore({ store, clock, isStopping, fails }: Delivery): Promise<OutboxRow[]> {
  if (isStopping) return [];
  return lease(store, clock(), batch).catch((error: unknown) => {
    fails(error);
    return [];
  });
}

async function byWorkspace(
  { store, clock, log }: Delivery,
  platforms: readonly Platform[],
  rows: readonly OutboxRow[],
): Promise<Map<string, Decided[]>> {
  const now = clock();
  const decided = new Map<string, Decided[]>();
  const underWay = new Map<string, number>();
  for (const row of rows) {
    const whatToWhom = `${row.kind}/${row.personId}`;
    const decision = await decideSafely(store, platforms, row, now, underWay.get(whatToWhom) ?? 0, log);
    if (decision.do === "send") underWay.set(whatToWhom, (underWay.get(whatToWhom) ?? 0) + 1);
    const whose = workspaceOf(decision);
    decided.set(whose, [...(decided.get(whose) ?? []), { row, decision }]);
  }
  return decided;
}

/** Whoever waits for it to ring does so from a count on, and misses none. */
function openBell() {
  let rung = 0;
  let listeners: (() => void)[] = [];
  return {
    count: () => rung,
    ring(): void {
      rung++;
      const woken = listeners;
      listeners = [];
      for (const wake of woken) wake();
    },
    after: (count: number): Promise<void> => (rung > count ? Promise.resolve() : new Promise((resolve) => listeners.push(resolve))),
  };
}

const decideSafely = (
  store: Store,
  platforms: readonly Platform[],
  row: OutboxRow,
  now: Instant,
  underWay: number,
  log: Log,
): Promise<Decision> =>
  decide(store, platforms, row, now, underWay).catch((error: unknown) => {
    logDefect(log, row, error);
    return tryAgain(row, now);
  });

/** `underWay` counts those of the same kind to the same person that this batch is about to send. */
async function decide(store: Store, platforms: readonly Platform[], row: OutboxRow, now: Instant, underWay: number): Promise<Decision> {
  if (now > row.giveUpAfter) return { do: "settle", outcome: "expired", reason: row.waitedFor ?? "too-late" };
  const notice = notices.find(({ kind }) => kind === row.kind);
  const visitor = await findPerson(store, row.organizationId, row.personId, now);
  if (!notice || !visitor) return { do: "settle", outcome: "dropped", reason: "no-longer-concerned" };
  const visit = visitOf(visitor, store, now);

  const message = await notice.compose(visit, row);
  if ("dropped" in message) return { do: "settle", outcome: "dropped", reason: message.dropped };

  const { zone } = visit.organization;
  const { addresses, pausedUntil, toldOfLink } = await readReachability(store, visit.person, visit.today);
  const wait =
    (await mustWait(store, visit, row, notice, underWay, pausedUntil, now)) ??
    untilTold(row, toldOfLink, now) ??
    (await untilWelcomed(store, row, notice, now));
  if (wait) return wait;

  const there = notice.toChannel ? await channelOf(store, row) : addresses;
  const served = placesOf(there, platforms);
  const best = served.find(({ to, platform }) => platform.can.reaches?.(to) ?? true) ?? served[0];
  if (best) return { do: "send", ...best, elsewhere: served.filter((one) => one !== best), message, composedAt: now, zone };
  if (there.length > 0) return waitWhileWorthSaying(row, addMinutes(now, minutesWithoutPlatform), "no-platform");
  if (notice.toAccountOf === undefined) return { do: "settle", outcome: "gone", reason: "no-address" };
  if (row.waitedFor === "gone") return { do: "settle", outcome: "gone", reason: "gone" };
  const { introduction } = row.subject;
  const search =
    notice.toAccountOf === "email"
      ? await findAccountOf(store, platforms, visit.person, now)
      : await findIntroduced(store, platforms, visit.person, introduction as number);
  const asked = row.interrupted ? await readIntroductions(store, row.organizationId) : [];
  const elsewhere = placesOf(
    asked.filter(({ personId }) => personId === row.personId).map(({ at }) => at),
    platforms,
  );
  return toAccount(search, row, { message, composedAt: now, zone }, elsewhere);
}

/** Those of these addresses whose platform runs here. */
const placesOf = (addresses: readonly Address[], platforms: readonly Platform[]): Place[] =>
  addresses.flatMap((to) => platforms.filter(({ name }) => name === to.platform).map((platform) => ({ to, platform })));

async function channelOf(store: Store, { organizationId, subject }: OutboxRow): Promise<Address[]> {
  const channel = await readChannel(store, organizationId, subject.channel as number);
  return channel ? [channel.at] : [];
}

/** To whoever may be a person that has no address; `elsewhere` are those who were asked before. */
function toAccount(search: Search, row: OutboxRow, composed: Composed, elsewhere: readonly Place[]): Decision {
  const now = composed.composedAt;
  if ("found" in search) return { do: "send", ...search.found, elsewhere, ...composed };
  if ("failed" in search) return endingOf(search.failed, row, now);
  if ("nowhere" in search) return waitWhileWorthSaying(row, addMinutes(now, minutesWithoutPlatform), "no-directory");
  return { do: "settle", outcome: search.ended === "done" ? "dropped" : "gone", reason: search.ended };
}

/** An account that a coordinator linked hears of that first, and of nothing else for a day: it may be the wrong one. */
function untilTold(row: OutboxRow, told: Instant | "not yet" | null, now: Instant): Wait | null {
  if (told === null || row.kind === linked.kind) return null;
  const until = told === "not yet" ? addMinutes(now, minutesBetweenLooks) : addMinutes(told, minutesAlone);
  return until > now ? waitWhileWorthSaying(row, until, "just-linked") : null;
}

/**
 * The welcome to a cohort is its first word to a person, also where it has to be tried again or another process has it. One
 * that waits for another reason, such as a pause, holds nothing back, nor does one that cannot be sent.
 */
async function untilWelcomed(store: Store, row: OutboxRow, notice: Notice, now: Instant): Promise<Wait | null> {
  if (notice === welcome || aboutAccounts.includes(notice)) return null;
  const welcomes = await readWelcomes(store, row);
  if (welcomes.some(({ isSent }) => isSent)) return null;
  const next = welcomes.find(({ isSettled, attempts, notBefore, waitsFor }) => {
    const isDue = notBefore <= now || failedReasons.some((reason) => reason === waitsFor);
    return !isSettled && isDue && attempts < mostAttemptsToWelcome;
  });
  if (!next) return null;
  const soon = addMinutes(now, minutesBehindWelcome);
  const until = next.notBefore > soon ? next.notBefore : soon;
  return until < row.giveUpAfter ? { do: "wait", until, for: "welcome-first" } : null;
}

/** What holds a message back for now: a pause, a closed day or quiet hours, the cap of its kind. */
async function mustWait(
  store: Store,
  visit: Visit,
  row: OutboxRow,
  { perWeek, evenInPause }: Notice,
  underWay: number,
  pausedUntil: Day | null,
  now: Instant,
): Promise<Wait | null> {
  const { zone } = visit.organization;
  const plan = row.cohortId ? await visit.planOf({ id: row.cohortId }) : null;
  const open = (from: Instant) => (plan ? nextOpenInstant(from, calendarOf(plan.calendar), plan.quietHours, zone) : from);

  if (pausedUntil && !(await evenInPause?.(visit, row)))
    return waitWhileWorthSaying(row, open(instantAt(addDays(pausedUntil, 1), hour("00:00"), zone)), "paused");
  const openAt = open(now);
  // A night between two attempts does not hide that the first one failed.
  if (openAt > now) return waitWhileWorthSaying(row, openAt, failedReasons.find((reason) => reason === row.waitedFor) ?? "quiet-hours");
  const sent = await sentSince(store, visit.person, row.kind, addMinutes(now, -minutesPerWeek));
  if (sent.length < perWeek - underWay) return null;
  return waitWhileWorthSaying(row, open(addMinutes(sent[0] ?? now, minutesPerWeek)), "enough-this-week");
}

/** What would come too late still waits, since what holds it back may end early. It is dropped once it is no longer worth saying. */
const waitWhileWorthSaying = ({ giveUpAfter }: OutboxRow, until: Instant, reason: WaitReason): Wait => ({
  do: "wait",
  until: until > giveUpAfter ? addMinutes(giveUpAfter, 1) : until,
  for: reason,
});
