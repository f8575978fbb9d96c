import type { Day } from "./day.ts";
import type { StagePlan } from "./plan.ts";
import type { Dyad, DyadId, FollowUp } from "./terms.ts";

/** The day on which it was held, or else is to be. Null while it has no date. */
export const dateOf = (followUp: FollowUp): Day | null => followUp.held?.on ?? followUp.on;

/** Where each stage comes in the plan. */
export const orderOf = (stages: readonly StagePlan[]): ReadonlyMap<string, number> => new Map(stages.map(({ key }, place) => [key, place]));

/** From the day it began to its last one. */
export const isTogether = ({ beganOn, ending }: Dyad, on: Day): boolean => beganOn <= on && (ending === null || on <= ending.on);

/**
 * Whether a follow-up of a dyad can still be led, or was held: the dyad lasts until its day. One that has no day counts as
 * on the one that its people knew last, or seen from today as on no earlier day than that.
 */
export function takesPlace(
  { on, held, moved }: Pick<FollowUp, "on" | "held" | "moved">,
  { ending }: Pick<Dyad, "ending">,
  today?: Day,
): boolean {
  if (held || ending === null) return true;
  if (on !== null) return on <= ending.on;
  return [moved?.from, today].every((known) => !known || known <= ending.on);
}

/** Those that the group or a dyad can still have, or had: of a dyad that will have ended by then, nothing is left to lead. */
export function takingPlace<One extends Pick<FollowUp, "dyadId" | "on" | "held" | "moved">>(
  followUps: readonly One[],
  dyads: readonly Dyad[],
  today: Day,
): One[] {
  const byId = new Map(dyads.map((dyad) => [dyad.id, dyad]));
  return followUps.filter((followUp) => {
    const dyad = followUp.dyadId === null ? undefined : byId.get(followUp.dyadId);
    return dyad === undefined || takesPlace(followUp, dyad, today);
  });
}

/** Those that were to come after the end of their dyad and lost their day to it, while it lasts: there may be another one before. */
export function calledOff(followUps: readonly FollowUp[], dyads: readonly Dyad[], today: Day): FollowUp[] {
  const lasting = new Map(dyads.filter(({ ending }) => ending && today <= ending.on).map((dyad) => [dyad.id, dyad]));
  return followUps.filter((followUp) => {
    const dyad = followUp.dyadId === null ? undefined : lasting.get(followUp.dyadId);
    return dyad !== undefined && followUp.on === null && !takesPlace(followUp, dyad);
  });
}

/** Follow-ups of a cohort, apart: those of each dyad, and those of the group. */
export function apart(followUps: readonly FollowUp[]): { ofDyad: ReadonlyMap<DyadId, FollowUp[]>; ofGroup: FollowUp[] } {
  const ofDyad = new Map<DyadId, FollowUp[]>();
  const ofGroup: FollowUp[] = [];
  for (const followUp of followUps) {
    if (followUp.dyadId === null) ofGroup.push(followUp);
    else {
      const own = ofDyad.get(followUp.dyadId);
      if (own) own.push(followUp);
      else ofDyad.set(followUp.dyadId, [followUp]);
    }
  }
  return { ofDyad, ofGroup };
}

/**
 * The follow-ups that concern each dyad, in the order of the plan. A follow-up of the group concerns those
 * who are together that day and have come just so far: a dyad that has an earlier triad that day or after
 * (it started too late to have it before), or a later one before, goes on without that group. A group that lost its date
 * concerns those whom the date concerned that they knew; one that never had any concerns nobody yet.
 */
export function pathsOf(
  dyads: readonly Dyad[],
  followUps: readonly FollowUp[],
  stages: readonly StagePlan[],
): ReadonlyMap<DyadId, FollowUp[]> {
  const { ofDyad, ofGroup } = apart(followUps);
  const order = orderOf(stages);
  const placeOf = ({ stage }: FollowUp) => order.get(stage) ?? stages.length;
  return new Map(
    dyads.map((dyad) => {
      const own = (ofDyad.get(dyad.id) ?? []).filter((followUp) => {
        const { on, held } = followUp;
        return held || (on === null ? takesPlace(followUp, dyad) : isTogether(dyad, on));
      });
      const group = ofGroup.filter((followUp) => {
        const on = dateOf(followUp) ?? followUp.moved?.from ?? null;
        if (on === null || !isTogether(dyad, on)) return false;
        return own.every((triad) => {
          const date = dateOf(triad);
          if (date === null || !order.has(triad.stage)) return true;
          return placeOf(triad) < placeOf(followUp) ? date < on : on < date;
        });
      });
      return [dyad.id, [...own, ...group].sort((a, b) => placeOf(a) - placeOf(b))];
    }),
  );
}

/** The follow-ups that concern one dyad, in the order of the plan. */
export const pathOf = (dyad: Dyad, followUps: readonly FollowUp[], stages: readonly StagePlan[]): FollowUp[] =>
  pathsOf([dyad], followUps, stages).get(dyad.id) ?? [];

/** The path of its dyad that a follow-up has to keep to, itself in its place, also where it takes place no more. */
export function pathFor(followUp: FollowUp, path: readonly FollowUp[], stages: readonly StagePlan[]): readonly FollowUp[] {
  if (path.some(({ id }) => id === followUp.id)) return path;
  const order = orderOf(stages);
  const place = order.get(followUp.stage) ?? stages.length;
  const before = path.filter(({ stage }) => (order.get(stage) ?? stages.length) < place);
  return [...before, followUp, ...path.slice(before.length)];
}

/** The dyads that a follow-up concerns: its own, or those that have come as far as the group. */
export function dyadsOf(followUp: FollowUp, dyads: readonly Dyad[], followUps: readonly FollowUp[], stages: readonly StagePlan[]): Dyad[] {
  const paths = pathsOf(dyads, followUps, stages);
  return dyads.filter(({ id }) => paths.get(id)?.some((concerned) => concerned.id === followUp.id));
}
