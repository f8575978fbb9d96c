import { createClock } from "./clock.ts";
import { createComposer } from "./composer.ts";
import { createConversation } from "./conversation.ts";
import { datesIn } from "./dates.ts";
import { byId, el } from "./dom.ts";
import { createFormDialog } from "./form.ts";
import { renderFixedWords, renderHead, renderLanguages } from "./head.ts";
import { createPanels } from "./panels.ts";
import { createPeople } from "./people.ts";
import { createSession } from "./session.ts";
import { type State, selectedPerson } from "./state.ts";
import { createTimeline } from "./timeline.ts";
import { words as allWords } from "./words.ts";

/** How often to look for news when the clock is the system's, in milliseconds. */
const watch = 10_000;

const root = (id: string) => byId(id, HTMLElement);
const peoplePanel = root("people");
const timelinePanel = root("timeline");

const session = createSession({ render, announce, complain, ask: (form) => dialog.open(form, allWords[session.state.language]) });
const panels = createPanels([peoplePanel, timelinePanel], [root("top"), root("talk")], root("veil"));
const become = (person: string) => {
  panels.close();
  void session.select(person);
};
const people = createPeople(peoplePanel, become, panels.close);
const conversation = createConversation(root("thread"), {
  press: (message, press) => void session.press(message, press),
  showEarlier: () => void session.showEarlier(),
});
const composer = createComposer(byId("composer", HTMLFormElement), session.say);
const clock = createClock(root("clock"), (to) => void session.moveClock(to));
const timeline = createTimeline(timelinePanel, {
  select: become,
  filter: (only) => void session.filterTimeline(only),
  more: () => void session.moreTimeline(),
  close: panels.close,
});
const dialog = createFormDialog(byId("form", HTMLDialogElement), session.submit);

function render(state: State): void {
  const words = allWords[state.language];
  const person = selectedPerson(state);
  document.title = person ? `${person.name} · ${words.pageTitle}` : words.pageTitle;
  renderFixedWords(words);
  renderLanguages(root("languages"), state.language, words, (language) => void session.chooseLanguage(language));
  people.render(state.people, person?.id, words);
  const unreadElsewhere = state.people.reduce((sum, { id, unread }) => (id === person?.id ? sum : sum + unread), 0);
  renderHead(root("talk-head"), person, unreadElsewhere, words, {
    people: () => panels.open(peoplePanel),
    timeline: () => panels.open(timelinePanel),
  });
  root("progress").hidden = !state.clock?.moving;
  if (!state.clock || !person) return;
  const dates = datesIn(state.clock.zone, words);
  clock.render(state.clock, state.travelled, dates, words);
  timeline.render(state.timeline, state.onlyThisPerson, dates, words);
  conversation.render({ ...state, person }, dates, words);
  composer.render(person, words);
}

/** The same sentence twice is said twice: an unchanged text would stay silent. */
function announce(text: string): void {
  root("live").replaceChildren(el("span", {}, text));
}

function complain(text: string, retry?: () => void): void {
  const banner = root("banner");
  if (text === "") {
    banner.replaceChildren();
    return;
  }
  const { retry: label } = allWords[session.state.language];
  banner.replaceChildren(el("p", {}, text), retry ? el("button", { attributes: { type: "button" }, on: { click: retry } }, label) : "");
}

void session.open();
setInterval(() => {
  if (document.visibilityState === "visible" && (session.state.clock?.manual === false || session.state.clock?.moving))
    void session.lookAgain();
}, watch);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && session.state.clock) void session.lookAgain();
});
