import type { Loose } from "./inputs.ts";
import type { OpenView, Person, ResponseUrl, SlackFile, SlackMessage, Team, TeamStart } from "./records.ts";

const minutes = 60_000;

/** All that Slack knows. */
export class Workspace {
  readonly teams: Team[];
  readonly people = new Map<string, Person>();
  /** Messages of each channel, the oldest first. */
  readonly channels = new Map<string, SlackMessage[]>();
  readonly direct = new Map<string, string>();
  readonly ephemeral = new Map<string, SlackMessage[]>();
  readonly stacks = new Map<string, OpenView[]>();
  readonly homes = new Map<string, OpenView>();
  readonly files: SlackFile[] = [];
  readonly responses = new Map<string, ResponseUrl>();
  readonly now: () => number;
  readonly #triggers = new Map<string, { user: string; at: number; used: boolean }>();
  #lastTs = 0;
  #count = 0;

  constructor(teams: readonly TeamStart[], now: () => number) {
    this.now = now;
    this.teams = teams.map(({ id, token, scopes }) => ({
      id,
      token,
      scopes: scopes ?? null,
      botUser: `UBOT${id}`,
      botId: `B${id}`,
      revoked: false,
    }));
  }

  next(prefix: string): string {
    this.#count += 1;
    return `${prefix}${String(this.#count).padStart(8, "0")}`;
  }

  /** Every stamp is later than the one before, even when the clock stands still. */
  stamp(): string {
    this.#lastTs = Math.max(Math.floor(this.now()) * 1000, this.#lastTs + 1);
    return `${Math.floor(this.#lastTs / 1e6)}.${String(this.#lastTs % 1e6).padStart(6, "0")}`;
  }

  person(id: string): Person {
    const person = this.people.get(id);
    if (!person) throw new Error(`nobody is called ${id} here`);
    return person;
  }

  team(id: string): Team {
    const team = this.teams.find((one) => one.id === id);
    if (!team) throw new Error(`there is no team ${id}`);
    return team;
  }

  teamOf(user: string): Team {
    return this.team(this.person(user).team);
  }

  /** The channel between a person and the bot of their team. */
  directChannel(user: string): string {
    const known = this.direct.get(user);
    if (known) return known;
    const channel = this.next("D");
    this.direct.set(user, channel);
    this.channels.set(channel, []);
    return channel;
  }

  /** The other one in a direct channel. */
  personIn(channel: string): Person | null {
    const found = [...this.direct].find(([, id]) => id === channel);
    return found ? this.person(found[0]) : null;
  }

  /** Where a team's bot may write: a person or a channel with one; null when there is no such place for it. */
  channelFor(team: Team, target: string): string | null {
    const person = this.people.get(target) ?? this.personIn(target);
    if (person) return person.team === team.id && !person.deleted ? this.directChannel(person.id) : null;
    return this.channels.has(target) ? target : null;
  }

  write(channel: string, message: Omit<SlackMessage, "type" | "ts" | "channel">): SlackMessage {
    const written: SlackMessage = { type: "message", ts: this.stamp(), channel, ...message };
    const list = this.channels.get(channel);
    if (!list) throw new Error(`there is no channel ${channel}`);
    list.push(written);
    return written;
  }

  /** What the bot posts, as it is kept. */
  fromBot(team: Team, payload: Loose): Omit<SlackMessage, "type" | "ts" | "channel"> {
    return {
      user: team.botUser,
      bot_id: team.botId,
      text: payload.text ?? "",
      ...(payload.blocks ? { blocks: this.withIds(payload.blocks) } : {}),
      ...(payload.metadata ? { metadata: payload.metadata } : {}),
      ...(payload.thread_ts ? { thread_ts: payload.thread_ts } : {}),
    };
  }

  whisper(user: string, channel: string, payload: Loose): SlackMessage {
    const said: SlackMessage = {
      type: "message",
      ts: this.stamp(),
      channel,
      ephemeral: true,
      ...this.fromBot(this.teamOf(user), payload),
    };
    this.ephemeral.set(user, [...(this.ephemeral.get(user) ?? []), said]);
    return said;
  }

  /** Slack names every block that has no name. */
  withIds(blocks: readonly Loose[]): Loose[] {
    return blocks.map((block) => {
      const named = { block_id: this.next("b"), ...block };
      if (block.type === "input") named.element = { action_id: this.next("a"), ...block.element };
      return named;
    });
  }

  // Views

  stack(user: string): OpenView[] {
    const known = this.stacks.get(user) ?? [];
    this.stacks.set(user, known);
    return known;
  }

  /** A view on top of a person's stack, which may be empty. */
  place(user: string, view: Loose): OpenView {
    const stack = this.stack(user);
    const id = this.next("V");
    const open: OpenView = {
      id,
      hash: this.next("h"),
      user,
      team: this.teamOf(user).id,
      view: { ...view, blocks: this.withIds(view.blocks) },
      rootId: stack[0]?.id ?? id,
      previousId: stack.at(-1)?.id ?? null,
      typed: new Map(),
      errors: {},
    };
    stack.push(open);
    return open;
  }

  setHome(user: string, view: Loose): OpenView {
    const id = this.homes.get(user)?.id ?? this.next("V");
    const home: OpenView = {
      id,
      hash: this.next("h"),
      user,
      team: this.teamOf(user).id,
      view: { ...view, blocks: this.withIds(view.blocks) },
      rootId: id,
      previousId: null,
      typed: new Map(),
      errors: {},
    };
    this.homes.set(user, home);
    return home;
  }

  redraw(open: OpenView, view: Loose): void {
    const before = new Map<string, Loose>(open.view.blocks.map((block: Loose) => [block.block_id, block.element?.action_id]));
    open.view = { ...view, blocks: this.withIds(view.blocks) };
    open.hash = this.next("h");
    open.errors = {};
    // What was typed stays where the block and its input keep their names.
    for (const block of open.typed.keys()) {
      const after = open.view.blocks.find((one: Loose) => one.block_id === block);
      if (!after || after.element?.action_id !== before.get(block)) open.typed.delete(block);
    }
  }

  // Triggers and response urls

  trigger(user: string): string {
    const id = this.next("trigger.");
    this.#triggers.set(id, { user, at: this.now(), used: false });
    return id;
  }

  /** Who pressed, when the trigger is good; it is good once, for three seconds. */
  take(trigger: unknown, team: Team): { user: string } | { error: string } {
    const found = this.#triggers.get(String(trigger));
    if (!found || this.teamOf(found.user) !== team) return { error: "invalid_trigger_id" };
    if (found.used) return { error: "exchanged_trigger_id" };
    if (this.now() - found.at > 3000) return { error: "expired_trigger_id" };
    found.used = true;
    return { user: found.user };
  }

  responseUrl(user: string, channel: string, original: SlackMessage | null): string {
    const id = this.next("R");
    this.responses.set(id, { user, channel, original: original?.ts ?? null, at: this.now(), posts: 0 });
    return id;
  }

  /** Five posts in thirty minutes. */
  useResponse(id: string): ResponseUrl | { error: string } {
    const found = this.responses.get(id);
    if (!found) return { error: "invalid_url" };
    if (this.now() - found.at > 30 * minutes) return { error: "expired_url" };
    if (found.posts >= 5) return { error: "used_url" };
    found.posts += 1;
    return found;
  }
}
