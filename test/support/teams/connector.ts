import { problemsInActivity, tooBig } from "./activities.ts";
import { type Answer, refused, throttled } from "./errors.ts";
import type { Rates } from "./rates.ts";
import type { Conversation, Loose, Message, Person, Refusal } from "./records.ts";
import type { Workplace } from "./workplace.ts";

export type Operation = "create" | "send" | "update" | "delete" | "conversation" | "members" | "member" | "team" | "channels";

interface Route {
  operation: Operation;
  method: string;
  path: RegExp;
}

const routes: readonly Route[] = [
  { operation: "create", method: "POST", path: /^conversations$/ },
  { operation: "send", method: "POST", path: /^conversations\/([^/]+)\/activities(?:\/([^/]+))?$/ },
  { operation: "update", method: "PUT", path: /^conversations\/([^/]+)\/activities\/([^/]+)$/ },
  { operation: "delete", method: "DELETE", path: /^conversations\/([^/]+)\/activities\/([^/]+)$/ },
  { operation: "members", method: "GET", path: /^conversations\/([^/]+)\/(?:paged)?members$/ },
  { operation: "member", method: "GET", path: /^conversations\/([^/]+)\/members\/([^/]+)$/ },
  { operation: "conversation", method: "GET", path: /^conversations\/([^/]+)$/ },
  { operation: "channels", method: "GET", path: /^teams\/([^/]+)\/conversations$/ },
  { operation: "team", method: "GET", path: /^teams\/([^/]+)$/ },
];

export interface Call {
  operation: Operation;
  /** In its path: of the conversation or team, and of what is in it. */
  ids: readonly string[];
  query: URLSearchParams;
  /** In which region it was made. */
  region: string;
  body: Loose;
}

/** What a request to the Connector asks for; null where there is nothing. */
export function callOf(method: string, { pathname, searchParams: query }: URL, body: Loose): Call | null {
  const [, region = "", rest = ""] = /^\/connector\/([^/]+)\/v3\/(.+)$/.exec(pathname) ?? [];
  for (const route of routes) {
    const found = method === route.method ? route.path.exec(rest) : null;
    if (found) return { operation: route.operation, ids: found.slice(1).map((id) => decodeURIComponent(id ?? "")), query, region, body };
  }
  return null;
}

const isRefused = (what: object): what is Answer => "status" in what;

/** The Bot Framework's REST API, as Teams answers it. */
export class Connector {
  readonly #teams: Workplace;
  readonly #rates: Rates;
  readonly #refusals: Refusal[];

  constructor(teams: Workplace, rates: Rates, refusals: Refusal[]) {
    this.#teams = teams;
    this.#rates = rates;
    this.#refusals = refusals;
  }

  answer(call: Call): Answer {
    const [id = ""] = call.ids;
    switch (call.operation) {
      case "create":
        return this.#create(call);
      case "send":
        return this.#send(call);
      case "update":
      case "delete":
        return this.#change(call);
      case "channels":
      case "team":
        return this.#team(call, id);
      default:
        return this.#read(call);
    }
  }

  #create({ body, region }: Call): Answer {
    const channel = body?.channelData?.channel?.id;
    if (channel !== undefined) return this.#startThread(String(channel), body, region);
    const members: Loose[] = Array.isArray(body?.members) ? body.members : [];
    if (members.length !== 1 || body.isGroup === true) return refused("BadSyntax", "Incorrect conversation creation parameters");
    if (body.bot?.id !== undefined && !this.#isBot(body.bot.id)) return refused("BadArgument", "The bot is another one");
    const tenant = body.tenantId ?? body.channelData?.tenant?.id;
    if (!tenant) return refused("BadArgument", "Tenant id is required");
    const person = this.#teams.personNamed(members[0]?.id);
    if (!person || person.tenant !== tenant) return refused("BadArgument", "Invalid user identity in provided tenant");
    const chat = this.#teams.chatOf(person);
    const hindered = this.#hindered("write", chat, `create ${chat.id}`, region);
    if (hindered) return hindered;
    if (!person.installed) return refused("ForbiddenOperationException");
    if (body.activity === undefined) return { status: 201, body: { id: chat.id } };
    const first = this.#take(chat, body.activity, null);
    return isRefused(first) ? first : { status: 201, body: { id: chat.id, activityId: first.id } };
  }

  #startThread(id: string, body: Loose, region: string): Answer {
    const channel = this.#teams.conversations.get(id);
    if (channel?.type !== "channel") return refused("ConversationNotFound");
    const hindered = this.#hindered("write", channel, `create ${id}`, region);
    if (hindered) return hindered;
    if (body.activity === undefined) return refused("BadSyntax", "Incorrect conversation creation parameters");
    const first = this.#take(channel, body.activity, null);
    return isRefused(first) ? first : { status: 201, body: { id: `${id};messageid=${first.thread}`, activityId: first.id } };
  }

  #send({ ids: [id = "", replyTo], body, region }: Call): Answer {
    const place = this.#teams.placeNamed(id);
    if (!place) return refused("ConversationNotFound");
    const hindered = this.#hindered("write", place.conversation, id, region);
    if (hindered) return hindered;
    const answered = place.conversation.messages.find((one) => one.id === replyTo);
    const written = this.#take(place.conversation, body, place.thread ?? answered?.thread ?? null);
    return isRefused(written) ? written : { status: 201, body: { id: written.id } };
  }

  #change({ operation, ids: [id = "", activity], body, region }: Call): Answer {
    const place = this.#teams.placeNamed(id);
    if (!place) return refused("ConversationNotFound");
    const { conversation } = place;
    const hindered = this.#hindered("write", conversation, id, region);
    if (hindered) return hindered;
    const unwritable = this.#teams.whyNotIn(conversation);
    if (unwritable) return refused(unwritable);
    const message = conversation.messages.find((one) => one.id === activity);
    if (!message) return refused("ActivityNotFoundInConversation");
    if (message.from !== "bot") return refused("NotEnoughPermissions");
    if (operation === "delete") {
      conversation.messages.splice(conversation.messages.indexOf(message), 1);
      return { status: 200 };
    }
    const wrong = this.#wrong("update", body);
    if (wrong) return wrong;
    this.#teams.rewrite(message, body);
    return { status: 200, body: { id: message.id } };
  }

  #read({ operation, ids: [id = "", member], query, region }: Call): Answer {
    const place = this.#teams.placeNamed(id);
    if (!place) return refused("ConversationNotFound");
    const { conversation } = place;
    const hindered = this.#hindered("read", conversation, id, region);
    if (hindered) return hindered;
    if (operation === "conversation") {
      return {
        status: 200,
        body: { id, conversationType: conversation.type, tenantId: conversation.tenant, isGroup: conversation.type !== "personal" },
      };
    }
    // Who it was is told even after the bot was blocked.
    if (conversation.type !== "personal" && this.#teams.whyNotIn(conversation)) return refused("BotNotInConversationRoster");
    const members = conversation.members.map((one) => this.#teams.person(one));
    if (operation === "member") {
      const person = this.#teams.personNamed(member);
      return person && members.includes(person) ? { status: 200, body: this.#memberOf(person) } : refused("MemberNotFoundInConversation");
    }
    const from = Number(query.get("continuationToken") ?? 0);
    const to = from + Math.min(Number(query.get("pageSize") ?? 200), 500);
    const shown = members.slice(from, to).map((person) => this.#memberOf(person));
    const paged = query.has("pageSize") || query.has("continuationToken");
    if (!paged) return { status: 200, body: members.map((person) => this.#memberOf(person)) };
    return { status: 200, body: { members: shown, ...(to < members.length ? { continuationToken: String(to) } : {}) } };
  }

  #team({ operation, region }: Call, id: string): Answer {
    const team = this.#teams.teams.get(id);
    if (!team?.installed) return team ? refused("BotNotInConversationRoster") : refused("ConversationNotFound");
    if (region !== this.#teams.regionOf(team.tenant)) return refused("InvalidBotApiHost");
    if (operation === "team") {
      const counts = { memberCount: team.members.length, channelCount: team.channels.length };
      return { status: 200, body: { id, name: team.name, tenantId: team.tenant, type: "standard", ...counts } };
    }
    // The first channel has a name in each language, so that none is told.
    return { status: 200, body: { conversations: team.channels.map((channel, place) => (place === 0 ? { id: channel.id } : channel)) } };
  }

  /** Where it is not called, and how often it may be. */
  #hindered(kind: "read" | "write", { tenant }: Conversation, key: string, region: string): Answer | null {
    if (region !== this.#teams.regionOf(tenant)) return refused("InvalidBotApiHost");
    const seconds = this.#rates.tooFast(kind, key, tenant);
    return seconds === null ? null : throttled(seconds);
  }

  #take(conversation: Conversation, activity: Loose, thread: string | null): Message | Answer {
    const unwritable = this.#teams.whyNotIn(conversation);
    if (unwritable) return refused(unwritable);
    const wrong = this.#wrong("send", activity);
    if (wrong) return wrong;
    // That somebody is writing is seen for a moment only.
    if (activity.type === "typing") return { status: 202, body: { id: this.#teams.stamp() } };
    return this.#teams.write(conversation, "bot", activity, thread);
  }

  #wrong(where: Operation, activity: Loose): Answer | null {
    const problems = problemsInActivity(activity);
    if (tooBig(activity)) problems.push("activity: larger than 28 kB");
    if (activity?.from?.id !== undefined && !this.#isBot(activity.from.id)) problems.push("activity.from.id: not the bot");
    if (problems.length === 0) return null;
    this.#refusals.push({ where, problems });
    return tooBig(activity) ? refused("MessageSizeTooBig") : refused("BadSyntax", problems.join("; "));
  }

  #isBot = (id: unknown): boolean => id === this.#teams.bot.id || id === this.#teams.appId;

  #memberOf(person: Person): Loose {
    const [givenName = "", ...rest] = person.name.split(" ");
    return {
      id: this.#teams.accountOf(person),
      name: person.name,
      objectId: person.id,
      aadObjectId: person.id,
      givenName,
      surname: rest.join(" "),
      email: person.email,
      userPrincipalName: person.upn ?? person.email,
      tenantId: person.tenant,
      userRole: person.role ?? "user",
    };
  }
}
