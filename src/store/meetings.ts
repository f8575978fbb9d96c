import type { Day, Instant } from "../program/day.ts";
import { changesBetween, type Meeting, type MeetingEntry, type MeetingVersion } from "../program/meeting.ts";
import { inDyad, mayRead, type Viewer } from "../program/privacy.ts";
import type { Cohort, Dyad, DyadId, MeetingContent, MeetingFact, MeetingId, PersonId } from "../program/terms.ts";
import { inTransaction, type Store } from "./store.ts";
import { togetherIn } from "./together.ts";

/** A meeting as it stands, as one viewer may know it: `content` is null to those who may only know that it took place. */
export interface KnownMeeting extends MeetingFact {
  content: MeetingContent | null;
}

interface VersionRow {
  id: MeetingId;
  logged_by: PersonId;
  voided_at: Instant | null;
  voided_by: PersonId | null;
  version: number;
  written_by: PersonId;
  written_at: Instant;
  held_on: Day;
  minutes: number;
  mode: MeetingFact["mode"];
  sealed: string;
}

const ownerOf = (dyad: Dyad) => `dyad:${dyad.id}` as const;

const seal = (store: Store, dyad: Dyad, { topics, otherTopic, objectives }: MeetingEntry) =>
  store.vault.seal(dyad.organizationId, ownerOf(dyad), { topics, otherTopic, objectives } satisfies MeetingContent);

const versionRow = (dyad: Dyad, { number, by, at, entry }: MeetingVersion, id: MeetingId, sealed: string) => ({
  organization_id: dyad.organizationId,
  meeting_id: id,
  version: number,
  written_by: by,
  written_at: at,
  held_on: entry.heldOn,
  minutes: entry.minutes,
  mode: entry.mode,
  sealed,
});

interface NewMeeting {
  dyad: Dyad;
  version: MeetingVersion;
  sealed: string;
}

/** All of them, or none. */
const insertTogether = togetherIn((db, meetings: readonly NewMeeting[]) =>
  db.transaction(async (trx) => {
    const rows = meetings.map(({ dyad, version }) => ({
      organization_id: dyad.organizationId,
      dyad_id: dyad.id,
      logged_by: version.by,
      version: version.number,
    }));
    const added: ((typeof rows)[number] & { id: MeetingId })[] = await trx("meetings")
      .insert(rows)
      .returning(["id", "dyad_id", "logged_by", "version"]);
    // In whatever order they come back: two of one dyad, by one author, are the same until they have a version each.
    const taken = new Set<MeetingId>();
    const ids = rows.map((row) => {
      const isItsOwn = (one: (typeof added)[number]) =>
        one.dyad_id === row.dyad_id && one.logged_by === row.logged_by && one.version === row.version && !taken.has(one.id);
      const { id } = added.find(isItsOwn) as { id: MeetingId };
      taken.add(id);
      return id;
    });
    await trx("meeting_versions").insert(
      meetings.map(({ dyad, version, sealed }, place) => versionRow(dyad, version, ids[place] as MeetingId, sealed)),
    );
    return ids;
  }),
);

export const insertMeeting = async (store: Store, dyad: Dyad, version: MeetingVersion): Promise<MeetingId> =>
  insertTogether(store.db, { dyad, version, sealed: await seal(store, dyad, version.entry) });

/** Adds a version; the earlier ones stay. @returns false when another was added meanwhile, or the meeting was voided. */
export async function addVersion(store: Store, dyad: Dyad, id: MeetingId, version: MeetingVersion): Promise<boolean> {
  const sealed = await seal(store, dyad, version.entry);
  return inTransaction(store, async ({ db }) => {
    const changed = await db("meetings")
      .where({ organization_id: dyad.organizationId, dyad_id: dyad.id, id, version: version.number - 1 })
      .whereNull("voided_at")
      .update({ version: version.number });
    if (changed === 0) return false;
    await db("meeting_versions").insert(versionRow(dyad, version, id, sealed));
    return true;
  });
}

/** @returns false when it was voided already. */
export async function markVoided(store: Store, dyad: Dyad, id: MeetingId, { at, by }: { at: Instant; by: PersonId }): Promise<boolean> {
  const changed = await store
    .db("meetings")
    .where({ organization_id: dyad.organizationId, dyad_id: dyad.id, id })
    .whereNull("voided_at")
    .update({ voided_at: at, voided_by: by });
  return changed > 0;
}

const versions = (store: Store, dyad: Dyad) =>
  store
    .db("meetings as m")
    .join("meeting_versions as v", "v.meeting_id", "m.id")
    .where({ "m.organization_id": dyad.organizationId, "m.dyad_id": dyad.id })
    .select("m.id", "m.logged_by", "m.voided_at", "m.voided_by", "v.version", "v.written_by", "v.written_at")
    .select("v.held_on", "v.minutes", "v.mode", "v.sealed");

const about = (dyad: Dyad, authorId: PersonId) => ({ ...inDyad(dyad), authorId });
const openContent = (store: Store, dyad: Dyad, sealed: string) =>
  store.vault.open<MeetingContent>(dyad.organizationId, ownerOf(dyad), sealed);

/** The meetings of a dyad that stand, the latest first; those that the viewer may not know of are not among them. */
export async function readMeetings(store: Store, viewer: Viewer, dyad: Dyad, limit = 500): Promise<KnownMeeting[]> {
  const rows: VersionRow[] = await versions(store, dyad)
    .whereRaw("v.version = m.version")
    .whereNull("m.voided_at")
    .orderBy([
      { column: "v.held_on", order: "desc" },
      { column: "m.id", order: "desc" },
    ])
    .limit(limit);
  const known = rows.filter((row) => mayRead(viewer, { kind: "meeting-fact", ...about(dyad, row.logged_by) }));
  return Promise.all(
    known.map(async (row) => {
      const mayReadContent = mayRead(viewer, { kind: "meeting-content", inSheet: false, ...about(dyad, row.logged_by) });
      return {
        id: row.id,
        dyadId: dyad.id,
        heldOn: row.held_on,
        minutes: row.minutes,
        mode: row.mode,
        loggedBy: row.logged_by,
        content: mayReadContent ? await openContent(store, dyad, row.sealed) : null,
      };
    }),
  );
}

/** One meeting with its history, voided or not; null when there is none, or the viewer may not read all of it. */
export async function readMeeting(store: Store, viewer: Viewer, dyad: Dyad, id: MeetingId): Promise<Meeting | null> {
  const rows: VersionRow[] = await versions(store, dyad).where("m.id", id).orderBy("v.version");
  const [first] = rows;
  if (!first || !mayRead(viewer, { kind: "meeting-content", inSheet: false, ...about(dyad, first.logged_by) })) return null;
  const history: MeetingVersion[] = [];
  for (const row of rows) {
    const entry = { heldOn: row.held_on, minutes: row.minutes, mode: row.mode, ...(await openContent(store, dyad, row.sealed)) };
    const before = history.at(-1);
    history.push({
      number: row.version,
      at: row.written_at,
      by: row.written_by,
      entry,
      changed: before ? changesBetween(before.entry, entry) : [],
    });
  }
  return {
    id: first.id,
    dyadId: dyad.id,
    loggedBy: first.logged_by,
    versions: history as [MeetingVersion, ...MeetingVersion[]],
    voided: first.voided_at && first.voided_by ? { at: first.voided_at, by: first.voided_by } : null,
  };
}

/** The day of the last meeting of each dyad that has one: what planning may know. */
export async function readLastMeetings(store: Store, cohort: Pick<Cohort, "id" | "organizationId">): Promise<Map<DyadId, Day>> {
  const rows: { dyad_id: DyadId; last: Day }[] = await store
    .db("meetings as m")
    .join("meeting_versions as v", (on) => on.on("v.meeting_id", "m.id").on("v.version", "m.version"))
    .join("dyads as d", "d.id", "m.dyad_id")
    .where({ "d.organization_id": cohort.organizationId, "d.cohort_id": cohort.id })
    .whereNull("m.voided_at")
    .groupBy("m.dyad_id")
    .select("m.dyad_id")
    .max({ last: "v.held_on" });
  return new Map(rows.map(({ dyad_id, last }) => [dyad_id, last]));
}
