import type { Words } from "../fr.ts";

export const simulation: Words["simulation"] = {
  nothing: (count) => (count === 1 ? "One problem. Nothing was played." : `${count} problems. Nothing was played.`),
  needsFile: "Give the file of a plan: npx triade simulate examples/cdsl-2009.yaml",
  wrongDyads: (typed) => `--dyads takes a number from 1 to 5000, not "${typed}".`,
  needsPlan: (file) => `${file} is a list of people, without a plan. Give the plan (.yaml) that it belongs to as well.`,
  needsDyads: (file) => `${file} has no dyad: there is nothing to play.`,
  folder: {
    foreign: (folder) =>
      `The folder ${folder} holds something else than a simulation. Choose an empty or a new one. Nothing in it was touched.`,
    "other-play": (folder) =>
      `The folder ${folder} holds the simulation of another plan, or of another number of dyads. Choose another folder, or erase it with --fresh. Nothing in it was touched.`,
    unreachable: (folder) => `The folder ${folder} cannot be used: it is not a folder, or permission is missing.`,
    broken: (folder) => `The simulation in the folder ${folder} is incomplete and cannot be gone on with. Start again with --fresh.`,
  },
  starting: (cohort, dyads) => `${cohort}: ${dyads} ${dyads === 1 ? "dyad" : "dyads"}, a whole year.`,
  resuming: (day) => `Going on from ${day}. (--fresh to start again)`,
  year: "Year",
  done: (seconds) => `Year played in ${seconds} s.`,
  columns: ["notice", "planned", "sent", "dropped", "missed", "why"],
  rows: {
    dyads: "dyads",
    meetings: "meetings logged",
    questionnaires: "questionnaires done / asked",
    followUps: "follow-ups held / planned",
    unplaced: "follow-ups without a date",
    waiting: "messages still waiting",
    twice: "messages received twice",
    missed: "messages missed",
  },
  total: "total",
};
