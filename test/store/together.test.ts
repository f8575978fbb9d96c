import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { readTogether, togetherIn } from "../../src/store/together.ts";

let db: Database;
beforeEach(() => {
  db = openDatabase("sqlite::memory:");
});
afterEach(() => db.destroy());

/** Answers when it is told to, and remembers what it was asked at a time. */
function slowly() {
  const asked: (readonly string[])[] = [];
  const pending: { answer(): void; fail(): void }[] = [];
  const ask = togetherIn(
    (_, questions: readonly string[]) =>
      new Promise<string[]>((resolve, reject) => {
        asked.push(questions);
        pending.push({ answer: () => resolve(questions.map((one) => one.toUpperCase())), fail: () => reject(new Error("lost")) });
      }),
  );
  return { ask: (question: string) => ask(db, question), asked, next: () => pending.shift() };
}

const heard = () => new Promise((resolve) => setImmediate(resolve));

describe("Those who ask at the same moment", () => {
  it("are answered together, by what begins after they asked", async () => {
    const { ask, asked, next } = slowly();
    const first = ["a", "b"].map(ask);
    await heard();
    const [c, d] = ["c", "d"].map(ask);
    await heard();
    expect(asked).toEqual([["a", "b"]]);
    next()?.answer();
    expect(await Promise.all(first)).toEqual(["A", "B"]);
    await heard();
    const late = ask("e");
    next()?.answer();
    expect(await Promise.all([c, d])).toEqual(["C", "D"]);
    await heard();
    next()?.answer();
    expect(await late).toBe("E");
    expect(asked).toEqual([["a", "b"], ["c", "d"], ["e"]]);
  });

  it("wait for whatever else the one connection is asked, and are answered together then", async () => {
    const [one, other] = [slowly(), slowly()];
    const a = one.ask("a");
    await heard();
    const b = other.ask("b");
    await heard();
    const c = other.ask("c");
    expect(other.asked).toEqual([]);
    one.next()?.answer();
    expect(await a).toBe("A");
    await heard();
    expect(other.asked).toEqual([["b", "c"]]);
    other.next()?.answer();
    expect(await Promise.all([b, c])).toEqual(["B", "C"]);
  });

  it("go on together from what they heard together", async () => {
    const [one, other] = [slowly(), slowly()];
    const both = ["a", "b"].map(async (letter, place) => {
      const answer = await one.ask(letter);
      // One of them has more to do than the other until it asks again.
      for (let step = 0; step < place * 20; step++) await null;
      return other.ask(answer);
    });
    await heard();
    one.next()?.answer();
    await heard();
    expect(other.asked).toEqual([["A", "B"]]);
    other.next()?.answer();
    await Promise.all(both);
  });

  it("are told alike when it fails, and those after them are answered", async () => {
    const { ask, next } = slowly();
    const failed = Promise.allSettled(["a", "b"].map(ask));
    await heard();
    const c = ask("c");
    next()?.fail();
    expect(await failed).toMatchObject([{ status: "rejected" }, { status: "rejected" }]);
    await heard();
    next()?.answer();
    expect(await c).toBe("C");
  });

  it("are asked about in few statements of few sizes, and read within a transaction what it wrote", async () => {
    const sizes: number[] = [];
    const has = readTogether(async (database, ids: readonly number[]) => {
      sizes.push(ids.length);
      const found: number[] = await database("things").whereIn("id", ids).pluck("id");
      return ids.map((id) => found.includes(id));
    });
    await db.raw("create table things (id integer primary key)");
    await db("things").insert([{ id: 3 }, { id: 90 }]);
    const found = await Promise.all(Array.from({ length: 100 }, (_, id) => has(db, id)));
    expect(found.flatMap((is, id) => (is ? [id] : []))).toEqual([3, 90]);
    expect(sizes).toEqual([64, 64]);
    await db.transaction(async (trx) => {
      await trx("things").insert({ id: 4 });
      expect(await Promise.all([has(trx, 4), has(trx, 5)])).toEqual([true, false]);
    });
  });
});
