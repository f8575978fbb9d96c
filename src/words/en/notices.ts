import type { Words } from "../fr.ts";

export const notices: Words["notices"] = {
  footer: "Too many messages, or the wrong moment? You can take a break.",
  pauseButton: "Take a break",

  welcome: {
    label: "Welcome",
    summary: "Welcome to the mentoring program",
    heading: "Welcome to the mentoring program",
    mentor: (mentee, began) => [
      "You are mentoring ",
      { person: mentee },
      " from ",
      { date: began, style: "long" },
      ". Thank you for giving your time.",
    ],
    mentee: (mentor, began) => [
      { person: mentor },
      " is your mentor from ",
      { date: began, style: "long" },
      ". This relationship is yours.",
    ],
    coordinator: (cohort) => ["You coordinate the cohort “", cohort, "”."],
    promise:
      "What you say to each other stays between you. The program is kept apart from human resources and supervision: neither the direction nor your supervisor sees any of it.",
    start: "Write “help” at any time to see what I can do.",
  },

  followUpAnnounced: {
    label: "Follow-up announced",
    summary: (stage) => `A date is proposed: ${stage}`,
    text: (on, at) => ["The meeting is planned for ", { date: on, style: "long", at }, "."],
    ledBy: (coordinator) => ["It will be led by ", { person: coordinator }, "."],
    agenda: "On the agenda",
    calendar: "My calendar",
  },
  followUpMoved: {
    label: "Follow-up moved",
    summary: (stage) => `Change of date: ${stage}`,
    text: (from, on, at) =>
      from
        ? ["The meeting of ", { date: from, style: "long" }, " is moved to ", { date: on, style: "long", at }, "."]
        : ["The meeting will take place on ", { date: on, style: "long", at }, "."],
  },
  followUpInAWeek: {
    label: "Follow-up in a week",
    summary: (stage) => `Coming up: ${stage}`,
    text: (on, at) => ["The meeting is coming up: ", { date: on, style: "long", at }, "."],
  },
  followUpTomorrow: {
    label: "Follow-up very soon",
    prepare: "Prepare this follow-up",
    summary: (stage) => `Reminder: ${stage}`,
    text: (on, at) => ["A short reminder: the meeting takes place on ", { date: on, style: "long", at }, "."],
  },
};
