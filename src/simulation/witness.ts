import { appendFileSync, existsSync, readFileSync } from "node:fs";
import type { Platform } from "../ui/platform.ts";

interface Witness extends Platform {
  /** How often each key arrived, in this run and in those that were interrupted before it. */
  arrivals(): ReadonlyMap<string, number>;
}

/**
 * A platform that shows messages to nobody and writes down what arrived, apart from the database: after a
 * process was killed, it still knows what it got.
 */
export function createWitness(file: string): Witness {
  const seen = new Map<string, number>();
  const count = (key: string) => seen.set(key, (seen.get(key) ?? 0) + 1);
  if (existsSync(file)) for (const key of readFileSync(file, "utf8").split("\n")) if (key) count(key);
  return {
    name: "web",
    can: { lookUp: async (_, key) => (seen.has(key) ? { receipt: null } : null) },
    start: async () => undefined,
    stop: async () => undefined,
    async send(_, { key }) {
      appendFileSync(file, `${key}\n`);
      count(key);
      return null;
    },
    arrivals: () => seen,
  };
}
