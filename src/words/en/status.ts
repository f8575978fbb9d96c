import type { Words } from "../fr.ts";

const days = (count: number, closed: number): string =>
  ` (${count} ${count === 1 ? "day" : "days"}${closed > 0 ? `, ${closed > 1 ? "closures" : "one closed day"} left out` : ""})`;

const others = (one: string, other: string) => (count: number) => (count === 1 ? `And ${one}.` : `And ${count} ${other}.`);

export const status: Words["status"] = {
  about: "See where the program stands",
  summary: "State of the program",
  heading: (cohort) => cohort,
  noCohort: "You coordinate no cohort at the moment.",
  over: (on) => ["This cohort ended on ", { date: on }, "."],
  otherCohorts: "Your other cohorts",
  labels: { dyads: "Dyads", meetings: "Meetings", followUps: "Follow-ups", questionnaires: "Questionnaires" },
  dyads: (active, toCome, ended) => `${active} active${toCome > 0 ? `, ${toCome} to come` : ""}${ended > 0 ? `, ${ended} ended` : ""}`,
  meetings: (recent, total) => `${recent} in the last 30 days, ${total} in all`,
  followUps: (held, late, unplaced) =>
    `${held} held${late > 0 ? `, ${late} late` : ""}${unplaced > 0 ? `, ${unplaced} without a date` : ""}`,
  questionnaires: (done, asked) => `${done} of ${asked} done`,
  attention: "Worth a look",
  nothing: "Nothing asks for your attention today.",
  next: "Next follow-ups",
  unreachable: "People who cannot be reached",
  othersUnreachable: "Others who cannot be reached",
  unreachablePerson: (name, since, reason) => [{ person: name }, " since ", { date: since }, ` (${reason})`],
  page: (from, to, total) => (from === to ? `Dyad ${to} of ${total}.` : `Dyads ${from} to ${to} of ${total}.`),
  nextPage: "Next",
  previousPage: "Previous",
  more: {
    dyads: others("one more dyad", "more dyads"),
    people: others("one more person", "more people"),
    followUps: others("one more follow-up", "more follow-ups"),
    meetings: others("one more meeting", "more meetings"),
    cohorts: others("one more cohort", "more cohorts"),
  },
  group: "Group follow-ups",
  open: "See this dyad",
  pair: (mentor, mentee) => `${mentor} and ${mentee}`,
  which: (typed) => `Several people answer to “${typed}”. Whom do you mean?`,
  nobody: (typed) => ["I find nobody of that name in your cohort: “", typed, "”."],
  dyad: {
    cohort: "Cohort",
    began: "Began",
    ended: "Ended",
    meetings: "Meetings logged",
    noMeeting: "No meeting logged.",
    followUps: "Follow-ups",
    held: (stage, on) => [stage, ": held on ", { date: on }],
    planned: (stage, on) => [stage, ": ", { date: on, style: "long" }],
    late: (stage, on) => [stage, ": was planned for ", { date: on }],
    noDate: (stage) => [stage, ": no date"],
    flags: "Worth a look",
    privacy: "Topics, objectives and notes stay in the dyad.",
    shared: "Results this person shows you",
  },
  flags: {
    "no-meeting-yet": (since, count, closed) => ["No meeting logged since the beginning, on ", { date: since }, days(count, closed)],
    silent: (since, count, closed) => ["No meeting logged since ", { date: since }, days(count, closed)],
    "follow-up-late": (stage, since) => [stage, " was planned for ", { date: since }, " and is not recorded"],
    "follow-up-unplaced": (stage, why) => [`${stage} has no date: ${why}`],
    "record-missing": (stage, since) => [stage, " took place on ", { date: since }, " and has no record"],
    unreachable: (name, since, why) => [{ person: name }, " cannot be reached since ", { date: since }, `: ${why}`],
  },
  unplaced: {
    "no-open-day-left": "no working day is left",
    capacity: "the days for follow-ups are full",
    "no-coordinator": "nobody coordinates the program on those days",
  },
  reasons: {
    "no-address": "no known address",
    "no-platform": "their chat platform is not connected to Triade",
    throttled: "their chat platform gets too many messages at once",
    temporary: "their chat platform does not answer",
    refused: "their chat platform refuses the messages",
    account_inactive: "account deactivated",
    user_not_found: "account not found",
    "user-deactivated": "account deactivated",
    guest: "the account became that of a guest",
    blocked: "the bot is blocked or uninstalled",
    uninstalled: "the app was uninstalled",
    "not-installed": "the app is not installed",
    app_uninstalled: "Triade is no longer in their workspace",
    token_revoked: "Triade is no longer in their workspace",
    "no-token": "Triade is no longer in their workspace",
    other: "their address no longer answers",
  },

  digest: {
    label: "Weekly digest",
    summary: "Your mentoring week",
    heading: (cohort) => (cohort === null ? "This week" : `This week · ${cohort}`),
    thisWeek: "Follow-ups of the week",
    none: "No follow-up this week.",
    full: "Full state",
    lead: "Follow-ups to lead",
    settled: { lapsed: "This week is over. Write “status” to see where the program stands." },
  },
  silence: {
    label: "A word to the mentor",
    summary: (dyads) => (dyads > 1 ? "Any news of your dyads?" : "Any news of your dyad?"),
    text: (other, since) =>
      since
        ? ["Your last logged meeting with ", { person: other }, " was on ", { date: since }, "."]
        : ["No meeting with ", { person: other }, " is logged yet."],
    invite: "If you have met, log it in a minute. If not, this may be a good time to suggest a coffee.",
    log: (other) => `Meeting with ${other}`,
    settled: {
      done: "A meeting has been logged since.",
      lapsed: "This message is from a while ago. To log a meeting, write “meeting”.",
    },
  },
};
