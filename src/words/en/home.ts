import type { Words } from "../fr.ts";

const stretch = (days: number): string => (days < 14 ? `${days} ${days === 1 ? "day" : "days"}` : `${Math.floor(days / 7)} weeks`);

const closures = (days: number): string => (days > 0 ? ` (${days > 1 ? "closures" : "one closed day"} left out)` : "");

export const home: Words["home"] = {
  about: "Open my home",
  summary: "Your home",
  hello: (givenName) => `Hello, ${givenName}`,
  first: "What is waiting for you",
  nothing: "Nothing is waiting for you at the moment.",
  silent: (other, days, closedDays) => ["No meeting logged with ", { person: other }, ` for ${stretch(days)}${closures(closedDays)}.`],
  noMeetingYet: (other, days, closedDays) => [
    "No meeting logged with ",
    { person: other },
    ` since the dyad began, ${stretch(days)} ago${closures(closedDays)}.`,
  ],
  nearest: (name, days) => [name, `: ${days === 0 ? "today" : days === 1 ? "tomorrow" : `in ${days} days`}.`],
  ledToday: (at) => (at === null ? "To lead today." : `To lead today at ${at}`),
  ended: (other, on) => ["Your dyad with ", { person: other }, " ended on ", { date: on }, ". The notebook can still be read."],
  over: (cohort, on) => [{ bold: cohort }, " ended on ", { date: on }, ". The notebook can still be read."],
  calendar: "My calendar",
  noDate: "No date is announced yet.",
  meetings: "Latest meetings",
  record: "Write the record",
  notebook: "Notebook",
  calendarButton: "Full calendar",
  shared: "Results shown to you",
  status: "State of the program",
  lead: "Follow-ups to lead",
};
