import { createHash } from "node:crypto";

/** A whole number below `below` that depends on the words alone: the same play comes out every time, and after every interruption. */
export function pick(below: number, ...words: readonly (string | number)[]): number {
  const digest = createHash("sha256").update(words.join("\u0000")).digest();
  return digest.readUInt32BE(0) % below;
}

export const pickOne = <Value>(values: readonly [Value, ...Value[]], ...words: readonly (string | number)[]): Value =>
  values[pick(values.length, ...words)] ?? values[0];
