import type { Instant } from "../program/day.ts";
import type { OrganizationId, PersonId } from "../program/terms.ts";
import type { NoticeRow, Subject } from "./outbox.ts";
import type { Store } from "./store.ts";

/** A notice as a person got it: when, and what it was about. Never its text. */
export interface SentNotice {
  at: Instant;
  subject: Subject;
}

/** A notice as it was told to a person, or was to be and had nothing to say. */
export interface Telling {
  personId: PersonId;
  kind: string;
  subject: Subject;
  isSent: boolean;
}

/** Notices of some kinds about one thing, which is the second part of their key: `f12` in `follow-up-moved:f12:…`. */
export interface Told {
  organizationId: OrganizationId;
  personId: PersonId;
  kinds: readonly string[];
  about: string;
}

const rowsOf = (store: Store, { organizationId, personId, kinds, about }: Told) =>
  store
    .db("outbox")
    .where({ organization_id: organizationId, person_id: personId })
    .whereIn("kind", kinds)
    .where("key", "like", `%:${about}:%`);

/** The last of these notices that the person got, before `before` if that is sent. Null when they got none: one that waits to be sent says nothing yet. */
export async function lastSent(store: Store, told: Told, before?: Pick<NoticeRow, "id" | "sentAt">): Promise<SentNotice | null> {
  const sent = rowsOf(store, told).where({ outcome: "sent" });
  if (before?.sentAt) sent.whereNot("id", before.id).where("settled_at", "<=", before.sentAt);
  const row: { settled_at: Instant; subject: string } | undefined = await sent
    .orderBy([
      { column: "settled_at", order: "desc" },
      { column: "id", order: "desc" },
    ])
    .first("settled_at", "subject");
  return row ? { at: row.settled_at, subject: JSON.parse(row.subject) } : null;
}

/** These notices as everybody got them, or were to, in order. */
export async function readTellings({ db }: Store, { organizationId, kinds, about }: Omit<Told, "personId">): Promise<Telling[]> {
  const rows: { person_id: PersonId; kind: string; subject: string; outcome: string }[] = await db("outbox")
    .where({ organization_id: organizationId })
    .whereIn("kind", kinds)
    .where("key", "like", `%:${about}:%`)
    .whereIn("outcome", ["sent", "dropped"])
    .orderBy(["settled_at", "id"])
    .select("person_id", "kind", "subject", "outcome");
  return rows.map((row) => ({ personId: row.person_id, kind: row.kind, subject: JSON.parse(row.subject), isSent: row.outcome === "sent" }));
}

/** Whether one of these notices waits to go out to the person, at that moment at the latest. */
export async function isDueBy(store: Store, told: Told, latest: Instant): Promise<boolean> {
  const row: object | undefined = await rowsOf(store, told).whereNull("settled_at").where("not_before", "<=", latest).first("id");
  return row !== undefined;
}
