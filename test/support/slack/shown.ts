import type { Loose } from "./inputs.ts";

/** All that is written in a payload, as a person reads it; non-breaking spaces are right in French, and a nuisance in a pattern. */
export const textOf = (payload: Loose): string =>
  written(payload)
    .join("")
    .replace(/[\u00a0\u202f]/g, " ");

const written = (payload: Loose): string[] =>
  typeof payload !== "object" || payload === null
    ? []
    : Object.entries(payload).flatMap(([key, value]) => (key === "text" && typeof value === "string" ? [value] : written(value)));
