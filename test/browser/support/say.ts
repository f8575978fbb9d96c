import type { Page } from "playwright-core";

/** Says it, and waits for what it brings: an answer right after it, or a form. */
export async function say(page: Page, text: string): Promise<void> {
  await page.locator("#say").fill(text);
  await page.locator("#say").press("Enter");
  const next = page.locator(".turn.by-person", { hasText: text }).last().locator("xpath=following-sibling::li[1]");
  await page
    .locator("dialog[open]")
    .or(next.and(page.locator(".by-bot:not(.thinking)")))
    .first()
    .waitFor();
}
