import fc from "fast-check";
import { expect, it } from "vitest";
import { addDays, type Day } from "../../src/program/day.ts";
import type { FollowUp } from "../../src/program/terms.ts";
import { openStage } from "../support/stage.ts";

/** What happens to the first follow-up of a dyad: it is moved, time goes by, or the days to come are planned. */
type Step = { move: number; at: string; byDeputy: boolean } | { hours: number } | { plan: true };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ move: fc.integer({ min: 0, max: 11 }), at: fc.constantFrom("10:00", "15:45"), byDeputy: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.record({ hours: fc.constantFrom(1, 3, 10, 24) }) },
  { weight: 2, arbitrary: fc.constant<Step>({ plan: true }) },
);

interface Telling {
  kind: string;
  date: string;
}

/** The dates of one follow-up that each of its people was told, in order, and the one that it has in the end. Whoever leads it knows it from the start, and what they set. */
async function live(steps: readonly Step[], announcedBefore: boolean) {
  const stage = await openStage({ now: "2009-01-05T06:00", secondMentee: true });
  const dateOf = ({ on, at }: { on?: unknown; at?: unknown }) => `${on ?? "none"} ${at ?? ""}`;
  const row = async () => stage.store.db("follow_ups").where({ stage: "follow-up-1", dyad_id: stage.dyads.first }).first();
  const tellings = new Map<string, Telling[]>();
  stage.whenSending = async ({ user }, key) => {
    const sent = await stage.store.db("outbox").where({ key }).first();
    const { id } = await row();
    if (!/^follow-up-(announced|moved)$/.test(sent.kind) || JSON.parse(sent.subject).followUp !== id) return;
    tellings.set(user, [...(tellings.get(user) ?? []), { kind: sent.kind, date: dateOf(JSON.parse(sent.subject) as FollowUp) }]);
  };
  try {
    await stage.app.planAhead(stage.now);
    if (announcedBefore) await stage.passes({ to: "2009-01-05T09:00" });
    const { id, on_day: start, at_hour: hour } = await row();
    const leader = String(stage.coordinator.id);
    const knows = (date: string) => tellings.set(leader, [...(tellings.get(leader) ?? []), { kind: "own", date }]);
    knows(dateOf({ on: start, at: hour }));
    for (const step of steps) {
      if ("plan" in step) await stage.app.planAhead(stage.now);
      else if ("hours" in step) {
        const later = new Date(Date.parse(stage.now) + step.hours * 3_600_000);
        const local = new Intl.DateTimeFormat("sv-SE", { timeZone: "America/Toronto", dateStyle: "short", timeStyle: "short" }).format(
          later,
        );
        await stage.passes({ to: local.replace(" ", "T") });
      } else {
        const on: Day = addDays("2009-01-26" as Day, step.move);
        const who = step.byDeputy ? stage.deputy : stage.coordinator;
        await who.pressesRaw("lead-follow-up.move", { followUp: String(id) });
        const reply = await who.fillsIn({ on, at: step.at });
        if (reply.kind === "say" && !step.byDeputy) knows(dateOf({ on, at: step.at }));
      }
    }
    await stage.passes({ days: 9 });
    const { on_day, at_hour } = await row();
    return {
      tellings: [stage.mentor, stage.mentee, stage.coordinator].map(({ id: person }) => tellings.get(String(person)) ?? []),
      current: dateOf({ on: on_day, at: at_hour }),
    };
  } finally {
    await stage.close();
  }
}

it("tells each person each date once, and last the one that holds, whatever moves it and whenever it is planned", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { maxLength: 8 }), fc.boolean(), async (steps, announcedBefore) => {
      const { tellings, current } = await live(steps, announcedBefore);
      for (const own of tellings) {
        expect(own.at(-1)?.date).toBe(current);
        expect(own.filter(({ kind, date }, place) => kind !== "own" && date === own[place - 1]?.date)).toEqual([]);
      }
    }),
    { numRuns: 20 },
  );
}, 120_000);
