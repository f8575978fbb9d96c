import { isDeepStrictEqual } from "node:util";

/** One value that is not what it was. Undefined is a value that was not there, or no longer is. */
export interface Difference {
  path: string;
  before: unknown;
  after: unknown;
}

type Mapping = Readonly<Record<string, unknown>>;

const isMapping = (value: unknown): value is Mapping => typeof value === "object" && value !== null && !Array.isArray(value);

/** Entries of a list that have keys of their own are told apart by them; entries of other lists by what they hold. */
const keyed = (list: readonly unknown[]): Mapping | null => {
  const keys = list.map((entry) => (isMapping(entry) ? entry.key : undefined));
  const distinct = keys.every((key) => typeof key === "string") && new Set(keys).size === keys.length;
  return distinct && list.length > 0 ? Object.fromEntries(list.map((entry, index) => [String(keys[index]), entry])) : null;
};

/** Every difference between two JSON values, at the deepest place that tells it. */
export function differences(before: unknown, after: unknown, path = ""): Difference[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (isMapping(before) && isMapping(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => differences(before[key], after[key], path === "" ? key : `${path}.${key}`));
  }
  if (!Array.isArray(before) || !Array.isArray(after)) return [{ path, before, after }];
  const [keyedBefore, keyedAfter] = [keyed(before), keyed(after)];
  if (keyedBefore && keyedAfter) {
    const inside = differences(keyedBefore, keyedAfter, path);
    return inside.length > 0 ? inside : [{ path, before: Object.keys(keyedBefore), after: Object.keys(keyedAfter) }];
  }
  const without = (list: readonly unknown[], others: readonly unknown[]) =>
    list.filter((entry) => !others.some((other) => isDeepStrictEqual(entry, other)));
  const [gone, come] = [without(before, after), without(after, before)];
  return gone.length + come.length > 0 ? [{ path, before: gone, after: come }] : [{ path, before, after }];
}

/** What a value is once it was stored: keys that hold undefined are gone. */
export const asStored = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;
