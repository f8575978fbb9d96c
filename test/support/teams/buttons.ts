import { actionsIn } from "./cards.ts";
import type { Conversation, Dialog, Loose, Message } from "./records.ts";
import type { Workplace } from "./workplace.ts";

/** A button, by where it is and by what tells it apart; without a place, in the open dialog, or where it was shown last. */
export interface Press {
  label?: string;
  verb?: string;
  /** What it carries, or some of it. */
  data?: Readonly<Record<string, unknown>>;
  /** The id of the message it is in. */
  message?: string;
  /** The conversation it is in; the chat with the bot when left out. */
  in?: string;
  /** One that sends what was filled in, of a card with inputs. */
  sends?: true;
}

/** What a button is in. */
export type Place = { dialog: Dialog; message?: never } | { message: Message; dialog?: never };

const sending = ({ type }: Loose): boolean => type === "Action.Execute" || type === "Action.Submit";
const hasInputs = (card: Loose): boolean => JSON.stringify(card).includes('"Input.');

const matches = ({ label, verb, data = {}, sends }: Press, action: Loose, card: Loose): boolean =>
  (label === undefined || action.title === label) &&
  (verb === undefined || action.verb === verb) &&
  Object.entries(data).every(([key, value]) => JSON.stringify(action.data?.[key]) === JSON.stringify(value)) &&
  (!sends || (sending(action) && hasInputs(card) && action.associatedInputs !== "none"));

/** The button a person means; throws, naming those there are, when they see no such one. */
export function findButton(
  teams: Workplace,
  person: string,
  press: Press,
  conversation: Conversation,
): { action: Loose; card: Loose } & Place {
  const dialog = teams.dialogs.get(person);
  const messages = teams.seenBy(person, conversation).reverse();
  const places: Place[] = [
    ...(dialog && press.message === undefined && press.in === undefined ? [{ dialog }] : []),
    ...messages.filter(({ id, card }) => card && (press.message === undefined || id === press.message)).map((message) => ({ message })),
  ];
  for (const place of places) {
    const { card } = place.dialog ?? place.message;
    const action = actionsIn(card).find((one) => matches(press, one, card));
    if (action) return { action, card, ...place };
  }
  const all = places.flatMap(({ dialog: open, message }) =>
    actionsIn((open ?? message)?.card).map((one) => `${one.title} (${one.verb ?? one.type})`),
  );
  throw new Error(`${person} sees no such button; there are: ${all.join(", ")}`);
}
