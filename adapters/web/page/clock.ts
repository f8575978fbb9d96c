import type { Dates } from "./dates.ts";
import { el, icon } from "./dom.ts";
import type { ClockAnswer, ClockMove } from "./protocol.ts";
import type { State } from "./state.ts";
import type { Words } from "./words.ts";

/** The date and hour in the cohort's zone, and what moves them. */
export function createClock(root: HTMLElement, move: (to: ClockMove) => void) {
  const date = el("span", { class: "clock-date" });
  const time = el("span", { class: "clock-time" });
  const state = el("p", { class: "clock-state" });
  const face = el("div", { class: "clock-now" }, el("p", { class: "clock-face" }, date, time), state);
  const hour = mover(() => move({ hours: 1 }));
  const day = mover(() => move({ days: 1 }));
  const next = mover(() => move("next-event"));
  const pick = el("button", { class: "mover", attributes: { type: "button", "aria-expanded": "false", "aria-controls": "until" } });
  const field = el("input", { attributes: { type: "date", id: "until-date", required: true } });
  const label = el("label", { attributes: { for: "until-date" } });
  const go = el("button", { class: "go", attributes: { type: "submit" } });
  const until = el("form", { class: "until", attributes: { id: "until" } }, label, el("div", { class: "until-line" }, field, go));
  until.hidden = true;
  const movers = el("div", { class: "movers", attributes: { role: "group" } }, hour, day, next, pick);
  root.append(face, movers, until);

  function open(on: boolean): void {
    until.hidden = !on;
    pick.setAttribute("aria-expanded", String(on));
    if (on) field.focus();
  }
  pick.addEventListener("click", () => open(until.hidden === true));
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || until.hidden) return;
    open(false);
    pick.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!until.hidden && event.target instanceof Node && !root.contains(event.target)) open(false);
  });
  until.addEventListener("submit", (event) => {
    event.preventDefault();
    open(false);
    pick.focus();
    move({ date: field.value });
  });

  return {
    render(clock: ClockAnswer, travelled: State["travelled"], dates: Dates, words: Words): void {
      root.setAttribute("aria-label", words.clock);
      movers.setAttribute("aria-label", words.advance);
      date.textContent = dates.long(clock.now);
      time.textContent = dates.time(clock.now);
      root.classList.toggle("moving", clock.moving);
      const arrived = travelled ? words.moved(travelled.messages, travelled.people) : "";
      state.textContent = clock.moving ? words.moving : clock.manual ? arrived : words.systemClock;
      movers.hidden = !clock.manual;
      for (const button of [hour, day, next, pick]) button.setAttribute("aria-disabled", String(clock.moving));
      hour.replaceChildren(`+ ${words.hour}`);
      day.replaceChildren(`+ ${words.day}`);
      const when = clock.next && `${dates.short(clock.next)}, ${dates.time(clock.next)}`;
      next.replaceChildren(icon("forward"), el("span", { class: "mover-words" }, words.nextEvent, when && el("small", {}, when)));
      pick.replaceChildren(icon("calendar"), el("span", { class: "unseen" }, words.pickDate));
      pick.title = words.pickDate;
      label.textContent = words.until;
      go.textContent = words.go;
      field.min = dates.iso(clock.now);
      if (until.hidden) field.value = dates.iso(clock.now);
    },
  };
}

/** A button that is only dimmed while the clock moves: a disabled one would drop the focus. */
function mover(act: () => void): HTMLButtonElement {
  const button = el("button", { class: "mover", attributes: { type: "button" } });
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-disabled") !== "true") act();
  });
  return button;
}
