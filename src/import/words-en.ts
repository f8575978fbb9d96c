import type { InstrumentFaultCode, Room } from "../program/instrument.ts";
import type { Office, Role } from "../program/terms.ts";
import type { Expectation } from "./problems.ts";
import type { fr } from "./words-fr.ts";

const quote = (found: unknown): string => {
  if (found === undefined || found === null || found === "") return "nothing";
  const text = typeof found === "string" ? found : JSON.stringify(found);
  return `"${text.length > 80 ? `${text.slice(0, 79)}…` : text}"`;
};
/** As a table may say them. */
const roles: Readonly<Record<Role | Office, string>> = {
  mentor: "mentor",
  mentee: "mentee",
  coordinator: "coordinator",
  direction: "principal",
  "human-resources": "human resources",
  "technical-admin": "technical admin",
};
const list = (values: readonly string[]): string => (values.length === 0 ? "none" : values.join(", "));
const count = (elements: number): string => `${elements} ${elements > 1 ? "elements" : "element"}`;

function expected(what: Expectation): string {
  switch (what.kind) {
    case "text":
      return `a text of 1 to ${what.max} characters, none of them a control character`;
    case "sentence":
      return `a sentence${what.max ? ` of at most ${what.max} characters` : ""}, or { fr: …, en: … }`;
    case "key":
      return "a key of small letters without accents, digits and hyphens";
    case "email":
      return "an e-mail address";
    case "day":
      return "a date, such as 2027-01-18";
    case "day-from":
      return `a date from ${what.from} on`;
    case "day-between":
      return `a date from ${what.from} to ${what.to}, ${what.of === "cohort" ? "during the cohort" : "during the dyad"}`;
    case "hour":
      return 'a time, such as "15:45"';
    case "moment":
      return 'a date and time, such as "2027-01-18T08:30"';
    case "zone":
      return "a time zone, such as America/Toronto";
    case "link":
      return "a web address";
    case "whole":
      return `a whole number from ${what.min} to ${what.max}`;
    case "number":
      return `a number from ${what.min} to ${what.max}`;
    case "yes-no":
      return "true or false";
    case "one-of":
      return `one of these words: ${what.values.join(", ")}`;
    case "mapping":
      return "keys and their values";
    case "list":
      return `a list${what.least ? ` of at least ${count(what.least)}` : what.most ? ` of at most ${count(what.most)}` : ""}`;
    case "when":
      return "just one of these keys: week, fraction or lastWeeks";
    case "options":
      return "at least two options for a choice, and none for a text";
    case "distinct-keys":
      return "keys that all differ";
    case "record":
      return `less text: all lengths (maxLength, or 3,000), labels, hints and options of a stage take at most ${what.most.toLocaleString("en-CA")} characters, with 300 more for each field and 60 for each option`;
    case "shown-text":
      return `at most ${what.most.toLocaleString("en-CA")} characters, since messengers show no more here`;
    case "shown-list":
      return `fewer elements, or shorter texts: as they are, at most ${what.most}, since messengers show no more here`;
    case "apart":
      return "a key that nothing else has in this form";
    case "file-names":
      return "a file name";
    case "stages":
      return "stages by key, or a list of at least one stage";
    case "week-of-cohort":
      return `at most ${what.weeks}, since the cohort has no more weeks`;
  }
}

const ofYaml: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "spaces, and no tab, at the beginning of the line",
  BAD_INDENT: "the same indentation as the lines around",
  DUPLICATE_KEY: "each key just once",
  MISSING_CHAR: "a quotation mark, bracket, brace or comma that is missing here or above",
  BAD_DQ_ESCAPE: "single quotes instead of double ones around a text that has a backslash",
  BAD_SCALAR_START: "quotation marks around a value that begins with a sign",
  BAD_ALIAS: "an anchor (&name) above for each alias (*name), or quotation marks around a value that begins with *",
  TOO_MANY_ALIASES: "fewer aliases (*name): these refer to one another and make too many values",
  MULTIPLE_DOCS: 'one document per file, without a line "---" in the middle',
  RESOURCE_EXHAUSTION: "fewer levels inside one another",
};
const lineOfYaml = '"key: value", a space after the colon and the same indentation as the lines around';

const ofInstrument: Readonly<Record<InstrumentFaultCode, (room: Room) => string>> = {
  "no-items": () => "at least one item",
  "item-twice": () => "another id for each item",
  "scale-too-short": () => "at least two answers",
  "scale-value-not-whole": () => "a whole number",
  "scale-value-twice": () => "another value for each answer",
  "no-scores": () => "at least one score",
  "score-twice": () => "another id for each score",
  "score-without-items": () => "at least one item of the questionnaire",
  "unknown-item": ({ items = [] }) => `an item of the questionnaire, among ${list(items)}`,
  "item-counted-twice": () => "each item just once",
  "times-not-positive": () => "a number greater than 0",
  "range-not-what-answers-give": ({ range }) => `{ min: ${range?.min}, max: ${range?.max} }, which the answers can give`,
  "band-outside-range": ({ range }) => `scoreAtMost of at least ${range?.min} and less than ${range?.max}`,
  "change-not-positive": () => "a number greater than 0",
  "change-not-on-this-scale": ({ step = null }) =>
    step === null
      ? "none, since this scale does not go as far (smallestMeaningfulChange: null)"
      : `${step}, the first difference of at least "points" that this scale can show`,
  "translation-missing": () => "this text in this language too, as the others",
};

const reasons = { missing: "it is not there", folder: "it is a folder", forbidden: "permission is missing", other: "it cannot be read" };
const near = (names: readonly string[]): string => (names.length > 0 ? ` Did you mean "${names.join('", "')}"?` : "");

export const en: typeof fr = {
  line: "line",
  colon: ": ",
  quote,
  expected,
  faults: {
    "file-unreadable": ({ path, reason }) => `the file ${path} cannot be read: ${reasons[reason]}.`,
    "file-kind": () => "expected: a plan (.yaml) or a list (.csv).",
    "file-not-text": ({ looksLike }) =>
      looksLike === "workbook" ? "this is a spreadsheet workbook. Save it as CSV first." : "this is not a text file.",
    "several-plans-with-table": () => "one plan per import. Import the plans one after the other.",
    "yaml-syntax": ({ code, text }) => `the YAML cannot be read at ${quote(text)}; expected: ${ofYaml[code] ?? lineOfYaml}.`,
    "yaml-more": ({ count }) =>
      count === 1 ? "and one more place, often of the same slip." : `and ${count} more places, often of the same slip.`,
    "yaml-empty": () => "the file is empty.",
    "unknown-key": ({ key, nearest, known }) => `unknown key "${key}".${near(nearest) || ` Expected: ${list(known)}.`}`,
    "wrong-value": ({ found, expected: what }) => `found ${quote(found)}; expected: ${expected(what)}.`,
    "cohort-not-named": () => "a list alone needs its cohort: --cohort KEY.",
    "cohort-unknown": ({ key, known }) => `no cohort "${key}"; known cohorts: ${list(known)}.`,
    "cohort-ambiguous": ({ key, organizations }) => `several organizations have a cohort "${key}": ${list(organizations)}.`,
    "cohort-too-long": ({ starts, ends, years }, h) =>
      `the cohort goes from ${h.day(starts)} to ${h.day(ends)}; expected: ${years} years at most.`,
    "never-open": ({ starts, ends }, h) => `no working day from ${h.day(starts)} to ${h.day(ends)}; expected: at least one.`,
    "send-hour-quiet": ({ sendAt, from, to }) => `messages would go out at ${sendAt}, in the quiet hours (${from} to ${to}).`,
    "reminders-reversed": ({ less, more }) =>
      `found ${quote(`${less.name}: ${less.days}`)} and ${quote(`${more.name}: ${more.days}`)}; expected: ${less.name} smaller than ${more.name}.`,
    "stage-twice": ({ key }) => `the stage "${key}" is there twice.`,
    "stage-in-use": ({ key }) =>
      `the stage "${key}" can neither be taken out nor get another key: a follow-up of it was announced or held already, or a questionnaire answered. Its name, its time and its texts may change.`,
    "stage-order": ({ key, previous }) => `the stage "${key}" would come before "${previous}", which precedes it in the plan.`,
    "stage-unknown": ({ key, known }) => `unknown stage "${key}"; expected: ${list(known)}.`,
    "stage-of-group": ({ key, known }) => `"${key}" is a stage of the group; expected, for a dyad: ${list(known)}.`,
    "instrument-unknown": ({ id, known }) => `unknown questionnaire "${id}"; expected: ${list(known)}, or a file under "instruments".`,
    "instrument-twice": ({ id }) => `the questionnaire "${id}" is there twice.`,
    "instrument-own": ({ id }) => `"${id}" comes with the program: give yours another id.`,
    "instrument-fault": ({ found, fault, room }) => `found ${quote(found)}; expected: ${ofInstrument[fault](room)}.`,
    "person-unknown": ({ email, known }, h) => `unknown person: ${email}.${near(h.nearest(email, known))}`,
    "person-twice": ({ email, first }, h) => `${email} is there twice; first: ${h.place(first)}.`,
    "person-contradicted": ({ email, found, said, first }, h) => `${email}: "${said}" here, "${found}" elsewhere (${h.place(first)}).`,
    "person-nameless": ({ email }) => `the given name or family name of ${email} is missing.`,
    "person-supervises-self": ({ email }) => `${email} cannot supervise themselves.`,
    "dyad-twice": ({ mentor, mentee, first }, h) => `the dyad of ${mentor} and ${mentee} is there twice; first: ${h.place(first)}.`,
    "dyad-contradicted": ({ found, said, first }, h) => `"${said}" here, "${found}" elsewhere (${h.place(first)}).`,
    "dyad-alone": ({ email }) => `${email} cannot be their own mentor.`,
    "dyad-supervised": ({ supervisor, report }) =>
      `${supervisor} supervises ${report} at work: mentoring is kept apart from supervision, and this dyad is refused.`,
    "dyad-own-coordinator": ({ email }) => `${email} cannot lead the follow-ups of their own dyad.`,
    "dyad-coordinator-unappointed": ({ email, appointed }) => `${email} does not coordinate this cohort; expected: ${list(appointed)}.`,
    "dyad-outside-cohort": ({ found, mentor, mentee, field, on, bound }, h) =>
      `found ${quote(found)}; the dyad of ${mentor} and ${mentee} ${field === "began" ? "begins" : "ends"} on ${h.day(on)}; expected: no ${bound === "starts" ? "later" : "earlier"}, or another date for that dyad.`,
    "mentee-in-two-dyads": ({ mentee, mentor, other }) =>
      `${mentee} already has ${other} as mentor; one dyad at a time, and not ${mentor} as well.`,
    "appointment-twice": ({ email, from, first }, h) => `${email} is appointed twice from ${h.day(from)}; first: ${h.place(first)}.`,
    "succeeds-unappointed": ({ email, appointed }) =>
      `${email} does not coordinate this cohort, so nobody succeeds them; expected: ${list(appointed)}.`,
    "coordinator-office": ({ email, office }) =>
      `${email} holds the office "${office}": the program is kept apart from the direction and human resources, and this person cannot coordinate it.`,
    "coordinator-supervises": ({ email, reports }) =>
      `${email} supervises at work ${list(reports)}, who takes part in the cohort: this person cannot coordinate it.`,
    "coordination-gap": ({ from, to }, h) => `nobody coordinates from ${h.day(from)} to ${h.day(to)}; expected: somebody every day.`,
    "table-empty": () => "the file is empty; expected: a row of headers, then a row per person or dyad.",
    "table-only-headers": () => "the list has headers and nothing else; expected: at least one row of a person or a dyad.",
    "table-quote-open": () => "a quotation mark opened here is never closed.",
    "table-columns-missing": ({ found }) =>
      `columns found: ${list(found)}; expected: at least email, first name and last name, or mentor and mentee.`,
    "table-column-twice": ({ header, first }) => `the columns "${first}" and "${header}" say the same.`,
    "table-column-unclear": ({ header, readings }) => `the column "${header}" may mean: ${list(readings)}.`,
    "table-column-near": ({ header, nearest }) => `unknown column "${header}".${near([nearest])}`,
    "table-row-too-long": ({ cells, columns }) => `${cells} cells; expected: ${columns} at most.`,
    "date-ambiguous": ({ found, readings }, h) =>
      `"${found}" may be ${h.day(readings[0])} or ${h.day(readings[1])}; expected: a date such as 2027-01-18.`,
    "role-unknown": ({ found, readings }) =>
      readings.length > 0
        ? `unknown role "${found}"; it may be: ${list(readings.map((role) => roles[role]))}.`
        : `unknown role "${found}"; expected: ${list(Object.values(roles))}, or nothing.`,
    "role-contradicted": ({ role, column }) => `the role "${role}" contradicts the column "${column}".`,
    "role-needs-plan": ({ email }) => `${email} would coordinate: that is said in the plan, under "coordinators".`,
    "row-of-no-dyad": ({ found, email }) =>
      `found ${quote(found)}; of which dyad is not known, since ${email} is not the mentee of just one dyad that lasts; expected: the mentor's address in the column "Mentor".`,
    "row-names-both": ({ email }) => `the row of ${email} names both a mentor and a mentee.`,
  },

  command: {
    nothing: (count) => (count === 1 ? "One problem. Nothing was imported." : `${count} problems. Nothing was imported.`),
    more: (count) => `and ${count} more.`,
    usage: "Give at least one file: npx triade import my-cohort.yaml",
    dry: "Dry run: nothing was written. This is what would change.",
    drySame: "Dry run: nothing to change, everything is there already.",
    done: "The import is done. This is what changed.",
    same: "Nothing to change: everything is there already.",
    colon: ": ",
    things: {
      organization: "organization",
      program: "program",
      instrument: "questionnaires",
      person: "people",
      cohort: "cohort",
      appointment: "coordination",
      dyad: "dyads",
      held: "follow-ups already held",
    },
    counts: (created, changed, unchanged) =>
      [created > 0 ? `${created} more` : "", changed > 0 ? `${changed} with changes` : "", unchanged > 0 ? `${unchanged} unchanged` : ""]
        .filter(Boolean)
        .join(", "),
    datesMayMove: "Dates of follow-ups that are not announced yet may change, and those that would fall on a closed day do.",
    pastStays: (tooEarly) => {
      const stays = "What is logged or announced already in these dyads stays where it is: meetings, records, announced follow-ups";
      if (tooEarly === 0) return `${stays}.`;
      return tooEarly === 1
        ? `${stays}, but for one that comes before the new beginning: its date changes, and its members are told.`
        : `${stays}, but for ${tooEarly} that come before the new beginning: their dates change, and their members are told.`;
    },
    tooLate: (announced) =>
      announced === 1
        ? "An announced follow-up comes after the new end: if it is to come, it has no date any more, and its members are told."
        : `${announced} announced follow-ups come after the new end: those to come have no date any more, and their members are told.`,
    pair: (mentor, mentee) => `${mentor} and ${mentee}`,
    namesake: (name, email, known) =>
      `${name} (${email}) is another person than ${known}, who has the same name and is not in these files: an import does not change an address.`,
    absent: (names) => `In the cohort and not in these files (left as they are): ${names.join(", ")}`,
    leftAlone: (names) => `Follow-ups that the cohort knows otherwise (left as they are): ${names.join(", ")}`,
    unread: (file, headers) => `${file}: columns that were not read: ${headers.join(", ")}`,
  },
};
