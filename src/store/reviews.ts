import { addMinutes, type Instant } from "../program/day.ts";
import type { FollowUpId, OrganizationId, PersonId } from "../program/terms.ts";
import type { Address } from "../ui/platform.ts";
import { type Database, isPostgres } from "./database.ts";
import { askHomes, freshHomes } from "./homes.ts";
import { unique } from "./links.ts";
import { leaseMinutes, type NoticeColumns, type NoticeRow, notByIndex, type Shown, toNotice } from "./outbox.ts";
import type { Store } from "./store.ts";
import { slicesOf, togetherIn } from "./together.ts";

/** A notice that the person got, and whose message can still be made to say something else. */
export interface ShownNotice extends NoticeRow, Omit<Shown, "reviewAt"> {
  sentAt: Instant;
  to: Address;
  /** Nothing reaches the account in which it is shown. */
  isGone: boolean;
  /** Whether the account in which it is shown is theirs, now. */
  isTheirs: boolean;
  /** Reviews in a row that did not come to their end, this one included. */
  attempts: number;
  /** Ours until then. */
  leasedUntil: Instant;
}

interface Row extends NoticeColumns {
  settled_at: Instant;
  receipt: string;
  shown_platform: string;
  shown_workspace: string;
  shown_user: string;
  shown_as: string;
  review_attempts: number;
}

type Holder = Address & { person_id: PersonId; gone_at: Instant | null };

const isSame = (a: Address, b: Address): boolean => a.platform === b.platform && a.workspace === b.workspace && a.user === b.user;

const placeIn = ({ shown_platform: platform, shown_workspace: workspace, shown_user: user }: Row): Address => ({
  platform,
  workspace,
  user,
});

/**
 * Takes messages whose review is due for this process alone, until the lease ends. Until then `review_at` is the end
 * of the lease: a process that dies leaves them due, and whoever asks for another review meanwhile is told apart.
 */
export async function leaseReviews(store: Store, now: Instant, limit: number): Promise<ShownNotice[]> {
  const { db } = store;
  const leasedUntil = addMinutes(now, leaseMinutes);
  const due = () =>
    db("outbox")
      .whereNotNull("receipt")
      .whereNotNull("shown_platform")
      .where("review_at", "<=", now)
      .where((free) => free.whereNull("leased_until").orWhere("leased_until", "<=", now))
      .orderBy(["review_at", "id"])
      .limit(limit);

  return db.transaction(async (trx) => {
    const rows: Row[] = await (isPostgres(db) ? due().transacting(trx).forUpdate().skipLocked() : due().transacting(trx));
    if (rows.length === 0) return [];
    const ids = rows.map((row) => row.id);
    const lease = { leased_until: leasedUntil, review_at: leasedUntil, review_attempts: trx.raw("review_attempts + 1") };
    await trx("outbox").whereIn("id", ids).update(lease);
    const holders: Holder[] = await trx("addresses")
      .whereIn(
        [...unique],
        rows.map(placeIn).map(({ platform, workspace, user }) => [platform, workspace, user]),
      )
      .select(...unique, "person_id", "gone_at");
    return rows.map((row) => {
      const to = placeIn(row);
      const holder = holders.find((one) => isSame(one, to));
      return {
        ...toNotice(row),
        sentAt: row.settled_at,
        to,
        isGone: holder !== undefined && holder.gone_at !== null,
        isTheirs: holder?.person_id === row.person_id,
        receipt: row.receipt,
        as: row.shown_as,
        attempts: row.review_attempts + 1,
        leasedUntil,
      };
    });
  });
}

/** The row while this lease of it lasts. */
const held = ({ db }: Store, { organizationId, id, leasedUntil }: ShownNotice) =>
  db("outbox").where({ organization_id: organizationId, id, leased_until: leasedUntil });

/** The message is left as it is from now on. */
export async function closeReview(store: Store, row: ShownNotice): Promise<void> {
  const nowhere = { shown_platform: null, shown_workspace: null, shown_user: null };
  const closed = { receipt: null, ...nowhere, shown_as: null, review_at: null, review_attempts: 0, leased_until: null };
  await held(store, row).update(closed);
}

/** What the message says now, and when it is looked at again: sooner where somebody asked for it meanwhile. */
export async function keepForReview(store: Store, row: ShownNotice, as: string, next: Instant, attempts: number): Promise<void> {
  const reviewAt = store.db.raw("case when review_at = ? then ? else review_at end", [row.leasedUntil, next]);
  await held(store, row).update({ shown_as: as, review_at: reviewAt, review_attempts: attempts, leased_until: null });
}

const openOf = (db: Database, organizationId: OrganizationId, now: Instant) =>
  db("outbox")
    .whereNotNull("receipt")
    .where("review_at", ">", now)
    .whereRaw(`${notByIndex("organization_id")} = ?`, [organizationId]);

interface Concerned {
  organizationId: OrganizationId;
  people: readonly PersonId[];
  now: Instant;
  homes: boolean;
}

const reviewsAsked = togetherIn(async (db, asked: readonly Concerned[]) => {
  const now = asked.map((one) => one.now).reduce((a, b) => (a > b ? a : b));
  for (const organizationId of new Set(asked.map((one) => one.organizationId))) {
    const of = asked.filter((one) => one.organizationId === organizationId);
    const people = (all: readonly Concerned[]) => [...new Set(all.flatMap((one) => one.people))];
    for (const some of slicesOf(people(of))) await openOf(db, organizationId, now).whereIn("person_id", some).update({ review_at: now });
    await askHomes({ db }, organizationId, people(of.filter(({ homes }) => homes)), now);
  }
  return asked;
});

/**
 * What the messages of these people say is looked at again, for something that they are about may have changed, and so are the
 * homes that say anything of them. The homes are left out where it is known that there are none.
 */
export async function askReview(
  { db }: Store,
  organizationId: OrganizationId,
  people: readonly PersonId[],
  now: Instant,
  homes = true,
): Promise<void> {
  await reviewsAsked(db, { organizationId, people, now, homes });
}

/** The same for everyone whom a follow-up concerns: the members whom it is for, and those who coordinate. */
export async function askReviewAbout(
  store: Store,
  organizationId: OrganizationId,
  id: FollowUpId,
  now: Instant,
  homes = true,
): Promise<void> {
  const concerned = concernedBy(store, organizationId, id);
  await openOf(store.db, organizationId, now).whereIn("person_id", concerned.clone()).update({ review_at: now });
  if (homes) await freshHomes(store.db, organizationId, now).whereIn("person_id", concerned.clone()).update({ refresh_at: now });
}

function concernedBy({ db }: Store, organizationId: OrganizationId, id: FollowUpId) {
  const one = { "f.organization_id": organizationId, "f.id": id };
  const members = (column: string) =>
    db("follow_ups as f")
      .join("dyads as d", "d.cohort_id", "f.cohort_id")
      .where(one)
      .where((of) => of.whereNull("f.dyad_id").orWhere("f.dyad_id", db.ref("d.id")))
      .select(column);
  const coordination = db("follow_ups as f").join("appointments as a", "a.cohort_id", "f.cohort_id").where(one).select("a.person_id");
  return members("d.mentor_id").union([members("d.mentee_id"), coordination]);
}
