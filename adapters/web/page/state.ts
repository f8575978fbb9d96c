import type { ClockAnswer, Entry, Language, PlaygroundPerson, TimelineAnswer } from "./protocol.ts";

export const firstPage = 60;
export const firstTimelinePage = 100;

/** Everything that the page shows. */
export interface State {
  language: Language;
  people: readonly PlaygroundPerson[];
  selected: string | undefined;
  entries: readonly Entry[];
  earlier: boolean;
  /** Whether the entries are those of the selected person; until then nothing can be said about them. */
  loaded: boolean;
  /** The most entries to ask for. */
  limit: number;
  firstNew: string | undefined;
  thinking: boolean;
  /** What the last move of the clock brought. */
  travelled: { messages: number; people: number } | undefined;
  timeline: TimelineAnswer;
  timelineLimit: number;
  onlyThisPerson: boolean;
  clock: ClockAnswer | undefined;
}

export const emptyState = (language: Language, selected: string | undefined): State => ({
  language,
  people: [],
  selected,
  entries: [],
  earlier: false,
  loaded: false,
  limit: firstPage,
  firstNew: undefined,
  thinking: false,
  travelled: undefined,
  timeline: { upcoming: [], past: [], more: false },
  timelineLimit: firstTimelinePage,
  onlyThisPerson: false,
  clock: undefined,
});

export const selectedPerson = ({ people, selected }: State): PlaygroundPerson | undefined =>
  people.find(({ id }) => id === selected) ?? people[0];

/** Where reading goes on for someone who has `unread` messages of the bot before them. */
export const firstUnread = (entries: readonly Entry[], unread: number): string | undefined =>
  unread > 0 ? entries.filter(({ from }) => from === "bot").slice(-unread)[0]?.id : undefined;

/** The first message that the bot sent by itself since these entries were known. */
export function firstArrived(known: readonly Entry[], entries: readonly Entry[]): Entry | undefined {
  const before = new Set(known.map(({ id }) => id));
  return entries.find(({ id, unprompted }) => unprompted && !before.has(id));
}

/** Who received how much between two looks at everyone. */
export function received(before: readonly PlaygroundPerson[], after: readonly PlaygroundPerson[]): { messages: number; people: number } {
  const unread = new Map(before.map((person) => [person.id, person.unread]));
  const gains = after.map((person) => person.unread - (unread.get(person.id) ?? 0)).filter((gain) => gain > 0);
  return { messages: gains.reduce((sum, gain) => sum + gain, 0), people: gains.length };
}
