import { z } from "zod";
import type { Address, Answers, Incoming } from "../../src/ui/platform.ts";
import { type Carried, readCarried } from "./cards.ts";
import type { Reference } from "./options.ts";

/** From where in Teams somebody turns to the bot, which says how they can be answered. */
export interface Place {
  /** Whether others read along. */
  isPrivate: boolean;
  /** The conversation, in a channel the thread. */
  conversation: string;
  by:
    | { kind: "typed" }
    /** A button of a card: `message` is the one it is in. Without `inPlace`, it is a client that shows no answer in its place. */
    | { kind: "card"; message: string | null; inPlace: boolean }
    | { kind: "dialog"; message: string | null }
    /** A dialog that was sent. */
    | { kind: "sent" }
    /** Nobody waits for an answer. */
    | { kind: "nothing" };
  /** The message that a form which was sent was opened from. */
  origin: string | null;
}

/** What an activity says, as far as it concerns the bot. */
type Read =
  | { kind: "incoming"; incoming: Incoming; place: Place }
  /** Something that the bot does not answer. */
  | { kind: "not-for-us" }
  /** Something that nothing here knows. */
  | { kind: "unknown"; type: string };

const id = z.string().min(1).max(500);
/** However long: the form that it was typed in says how much it takes. */
const text = z.string();
const named = z.looseObject({ id: text }).optional().catch(undefined);

const sender = z.looseObject({
  type: z.string().min(1).max(60),
  id: id.optional().catch(undefined),
  channelId: id,
  serviceUrl: z.string().min(1).max(500),
  from: z.looseObject({ id, aadObjectId: id.optional().catch(undefined) }),
  recipient: z.looseObject({ id }),
  conversation: z.looseObject({
    id,
    conversationType: text.optional().catch(undefined),
    tenantId: id.optional().catch(undefined),
  }),
  channelData: z.looseObject({ tenant: named }).optional().catch(undefined),
});
/** An activity as far as every one of them says the same. */
export type Sent = z.infer<typeof sender>;

/** @returns null for what is no activity. */
export const readSent = (body: unknown): Sent | null => sender.safeParse(body).data ?? null;

export const tenantOf = ({ conversation, channelData }: Sent): string | null => conversation.tenantId ?? channelData?.tenant?.id ?? null;

/** Who it is of; null where it is of nobody in particular. */
export function addressOf(sent: Sent): Address | null {
  const tenant = tenantOf(sent);
  const { aadObjectId: user } = sent.from;
  return tenant && user ? { platform: "teams", workspace: tenant, user } : null;
}

/** Two people's own chat is called personal too, where somebody calls a command over its compose box; it has an id of the other kind. */
const isPersonal = ({ conversation }: Sent): boolean => conversation.conversationType === "personal" && !conversation.id.startsWith("19:");

/** The id of the channel that it was sent in, whatever the thread; null where it was sent elsewhere. */
export function channelOf({ conversation: { id, conversationType } }: Sent): string | null {
  const [channel = id] = id.split(";messageid=");
  return conversationType === "channel" ? channel : null;
}

/** How whoever sent it is reached from now on. */
export const referenceIn = (sent: Sent): Reference => ({
  serviceUrl: sent.serviceUrl,
  account: sent.from.id,
  conversation: isPersonal(sent) ? sent.conversation.id : null,
});

const message = z.looseObject({
  text: text.optional().catch(undefined),
  value: z.unknown().optional(),
  replyToId: id.optional().catch(undefined),
  entities: z.array(z.unknown()).optional().catch(undefined),
});
const mention = z.looseObject({ type: z.literal("mention"), text, mentioned: z.looseObject({ id }) });
const invoke = z.looseObject({ name: text, value: z.unknown().optional(), replyToId: id.optional().catch(undefined) });
const execute = z.looseObject({ action: z.looseObject({ verb: text.optional().catch(undefined), data: z.unknown().optional() }) });
const withData = z.looseObject({ data: z.unknown().optional() });
const command = z.looseObject({ commandId: text });
const installation = z.looseObject({ action: text });
const inTeam = z.looseObject({
  team: z
    .looseObject({ name: text.optional().catch(undefined) })
    .optional()
    .catch(undefined),
  settings: z
    .looseObject({ selectedChannel: z.looseObject({ id }).optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

/** The verbs behind the commands over the compose box, by their id in the manifest. */
export const commands: Readonly<Record<string, string>> = { "log-meeting": "rencontre" };
/** Stands for what another version left behind: like an old button, it is answered as one that leads nowhere. */
const unknownAction = "teams.unknown";

/** @returns what an activity says; never throws, whatever comes. */
export function read(sent: Sent): Read {
  const from = addressOf(sent);
  if (!from) return { kind: "not-for-us" };
  const what = readFrom(sent, from);
  if (what.kind !== "incoming" || what.place.isPrivate) return what;
  return { ...what, incoming: { ...what.incoming, elsewhere: true } };
}

function readFrom(sent: Sent, from: Address): Read {
  switch (sent.type) {
    case "message":
      return readMessage(sent, from);
    case "invoke":
      return readInvoke(sent, from);
    case "installationUpdate":
      return readInstallation(sent, from);
    default:
      return isOfTeams(sent.type) ? { kind: "not-for-us" } : { kind: "unknown", type: "odd" };
  }
}

const isOfTeams = (type: string): boolean =>
  ["conversationUpdate", "messageReaction", "messageUpdate", "messageDelete", "typing", "event", "endOfConversation"].includes(type);

const placed = (sent: Sent, by: Place["by"], origin: string | null = null): Place => ({
  isPrivate: isPersonal(sent),
  conversation: sent.conversation.id,
  by,
  origin,
});

function readMessage(sent: Sent, from: Address): Read {
  const { data } = message.safeParse(sent);
  if (!data) return { kind: "unknown", type: "message" };
  if (data.value !== undefined && data.value !== null) {
    const by = { kind: "card", message: data.replyToId ?? null, inPlace: false } as const;
    return { kind: "incoming", ...fromCard(sent, from, data.value, by) };
  }
  const incoming: Incoming = { kind: "command", from, text: typedIn(data.text ?? "", namesOf(sent.recipient.id, data.entities)) };
  return { kind: "incoming", incoming, place: placed(sent, { kind: "typed" }) };
}

/** How an account is mentioned in a message. */
const namesOf = (account: string, entities: readonly unknown[] = []): string[] =>
  entities.flatMap((entity) => {
    const { data } = mention.safeParse(entity);
    return data?.mentioned.id === account ? data.text : [];
  });

const signs: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', amp: "&", "#39": "'", nbsp: " " };

/** What somebody typed: Teams marks who is mentioned, the bot or somebody who is asked about, and writes its own signs as entities. */
function typedIn(written: string, names: readonly string[]): string {
  return names
    .reduce((text, name) => text.replaceAll(name, " "), written)
    .replace(/<at\b[^>]*>([^<]*)<\/at>/gi, names.length > 0 ? " $1 " : " ")
    .replace(/<[^<>]*>/g, " ")
    .replace(/&(lt|gt|quot|amp|#39|nbsp);/g, (_, sign: string) => signs[sign] ?? " ")
    .replace(/\s+/g, " ")
    .trim();
}

function readInvoke(sent: Sent, from: Address): Read {
  const { data } = invoke.safeParse(sent);
  if (!data) return { kind: "unknown", type: "invoke" };
  const message = data.replyToId ?? null;
  switch (data.name) {
    case "adaptiveCard/action": {
      const { action } = execute.safeParse(data.value).data ?? {};
      return { kind: "incoming", ...fromCard(sent, from, action?.data, { kind: "card", message, inPlace: true }, action?.verb) };
    }
    case "task/fetch":
      return { kind: "incoming", ...fromCard(sent, from, withData.safeParse(data.value).data?.data, { kind: "dialog", message }) };
    case "task/submit":
    case "composeExtension/submitAction":
      return { kind: "incoming", ...fromCard(sent, from, withData.safeParse(data.value).data?.data, { kind: "sent" }) };
    case "composeExtension/fetchTask": {
      const { commandId = "" } = command.safeParse(data.value).data ?? {};
      const verb = Object.hasOwn(commands, commandId) ? commands[commandId] : undefined;
      const incoming: Incoming =
        verb === undefined ? { kind: "press", from, action: unknownAction, data: {} } : { kind: "command", from, text: verb };
      return { kind: "incoming", incoming, place: placed(sent, { kind: "dialog", message: null }) };
    }
    default:
      return { kind: "unknown", type: /^[\w/]{1,60}$/.test(data.name) ? data.name : "invoke" };
  }
}

function fromCard(sent: Sent, from: Address, data: unknown, by: Place["by"], verb?: string): { incoming: Incoming; place: Place } {
  const found = readCarried(data);
  if (!found) return { incoming: { kind: "press", from, action: verb || unknownAction, data: {} }, place: placed(sent, by) };
  const { carried, typed } = found;
  if (carried.kind === "press")
    return { incoming: { kind: "press", from, action: carried.action, data: carried.data }, place: placed(sent, by) };
  const incoming: Incoming = { kind: "submit", from, form: carried.form, hidden: carried.hidden, answers: answersIn(carried, typed) };
  return { incoming, place: placed(sent, by, carried.origin) };
}

/** What is left empty does not come back, and several values come as one text. */
function answersIn({ fields, several }: Extract<Carried, { kind: "submit" }>, typed: Readonly<Record<string, unknown>>): Answers {
  const one = (key: string): string => {
    const value = Object.hasOwn(typed, key) ? typed[key] : undefined;
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
  };
  return Object.fromEntries([
    ...fields.map((key): [string, string] => [key, one(key)]),
    ...several.map((key): [string, string[]] => [key, one(key).split(",").filter(Boolean)]),
  ]);
}

function readInstallation(sent: Sent, from: Address): Read {
  const { action } = installation.safeParse(sent).data ?? {};
  if (!isPersonal(sent)) return readInTeam(sent, from, action);
  if (action === "add") return { kind: "incoming", incoming: { kind: "installed", from }, place: placed(sent, { kind: "typed" }) };
  if (action !== "remove") return { kind: "not-for-us" };
  return { kind: "incoming", incoming: { kind: "left", from, reason: "uninstalled" }, place: placed(sent, { kind: "nothing" }) };
}

/** The app was added to a team, in the channel that was chosen for it, or taken out of it. */
function readInTeam(sent: Sent, from: Address, action: string | undefined): Read {
  const { team, settings } = inTeam.safeParse(sent.channelData).data ?? {};
  const general = channelOf(sent);
  if (general === null || (action !== "add" && action !== "remove")) return { kind: "not-for-us" };
  const channel = { at: { ...from, user: settings?.selectedChannel?.id ?? general }, name: team?.name?.slice(0, 200) ?? "Teams" };
  const kind = action === "add" ? "channel-added" : "channel-removed";
  return { kind: "incoming", incoming: { kind, from, channel }, place: placed(sent, { kind: "nothing" }) };
}
