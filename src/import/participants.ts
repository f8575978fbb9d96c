import type { Day } from "../program/day.ts";
import { type Language, languages, type Office, offices, type Role } from "../program/terms.ts";
import { type Column, readLanguage, readRole } from "./columns.ts";
import type { DyadSpec, MenteeSpec, PersonSpec } from "./desired.ts";
import { type Expectation, type Problem, problem } from "./problems.ts";
import { isEmail, isPrintable, isProgramDay, normalEmail, oneLine } from "./shapes.ts";
import { readTable, type TableRow } from "./table.ts";

interface Participants {
  people: PersonSpec[];
  dyads: DyadSpec[];
  menteeRows: MenteeSpec[];
  /** Headers that were not read. */
  unread: string[];
  /** False when its rows could not be read at all. */
  whole: boolean;
}

/**
 * Reads a table of people, of dyads, or of both: a row is a person when it has an e-mail address, and a dyad
 * when it names the mentor of that person, their mentee, or the two members of one. A beginning, an end or a
 * coordinator in a row that names nobody else are those of a dyad that only the rest can tell.
 */
export function readParticipants(text: string, file: string, problems: Problem[]): Participants {
  const { rows, unread, whole } = readTable(text, file, problems);
  const people: PersonSpec[] = [];
  const dyads: DyadSpec[] = [];
  const menteeRows: MenteeSpec[] = [];
  const seen = new Map<string, TableRow>();
  for (const row of rows) {
    const { person, dyad, menteeRow } = readRow(row, problems);
    // A mentor of two people has a row for each; a row that says nothing new is a slip.
    const what = [person?.email, dyad?.mentor, dyad?.mentee].join(" ");
    const first = seen.get(what) ?? (dyad ? undefined : seen.get(person?.email ?? ""));
    if (first && dyad) problems.push(problem(row.at(), "dyad-twice", { mentor: dyad.mentor, mentee: dyad.mentee, first: first.at() }));
    else if (first && person) problems.push(problem(row.at("email"), "person-twice", { email: person.email, first: first.at() }));
    for (const name of person ? [what, person.email] : [what]) if (!seen.has(name)) seen.set(name, row);
    if (person) people.push(person);
    if (dyad) dyads.push(dyad);
    if (menteeRow) menteeRows.push(menteeRow);
  }
  return { people, dyads, menteeRows, unread, whole };
}

const longestName = 100;

interface Row {
  person: PersonSpec | null;
  dyad: DyadSpec | null;
  menteeRow: MenteeSpec | null;
}

function readRow(row: TableRow, problems: Problem[]): Row {
  const at = (column?: string) => row.at(column);
  const wrong = (column: Column, expected: Expectation) => {
    problems.push(problem(row.at(column), "wrong-value", { found: row.cell(column) || undefined, expected }));
    return undefined;
  };
  const emailIn = (column: Column) => {
    const typed = row.cell(column);
    return typed === "" ? undefined : isEmail(typed) ? normalEmail(typed) : wrong(column, { kind: "email" });
  };
  const nameIn = (column: Column) => {
    const typed = oneLine(row.cell(column));
    return typed === ""
      ? undefined
      : typed.length <= longestName && isPrintable(typed)
        ? typed
        : wrong(column, { kind: "text", max: longestName });
  };
  const dayIn = (column: Column) => {
    const typed = row.cell(column);
    if (typed === "") return undefined;
    const days = readDays(typed);
    if (days.length === 2) problems.push(problem(row.at(column), "date-ambiguous", { found: typed, readings: days as [Day, Day] }));
    else if (days.length === 0) wrong(column, { kind: "day" });
    return days.length === 1 ? days[0] : undefined;
  };

  const email = emailIn("email");
  const [mentor, mentee] = [emailIn("mentor"), emailIn("mentee")];
  const role = readRoleCell(row, problems);
  const tongue = row.cell("language") === "" ? { meaning: undefined } : readLanguage(row.cell("language"));
  if (!("meaning" in tongue)) wrong("language", { kind: "one-of", values: languages });

  const isRowOfDyad = row.cell("email") === "" && row.cell("mentor") !== "" && row.cell("mentee") !== "";
  if (row.cell("email") === "" && !isRowOfDyad) wrong("email", { kind: "email" });
  const isOffice = offices.some((office) => office === role);
  const person: PersonSpec | null = email
    ? {
        ...{ at, email, givenName: nameIn("givenName"), familyName: nameIn("familyName"), supervisor: emailIn("supervisor") },
        language: "meaning" in tongue ? (tongue.meaning as Language | undefined) : undefined,
        office: isOffice ? (role as Office) : undefined,
        role: isOffice ? undefined : (role as Role | undefined),
        complete: false,
      }
    : null;

  const ofDyad = { began: dayIn("began"), ended: dayIn("ended"), coordinator: emailIn("coordinator"), at };
  const matched = membersOf(row, { email, mentor, mentee }, role, problems);
  const namesNobodyElse = row.cell("mentor") === "" && row.cell("mentee") === "";
  const says = ofDyad.began !== undefined || ofDyad.ended !== undefined || ofDyad.coordinator !== undefined;
  return {
    person,
    dyad: matched && { ...matched, ...ofDyad, held: [], complete: false },
    menteeRow: email && namesNobodyElse && says ? { ...ofDyad, mentee: email } : null,
  };
}

interface Named {
  email: string | undefined;
  mentor: string | undefined;
  mentee: string | undefined;
}

/**
 * Who the row matches with whom; a column that repeats the row's own address adds nothing. Where nobody else is named it
 * would match someone with themselves, which the rules tell.
 */
function membersOf(row: TableRow, { email, mentor, mentee }: Named, role: string | undefined, problems: Problem[]) {
  if (!email) return mentor && mentee ? { mentor, mentee } : null;
  const theirMentor = mentor === email ? undefined : mentor;
  const theirMentee = mentee === email ? undefined : mentee;
  if (theirMentor && theirMentee) {
    problems.push(problem(row.at("mentor"), "row-names-both", { email }));
    return null;
  }
  const namesItselfAlone = !theirMentor && !theirMentee && ((mentor && role !== "mentor") || (mentee && role !== "mentee"));
  if (namesItselfAlone) return { mentor: email, mentee: email };
  const column = theirMentor ? "mentor" : "mentee";
  if (role === column && (theirMentor || theirMentee)) {
    problems.push(problem(row.at("role"), "role-contradicted", { role: row.cell("role"), column }));
    return null;
  }
  if (theirMentor) return { mentor: theirMentor, mentee: email };
  return theirMentee ? { mentor: email, mentee: theirMentee } : null;
}

function readRoleCell(row: TableRow, problems: Problem[]): Role | Office | undefined {
  const typed = row.cell("role");
  if (typed === "") return undefined;
  const read = readRole(typed);
  if ("meaning" in read) return read.meaning;
  problems.push(problem(row.at("role"), "role-unknown", { found: typed, readings: read.readings }));
  return undefined;
}

/** The days that a date may stand for: `2026-09-05` and `31/08/2026` for one, `05/09/2026` for two, and a slip for none. */
function readDays(typed: string): Day[] {
  if (isProgramDay(typed)) return [typed];
  const [, first = "", second = "", year = ""] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(typed) ?? [];
  const two = (number: string) => number.padStart(2, "0");
  const readings = [`${year}-${two(second)}-${two(first)}`, `${year}-${two(first)}-${two(second)}`];
  return [...new Set(readings)].filter((reading): reading is Day => isProgramDay(reading));
}
