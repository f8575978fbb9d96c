import type { Answers } from "./answers.ts";
import { findButton, type Press } from "./buttons.ts";
import { initially, type Loose, stateOf, type Typed } from "./inputs.ts";
import type { Answered, Delivery, Kind, Post } from "./post.ts";
import type { OpenView, SlackMessage } from "./records.ts";
import { viewOf } from "./shapes.ts";
import type { Workspace } from "./workspace.ts";

/** What people do in Slack, and what of the bot's answer they then see. */
export class People {
  readonly #slack: Workspace;
  readonly #post: Post;
  readonly #answers: Answers;
  readonly #origin: string;

  constructor(slack: Workspace, post: Post, answers: Answers, origin: string) {
    this.#slack = slack;
    this.#post = post;
    this.#answers = answers;
    this.#origin = origin;
  }

  async command(
    user: string,
    text: string,
    { channel, command = "/mentorat", ...delivery }: Delivery & { channel?: string; command?: string } = {},
  ): Promise<Answered> {
    const at = channel ?? this.#slack.directChannel(user);
    const team = this.#slack.teamOf(user);
    const answered = await this.#post.send(
      "slash_commands",
      {
        token: "legacy",
        team_id: team.id,
        team_domain: team.id.toLowerCase(),
        channel_id: at,
        channel_name: channel ? "general" : "directmessage",
        user_id: user,
        user_name: user.toLowerCase(),
        command,
        text,
        api_app_id: "A1",
        is_enterprise_install: "false",
        response_url: this.#responseUrl(user, at),
        trigger_id: this.#slack.trigger(user),
      },
      delivery,
    );
    if (answered.status === 200 && answered.body) this.#answers.toCommand(user, at, answered.body);
    return answered;
  }

  /** Presses a button that this person sees. */
  async press(user: string, press: Press, delivery?: Delivery): Promise<Answered> {
    const { message, view, block, button } = findButton(this.#slack, user, press);
    const { text, value, style } = button;
    const action = {
      type: "button",
      action_id: button.action_id,
      block_id: block.block_id,
      text,
      value,
      style,
      action_ts: this.#slack.stamp(),
    };
    const values = view ? this.#values(view, false) : {};
    return this.interaction(
      user,
      {
        type: "block_actions",
        ...(message
          ? {
              container: {
                type: "message",
                message_ts: message.ts,
                channel_id: message.channel,
                is_ephemeral: message.ephemeral ?? false,
              },
              channel: { id: message.channel, name: "directmessage" },
              // Slack does not show what an ephemeral message says.
              ...(message.ephemeral ? {} : { message }),
              response_url: this.#responseUrl(user, message.channel, message),
            }
          : {}),
        ...(view ? { container: { type: "view", view_id: view.id }, view: viewOf(view, this.#slack.teamOf(user), values) } : {}),
        trigger_id: this.#slack.trigger(user),
        state: { values },
        actions: [action],
      },
      delivery,
    );
  }

  shortcut(user: string, callback_id: string, delivery?: Delivery): Promise<Answered> {
    return this.interaction(
      user,
      { type: "shortcut", callback_id, action_ts: this.#slack.stamp(), trigger_id: this.#slack.trigger(user) },
      delivery,
    );
  }

  /** Sends the top modal with these values, by block; what they leave out goes as it stands. Throws for what Slack's client holds back. */
  async submit(user: string, values: Readonly<Record<string, Typed>> = {}, delivery?: Delivery): Promise<Answered> {
    const top = this.#top(user);
    for (const [block, typed] of Object.entries(values)) {
      if (!top.view.blocks.some((one: Loose) => one.type === "input" && one.block_id === block)) {
        throw new Error(`the modal has no input ${block}; there are: ${top.view.blocks.map((one: Loose) => one.block_id).join(", ")}`);
      }
      top.typed.set(block, typed);
    }
    if (!top.view.submit) throw new Error("the modal has no button to submit it");
    const view = viewOf(top, this.#slack.teamOf(user), this.#values(top, true));
    const answered = await this.interaction(
      user,
      { type: "view_submission", trigger_id: this.#slack.trigger(user), view, response_urls: [] },
      delivery,
    );
    await delivery?.beforeShown?.();
    if (answered.status === 200) this.#answers.toSubmission(user, top, answered.body);
    return answered;
  }

  /** Closes the top modal; null when the bot did not ask to hear of it. */
  async closes(user: string, delivery?: Delivery): Promise<Answered | null> {
    const top = this.#top(user);
    const view = viewOf(top, this.#slack.teamOf(user), this.#values(top, false));
    if (top.view.clear_on_close) this.#slack.stacks.set(user, []);
    else this.#slack.stack(user).pop();
    return top.view.notify_on_close ? this.interaction(user, { type: "view_closed", view, is_cleared: false }, delivery) : null;
  }

  /** Writes to the bot. Slack escapes the three characters of its markup. */
  says(user: string, text: string, delivery?: Delivery): Promise<Answered> {
    const channel = this.#slack.directChannel(user);
    const escaped = text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
    // What is forged, nobody wrote.
    const ts = delivery?.forge ? this.#slack.stamp() : this.#slack.write(channel, { user, text: escaped }).ts;
    const event = {
      type: "message",
      channel_type: "im",
      channel,
      user,
      text: escaped,
      ts,
      event_ts: ts,
      team: this.#slack.teamOf(user).id,
    };
    return this.event(event, { ...delivery, team: event.team });
  }

  opensHome(user: string, delivery?: Delivery): Promise<Answered> {
    const team = this.#slack.teamOf(user);
    const home = this.#slack.homes.get(user);
    const event = {
      type: "app_home_opened",
      user,
      channel: this.#slack.directChannel(user),
      tab: "home",
      event_ts: this.#slack.stamp(),
      ...(home ? { view: viewOf(home, team) } : {}),
    };
    return this.event(event, { ...delivery, team: team.id });
  }

  /** Any event; that of the first team unless it is said. */
  event(event: Loose, { team, event_id, ...delivery }: Delivery & { team?: string; event_id?: string } = {}): Promise<Answered> {
    const { id, botUser } = team ? this.#slack.team(team) : (this.#slack.teams[0] ?? { id: "T1", botUser: "UBOT" });
    const body = {
      token: "legacy",
      team_id: id,
      api_app_id: "A1",
      type: "event_callback",
      event_id: event_id ?? this.#slack.next("Ev"),
      event_time: Math.floor(this.#slack.now() / 1000),
      authorizations: [{ enterprise_id: null, team_id: id, user_id: botUser, is_bot: true, is_enterprise_install: false }],
      is_ext_shared_channel: false,
      event,
    };
    return this.#post.send("events_api", body, delivery);
  }

  urlVerification(challenge = "3eZbrw1aB10fEMAGAZd4FyFQ", delivery?: Delivery): Promise<Answered> {
    return this.#post.send("events_api", { token: "legacy", challenge, type: "url_verification" }, delivery);
  }

  /** Any payload of somebody, also one that no button stands for. */
  interaction(user: string, payload: Loose, delivery?: Delivery): Promise<Answered> {
    const team = this.#slack.teamOf(user);
    const about = {
      token: "legacy",
      api_app_id: "A1",
      team: { id: team.id, domain: team.id.toLowerCase() },
      user: { id: user, username: user.toLowerCase(), name: user.toLowerCase(), team_id: team.id },
      enterprise: null,
      is_enterprise_install: false,
    };
    const kind: Kind = "interactive";
    return this.#post.send(kind, { ...about, ...payload }, delivery);
  }

  #responseUrl(user: string, channel: string, original: SlackMessage | null = null): string {
    return `${this.#origin}/response/${this.#slack.responseUrl(user, channel, original)}`;
  }

  #top(user: string): OpenView {
    const top = this.#slack.stack(user).at(-1);
    if (!top) throw new Error(`${user} has no modal open`);
    return top;
  }

  #values(open: OpenView, checked: boolean): Loose {
    const values: Loose = {};
    for (const block of open.view.blocks.filter((one: Loose) => one.type === "input")) {
      const typed = open.typed.get(block.block_id) ?? (open.typed.has(block.block_id) ? null : initially(block.element));
      // While a form is being filled in, what is required may still be missing.
      values[block.block_id] = { [block.element.action_id]: stateOf(checked ? block : { ...block, optional: true }, typed) };
    }
    return values;
  }
}
