import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { features } from "../../src/features/index.ts";
import { openStage, type Stage } from "../support/stage.ts";

/** What every object answers to, whoever wrote it. */
const inherited = Object.getOwnPropertyNames(Object.prototype);

describe("a button or a form whose name no feature lists", () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await openStage({ now: "2009-03-09T10:00" });
  });
  afterEach(() => stage.close());

  it.each(features.map(({ name }) => name))("is answered as one that no longer exists: %s", async (feature) => {
    for (const who of [stage.mentor, stage.coordinator]) {
      await who.pressesRaw(`${feature}.taken-away`, {});
      const press = who.last;
      await who.submitsRaw(`${feature}.taken-away`, {}, {});
      const form = who.last;
      for (const name of inherited) {
        await who.pressesRaw(`${feature}.${name}`, {});
        expect(who.last, name).toBe(press);
        await who.submitsRaw(`${feature}.${name}`, {}, {});
        expect(who.last, name).toBe(form);
      }
    }
    expect(stage.log.join()).not.toContain("defect");
  });
});
