import type { Words } from "../fr.ts";

export const pause: Words["pause"] = {
  about: "Take a break from messages",
  title: "Take a break",
  summary: "Break",
  explain:
    "During a break I keep your messages and give them to you at the end. Follow-ups stay on their date. Nobody else sees your break.",
  from: "From",
  until: "To (last day of the break)",
  untilHint: "A break always has an end, at most 60 days after it starts.",
  submit: "Take a break",
  taken: (from, until) => ["All right: no message from ", { date: from }, " to ", { date: until }, "."],
  current: (until) => ["You are on a break until ", { date: until, style: "long" }, "."],
  toCome: (from, until) => ["A break is planned from ", { date: from }, " to ", { date: until }, "."],
  resume: "Resume now",
  resumed: "Welcome back! The messages kept for you will arrive at the next sending hour.",
  notPaused: "You are not on a break.",
  refusals: {
    "from-past": "A break starts today or later.",
    "until-before-from": "The break ends before it starts.",
    "too-long": "A break lasts 60 days at most. You can extend it later, or talk it over with the person who coordinates the program.",
  },
};
