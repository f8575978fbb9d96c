import { arch, cpus, platform } from "node:os";
import { type Figure, table } from "./measure.ts";
import { measureIdleTick, measurePlanning } from "./planning.ts";
import { measureSlack } from "./slack.ts";
import { measureStart } from "./start.ts";
import { measureTeams } from "./teams.ts";

/** `--quick` measures the same on less, so that a gate can afford it. */
const quick = process.argv.includes("--quick");

const figures: Figure[] = [
  ...(await measureStart()),
  ...(await measureSlack(quick ? 2 : 8)),
  ...(await measureTeams(quick ? 2 : 8)),
  ...(await measurePlanning(quick ? 200 : 1_000)),
  ...(await measureIdleTick(quick ? 50_000 : 1_000_000)),
];
process.stdout.write(`Node ${process.version}, ${platform()} ${arch()}, ${cpus().length} cores\n${table(figures)}\n`);
