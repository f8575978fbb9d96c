import type * as Renderer from "adaptivecards";
import { parseCard } from "./card.ts";
import { el, icon } from "./dom.ts";
import type { FormAnswer } from "./protocol.ts";
import type { Words } from "./words.ts";

export type Answers = Record<string, string | readonly string[]>;

/** What became of a submission: settled, refused with the same form again, or not taken (said in a sentence). */
export type Submitted = { kind: "settled" } | { kind: "again"; form: FormAnswer } | { kind: "failed"; message: string };

/** The dialog in which a form is filled in. */
export function createFormDialog(dialog: HTMLDialogElement, submit: (form: FormAnswer, answers: Answers) => Promise<Submitted>) {
  let busy = false;
  dialog.addEventListener("cancel", (event) => {
    if (busy) event.preventDefault();
  });

  function draw(answer: FormAnswer, words: Words): void {
    const card = parseCard(withoutActions(answer.card), 3);
    const body = el("div", { class: "form-body", attributes: { lang: answer.language } });
    const rendered = card.render();
    if (rendered) body.append(rendered);
    const banner = el("p", { class: "form-banner", attributes: { role: "alert" } });
    const send = el("button", { class: "primary", attributes: { type: "submit", lang: answer.language } }, answer.submit);
    const close = () => busy || dialog.close();
    const form = el(
      "form",
      { attributes: { novalidate: true } },
      el(
        "header",
        {},
        el("h2", { attributes: { id: "form-title", tabindex: -1, lang: answer.language } }, answer.title),
        el(
          "button",
          { class: "icon-button", attributes: { type: "button", "aria-label": words.close }, on: { click: close } },
          icon("close"),
        ),
      ),
      body,
      banner,
      el(
        "footer",
        {},
        el("button", { class: "secondary", attributes: { type: "button", lang: answer.language }, on: { click: close } }, answer.cancel),
        send,
      ),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void use();
    });
    dialog.replaceChildren(form);
    letMenusBeEmptied(card);
    const refused = markErrors(card, answer.errors);
    if (refused[0]) {
      banner.textContent = words.checkForm;
      refused[0].input.focus();
    }

    async function use(): Promise<void> {
      if (busy || !complete(card, refused)) return;
      busy = true;
      form.ariaBusy = "true";
      banner.textContent = "";
      try {
        const outcome = await submit(answer, answersOf(card));
        if (outcome.kind === "settled") dialog.close();
        else if (outcome.kind === "again") draw(outcome.form, words);
        else banner.textContent = `${outcome.message} ${words.kept}`;
      } finally {
        busy = false;
        form.ariaBusy = "false";
      }
    }
  }

  return {
    open(answer: FormAnswer, words: Words): void {
      draw(answer, words);
      if (!dialog.open) dialog.showModal();
      // On a phone the first field would bring the keyboard up over the form before it was read.
      const first = matchMedia("(pointer: coarse)").matches ? "#form-title" : ".form-body :is(input, select, textarea)";
      dialog.querySelector<HTMLElement>(first)?.focus();
    },
  };
}

/** The dialog has its own buttons, always in sight; those of the card would scroll away. */
const withoutActions = ({ actions: _actions, ...json }: FormAnswer["card"]): FormAnswer["card"] => json;

/** Lets the renderer say what is missing, and goes to the first of it. What is wrong otherwise, the bot says in better words. */
function complete(card: Renderer.AdaptiveCard, refused: readonly Refused[]): boolean {
  const missing = card.getAllInputs().filter((input) => input.isRequired && !input.isSet());
  for (const { input, found, forget } of refused) if (missing.includes(input) || input.value !== found) forget();
  for (const input of missing) input.validateValue();
  missing[0]?.focus();
  return missing.length === 0;
}

/** The renderer hides the empty line of a menu for good, so that an optional choice could not be taken back. */
function letMenusBeEmptied(card: Renderer.AdaptiveCard): void {
  for (const input of card.getAllInputs()) {
    const empty = input.isRequired ? null : input.renderedElement?.querySelector<HTMLOptionElement>("select > option:first-child");
    if (empty?.value === "") Object.assign(empty, { hidden: false, disabled: false, text: empty.text || "—" });
  }
}

/** Every input answers, also with nothing: what was cleared must not come back as it was. */
function answersOf(card: Renderer.AdaptiveCard): Answers {
  return Object.fromEntries(
    card.getAllInputs().map((input) => {
      const value = input.isSet() ? String(input.value) : "";
      const several = input instanceof AdaptiveCards.ChoiceSetInput && input.isMultiSelect;
      return [input.id ?? "", several ? value.split(input.hostConfig.choiceSetInputValueSeparator).filter(Boolean) : value];
    }),
  );
}

interface Refused {
  input: Renderer.Input;
  /** What it held. */
  found: unknown;
  /** What the bot said of that is not true of another answer. */
  forget(): void;
}

function markErrors(card: Renderer.AdaptiveCard, errors: FormAnswer["errors"]): Refused[] {
  return card
    .getAllInputs()
    .filter(({ id }) => id !== undefined && id in errors)
    .map((input) => {
      const control = input.renderedElement?.querySelector(".ac-input");
      control?.classList.add("refused");
      control?.setAttribute("aria-invalid", "true");
      return {
        input,
        found: input.value,
        forget() {
          control?.classList.remove("refused");
          control?.removeAttribute("aria-invalid");
          const said = card.getElementById(`${input.id}.error`);
          if (said) said.isVisible = false;
        },
      };
    });
}
