/// <reference lib="dom" />
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createPlayground } from "../../adapters/web/index.ts";
import { seriousFindings } from "./support/axe.ts";
import { openChromium } from "./support/chromium.ts";
import { demoSchool } from "./support/demo-school.ts";

const wide = { width: 1280, height: 800 };
const phone = { width: 375, height: 812 };

describe("the page of the playground", () => {
  let browser: Browser;
  let page: Page;
  let base: string;
  let close: () => Promise<void>;
  /** What the browser complained about: scripts that failed, or that the policy forbade. */
  let complaints: string[];

  beforeAll(async () => {
    browser = await openChromium();
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    const school = demoSchool(0);
    const playground = createPlayground(school.options);
    school.deliver = playground.send;
    await playground.start(school.answer);
    await school.prepare();
    const server = createServer((request, response) => void playground.handleRequest(request, response));
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    close = async () => {
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
    };
  });
  afterEach(async () => {
    await page.context().close();
    await close();
  });

  async function open(path: string, options: BrowserContextOptions = {}): Promise<void> {
    const context = await browser.newContext({ viewport: wide, reducedMotion: "reduce", ...options });
    page = await context.newPage();
    complaints = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (line) => line.type() === "error" && complaints.push(line.text()));
    await page.goto(base + path);
    await page.locator(".person").first().waitFor({ state: "attached" });
  }

  const cards = () => page.locator(".turn .card");
  const dialog = () => page.locator("dialog[open]");
  /** Whether all of it can be seen in the thread as it is scrolled. */
  const isInSight = (what: Locator) =>
    what.evaluate((element) => {
      const [thread, { top, bottom }] = [document.querySelector(".thread")?.getBoundingClientRect(), element.getBoundingClientRect()];
      return thread !== undefined && top >= thread.top && bottom <= thread.bottom;
    });
  const choose = (name: string) => page.locator(".person", { has: page.locator(".person-name", { hasText: name }) }).click();
  const says = async (text: string) => {
    await page.locator("#say").fill(text);
    await page.locator("#say").press("Enter");
  };

  it("opens on the person and the language of its address", async () => {
    await open("/?person=7&lang=en");
    await page.getByRole("heading", { name: "Théo Sorbier" }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("en-CA");
    expect(await page.locator("#clock").textContent()).toContain("Monday, March 9, 2026");
  });

  it("speaks French first, and remembers who chose otherwise", async () => {
    await open("/");
    expect(await page.locator("html").getAttribute("lang")).toBe("fr-CA");
    await page.getByRole("button", { name: "English" }).click();
    await page.getByRole("heading", { name: "Mentees" }).waitFor();
    await page.goto(base);
    await page.getByRole("heading", { name: "Mentees" }).waitFor();
    expect(page.url()).not.toContain("lang=");
  });

  it("shows what is typed and what the bot answers", async () => {
    await open("/?person=4");
    await says("aide");
    await cards().getByText("Ce que vous pouvez m’écrire").waitFor();
    expect(await page.locator(".typed").textContent()).toBe("aide");
    expect(await page.locator("#say").inputValue()).toBe("");
  });

  it("is whoever was chosen at once, though what they see takes its time; what is typed meanwhile is theirs", async () => {
    await open("/?person=4");
    await says("aide");
    await cards().getByText("Ce que vous pouvez m’écrire").waitFor();
    await page.locator("#say").fill("à finir");
    let give = () => {};
    const given = new Promise<void>((resolve) => {
      give = resolve;
    });
    await page.route(/api\/conversation\?person=7/, async (route) => {
      await given;
      await route.continue();
    });
    await choose("Théo Sorbier");
    await page.getByRole("heading", { name: "Théo Sorbier" }).waitFor({ timeout: 2000 });
    expect(await page.locator(".thread .turn").count()).toBe(0);
    expect(await page.locator(".thread").getAttribute("aria-busy")).toBe("true");
    expect(await page.locator("#say").inputValue()).toBe("");
    await page.locator("#say").fill("déjà là");
    give();
    await expect.poll(() => page.locator(".thread").getAttribute("aria-busy")).toBe("false");
    expect(await page.locator("#say").inputValue()).toBe("déjà là");
    await page.locator(".chip", { hasText: "aide" }).click();
    await page.locator(".turn.by-person").first().waitFor();
    await choose("Yvan Tilleul");
    await page.locator(".typed").getByText("aide").waitFor();
    expect(await page.locator("#say").inputValue()).toBe("à finir");
    await choose("Théo Sorbier");
    await expect.poll(() => page.locator("#say").inputValue()).toBe("déjà là");
  });

  it("goes to what is typed and its answer, whatever is unread above", async () => {
    await open("/?person=7");
    for (let weeks = 0; weeks < 2; weeks++) {
      await page.getByRole("button", { name: "Prochain évènement" }).click();
      await page
        .locator(".clock-state")
        .getByText(/reçus? en chemin/)
        .waitFor();
    }
    await page.reload();
    await cards().first().waitFor();
    await page.locator(".thread").evaluate((thread) => thread.scrollTo({ top: 0 }));
    await says("aide");
    const own = page.locator(".turn.by-person").last();
    await own.getByText("aide").waitFor();
    await expect.poll(() => isInSight(own)).toBe(true);
    expect(await isInSight(cards().last().getByText("Ce que vous pouvez m’écrire"))).toBe(true);
    await page.locator(".thread").evaluate((thread) => thread.scrollTo({ top: 0 }));
    await says("rencontre");
    await dialog().waitFor();
    await expect.poll(() => isInSight(own)).toBe(true);
  });

  it("puts the answer to a press in the place of the message", async () => {
    await open("/?person=8");
    await page.getByRole("button", { name: "Plus tard" }).click();
    await cards().getByText("C’est noté, merci.").waitFor();
    expect(await cards().count()).toBe(1);
  });

  it("redraws a refused form with its values, and goes to the field that was refused", async () => {
    await open("/?person=3");
    await says("rencontre");
    await dialog().waitFor();
    await dialog().getByLabel("Durée, en minutes").fill("999");
    await dialog().getByLabel("Note pour vous").fill("Un bon moment");
    await dialog().getByLabel("Gestion de classe").check();
    await dialog().getByRole("button", { name: "Noter la rencontre" }).click();
    await dialog().getByText("Une rencontre dure 5 heures au plus.").waitFor();
    const minutes = dialog().getByLabel("Durée, en minutes");
    expect(await minutes.inputValue()).toBe("999");
    expect(await minutes.getAttribute("aria-invalid")).toBe("true");
    expect(await minutes.evaluate((input) => input === document.activeElement)).toBe(true);
    expect(await dialog().getByLabel("Note pour vous").inputValue()).toBe("Un bon moment");
    expect(await dialog().getByLabel("Gestion de classe").isChecked()).toBe(true);
    await minutes.fill("45");
    await dialog().getByRole("button", { name: "Noter la rencontre" }).click();
    await dialog().waitFor({ state: "detached" });
    await cards().getByText("C’est noté!").nth(1).waitFor();
  });

  it("no longer shows a refusal of what was taken away or changed, when another answer is missing", async () => {
    await open("/?person=3");
    await says("rencontre");
    await dialog().waitFor();
    const minutes = dialog().getByLabel("Durée, en minutes");
    const refusal = dialog().getByText("Une rencontre dure 5 heures au plus.");
    const sends = () => dialog().getByRole("button", { name: "Noter la rencontre" }).click();
    const missing = () => dialog().locator(".ac-input-validation-failed").count();
    for (const [correction, others] of [
      ["", {}],
      ["45", { date: "" }],
    ] as const) {
      await minutes.fill("999");
      await sends();
      await refusal.waitFor();
      await minutes.fill(correction);
      if ("date" in others) await dialog().locator("input[type=date]").fill(others.date);
      await sends();
      expect([await missing(), await refusal.isVisible(), await dialog().locator(".refused").count()]).toEqual([1, false, 0]);
    }
  });

  it("says which answer is missing without asking the server", async () => {
    await open("/?person=8");
    await page.getByRole("button", { name: "Répondre", exact: true }).click();
    await dialog().waitFor();
    await dialog().getByRole("button", { name: "Envoyer mes réponses" }).click();
    expect(await dialog().locator(".ac-input-validation-failed").count()).toBe(2);
  });

  it("keeps what was typed when the server is down, and says so", async () => {
    await open("/?person=4");
    await close();
    await says("rencontre de demain");
    await page.getByRole("alert").getByText("Le serveur ne répond pas").waitFor();
    expect(await page.locator("#say").inputValue()).toBe("rencontre de demain");
    close = async () => undefined;
  });

  it("keeps the answers of a form when the server is down", async () => {
    await open("/?person=3");
    await says("rencontre");
    await dialog().waitFor();
    await dialog().getByLabel("Note pour vous").fill("Un bon moment");
    await close();
    await dialog().getByRole("button", { name: "Noter la rencontre" }).click();
    await dialog().getByText("Ce que vous avez écrit est conservé.").waitFor();
    expect(await dialog().getByLabel("Note pour vous").inputValue()).toBe("Un bon moment");
    close = async () => undefined;
  });

  it("moves the clock: the message arrives, the others have theirs to read, and the timeline tells", async () => {
    await open("/?person=7");
    await page.getByRole("button", { name: "1 jour" }).click();
    await page.locator(".clock-date").getByText("mardi 10 mars 2026").waitFor();
    await page.locator(".clock-state").getByText("3 messages reçus en chemin par 3 personnes.").waitFor();
    await cards().getByText("au local B-214").last().waitFor();
    expect(await page.locator('[data-person="3"] .badge').textContent()).toContain("3");
    expect(await page.locator('[data-person="7"] .badge').count()).toBe(0);
    expect(await page.locator(".sending.sent").count()).toBe(3);
  });

  it("goes to a date, and says kindly that it cannot go back", async () => {
    await open("/");
    const goTo = async (date: string) => {
      await page.getByRole("button", { name: "Choisir une date" }).click();
      await page.getByLabel("Avancer jusqu’au").fill(date);
      await page.getByRole("button", { name: "Y aller" }).click();
    };
    await goTo("2026-03-20");
    await page.locator(".clock-date").getByText("vendredi 20 mars 2026").waitFor();
    await page.locator("#until-date").evaluate((input: HTMLInputElement) => input.removeAttribute("min"));
    await page.locator(".until").evaluate((form: HTMLFormElement) => {
      form.noValidate = true;
    });
    await page.getByRole("button", { name: "Choisir une date" }).click();
    await page.getByLabel("Avancer jusqu’au").fill("2026-03-01");
    await page.getByRole("button", { name: "Y aller" }).click();
    await page.getByRole("alert").getByText("L’horloge ne peut qu’avancer").waitFor();
  });

  it("narrows the timeline to one person", async () => {
    await open("/?person=7");
    await page.getByRole("button", { name: "Cette personne" }).click();
    await page.waitForFunction(() => document.querySelectorAll(".sending").length === 2);
    expect(new Set(await page.locator(".sending-person").allTextContents())).toEqual(new Set(["Théo Sorbier"]));
  });

  it("is run from a phone: people from the side, the timeline from below, both given back with Escape", async () => {
    await open("/?person=7", { viewport: phone, hasTouch: true, isMobile: true });
    expect(await page.locator("#people").isVisible()).toBe(false);
    await page.getByRole("button", { name: "Changer de personne" }).click();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("Théo Sorbier");
    await page.locator("#people").getByText("Solange Mélèze").first().click();
    await page.getByRole("heading", { name: "Solange Mélèze" }).waitFor();
    await page.locator("#people").waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Fil des envois" }).click();
    await page.locator("#timeline").waitFor({ state: "visible" });
    await page.keyboard.press("Escape");
    await page.locator("#timeline").waitFor({ state: "hidden" });
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Fil des envois");
  });

  it("begins every row of buttons at the same edge, wherever the rows break", async () => {
    await open("/?person=8");
    await cards().first().waitFor();
    const edges = await page.evaluate(() => {
      const sets = [...document.querySelectorAll<HTMLElement>(".ac-actionSet")].filter((set) => set.querySelectorAll("button").length > 1);
      return sets.flatMap((set) => {
        const widths = Array.from({ length: 100 }, (_, step) => 60 + 3 * step);
        return widths.flatMap((width) => {
          set.style.width = `${width}px`;
          const places = [...set.querySelectorAll("button")].map((button) => button.getBoundingClientRect());
          const firsts = places.filter(({ top }, at) => at === 0 || top > (places[at - 1]?.top ?? 0));
          return firsts.map(({ left }) => Math.round(left - set.getBoundingClientRect().left));
        });
      });
    });
    expect(edges.length).toBeGreaterThan(100);
    expect(edges.filter((edge) => edge !== 0)).toEqual([]);
  });

  it.each([[320], [360], [375], [600], [900], [1024], [1160], [1280]])("fits %i pixels without scrolling sideways", async (width) => {
    await open("/?person=1", { viewport: { width, height: 800 } });
    await cards().first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    expect(await page.locator(".thread").evaluate((thread) => thread.scrollWidth - thread.clientWidth)).toBe(0);
    const overflowing = (movers: Element[]) =>
      movers.filter((mover) => mover.scrollWidth > mover.clientWidth).map((one) => one.textContent);
    expect(await page.locator(".mover").evaluateAll(overflowing)).toEqual([]);
  });

  describe.each(["light", "dark"] as const)("to axe, in the %s", (colorScheme) => {
    it("has no serious finding on a wide screen, in a conversation, a form and a refused one", async () => {
      await open("/?person=1", { colorScheme });
      await cards().first().waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await page.locator("#people").getByText("Solange Mélèze").first().click();
      await cards().first().waitFor();
      await says("rencontre");
      await dialog().waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await dialog().getByLabel("Durée, en minutes").fill("999");
      await dialog().getByRole("button", { name: "Noter la rencontre" }).click();
      await dialog().getByText("Une rencontre dure 5 heures au plus.").waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
    });

    it("has no serious finding on a phone, in a conversation and both panels", async () => {
      await open("/?person=7", { colorScheme, viewport: phone, hasTouch: true, isMobile: true });
      await cards().first().waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await page.getByRole("button", { name: "Changer de personne" }).click();
      expect(await seriousFindings(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Fil des envois" }).click();
      expect(await seriousFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
    });
  });
});
