import { changeDetector, el, icon } from "./dom.ts";
import type { PlaygroundPerson } from "./protocol.ts";
import type { Words } from "./words.ts";

const order: readonly PlaygroundPerson["role"][] = ["coordinator", "mentor", "mentee", "outside"];

/** Everyone a visitor can become, by role. */
export function createPeople(root: HTMLElement, select: (id: string) => void, close: () => void) {
  const changed = changeDetector();
  return {
    render(people: readonly PlaygroundPerson[], selected: string | undefined, words: Words): void {
      if (!changed([people, selected, words.locale])) return;
      const focused = root.contains(document.activeElement) ? document.activeElement?.getAttribute("data-person") : undefined;
      const scrolled = root.scrollTop;
      root.setAttribute("aria-label", words.people);
      root.replaceChildren(
        el(
          "header",
          { class: "panel-head" },
          el("h2", {}, words.people),
          el(
            "button",
            { class: "icon-button panel-close", attributes: { type: "button", "aria-label": words.close }, on: { click: close } },
            icon("close"),
          ),
          el("p", { class: "hint" }, words.peopleHint),
        ),
        ...order.flatMap((role) => {
          const members = people.filter((person) => person.role === role);
          if (members.length === 0) return [];
          const heading = el("h3", { attributes: { id: `role-${role}` } }, words.roles[role]);
          const list = el("ul", { attributes: { "aria-labelledby": heading.id } });
          list.append(...members.map((person) => el("li", {}, personButton(person, person.id === selected, words, select))));
          return [heading, list];
        }),
      );
      root.scrollTop = scrolled;
      if (focused) root.querySelector<HTMLElement>(`[data-person="${CSS.escape(focused)}"]`)?.focus();
    },
  };
}

function personButton(person: PlaygroundPerson, selected: boolean, words: Words, select: (id: string) => void): HTMLElement {
  return el(
    "button",
    {
      class: "person",
      attributes: { type: "button", "data-person": person.id, "aria-current": selected ? "true" : null },
      on: { click: () => select(person.id) },
    },
    avatar(person),
    el(
      "span",
      { class: "person-words" },
      el("span", { class: "person-name" }, person.name),
      el("span", { class: "person-detail" }, person.detail),
      person.unreachable && el("span", { class: "person-unreachable" }, icon("failed"), words.unreachable),
    ),
    person.unread > 0 &&
      el(
        "span",
        { class: "badge" },
        el("span", { attributes: { "aria-hidden": "true" } }, person.unread > 99 ? "99+" : String(person.unread)),
        el("span", { class: "unseen" }, ` ${words.unread(person.unread)}`),
      ),
  );
}

/** Initials on the tint of the role; the name stands beside it. */
export function avatar(person: PlaygroundPerson): HTMLElement {
  const initials = person.name
    .split(/[\s-]+/)
    .map((part) => part.slice(0, 1))
    .filter((letter) => letter !== letter.toLowerCase());
  const shown = [initials[0], initials.length > 1 ? initials.at(-1) : ""].join("");
  return el("span", { class: `avatar avatar-${person.role}`, attributes: { "aria-hidden": "true" } }, shown);
}
