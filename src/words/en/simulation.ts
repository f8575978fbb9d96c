import type { Words } from "../fr.ts";

export const simulation: Words["simulation"] = {
  needsFile: "Give the file of a plan: npx triade simulate examples/cdsl-2009.yaml",
  wrongDyads: (typed) => `--dyads takes a number from 1 to 5000, not "${typed}".`,
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
