import type { fr } from "./changes-fr.ts";

const span = ({ from, to, reason }: { from: string; to: string | null; reason: string }): string =>
  to === null ? `${from} (${reason})` : `${from} to ${to} (${reason})`;

export const en: typeof fr = {
  colon: ": ",
  none: "nothing",
  otherContent: "content changed",
  otherSettings: "settings changed",
  pair: (mentor, mentee) => `${mentor} and ${mentee}`,
  cohort: (name, key, from, to) => `${name} (${key}), ${from} to ${to}`,
  appointment: ({ name, kind, capacity, from, until, succeeds }) =>
    [
      `${name}, ${kind} ${capacity}`,
      until === null ? `from ${from}` : `${from} to ${until}`,
      ...(succeeds === null ? [] : [`succeeds ${succeeds}`]),
    ].join(", "),
  dyad: ({ pair, began, ended, coordinator }) =>
    `${pair}, ${ended === null ? `from ${began}` : `${began} to ${ended}`}, coordination: ${coordinator}`,
  held: (pair, stage, on) => `${pair}: ${stage}, held on ${on}`,
  fields: {
    name: "name",
    zone: "time zone",
    assistance: "assistance program",
    givenName: "given name",
    familyName: "family name",
    language: "language",
    office: "office",
    supervisor: "supervisor",
    kind: "coordination",
    capacity: "capacity",
    from: "start",
    until: "end",
    succeeds: "succeeds",
    began: "start",
    ended: "end",
    coordinator: "coordination",
  },
  cohortFields: { name: "name", kind: "kind of cohort", program: "program", startsOn: "start", endsOn: "end" },
  calendarFields: { region: "holidays of", easter: "Easter holiday", weekend: "weekend" },
  planFields: {
    capacityPerDay: "follow-ups a day for one person",
    startAt: "time of follow-ups",
    sendAt: "time of messages",
    quietHours: "quiet hours",
  },
  reminderFields: {
    announceDaysBefore: "days between the announcement of a follow-up and the follow-up",
    weekBeforeDays: "days between the first reminder and the follow-up",
    dayBefore: "days between the last reminder and the follow-up",
    questionnaire: "days between the opening of a questionnaire and its reminders",
    silentAfterDays: "days without a meeting before a message",
    silentAgainAfterDays: "days without a meeting before a second message",
  },
  stageFields: {
    name: "name",
    audience: "who",
    when: "when",
    windowDays: "possible working days",
    questionnaire: "questionnaire",
    questionnaireOpensDaysBefore: "days between the questionnaire and the follow-up",
    agenda: "agenda",
    facilitation: "facilitation notes",
    record: "record",
  },
  closedAdded: (one) => (one.to === null ? `closed day added: ${span(one)}` : `closed days added: ${span(one)}`),
  closedRemoved: (one) => (one.to === null ? `closed day removed: ${span(one)}` : `closed days removed: ${span(one)}`),
  stageAdded: (name, when) => `stage added: ${name} (${when})`,
  stageRemoved: (name) => `stage removed: ${name}`,
  stageChanged: (name, what) => `stage "${name}", ${what}`,
  stagesReordered: (names) => `order of the stages: ${names}`,
  opensAt: "opening of the playground",
  script: "behaviour of the invented people: content changed",
  when: (when, number) => {
    if ("week" in when) return `week ${when.week}`;
    if ("lastWeeks" in when) return when.lastWeeks === 1 ? "the last week" : `the last ${when.lastWeeks} weeks`;
    return `${number(when.fraction * 100)}% of the duration`;
  },
  weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
  values: {
    fr: "French",
    en: "English",
    external: "external",
    internal: "internal",
    coordinator: "coordinator",
    deputy: "deputy",
    pilot: "pilot",
    regular: "regular",
    triad: "each triad",
    mentees: "the mentees",
    everyone: "everyone",
    direction: "direction",
    "human-resources": "human resources",
    "technical-admin": "technical administration",
    "good-friday": "Good Friday",
    "easter-monday": "Easter Monday",
  },
};
