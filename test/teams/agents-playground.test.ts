/// <reference lib="dom" />
import { mkdirSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openChromium } from "../browser/support/chromium.ts";
import { coordinator, mentee, openSchool, type School } from "./support/school.ts";

const pictures = join(process.cwd(), "out/teams");

/** The bot as people in Teams have it: the real program, before Microsoft's own client. */
describe("in Microsoft's Agents Playground", () => {
  let browser: Browser;
  let school: School | undefined;
  let page: Page | undefined;

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    browser = await openChromium({ isAlone: true });
  });
  afterAll(() => browser.close());
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await page?.screenshot({ path: join(pictures, "failed.png") });
    await page?.context().close();
    await school?.close();
    page = school = undefined;
  });

  /** Somebody sits down before the client: what they do and see there. */
  async function sitsDown(viewer: Parameters<typeof openSchool>[0], moment: string) {
    const opened = await openSchool(viewer, moment);
    school = opened;
    const context = await browser.newContext({ viewport: { width: 1280, height: 1000 }, reducedMotion: "reduce", locale: "fr-CA" });
    context.setDefaultTimeout(15_000);
    const shown = await context.newPage();
    page = shown;
    await shown.goto(opened.url);
    const cards = shown.locator(".ac-adaptiveCard");
    const picture = (name: string) => shown.screenshot({ path: join(pictures, `${name}.png`) });
    return {
      school: opened,
      page: shown,
      cards,
      picture,
      /** The newest card that says this. No-break spaces are right in French, and a nuisance in a pattern. */
      async sees(text: RegExp, name?: string): Promise<Locator> {
        const card = cards.filter({ hasText: new RegExp(text.source.replaceAll(" ", "\\s")) }).last();
        await card.waitFor();
        await card.scrollIntoViewIfNeeded();
        if (name) await picture(name);
        return card;
      },
      async says(text: string, { naming = false } = {}) {
        await shown.getByRole("textbox").last().click();
        if (naming) {
          await shown.keyboard.type("@Tri");
          await shown.getByRole("listbox", { name: "Typeahead menu" }).getByText("Triade").click();
        }
        await shown.keyboard.type(naming ? ` ${text}` : text);
        await shown.keyboard.press("Enter");
      },
      async picks(form: Locator, dayOfMonth: string) {
        await form.getByRole("combobox").first().click();
        await shown.getByRole("dialog").getByText(dayOfMonth, { exact: true }).click();
      },
    };
  }
  const press = (on: Locator, label: string) => on.getByRole("button", { name: label }).click();

  it("a mentee says who they are, logs meetings in a form, and hears of what comes", async () => {
    const { school, cards, sees, says, picks } = await sitsDown(mentee, "2009-01-12T15:00:00Z");
    await press(await sees(/Êtes-vous Jules Arrivant/, "01-who-are-you"), "Oui, c’est moi");
    await sees(/je sais maintenant qui vous êtes/, "02-help");
    expect(await cards.filter({ hasText: "Êtes-vous" }).count()).toBe(0);

    await says("rencontre");
    const form = await sees(/Consigner une rencontre[\s\S]*Durée, en minutes/, "03-form");
    await picks(form, "13");
    await press(form, "Enregistrer");
    await sees(/Indiquez un jour, du 5 janvier 2009 au 12 janvier 2009/, "04-out-of-bounds");
    await picks(form, "12");
    await press(form, "Enregistrer");
    await sees(/C’est noté : rencontre avec Carole Inventée le lundi 12 janvier 2009, 1 h,/, "05-outcome");
    expect(await cards.filter({ hasText: "Durée, en minutes" }).count()).toBe(0);

    await says("rencontre");
    await form.getByRole("spinbutton").fill("45");
    await press(form, "Enregistrer");
    const again = await sees(/Une rencontre est déjà consignée ce jour-là/, "06-wrong-value");
    expect(await again.getByRole("spinbutton").inputValue()).toBe("45");
    await again.locator("label", { hasText: "C’en est une autre" }).click();
    await press(again, "Enregistrer");
    await sees(/C’est noté : rencontre avec Carole Inventée le lundi 12 janvier 2009, 45 min/, "07-right-value");

    await school.goTo("2009-01-13T14:00:00Z");
    await sees(/Bienvenue dans le programme de mentorat/, "08-welcome");
    await school.goTo("2009-01-19T14:00:00Z");
    await sees(/Pour l’étape « Suivi 1 »[\s\S]*Pas cette fois-ci/, "09-notice");
    await says("bien-être");
    await press(await sees(/Un court questionnaire est ouvert/), "Pas cette fois-ci");
    await sees(/C’est noté, et c’est très bien ainsi/, "10-declined");
    await school.goTo("2009-01-19T14:05:00Z");
    await expect.poll(() => cards.getByRole("button", { name: "Pas cette fois-ci" }).count(), { timeout: 15_000 }).toBe(0);
    expect(await cards.filter({ hasText: "C’est noté, et c’est très bien ainsi" }).count()).toBe(2);
    await sees(/C’est noté, et c’est très bien ainsi/, "11-settled");
  });

  it("a coordinator sees where the cohort stands, and others no more than that they do", async () => {
    const { page, cards, picture, sees, says } = await sitsDown(coordinator, "2009-02-09T15:00:00Z");
    await press(await sees(/Êtes-vous Clara Modèle/), "Oui, c’est moi");
    await says("statut");
    await sees(/Aucune rencontre consignée depuis le début/, "12-status");
    await says("participants");
    const listed = await sees(
      /1 personne reliée à un compte sur 3[\s\S]*Demandez à ces personnes d’écrire à l’assistant/,
      "13-participants",
    );
    expect(await listed.getByRole("button", { name: "Inviter" }).count()).toBe(0);

    await page.getByRole("treeitem", { name: "Groupe" }).click();
    await says("statut", { naming: true });
    await page.getByText("Je vous ai répondu en privé, dans notre conversation.").first().waitFor();
    await picture("14-among-others");
    expect(await cards.count()).toBe(0);
  });

  it("the client is reached from this machine alone", async () => {
    const { school } = await sitsDown(mentee, "2009-01-12T15:00:00Z");
    const { port } = new URL(school.url);
    const addresses = Object.values(networkInterfaces()).flatMap((all = []) =>
      all.filter(({ internal, family }) => !internal && family === "IPv4"),
    );
    for (const { address } of addresses) await expect(fetch(`http://${address}:${port}`)).rejects.toThrow("fetch failed");
  });
});
