import { coordinatorOn } from "./coordination.ts";
import type { Day } from "./day.ts";
import { dateOf, isTogether } from "./paths.ts";
import type { Appointment, Dyad, FollowUp, PersonId } from "./terms.ts";

/** Who leads what on which day, as it fills up. */
export interface Workload {
  leaderOn(dyad: Dyad, on: Day): PersonId | null;
  /** How many triad follow-ups this coordinator leads that day. */
  on(person: PersonId, on: Day): number;
  add(person: PersonId, on: Day): void;
}

/** Starts from the triad follow-ups that have a date. Those of a dyad that has parted by then no longer count. */
export function workloadOf(appointments: readonly Appointment[], dyads: readonly Dyad[], followUps: readonly FollowUp[]): Workload {
  const leaders = new Map<PersonId, Map<Day, PersonId | null>>();
  const counts = new Map<PersonId, Map<Day, number>>();

  /** Dyads of one coordinator have the same line of succession: it is followed once a day for all of them. */
  function leaderOn({ coordinatorId }: Dyad, on: Day): PersonId | null {
    const byDay = within(leaders, coordinatorId);
    const known = byDay.get(on);
    if (known !== undefined) return known;
    const leader = coordinatorOn(appointments, { coordinatorId }, on);
    byDay.set(on, leader);
    return leader;
  }

  function add(person: PersonId, on: Day): void {
    const byDay = within(counts, person);
    byDay.set(on, (byDay.get(on) ?? 0) + 1);
  }

  const byId = new Map(dyads.map((dyad) => [dyad.id, dyad]));
  for (const followUp of followUps) {
    const on = dateOf(followUp);
    const dyad = followUp.dyadId === null ? undefined : byId.get(followUp.dyadId);
    const leader = dyad && on && isTogether(dyad, on) ? (followUp.held?.by ?? leaderOn(dyad, on)) : null;
    if (leader !== null && on !== null) add(leader, on);
  }
  return { leaderOn, on: (person, on) => counts.get(person)?.get(on) ?? 0, add };
}

function within<Key, Value>(maps: Map<Key, Map<Day, Value>>, key: Key): Map<Day, Value> {
  const known = maps.get(key);
  if (known) return known;
  const fresh = new Map<Day, Value>();
  maps.set(key, fresh);
  return fresh;
}
