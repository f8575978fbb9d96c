import { createHash } from "node:crypto";
import type { Conversation, Dialog, Loose, Message, Person, Team } from "./records.ts";

const digest = (text: string): string => createHash("sha256").update(text).digest("base64url");

/** All that Teams knows. */
export class Workplace {
  readonly appId: string;
  readonly tenants: readonly string[];
  readonly now: () => number;
  readonly people = new Map<string, Person>();
  readonly teams = new Map<string, Team>();
  readonly conversations = new Map<string, Conversation>();
  readonly dialogs = new Map<string, Dialog>();
  /** Sentences that were shown to a person in answer to what they pressed. */
  readonly told = new Map<string, string[]>();
  /** In which region a tenant is served. */
  readonly regions = new Map<string, string>();
  /** What a person sees of a message's card in place of what it says to everybody, by person and message. */
  readonly views = new Map<string, Map<string, Loose>>();
  readonly #accounts = new Map<string, string>();
  #lastId = 0;
  #count = 0;

  constructor(appId: string, tenants: readonly string[], now: () => number) {
    this.appId = appId;
    this.tenants = tenants;
    this.now = now;
  }

  get bot(): { id: string; name: string } {
    return { id: `28:${this.appId}`, name: "Triade" };
  }

  /** Ids of messages are milliseconds; every one is later than the one before, even when the clock stands still. */
  stamp(): string {
    this.#lastId = Math.max(Math.floor(this.now()), this.#lastId + 1);
    return String(this.#lastId);
  }

  next(prefix: string): string {
    this.#count += 1;
    return `${prefix}${String(this.#count).padStart(8, "0")}`;
  }

  person(id: string): Person {
    const person = this.people.get(id);
    if (!person) throw new Error(`nobody is called ${id} here`);
    return person;
  }

  /** The id of a person for this bot, which no other bot sees. */
  accountOf(person: Person): string {
    const account = this.#accounts.get(person.id) ?? `29:1${digest(`${this.appId} ${person.id}`)}`;
    this.#accounts.set(person.id, account);
    return account;
  }

  /** By the id for this bot, the Entra object id, or the user principal name. */
  personNamed(id: unknown): Person | null {
    const named = String(id);
    const found = [...this.people.values()].find(
      (one) => one.id === named || this.accountOf(one) === named || (one.upn ?? one.email).toLowerCase() === named.toLowerCase(),
    );
    return found ?? null;
  }

  /** The chat between a person and the bot. */
  chatOf(person: Person): Conversation {
    const id = `a:1${digest(`chat ${this.appId} ${person.id}`)}`;
    const chat = this.conversations.get(id) ?? {
      id,
      tenant: person.tenant,
      type: "personal",
      members: [person.id],
      team: null,
      messages: [],
    };
    this.conversations.set(id, chat);
    return chat;
  }

  /** A conversation by its id, which may name a thread of a channel. */
  placeNamed(id: string): { conversation: Conversation; thread: string | null } | null {
    const [base = "", thread = null] = id.split(";messageid=");
    const conversation = this.conversations.get(base);
    return conversation && (thread === null || conversation.type === "channel") ? { conversation, thread } : null;
  }

  /** Whether the bot may write there; the code of the error when it may not. */
  whyNotIn({ type, members, team }: Conversation): "MessageWritesBlocked" | "BotNotInConversationRoster" | null {
    if (type === "personal") {
      const [person] = members.map((id) => this.person(id));
      return person?.installed && !person.blocked ? null : "MessageWritesBlocked";
    }
    return team !== null && this.teams.get(team)?.installed ? null : "BotNotInConversationRoster";
  }

  write(conversation: Conversation, from: string, activity: Loose, thread: string | null = null): Message {
    const id = this.stamp();
    const message = { id, from, thread: conversation.type === "channel" ? (thread ?? id) : null, edited: false, at: this.now() };
    const written = { ...message, ...shown(activity) };
    conversation.messages.push(written);
    return written;
  }

  /** What everybody sees of it from now on. */
  rewrite(message: Message, activity: Loose): void {
    Object.assign(message, shown(activity), { edited: true });
    for (const views of this.views.values()) views.delete(message.id);
  }

  /** A conversation as this person sees it. */
  seenBy(person: string, conversation: Conversation): Message[] {
    const views = this.views.get(person);
    return conversation.messages.map((message) => ({ ...message, card: views?.get(message.id) ?? message.card }));
  }

  show(person: string, message: string, card: Loose): void {
    const views = this.views.get(person) ?? new Map<string, Loose>();
    this.views.set(person, views.set(message, card));
  }

  tell(person: string, text: string): void {
    this.told.set(person, [...(this.told.get(person) ?? []), text]);
  }

  regionOf(tenant: string): string {
    return this.regions.get(tenant) ?? "amer";
  }
}

const shown = (activity: Loose): Pick<Message, "text" | "summary" | "card" | "activity"> => ({
  text: activity.text ?? "",
  summary: activity.summary ?? null,
  card: activity.attachments?.find(({ contentType }: Loose) => contentType === "application/vnd.microsoft.card.adaptive")?.content ?? null,
  activity,
});
