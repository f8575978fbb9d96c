import type { At } from "./desired.ts";
import { type Problem, problem } from "./problems.ts";
import { type Rule, unknownPerson, type View } from "./view.ts";
import type { WorldDyad } from "./world.ts";

const ofDyads =
  (rule: (dyad: WorldDyad & { at: At }, view: View) => Problem[]): Rule =>
  (view) =>
    view.world.dyads.flatMap((dyad) => (dyad.at ? rule({ ...dyad, at: dyad.at }, view) : []));

/** The last day of a dyad, as far as is known. */
const lastDay = ({ at, ended }: WorldDyad, { world, doubt }: View) =>
  (at && doubt.at(at("ended")) ? null : ended) ?? world.cohort?.endsOn ?? null;

export const dyadRules: readonly Rule[] = [
  ofDyads(({ at, mentor }, view) => unknownPerson(view, mentor, at("mentor"))),
  ofDyads(({ at, mentee }, view) => unknownPerson(view, mentee, at("mentee"))),
  ofDyads(({ at, coordinator }, view) => {
    const appointed = [...new Set(view.world.appointments.map(({ email }) => email))];
    if (coordinator === "" || !view.appointmentsWhole || appointed.includes(coordinator)) return [];
    const unknown = unknownPerson(view, coordinator, at("coordinator"));
    return unknown.length > 0 ? unknown : [problem(at("coordinator"), "dyad-coordinator-unappointed", { email: coordinator, appointed })];
  }),
  ofDyads(({ at, mentor, mentee }) => (mentor === mentee ? [problem(at("mentee"), "dyad-alone", { email: mentor })] : [])),
  ofDyads(({ at, mentor, mentee, coordinator }) =>
    coordinator === mentor || coordinator === mentee ? [problem(at("coordinator"), "dyad-own-coordinator", { email: coordinator })] : [],
  ),
  supervised,
  ofDyads(({ at, began, says }, { world: { cohort } }) => {
    if (!says.began || !cohort || cohort.endsOn < cohort.startsOn || (cohort.startsOn <= began && began <= cohort.endsOn)) return [];
    const expected = { kind: "day-between", from: cohort.startsOn, to: cohort.endsOn, of: "cohort" } as const;
    return [problem(at("began"), "wrong-value", { found: began, expected })];
  }),
  ofDyads(({ at, began, ended, says }, { world: { cohort }, doubt }) => {
    if (!cohort || ended === null || doubt.at(at("ended")) || began > cohort.endsOn || (began <= ended && ended <= cohort.endsOn))
      return [];
    if (!says.ended) {
      const before = { kind: "day-between", from: cohort.startsOn, to: ended, of: "dyad" } as const;
      return says.began && cohort.startsOn <= ended && ended < began
        ? [problem(at("began"), "wrong-value", { found: began, expected: before })]
        : [];
    }
    const expected = { kind: "day-between", from: began, to: cohort.endsOn, of: "dyad" } as const;
    return [problem(at("ended"), "wrong-value", { found: ended, expected })];
  }),
  outsideCohort,
  oneMentorAtATime,
  ofDyads((dyad, view) => {
    const last = lastDay(dyad, view);
    if (last === null || last < dyad.began) return [];
    return dyad.held
      .filter(({ on }) => on < dyad.began || last < on)
      .map(({ stage, on }) => {
        const expected = { kind: "day-between", from: dyad.began, to: last, of: "dyad" } as const;
        return problem(dyad.at("held", stage), "wrong-value", { found: on, expected });
      });
  }),
  ({ world: { unsettled }, desired: { plan }, peopleWhole, doubt }) => {
    if (!peopleWhole || (plan && doubt.within(plan.at(["dyads"])))) return [];
    return unsettled.flatMap(({ at, mentee: email, ...said }) =>
      (["began", "ended", "coordinator"] as const).flatMap((field) => {
        const found = said[field];
        return found === undefined ? [] : [problem(at(field), "row-of-no-dyad", { found, email })];
      }),
    );
  },
  ofDyads(({ at, held }, { desired, doubt }) => {
    if (desired.plan && doubt.within(desired.plan.at(["plan", "stages"]))) return [];
    const stages = desired.plan?.settings.plan.stages ?? [];
    const known = stages.filter(({ audience }) => audience === "triad").map(({ key }) => key);
    return held.flatMap(({ stage }): Problem[] => {
      if (known.includes(stage)) return [];
      const place = at("held", stage);
      const ofGroup = stages.some(({ key }) => key === stage);
      return [ofGroup ? problem(place, "stage-of-group", { key: stage, known }) : problem(place, "stage-unknown", { key: stage, known })];
    });
  }),
];

/** Looks at dyads of the store too: a file may make a mentor the superior of the mentee that they already have. */
function supervised({ world }: View): Problem[] {
  return world.dyads.flatMap(({ mentor, mentee, at }) =>
    [
      { supervisor: mentor, report: mentee },
      { supervisor: mentee, report: mentor },
    ].flatMap(({ supervisor, report }) => {
      const person = world.people.get(report);
      const place = at?.(supervisor === mentor ? "mentor" : "mentee") ?? person?.at?.("supervisor");
      return place && person?.supervisor === supervisor && supervisor !== report
        ? [problem(place, "dyad-supervised", { supervisor, report })]
        : [];
    }),
  );
}

/** Looks at dates that the store alone has: the days of the cohort, which the plan says, may leave them out. */
function outsideCohort({ world: { cohort, dyads }, desired: { plan } }: View): Problem[] {
  if (!plan || !cohort || cohort.endsOn < cohort.startsOn) return [];
  const { startsOn, endsOn } = cohort;
  return dyads.flatMap(({ mentor, mentee, began, ended, says }) =>
    [{ field: "began", on: says.began ? null : began } as const, { field: "ended", on: says.ended ? null : ended } as const].flatMap(
      ({ field, on }) => {
        if (on === null || (startsOn <= on && on <= endsOn)) return [];
        const bound = on < startsOn ? "starts" : "ends";
        const found = bound === "starts" ? startsOn : endsOn;
        return [problem(plan.at(["cohort", bound]), "dyad-outside-cohort", { found, mentor, mentee, field, on, bound })];
      },
    ),
  );
}

function oneMentorAtATime(view: View): Problem[] {
  const ofMentee = new Map<string, WorldDyad[]>();
  for (const dyad of view.world.dyads) ofMentee.set(dyad.mentee, [...(ofMentee.get(dyad.mentee) ?? []), dyad]);
  // The one too many is the one that the files add.
  const firstKnown = (dyads: readonly WorldDyad[]) => dyads.toSorted((a, b) => newness(a) - newness(b));
  return [...ofMentee.values()].map(firstKnown).flatMap((dyads) =>
    dyads.flatMap((dyad, index) => {
      const other = dyads.slice(0, index).find((earlier) => overlap(dyad, earlier, view));
      const place = dyad.at?.("mentee") ?? other?.at?.("mentee");
      return other && place && !isDoubtful(dyad, view) && !isDoubtful(other, view)
        ? [problem(place, "mentee-in-two-dyads", { mentee: dyad.mentee, mentor: dyad.mentor, other: other.mentor })]
        : [];
    }),
  );
}

const newness = ({ at, id }: WorldDyad): number => (at === null ? 0 : id !== null ? 1 : 2);

/** A beginning or an end that could not be read. */
const isDoubtful = ({ at }: WorldDyad, { doubt }: View): boolean => at !== null && (doubt.at(at("began")) || doubt.at(at("ended")));

function overlap(one: WorldDyad, other: WorldDyad, view: View): boolean {
  const [oneEnds, otherEnds] = [lastDay(one, view), lastDay(other, view)];
  return (otherEnds === null || one.began <= otherEnds) && (oneEnds === null || other.began <= oneEnds);
}
