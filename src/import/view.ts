import type { Current } from "../store/import.ts";
import { nearest } from "../words/alike.ts";
import type { Desired } from "./desired.ts";
import { type Place, type Problem, problem } from "./problems.ts";
import type { World } from "./world.ts";

/** What a rule looks at. It speaks of what the files say, and of nothing that only the store has. */
export interface View {
  current: Current;
  desired: Desired;
  world: World;
}

export type Rule = (view: View) => Problem[];

/** Nothing when the person is known, or was described in a way that could not be read. */
export function unknownPerson({ world, desired }: View, email: string, place: Place): Problem[] {
  if (world.people.has(email) || desired.mentioned.includes(email)) return [];
  return [problem(place, "person-unknown", { email, nearest: nearest(email, [...world.people.keys()], 1) })];
}
