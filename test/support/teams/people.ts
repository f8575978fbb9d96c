import type { Answers } from "./answers.ts";
import { findButton, type Press } from "./buttons.ts";
import { inputsIn } from "./cards.ts";
import { initially, sent, type Typed } from "./inputs.ts";
import type { Answered, Delivery, Post } from "./post.ts";
import type { Conversation, Dialog, Loose, Message, Person } from "./records.ts";
import type { Workplace } from "./workplace.ts";

export interface Where extends Delivery {
  /** In which conversation; in the chat with the bot when left out. */
  in?: string;
}

export interface Pressing extends Delivery {
  /** What is filled in, by the id of the input; what is left out goes as it stands. */
  inputs?: Readonly<Record<string, Typed>>;
  /** With a client that knows no Action.Execute, and shows what stands in for it. */
  older?: boolean;
}

const theme = { context: { theme: "default" } };

/** What people do in Teams, and what of the bot's answer they then see. */
export class People {
  readonly #teams: Workplace;
  readonly #post: Post;
  readonly #answers: Answers;
  readonly #origin: string;

  constructor(teams: Workplace, post: Post, answers: Answers, origin: string) {
    this.#teams = teams;
    this.#post = post;
    this.#answers = answers;
    this.#origin = origin;
  }

  /** Where the bot reaches people of a tenant. */
  serviceUrl(tenant: string): string {
    return `${this.#origin}/connector/${this.#teams.regionOf(tenant)}/`;
  }

  /** Writes to the bot, naming it where others read along, or as `mention` says. */
  async says(user: string, text: string, { in: at, mention, ...delivery }: Where & { mention?: boolean } = {}): Promise<Answered> {
    const conversation = this.#conversation(user, at);
    if (conversation.type === "personal" && !this.#teams.person(user).installed) throw new Error(`${user} has not installed the app`);
    const { bot } = this.#teams;
    const named = `<at>${bot.name}</at>`;
    const naming = mention ?? conversation.type !== "personal";
    const message = {
      type: "message",
      text: naming ? `${named} ${text}` : text,
      textFormat: "plain",
      ...(naming ? { attachments: [{ contentType: "text/html", content: `<p>${mentionOf(bot.name)}&nbsp;${text}</p>` }] } : {}),
    };
    // What is forged, nobody wrote.
    const written = delivery.forge ? null : this.#teams.write(conversation, user, message, at?.split(";messageid=")[1] ?? null);
    const where = written ? addressIn(conversation, written) : (at ?? conversation.id);
    const entities = naming ? [{ type: "mention", mentioned: bot, text: named }] : [];
    return this.activity(user, { ...message, id: written?.id ?? this.#teams.stamp(), entities }, { in: where, ...delivery });
  }

  /** Presses a button that this person sees. Throws for what Teams' client holds back. */
  async press(user: string, press: Press, { inputs = {}, older, ...delivery }: Pressing = {}): Promise<Answered> {
    const conversation = this.#conversation(user, press.in);
    const { action, card, dialog, message } = findButton(this.#teams, user, press, conversation);
    const values = this.#filled(card, action, inputs);
    if (dialog) return this.#submits(user, dialog, { ...(action.fallback?.data ?? action.data), ...values }, delivery);
    const shown = older && action.type === "Action.Execute" ? action.fallback : action;
    const data = { ...shown.data, ...values };
    const at = { in: addressIn(conversation, message), ...delivery };
    const channelData = { source: { name: "message" }, legacy: { replyToId: message.id } };
    if (shown.type === "Action.Execute") {
      const { id, title, verb } = shown;
      const value = { action: { type: shown.type, title, verb, ...(id ? { id } : {}), data }, trigger: "manual" };
      const answered = await this.activity(
        user,
        { type: "invoke", name: "adaptiveCard/action", value, replyToId: message.id, channelData },
        at,
      );
      this.#answers.toExecute(user, message, answered);
      return answered;
    }
    if (shown.type !== "Action.Submit") throw new Error(`${shown.title} is for the client alone`);
    if (data.msteams?.type === "task/fetch") return this.#opens(user, "task/fetch", { data, ...theme }, { by: "task" }, at, message);
    if (data.msteams?.type === "imBack") return this.says(user, data.msteams.value, at);
    return this.activity(user, { type: "message", value: data, replyToId: message.id, channelData }, at);
  }

  /** Sends the open dialog, or the newest card with inputs. */
  submit(
    user: string,
    inputs: Readonly<Record<string, Typed>> = {},
    { label, ...how }: Omit<Pressing, "inputs"> & { label?: string } = {},
  ): Promise<Answered> {
    return this.press(user, { sends: true, ...(label === undefined ? {} : { label }) }, { inputs, ...how });
  }

  /** Closes the open dialog, of which the bot hears nothing. */
  closes(user: string): void {
    this.#teams.dialogs.delete(user);
  }

  /** Leaves the conversation and comes back: messages are shown as they are, without the answers to what was pressed. */
  reopens(user: string): void {
    this.#teams.views.delete(user);
  }

  /** Calls a command of the app over the compose box. */
  composes(
    user: string,
    commandId: string,
    { in: at, commandContext = "compose", ...delivery }: Where & { commandContext?: string } = {},
  ): Promise<Answered> {
    const value = { commandId, commandContext, requestId: this.#teams.next("request-"), ...theme };
    return this.#opens(
      user,
      "composeExtension/fetchTask",
      value,
      { by: "compose", commandId, commandContext },
      { ...(at ? { in: at } : {}), ...delivery },
    );
  }

  async queries(user: string, commandId: string, searched: string, where: Where = {}): Promise<Answered> {
    const value = { commandId, parameters: [{ name: "searchText", value: searched }], queryOptions: { skip: 0, count: 25 } };
    const answered = await this.invoke(user, "composeExtension/query", value, where);
    this.#answers.toQuery(answered);
    return answered;
  }

  /** Installs the app for themselves, or gets it installed: the answer is that to the last of what Teams posts then. */
  async installs(user: string, delivery: Delivery = {}): Promise<Answered> {
    const person = this.#teams.person(user);
    const first = person.installed === undefined;
    person.installed = true;
    // When it is installed again, Teams says it in one way only.
    if (first) await this.activity(user, { type: "conversationUpdate", membersAdded: [{ id: this.#teams.bot.id }] }, delivery);
    return this.activity(user, { type: "installationUpdate", action: "add" }, delivery);
  }

  uninstalls(user: string, delivery: Delivery = {}): Promise<Answered> {
    this.#teams.person(user).installed = false;
    return this.activity(user, { type: "installationUpdate", action: "remove" }, delivery);
  }

  /** Adds the app to a team, or takes it out of it. */
  async changesTeam(user: string, action: "add" | "remove", teamId: string, delivery: Delivery = {}): Promise<Answered> {
    const team = this.#teams.teams.get(teamId);
    if (!team) throw new Error(`there is no team ${teamId}`);
    team.installed = action === "add";
    const bot = [{ id: this.#teams.bot.id }];
    const [members, eventType] =
      action === "add" ? [{ membersAdded: bot }, "teamMemberAdded"] : [{ membersRemoved: bot }, "teamMemberRemoved"];
    await this.activity(user, { type: "conversationUpdate", ...members, channelData: { eventType } }, { in: teamId, ...delivery });
    const channelData = { settings: { selectedChannel: { id: teamId } } };
    return this.activity(user, { type: "installationUpdate", action, channelData }, { in: teamId, ...delivery });
  }

  /** Somebody joins a team, or leaves it. */
  movesIn(user: string, action: "joins" | "leaves", teamId: string, delivery: Delivery = {}): Promise<Answered> {
    const member = [{ id: this.#teams.accountOf(this.#teams.person(user)), aadObjectId: user }];
    const more =
      action === "joins"
        ? { membersAdded: member, channelData: { eventType: "teamMemberAdded" } }
        : { membersRemoved: member, channelData: { eventType: "teamMemberRemoved" } };
    return this.activity(user, { type: "conversationUpdate", ...more }, { in: teamId, ...delivery });
  }

  reacts(user: string, message: string, reaction = "like", where: Where = {}): Promise<Answered> {
    return this.activity(user, { type: "messageReaction", reactionsAdded: [{ type: reaction }], replyToId: message }, where);
  }

  /** Any invoke, also one that no button stands for; its answer shows nothing. */
  invoke(user: string, name: string, value: Loose, where: Where = {}): Promise<Answered> {
    return this.activity(user, { type: "invoke", name, value }, where);
  }

  /** Any activity of somebody: what is given takes the place of what Teams says by itself. */
  activity(user: string, { entities = [], channelData = {}, ...given }: Loose, { in: at, ...delivery }: Where = {}): Promise<Answered> {
    const person = this.#teams.person(user);
    const conversation = this.#conversation(user, at);
    const locale = person.locale ?? "fr-CA";
    const timestamp = new Date(this.#teams.now()).toISOString();
    const account = { id: this.#teams.accountOf(person), aadObjectId: person.id };
    const activity = {
      // What is no message has an id of another kind.
      id: given.type === "message" ? this.#teams.stamp() : this.#teams.next("f:"),
      timestamp,
      localTimestamp: timestamp.replace("Z", "+00:00"),
      localTimezone: "America/Toronto",
      channelId: "msteams",
      serviceUrl: this.serviceUrl(person.tenant),
      from: given.type === "installationUpdate" ? account : { ...account, name: person.name },
      recipient: this.#teams.bot,
      conversation: {
        id: at ?? conversation.id,
        conversationType: conversation.type,
        tenantId: person.tenant,
        ...(conversation.type === "personal" ? {} : { isGroup: true }),
      },
      locale,
      entities: [...entities, { type: "clientInfo", locale, country: "CA", platform: "Web", timezone: "America/Toronto" }],
      channelData: { ...this.#channelOf(conversation), ...channelData, tenant: { id: person.tenant } },
      ...given,
    };
    return this.#post.send(activity, delivery);
  }

  async #opens(user: string, name: string, value: Loose, from: Dialog["from"], where: Where, message?: Message): Promise<Answered> {
    const answered = await this.activity(user, { type: "invoke", name, value, ...(message ? { replyToId: message.id } : {}) }, where);
    this.#answers.toDialog(user, name, { from, conversation: where.in ?? this.#conversation(user).id }, answered);
    return answered;
  }

  async #submits(user: string, { from, conversation }: Dialog, data: Loose, delivery: Delivery): Promise<Answered> {
    const name = from.by === "task" ? "task/submit" : "composeExtension/submitAction";
    const { by, ...command } = from;
    const value = by === "task" ? { data, ...theme } : { ...command, data, requestId: this.#teams.next("request-"), ...theme };
    const answered = await this.invoke(user, name, value, { in: conversation, ...delivery });
    this.#answers.toDialog(user, name, { from, conversation }, answered);
    return answered;
  }

  #filled(card: Loose, action: Loose, typed: Readonly<Record<string, Typed>>): Record<string, string> {
    if (action.associatedInputs?.toLowerCase() === "none") return {};
    const inputs = inputsIn(card);
    const strange = Object.keys(typed).find((id) => !inputs.some((input) => input.id === id));
    if (strange) throw new Error(`the card has no input ${strange}; there are: ${inputs.map(({ id }) => id).join(", ")}`);
    const pairs = inputs.map((input) => [
      input.id,
      sent(input, Object.hasOwn(typed, input.id) ? (typed[input.id] ?? null) : initially(input)),
    ]);
    return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
  }

  #conversation(user: string, at?: string): Conversation {
    const person: Person = this.#teams.person(user);
    const found = at === undefined ? this.#teams.chatOf(person) : this.#teams.placeNamed(at)?.conversation;
    if (!found) throw new Error(`there is no conversation ${at}`);
    return found;
  }

  #channelOf({ type, id, team }: Conversation): Loose {
    const found = this.#teams.teams.get(team ?? "");
    if (type !== "channel" || !found) return {};
    return { teamsChannelId: id, teamsTeamId: found.id, channel: { id }, team: { id: found.id, name: found.name } };
  }
}

const mentionOf = (name: string): string => `<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="0">${name}</span>`;

/** The conversation of a message, as Teams names it to who answers there: in a channel, its thread. */
const addressIn = ({ id }: Conversation, { thread }: Message): string => (thread === null ? id : `${id};messageid=${thread}`);
