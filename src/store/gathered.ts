import type { Instant } from "../program/day.ts";
import type { PersonId } from "../program/terms.ts";
import { leaseMinutes, type NoticeRow, type Subject } from "./outbox.ts";
import type { Store } from "./store.ts";

/** A row that one message can say together with others of its kind. */
export interface GatheredRow {
  id: number;
  subject: Subject;
  /** It was left to another row, which has not been sent since. */
  leftToAnother: boolean;
}

interface Row {
  id: number;
  subject: string;
  outcome: string | null;
  not_before: Instant;
  give_up_after: Instant;
  settled_at: Instant | null;
}

const readRows = (store: Store, personId: PersonId, kind: string, leftAs: string): Promise<Row[]> =>
  store
    .db("outbox")
    .where({ person_id: personId, kind })
    .where((known) => known.whereNull("settled_at").orWhere({ outcome: "sent" }).orWhere({ outcome: "dropped", reason: leftAs }))
    .orderBy(["give_up_after", "id"])
    .select("id", "subject", "outcome", "not_before", "give_up_after", "settled_at");

/**
 * Rows of one kind to one person that are due and not said: those that wait, and those settled as `leftAs` to a row
 * that stays worth saying longer and has not been sent since. In the order in which they stop being worth saying.
 */
export async function readUnsaid(store: Store, personId: PersonId, kind: string, leftAs: string, now: Instant): Promise<GatheredRow[]> {
  const rows = await readRows(store, personId, kind, leftAs);
  const isUnsaid = ({ outcome, not_before, give_up_after, settled_at }: Row, place: number): boolean => {
    if (give_up_after < now || outcome === "sent") return false;
    if (settled_at === null) return not_before <= now;
    return !rows.slice(place + 1).some((later) => later.outcome === "sent" && (later.settled_at ?? "") >= settled_at);
  };
  return rows
    .filter(isUnsaid)
    .map(({ id, subject, settled_at }) => ({ id, subject: JSON.parse(subject), leftToAnother: settled_at !== null }));
}

/** What rows of one kind said to a person: those that were sent, and those that were left to one that was. */
export async function readSaid(store: Store, personId: PersonId, kind: string, leftAs: string): Promise<Subject[]> {
  const rows = await readRows(store, personId, kind, leftAs);
  const isSaid = ({ outcome, settled_at }: Row, place: number): boolean =>
    outcome === "sent" ||
    (settled_at !== null && rows.slice(place + 1).some((later) => later.outcome === "sent" && (later.settled_at ?? "") >= settled_at));
  return rows.filter(isSaid).map(({ subject }) => JSON.parse(subject));
}

/** What a batch leaves to another row is written down within a lease of when that one is sent, before it or after. */
const together = (one: Instant, other: Instant): boolean => Math.abs(Date.parse(one) - Date.parse(other)) < leaseMinutes * 60_000;

/** The rows that a message said when it was sent: its own, and those that were left to it. In the same order. */
export async function readSaidBy(store: Store, said: NoticeRow & { sentAt: Instant }, leftAs: string): Promise<GatheredRow[]> {
  const rows = await readRows(store, said.personId, said.kind, leftAs);
  const place = rows.findIndex(({ id }) => id === said.id);
  const isSaid = ({ outcome, give_up_after, settled_at }: Row, before: number): boolean => {
    if (before === place) return true;
    if (before > place || outcome !== "dropped" || settled_at === null || give_up_after < said.sentAt) return false;
    if (settled_at > said.sentAt) return together(settled_at, said.sentAt);
    const earlier = rows.slice(before + 1).filter((one) => one.outcome === "sent" && one.id !== said.id);
    return !earlier.some((one) => one.settled_at && settled_at <= one.settled_at && one.settled_at < said.sentAt);
  };
  return rows.filter(isSaid).map(({ id, subject }) => ({ id, subject: JSON.parse(subject), leftToAnother: id !== said.id }));
}
