import { z } from "zod";
import { checkInstrument, type Instrument, longestScoreName, mostScores } from "../program/instrument.ts";
import type { Localized } from "../program/terms.ts";
import { type Problem, problem } from "./problems.ts";
import { key, number, oneOf, readPart, text, valueAt } from "./shapes.ts";
import { unshownOfInstrument } from "./shown.ts";
import { readYaml } from "./yaml-source.ts";

/** Wording is kept to the letter: nothing of it is trimmed, joined or corrected. */
const wordingUpTo = (max: number) =>
  z.strictObject({ fr: text(max, "as it is"), en: text(max, "as it is").optional() }) satisfies z.ZodType<Localized>;
const wording = wordingUpTo(1_000);

const score = z.strictObject({
  id: key,
  name: wordingUpTo(longestScoreName),
  items: z.array(key),
  method: oneOf(["sum", "mean"]),
  times: number(-1_000, 1_000),
  range: z.strictObject({ min: number(-1e6, 1e6), max: number(-1e6, 1e6) }),
  missing: oneOf(["all-needed"]).default("all-needed"),
  bands: z.strictObject({ low: z.strictObject({ scoreAtMost: number(-1e6, 1e6) }).optional() }).default({}),
  smallestMeaningfulChange: z
    .strictObject({ points: number(-1e6, 1e6), onThisScale: number(-1e6, 1e6) })
    .nullable()
    .default(null),
});

const shape = z.strictObject({
  id: key,
  version: text(60),
  name: wording,
  source: text(1_000),
  licence: text(1_000),
  attribution: wording,
  wordingNotes: z
    .strictObject({ fr: text(1_000), en: text(1_000) })
    .partial()
    .default({}),
  period: wording,
  items: z.array(z.strictObject({ id: key, wording })),
  scale: z.array(z.strictObject({ value: number(-1e6, 1e6), label: wording })),
  scores: z.array(score).max(mostScores),
});

/** Reads a questionnaire of a school's own, or the one that comes with the program. */
export function readInstrument(content: string, file: string): { instrument: Instrument } | { problems: Problem[] } {
  const read = readYaml(content, file);
  if ("problems" in read) return read;
  const problems: Problem[] = [];
  const instrument = readPart(read.source, [], shape, problems);
  if (!instrument) return { problems };
  const faults = checkInstrument(instrument).map(({ code, path, room = {} }) =>
    problem(read.source.at(path), "instrument-fault", { found: valueAt(read.source.value, path), fault: code, room }),
  );
  const found = faults.length > 0 ? faults : unshownOfInstrument(read.source, instrument);
  return found.length > 0 ? { problems: found } : { instrument };
}

/** Instruments that come with the program, and need no file. */
export const defaultInstruments: readonly string[] = ["who-5"];
