import type { Day } from "../../program/day.ts";
import type { Text } from "../../ui/model.ts";
import type { Words } from "../fr.ts";

const stretch = (from: Day, until: Day): Text =>
  from === until ? ["on ", { date: from, style: "short" }] : ["from ", { date: from }, " to ", { date: until }];

export const pause: Words["pause"] = {
  about: "Take a break from messages",
  title: "Take a break",
  summary: "Break",
  explain:
    "During a break I do not write to you, unless a date you know changes or is cancelled. Afterwards you get only what is still useful. Follow-ups stay on their date: see “calendar”. Nobody else sees your break.",
  from: "From",
  until: "To (last day of the break)",
  untilHint: "A break always has an end, at most 60 days after it starts.",
  submit: "Take a break",
  taken: (from, until) => ["All right: no message ", stretch(from, until), "."],
  current: (until) => ["You are on a break until ", { date: until, style: "long" }, "."],
  toCome: (from, until) => ["A break is planned ", stretch(from, until), "."],
  another: "Plan another break",
  resume: "Resume now",
  resumed: "Welcome back! If there is still something useful to tell you, it will arrive at the next sending hour.",
  cancel: (pauses) => (pauses === 1 ? "Cancel the break" : "Cancel the breaks"),
  cancelled: (pauses) => (pauses === 1 ? "The break is cancelled." : "The breaks are cancelled."),
  cancelledToo: (pauses) =>
    pauses === 1 ? "The break that was planned is cancelled too." : "The breaks that were planned are cancelled too.",
  notPaused: "You are not on a break.",
  refusals: {
    "from-past": "A break starts today or later.",
    "from-too-far": "A break is planned 120 days ahead at most.",
    "until-before-from": "The break ends before it starts.",
    "too-long": "A break lasts 60 days at most. You can extend it later, or talk it over with the person who coordinates the program.",
  },
};
