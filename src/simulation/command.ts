import { basename, extname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import cliProgress from "cli-progress";
import { createApp } from "../app.ts";
import { openManualClock } from "../clock.ts";
import type { Desired } from "../import/desired.ts";
import { importDesired } from "../import/import.ts";
import { readFiles } from "../import/read.ts";
import { ordinaryBehaviour, parseCohortSettings } from "../import/settings.ts";
import { describeProblems } from "../import/words.ts";
import { addDays, dayOf, daysBetween, hour, instantAt } from "../program/day.ts";
import type { Language } from "../program/terms.ts";
import { readCohort, readOrganizations, readSettings } from "../store/cohorts.ts";
import { readClock } from "../store/installation.ts";
import { openWithKeys } from "../store/opening.ts";
import { createStore } from "../store/store.ts";
import { createVault } from "../store/vault.ts";
import { formatDay } from "../ui/speak.ts";
import { wordsOf } from "../words/index.ts";
import { type FolderRefusal, fingerprint, finishPlay, playFiles, preparePlay } from "./folder.ts";
import { multiply } from "./multiply.ts";
import { gatherPeople } from "./people.ts";
import { play } from "./play.ts";
import { reportYear, type YearReport } from "./report.ts";
import { reportTable } from "./report-table.ts";
import { createWitness } from "./witness.ts";

interface SimulationOutput {
  out(text: string): unknown;
  err(text: string): unknown;
  language: Language;
  /** Whether a progress bar can be drawn. */
  bar: boolean;
}

const unusable = 2;
const mostDyads = 5_000;

/**
 * Plays the year of a plan file in a folder of its own, so that a play that was stopped goes on where it was.
 * @returns the exit code: 0; 1 when something came twice, was missed or is left undone; 2 when the file or the folder cannot be used.
 */
export async function simulateCommand(argv: readonly string[], io: SimulationOutput): Promise<number> {
  const words = wordsOf(io.language).simulation;
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { dyads: { type: "string" }, fresh: { type: "boolean" }, folder: { type: "string" }, lang: { type: "string" } },
  });
  const [file] = positionals;
  if (!file) return refuse(io, words.needsFile);
  const dyads = values.dyads === undefined ? null : Number(values.dyads);
  if (dyads !== null && !(Number.isInteger(dyads) && dyads >= 1 && dyads <= mostDyads))
    return refuse(io, words.wrongDyads(values.dyads ?? ""));

  const read = await readFiles(positionals);
  if (read.problems.length > 0) return refuse(io, describeProblems(read.problems, io.language, words.nothing));
  if (!read.desired.plan) return refuse(io, words.needsPlan(file));
  if (read.desired.dyads.length === 0) return refuse(io, words.needsDyads(file));
  const desired = withoutHistory(dyads === null ? read.desired : multiply(read.desired, dyads));
  const play = fingerprint(desired);
  const name = `${basename(file, extname(file))}-${desired.dyads.length}-${play}`;
  const folder = resolve(values.folder ?? join("out", "simulate", name));
  const refusal: FolderRefusal | null = await preparePlay(folder, play, { fresh: values.fresh ?? false });
  if (refusal) return refuse(io, words.folder[refusal](values.folder ?? folder));
  const code = await playIn(folder, desired, io);
  if (code !== unusable) await finishPlay(folder, play);
  return code;
}

const refuse = (io: SimulationOutput, why: string): number => {
  io.err(why);
  return unusable;
};

/** What was held before an import is played like the rest. */
const withoutHistory = (desired: Desired): Desired => ({ ...desired, dyads: desired.dyads.map((dyad) => ({ ...dyad, held: [] })) });

async function playIn(folder: string, desired: Desired, io: SimulationOutput): Promise<number> {
  const words = wordsOf(io.language).simulation;
  const opened = await openWithKeys(
    { databaseUrl: `sqlite:${join(folder, playFiles.database)}`, keys: { from: "file", path: join(folder, playFiles.keys) } },
    "simulation",
  );
  if (!opened.ok) return refuse(io, words.folder.broken(folder));
  const { db, ring, readRing } = opened;
  const store = createStore(db, createVault(db, ring, readRing), { playground: true });
  try {
    const target = { organization: desired.plan?.organization?.key ?? "", cohort: desired.plan?.cohort?.key ?? "" };
    const imported = await importDesired(db, desired, target, { dryRun: false });
    if (!imported.ok) return refuse(io, describeProblems(imported.problems, io.language, words.nothing));

    const organization = (await readOrganizations(store)).find(({ id }) => id === imported.organizationId);
    const cohort = await readCohort(store, imported.organizationId, imported.cohortId);
    if (!organization || !cohort) throw new Error("the cohort was not imported");
    const { zone } = organization;
    const { plan, script } = parseCohortSettings(await readSettings(store, cohort));
    const from = await readClock(store);
    io.out(words.starting(cohort.name, desired.dyads.length));
    if (from && from !== "system") io.out(words.resuming(formatDay(dayOf(from, zone), io.language)));

    const witness = createWitness(join(folder, playFiles.arrived));
    const clock = await openManualClock(store, instantAt(addDays(cohort.startsOn, -1), hour("12:00"), zone));
    const defects: string[] = [];
    const app = createApp(store, [witness], (level, event, ids) => {
      if (level === "error") defects.push(JSON.stringify({ event, ...ids }));
    });
    const people = await gatherPeople({
      moves: true,
      ...{ app, store, organization, cohort, plan },
      script: script ?? { default: ordinaryBehaviour, people: {} },
    });

    const bar = progressBar(io.bar, words.year, daysBetween(cohort.startsOn, cohort.endsOn) + 1);
    const end = instantAt(addDays(cohort.endsOn, 3), hour("12:00"), zone);
    const began = performance.now();
    await play({ app, store, zone, clock, act: people.act, onDay: (today) => bar.at(daysBetween(cohort.startsOn, today) + 1) }, end);
    bar.stop();

    const report = await reportYear(store, { organization, cohort, plan }, witness.arrivals());
    io.out(reportTable(report, io.language));
    io.out(words.done(((performance.now() - began) / 1000).toFixed(1)));
    for (const defect of defects.slice(0, 5)) io.err(defect);
    return leftUndone(report) + defects.length === 0 ? 0 : 1;
  } finally {
    await db.destroy();
  }
}

/** What a year should not leave behind: messages that came twice, never or not yet, follow-ups unheld or without a date. */
const leftUndone = ({ twice, missed, waiting, followUps: { planned, held, unplaced } }: YearReport): number =>
  twice + missed + waiting + (planned - held) + unplaced;

function progressBar(drawn: boolean, label: string, total: number): { at(done: number): void; stop(): void } {
  if (!drawn) return { at: () => undefined, stop: () => undefined };
  const bar = new cliProgress.SingleBar(
    { format: `${label} {bar} {percentage} %`, hideCursor: true, clearOnComplete: true },
    cliProgress.Presets.shades_classic,
  );
  bar.start(total, 0);
  return { at: (done) => bar.update(Math.min(total, Math.max(0, done))), stop: () => bar.stop() };
}
