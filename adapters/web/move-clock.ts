import type { z } from "zod";
import type { Playground } from "./api.ts";
import { HttpProblem } from "./http.ts";
import type { ClockAnswer } from "./page/protocol.ts";
import { type clockBody, furthestMove } from "./schemas.ts";

const millisecondsPerDay = 86_400_000;

export async function clockAnswer({ options: { clock }, moving }: Playground): Promise<ClockAnswer> {
  // While the clock moves, what comes next changes at every step: not worth asking.
  const next = moving ? null : ((await clock.nextEvent?.()) ?? null);
  return { now: clock.now(), zone: clock.zone, manual: clock.manual, moving, next };
}

/** One move at a time: two would deliver the same hour side by side. */
export async function moveClock(playground: Playground, { to }: z.output<typeof clockBody>): Promise<ClockAnswer> {
  const { clock } = playground.options;
  if (!clock.manual) throw new HttpProblem(409, "clock-not-manual", "This clock is the system's: it moves by itself.");
  if (playground.moving) throw new HttpProblem(409, "clock-moving", "The clock is on its way; ask again when it has arrived.");
  const moved = typeof to === "object" && "instant" in to ? { instant: new Date(to.instant).toISOString() } : to;
  refuseWrongWay(moved, clock);
  playground.moving = true;
  try {
    await clock.move(moved);
  } finally {
    playground.moving = false;
  }
  return clockAnswer(playground);
}

/** The clock only goes forward, and not beyond a year at once. @throws HttpProblem 400 */
function refuseWrongWay(to: z.output<typeof clockBody>["to"], clock: Playground["options"]["clock"]): void {
  const now = clock.now();
  const latest = new Date(Date.parse(now) + furthestMove * millisecondsPerDay).toISOString();
  const refuse = (path: string, message: string) => {
    throw new HttpProblem(400, "invalid", `${path}: ${message}`, { issues: [{ path, message }] });
  };
  if (typeof to !== "object") return;
  if ("date" in to) {
    if (to.date < dateIn(clock.zone, now)) refuse("to.date", "the clock only goes forward");
    if (to.date > latest.slice(0, 10)) refuse("to.date", `at most ${furthestMove} days ahead`);
  }
  if ("instant" in to) {
    if (to.instant < now) refuse("to.instant", "the clock only goes forward");
    if (to.instant > latest) refuse("to.instant", `at most ${furthestMove} days ahead`);
  }
}

/** `en-CA` writes a date as YYYY-MM-DD. */
const dateIn = (zone: string, instant: string): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(new Date(instant));
