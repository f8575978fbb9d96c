import { behaviour as shape } from "./plan-shapes.ts";
import { type Problem, problem } from "./problems.ts";
import { type Behaviour, ordinaryBehaviour, type Script, type ScriptedPerson } from "./settings.ts";
import { isEmail, normalEmail, overlaid, readPart, valueAt } from "./shapes.ts";
import type { YamlSource } from "./yaml-source.ts";

/** How the people of a sample behave. Each says only what is its own; the rest is as in `default:`. */
export function readScript(source: YamlSource, problems: Problem[]): Script | null {
  const said = valueAt(source.value, ["script"]);
  if (said === undefined || said === null) return null;
  if (typeof said !== "object" || Array.isArray(said)) {
    problems.push(problem(source.at(["script"]), "wrong-value", { found: said, expected: { kind: "mapping" } }));
    return null;
  }
  const usual: Behaviour = overlaid(ordinaryBehaviour, "default" in said ? readPart(source, ["script", "default"], shape, problems) : null);
  const people: Record<string, ScriptedPerson> = {};
  for (const who of Object.keys(said).filter((name) => name !== "default")) {
    if (!isEmail(who)) problems.push(problem(source.at(["script", who]), "wrong-value", { found: who, expected: { kind: "email" } }));
    const own = readPart(source, ["script", who], shape, problems);
    people[normalEmail(who)] = overlaid<ScriptedPerson>(usual, own);
  }
  return { default: usual, people };
}
