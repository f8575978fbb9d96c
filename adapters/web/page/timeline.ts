import type { Dates } from "./dates.ts";
import { changeDetector, el, icon } from "./dom.ts";
import type { TimelineAnswer, TimelineEntry } from "./protocol.ts";
import type { Words } from "./words.ts";

interface Hands {
  select(person: string): void;
  filter(onlyThisPerson: boolean): void;
  more(): void;
  close(): void;
}

/** What was sent to whom and when, what is to come, and what was left out and why. */
export function createTimeline(root: HTMLElement, hands: Hands) {
  const changed = changeDetector();
  return {
    render(timeline: TimelineAnswer, onlyThisPerson: boolean, dates: Dates, words: Words): void {
      if (!changed([timeline, onlyThisPerson, words.locale])) return;
      const scrolled = root.scrollTop;
      const focused = root.contains(document.activeElement) ? document.activeElement?.getAttribute("data-focus") : undefined;
      const choice = (label: string, on: boolean, only: boolean) =>
        el(
          "button",
          {
            attributes: { type: "button", "aria-pressed": String(on), "data-focus": `filter ${only}` },
            on: { click: () => hands.filter(only) },
          },
          label,
        );
      root.setAttribute("aria-label", words.timeline);
      root.replaceChildren(
        el(
          "header",
          { class: "panel-head" },
          el("h2", {}, words.timeline),
          el(
            "button",
            { class: "icon-button panel-close", attributes: { type: "button", "aria-label": words.close }, on: { click: hands.close } },
            icon("close"),
          ),
          el("p", { class: "hint" }, words.timelineHint),
          el(
            "div",
            { class: "segments", attributes: { role: "group", "aria-label": words.filter } },
            choice(words.everyone, !onlyThisPerson, false),
            choice(words.onlyThisPerson, onlyThisPerson, true),
          ),
        ),
        ...section(words.upcoming, timeline.upcoming, dates, words, hands),
        ...section(words.past, timeline.past, dates, words, hands),
        ...(timeline.upcoming.length + timeline.past.length === 0 ? [el("p", { class: "nothing" }, words.none)] : []),
        ...(timeline.more
          ? [
              el(
                "button",
                { class: "quiet-button", attributes: { type: "button", "data-focus": "more" }, on: { click: hands.more } },
                words.more,
              ),
            ]
          : []),
      );
      root.scrollTop = scrolled;
      if (focused) root.querySelector<HTMLElement>(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
    },
  };
}

function section(title: string, entries: readonly TimelineEntry[], dates: Dates, words: Words, hands: Hands): HTMLElement[] {
  if (entries.length === 0) return [];
  const days = new Map<string, TimelineEntry[]>();
  for (const entry of entries) {
    const date = dates.iso(entry.at);
    days.set(date, [...(days.get(date) ?? []), entry]);
  }
  return [
    el("h3", {}, title),
    ...[...days].flatMap(([date, of]) => [
      el("h4", {}, el("time", { attributes: { datetime: date } }, dates.day(of[0]?.at ?? date))),
      el("ol", { class: "sendings" }, ...of.map((entry) => sending(entry, dates, words, hands))),
    ]),
  ];
}

function sending(entry: TimelineEntry, dates: Dates, words: Words, hands: Hands): HTMLElement {
  return el(
    "li",
    { class: `sending ${entry.outcome}` },
    el("time", { attributes: { datetime: entry.at } }, dates.time(entry.at)),
    el(
      "div",
      {},
      el("p", { class: "sending-label" }, entry.label),
      el(
        "button",
        {
          class: "sending-person",
          attributes: { type: "button", "data-focus": `${entry.at} ${entry.person} ${entry.kind}` },
          on: { click: () => hands.select(entry.person) },
        },
        entry.personName,
      ),
      entry.reason !== undefined && el("p", { class: "sending-reason" }, entry.reason),
    ),
    el("span", { class: "outcome" }, icon(entry.outcome), words.outcomes[entry.outcome]),
  );
}
