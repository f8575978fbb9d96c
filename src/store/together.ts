import type { Database } from "./database.ts";

interface Asked<Question, Answer> {
  question: Question;
  tell(answer: Answer): void;
  fail(error: unknown): void;
}

/** What one statement takes: SQLite and PostgreSQL both allow for far more values than so many questions have. */
const mostAtOnce = 64;

/**
 * Those who ask while an answer is under way are answered together by the next statement: it begins after they asked, so
 * that what it finds is never older than their question.
 *
 * @param answer one answer to each question, in their order.
 */
export function together<Question, Answer>(
  answer: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): (question: Question) => Promise<Answer> {
  const waiting: Asked<Question, Answer>[] = [];
  let isBusy = false;

  async function work(): Promise<void> {
    isBusy = true;
    while (waiting.length > 0) {
      const asked = waiting.splice(0, mostAtOnce);
      try {
        const answers = await answer(asked.map(({ question }) => question));
        asked.forEach(({ tell }, place) => {
          tell(answers[place] as Answer);
        });
      } catch (error) {
        for (const { fail } of asked) fail(error);
      }
    }
    isBusy = false;
  }

  return (question) =>
    new Promise((tell, fail) => {
      waiting.push({ question, tell, fail });
      if (!isBusy) void work();
    });
}

/** The same of a database or of a transaction in it, whose answers are its own. */
export function togetherIn<Question, Answer>(
  answer: (db: Database, questions: readonly Question[]) => Promise<readonly Answer[]>,
): (db: Database, question: Question) => Promise<Answer> {
  const asking = new WeakMap<Database, (question: Question) => Promise<Answer>>();
  return (db, question) => {
    const ask = asking.get(db) ?? together((questions: readonly Question[]) => answer(db, questions));
    asking.set(db, ask);
    return ask(question);
  };
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
