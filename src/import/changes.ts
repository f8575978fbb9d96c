import { coordinatorOn } from "../program/coordination.ts";
import { type Day, instantAt } from "../program/day.ts";
import type { PersonId } from "../program/terms.ts";
import type { Current, Things } from "../store/import.ts";
import type { HeldFollowUp } from "../store/import-writes.ts";
import type { Desired } from "./desired.ts";
import { asStored, type Difference, differences } from "./differences.ts";
import { numbered, type World, type WorldDyad } from "./world.ts";

interface Written extends Things {
  held: HeldFollowUp;
}

/** One thing that files speak of: what it was and what it will be. */
export interface ChangeOf<Thing extends keyof Written> {
  thing: Thing;
  id: number | null;
  before: Written[Thing] | null;
  after: Written[Thing];
  /** Empty for a thing that is new. */
  differences: readonly Difference[];
}

export type Change = { [Thing in keyof Written]: ChangeOf<Thing> }[keyof Written];

type Verb = "created" | "changed" | "unchanged";

/** Another beginning for a dyad that is there: what it did already stays where it is. */
export const movesBeginning = (change: Change): change is Extract<Change, { thing: "dyad" }> =>
  change.thing === "dyad" && change.before !== null && change.differences.some(({ path }) => path === "began");

export const verbOf = ({ before, differences: found }: Change): Verb =>
  before === null ? "created" : found.length > 0 ? "changed" : "unchanged";

/** What an import would do, in the order in which it does it. Nothing is ever removed. */
export interface ImportPlan {
  changes: readonly Change[];
  /** What the cohort has and the files do not speak of: it is left as it is. */
  absent: { people: readonly string[]; appointments: readonly Things["appointment"][]; dyads: readonly Things["dyad"][] };
  /** Added under an address of their own, while somebody of the same name is there whom no file speaks of: it may be one person. */
  namesakes: readonly { email: string; known: string }[];
  /** The names of everyone, by e-mail address. */
  names: ReadonlyMap<string, string>;
  /** Said to have been held, while the store has the follow-up otherwise: it is left as it is. */
  leftAlone: readonly { mentor: string; mentee: string; stage: string; on: Day }[];
  /** How many announced follow-ups lie before the new beginning of their dyad or of the cohort, and so get another day. */
  tooEarly: number;
  /** How many announced follow-ups lie after the new end of the cohort, and so lose their day where it is to come. */
  tooLate: number;
}

function changeOf<Thing extends keyof Written>(
  thing: Thing,
  before: (Written[Thing] & { id?: number }) | null,
  said: Written[Thing],
): Change {
  const after = asStored(said);
  const { id = null, ...stored } = before ?? {};
  return { thing, id, before, after, differences: before ? differences(asStored(stored), after) : [] } as unknown as Change;
}

export function planChanges(current: Current, desired: Desired, world: World): ImportPlan {
  const stored = <Thing extends { id: number }>(list: readonly Thing[]) => new Map(list.map((thing) => [thing.id, thing]));
  const [people, appointments, dyads] = [stored(current.people), stored(current.appointments), stored(current.dyads)];
  const saidPeople = [...world.people.values()].filter(({ at }) => at);
  const saidDyads = world.dyads.filter(({ at }) => at);
  // Those that no file names begin with the cohort too, when they did before.
  const movedDyads = world.dyads.filter(({ at, id, began }) => !at && dyads.get(id ?? 0)?.began !== began);
  const held = planHeld(current, desired, world, saidDyads);
  const changes: Change[] = [
    ...planSchool(current, desired),
    ...saidPeople.map(({ id, at: _at, role: _role, ...after }) => changeOf("person", people.get(id ?? 0) ?? null, after)),
    ...planCohort(current, desired),
    ...world.appointments
      .filter(({ at }) => at)
      .map(({ id, at: _at, ...after }) => changeOf("appointment", appointments.get(id ?? 0) ?? null, after)),
    ...[...saidDyads, ...movedDyads].map(({ id, at: _at, held: _held, says: _says, ...after }) =>
      changeOf("dyad", dyads.get(id ?? 0) ?? null, after),
    ),
    ...held.changes,
  ];
  return {
    changes,
    absent: absentFrom(current, desired, world, movedDyads),
    namesakes: namesakesIn(world),
    names: new Map([...world.people].map(([email, person]) => [email, nameOf(person)])),
    leftAlone: held.leftAlone,
    ...outsideOf(current, changes),
  };
}

/** The announced follow-ups that are outside of the days that their dyad, or the cohort, gets. */
function outsideOf({ cohort, followUps }: Current, changes: readonly Change[]): Pick<ImportPlan, "tooEarly" | "tooLate"> {
  const days = changes.find((change) => change.thing === "cohort")?.after ?? cohort;
  const began = new Map(changes.filter(movesBeginning).map(({ id, after }) => [id, after.began]));
  const announced = followUps.flatMap(({ dyad, on, announcedOn, heldOn }) => (announcedOn && !heldOn && on !== null ? [{ dyad, on }] : []));
  const firstOf = (dyad: number | null) => (dyad === null ? days?.startsOn : began.get(dyad));
  return {
    tooEarly: announced.filter(({ dyad, on }) => on < (firstOf(dyad) ?? on)).length,
    tooLate: days && cohort && days.endsOn < cohort.endsOn ? announced.filter(({ on }) => days.endsOn < on).length : 0,
  };
}

function planSchool(current: Current, { plan }: Desired): Change[] {
  if (!plan?.organization || plan.program === null) return [];
  const { at: _, ...organization } = plan.organization;
  const program = current.programs.find(({ name }) => name === plan.program) ?? null;
  return [
    changeOf("organization", current.organization, organization),
    changeOf("program", program, { name: plan.program }),
    ...plan.instruments.map(({ instrument }) => {
      const before = current.instruments.find(({ id }) => id === instrument.id) ?? null;
      const after = asStored({ id: instrument.id, definition: instrument });
      // An instrument is known by the id that its file gives it, and has no number.
      return { thing: "instrument", id: null, before, after, differences: before ? differences(before, after) : [] } as const;
    }),
  ];
}

function planCohort(current: Current, { plan }: Desired): Change[] {
  if (!plan?.cohort || plan.program === null) return [];
  const { at: _, ...cohort } = plan.cohort;
  return [changeOf("cohort", current.cohort, { ...cohort, program: plan.program, settings: plan.settings })];
}

function planHeld(
  current: Current,
  { plan }: Desired,
  world: World,
  dyads: readonly WorldDyad[],
): Pick<ImportPlan, "changes" | "leftAlone"> {
  const zone = plan?.organization?.zone;
  if (!plan || !zone) return { changes: [], leftAlone: [] };
  const { startAt } = plan.settings.plan;
  const { list, emailOf } = numbered(world.appointments);
  const emails = [...new Set(list.map(({ personId }) => personId))];
  const idOf = (email: string): PersonId => emails.find((id) => emailOf(id) === email) ?? (-1 as PersonId);
  const changes: Change[] = [];
  const leftAlone: ImportPlan["leftAlone"][number][] = [];
  for (const { id, mentor, mentee, coordinator, held } of dyads) {
    for (const { stage, on } of held) {
      const followUp = current.followUps.find((one) => one.dyad !== null && one.dyad === id && one.stage === stage);
      const by = emailOf(coordinatorOn(list, { coordinatorId: idOf(coordinator) }, on)) ?? coordinator;
      const after = { mentor, mentee, stage, on, at: startAt, recordedAt: instantAt(on, startAt, zone), by };
      if (!followUp) changes.push(changeOf("held", null, after));
      else if (followUp.heldOn === on) changes.push(changeOf("held", after, after));
      else leftAlone.push({ mentor, mentee, stage, on });
    }
  }
  return { changes, leftAlone };
}

const nameOf = ({ givenName, familyName }: { givenName: string; familyName: string }): string => `${givenName} ${familyName}`.trim();

function namesakesIn({ people }: World): ImportPlan["namesakes"] {
  const everyone = [...people.values()];
  const unsaid = new Map(everyone.filter(({ at }) => at === null).map((person) => [nameOf(person).toLowerCase(), person.email]));
  return everyone.flatMap((person) => {
    const known = person.at && person.id === null ? unsaid.get(nameOf(person).toLowerCase()) : undefined;
    return known ? [{ email: person.email, known }] : [];
  });
}

function absentFrom(current: Current, { plan }: Desired, world: World, moved: readonly WorldDyad[]): ImportPlan["absent"] {
  const concerned = new Set([
    ...current.dyads.flatMap(({ mentor, mentee }) => [mentor, mentee]),
    ...(plan ? current.appointments.map(({ email }) => email) : []),
  ]);
  return {
    people: [...concerned].filter((email) => !world.people.get(email)?.at),
    appointments: plan ? world.appointments.filter(({ at }) => !at) : [],
    dyads: world.dyads.filter((dyad) => !dyad.at && !moved.includes(dyad)),
  };
}
