import { describe, expect, it } from "vitest";
import { openDatabase } from "../../src/store/database.ts";
import { readTogether, together } from "../../src/store/together.ts";

/** Answers when it is told to, and remembers what it was asked at a time. */
function slowly() {
  const asked: (readonly string[])[] = [];
  const pending: { answer(): void; fail(): void }[] = [];
  const ask = together(
    (questions: readonly string[]) =>
      new Promise<string[]>((resolve, reject) => {
        asked.push(questions);
        pending.push({ answer: () => resolve(questions.map((one) => one.toUpperCase())), fail: () => reject(new Error("lost")) });
      }),
  );
  return { ask, asked, next: () => pending.shift() };
}

describe("Those who ask at the same moment", () => {
  it("are answered together, by what begins after they asked", async () => {
    const { ask, asked, next } = slowly();
    const answers = ["a", "b", "c"].map(ask);
    expect(asked).toEqual([["a"]]);
    next()?.answer();
    expect(await answers[0]).toBe("A");
    expect(asked).toEqual([["a"], ["b", "c"]]);
    const late = ask("d");
    next()?.answer();
    expect(await Promise.all(answers)).toEqual(["A", "B", "C"]);
    next()?.answer();
    expect(await late).toBe("D");
    expect(asked).toEqual([["a"], ["b", "c"], ["d"]]);
  });

  it("are told alike when it fails, and those after them are answered", async () => {
    const { ask, next } = slowly();
    const [a, b, c] = ["a", "b", "c"].map(ask);
    next()?.answer();
    await a;
    const failed = Promise.allSettled([b, c]);
    next()?.fail();
    expect(await failed).toMatchObject([{ status: "rejected" }, { status: "rejected" }]);
    const d = ask("d");
    next()?.answer();
    expect(await d).toBe("D");
  });

  it("are asked about in few statements of few sizes, and read within a transaction what it wrote", async () => {
    const sizes: number[] = [];
    const has = readTogether(async (db, ids: readonly number[]) => {
      sizes.push(ids.length);
      const found: number[] = await db("things").whereIn("id", ids).pluck("id");
      return ids.map((id) => found.includes(id));
    });
    const db = openDatabase("sqlite::memory:");
    await db.raw("create table things (id integer primary key)");
    await db("things").insert([{ id: 3 }, { id: 90 }]);
    const found = await Promise.all(Array.from({ length: 100 }, (_, id) => has(db, id)));
    expect(found.flatMap((is, id) => (is ? [id] : []))).toEqual([3, 90]);
    expect(sizes).toEqual([1, 64, 64]);
    await db.transaction(async (trx) => {
      await trx("things").insert({ id: 4 });
      expect(await Promise.all([has(trx, 4), has(trx, 5)])).toEqual([true, false]);
    });
    await db.destroy();
  });
});
