import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openDatabase } from "../../src/store/database.ts";
import { openStage } from "../support/stage.ts";

/** A word that nobody else writes, planted in every field that takes private text. */
const secret = "QUETZALCOATL";

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
  for (const file of readdirSync(folder)) expect(readFileSync(join(folder, file)).includes(secret), file).toBe(false);
  await stage.close();
  for (const file of readdirSync(folder)) expect(readFileSync(join(folder, file)).includes(secret), file).toBe(false);
  rmSync(folder, { recursive: true });
});
