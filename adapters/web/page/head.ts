import { changeDetector, el, icon } from "./dom.ts";
import { avatar } from "./people.ts";
import type { Language, PlaygroundPerson } from "./protocol.ts";
import { words as allWords, type Words } from "./words.ts";

const headChanged = changeDetector();
const languagesChanged = changeDetector();

/** Whose conversation this is, with the doors to the two panels on a narrow screen. */
export function renderHead(
  root: HTMLElement,
  person: PlaygroundPerson | undefined,
  unreadElsewhere: number,
  words: Words,
  open: { people(): void; timeline(): void },
): void {
  if (!headChanged([person?.name, person?.role, person?.detail, unreadElsewhere, words.locale])) return;
  const focused = root.contains(document.activeElement) ? document.activeElement?.className : undefined;
  root.replaceChildren(
    el(
      "button",
      { class: "icon-button open-people", attributes: { type: "button", "aria-label": words.changePerson }, on: { click: open.people } },
      icon("people"),
      unreadElsewhere > 0 && el("span", { class: "dot" }, el("span", { class: "unseen" }, words.unread(unreadElsewhere))),
    ),
    person ? avatar(person) : "",
    el(
      "div",
      { class: "who" },
      el("h2", { attributes: { id: "who" } }, person?.name ?? words.loading),
      el("p", {}, person ? `${words.oneOf[person.role]} · ${person.detail}` : ""),
    ),
    el(
      "button",
      { class: "icon-button open-timeline", attributes: { type: "button", "aria-label": words.timeline }, on: { click: open.timeline } },
      icon("timeline"),
    ),
  );
  if (focused) root.querySelector<HTMLElement>(`[class="${focused}"]`)?.focus();
}

export function renderLanguages(root: HTMLElement, language: Language, words: Words, choose: (language: Language) => void): void {
  if (!languagesChanged(language)) return;
  const names: Record<Language, string> = { fr: "Français", en: "English" };
  const had = root.contains(document.activeElement);
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", words.language);
  root.replaceChildren(
    ...(Object.keys(allWords) as Language[]).map((one) =>
      el(
        "button",
        {
          attributes: { type: "button", lang: one, title: names[one], "aria-pressed": String(one === language) },
          on: { click: () => choose(one) },
        },
        one.toUpperCase(),
        el("span", { class: "unseen" }, ` ${names[one]}`),
      ),
    ),
  );
  if (had) root.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
}

/** The words that stand in the HTML itself. */
export function renderFixedWords(words: Words): void {
  document.documentElement.lang = words.locale;
  for (const element of document.querySelectorAll<HTMLElement>("[data-word]")) {
    const word = words[element.dataset.word as keyof Words];
    if (typeof word === "string") element.textContent = word;
  }
}
