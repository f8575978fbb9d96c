import { adaptive, problemsInCard } from "./cards.ts";
import { type Check, list, oneOf, plainObject, shape, text, words } from "./checks.ts";
import type { Loose } from "./records.ts";

/** A card, as it is attached to a message, to a dialog, or to what goes into the compose box. */
export const attachedCard: Check = (value, at) => {
  const outside = shape({ contentType: oneOf(adaptive), content: plainObject }, { name: text, preview: plainObject })(value, at);
  return outside.length > 0 ? outside : problemsInCard(value.content).map((problem) => `${at}.${problem}`);
};

/** What the SDK fills in by itself is not looked at. */
const filledIn = [
  "id",
  "from",
  "recipient",
  "conversation",
  "replyToId",
  "serviceUrl",
  "channelId",
  "locale",
  "timestamp",
  "localTimestamp",
  "callerId",
];
const anything: Check = () => [];

const message = shape(
  { type: oneOf("message") },
  {
    ...Object.fromEntries(filledIn.map((name) => [name, anything])),
    text,
    summary: words,
    speak: text,
    textFormat: oneOf("plain", "markdown", "xml"),
    attachmentLayout: oneOf("list", "carousel"),
    attachments: list(attachedCard, { max: 10 }),
    entities: list(plainObject),
    channelData: plainObject,
    inputHint: oneOf("acceptingInput", "ignoringInput", "expectingInput"),
    importance: oneOf("low", "normal", "high"),
    deliveryMode: oneOf("normal", "notification"),
  },
  ({ text = "", attachments = [] }, at) => (text.trim() === "" && attachments.length === 0 ? [`${at}: neither text nor card`] : []),
);

/** Why Teams would refuse this activity of the bot; nothing when it would take it. */
export function problemsInActivity(activity: Loose): string[] {
  if (activity?.type === "typing") return [];
  return message(activity, "activity");
}

/** Teams takes no larger one. */
export const tooBig = (activity: unknown): boolean => Buffer.byteLength(JSON.stringify(activity) ?? "") > 28_000;
