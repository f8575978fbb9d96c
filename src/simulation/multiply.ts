import type { AppointmentSpec, Desired, DyadSpec, PersonSpec } from "../import/desired.ts";
import { behaviourOf, ordinaryBehaviour, type Script, type ScriptedPerson } from "../import/settings.ts";

/** How many dyads one coordinator can follow. */
const dyadsPerCoordinator = 30;

/**
 * The same cohort with another number of dyads: those of the file again and again, each copy with people of its
 * own, and enough coordinators to lead them all.
 */
export function multiply(desired: Desired, dyads: number): Desired {
  const { plan } = desired;
  if (!plan) throw new RangeError("a plan is needed to play it");
  const byEmail = new Map(desired.people.map((person) => [person.email, person]));
  const script: Script = plan.settings.script ?? { default: ordinaryBehaviour, people: {} };
  const played: Record<string, ScriptedPerson> = {};

  const people = new Map<string, PersonSpec>();
  const copyOf = (email: string, copy: number): string => {
    const original = byEmail.get(email);
    const name = copy === 0 ? email : email.replace("@", `.${copy}@`);
    if (original && !people.has(name)) {
      const familyName = copy === 0 ? original.familyName : `${original.familyName} ${copy}`;
      people.set(name, { ...original, email: name, familyName, supervisor: copy === 0 ? original.supervisor : undefined });
      played[name] = behaviourOf(script, email);
    }
    return name;
  };

  for (const { email } of desired.people)
    if (!desired.dyads.some(({ mentor, mentee }) => [mentor, mentee].includes(email))) copyOf(email, 0);
  const appointments: AppointmentSpec[] = [];
  const groups = Math.ceil(dyads / dyadsPerCoordinator);
  for (let group = 0; group < groups; group++) {
    for (const appointment of plan.appointments) {
      const succeeds = appointment.succeeds === null ? null : copyOf(appointment.succeeds, group);
      appointments.push({ ...appointment, email: copyOf(appointment.email, group), succeeds });
    }
  }
  const [first] = plan.appointments;
  const copies: DyadSpec[] = Array.from({ length: dyads }, (_, place) => {
    const original = desired.dyads[place % desired.dyads.length] as DyadSpec;
    const copy = Math.floor(place / desired.dyads.length);
    const coordinator = copyOf(original.coordinator ?? first?.email ?? "", place % groups);
    return { ...original, mentor: copyOf(original.mentor, copy), mentee: copyOf(original.mentee, copy), coordinator };
  });
  return {
    ...desired,
    people: [...people.values()],
    dyads: copies,
    menteeRows: [],
    plan: { ...plan, appointments, settings: { ...plan.settings, script: { default: script.default, people: played } } },
  };
}
