import type { Day } from "../program/day.ts";
import type { CohortFacts } from "../program/overview.ts";
import type { Plan } from "../program/plan.ts";
import { inDyad, mayRead, type Viewer } from "../program/privacy.ts";
import type { Cohort, Dyad, DyadId, FollowUpId, Organization, PersonId } from "../program/terms.ts";
import { readUnreachable } from "./addresses.ts";
import { readAdministrationsOf } from "./administrations.ts";
import { readDyads } from "./cohorts.ts";
import { nothingSealed, readFollowUps } from "./follow-ups.ts";
import type { Store } from "./store.ts";

const gather = <Key, Value>(rows: readonly [Key, Value][]): Map<Key, Value[]> => {
  const gathered = new Map<Key, Value[]>();
  for (const [key, value] of rows) {
    const known = gathered.get(key);
    if (known) known.push(value);
    else gathered.set(key, [value]);
  }
  return gathered;
};

/**
 * The facts of a cohort for one who coordinates it, in a handful of statements however many dyads there are.
 * Dyads of whose members the viewer is the line supervisor are left out whole: another coordinator follows them.
 */
export async function readFacts(
  store: Store,
  viewer: Viewer,
  organization: Organization,
  cohort: Cohort,
  plan: Plan,
  today: Day,
): Promise<CohortFacts> {
  const { db } = store;
  const mayFollow = (dyad: Dyad) => mayRead(viewer, { kind: "meeting-fact", ...inDyad(dyad), authorId: dyad.mentorId });
  const dyads = (await readDyads(store, cohort)).filter((dyad) => viewer.coordinates.has(cohort.id) && mayFollow(dyad));
  const followed = new Set(dyads.map(({ id }) => id));
  const members = new Set(dyads.flatMap(({ mentorId, menteeId }) => [mentorId, menteeId]));

  const meetings: { dyad_id: DyadId; held_on: Day }[] = await db("meetings as m")
    .join("meeting_versions as v", (on) => on.on("v.meeting_id", "m.id").on("v.version", "m.version"))
    .join("dyads as d", "d.id", "m.dyad_id")
    .where({ "d.organization_id": cohort.organizationId, "d.cohort_id": cohort.id })
    .whereNull("m.voided_at")
    .orderBy("v.held_on")
    .select("m.dyad_id", "v.held_on");
  const recorded: FollowUpId[] = await db("follow_up_records as r")
    .join("follow_ups as f", "f.id", "r.follow_up_id")
    .where({ "f.organization_id": cohort.organizationId, "f.cohort_id": cohort.id })
    .whereNot({ "r.sealed": nothingSealed })
    .pluck("r.follow_up_id");
  const pauses: { person_id: PersonId; from_on: Day; until_on: Day }[] = await db("pauses")
    .where({ organization_id: cohort.organizationId })
    .where("until_on", ">=", cohort.startsOn)
    .select("person_id", "from_on", "until_on");

  return {
    plan,
    dyads,
    followUps: (await readFollowUps(store, cohort)).filter(({ dyadId }) => dyadId === null || followed.has(dyadId)),
    meetings: gather(meetings.filter((row) => followed.has(row.dyad_id)).map((row) => [row.dyad_id, row.held_on])),
    recorded: new Set(recorded),
    administrations: (await readAdministrationsOf(store, cohort)).filter(({ dyadId }) => followed.has(dyadId)),
    pauses: gather(
      pauses.filter((row) => members.has(row.person_id)).map((row) => [row.person_id, { from: row.from_on, until: row.until_on }]),
    ),
    unreachable: await readUnreachable(store, organization, dyads, today),
  };
}
