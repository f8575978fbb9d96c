import { type Press, renderCard } from "./card.ts";
import type { Dates } from "./dates.ts";
import { el, icon } from "./dom.ts";
import type { Entry, PlaygroundPerson } from "./protocol.ts";
import { type Row, reconcile } from "./rows.ts";
import type { Words } from "./words.ts";

interface ConversationView {
  person: PlaygroundPerson;
  entries: readonly Entry[];
  earlier: boolean;
  /** The first entry that the person has not looked at yet. */
  firstNew: string | undefined;
  loaded: boolean;
  thinking: boolean;
}

interface Hands {
  press(message: string, press: Press): void;
  showEarlier(): void;
}

/** The turns of one person and the bot, oldest first. */
export function createConversation(root: HTMLElement, hands: Hands) {
  const list = el("ol", { class: "turns" });
  const empty = el("div", { class: "empty" });
  root.append(empty, list);
  // A keyboard scrolls what it can stand on.
  root.tabIndex = 0;
  let shown: string | undefined;
  let newest: string | undefined;

  return {
    render(view: ConversationView, dates: Dates, words: Words): void {
      const { person } = view;
      root.ariaBusy = String(!view.loaded);
      const nearEnd = root.scrollHeight - root.scrollTop - root.clientHeight < 120;
      const before = list.lastElementChild;
      renderEmpty(empty, view, words);
      reconcile(list, rows(view, dates, words, hands));
      const own = shown === person.id ? ownTurn(view.entries, newest) : -1;
      if (shown !== person.id) scrollTo(root, placeOfNew(root, view.firstNew), "instant");
      else if (own >= 0) scrollTo(root, list.querySelectorAll<HTMLElement>(".turn")[own], "smooth");
      else if (view.firstNew && before !== list.lastElementChild) scrollTo(root, placeOfNew(root, view.firstNew), "smooth");
      else if (nearEnd || view.thinking) scrollTo(root, undefined, "smooth");
      if (view.loaded) shown = person.id;
      newest = view.entries.at(-1)?.id;
    },
  };
}

/**
 * Where in the entries what one has just said stands, or what a button has just brought; -1 when the newest of them
 * was known, or came by itself. The turn goes to the top: whatever is unread above, one sees the answer begin.
 */
function ownTurn(entries: readonly Entry[], newest: string | undefined): number {
  const known = entries.findIndex(({ id }) => id === newest);
  const last = entries.at(-1);
  if (!last || last.unprompted || known === entries.length - 1) return -1;
  return entries.findIndex(({ unprompted }, place) => place > known && !unprompted);
}

/** The mark above the first new message, or the day above that. */
function placeOfNew(root: HTMLElement, firstNew: string | undefined): HTMLElement | undefined {
  const mark = firstNew === undefined ? null : root.querySelector<HTMLElement>(".new-mark");
  const day = mark?.previousElementSibling;
  return day instanceof HTMLElement && day.matches(".day") ? day : (mark ?? undefined);
}

/** To what is given, else to the end. */
function scrollTo(root: HTMLElement, to: HTMLElement | undefined, behavior: ScrollBehavior): void {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : behavior;
  root.scrollTo({ top: to ? to.offsetTop - 12 : root.scrollHeight, behavior: calm });
}

function renderEmpty(root: HTMLElement, { person, entries, loaded, thinking }: ConversationView, words: Words): void {
  root.hidden = !loaded || entries.length > 0 || thinking;
  const [verb] = person.verbs;
  root.replaceChildren(
    el("img", { attributes: { src: "/playground/mark.svg", alt: "", width: 72, height: 72 } }),
    el("p", { class: "empty-title" }, words.emptyTitle),
    el(
      "p",
      {},
      verb === undefined ? words.emptyStill : words.emptyBody(person.verbs.find((one) => one === "aide" || one === "help") ?? verb),
    ),
  );
}

function rows(view: ConversationView, dates: Dates, words: Words, hands: Hands): Row[] {
  const result: Row[] = [];
  if (view.earlier) {
    result.push({
      key: "earlier",
      signature: words.locale,
      build: () =>
        el(
          "li",
          { class: "earlier" },
          el("button", { class: "quiet-button", attributes: { type: "button" }, on: { click: hands.showEarlier } }, words.earlier),
        ),
    });
  }
  let day = "";
  for (const entry of view.entries) {
    const date = dates.iso(entry.at);
    if (date !== day) {
      day = date;
      const text = dates.long(entry.at);
      result.push({
        key: `day ${date}`,
        signature: text,
        build: () => el("li", { class: "day" }, el("time", { attributes: { datetime: date } }, text)),
      });
    }
    if (entry.id === view.firstNew) {
      result.push({
        key: "new",
        signature: words.newMessages,
        build: () => el("li", { class: "new-mark" }, el("span", {}, words.newMessages)),
      });
    }
    result.push({
      key: `entry ${entry.id}`,
      signature: `${words.locale} ${JSON.stringify(entry)}`,
      build: () => turn(entry, view.person, dates, words, hands),
    });
  }
  if (view.thinking) {
    result.push({
      key: "thinking",
      signature: words.locale,
      build: () =>
        el(
          "li",
          { class: "turn by-bot thinking" },
          mark(),
          el(
            "div",
            { class: "dots", attributes: { role: "status" } },
            el("span"),
            el("span"),
            el("span"),
            el("span", { class: "unseen" }, words.thinking),
          ),
        ),
    });
  }
  return result;
}

const mark = (): HTMLElement =>
  el(
    "span",
    { class: "bot-mark", attributes: { "aria-hidden": "true" } },
    el("img", { attributes: { src: "/playground/mark.svg", alt: "", width: 22, height: 22 } }),
  );

function turn(entry: Entry, person: PlaygroundPerson, dates: Dates, words: Words, hands: Hands): HTMLElement {
  const time = el("time", { attributes: { datetime: entry.at } }, dates.time(entry.at));
  if (entry.from === "person") {
    const body = el("p", { class: "typed", attributes: { lang: person.language } }, entry.text ?? "");
    return el("li", { class: "turn by-person" }, el("p", { class: "byline" }, el("span", { class: "unseen" }, words.you), time), body);
  }
  const { card, text } = entry;
  return el(
    "li",
    { class: "turn by-bot" },
    mark(),
    el(
      "div",
      { class: "turn-words" },
      el(
        "p",
        { class: "byline" },
        el("strong", {}, "Triade"),
        time,
        entry.unprompted && el("span", { class: "unprompted" }, icon("bell"), words.unprompted),
      ),
      card ? renderCard(card, (press) => hands.press(entry.id, press)) : el("p", { class: "said" }, text ?? ""),
    ),
  );
}
