import { coordinationGaps } from "../program/coordination.ts";
import type { At } from "./desired.ts";
import { type Place, problem } from "./problems.ts";
import { type Rule, unknownPerson, type View } from "./view.ts";
import { numbered, type WorldAppointment } from "./world.ts";

const ofAppointments =
  (rule: (appointment: WorldAppointment & { at: At }, view: View) => ReturnType<Rule>): Rule =>
  (view) =>
    view.world.appointments.flatMap((appointment) => (appointment.at ? rule({ ...appointment, at: appointment.at }, view) : []));

/** Who runs the program may be nobody's superior in it, nor sit where people are hired and judged. */
const barred = ["direction", "human-resources"] as const;

export const coordinationRules: readonly Rule[] = [
  ofAppointments(({ at, email }, view) => unknownPerson(view, email, at("email"))),
  ofAppointments(({ at, from, until }, { doubt }) =>
    until !== null && until < from && !doubt.at(at("from"))
      ? [problem(at("until"), "wrong-value", { found: until, expected: { kind: "day-from", from } })]
      : [],
  ),
  ofAppointments(({ at, email, succeeds }, { world, appointmentsWhole }) => {
    if (!appointmentsWhole) return [];
    const others = [...new Set(world.appointments.map((other) => other.email).filter((other) => other !== email))];
    if (succeeds === null || others.includes(succeeds)) return [];
    return [problem(at("succeeds"), "succeeds-unappointed", { email: succeeds, appointed: others })];
  }),
  ({ world }) =>
    world.appointments.flatMap(({ at, email }) => {
      const person = world.people.get(email);
      const place = at?.("email") ?? person?.at?.("office");
      const office = barred.find((one) => one === person?.office);
      return place && office ? [problem(place, "coordinator-office", { email, office })] : [];
    }),
  ({ world }) => {
    const participants = new Set(world.dyads.flatMap(({ mentor, mentee }) => [mentor, mentee]));
    return world.appointments.flatMap(({ at, email }) => {
      const reports = [...world.people.values()].filter((person) => person.supervisor === email && participants.has(person.email));
      const place: Place | undefined = at?.("email") ?? reports.find((report) => report.at)?.at?.("supervisor");
      return place && reports.length > 0
        ? [problem(place, "coordinator-supervises", { email, reports: reports.map((report) => report.email) })]
        : [];
    });
  },
  ({ desired, world, appointmentsWhole }) => {
    if (!desired.plan || !appointmentsWhole || !world.cohort || world.cohort.endsOn < world.cohort.startsOn) return [];
    const place = desired.plan.at(["coordinators"]);
    const sound = world.appointments.filter(({ from, until }) => until === null || until >= from);
    return coordinationGaps(numbered(sound).list, world.cohort).map((gap) => problem(place, "coordination-gap", gap));
  },
];
