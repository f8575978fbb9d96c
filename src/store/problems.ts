/** Why a database cannot be used. */
export type DatabaseFault =
  | { code: "database-address" | "database-locked" | "database-damaged" | "database-interrupted" }
  /** `reason` is the code of SQLite, of PostgreSQL or of the system. */
  | { code: "database-closed" | "database-unreachable" | "database-denied"; reason: string }
  | { code: "database-newer"; has: string; known: string }
  | { code: "database-foreign"; tables: readonly string[] };

/** Why keys do not belong to a database: it needs one that was not given, or one of this name that is another. */
export type KeyFault = { code: "key-missing" | "key-wrong"; id: string };

/** For whoever starts the program, who reads it in their language; `message` is for logs. */
class Unusable<Fault extends { code: string }> extends Error {
  readonly fault: Fault;
  constructor(fault: Fault, options?: ErrorOptions) {
    super(Object.values(fault).flat().join(" "), options);
    this.fault = fault;
  }
}

export class DatabaseProblem extends Unusable<DatabaseFault> {
  override name = "DatabaseProblem";
}

export class WrongKeys extends Unusable<KeyFault> {
  override name = "WrongKeys";
}

type Meanings = readonly [RegExp, (reason: string) => DatabaseFault][];

/** Codes of SQLite, and classes of PostgreSQL (its manual, appendix A). */
const ofDatabases: Meanings = [
  [/^SQLITE_(BUSY|LOCKED)/, () => ({ code: "database-locked" })],
  [/^SQLITE_(NOTADB|CORRUPT)/, () => ({ code: "database-damaged" })],
  [/^SQLITE_(CANTOPEN|READONLY|PERM|IOERR|FULL)/, (reason) => ({ code: "database-closed", reason })],
  [/^(28|3D)...$/, (reason) => ({ code: "database-denied", reason })],
  [/^(08|53|57)...$/, (reason) => ({ code: "database-unreachable", reason })],
];

/** Codes of the system, which are about the database only while it is being opened. */
const ofTheSystem: Meanings = [
  [/^E(ACCES|PERM|ROFS|NOENT|NOTDIR|EXIST|ISDIR|NOSPC)$/, (reason) => ({ code: "database-closed", reason })],
  [/^E(CONN|NOTFOUND|TIMEDOUT|HOSTUNREACH|NETUNREACH|AI_AGAIN)/, (reason) => ({ code: "database-unreachable", reason })],
];

function read(error: unknown, meanings: Meanings): DatabaseProblem | null {
  if (error instanceof DatabaseProblem) return error;
  const { code } = error as { code?: unknown };
  if (typeof code !== "string") return null;
  const fault = meanings.find(([pattern]) => pattern.test(code))?.[1](code);
  return fault ? new DatabaseProblem(fault, { cause: error }) : null;
}

/** What an error of the database says to whoever starts the program. Null for a defect. */
export const problemOf = (error: unknown): DatabaseProblem | null => read(error, ofDatabases);

/** The same for what happens while a database is being opened. */
export const problemOfOpening = (error: unknown): DatabaseProblem | null => read(error, [...ofDatabases, ...ofTheSystem]);
