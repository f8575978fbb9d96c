import { problem } from "./problems.ts";
import { type Rule, unknownPerson } from "./view.ts";
import type { WorldPerson } from "./world.ts";

const ofPeople =
  (rule: (person: WorldPerson & { at: NonNullable<WorldPerson["at"]> }, view: Parameters<Rule>[0]) => ReturnType<Rule>): Rule =>
  (view) =>
    [...view.world.people.values()].flatMap((person) => (person.at ? rule({ ...person, at: person.at }, view) : []));

export const peopleRules: readonly Rule[] = [
  ofPeople(({ at, email, givenName, familyName }, { doubt, peopleWhole }) => {
    const isNameless = (givenName === "" && !doubt.at(at("givenName"))) || (familyName === "" && !doubt.at(at("familyName")));
    return isNameless && peopleWhole ? [problem(at("email"), "person-nameless", { email })] : [];
  }),
  ofPeople(({ at, supervisor }, view) => (supervisor ? unknownPerson(view, supervisor, at("supervisor")) : [])),
  ofPeople(({ at, email, supervisor }) => (supervisor === email ? [problem(at("supervisor"), "person-supervises-self", { email })] : [])),
  ofPeople(({ at, email, role }, { world, appointmentsWhole }) => {
    if (!appointmentsWhole) return [];
    const appointed = world.appointments.some((appointment) => appointment.email === email);
    return role === "coordinator" && !appointed ? [problem(at("role"), "role-needs-plan", { email })] : [];
  }),
];
