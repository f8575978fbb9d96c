/// <reference lib="dom" />
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Running, serve } from "../../src/main.ts";
import { openWithKeys } from "../../src/store/opening.ts";
import { seriousFindings } from "./support/axe.ts";
import { openChromium } from "./support/chromium.ts";

/** The real thing, from the page to the database: the sample cohort as a newcomer finds it. */
describe("a day in the playground", () => {
  const folder = mkdtempSync(join(tmpdir(), "triade-days-"));
  let running: Running;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    const databaseUrl = `sqlite:${join(folder, "triade.db")}`;
    const keys = { from: "environment" as const, ring: [{ id: "test", bytes: randomBytes(32) }] as const };
    const opened = await openWithKeys({ databaseUrl, keys }, "test");
    if (!opened.ok) throw new Error(opened.refusal.code);
    const config = {
      port: 0,
      host: "127.0.0.1",
      dataFolder: folder,
      databaseUrl,
      keys,
      playground: true,
      clock: null,
      language: "fr" as const,
    };
    running = await serve(config, opened, (level, event) => level === "error" && complaints.push(event));
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser.close();
    await running.stop();
    rmSync(folder, { recursive: true });
  });

  const become = async (name: string) => {
    await page?.context().close();
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
    page = await context.newPage();
    page.on("pageerror", (error) => complaints.push(error.message));
    const { people } = (await (await fetch(`${running.url}/playground/api/people`)).json()) as { people: { id: string; name: string }[] };
    await page.goto(`${running.url}/?person=${people.find((one) => one.name === name)?.id}`);
    await page.getByRole("heading", { name, exact: false }).first().waitFor();
  };
  const says = async (text: string) => {
    await page.locator("#say").fill(text);
    await page.locator("#say").press("Enter");
  };
  const lastCard = () => page.locator(".turn .card").last();
  const dialog = () => page.locator("dialog[open]");
  const sees = (text: string | RegExp) => expect.poll(() => lastCard().textContent(), { timeout: 10_000 }).toMatch(text);

  it("is a mentor's: a meeting is logged, refused first, and is in the notebook", async () => {
    await become("Carole Inventée");
    await says("rencontre");
    await dialog().waitFor();
    await dialog()
      .getByLabel(/Date de la rencontre/)
      .fill("2027-01-25");
    await dialog().getByRole("button", { name: "Enregistrer" }).click();
    await expect.poll(() => dialog().textContent()).toMatch(/Cette date est à venir/);
    await dialog()
      .getByLabel(/Date de la rencontre/)
      .fill("2027-01-15");
    await dialog().getByLabel("Gestion de classe").check();
    await dialog().getByLabel("Un autre sujet").fill("les *étoiles* <b>et</b> le reste");
    await dialog().getByRole("button", { name: "Enregistrer" }).click();
    await sees(/C’est noté : rencontre avec Jules Arrivant le vendredi 15 janvier 2027/);
    await says("cahier");
    await sees(/Gestion de classe, les \*étoiles\* <b>et<\/b> le reste/);
    expect(await seriousFindings(page)).toEqual([]);
  });

  it("is a mentee's: the questionnaire waits, its result is for them alone, and help is near when it is low", async () => {
    await become("Jules Arrivant");
    await page.getByRole("button", { name: "Répondre" }).last().click();
    await dialog().waitFor();
    expect(await dialog().textContent()).toContain("© Organisation mondiale de la Santé");
    const sometimes = await dialog().getByLabel("De temps en temps").all();
    expect(sometimes).toHaveLength(5);
    for (const answer of sometimes) await answer.check();
    await dialog().getByRole("button", { name: "Envoyer" }).click();
    await sees(/20 sur 100/);
    await sees(/Depuis la première fois/);
    await sees(/Info-Social 811/);
    await page.getByRole("button", { name: "Répondre" }).last().waitFor({ state: "detached" });
    expect(await seriousFindings(page)).toEqual([]);

    await become("Carole Inventée");
    await says("bien-être");
    await sees(/ne vous a pas montré de résultat/);
    await become("Pascale Bureau");
    await says("statut");
    await sees(/ne fait pas partie de votre rôle/);
  });

  it("is a coordinator's: the status says who is silent, a follow-up is prepared, moved and recorded", async () => {
    await become("Clara Modèle");
    await says("statut");
    await sees(/Bruno Fictif et Inès Début.*Aucune rencontre consignée depuis/);
    expect(await lastCard().textContent()).not.toMatch(/étoiles|20 sur 100/);
    await says("suivi");
    await sees(/Rencontre du groupe/);
    await page.getByRole("button", { name: "Reporter" }).last().click();
    await dialog().waitFor();
    await dialog()
      .getByLabel(/Nouvelle date/)
      .fill("2027-01-24");
    await dialog().getByRole("button", { name: "Enregistrer" }).click();
    await expect.poll(() => dialog().textContent()).toMatch(/fermé ce jour-là/);
    await dialog()
      .getByLabel(/Nouvelle date/)
      .fill("2027-01-26");
    await dialog().getByRole("button", { name: "Enregistrer" }).click();
    await sees(/aura lieu le mardi 26 janvier 2027/);

    await page.getByRole("button", { name: /1 jour/ }).click();
    await expect.poll(() => page.locator("#clock").textContent(), { timeout: 15_000 }).toMatch(/Mardi 19 janvier 2027/i);
    await become("Nora Newcomer");
    await expect
      .poll(() => page.locator(".turn .card").allTextContents(), { timeout: 10_000 })
      .toContainEqual(expect.stringMatching(/moved to Tuesday, January 26, 2027/));
    await become("Clara Modèle");
    await says("suivi");
    await page.getByRole("button", { name: "Préparer" }).last().click();
    await sees(/Ordre du jour/);
    expect(await seriousFindings(page)).toEqual([]);
  });

  it("answers within a tenth of a second, and complains of nothing", async () => {
    await become("Alice Lexemple");
    const taken: number[] = [];
    for (const text of ["aide", "cahier", "calendrier", "aide", "calendrier"]) {
      const answered = page.waitForResponse((response) => response.url().endsWith("/say"));
      await says(text);
      const timing = (await answered).request().timing();
      taken.push(timing.responseStart - timing.requestStart);
      await expect.poll(() => page.locator("#say").inputValue()).toBe("");
    }
    expect(Math.min(...taken)).toBeLessThan(100);
    expect(complaints).toEqual([]);
  });
});
