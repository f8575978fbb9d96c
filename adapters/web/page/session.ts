import { ApiError, api, explain } from "./api.ts";
import type { Press } from "./card.ts";
import type { Answers, Submitted } from "./form.ts";
import { loadAll, loadConversation, loadPeople, loadTimeline, markSeen } from "./load.ts";
import type { ClockMove, FormAnswer, Language, ReplyAnswer } from "./protocol.ts";
import { readSettings, writeSettings } from "./settings.ts";
import { emptyState, firstArrived, firstPage, firstTimelinePage, firstUnread, type State, selectedPerson } from "./state.ts";
import { words as allWords } from "./words.ts";

/** How the session reaches the eyes and ears of whoever is at the page. */
export interface Senses {
  render(state: State): void;
  /** For a screen reader. */
  announce(text: string): void;
  /** What went wrong, with what would try it again; an empty text takes it away. */
  complain(text: string, retry?: () => void): void;
  ask(form: FormAnswer): void;
}

/** How often the date is read while the clock moves, in milliseconds. */
const tick = 200;
/** An answer that comes sooner than this shows no sign of waiting, in milliseconds. */
const patience = 120;

/** The visit: who one is, what was loaded, and everything one can do. */
export function createSession(senses: Senses) {
  const settings = readSettings();
  const state = emptyState(settings.language, settings.person);
  const words = () => allWords[state.language];
  const render = () => senses.render(state);
  /** The message whose button opened the form that is being filled in. */
  let origin: string | undefined;

  /** Does something with the server; when it fails, says so, and offers it again if it may be done twice. */
  async function attempt(act: () => Promise<void>, again: boolean): Promise<boolean> {
    try {
      await act();
      senses.complain("");
      return true;
    } catch (error) {
      const retry = () => void attempt(act, again);
      senses.complain(explain(error, words()), again ? retry : undefined);
      return false;
    } finally {
      render();
    }
  }

  const open = () =>
    attempt(async () => {
      const [clock] = await Promise.all([api.clock(), loadPeople(state)]);
      state.clock = clock;
      state.selected = selectedPerson(state)?.id;
      render();
      await arrive();
    }, true);

  /** Loads what the selected person sees, and finds where they stopped reading. */
  async function arrive(): Promise<void> {
    const person = selectedPerson(state);
    await Promise.all([loadConversation(state), loadTimeline(state)]);
    if (!person || state.selected !== person.id) return;
    state.firstNew = firstUnread(state.entries, person.unread);
    render();
    await markSeen(state);
  }

  const select = async (id: string): Promise<void> => {
    if (id === state.selected) return;
    Object.assign(state, { selected: id, entries: [], earlier: false, limit: firstPage, firstNew: undefined });
    writeSettings({ language: state.language, person: id });
    await attempt(arrive, true);
  };

  /** Everything again, after something happened. What arrived by itself meanwhile is pointed at. */
  async function refresh(): Promise<{ messages: number; people: number }> {
    const { entries: known, selected } = state;
    const gain = await loadAll(state);
    const arrived = state.selected === selected ? firstArrived(known, state.entries) : undefined;
    if (arrived) {
      state.firstNew = arrived.id;
      senses.announce(words().arrived(arrived.card?.summary ?? ""));
    }
    render();
    await markSeen(state);
    return gain;
  }

  async function take(reply: ReplyAnswer): Promise<void> {
    state.firstNew = undefined;
    await refresh();
    if (reply.kind === "ask") senses.ask(reply);
    else if (reply.kind !== "nothing") senses.announce(words().arrived(reply.card.summary));
  }

  /** @returns whether the server took what the person said or pressed. */
  async function converse(request: (person: string) => Promise<ReplyAnswer>): Promise<boolean> {
    const person = selectedPerson(state);
    if (!person || state.thinking) return false;
    state.thinking = true;
    const late = setTimeout(render, patience);
    const taken = await attempt(async () => {
      const reply = await request(person.id).finally(() => {
        state.thinking = false;
        clearTimeout(late);
      });
      await take(reply);
    }, false);
    return taken;
  }

  const say = (text: string): Promise<boolean> => {
    origin = undefined;
    return converse((person) => api.say(person, text));
  };

  const press = (message: string, { action, data }: Press): Promise<boolean> => {
    origin = message;
    return converse((person) => api.press({ person, message, action, data }));
  };

  const submit = async ({ form, hidden }: FormAnswer, answers: Answers): Promise<Submitted> => {
    const person = selectedPerson(state);
    if (!person) return { kind: "settled" };
    try {
      const reply = await api.submit({ person: person.id, form, hidden, answers, ...(origin !== undefined && { message: origin }) });
      if (reply.kind === "ask") return { kind: "again", form: reply };
      await attempt(() => take(reply), false);
      return { kind: "settled" };
    } catch (error) {
      return { kind: "failed", message: explain(error, words()) };
    }
  };

  /** Moves the clock; meanwhile the page shows the days go by. */
  const moveClock = async (to: ClockMove): Promise<void> => {
    const from = state.clock;
    if (!from || from.moving) return;
    Object.assign(state, { clock: { ...from, moving: true }, travelled: undefined });
    render();
    senses.announce(words().moving);
    let arrived = false;
    const watch = async (): Promise<void> => {
      const now = await api.clock();
      if (arrived) return;
      state.clock = { ...now, moving: true };
      render();
    };
    const watching = setInterval(() => void watch().catch(() => clearInterval(watching)), tick);
    await attempt(async () => {
      try {
        state.clock = await api.moveClock(to);
      } catch (error) {
        state.clock = { ...from, moving: false };
        if (error instanceof ApiError && error.code === "invalid") throw new ApiError("backwards", error.message);
        throw error;
      } finally {
        arrived = true;
        clearInterval(watching);
      }
      const gain = await refresh();
      state.travelled = gain;
      senses.announce(words().moved(gain.messages, gain.people));
    }, false);
  };

  const chooseLanguage = async (language: Language): Promise<void> => {
    state.language = language;
    writeSettings({ language, person: state.selected });
    render();
    await attempt(() => Promise.all([loadPeople(state), loadTimeline(state)]).then(() => undefined), true);
  };

  const showEarlier = () => {
    state.limit += firstPage;
    return attempt(() => loadConversation(state), true);
  };

  const filterTimeline = (onlyThisPerson: boolean) => {
    Object.assign(state, { onlyThisPerson, timelineLimit: firstTimelinePage });
    return attempt(() => loadTimeline(state), true);
  };

  const moreTimeline = () => {
    state.timelineLimit += firstTimelinePage;
    return attempt(() => loadTimeline(state), true);
  };

  /** Looks again, for what happens without this page: the system's clock, or another window. */
  const lookAgain = async (): Promise<void> => {
    if (state.thinking || state.clock?.moving) return;
    await attempt(async () => {
      state.clock = await api.clock();
      await refresh();
    }, true);
  };

  return { state, open, select, say, press, submit, moveClock, chooseLanguage, showEarlier, filterTimeline, moreTimeline, lookAgain };
}
