import { day } from "../program/day.ts";
import { defaultStages } from "../program/default-stages.ts";
import { mostStages, type StagePlan } from "../program/plan.ts";
import { type Span, targetOf } from "../program/windows.ts";
import { nearest } from "../words/alike.ts";
import * as shapes from "./plan-shapes.ts";
import { addAll, type Path, type Problem, problem } from "./problems.ts";
import { key as keyShape, overlaid, readPart, valueAt } from "./shapes.ts";
import { unshownOfStage } from "./shown.ts";
import type { YamlSource } from "./yaml-source.ts";

const at: Path = ["plan", "stages"];

/** Each stage with the path that it was said at; stages of the default plan that nothing changes are at the plan itself. */
export interface ReadStage {
  stage: StagePlan;
  path: Path;
}

/**
 * The stages of a cohort. A mapping changes the default ones, key by key and field by field, and adds the
 * school's own where their time puts them; a list is the whole of them, in its order.
 *
 * @param span the cohort's, by which a new stage finds its place; any year will do while it is not known.
 */
export function readStages(source: YamlSource, problems: Problem[], span: Span | null): ReadStage[] {
  const stages = stagesSaid(source, problems, span);
  if (stages.length > mostStages) {
    const expected = { kind: "shown-list", most: mostStages } as const;
    problems.push(problem(source.at(at), "wrong-value", { found: valueAt(source.value, at), expected }));
  }
  for (const { stage, path } of stages) addAll(problems, unshownOfStage(source, path, stage));
  return stages;
}

function stagesSaid(source: YamlSource, problems: Problem[], span: Span | null): ReadStage[] {
  const said = valueAt(source.value, at);
  if (said === undefined || said === null) return defaultStages.map((stage) => ({ stage, path: at }));
  if (Array.isArray(said) && said.length > 0) return said.flatMap((_, index) => readListed(source, [...at, index], problems));
  if (typeof said !== "object" || Array.isArray(said)) {
    problems.push(problem(source.at(at), "wrong-value", { found: said, expected: { kind: "stages" } }));
    return [];
  }
  const changed = new Map<string, ReadStage>();
  for (const key of Object.keys(said)) {
    const read = readKeyed(source, [...at, key], key, problems);
    if (read) changed.set(key, read);
  }
  const stages: ReadStage[] = defaultStages.map((stage) => changed.get(stage.key) ?? { stage, path: at });
  const own = [...changed.values()].filter(({ stage }) => !defaultOf(stage.key));
  for (const one of own) stages.splice(placeOf(one.stage, stages, span ?? anyYear), 0, one);
  return stages;
}

/** Any year will do to compare times of one kind. */
export const anyYear: Span = { from: day("2001-01-01"), to: day("2001-12-31") };

const defaultOf = (key: unknown): StagePlan | undefined => defaultStages.find((stage) => stage.key === key);

function placeOf(stage: StagePlan, stages: readonly ReadStage[], span: Span): number {
  const target = targetOf(stage.when, span);
  const later = stages.findIndex((other) => targetOf(other.stage.when, span) > target);
  return later === -1 ? stages.length : later;
}

function readListed(source: YamlSource, path: Path, problems: Problem[]): ReadStage[] {
  const said = valueAt(source.value, path);
  const asIs = defaultOf(said);
  if (asIs) return [{ stage: asIs, path }];
  if (typeof said !== "object" || said === null) {
    problems.push(problem(source.at(path), "stage-unknown", { key: String(said), known: defaultStages.map(({ key }) => key) }));
    return [];
  }
  const key = readPart(source, [...path, "key"], keyShape, problems);
  const read = key === null ? null : readKeyed(source, path, key, problems);
  return read ? [read] : [];
}

function readKeyed(source: YamlSource, path: Path, key: string, problems: Problem[]): ReadStage | null {
  const original = defaultOf(key);
  if (original) {
    const changes = readPart(source, path, shapes.changedStage, problems);
    return changes && { stage: overlaid(original, { ...changes, key }), path };
  }
  const said = valueAt(source.value, path);
  const close = nearest(
    key,
    defaultStages.map((stage) => stage.key),
    1,
  );
  const complete = typeof said === "object" && said !== null && "when" in said && "audience" in said;
  if (!complete && close.length > 0) {
    problems.push(problem(source.at(path), "unknown-key", { key, nearest: close, known: defaultStages.map((stage) => stage.key) }));
    return null;
  }
  if (!keyShape.safeParse(key).success) {
    problems.push(problem(source.at(path), "wrong-value", { found: key, expected: { kind: "key" } }));
    return null;
  }
  const own = readPart(source, path, shapes.ownStage, problems);
  return own && { stage: { ...own, key }, path };
}
