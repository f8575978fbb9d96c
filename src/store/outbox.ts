import { addMinutes, type Instant } from "../program/day.ts";
import { type FailedReason, failedReasons, type WaitReason } from "../program/reasons.ts";
import type { CohortId, OrganizationId, Person, PersonId } from "../program/terms.ts";
import type { Address } from "../ui/platform.ts";
import { isPostgres } from "./database.ts";
import { insertOrIgnore, type Store } from "./store.ts";

/** Ids and civil dates that say what a notice is about. Never a text. */
export type Subject = Readonly<Record<string, number | string>>;

/** What is to be said to whom, from when on, and when it stops being worth saying. */
export interface PlannedNotice {
  /** Unique for ever: planning the same thing again changes nothing. */
  key: string;
  kind: string;
  organizationId: OrganizationId;
  cohortId: CohortId | null;
  personId: PersonId;
  subject: Subject;
  notBefore: Instant;
  giveUpAfter: Instant;
}

/** A notice to compose: to be sent, or as the person got it. */
export interface NoticeRow extends PlannedNotice {
  id: number;
  /** When the person got it; null while they have not. */
  sentAt: Instant | null;
  /** Where they got it; null while they have not. */
  to: Address | null;
}

export interface OutboxRow extends NoticeRow {
  sentAt: null;
  to: null;
  /** Deliveries begun, this one included. */
  attempts: number;
  /** A delivery began before and nobody knows how it ended: the process died. */
  interrupted: boolean;
  /** What it waited for the last time. */
  waitedFor: WaitReason | null;
  /** Ours until then. It grows with each lease, so it also tells one lease of a row from another. */
  leasedUntil: Instant;
}

/** How a row ended. `sent` is the only one that the person saw. */
export type Outcome = "sent" | "dropped" | "gone" | "refused" | "expired";

export interface NoticeColumns {
  id: number;
  organization_id: OrganizationId;
  key: string;
  kind: string;
  person_id: PersonId;
  cohort_id: CohortId | null;
  subject: string;
  not_before: Instant;
  give_up_after: Instant;
}

interface Row extends NoticeColumns {
  attempts: number;
  leased_until: Instant | null;
  waiting_for: WaitReason | null;
}

export const toNotice = (row: NoticeColumns): PlannedNotice & { id: number } => ({
  id: row.id,
  organizationId: row.organization_id,
  key: row.key,
  kind: row.kind,
  personId: row.person_id,
  cohortId: row.cohort_id,
  subject: JSON.parse(row.subject),
  notBefore: row.not_before,
  giveUpAfter: row.give_up_after,
});

/** A message that can still be made to say something else: where it is, and as what. */
export interface Shown {
  to: Address;
  receipt: string;
  /** Tells one message from another, and what it says from nothing. */
  as: string;
  /** When it is looked at again. */
  reviewAt: Instant;
}

/** Puts notices in the outbox; those whose key is known are left as they are. @returns how many were new. */
export function enqueue(store: Store, notices: readonly PlannedNotice[]): Promise<number> {
  const rows = notices.map((notice) => ({
    organization_id: notice.organizationId,
    key: notice.key,
    kind: notice.kind,
    person_id: notice.personId,
    cohort_id: notice.cohortId,
    subject: JSON.stringify(notice.subject),
    not_before: notice.notBefore,
    give_up_after: notice.giveUpAfter,
  }));
  return insertOrIgnore(store.db, "outbox", rows, ["key"]);
}

export const leaseMinutes = 5;

/**
 * Takes due rows for this process alone, until the lease ends. A row whose lease ran out was interrupted:
 * its sender died between sending and recording, or before.
 */
export async function lease(store: Store, now: Instant, limit: number): Promise<OutboxRow[]> {
  const { db } = store;
  const leasedUntil = addMinutes(now, leaseMinutes);
  const due = () =>
    db("outbox")
      .whereNull("settled_at")
      .where("not_before", "<=", now)
      .where((free) => free.whereNull("leased_until").orWhere("leased_until", "<=", now))
      .orderBy(["not_before", "id"])
      .limit(limit);

  return db.transaction(async (trx) => {
    const rows: Row[] = await (isPostgres(db) ? due().transacting(trx).forUpdate().skipLocked() : due().transacting(trx));
    if (rows.length === 0) return [];
    await trx("outbox")
      .whereIn(
        "id",
        rows.map((row) => row.id),
      )
      .update({ leased_until: leasedUntil, attempts: trx.raw("attempts + 1") });
    return rows.map((row) => ({
      sentAt: null,
      to: null,
      attempts: row.attempts + 1,
      interrupted: row.leased_until !== null,
      waitedFor: row.waiting_for,
      leasedUntil,
      ...toNotice(row),
    }));
  });
}

/** So much of the lease has gone by that it might end while one more message is on its way. */
export const isRunningOut = ({ leasedUntil }: { leasedUntil: Instant }, now: Instant): boolean =>
  addMinutes(leasedUntil, -leaseMinutes / 2) <= now;

/** The row while this lease of it lasts: once another process has taken it, there is nothing to be found. */
const held = ({ db }: Store, { organizationId, id, leasedUntil }: OutboxRow) =>
  db("outbox").where({ organization_id: organizationId, id, leased_until: leasedUntil });

/** What the lease of a free row reads: nothing, or for a row that was interrupted a time gone by, so that this is not forgotten. */
const freeFrom = ({ interrupted }: OutboxRow, at: Instant): Instant | null => (interrupted ? at : null);

/** @returns whether the row was still ours; where it was not, nothing is written. */
export async function settle(
  store: Store,
  row: OutboxRow,
  now: Instant,
  outcome: Outcome,
  reason: string | null = null,
  shown: Shown | null = null,
): Promise<boolean> {
  const open = shown && {
    receipt: shown.receipt,
    ...{ shown_platform: shown.to.platform, shown_workspace: shown.to.workspace, shown_user: shown.to.user },
    shown_as: shown.as,
    review_at: shown.reviewAt,
  };
  return (await held(store, row).update({ settled_at: now, outcome, reason, leased_until: null, ...open })) > 0;
}

/** Gives the row back, to be tried from `notBefore` on. @returns whether it was still ours; where it was not, nothing is written. */
export async function postpone(store: Store, row: OutboxRow, notBefore: Instant, waitingFor: WaitReason): Promise<boolean> {
  const free = { not_before: notBefore, leased_until: freeFrom(row, notBefore), waiting_for: waitingFor };
  return (await held(store, row).update(free)) > 0;
}

/** Gives back a row that was not begun, as it was before it was leased. */
export async function giveBack(store: Store, row: OutboxRow, now: Instant): Promise<void> {
  await held(store, row).update({ leased_until: freeFrom(row, now), attempts: row.attempts - 1 });
}

/** When the next row can be taken, after `now`: once it is due, and free again where a process that died had taken it. */
export async function nextDue(store: Store, now: Instant): Promise<Instant | null> {
  const free = "case when leased_until > not_before then leased_until else not_before end";
  const row = await store
    .db("outbox")
    .whereNull("settled_at")
    .whereRaw(`${free} > ?`, [now])
    .select(store.db.raw(`min(${free}) as at`))
    .first();
  return row?.at ?? null;
}

/** One person's rows are few, and an organization's many; without this, SQLite reads through those of the organization. */
export const notByIndex = (column: string): string => `+${column}`;

/** When the notices of a kind that this person got since `since` were sent, oldest first. */
export async function sentSince(store: Store, person: Person, kind: string, since: Instant): Promise<Instant[]> {
  return store
    .db("outbox")
    .where({ person_id: person.id, kind, outcome: "sent" })
    .where("settled_at", ">", since)
    .whereRaw(`${notByIndex("organization_id")} = ?`, [person.organizationId])
    .orderBy("settled_at")
    .pluck("settled_at");
}

/** A message that never arrived, though it was worth saying to a person in the program. */
interface LostMessage {
  personId: PersonId;
  at: Instant;
  reason: FailedReason | "refused";
}

/** Says to a channel what a coordinator announces: how it ends tells nothing of whether that person is reached. */
export const announcementKind = "announcement";

/** Whether a message that ended so never arrived. */
export const isLoss = (outcome: Outcome, reason: string | null): boolean =>
  outcome === "refused" || (outcome === "expired" && failedReasons.some((failed) => failed === reason));

/** What was lost since `since`, oldest first, of people whom nothing has reached after it. */
export async function readLost(store: Store, organizationId: OrganizationId, since: Instant): Promise<LostMessage[]> {
  const { db } = store;
  const reached = db("outbox as later")
    .where("later.outcome", "sent")
    .whereNot("later.kind", announcementKind)
    .whereRaw("later.person_id = lost.person_id and later.settled_at >= lost.settled_at")
    .whereRaw(`${notByIndex("later.organization_id")} = lost.organization_id`);
  const rows: { personId: PersonId; at: Instant; outcome: Outcome; reason: string }[] = await db("outbox as lost")
    .where("lost.organization_id", organizationId)
    .whereNot("lost.kind", announcementKind)
    .where("lost.settled_at", ">", since)
    .where((lost) =>
      lost.where("lost.outcome", "refused").orWhere((late) => late.where("lost.outcome", "expired").whereIn("lost.reason", failedReasons)),
    )
    .whereNotExists(reached)
    .orderBy(["lost.settled_at", "lost.id"])
    .select({ personId: "lost.person_id", at: "lost.settled_at", outcome: "lost.outcome", reason: "lost.reason" });
  return rows.map(({ personId, at, outcome, reason }) => ({
    personId,
    at,
    reason: outcome === "refused" ? outcome : (reason as FailedReason),
  }));
}

interface TimelineRow {
  id: number;
  kind: string;
  personId: PersonId;
  givenName: string;
  familyName: string;
  notBefore: Instant;
  settledAt: Instant | null;
  outcome: Outcome | null;
  reason: string | null;
}

/** What was or will be sent, never its text: the latest first. */
export async function readTimeline(
  store: Store,
  organizationId: OrganizationId,
  { limit, before, personId }: { limit: number; before?: Instant; personId?: PersonId },
): Promise<TimelineRow[]> {
  const at = "coalesce(outbox.settled_at, outbox.not_before)";
  const query = store
    .db("outbox")
    .join("people", "people.id", "outbox.person_id")
    .where("outbox.organization_id", organizationId)
    .orderByRaw(`${at} desc, outbox.id desc`)
    .limit(limit)
    .select({
      id: "outbox.id",
      kind: "kind",
      personId: "person_id",
      givenName: "given_name",
      familyName: "family_name",
      notBefore: "not_before",
      settledAt: "settled_at",
      outcome: "outcome",
    })
    .select(store.db.raw("coalesce(outbox.reason, outbox.waiting_for) as reason"));
  if (before) query.whereRaw(`${at} < ?`, [before]);
  if (personId) query.where("outbox.person_id", personId);
  return query;
}
