import type { Hour } from "../../program/day.ts";
import type { Words } from "../fr.ts";

/** The end of a sentence whose last word is an hour, "p.m." or "a.m.", which has its period already. */
const stopAfter = (at: Hour | null): string => (at === null ? "." : "");

export const notices: Words["notices"] = {
  footer: "Too many messages, or the wrong moment? You can take a break.",
  pauseButton: "Take a break",
  withOther: (stage, other) => `${stage} with ${other}`,
  withBoth: (stage, mentor, mentee) => `${stage} — ${mentor} and ${mentee}`,

  eventTitle: "Meeting",

  settled: {
    done: "This is done.",
    "not-needed": "This message is no longer current.",
    "just-said": "This message is no longer current.",
    "said-together": "A newer message says this too.",
    moved: "The date has changed; another message gives it.",
    ended: "This dyad has ended.",
    "no-longer-concerned": "This message no longer concerns you.",
    lapsed: "This message is no longer current.",
  },
  paused: (until) => ["You are on a break until ", { date: until, style: "short" }, ": no more reminders."],
  followUpSettled: {
    summary: "Follow-up",
    done: "This follow-up took place.",
    moved: "This follow-up has another date; another message gives it.",
    off: "This follow-up will not take place on this date.",
    ended: "This follow-up does not take place: the dyad ends before it.",
    lapsed: "The date of this follow-up has passed.",
  },

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
    promise: {
      inDyad: "What you say to each other stays between you.",
      coordinating: "What the members of a dyad say to each other stays between them.",
    },
    wall: "The program is kept apart from human resources and supervision: neither the school administration nor your supervisor sees what is in it.",
    start: "Write “help” at any time to see what I can do.",
  },

  followUpAnnounced: {
    label: "Follow-up announced",
    summary: (stage) => `A date is set: ${stage}`,
    text: (on, at) => ["The meeting is planned for ", { date: on, style: "long", at }, stopAfter(at)],
    ledBy: (coordinator) => ["It will be led by ", { person: coordinator }, "."],
    agenda: "On the agenda",
    calendar: "My calendar",
  },
  followUpMoved: {
    label: "Follow-up moved",
    summary: (stage) => `Change of date: ${stage}`,
    text: (from, on, at) => [
      "The meeting of ",
      { date: from, style: "long" },
      " is moved to ",
      { date: on, style: "long", at },
      stopAfter(at),
    ],
    now: (on, at) => ["The meeting will take place on ", { date: on, style: "long", at }, stopAfter(at)],
    otherHour: (stage) => `Change of time: ${stage}`,
    hour: (on, at) => ["The time has changed: the meeting will take place on ", { date: on, style: "long", at }, stopAfter(at)],
    withdrawn: (stage) => `Date to be set again: ${stage}`,
    noDate: (from) => [
      "The meeting of ",
      { date: from, style: "long" },
      " will not take place that day. The new date will be announced to you.",
    ],
    noDateToLead: (from) => [
      "The meeting of ",
      { date: from, style: "long" },
      " will not take place that day, and no other day could be found. You can choose one.",
    ],
    calledOff: (stage) => `Meeting called off: ${stage}`,
    ended: (from, last, isOver) => [
      "The meeting of ",
      { date: from, style: "long" },
      ` will not take place, since this dyad ${isOver ? "ended" : "ends"} on `,
      { date: last, style: "long" },
      ".",
    ],
    cohortEnded: (from, last) => [
      "The meeting of ",
      { date: from, style: "long" },
      " will not take place, since the cohort ended on ",
      { date: last, style: "long" },
      ".",
    ],
    cohortEnds: (from, last) => [
      "The meeting of ",
      { date: from, style: "long" },
      " will not take place that day, since the cohort ends on ",
      { date: last, style: "long" },
      ".",
    ],
    perhapsBefore: "If another date is set before then, it will be announced to you.",
    chooseBefore: "You can choose another date before then.",
    questions: (coordinator) => ["If you have questions, ", { person: coordinator }, " is there to answer them."],
    questionnaire: (until) => ["Your questionnaire is open until ", { date: until, style: "long" }, "."],
  },
  followUpConcern: {
    label: "Group meeting that concerns you or not",
    off: (stage) => `No longer on your calendar: ${stage}`,
    ended: (on, other, last, isOver) => [
      "The meeting of ",
      { date: on, style: "long" },
      " no longer concerns you, since your dyad with ",
      { person: other },
      isOver ? " ended on " : " ends on ",
      { date: last, style: "long" },
      ".",
    ],
    begins: (on, other, began) => [
      "The meeting of ",
      { date: on, style: "long" },
      " no longer concerns you, since your dyad with ",
      { person: other },
      " begins on ",
      { date: began, style: "long" },
      ".",
    ],
    concernsNoLonger: (on) => ["The meeting of ", { date: on, style: "long" }, " no longer concerns you."],
    again: (stage) => `On your calendar again: ${stage}`,
    concerns: (on, at) => ["The meeting of ", { date: on, style: "long", at }, " concerns you again."],
  },
  datesChanged: {
    label: "Coming dates changed",
    summary: (followUps) => (followUps > 1 ? "Some follow-ups have other dates" : "A follow-up has another date"),
    moved: (title, from, on, at) => [title, ": from ", { date: from, style: "medium" }, " to ", { date: on, style: "medium", at }],
    hour: (title, on, at) => [title, ": at another time, on ", { date: on, style: "medium", at }],
    noDate: (title, from) =>
      from ? [title, ": has no date any more; it was ", { date: from, style: "medium" }] : [title, ": has no date any more"],
    now: (title, on, at) => [title, ": on ", { date: on, style: "medium", at }],
    notAnnounced: "Nothing of it has been announced to the members yet.",
    seeAll: "The list of follow-ups to lead has all the dates.",
  },
  followUpInAWeek: {
    label: "Follow-up in a week",
    summary: (stage) => `Coming up: ${stage}`,
    text: (on, at) => ["The meeting is coming up: ", { date: on, style: "long", at }, stopAfter(at)],
  },
  followUpTomorrow: {
    label: "Reminder of the day before",
    prepare: "Prepare this follow-up",
    summary: (stage) => `Reminder: ${stage}`,
    text: (on, at) => ["A short reminder: the meeting takes place on ", { date: on, style: "long", at }, stopAfter(at)],
  },
};
