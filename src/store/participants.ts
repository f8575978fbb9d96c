import type { Day, Instant } from "../program/day.ts";
import type { WaitReason } from "../program/reasons.ts";
import type { CohortId, DyadId, OrganizationId, Person, PersonId } from "../program/terms.ts";
import { addressesOf } from "./addresses.ts";
import type { Outcome } from "./outbox.ts";
import { readPeopleById } from "./people.ts";
import type { Store } from "./store.ts";

/** What makes somebody a participant: a dyad, or a time at the head of a cohort. */
interface Place {
  cohortId: CohortId;
  dyadId: DyadId | null;
  members: readonly PersonId[];
}

interface Participant {
  person: Person;
  places: readonly Place[];
  isLinked: boolean;
  /** The address that went last, where none is left. */
  gone: { at: Instant; reason: string } | null;
}

/** Everyone who takes part in these cohorts today or later, and whether a message could reach them. */
export async function readParticipants(
  store: Store,
  organizationId: OrganizationId,
  cohorts: readonly CohortId[],
  today: Day,
): Promise<Participant[]> {
  const { db } = store;
  const inThem = (table: string, until: string) =>
    db(table)
      .where({ organization_id: organizationId })
      .whereIn("cohort_id", cohorts)
      .where((lasting) => lasting.whereNull(until).orWhere(until, ">=", today));
  const dyads: { id: DyadId; cohort_id: CohortId; mentor_id: PersonId; mentee_id: PersonId }[] = await inThem("dyads", "ended_on");
  const offices: { cohort_id: CohortId; person_id: PersonId }[] = await inThem("appointments", "until_on");

  const places = new Map<PersonId, Place[]>();
  const add = (id: PersonId, place: Place) => places.set(id, [...(places.get(id) ?? []), place]);
  for (const { id, cohort_id, mentor_id, mentee_id } of dyads) {
    const members = [mentor_id, mentee_id];
    for (const member of members) add(member, { cohortId: cohort_id, dyadId: id, members });
  }
  for (const { cohort_id, person_id } of offices) add(person_id, { cohortId: cohort_id, dyadId: null, members: [] });

  const people = await readPeopleById(store, organizationId, [...places.keys()]);
  const addresses: { person_id: PersonId; gone_at: Instant | null; gone_reason: string | null }[] = await addressesOf(store, organizationId)
    .whereIn("person_id", [...people.keys()])
    .orderByRaw("gone_at is null, gone_at")
    .select("person_id", "gone_at", "gone_reason");
  // One that is not gone if there is one, otherwise the one that went last.
  const best = new Map(addresses.map((address) => [address.person_id, address]));
  return [...people.values()].map((person) => {
    const { gone_at: at, gone_reason: reason } = best.get(person.id) ?? { gone_at: undefined, gone_reason: null };
    return { person, places: places.get(person.id) ?? [], isLinked: at === null, gone: at ? { at, reason: reason ?? "" } : null };
  });
}

/** Asks an account that a platform finds by its e-mail address whether it is this person. */
export const invitationKind = "invitation";

/** What became of the last invitation of somebody. */
interface Invitation {
  key: string;
  personId: PersonId;
  /** The day on which the coordinator asked for it. */
  on: Day;
  outcome: Outcome | null;
  reason: string | null;
  waitsFor: WaitReason | null;
  /** How many of theirs came to nothing, this one included. */
  failures: number;
}

const failed: readonly (Outcome | null)[] = ["gone", "refused", "expired"];

export async function readLastInvitations(
  store: Store,
  organizationId: OrganizationId,
  people: readonly PersonId[],
): Promise<Map<PersonId, Invitation>> {
  const rows: (Omit<Invitation, "on" | "failures"> & { subject: string })[] = await store
    .db("outbox")
    .where({ organization_id: organizationId, kind: invitationKind })
    .whereIn("person_id", people)
    .orderBy("id")
    .select("key", "subject", "outcome", "reason", { personId: "person_id", waitsFor: "waiting_for" });
  const last = new Map<PersonId, Invitation>();
  for (const { subject, ...row } of rows) {
    const failures = (last.get(row.personId)?.failures ?? 0) + (failed.includes(row.outcome) ? 1 : 0);
    last.set(row.personId, { ...row, on: JSON.parse(subject).on, failures });
  }
  return last;
}
