import type { Current } from "../store/import.ts";
import { coordinationRules } from "./coordination-rules.ts";
import type { Desired } from "./desired.ts";
import { dyadRules } from "./dyad-rules.ts";
import { peopleRules } from "./people-rules.ts";
import { planRules } from "./plan-rules.ts";
import type { Problem } from "./problems.ts";
import type { Rule } from "./view.ts";
import { type World, worldOf } from "./world.ts";

const rules: readonly Rule[] = [...planRules, ...peopleRules, ...coordinationRules, ...dyadRules];

/** Lays what the files say over what is stored, and holds the whole against every rule. */
export function check(current: Current, desired: Desired): { world: World; problems: Problem[] } {
  const problems: Problem[] = [];
  const world = worldOf(current, desired, problems);
  problems.push(...rules.flatMap((rule) => rule({ current, desired, world })));
  return { world, problems };
}
