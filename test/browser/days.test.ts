/// <reference lib="dom" />
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seriousFindings } from "./support/axe.ts";
import { openChromium } from "./support/chromium.ts";
import { type RunningSample, runSample } from "./support/sample.ts";
import { say } from "./support/say.ts";

/** The real thing, from the page to the database: the sample cohort as a newcomer finds it. */
describe("a day in the playground", () => {
  let sample: RunningSample;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    sample = await runSample((level, event) => level === "error" && complaints.push(event));
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser.close();
    await sample.stop();
  });

  const become = async (name: string) => {
    await page?.context().close();
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
    page = await context.newPage();
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(`${sample.url}/?person=${await sample.personId(name)}`);
    await page.getByRole("heading", { name, exact: false }).first().waitFor();
  };
  const dialog = () => page.locator("dialog[open]");
  const says = (text: string) => say(page, text);
  const lastCard = () => page.locator(".turn .card").last();
  /** No-break spaces are right in French, and a nuisance in a pattern. */
  const textOfLast = async () => (await lastCard().textContent())?.replaceAll("\u00a0", " ");
  const sees = (text: string | RegExp) => expect.poll(textOfLast, { timeout: 10_000 }).toMatch(text);

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
    await expect.poll(() => page.locator(".turn .card").allTextContents()).toContainEqual(expect.stringMatching(/Vous avez déjà répondu/));
    expect(await seriousFindings(page)).toEqual([]);

    await become("Carole Inventée");
    await says("bien-être");
    await sees(/ne vous montre pas de résultat en ce moment/);
    await become("Pascale Bureau");
    await says("statut");
    await sees(/je ne donne aucun renseignement sur les personnes/);
  });

  it("is a coordinator's: the status says who is silent, a follow-up is prepared, moved and recorded", async () => {
    await become("Clara Modèle");
    await says("statut");
    await sees(/Bruno Fictif et Inès Début.*Aucune rencontre consignée depuis/);
    expect(await lastCard().textContent()).not.toMatch(/étoiles|20 sur 100/);
    await says("suivi");
    await sees(/Rencontre du groupe/);
    await page.getByRole("button", { name: "Changer la date" }).last().click();
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
    await lastCard().getByRole("button", { name: "Consigner le suivi" }).click();
    await dialog().waitFor();
    await dialog().getByLabel("Jules Arrivant").check();
    await dialog().getByRole("button", { name: "Enregistrer" }).click();
    await sees(/C’est consigné : Rencontre/);
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
