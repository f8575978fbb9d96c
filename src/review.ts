import { createHash } from "node:crypto";
import type { Log } from "./app.ts";
import { backOffSeconds } from "./back-off.ts";
import { type Visit, visitOf } from "./features/feature.ts";
import { notices } from "./notices/index.ts";
import type { Afterwards, Notice, Snapshot } from "./notices/notice.ts";
import { settledTo } from "./notices/settled.ts";
import { addDays, addMinutes, type Day, hour, type Instant, instantAt } from "./program/day.ts";
import { mergePauses } from "./program/pause.ts";
import type { DropReason } from "./program/reasons.ts";
import type { FollowUpId } from "./program/terms.ts";
import { keepRests, type Rests, type RestsOf } from "./rests.ts";
import { markGone } from "./store/addresses.ts";
import { isRunningOut, type OutboxRow, type Shown } from "./store/outbox.ts";
import { readPauses } from "./store/pauses.ts";
import { askReview, askReviewAbout, closeReview, keepForReview, leaseReviews, type ShownNotice } from "./store/reviews.ts";
import type { Store } from "./store/store.ts";
import { findPerson } from "./store/visitors.ts";
import type { Message } from "./ui/model.ts";
import {
  type Address,
  codeOf,
  DeliveryError,
  type DeliveryProblem,
  type Incoming,
  type Platform,
  type Receipt,
  type Reply,
} from "./ui/platform.ts";

/** A platform that takes one message a second is done with a batch before half of its lease is over. */
const batch = 100;
/** Sending goes before: what a tick leaves is looked at on the next one, after what is to be sent by then. */
const batchesInATick = 10;
/** An update that fails for so long after its matter was over is given up. */
const daysToTry = 30;
/** It was tried so often in a row, too: whoever was away for long may be back on a day on which their platform throttles. */
const mostAttempts = 100;
/** What stands where nobody is reached is put right for whoever is back within so many days, and looked at this often. */
const [daysToWaitForThem, daysBetweenLooks] = [400, 30];
/** What is answered while a message is on its way is not missed: one that took longer than this is looked at again at once. */
const onItsWay = 1 / 6;
const midnight = hour("00:00");

/** When an entry for a calendar was told is no part of it: that differs each time. */
const asShown = ({ blocks, ...message }: Message): string => {
  const told = blocks.map((block) => (block.kind === "event" ? { ...block, event: { ...block.event, told: null } } : block));
  return createHash("sha256")
    .update(JSON.stringify({ ...message, blocks: told }))
    .digest("base64url")
    .slice(0, 22);
};

const hasButtons = ({ blocks }: Message): boolean =>
  blocks.some(
    (block) => block.kind === "buttons" || (block.kind === "items" && block.items.some(({ buttons = [] }) => buttons.length > 0)),
  );

/** What is to be known of a message that was just sent, if ever it is to say something else; null where it will not. */
export function toReview(
  row: OutboxRow,
  { platform, to, message, composedAt, zone }: { platform: Platform; to: Address; message: Message; composedAt: Instant; zone: string },
  receipt: Receipt,
  now: Instant,
): Shown | null {
  const afterwards = notices.find(({ kind }) => kind === row.kind)?.afterwards;
  if (!platform.can.update || receipt === null || !afterwards || !hasButtons(message)) return null;
  const isLate = row.interrupted || addMinutes(composedAt, onItsWay) < now;
  return { to, receipt, as: asShown(message), reviewAt: isLate ? now : afterwards.until(row, zone) };
}

/** What somebody did may settle what messages ask of them and of those around them: they are looked at again, and so are the homes that say anything of these people. */
export async function reviewAfter(
  { store, organization, person, dyads, viewer, now, homesNear }: Visit,
  incoming: Incoming,
  reply: Reply,
): Promise<void> {
  const isDone =
    (incoming.kind === "submit" && reply.kind !== "ask") ||
    (incoming.kind === "press" && (reply.kind === "say" || reply.kind === "replace") && !incoming.action.endsWith(".open"));
  if (!isDone) return;
  const followUp = incoming.kind === "submit" && viewer.coordinates.size > 0 ? Number(incoming.hidden.followUp) : Number.NaN;
  if (Number.isSafeInteger(followUp)) await askReviewAbout(store, organization.id, followUp as FollowUpId, now, homesNear);
  // What members do among themselves settles nothing that was said to the coordinator.
  else await askReview(store, organization.id, [...new Set([person.id, ...dyads.map(({ other }) => other.id)])], now, homesNear);
}

/** How many messages were made to say something else, left as they are, or wait for their platform. */
interface ReviewReport {
  updated: number;
  kept: number;
  waiting: number;
}

/** What a message is to say, and when it is looked at again; null when it never is. */
interface Review {
  message: Message | null;
  next: Instant | null;
}

interface Task {
  row: ShownNotice;
  review: Review;
}

/**
 * Looks again at messages whose matter may be settled or over, and has each say what is true now. It decides by the
 * state alone, so that the same review twice, or after the person's own press did the same, changes nothing.
 */
export async function reviewDue(
  store: Store,
  platforms: readonly Platform[],
  clock: () => Instant,
  log: Log,
  restsOf: RestsOf = keepRests(),
): Promise<ReviewReport> {
  const report: ReviewReport = { updated: 0, kept: 0, waiting: 0 };
  for (let done = 0; done < batchesInATick; done++) {
    const now = clock();
    const rows = await leaseReviews(store, now, batch);
    const turns = new Map<string, Task[]>();
    for (const row of rows) {
      if (row.isGone) {
        await waitUntilBack(store, row, now, report);
        continue;
      }
      try {
        const task = { row, review: await judge(store, row, now) };
        const whose = `${row.to.platform}/${row.to.workspace}`;
        turns.set(whose, [...(turns.get(whose) ?? []), task]);
      } catch (error) {
        logDefect(log, row, error);
        await wait(store, row, now, tryAgain(row, now), report);
      }
    }
    const reviewing = { store, platforms, clock, log, report };
    await Promise.all([...turns].map(([whose, turn]) => takeTurn(reviewing, restsOf(whose), turn)));
    if (rows.length < batch) return report;
  }
  return report;
}

/** What the message is to say from now on, from the state alone. */
async function judge(store: Store, row: ShownNotice, now: Instant): Promise<Review> {
  const notice = notices.find(({ kind }) => kind === row.kind);
  const visitor = await findPerson(store, row.organizationId, row.personId, now);
  if (!notice?.afterwards || !visitor) return { message: null, next: null };
  const visit = visitOf(visitor, store, now);
  if (!row.isTheirs && !notice.afterwards.isOfAccount) return { message: ofSomebodyElse(visit, notice), next: null };
  const { zone } = visit.organization;
  const { until, mayComeBackUntil, asks, snapshot, settled } = notice.afterwards;
  const end = until(row, zone);
  const last = now < end ? end : (mayComeBackUntil?.(row) ?? end);
  const again = now < last ? last : null;

  const message = snapshot ? await asItStood(visit, row, notice.afterwards, snapshot) : await notice.compose(visit, row);
  if (message && "dropped" in message) {
    // A date that is not known yet may come again, an end be taken back, a meeting concern somebody again, what closed open again.
    const mayPass =
      ["moved", "ended", "no-longer-concerned"].includes(message.dropped) ||
      (mayComeBackUntil !== undefined && message.dropped === "not-needed");
    return { message: await settled(visit, row, message.dropped), next: mayPass ? again : null };
  }
  if (now >= end) return { message: await settled(visit, row, "lapsed"), next: again };
  if (!message) return { message: null, next: end };
  return asks ? quiet(visit, message, end) : { message, next: end };
}

/** What tells how things stood stays as it is for whom it concerns, unless it said meanwhile that it does not. */
async function asItStood(
  visit: Visit,
  row: ShownNotice,
  { settled }: Afterwards,
  { concerns, again }: Snapshot,
): Promise<Message | null | { dropped: DropReason }> {
  const dropped = "no-longer-concerned";
  if (!(await concerns(visit, row))) return { dropped };
  return row.as === asShown(await settled(visit, row, dropped)) ? again(visit, row) : null;
}

/** Whoever has the account in which it is shown may be somebody else by now. */
const ofSomebodyElse = (visit: Visit, { label }: Notice): Message =>
  settledTo(visit, { summary: label(visit.words) }, visit.words.notices.settled["no-longer-concerned"]);

/** During a pause the message asks for nothing; after it, it asks again. */
async function quiet(visit: Visit, message: Message, end: Instant): Promise<Review> {
  const [pause] = mergePauses(await readPauses(visit.store, visit.person, visit.today));
  if (!pause) return { message, next: end };
  const isUnderWay = pause.from <= visit.today;
  const turn = instantAt(isUnderWay ? addDays(pause.until, 1) : pause.from, midnight, visit.organization.zone);
  const next = turn < end ? turn : end;
  return { message: isUnderWay ? inPause(visit, message, pause.until) : message, next };
}

function inPause(visit: Visit, { summary, blocks }: Message, until: Day): Message {
  const [heading] = blocks.flatMap((block) => (block.kind === "heading" ? block.text : []));
  return settledTo(visit, { summary, ...(heading === undefined ? {} : { heading }) }, visit.words.notices.paused(until));
}

/** What the turns of one review share. */
interface Reviewing {
  store: Store;
  platforms: readonly Platform[];
  clock: () => Instant;
  log: Log;
  report: ReviewReport;
}

/**
 * The messages of one workspace, one after the other. What asked to wait, all of it or one conversation, is not asked again
 * before that.
 */
async function takeTurn({ store, platforms, clock, log, report }: Reviewing, rests: Rests, turn: readonly Task[]): Promise<void> {
  for (const { row, review } of turn) {
    const { message } = review;
    const isNew = message !== null && asShown(message) !== row.as;
    const platform = platforms.find(({ name }) => name === row.to.platform);
    const now = clock();
    const until = rests.of(row.to, now) ?? now;
    if (isNew && (until > now || isRunningOut(row, now))) {
      await wait(store, { ...row, attempts: row.attempts - 1 }, now, until > now ? until : now, report);
      continue;
    }
    const problem = isNew ? await attempt(platform, row.to, row, message, log) : null;
    if (problem)
      log("warn", "update", { row: row.id, kind: row.kind, person: row.personId, problem: problem.problem, reason: codeOf(problem) });
    if (problem?.problem === "throttled" || problem?.problem === "temporary") {
      const next = problem.problem === "temporary" ? tryAgain(row, clock()) : addMinutes(clock(), problem.retryAfterSeconds / 60);
      if (problem.problem === "throttled") rests.begin(rests.isForAll(row.to, problem, clock()) ? "all" : row.to, clock(), next);
      await wait(store, row, clock(), next, report);
      continue;
    }
    if (isNew) rests.over();
    if (problem?.problem === "gone") {
      await markGone(store, row.organizationId, row.to, clock(), problem.reason);
      await waitUntilBack(store, row, clock(), report);
      continue;
    }
    // A message that is gone, or that its platform leaves as it is, is not looked at again.
    if (problem || review.next === null) await closeReview(store, row);
    else await keepForReview(store, row, isNew ? asShown(message) : row.as, review.next, 0);
    report[isNew && !problem ? "updated" : "kept"]++;
  }
}

async function attempt(
  platform: Platform | undefined,
  to: Address,
  row: ShownNotice,
  message: Message,
  log: Log,
): Promise<DeliveryProblem | null> {
  // It may be started meanwhile, or run in another process.
  if (!platform) return { problem: "temporary", reason: "no-platform" };
  try {
    await platform.can.update?.(to, row.receipt, message);
    return null;
  } catch (error) {
    if (error instanceof DeliveryError) return error.problem;
    logDefect(log, row, error);
    return { problem: "temporary", reason: "defect" };
  }
}

async function wait(store: Store, row: ShownNotice, now: Instant, next: Instant, report: ReviewReport): Promise<void> {
  report.waiting++;
  const isTooLate = now > addMinutes(row.giveUpAfter, daysToTry * 24 * 60);
  if (isTooLate && row.attempts > mostAttempts) return closeReview(store, row);
  await keepForReview(store, row, row.as, next, row.attempts);
}

const tryAgain = ({ attempts }: ShownNotice, now: Instant): Instant => addMinutes(now, backOffSeconds(attempts) / 60);

/** What stands where nothing reaches is looked at again when its person is found there again; before that, only to give it up in the end. */
async function waitUntilBack(store: Store, row: ShownNotice, now: Instant, report: ReviewReport): Promise<void> {
  report.waiting++;
  if (now > addMinutes(row.giveUpAfter, daysToWaitForThem * 24 * 60)) return closeReview(store, row);
  await keepForReview(store, row, row.as, addMinutes(now, daysBetweenLooks * 24 * 60), 0);
}

function logDefect(log: Log, row: ShownNotice, error: unknown): void {
  const name = error instanceof Error ? error.name : "unknown";
  log("error", "review-defect", { row: row.id, kind: row.kind, person: row.personId, name });
}
