import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { expect, it } from "vitest";
import { createLog, serve } from "../../src/main.ts";
import { day, hour } from "../../src/program/day.ts";
import { openDatabase } from "../../src/store/database.ts";
import { openWithKeys } from "../../src/store/opening.ts";
import { type Actor, openStage } from "../support/stage.ts";

/** A word that nobody else writes, planted in every field that takes private text. */
const secret = "QUETZALCOATL";

const findInFiles = (folder: string): string[] => readdirSync(folder).filter((file) => readFileSync(join(folder, file)).includes(secret));

it("finds a planted secret in no log, no outbox row and no byte of the database", async () => {
  const folder = mkdtempSync(join(tmpdir(), "triade-secret-"));
  const stage = await openStage({ now: "2009-01-05T06:00", database: openDatabase(`sqlite:${join(folder, "triade.db")}`) });
  await stage.app.planAhead(stage.now);

  await stage.mentee.says("objectif");
  await stage.mentee.presses("Ajouter un objectif");
  await stage.mentee.fillsIn({ text: `${secret} objectif` });
  await stage.mentor.says("rencontre");
  await stage.mentor.fillsIn({ otherTopic: `${secret} sujet`, topics: ["balance"], objectives: ["1"] });
  await stage.mentor.presses("Corriger");
  await stage.mentor.fillsIn({ otherTopic: `${secret} corrigé` });
  for (const [who, audience] of [
    [stage.mentor, "me"],
    [stage.mentee, "our-dyad"],
  ] as const) {
    await who.says("cahier");
    await who.presses("Ajouter une note");
    await who.fillsIn({ kind: "difficulty", text: `${secret} note`, audience });
  }

  const [followUp] = await stage.store.db("follow_ups").where({ stage: "follow-up-1", dyad_id: stage.dyads.first });
  const [administration] = await stage.store.db("administrations").where({ stage: "follow-up-1", dyad_id: stage.dyads.first });
  await stage.passes({ to: `${administration.opens_on}T10:00` });
  await stage.mentee.says("bienetre");
  await stage.mentee.presses("Répondre");
  await stage.mentee.fillsIn({ cheerful: "1", calm: "prefer-not", active: "1", rested: "1", interested: "1", share: ["mentor"] });
  await stage.passes({ to: `${followUp.on_day}T17:00` });
  await stage.coordinator.pressesRaw("lead-follow-up.record", { followUp: String(followUp.id) });
  await stage.coordinator.fillsIn({ "record-notebook": "presented", "record-agreed": `${secret} convenu` });

  await stage.mentor.says("cahier");
  await stage.mentor.says(secret);
  await stage.mentor.says(`statut ${secret}`);
  await stage.coordinator.says(`statut ${secret}`);
  await stage.mentor.pressesRaw(`log-meeting.${secret}`, { dyad: secret, meeting: secret });
  await stage.mentor.submitsRaw("notebook.write", { dyad: secret }, { text: secret });
  stage.whenSending = async () => {
    throw new Error(secret);
  };
  await stage.passes({ days: 30 });
  await stage.store.db.raw("drop table notes");
  await stage.mentor.says("cahier");
  expect(stage.log.join("\n")).toContain("defect");

  expect(stage.mentor.everything).toContain(`${secret} note`);
  expect(stage.log.join("\n")).not.toContain(secret);
  expect(JSON.stringify(await stage.store.db("outbox"))).not.toContain(secret);
  await stage.store.db.raw("pragma wal_checkpoint(passive)");
  expect(findInFiles(folder)).toEqual([]);
  await stage.close();
  expect(findInFiles(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
});

interface Answer {
  status: number;
  kind?: string;
  message?: string;
  form?: string;
  hidden?: Record<string, string>;
}

it("finds it nowhere either once the program is served as it is: over HTTP, with its own log and its own conversations", async () => {
  const folder = mkdtempSync(join(tmpdir(), "triade-secret-"));
  const databaseUrl = `sqlite:${join(folder, "triade.db")}`;
  const keys = { from: "environment" as const, ring: [{ id: "test", bytes: randomBytes(32) }] as const };
  const opened = await openWithKeys({ databaseUrl, keys }, "test");
  if (!opened.ok) throw new Error(opened.refusal.code);
  const { db } = opened;
  const school = await openStage({ database: db });
  const logged: string[] = [];
  const destination = new Writable({
    write(chunk, _, done) {
      logged.push(String(chunk));
      done();
    },
  });
  const config = {
    ...{
      port: 0,
      host: "127.0.0.1",
      dataFolder: folder,
      databaseUrl,
      keys,
      playground: true,
      language: "fr" as const,
      slack: null,
      teams: null,
    },
    clock: { kind: "manual" as const, day: day("2009-01-05"), at: hour("09:00") },
  };
  const running = await serve(config, opened, createLog(destination));

  const api = `${running.url}/playground/api`;
  const post = async (what: string, body: object | string): Promise<Answer> => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const answer = await fetch(`${api}/${what}`, { method: "POST", headers: { "content-type": "application/json" }, body: text });
    return { status: answer.status, ...((await answer.json()) as object) };
  };
  const say = ({ id }: Actor, text: string) => post("say", { person: String(id), text });
  const press = ({ id }: Actor, action: string, data: object) => post("press", { person: String(id), action, data });
  const fillIn = ({ id }: Actor, { form, hidden }: Answer, answers: object) =>
    post("submit", { person: String(id), form, hidden, answers });
  const heard = async ({ id }: Actor) => (await fetch(`${api}/conversation?person=${id}`)).text();

  const { mentor, mentee, coordinator } = school;
  const data = { dyad: String(school.dyads.first) };
  const meeting = { heldOn: "2009-01-05", minutes: "30", mode: "in-person", topics: ["balance"], otherTopic: `${secret} sujet` };
  const filled = [
    await fillIn(mentee, await press(mentee, "objective.set", data), { text: `${secret} objectif` }),
    await fillIn(mentor, await say(mentor, "rencontre"), meeting),
    await fillIn(mentor, await press(mentor, "notebook.write", data), { kind: "difficulty", text: `${secret} note`, audience: "me" }),
    await fillIn(mentee, await press(mentee, "notebook.write", data), { kind: "learning", text: `${secret} idée`, audience: "our-dyad" }),
  ];
  await post("clock", { to: { days: 1 } });
  const followUp = await db("follow_ups").where({ stage: "follow-up-1", dyad_id: school.dyads.first }).first("id", "on_day");
  await post("clock", { to: { instant: `${followUp.on_day}T22:00:00Z` } });
  const record = await press(coordinator, "lead-follow-up.record", { followUp: String(followUp.id) });
  const kept = { heldOn: followUp.on_day, "record-notebook": "presented", "record-agreed": `${secret} convenu` };
  filled.push(await fillIn(coordinator, record, kept));
  expect(filled.map(({ status, kind }) => [status, kind])).toEqual(filled.map(() => [200, "say"]));

  const rewritten = { person: String(coordinator.id), message: filled.at(-1)?.message, action: "lead-follow-up.show" };
  expect(await post("press", { ...rewritten, data: { followUp: String(followUp.id) } })).toMatchObject({ kind: "replace" });
  for (const one of [mentor, mentee]) await say(one, "cahier");
  await say(mentor, secret);
  await say(coordinator, `statut ${secret}`);
  await press(mentor, `log-meeting.${secret}`, { dyad: secret });
  await post("submit", { person: String(mentor.id), form: secret, hidden: { dyad: secret }, answers: { text: secret } });
  await post("say", `{"person": "${secret}`);
  await post("say", { person: secret, text: secret });
  await post(secret, {});
  expect(await heard(mentor)).toContain(`${secret} note`);
  expect(await heard(mentee)).toContain(`${secret} objectif`);
  expect(await heard(coordinator)).toContain(`${secret} convenu`);

  const note = await press(mentor, "notebook.write", data);
  await db.raw("drop table notes");
  await fillIn(mentor, note, { kind: "difficulty", text: `${secret} perdue`, audience: "me" });
  await db.raw("drop table conversations");
  expect(await say(mentor, `${secret} encore`)).toMatchObject({ status: 500 });
  expect(logged.map((line) => JSON.parse(line).event)).toEqual(expect.arrayContaining(["defect", "playground-failed"]));

  expect(logged.join("")).not.toContain(secret);
  expect(JSON.stringify(await db("outbox"))).not.toContain(secret);
  expect((await db("outbox").where({ outcome: "sent" })).length).toBeGreaterThan(8);
  expect(readdirSync(folder)).toContain("triade.db-wal");
  expect(findInFiles(folder)).toEqual([]);
  await running.stop();
  expect(findInFiles(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
});
