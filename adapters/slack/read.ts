import { z } from "zod";
import type { Answers, Incoming } from "../../src/ui/platform.ts";
import { actionIn } from "./blocks.ts";
import type { SlackOptions } from "./options.ts";
import { changeTo, footingOf } from "./people.ts";
import { type Carried, readCarried, type Spot, sheetCallback } from "./views.ts";

/** From where in Slack somebody turns to the bot, which says how they can be answered. */
export type Place =
  | { kind: "command"; trigger: string; responseUrl: string }
  | { kind: "shortcut"; trigger: string }
  | { kind: "conversation" }
  /** A button under a message; `spot` is null where only its reader sees the message. */
  | { kind: "message"; trigger: string; spot: Spot | null; responseUrl: string | null }
  | { kind: "home"; trigger: string }
  /** A button within a modal, which may hold what somebody is typing. */
  | { kind: "sheet"; trigger: string; view: string; depth: number; isForm: boolean }
  /** A modal that was sent. `fields` are the keys of its inputs, in their order; `modal` is all that Slack sends of it. */
  | { kind: "form"; trigger: string; view: string; carried: Carried; fields: readonly string[]; modal: unknown }
  /** `isShown` is false where Slack shows nothing there, such as after the app was installed anew. */
  | { kind: "home-opened"; isShown: boolean }
  /** Nobody waits for an answer. */
  | { kind: "nowhere" };

/** What a payload of Slack says, as far as it concerns the bot. */
type Read =
  | { kind: "incoming"; incoming: Incoming; place: Place }
  | { kind: "workspace-lost"; workspace: string; reason: string }
  /** Something that the bot does not answer, such as its own messages. */
  | { kind: "not-for-us" }
  /** Something that nothing here knows, such as a view of an older version. */
  | { kind: "unknown"; type: string; workspace: string | null; user: string | null };

const id = z.string().min(1).max(100);
const text = z.string().max(40_000);
const user = z.looseObject({ id, team_id: id.nullish() });
const team = z.looseObject({ id });
const trigger_id = id;
const response_url = z.string().max(2000);

const command = z.looseObject({ command: text, team_id: id, user_id: id, text: text.default(""), trigger_id, response_url });
const shortcut = z.looseObject({ type: z.literal("shortcut"), team, user, callback_id: text, trigger_id });

const action = z.looseObject({ action_id: text, value: text.nullish() });
const press = z.looseObject({
  type: z.literal("block_actions"),
  team,
  user,
  trigger_id,
  response_url: response_url.nullish(),
  container: z
    .looseObject({ type: text, message_ts: id.nullish(), channel_id: id.nullish(), is_ephemeral: z.boolean().nullish() })
    .nullish(),
  view: z.looseObject({ id, type: text, callback_id: text.nullish(), private_metadata: text.nullish() }).nullish(),
  actions: z.array(action).min(1),
});

/** However long: the form that it was typed in says how much it takes. */
const typed = z.string();
const options = z.looseObject({ value: typed });
/** What was typed in one input, whatever its kind. */
export const state = z.looseObject({
  value: typed.nullish(),
  selected_date: typed.nullish(),
  selected_time: typed.nullish(),
  selected_option: options.nullish(),
  selected_options: z.array(options).nullish(),
});
const submission = z.looseObject({
  type: z.literal("view_submission"),
  team,
  user,
  trigger_id: id.nullish(),
  view: z.looseObject({
    id,
    callback_id: text,
    private_metadata: text.nullish(),
    state: z.looseObject({ values: z.record(z.string(), z.record(z.string(), state)) }),
    blocks: z.array(z.looseObject({ type: text, block_id: text.nullish() })),
  }),
});

/** Which account of the bot is told of it. */
const authorizations = z
  .array(z.looseObject({ user_id: id.nullish() }))
  .nullish()
  .catch(null);
const event = z.looseObject({ team_id: id, authorizations, event: z.looseObject({ type: text }) });
const said = z.looseObject({ channel_type: text, user: id, text, subtype: text.nullish(), bot_id: text.nullish() });
const homeOpened = z.looseObject({ user: id, tab: text, view: z.unknown().optional() });
const userChange = z.looseObject({
  user: z.looseObject({
    id,
    deleted: z.boolean().nullish(),
    is_restricted: z.boolean().nullish(),
    is_ultra_restricted: z.boolean().nullish(),
    is_bot: z.boolean().nullish(),
    is_stranger: z.boolean().nullish(),
    team_id: z.string().nullish(),
    enterprise_user: z
      .looseObject({ teams: z.array(z.string()).nullish() })
      .nullish()
      .catch(undefined),
  }),
});
const revoked = z.looseObject({ tokens: z.looseObject({ bot: z.array(text).nullish() }) });

/** The verbs behind the global shortcuts, by their callback. */
export const shortcuts: Readonly<Record<string, string>> = { "log-meeting": "rencontre", "my-mentoring": "aide" };
/** Stands for a shortcut of another version, such as one that the manifest still has: like an old button, it is answered as one that leads nowhere. */
const unknownShortcut = "slack.shortcut";
/** The action of a button of an older version, which stands for the text that somebody wrote. */
const commandAction = "slack.command";

/** @returns what a payload says; never throws, whatever comes. */
export function read(body: unknown): Read {
  const type = typeIn(body);
  const known = (Object.hasOwn(readers, type) ? readers[type] : readCommand)?.(body);
  if (known) return known;
  return type === "view_closed" ? { kind: "not-for-us" } : unknown(body, type);
}

/** By the type of what came; a command has none. */
const readers: Readonly<Record<string, (body: unknown) => Read | null>> = {
  shortcut: readShortcut,
  block_actions: readPress,
  view_submission: readSubmission,
  event_callback: readEvent,
};

const maybe = z.string().optional().catch(undefined);
const someone = z.looseObject({ id: maybe }).optional().catch(undefined);
const anything = z.looseObject({ team_id: maybe, user_id: maybe, team: someone, user: someone });

/** Whose it was, as far as it says so by ids. */
function unknown(body: unknown, type: string): Extract<Read, { kind: "unknown" }> {
  const { data } = anything.safeParse(body);
  const idOf = (found: string | undefined): string | null => (found && /^[A-Z0-9]{1,30}$/.test(found) ? found : null);
  return { kind: "unknown", type, workspace: idOf(data?.team?.id ?? data?.team_id), user: idOf(data?.user?.id ?? data?.user_id) };
}

/** Notes by ids that something came which nothing here knows. */
export function logUnknown(body: unknown, log: SlackOptions["log"]): void {
  const { type, workspace, user } = unknown(body, typeIn(body));
  log("warn", "slack-unknown", { type, workspace, user });
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A name that says what it was in a log, and nothing of what it holds. */
function typeIn(body: unknown): string {
  const named = isObject(body) && typeof body.type === "string" ? body.type : "none";
  return /^[a-z_]{1,40}$/.test(named) ? named : "odd";
}

const at = (workspace: string, user: string) => ({ platform: "slack", workspace, user });
/** Somebody of another workspace, who shares a channel with this one, has an address of their own. */
const addressIn = (body: { team: { id: string }; user: { id: string } }) => at(body.team.id, body.user.id);

function readCommand(body: unknown): Read | null {
  const { data } = command.safeParse(body);
  if (!data) return null;
  const place: Place = { kind: "command", trigger: data.trigger_id, responseUrl: data.response_url };
  return { kind: "incoming", incoming: { kind: "command", from: at(data.team_id, data.user_id), text: data.text }, place };
}

function readShortcut(body: unknown): Read | null {
  const { data } = shortcut.safeParse(body);
  if (!data) return null;
  const from = addressIn(data);
  const verb = Object.hasOwn(shortcuts, data.callback_id) ? shortcuts[data.callback_id] : undefined;
  const incoming: Incoming =
    verb === undefined ? { kind: "press", from, action: unknownShortcut, data: {} } : { kind: "command", from, text: verb };
  return { kind: "incoming", incoming, place: { kind: "shortcut", trigger: data.trigger_id } };
}

function readPress(body: unknown): Read | null {
  const { data } = press.safeParse(body);
  const [first] = data?.actions ?? [];
  if (!data || !first) return null;
  const from = addressIn(data);
  const carried = dataIn(first.value);
  const name = actionIn(first.action_id);
  const incoming: Incoming =
    name === commandAction ? { kind: "command", from, text: carried.text ?? "" } : { kind: "press", from, action: name, data: carried };
  return { kind: "incoming", incoming, place: placeOfPress(data) };
}

function placeOfPress({ view, container, trigger_id: trigger, response_url }: z.infer<typeof press>): Place {
  if (view?.type === "home") return { kind: "home", trigger };
  if (view) {
    const { depth } = readCarried(view.private_metadata);
    return { kind: "sheet", trigger, view: view.id, depth, isForm: view.callback_id !== sheetCallback };
  }
  const { channel_id: channel, message_ts: ts, is_ephemeral: isEphemeral } = container ?? {};
  const spot = channel && ts && !isEphemeral ? { channel, ts } : null;
  return { kind: "message", trigger, spot, responseUrl: response_url ?? null };
}

const strings = z.record(z.string(), z.string());

function dataIn(value: string | null | undefined): Readonly<Record<string, string>> {
  try {
    return strings.safeParse(JSON.parse(value ?? "{}")).data ?? {};
  } catch {
    return {};
  }
}

function readSubmission(body: unknown): Read | null {
  const { data } = submission.safeParse(body);
  if (!data) return null;
  const { view } = data;
  const fields = view.blocks.flatMap(({ type, block_id }) => (type === "input" && block_id ? [block_id] : []));
  const carried = readCarried(view.private_metadata);
  const answers: Answers = Object.fromEntries(
    Object.entries(view.state.values).flatMap(([key, inputs]) => Object.values(inputs).map((input) => [key, answerIn(input)])),
  );
  return {
    kind: "incoming",
    incoming: { kind: "submit", from: addressIn(data), form: view.callback_id, hidden: carried.hidden, answers },
    place: { kind: "form", trigger: data.trigger_id ?? "", view: view.id, carried, fields, modal: view },
  };
}

const answerIn = (input: z.infer<typeof state>): string | string[] =>
  input.selected_options?.map(({ value }) => value) ??
  input.selected_option?.value ??
  input.selected_date ??
  input.selected_time ??
  input.value ??
  "";

function readEvent(body: unknown): Read | null {
  const { data } = event.safeParse(body);
  if (!data) return null;
  const { team_id: workspace, event: about } = data;
  switch (about.type) {
    case "message":
      return readMessage(workspace, about, data.authorizations?.flatMap(({ user_id }) => user_id ?? []) ?? []);
    case "app_home_opened": {
      const { data: opened } = homeOpened.safeParse(about);
      if (opened?.tab !== "home") return { kind: "not-for-us" };
      const place: Place = { kind: "home-opened", isShown: isObject(opened.view) };
      return { kind: "incoming", incoming: { kind: "home-opened", from: at(workspace, opened.user) }, place };
    }
    case "user_change":
      return readChange(workspace, about);
    case "app_uninstalled":
      return { kind: "workspace-lost", workspace, reason: "app_uninstalled" };
    case "tokens_revoked": {
      const isOurs = (revoked.safeParse(about).data?.tokens.bot?.length ?? 0) > 0;
      return isOurs ? { kind: "workspace-lost", workspace, reason: "token_revoked" } : { kind: "not-for-us" };
    }
    default:
      return null;
  }
}

/** What is written with a file attached has a kind of its own, as have the files of the bot itself. */
/** Kinds of message in which somebody says something: with a file, or in a thread and to the conversation as well. */
const spoken: readonly string[] = ["file_share", "thread_broadcast"];

function readMessage(workspace: string, about: unknown, ourselves: readonly string[]): Read {
  const { data } = said.safeParse(about);
  const isSaid = !data?.subtype || spoken.includes(data.subtype);
  if (data?.channel_type !== "im" || !isSaid || data.bot_id || ourselves.includes(data.user)) return { kind: "not-for-us" };
  return {
    kind: "incoming",
    incoming: { kind: "command", from: at(workspace, data.user), text: typedIn(data.text) },
    place: { kind: "conversation" },
  };
}

/** What somebody typed: Slack puts mentions and links between angles, and escapes the three signs it reads itself. */
function typedIn(written: string): string {
  return written
    .replace(/<[@#!][^<>]*>/g, " ")
    .replace(/<([^<>|]*)(?:\|([^<>]*))?>/g, (_, link: string, label?: string) => label ?? link)
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&")
    .trim();
}

function readChange(workspace: string, about: unknown): Read {
  const changed = userChange.safeParse(about).data?.user;
  if (!changed) return { kind: "not-for-us" };
  const from = at(workspace, changed.id);
  const kind = changed.deleted ? "closed" : footingOf(changed, workspace);
  return { kind: "incoming", incoming: changeTo(kind, from), place: { kind: "nowhere" } };
}
