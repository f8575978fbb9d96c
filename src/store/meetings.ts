import type { Day, Instant } from "../program/day.ts";
import { mayRead, type Viewer } from "../program/privacy.ts";
import type { Dyad, MeetingContent, MeetingFact, MeetingId, PersonId } from "../program/terms.ts";
import { inTransaction, type Store } from "./store.ts";

/** A meeting as one viewer may know it: `content` is null to those who may only know that it took place. */
export interface Meeting extends MeetingFact {
  version: number;
  content: MeetingContent | null;
  voided: { at: Instant; by: PersonId } | null;
}

interface MeetingRow {
  id: MeetingId;
  dyad_id: Dyad["id"];
  logged_by: PersonId;
  version: number;
  voided_at: Instant | null;
  voided_by: PersonId | null;
  held_on: Day;
  minutes: number;
  mode: MeetingFact["mode"];
  sealed: string;
}

export type MeetingToWrite = Pick<MeetingFact, "heldOn" | "minutes" | "mode"> & MeetingContent;

const ownerOf = (dyad: Dyad) => `dyad:${dyad.id}` as const;

const contentOf = ({ topics, otherTopic, objectives }: MeetingToWrite): MeetingContent => ({ topics, otherTopic, objectives });

const versionRow = (dyad: Dyad, by: PersonId, now: Instant, meeting: MeetingToWrite, sealed: string) => ({
  organization_id: dyad.organizationId,
  written_by: by,
  written_at: now,
  held_on: meeting.heldOn,
  minutes: meeting.minutes,
  mode: meeting.mode,
  sealed,
});

export async function logMeeting(store: Store, dyad: Dyad, by: PersonId, now: Instant, meeting: MeetingToWrite): Promise<MeetingId> {
  const sealed = await store.vault.seal(dyad.organizationId, ownerOf(dyad), contentOf(meeting));
  return inTransaction(store, async ({ db }) => {
    const [row] = await db("meetings")
      .insert({ organization_id: dyad.organizationId, dyad_id: dyad.id, logged_by: by, version: 1 })
      .returning<{ id: MeetingId }[]>("id");
    const { id } = row as { id: MeetingId };
    await db("meeting_versions").insert({ ...versionRow(dyad, by, now, meeting, sealed), meeting_id: id, version: 1 });
    return id;
  });
}

/** Writes a new version; the earlier ones stay. @returns false when somebody wrote one meanwhile, or voided the meeting. */
export async function correctMeeting(
  store: Store,
  dyad: Dyad,
  by: PersonId,
  now: Instant,
  corrected: MeetingToWrite & { id: MeetingId; version: number },
): Promise<boolean> {
  const sealed = await store.vault.seal(dyad.organizationId, ownerOf(dyad), contentOf(corrected));
  const version = corrected.version + 1;
  return inTransaction(store, async ({ db }) => {
    const changed = await db("meetings")
      .where({ organization_id: dyad.organizationId, dyad_id: dyad.id, id: corrected.id, version: corrected.version })
      .whereNull("voided_at")
      .update({ version });
    if (changed === 0) return false;
    await db("meeting_versions").insert({ ...versionRow(dyad, by, now, corrected, sealed), meeting_id: corrected.id, version });
    return true;
  });
}

/** @returns false when it was voided already. */
export async function voidMeeting(store: Store, dyad: Dyad, by: PersonId, now: Instant, id: MeetingId): Promise<boolean> {
  const changed = await store
    .db("meetings")
    .where({ organization_id: dyad.organizationId, dyad_id: dyad.id, id })
    .whereNull("voided_at")
    .update({ voided_at: now, voided_by: by });
  return changed > 0;
}

const current = (store: Store, dyad: Dyad) =>
  store
    .db("meetings as m")
    .join("meeting_versions as v", (on) => on.on("v.meeting_id", "m.id").on("v.version", "m.version"))
    .where({ "m.organization_id": dyad.organizationId, "m.dyad_id": dyad.id })
    .select("m.id", "m.dyad_id", "m.logged_by", "m.version", "m.voided_at", "m.voided_by", "v.held_on", "v.minutes", "v.mode", "v.sealed");

async function toMeeting(store: Store, viewer: Viewer, dyad: Dyad, row: MeetingRow): Promise<Meeting> {
  const about = { organizationId: dyad.organizationId, cohortId: dyad.cohortId, dyadId: dyad.id };
  const mayReadContent = mayRead(viewer, { kind: "meeting-content", ...about });
  return {
    id: row.id,
    dyadId: row.dyad_id,
    heldOn: row.held_on,
    minutes: row.minutes,
    mode: row.mode,
    loggedBy: row.logged_by,
    version: row.version,
    content: mayReadContent ? await store.vault.open<MeetingContent>(dyad.organizationId, ownerOf(dyad), row.sealed) : null,
    voided: row.voided_at && row.voided_by ? { at: row.voided_at, by: row.voided_by } : null,
  };
}

/** The meetings of a dyad that stand, the latest first; none for a viewer who may not know of them. */
export async function readMeetings(store: Store, viewer: Viewer, dyad: Dyad, limit = 500): Promise<Meeting[]> {
  const about = { organizationId: dyad.organizationId, cohortId: dyad.cohortId, dyadId: dyad.id };
  if (!mayRead(viewer, { kind: "meeting-fact", ...about })) return [];
  const rows: MeetingRow[] = await current(store, dyad)
    .whereNull("m.voided_at")
    .orderBy([
      { column: "v.held_on", order: "desc" },
      { column: "m.id", order: "desc" },
    ])
    .limit(limit);
  return Promise.all(rows.map((row) => toMeeting(store, viewer, dyad, row)));
}

/** One meeting, voided or not; null when there is none or the viewer may not know of it. */
export async function readMeeting(store: Store, viewer: Viewer, dyad: Dyad, id: MeetingId): Promise<Meeting | null> {
  const about = { organizationId: dyad.organizationId, cohortId: dyad.cohortId, dyadId: dyad.id };
  if (!mayRead(viewer, { kind: "meeting-fact", ...about })) return null;
  const row: MeetingRow | undefined = await current(store, dyad).where("m.id", id).first();
  return row ? toMeeting(store, viewer, dyad, row) : null;
}
