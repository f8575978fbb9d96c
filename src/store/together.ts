import { type Database, isPostgres } from "./database.ts";

interface Asked<Question, Answer> {
  question: Question;
  tell(answer: Answer): void;
  fail(error: unknown): void;
}

/** What one statement takes: SQLite and PostgreSQL both allow for far more values than so many questions have. */
const mostAtOnce = 64;

/** The last of those who wait for each other. */
const lastInLine = new WeakMap<object, Promise<void>>();

function inTurn(line: object, work: () => Promise<void>): Promise<void> {
  const turn = (lastInLine.get(line) ?? Promise.resolve()).then(work);
  lastInLine.set(line, turn);
  return turn;
}

/** SQLite has one connection, for which questions of every kind wait; PostgreSQL takes several at once, one of each kind. */
const lineFor = (db: Database): object => (isPostgres(db) ? {} : db);

/** All that goes on from what was just heard has gone as far as it can. */
const othersAsked = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));

/**
 * Those who ask the same of a database, or of a transaction in it, while it is busy are answered together by one statement: it begins
 * after they asked, so that what it finds is never older than their question.
 *
 * @param answer one answer to each question, in their order. It asks nothing else in this way.
 */
export function togetherIn<Question, Answer>(
  answer: (db: Database, questions: readonly Question[]) => Promise<readonly Answer[]>,
): (db: Database, question: Question) => Promise<Answer> {
  const asking = new WeakMap<Database, (question: Question) => Promise<Answer>>();
  return (db, question) => {
    const ask = asking.get(db) ?? asked(db, (questions: readonly Question[]) => answer(db, questions));
    asking.set(db, ask);
    return ask(question);
  };
}

function asked<Question, Answer>(
  db: Database,
  answer: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): (question: Question) => Promise<Answer> {
  const line = lineFor(db);
  const waiting: Asked<Question, Answer>[] = [];
  let isComing = false;

  /** Never fails: whoever asked is told. */
  async function answerThose(): Promise<void> {
    await othersAsked();
    const those = waiting.splice(0, mostAtOnce);
    isComing = waiting.length > 0;
    if (isComing) void inTurn(line, answerThose);
    try {
      const answers = await answer(those.map(({ question }) => question));
      those.forEach(({ tell }, place) => {
        tell(answers[place] as Answer);
      });
    } catch (error) {
      for (const { fail } of those) fail(error);
    }
  }

  return (question) =>
    new Promise((tell, fail) => {
      waiting.push({ question, tell, fail });
      if (!isComing) void inTurn(line, answerThose);
      isComing = true;
    });
}

/** The same of what is only read, which is asked in few sizes. */
export const readTogether = <Question, Answer>(read: (db: Database, questions: readonly Question[]) => Promise<readonly Answer[]>) =>
  togetherIn((db, questions: readonly Question[]) => read(db, inFewSizes(questions)));

const mostPerStatement = 512;

/** What one statement is asked about at a time, in few sizes. */
export function slicesOf<One>(all: readonly One[]): One[][] {
  const starts = Array.from({ length: Math.ceil(all.length / mostPerStatement) }, (_, place) => place * mostPerStatement);
  return starts.map((start) => inFewSizes(all.slice(start, start + mostPerStatement)));
}

/** The last question so often that their number is a power of two: of few statements, each is prepared once. */
function inFewSizes<Question>(questions: readonly Question[]): Question[] {
  const size = 2 ** Math.ceil(Math.log2(questions.length));
  return [...questions, ...Array<Question>(size - questions.length).fill(questions.at(-1) as Question)];
}
