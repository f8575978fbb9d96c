/// <reference lib="dom" />
import type { Page } from "playwright-core";

/** Says it, and waits for what it brings: an answer right after it, or a form. The same may have been said before. */
export async function say(page: Page, text: string): Promise<void> {
  await page.locator(".turn, .empty:not([hidden])").first().waitFor();
  await page.locator(".turn").evaluateAll((turns) => {
    for (const turn of turns) turn.setAttribute("data-before", "");
  });
  await page.locator("#say").fill(text);
  await page.locator("#say").press("Enter");
  const own = page.locator(".turn.by-person:not([data-before])", { hasText: text }).last();
  const next = own.locator("xpath=following-sibling::li[1]");
  await page
    .locator("dialog[open]")
    .or(next.and(page.locator(".by-bot:not(.thinking)")))
    .first()
    .waitFor();
}
