import { ApiError, api, explain } from "./api.ts";
import type { Press } from "./card.ts";
import type { Answers, Submitted } from "./form.ts";
import { loadAll, loadConversation, loadPeople, loadTimeline, markSeen } from "./load.ts";
import type { ClockMove, FormAnswer, Language, ReplyAnswer } from "./protocol.ts";
import { readSettings, writeSettings } from "./settings.ts";
import { emptyState, firstArrived, firstPage, firstTimelinePage, firstUnread, type State, selectedPerson } from "./state.ts";
import { words as allWords } from "./words.ts";

/** How the session reaches the eyes and ears of whoever is at the page. */
interface Senses {
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
  /** Whether this page moves the clock; another window may do so too. */
  let travelling = false;

  /**
   * Does something with the server; when it fails, says so.
   *
   * @param after what a failure leaves: something that may be done again, a text that is still in its field, or neither.
   */
  async function attempt(act: () => Promise<void>, after: "again" | "kept" | "nothing"): Promise<boolean> {
    try {
      await act();
      senses.complain("");
      return true;
    } catch (error) {
      const retry = after === "again" ? () => void attempt(act, after) : undefined;
      senses.complain(after === "kept" ? `${explain(error, words())} ${words().kept}` : explain(error, words()), retry);
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
    }, "again");

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
    Object.assign(state, { selected: id, entries: [], earlier: false, limit: firstPage, firstNew: undefined, loaded: false });
    writeSettings({ language: state.language, person: id });
    render();
    await attempt(arrive, "again");
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

  /** What the bot answers; a form is for whoever asked for it, and for nobody who was chosen since. */
  async function take(reply: ReplyAnswer, whose: string): Promise<void> {
    state.firstNew = undefined;
    await refresh();
    if (selectedPerson(state)?.id !== whose) return;
    if (reply.kind === "ask") senses.ask(reply);
    else if (reply.kind === "undone") senses.announce(reply.text);
    else if (reply.kind !== "nothing") senses.announce(words().arrived(reply.card.summary));
  }

  /** @returns whether the server took what the person said or pressed. */
  async function converse(request: (person: string) => Promise<ReplyAnswer>, after: "kept" | "nothing"): Promise<boolean> {
    const person = selectedPerson(state);
    if (!person || state.thinking) return false;
    state.thinking = true;
    const late = setTimeout(render, patience);
    const taken = await attempt(async () => {
      const reply = await request(person.id).finally(() => {
        state.thinking = false;
        clearTimeout(late);
      });
      await take(reply, person.id);
    }, after);
    return taken;
  }

  const say = (text: string): Promise<boolean> => {
    origin = undefined;
    return converse((person) => api.say(person, text), "kept");
  };

  const press = (message: string, { action, data }: Press): Promise<boolean> => {
    origin = message;
    return converse((person) => api.press({ person, message, action, data }), "nothing");
  };

  const submit = async ({ form, hidden }: FormAnswer, answers: Answers): Promise<Submitted> => {
    const person = selectedPerson(state);
    if (!person) return { kind: "settled" };
    try {
      const reply = await api.submit({ person: person.id, form, hidden, answers, ...(origin !== undefined && { message: origin }) });
      if (reply.kind === "ask") return { kind: "again", form: reply };
      if (reply.kind === "undone") return { kind: "failed", message: reply.text };
      await attempt(() => take(reply, person.id), "nothing");
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
    travelling = true;
    const watch = async (): Promise<void> => {
      const now = await api.clock();
      if (!travelling) return;
      state.clock = { ...now, moving: true, next: from.next };
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
        travelling = false;
        clearInterval(watching);
      }
      const gain = await refresh();
      state.travelled = gain;
      senses.announce(words().moved(gain.messages, gain.people));
    }, "nothing");
  };

  const chooseLanguage = async (language: Language): Promise<void> => {
    state.language = language;
    writeSettings({ language, person: state.selected });
    render();
    await attempt(() => Promise.all([loadPeople(state), loadTimeline(state)]).then(() => undefined), "again");
  };

  const showEarlier = () => {
    state.limit += firstPage;
    return attempt(() => loadConversation(state), "again");
  };

  const filterTimeline = (onlyThisPerson: boolean) => {
    Object.assign(state, { onlyThisPerson, timelineLimit: firstTimelinePage });
    return attempt(() => loadTimeline(state), "again");
  };

  const moreTimeline = () => {
    state.timelineLimit += firstTimelinePage;
    return attempt(() => loadTimeline(state), "again");
  };

  /** Looks again, for what happens without this page: the system's clock, or another window. */
  const lookAgain = async (): Promise<void> => {
    if (state.thinking || travelling) return;
    await attempt(async () => {
      state.clock = await api.clock();
      await refresh();
    }, "again");
  };

  return { state, open, select, say, press, submit, moveClock, chooseLanguage, showEarlier, filterTimeline, moreTimeline, lookAgain };
}
