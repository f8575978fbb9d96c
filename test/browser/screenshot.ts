import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";
import { openChromium } from "./support/chromium.ts";
import { runSample } from "./support/sample.ts";
import { say } from "./support/say.ts";

/** Takes the pictures of the README from the real playground: `npm run screenshot`. */
const root = process.cwd();

/** Fills in the questionnaire, so that the result and its comparison are there. */
async function answer(page: Page): Promise<void> {
  const form = page.locator("dialog[open]");
  await page.getByRole("button", { name: "Répondre" }).last().click();
  await form.waitFor();
  for (const choice of await form.getByLabel("Plus de la moitié du temps").all()) await choice.check();
  await form.getByRole("button", { name: "Envoyer" }).click();
  await form.waitFor({ state: "detached" });
  await page.getByText("sur 100").last().waitFor();
}

interface Picture {
  file: string;
  person: string;
  says: string;
  width: number;
  height: number;
  dark: boolean;
  next?(page: Page): Promise<void>;
}
const pictures: Picture[] = [
  { file: "docs/pictures/mentee.png", person: "Jules Arrivant", says: "bien-être", width: 1360, height: 900, dark: false, next: answer },
  { file: "docs/pictures/coordinator.png", person: "Clara Modèle", says: "statut", width: 1360, height: 900, dark: false },
  { file: "docs/pictures/phone.png", person: "Carole Inventée", says: "rencontre", width: 390, height: 844, dark: true },
];

const sample = await runSample(() => undefined);
const browser = await openChromium();
try {
  for (const { file, person, says, width, height, dark, next } of pictures) {
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: dark ? "dark" : "light",
      reducedMotion: "reduce",
      locale: "fr-CA",
    });
    const page = await context.newPage();
    await page.goto(`${sample.url}/?person=${await sample.personId(person)}`);
    await page.getByRole("heading", { name: person }).first().waitFor();
    await say(page, says);
    await next?.(page);
    mkdirSync(dirname(join(root, file)), { recursive: true });
    await page.screenshot({ path: join(root, file) });
    process.stdout.write(`${file}\n`);
    await context.close();
  }
} finally {
  await browser.close();
  await sample.stop();
}
