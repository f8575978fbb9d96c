import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Log } from "../../../src/app.ts";
import { serve } from "../../../src/main.ts";
import { openWithKeys } from "../../../src/store/opening.ts";

export interface RunningSample {
  url: string;
  /** The key of a person of the sample in the page's address. */
  personId(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** The real thing, from the page to the database: the sample cohort as a newcomer finds it. */
export async function runSample(log: Log): Promise<RunningSample> {
  const folder = mkdtempSync(join(tmpdir(), "triade-sample-"));
  const databaseUrl = `sqlite:${join(folder, "triade.db")}`;
  const keys = { from: "environment" as const, ring: [{ id: "test", bytes: randomBytes(32) }] as const };
  const opened = await openWithKeys({ databaseUrl, keys }, "test");
  if (!opened.ok) throw new Error(opened.refusal.code);
  const config = {
    ...{ port: 0, host: "127.0.0.1", dataFolder: folder, databaseUrl, keys },
    ...{ playground: true, clock: null, slack: null, teams: null, language: "fr" as const },
  };
  const running = await serve(config, opened, log);
  return {
    url: running.url,
    async personId(name) {
      const answer = await fetch(`${running.url}/playground/api/people`);
      const { people } = (await answer.json()) as { people: { id: string; name: string }[] };
      const found = people.find((one) => one.name === name);
      if (!found) throw new Error(`the sample has nobody called ${name}`);
      return found.id;
    },
    async stop() {
      await running.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
