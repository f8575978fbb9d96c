import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import { addMinutes } from "../../src/program/day.ts";
import { createSeen, forgetSeen } from "../../src/store/seen.ts";
import type { Form } from "../../src/ui/model.ts";
import type { Reply } from "../../src/ui/platform.ts";
import { openStage, type Stage } from "../support/stage.ts";

const words = { text: "Un premier mot", kind: "learning", audience: "me" };

describe("a form", () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await openStage({ now: "2009-03-09T10:00" });
  });
  afterEach(() => stage.close());

  /** Takes what was open when it was asked for, as a platform sends it: the very same each time. */
  async function opens(what: () => Promise<unknown>) {
    await what();
    const form = stage.mentee.form as Form;
    const sends = (answers: Record<string, string>, app = stage.app): Promise<Reply> =>
      app.handle({ kind: "submit", from: stage.mentee.address, form: form.id, hidden: form.hidden ?? {}, answers }, stage.now);
    return { form, sends };
  }
  const note = () => opens(() => stage.mentee.pressesRaw("notebook.write", { dyad: String(stage.dyads.first) }));
  const objective = () => opens(() => stage.mentee.pressesRaw("objective.set", { dyad: String(stage.dyads.first) }));
  const count = async (table: string): Promise<number> => (await stage.store.db(table).select("id")).length;
  const textOf = (reply: Reply): string => JSON.stringify(reply.kind === "say" ? reply.message : reply);

  it.each([
    ["notes", note],
    ["objectives", objective],
  ] as const)("of %s that was answered is not carried out again, and says so, in whichever process", async (table, open) => {
    const { sends } = await open();
    const another = createApp(stage.store, [], () => undefined);
    expect(textOf(await sends(words))).not.toContain("déjà");
    for (const app of [stage.app, another]) {
      const again = await sends(words, app);
      expect(again).toMatchObject({ kind: "say", isUndone: true });
      expect(textOf(again)).toContain("Ce formulaire a déjà reçu sa réponse");
    }
    expect(await count(table)).toBe(1);
  });

  it("that two processes get at once is carried out by one of them, and by another once that one died over it", async () => {
    const another = createApp(stage.store, [], () => undefined);
    for (let time = 1; time <= 5; time++) {
      const { sends } = await note();
      const replies = await Promise.all([sends(words), sends(words, another)]);
      expect(replies.map((reply) => reply.kind === "say" && (reply.isUndone ?? false)).sort()).toEqual([false, true]);
      expect(await count("notes")).toBe(time);
    }
    const { form, sends } = await note();
    const row = { key: `form/${form.hidden?.once}`, at: stage.now, taken_until: addMinutes(stage.now, 1) };
    await stage.store.db("seen_requests").insert(row);
    const underWay = await sends(words);
    expect(underWay).toMatchObject({ isUndone: true });
    expect(textOf(underWay)).toContain("en train d’être enregistré");
    stage.now = addMinutes(stage.now, 2);
    await sends(words);
    expect(await count("notes")).toBe(6);
  });

  it("that is opened again is another one", async () => {
    for (let time = 0; time < 2; time++) await (await note()).sends(words);
    expect(await count("notes")).toBe(2);
  });

  it("that was refused, or of which nothing could be kept, is the same one when it is sent again", async () => {
    const { form, sends } = await note();
    const refused = await Promise.all([sends({ ...words, text: "" }), sends({ ...words, text: "" })]);
    expect(refused.map(({ kind }) => kind)).toEqual(["ask", "ask"]);
    for (const reply of refused) expect(reply.kind === "ask" && reply.form.hidden).toEqual(form.hidden);
    await stage.store.db.schema.renameTable("notes", "lost");
    expect(await sends(words)).toMatchObject({ kind: "say", isUndone: true });
    await stage.store.db.schema.renameTable("lost", "notes");
    await sends(words);
    expect(await count("notes")).toBe(1);
  });

  it("is known for as long as it may stand somewhere, and what its platform would repeat for a day", async () => {
    const { sends } = await note();
    await sends(words);
    await createSeen(stage.store, () => stage.now)(["request"]);
    const kept = () => stage.store.db("seen_requests").pluck("key");
    expect(await kept()).toHaveLength(2);
    await stage.passes({ days: 2 });
    expect(await kept()).toEqual([expect.stringContaining("form/")]);
    expect(JSON.stringify(await sends(words))).toContain("déjà reçu sa réponse");
    await forgetSeen(stage.store, addMinutes(stage.now, 400 * 24 * 60));
    expect(await kept()).toEqual([]);
  });

  it("of which two devices send two versions at once takes one of them, and says so of the other", async () => {
    const { sends } = await note();
    const replies = await Promise.all([sends(words), sends({ ...words, text: "Un autre mot" })]);
    expect(replies.map((reply) => reply.kind === "say" && (reply.isUndone ?? false))).toEqual([false, true]);
    expect(await count("notes")).toBe(1);
  });
});
