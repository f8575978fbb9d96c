import type { Words } from "../fr.ts";

export const calendar: Words["calendar"] = {
  about: "See what is coming",
  summary: "Your calendar",
  heading: "What is coming",
  none: "Nothing is planned for you at the moment.",
  stage: (stage, whom) => (whom === null ? { bold: stage } : [{ bold: stage }, ` ${whom}`]),
  withDyad: (name) => `with ${name}`,
  pair: (mentor, mentee) => `with ${mentor} and ${mentee}`,
  noDate: "date to come",
  wentBy: (on) => ["was to take place on ", { date: on }, "; nothing is recorded yet"],
  toCome: "the date will be announced to you",
  questionnaireOpen: (until, stage = null) => [
    { bold: "Questionnaire" },
    stage === null ? "" : ` (${stage})`,
    ": open until ",
    { date: until, style: "long" },
  ],
  questionnaireToCome: (from, until) => [{ bold: "Questionnaire" }, ": from ", { date: from }, " to ", { date: until }],
  questionnaireDone: "Nothing to do for the current questionnaire.",
  closed: "Next closure",
  closedFromTo: (reason, from, to) =>
    from === to ? [reason, ": ", { date: from }] : [reason, ": from ", { date: from }, " to ", { date: to }],
  past: "Already done",
  pause: (until) => ["You are on a break until ", { date: until, style: "long" }, "."],
  coordinatorHeading: "Your next four weeks",
  more: (count) => (count === 1 ? "And one more follow-up." : `And ${count} more follow-ups.`),
};
