import { notYetInOffice } from "../program/coordination.ts";
import type { Day, Instant } from "../program/day.ts";
import type { WaitReason } from "../program/reasons.ts";
import type { Appointment, Cohort, PersonId } from "../program/terms.ts";
import { welcomeKind } from "./links.ts";
import type { NoticeRow, Outcome, Subject } from "./outbox.ts";
import type { Store } from "./store.ts";

/** How far the welcome of somebody to a cohort is. */
interface Welcome {
  isSent: boolean;
  isSettled: boolean;
  attempts: number;
  notBefore: Instant;
  waitsFor: WaitReason | null;
}

interface Row {
  attempts: number;
  outcome: Outcome | null;
  not_before: Instant;
  settled_at: Instant | null;
  waiting_for: WaitReason | null;
}

/** Those of the person whom a notice is for, to its cohort: one for each dyad, and each time that they took office. */
export async function readWelcomes({ db }: Store, { personId, cohortId }: NoticeRow): Promise<Welcome[]> {
  const rows: Row[] = await db("outbox")
    .where({ person_id: personId, kind: welcomeKind, cohort_id: cohortId })
    .orderBy(["not_before", "id"])
    .select("attempts", "outcome", "not_before", "settled_at", "waiting_for");
  return rows.map(({ attempts, outcome, not_before, settled_at, waiting_for }) => ({
    ...{ isSent: outcome === "sent", isSettled: settled_at !== null, attempts, notBefore: not_before, waitsFor: waiting_for },
  }));
}

/** Those of some people who were welcomed to coordinate a cohort. */
export async function readWelcomedToCoordinate({ db }: Store, cohort: Cohort, people: readonly PersonId[]): Promise<Set<PersonId>> {
  const rows: { person_id: PersonId; subject: string }[] = await db("outbox")
    .where({ organization_id: cohort.organizationId, cohort_id: cohort.id, kind: welcomeKind, outcome: "sent" })
    .whereIn("person_id", people)
    .select("person_id", "subject");
  return new Set(rows.flatMap((row) => ((JSON.parse(row.subject) as Subject).cohort === undefined ? [] : row.person_id)));
}

/** Those who coordinated a cohort until its first day, or theirs, was put off: they know its dates. */
export async function readPutOff(store: Store, cohort: Cohort, appointments: readonly Appointment[], on: Day): Promise<Set<PersonId>> {
  const people = notYetInOffice(appointments, on);
  return people.length === 0 ? new Set() : readWelcomedToCoordinate(store, cohort, people);
}
