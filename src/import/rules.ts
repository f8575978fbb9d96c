import type { Current } from "../store/import.ts";
import { coordinationRules } from "./coordination-rules.ts";
import type { Desired } from "./desired.ts";
import { dyadRules } from "./dyad-rules.ts";
import { peopleRules } from "./people-rules.ts";
import { planRules } from "./plan-rules.ts";
import { addAll, type Problem } from "./problems.ts";
import { type Rule, viewOf } from "./view.ts";
import { type World, worldOf } from "./world.ts";

const rules: readonly Rule[] = [...planRules, ...peopleRules, ...coordinationRules, ...dyadRules];

/**
 * Lays what the files say over what is stored, and holds the whole against every rule.
 *
 * @param unreadable what reading the files found wrong: the rules speak of all the rest.
 */
export function check(current: Current, desired: Desired, unreadable: readonly Problem[] = []): { world: World; problems: Problem[] } {
  const problems: Problem[] = [];
  const world = worldOf(current, desired, problems);
  const view = viewOf(current, desired, world, unreadable);
  for (const rule of rules) addAll(problems, rule(view));
  return { world, problems };
}
