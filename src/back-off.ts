/** How long a wait may be beyond what it has to be, as a part of it: those who failed together do not come back together. */
const spread = 1 / 4;

/** One minute, then twice as long each time, up to an hour; give or take an eighth. */
export const backOffSeconds = (attempts: number): number =>
  Math.round(Math.min(60 * 2 ** (attempts - 1), 3_600) * (1 - spread / 2 + Math.random() * spread));

/** No less than what was asked for. */
export const spreadOut = (seconds: number): number => seconds * (1 + Math.random() * spread);
