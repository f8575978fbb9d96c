import { api } from "./api.ts";
import { received, type State, selectedPerson } from "./state.ts";

/** Fills the state from the server. Each throws ApiError and then leaves the state as it was. */
export async function loadPeople(state: State): Promise<void> {
  const { people } = await api.people(state.language);
  state.people = people;
}

export async function loadTimeline(state: State): Promise<void> {
  const whose = state.onlyThisPerson ? selectedPerson(state)?.id : undefined;
  const timeline = await api.timeline(state.language, whose, state.timelineLimit);
  if (whose === undefined || whose === selectedPerson(state)?.id) state.timeline = timeline;
}

/** An answer for somebody who was left in the meantime is dropped. */
export async function loadConversation(state: State): Promise<void> {
  const person = selectedPerson(state);
  if (!person) return;
  const { entries, earlier } = await api.conversation(person.id, state.limit);
  if (selectedPerson(state)?.id === person.id) Object.assign(state, { entries, earlier, loaded: true });
}

/** Everything again. @returns who received how much since the last time. */
export async function loadAll(state: State): Promise<{ messages: number; people: number }> {
  const before = state.people;
  await loadPeople(state);
  const gain = received(before, state.people);
  await Promise.all([loadConversation(state), loadTimeline(state)]);
  return gain;
}

/** Tells the server that everything on the screen was looked at. */
export async function markSeen(state: State): Promise<void> {
  const person = selectedPerson(state);
  const last = state.entries.at(-1);
  if (!person || !last || person.unread === 0 || document.visibilityState !== "visible") return;
  await api.seen(person.id, last.id);
  state.people = state.people.map((one) => (one.id === person.id ? { ...one, unread: 0 } : one));
}
