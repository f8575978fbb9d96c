import type { Current } from "../store/import.ts";
import { distance } from "../words/alike.ts";
import type { Desired } from "./desired.ts";
import { type Doubt, doubtOf } from "./doubt.ts";
import { type Place, type Problem, problem } from "./problems.ts";
import type { World } from "./world.ts";

/** What a rule looks at. It speaks of what the files say, and of nothing that only the store has. */
export interface View {
  current: Current;
  desired: Desired;
  world: World;
  doubt: Doubt;
  /** False when a coordinator could not be read, so that nobody is said not to be one. */
  appointmentsWhole: boolean;
  /** False when people could not be read, so that nobody is said to be unknown or to have no name. */
  peopleWhole: boolean;
  /** Who may have been meant by an address that nobody has. */
  known: readonly string[];
}

export type Rule = (view: View) => Problem[];

/** Among more, the nearest address takes too long to find. */
const mostCompared = 5_000;

/** @param unreadable what reading the files found wrong. */
export function viewOf(current: Current, desired: Desired, world: World, unreadable: readonly Problem[]): View {
  const doubt = doubtOf(unreadable);
  const said = (section: string): boolean => !desired.plan || !doubt.at(desired.plan.at([section]));
  return {
    ...{ current, desired, world, doubt },
    appointmentsWhole: (desired.plan?.appointmentsWhole ?? true) && said("coordinators"),
    peopleWhole: desired.peopleWhole && said("people") && said("participants"),
    known: world.people.size <= mostCompared ? [...world.people.keys()] : [],
  };
}

/** Nothing when the person is known, or may be one who was described in a way that could not be read. */
export function unknownPerson({ world, desired, peopleWhole, known }: View, email: string, place: Place): Problem[] {
  if (!peopleWhole || world.people.has(email) || desired.mentioned.some((text) => mayMean(text, email))) return [];
  return [problem(place, "person-unknown", { email, known })];
}

/** A slip, or an address that was cut short. */
function mayMean(text: string, email: string): boolean {
  const typed = text.trim().toLowerCase();
  return typed !== "" && (email.startsWith(typed) || distance(typed, email) <= 2);
}
