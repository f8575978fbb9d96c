import type * as Renderer from "adaptivecards";
import { hostConfig } from "./host-config.ts";
import type { Card } from "./protocol.ts";

declare global {
  /** Microsoft's renderer, which `index.html` loads before the page's own scripts. */
  const AdaptiveCards: typeof Renderer;
}

/** What a button of a message carries. */
export interface Press {
  action: string;
  data: Readonly<Record<string, string>>;
}

/** Reads a card, without drawing it. */
export function parseCard(json: Card["json"], headingLevel: number): Renderer.AdaptiveCard {
  const { AdaptiveCard, HostConfig } = AdaptiveCards;
  // Our cards carry no Markdown: text is shown as it was typed.
  AdaptiveCard.onProcessMarkdown = (_text, result) => {
    result.didProcess = false;
  };
  const card = new AdaptiveCard();
  card.hostConfig = new HostConfig(hostConfig(headingLevel));
  card.parse(json);
  return card;
}

/** A message of the bot. `press` is told which button was used. */
export function renderCard({ json, language }: Card, press: (press: Press) => void): HTMLElement {
  const card = parseCard(json, 3);
  card.onExecuteAction = (action) => {
    if (action instanceof AdaptiveCards.OpenUrlAction) openLink(action.url);
    else if (action instanceof AdaptiveCards.SubmitAction || action instanceof AdaptiveCards.ExecuteAction) {
      const pressed = pressOf(action.data);
      if (pressed) press(pressed);
    }
  };
  const element = card.render() ?? document.createElement("div");
  element.classList.add("card");
  element.lang = language;
  return element;
}

function pressOf(carried: unknown): Press | null {
  if (typeof carried !== "object" || carried === null || !("action" in carried) || typeof carried.action !== "string") return null;
  const data = "data" in carried && typeof carried.data === "object" && carried.data !== null ? carried.data : {};
  return { action: carried.action, data: data as Press["data"] };
}

/** A card's links lead to pages, mail or telephones, never into this page. */
function openLink(url: string | undefined): void {
  if (url && URL.canParse(url) && ["http:", "https:", "mailto:", "tel:"].includes(new URL(url).protocol)) {
    window.open(url, "_blank", "noopener,noreferrer");
  }
}
