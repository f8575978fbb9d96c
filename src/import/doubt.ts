import type { Place, Problem } from "./problems.ts";

/** Where something was said that could not be read. Rules conclude nothing from what stands there in its stead. */
export interface Doubt {
  at(place: Place): boolean;
  /** There, or at any path inside it. For plan files alone, where a path is said once. */
  within(place: Place): boolean;
}

const exactly = ({ file, line, path }: Place): string => JSON.stringify([file, line, path]);
const onAnyLine = (file: string, path: string | null): string => JSON.stringify([file, path]);

export function doubtOf(problems: readonly Problem[]): Doubt {
  const told = new Set(problems.map(({ place }) => exactly(place)));
  const meant = new Set(problems.flatMap((one) => pathsMeant(one).map((path) => onAnyLine(one.place.file, path))));
  const around = new Set(problems.flatMap(({ place }) => outward(place.path).map((path) => onAnyLine(place.file, path))));
  return {
    at: (place) => told.has(exactly(place)) || meant.has(onAnyLine(place.file, place.path)),
    within: ({ file, path }) => around.has(onAnyLine(file, path)),
  };
}

/** `plan.stages[2].when` lies in `plan.stages[2]`, in `plan.stages` and in `plan`. */
const outward = (path: string | null): string[] =>
  path === null ? [] : [path, ...[...path.matchAll(/[.[]/g)].map(({ index }) => path.slice(0, index))];

/** A misspelt key stands for another one, which is then not missing. */
function pathsMeant({ code, params, place }: Problem): string[] {
  if (code !== "unknown-key" || place.path === null) return [];
  const parent = place.path.slice(0, -params.key.length);
  return place.path.endsWith(params.key) ? params.nearest.map((key) => `${parent}${key}`) : [];
}

/** Without what a slip in a key says twice: that the key meant is not there. */
export function withoutEchoes(problems: readonly Problem[]): Problem[] {
  const meant = new Set(problems.flatMap((one) => pathsMeant(one).map((path) => onAnyLine(one.place.file, path))));
  const isEcho = ({ code, params, place }: Problem) =>
    code === "wrong-value" && params.found === undefined && meant.has(onAnyLine(place.file, place.path));
  return problems.filter((one) => !isEcho(one));
}
