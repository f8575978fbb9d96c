import { formatNumber } from "../../ui/speak.ts";
import type { Words } from "../fr.ts";

const number = (value: number): string => formatNumber(value, "en");

export const common: Words["common"] = {
  modes: { "in-person": "in person", video: "by video", phone: "by phone", writing: "in writing" },
  topics: {
    classroom: "Classroom management",
    planning: "Planning and teaching",
    assessment: "Assessment of learning",
    students: "Relations with students",
    parents: "Relations with parents",
    team: "Teamwork and colleagues",
    "school-life": "School life",
    balance: "Balance and workload",
    career: "Career and growth",
  },
  roles: { mentor: "mentor", mentee: "mentee", coordinator: "coordinator" },
  languages: { fr: "French", en: "English" },
  messengers: { slack: "Slack", teams: "Teams" },
  save: "Save",
  cancel: "Cancel",
  close: "Close",
  yes: "Yes",
  no: "No",
  minutes: (n) => (n < 60 ? `${n} min` : n % 60 === 0 ? `${n / 60} hr` : `${Math.floor(n / 60)} hr ${String(n % 60).padStart(2, "0")} min`),
  labelled: (label, value) => [label, ": ", value],
  apart: (name, by) => `${name} · ${by}`,

  stranger: "I don’t know you yet. Please ask the person who coordinates the mentoring program to add you.",
  notForYou: "This command is not part of your role in the program. Write “help” to see what I can do for you.",
  officeOver: (cohort, until) => [
    "Your time as coordinator of “",
    cohort,
    "” ended on ",
    { date: until },
    ". Whoever came after you finds everything that was under way.",
  ],
  officeToCome: (cohort, from) => ["You will coordinate “", cohort, "” from ", { date: from }, "."],
  cohortPutOff: (cohort, starts) => [
    "The cohort “",
    cohort,
    "” now begins on ",
    { date: starts },
    ". You can coordinate it again from that day.",
  ],
  noDyad: "You have no dyad at the moment. The person who coordinates the mentoring program can tell you more.",
  unknownVerb: (typed) => ["I don’t know “", typed, "”."],
  didYouMean: "Did you mean:",
  noLongerThere: "What this button pointed to no longer exists, or no longer concerns you. Nothing was changed.",
  brokenForm: "This form comes from an older version. Nothing was saved: please open it again.",
  beingTaken: "This form is being saved. If it is still there in a minute, send it again: nothing is done twice.",
  takenBefore: "This form was answered already: nothing is done twice. For anything else, please open another one.",
  defect: (reference) => [
    "Something went wrong on our side. Nothing that was already saved is lost. If it happens again, give this code to the person who coordinates the mentoring program: ",
    { bold: reference },
  ],

  field: {
    required: "This answer is needed.",
    notADate: "Give a date, such as 2027-01-18.",
    notANumber: "Give a whole number.",
    between: (min, max) => `Give a number from ${number(min)} to ${number(max)}.`,
    tooLong: (max) => `This is too long: ${number(max)} characters at most.`,
    notAnOption: "Choose one of the answers offered.",
  },
};
