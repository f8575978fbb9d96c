import type { Form, Message } from "../../src/ui/model.ts";
import { plain } from "../../src/ui/plain.ts";
import type { Address, Incoming, Profile, Reply } from "../../src/ui/platform.ts";
import { phrases } from "../../src/ui/speak.ts";
import { type Activity, type Cards, cardIn } from "./cards.ts";
import type { Spot } from "./conversations.ts";
import { troubleIn } from "./errors.ts";
import { inTime } from "./in-time.ts";
import type { keepOpenForms } from "./open-forms.ts";
import type { TeamsOptions } from "./options.ts";
import type { Place } from "./read.ts";
import type { openStanding } from "./standing.ts";

/** What an answer needs of Teams. What is written comes again while Teams cannot take it. */
export interface Tools extends Pick<TeamsOptions, "patience" | "log"> {
  cards: Cards;
  openForms: ReturnType<typeof keepOpenForms>;
  write(to: Address, activity: Activity): Promise<Spot>;
  change(to: Address, spot: Spot, activity: Activity): Promise<void>;
  sayAmong(to: Address, conversation: string, text: string): Promise<void>;
  profileOf(of: Address, conversation: string): Promise<Profile | null>;
  standingOf: ReturnType<typeof openStanding>;
  inBackground(work: Promise<void>): void;
}

/** What answers the request of an invoke; null where nothing does, or the answer is that it was taken. */
export type Answered = object | null;

const inItsPlace = (activity: Activity): Answered => ({
  statusCode: 200,
  type: "application/vnd.microsoft.card.adaptive",
  value: cardIn(activity),
});
const beside = (text: string): Answered => ({ statusCode: 200, type: "application/vnd.microsoft.activity.message", value: text });

/** A sentence, where nothing else answers. */
export function sentence(text: string, { by }: Place): Answered {
  if (by.kind === "card") return by.inPlace ? beside(text) : null;
  return by.kind === "dialog" || by.kind === "sent" ? { task: { type: "message", value: text } } : null;
}

type Shown = Extract<Reply, { kind: "say" | "replace" | "home" }>;

/** Shows an answer to one person alone: what the request is answered with at once, what is written after that. */
export async function answerTo(reply: Reply, incoming: Incoming, place: Place, tools: Tools): Promise<Answered> {
  if (reply.kind === "introduce" || reply.kind === "hold" || place.by.kind === "nothing") return null;
  if (reply.kind === "nothing") return place.by.kind === "card" && place.by.inPlace ? beside("✓") : null;
  const shown = new Answer(incoming, place, tools);
  switch (place.by.kind) {
    case "typed":
      return shown.typed(reply);
    case "card":
      if (!place.isPrivate) return shown.elsewhere(reply, place.by.inPlace);
      return incoming.kind === "submit" ? shown.form(reply, place.by) : shown.button(reply, place.by);
    case "dialog":
      return shown.dialog(reply, place.by.message);
    case "sent":
      return incoming.kind === "submit" ? shown.sent(reply) : shown.dialog(reply, null);
  }
}

type Visible = Shown | Extract<Reply, { kind: "ask" }>;
type Card = Extract<Place["by"], { kind: "card" }>;

const messageIn = (reply: Shown): Message => (reply.kind === "home" ? reply.home : reply.message);
type Said = "inPrivate" | "soon" | "addFirst" | "notNow";
/** What is said around an answer, in its language. */
function around(reply: Visible, what: Said): string {
  const { language, isInEach = false } = reply.kind === "ask" ? { language: reply.form.language } : messageIn(reply);
  return isInEach ? `${phrases.fr[what]} ${phrases.en[what]}` : phrases[language][what];
}
/** What it says beside its form, where there is room for no more than words. */
const textIn = ({ blocks, language }: Message): string =>
  blocks.flatMap((block) => (block.kind === "text" ? plain(block.text, language) : [])).join(" ");
/** What the message that was pressed, or that a form was opened from, says from now on. */
const settledIn = (reply: Shown): Message | null =>
  reply.kind === "replace" ? reply.message : reply.kind === "say" ? (reply.settled ?? null) : null;

/** A form with what is said of it above. */
const below = ({ blocks }: Message, form: Form): Form => ({ ...form, intro: [...blocks, ...(form.intro ?? [])] });
/** What a button answers takes the place of what it is in, where a form would be lost. */
const hasButtons = ({ blocks }: Message): boolean => blocks.some(({ kind }) => kind === "buttons");
const withoutButtons = ({ blocks, ...message }: Message, instead: string): Message => ({
  ...message,
  blocks: [...blocks.filter(({ kind }) => kind !== "buttons"), { kind: "text", text: instead, tone: "attention" }],
});

/** Milliseconds that a dialog stays open to learn whether what was done can be said in the conversation. */
const patience = 1000;

/** One answer to one person. */
class Answer {
  readonly #to: Address;
  readonly #incoming: Incoming;
  readonly #place: Place;
  readonly #tools: Tools;

  constructor(incoming: Incoming, place: Place, tools: Tools) {
    this.#to = incoming.from;
    this.#incoming = incoming;
    this.#place = place;
    this.#tools = tools;
  }

  /** A message to the bot; where others read along, they see no more than that there is an answer. */
  typed(reply: Visible): Answered {
    const again = this.#formOf(reply);
    if (again && this.#place.isPrivate) this.#later(this.#writeAbove(reply as Shown, again));
    else this.#later(this.#place.isPrivate ? this.#write(reply, null) : this.#writeInPrivate(reply));
    return null;
  }

  /** A button where others read along. */
  elsewhere(reply: Visible, inPlace: boolean): Answered {
    this.#later(this.#write(reply, null));
    return inPlace ? beside(around(reply, "inPrivate")) : null;
  }

  /** A button under a message. What it changes there is changed in place; what it says comes as a new message. */
  button(reply: Visible, { message, inPlace }: Card): Answered {
    if (reply.kind === "ask") {
      this.#later(this.#write(reply, message));
      return inPlace ? beside(phrases[reply.form.language].below(reply.form.title)) : null;
    }
    const settled = settledIn(reply);
    if (reply.kind === "replace") this.#later(this.#settle(message, reply.message));
    else this.#later(this.#write(reply, null), () => this.#changeTo(message, settled));
    if (!inPlace) return null;
    return settled ? inItsPlace(this.#tools.cards.activitiesOf(settled)[0]) : beside(messageIn(reply).summary || "✓");
  }

  /** A form within the conversation: it is drawn anew, or turns into its outcome for good. */
  form(reply: Visible, { message, inPlace }: Card): Answered {
    const { origin } = this.#place;
    if (reply.kind === "ask") {
      const again = this.#tools.cards.activityOfForm(reply.form, origin);
      if (!inPlace) this.#later(this.#redraw(message, again));
      return inPlace ? inItsPlace(again) : null;
    }
    const outcome = messageIn(reply);
    if (reply.kind === "say" && reply.isUndone) {
      this.#later(this.#write(reply, null), () => this.#changeTo(origin, settledIn(reply)));
      return inPlace ? beside(textIn(outcome)) : null;
    }
    const settled = settledIn(reply);
    this.#later(this.#settle(message, outcome), () => this.#changeTo(origin, settled));
    return inPlace ? inItsPlace(this.#tools.cards.activitiesOf(outcome)[0]) : null;
  }

  /** What opens a dialog: a button, or a command over the compose box. */
  dialog(reply: Visible, message: string | null): Answered {
    const origin = this.#place.isPrivate ? message : null;
    if (reply.kind === "ask") return this.#dialogOf(reply.form, origin);
    this.#later(this.#changeTo(origin, settledIn(reply)));
    return this.#inDialog(reply);
  }

  /** A dialog that was sent: what is wrong is said in it; what was done is said in the conversation, where it stays. */
  async sent(reply: Visible): Promise<Answered> {
    // What comes back is what a client says: no message is changed where others read along.
    const origin = this.#place.isPrivate ? this.#place.origin : null;
    if (reply.kind === "ask") return this.#dialogOf(reply.form, origin);
    const again = this.#formOf(reply);
    if (again) {
      this.#later(this.#changeTo(origin, settledIn(reply)));
      const said = hasButtons(messageIn(reply)) ? await this.#said(this.#writeAbove(reply, again)) : null;
      if (said === "inPrivate") return sentence(around(reply, said), this.#place);
      const why = said === null ? messageIn(reply) : withoutButtons(messageIn(reply), around(reply, said));
      return this.#tools.cards.dialogOfForm(below(why, again), origin);
    }
    if (reply.kind === "replace" && origin !== null) {
      this.#later(this.#settle(origin, reply.message));
      return null;
    }
    const writing = this.#write(reply, null);
    this.#later(writing, () => this.#changeTo(origin, settledIn(reply)));
    // Whoever has the command at hand and no conversation with the bot, or does not see it there yet, sees it in the dialog.
    return (await this.#said(writing)) === "inPrivate" ? null : this.#shownInDialog(messageIn(reply));
  }

  /** The form that was sent, as it was typed, where nothing of it was carried out. */
  #formOf(reply: Visible): Form | null {
    return reply.kind === "say" && reply.isUndone ? this.#tools.openForms.asTyped(this.#incoming) : null;
  }

  /** A form of which nothing was carried out, under why: in a message of its own where that has buttons. */
  async #writeAbove(reply: Shown, form: Form): Promise<void> {
    if (!hasButtons(messageIn(reply))) return this.#write({ kind: "ask", form: below(messageIn(reply), form) }, null);
    await this.#write(reply, null);
    await this.#write({ kind: "ask", form }, null);
  }

  /** What is said in a dialog of what is written beside it, which may take a while. */
  async #said(writing: Promise<void>): Promise<Said> {
    return (await inTime(this.#saidOf(writing), patience)) ?? "soon";
  }

  #saidOf(writing: Promise<void>): Promise<Said> {
    return writing.then(
      () => "inPrivate" as const,
      (error: unknown) => (this.#log(error).problem === "gone" ? "addFirst" : "notNow"),
    );
  }

  #dialogOf(form: Form, origin: string | null): Answered {
    this.#tools.openForms.opened(this.#to, form);
    return this.#tools.cards.dialogOfForm(form, origin);
  }

  /** What no dialog holds is in the conversation. */
  #inDialog(reply: Shown): Answered {
    const message = messageIn(reply);
    if (this.#tools.cards.activitiesOf(message).length > 1) this.#later(this.#write(reply, null));
    return this.#shownInDialog(message);
  }

  #shownInDialog(message: Message): Answered {
    if (this.#tools.cards.activitiesOf(message).length > 1) return sentence(message.summary, this.#place);
    return this.#tools.cards.dialogOfMessage(message, phrases[message.language].program);
  }

  async #write(reply: Visible, origin: string | null): Promise<void> {
    const activities =
      reply.kind === "ask" ? [this.#tools.cards.activityOfForm(reply.form, origin)] : this.#tools.cards.activitiesOf(messageIn(reply));
    for (const activity of activities) await this.#tools.write(this.#to, activity);
  }

  async #writeInPrivate(reply: Visible): Promise<void> {
    const said = await this.#saidOf(this.#write(reply, null));
    await this.#tools.sayAmong(this.#to, this.#place.conversation, around(reply, said));
  }

  async #changeTo(id: string | null, message: Message | null): Promise<void> {
    if (id !== null && message) await this.#change(id, message);
  }

  /** What a message says from now on. */
  async #change(id: string, message: Message): Promise<void> {
    const [first, ...rest] = this.#tools.cards.activitiesOf(message);
    await this.#redraw(id, first);
    for (const activity of rest) await this.#tools.write(this.#to, activity);
  }

  /** As above; what cannot be said in its place is said after it. */
  async #settle(id: string | null, message: Message): Promise<void> {
    const isSaid = id === null ? Promise.resolve(false) : this.#change(id, message).then(() => true);
    const isDone = await isSaid.catch((error: unknown) => {
      this.#log(error);
      return false;
    });
    if (isDone) return;
    for (const activity of this.#tools.cards.activitiesOf(message)) await this.#tools.write(this.#to, activity);
  }

  #redraw(id: string | null, activity: Activity): Promise<unknown> {
    if (id === null) return this.#tools.write(this.#to, activity);
    return this.#tools.change(this.#to, { conversation: this.#place.conversation, id }, activity);
  }

  /** Once the first is done, the other: what was done is said before the message that asked is changed. */
  #later(work: Promise<unknown>, then: () => Promise<unknown> = async () => undefined): void {
    this.#tools.inBackground(
      work.then(then).then(
        () => undefined,
        (error: unknown) => void this.#log(error),
      ),
    );
  }

  /** A failure to show something is a line in the log: nobody waits for it any more. */
  #log(error: unknown): ReturnType<typeof troubleIn> {
    const trouble = troubleIn(error);
    this.#tools.log("warn", "teams-not-shown", { place: this.#place.by.kind, ...trouble });
    return trouble;
  }
}
