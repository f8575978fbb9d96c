import { expect, it } from "vitest";
import { readFiles } from "../../src/import/read.ts";
import { packageFile } from "../../src/package-files.ts";

it.each(["cdsl-2009", "current"])("the example %s says in both languages why the school is closed", async (name) => {
  const { desired, problems } = await readFiles([packageFile(`examples/${name}.yaml`)]);
  expect(problems).toEqual([]);
  const closed = desired.plan?.settings.plan.calendar.closed ?? [];
  expect(closed.length).toBeGreaterThan(5);
  expect(closed.filter(({ reason }) => !reason.en)).toEqual([]);
});
