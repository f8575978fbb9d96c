import { changeDetector, el, icon } from "./dom.ts";
import type { PlaygroundPerson } from "./protocol.ts";
import type { Words } from "./words.ts";

const longestText = 4000;

/** Where the person types. What they typed is kept for each person until the server took it. */
export function createComposer(form: HTMLFormElement, say: (text: string) => Promise<boolean>) {
  const drafts = new Map<string, string>();
  const label = el("label", { class: "unseen", attributes: { for: "say" } });
  const field = el("textarea", { attributes: { id: "say", rows: 1, maxlength: longestText, autocomplete: "off" } });
  const button = el("button", { class: "send", attributes: { type: "submit" } }, icon("send"));
  const chips = el("ul", { class: "chips" });
  form.append(chips, el("div", { class: "composer-line" }, label, field, button));
  const changed = changeDetector();
  let person: PlaygroundPerson | undefined;

  const grow = () => {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight + 2, 160)}px`;
  };

  async function send(text: string): Promise<void> {
    const whose = person?.id;
    if (whose === undefined || text.trim() === "" || form.ariaBusy === "true") return;
    form.ariaBusy = "true";
    try {
      if (!(await say(text.trim()))) return;
      if (person?.id === whose && field.value.trim() === text.trim()) field.value = "";
      // What is typed besides, or since, is still to be sent.
      if (drafts.get(whose)?.trim() === text.trim()) drafts.delete(whose);
      grow();
    } finally {
      form.ariaBusy = "false";
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send(field.value);
  });
  field.addEventListener("input", () => {
    if (person) drafts.set(person.id, field.value);
    grow();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void send(field.value);
  });

  return {
    focus: () => field.focus(),
    render(whose: PlaygroundPerson, words: Words): void {
      if (person?.id !== whose.id) {
        field.value = drafts.get(whose.id) ?? "";
        grow();
      }
      person = whose;
      if (!changed([whose.name, whose.verbs, words.locale])) return;
      label.textContent = words.composer(whose.name);
      field.placeholder = words.placeholder;
      button.setAttribute("aria-label", words.send);
      chips.setAttribute("aria-label", words.suggestions);
      chips.replaceChildren(
        ...whose.verbs.map((verb) =>
          el(
            "li",
            {},
            el(
              "button",
              { class: "chip", attributes: { type: "button", lang: whose.language }, on: { click: () => void send(verb) } },
              verb,
            ),
          ),
        ),
      );
    },
  };
}
