import type { Instant } from "../program/day.ts";
import type { WaitReason } from "../program/reasons.ts";
import { welcomeKind } from "./links.ts";
import type { NoticeRow, Outcome } from "./outbox.ts";
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
