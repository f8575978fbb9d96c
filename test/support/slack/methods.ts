import { problemsInMessage, problemsInView } from "./blocks.ts";
import type { Loose } from "./inputs.ts";
import type { OpenView, Person, SlackMessage, Team } from "./records.ts";
import { userOf, viewOf } from "./shapes.ts";
import type { Workspace } from "./workspace.ts";

export interface Call {
  slack: Workspace;
  team: Team;
  args: Loose;
  /** Where this Slack answers, for the addresses it hands out. */
  origin: string;
}

export type Answer = { ok: true; [field: string]: unknown } | { ok: false; error: string; [field: string]: unknown };

export const no = (error: string, problems: readonly string[] = []): Answer => ({
  ok: false,
  error,
  ...(problems.length ? { response_metadata: { messages: problems.map((problem) => `[ERROR] ${problem}`) } } : {}),
});

/** What each method needs of the token. */
export const scopeOf: Readonly<Record<string, string>> = {
  "users.info": "users:read",
  "users.list": "users:read",
  "users.lookupByEmail": "users:read.email",
  "conversations.open": "im:write",
  "conversations.history": "im:history",
  "chat.postMessage": "chat:write",
  "chat.update": "chat:write",
  "chat.delete": "chat:write",
  "files.getUploadURLExternal": "files:write",
  "files.completeUploadExternal": "files:write",
};

/** These read a JSON body too; what is in one for any other is as if it were not there. */
export const takesJson: readonly string[] = [
  ...["chat.postMessage", "chat.update", "conversations.open"],
  ...["views.open", "views.push", "views.update", "views.publish"],
];

/** Why a posted message is refused; null when it is not. */
export function refusedMessage(payload: Loose): Answer | null {
  const problems = problemsInMessage(payload);
  if (problems.length === 0) return null;
  if (problems.some((problem) => problem.includes("longer than 4000"))) return no("msg_too_long", problems);
  if (problems.some((problem) => problem.startsWith("blocks"))) return no("invalid_blocks", problems);
  if (problems.some((problem) => problem.startsWith("metadata"))) return no("invalid_metadata_format", problems);
  return no(problems.some((problem) => problem.startsWith("text:")) ? "no_text" : "invalid_arguments", problems);
}

const knows = (team: Team, scope: string): boolean => team.scopes === null || team.scopes.includes(scope);

function userNamed({ slack, team, args }: Call): Person | null {
  const person = slack.people.get(args.user);
  return person?.team === team.id ? person : null;
}

/** A part of a list, and the cursor of the next. */
function page<T>(list: readonly T[], { cursor, limit }: Loose, usual: number): { items: T[]; next: string } {
  const from = cursor ? Number(Buffer.from(cursor, "base64").toString().slice(5)) : 0;
  const to = from + Math.min(Number(limit) || usual, 1000);
  return { items: list.slice(from, to), next: to < list.length ? Buffer.from(`next:${to}`).toString("base64") : "" };
}

function own(call: Call): { list: SlackMessage[]; at: number; message: SlackMessage } | Answer {
  const list = call.slack.channels.get(call.args.channel);
  if (!list || !call.slack.channelFor(call.team, call.args.channel)) return no("channel_not_found");
  const at = list.findIndex(({ ts }) => ts === call.args.ts);
  const message = list[at];
  return message ? { list, at, message } : no("message_not_found");
}

function modal(view: Loose): Answer | null {
  const problems = problemsInView(view, "modal");
  return problems.length ? no("invalid_arguments", problems) : null;
}

/** Every method of the Web API that this Slack has, by its name. */
export const methods: Readonly<Record<string, (call: Call) => Answer>> = {
  "auth.test": ({ team }) => ({
    ok: true,
    url: `https://${team.id.toLowerCase()}.slack.com/`,
    team: team.id,
    user: "triade",
    team_id: team.id,
    user_id: team.botUser,
    bot_id: team.botId,
    is_enterprise_install: false,
  }),

  "users.info": (call) => {
    const person = userNamed(call);
    return person ? { ok: true, user: userOf(person, knows(call.team, "users:read.email")) } : no("user_not_found");
  },
  "users.lookupByEmail": ({ slack, team, args }) => {
    const wanted = String(args.email ?? "").toLowerCase();
    const found = [...slack.people.values()].find((one) => one.team === team.id && !one.deleted && one.email.toLowerCase() === wanted);
    return found ? { ok: true, user: userOf(found, true) } : no("users_not_found");
  },
  "users.list": ({ slack, team, args }) => {
    const all = [...slack.people.values()].filter((one) => one.team === team.id);
    const { items, next } = page(all, args, 1000);
    const members = items.map((one) => userOf(one, knows(team, "users:read.email")));
    return { ok: true, members, response_metadata: { next_cursor: next } };
  },

  "conversations.open": ({ slack, team, args }) => {
    const users = String(args.users ?? "").split(",");
    const person = slack.people.get(users[0] ?? "");
    if (users.length !== 1) return no("not_supported_by_this_slack");
    if (person?.team !== team.id) return no("user_not_found");
    if (person.deleted) return no("user_disabled");
    return { ok: true, channel: { id: slack.directChannel(person.id) } };
  },
  "conversations.history": ({ slack, team, args }) => {
    const list = slack.channels.get(args.channel);
    if (!list || !slack.channelFor(team, args.channel)) return no("channel_not_found");
    const after = Number(args.oldest ?? 0);
    const all = list.filter(({ ts }) => Number(ts) > after || (args.inclusive && Number(ts) === after)).reverse();
    const { items, next } = page(all, args, 100);
    const messages = items.map(({ metadata, channel: _, ...shown }) => ({
      ...shown,
      ...(metadata && args.include_all_metadata ? { metadata } : {}),
    }));
    return { ok: true, messages, has_more: next !== "", response_metadata: { next_cursor: next } };
  },

  "chat.postMessage": ({ slack, team, args }) => {
    const refused = refusedMessage(args);
    if (refused) return refused;
    const channel = slack.channelFor(team, args.channel);
    if (!channel) return no("channel_not_found");
    const message = slack.write(channel, slack.fromBot(team, args));
    return { ok: true, channel, ts: message.ts, message };
  },
  "chat.update": (call) => {
    const refused = refusedMessage(call.args);
    if (refused) return refused;
    const found = own(call);
    if ("ok" in found) return found;
    const { message, list, at } = found;
    if (message.bot_id !== call.team.botId) return no("cant_update_message");
    const edited = { user: call.team.botUser, ts: call.slack.stamp() };
    // A text without blocks removes the blocks that were there; metadata stays until it is replaced.
    const { blocks: _, ...rest } = message;
    list[at] = { ...rest, ...call.slack.fromBot(call.team, call.args), edited };
    return { ok: true, channel: message.channel, ts: message.ts, text: call.args.text, message: list[at] };
  },
  "chat.delete": (call) => {
    const found = own(call);
    if ("ok" in found) return found;
    if (found.message.bot_id !== call.team.botId) return no("cant_delete_message");
    found.list.splice(found.at, 1);
    return { ok: true, channel: found.message.channel, ts: found.message.ts };
  },

  "views.open": ({ slack, team, args }) => {
    const refused = modal(args.view);
    if (refused) return refused;
    const trigger = slack.take(args.trigger_id, team);
    if ("error" in trigger) return no(trigger.error);
    slack.stacks.set(trigger.user, []);
    return { ok: true, view: viewOf(slack.place(trigger.user, args.view), team) };
  },
  "views.push": ({ slack, team, args }) => {
    const refused = modal(args.view);
    if (refused) return refused;
    const trigger = slack.take(args.trigger_id, team);
    if ("error" in trigger) return no(trigger.error);
    const { length } = slack.stack(trigger.user);
    if (length >= 3) return no("push_limit_reached");
    return length === 0 ? no("invalid_trigger_id") : { ok: true, view: viewOf(slack.place(trigger.user, args.view), team) };
  },
  "views.update": ({ slack, team, args }) => {
    const refused = modal(args.view);
    if (refused) return refused;
    const named = (open: OpenView) => (args.view_id ? open.id === args.view_id : open.view.external_id === args.external_id);
    const open = [...slack.stacks.values()].flat().find((one) => one.team === team.id && (args.view_id || args.external_id) && named(one));
    if (!open) return no("not_found");
    if (args.hash && args.hash !== open.hash) return no("hash_conflict");
    slack.redraw(open, args.view);
    return { ok: true, view: viewOf(open, team) };
  },
  "views.publish": ({ slack, team, args }) => {
    const problems = problemsInView(args.view, "home");
    if (problems.length) return no("invalid_arguments", problems);
    const person = slack.people.get(args.user_id);
    if (person?.team !== team.id || person.deleted) return no("user_not_found");
    if (args.hash && args.hash !== slack.homes.get(person.id)?.hash) return no("hash_conflict");
    return { ok: true, view: viewOf(slack.setHome(person.id, args.view), team) };
  },

  "files.getUploadURLExternal": ({ slack, team, args, origin }) => {
    const length = Number(args.length);
    if (!args.filename || !(length > 0)) return no("invalid_arguments", ["filename and length are required"]);
    // Slack itself says nothing of an argument that it does not know, and does nothing with it.
    const unknown = Object.keys(args).filter((name) => !["token", "filename", "length", "snippet_type", "alt_txt"].includes(name));
    if (unknown.length > 0) return no("invalid_arguments", [`it takes no ${unknown.join(", ")}`]);
    const alt = args.alt_txt ?? null;
    if (alt?.length > 1000) return no("alt_txt_too_large");
    const id = slack.next("F");
    slack.files.push({ id, team: team.id, name: args.filename, title: args.filename, alt, length, bytes: null, channels: [] });
    return { ok: true, file_id: id, upload_url: `${origin}/upload/${id}` };
  },
  "files.completeUploadExternal": ({ slack, team, args }) => {
    if (!Array.isArray(args.files) || args.files.length === 0) return no("invalid_arguments", ["files is required"]);
    const chosen = args.files.map(({ id, title }: Loose) => ({
      file: slack.files.find((one) => one.id === id && one.team === team.id),
      title,
    }));
    if (chosen.some(({ file }: Loose) => !file?.bytes)) return no("file_not_found");
    // Unlike chat.postMessage, this method takes no person for a channel.
    const channel = args.channel_id ? slack.channels.has(args.channel_id) && slack.channelFor(team, args.channel_id) : null;
    if (channel === false || (args.channel_id && !channel)) return no("channel_not_found");
    for (const { file, title } of chosen) {
      if (title) file.title = title;
      if (channel) file.channels.push(channel);
    }
    const files = chosen.map(({ file: { id, name, title } }: Loose) => ({ id, name, title }));
    if (channel) slack.write(channel, { ...slack.fromBot(team, { text: args.initial_comment }), files });
    return { ok: true, files };
  },
};
