import { z } from "zod";
import type { Block, Field, Form, Message } from "../../src/ui/model.ts";
import { partsOf } from "../../src/ui/parts.ts";
import { formCard, messageCard } from "../adaptive-card.ts";
import { shorterAndShorter } from "./fitting.ts";

type Card = ReturnType<typeof messageCard>;
type Loose = Readonly<Record<string, unknown>>;

const contentType = "application/vnd.microsoft.card.adaptive";
/** Bytes of a card; Teams takes 28 kB of all that it is sent with. */
const largestCard = 25_000;

/** A message of the bot, as the Connector takes it. */
export interface Activity {
  type: "message";
  /** What notifications show. */
  summary: string;
  attachments: readonly [{ contentType: typeof contentType; content: Card }];
}

/** Where a form was opened from: the message whose button was pressed, which may have to say what became of it. */
type Origin = string | null;

const strings = z.record(z.string(), z.string());
const press = z.object({ kind: z.literal("press"), action: z.string(), data: strings.default({}) });
const submit = z.object({
  kind: z.literal("submit"),
  form: z.string(),
  hidden: strings.default({}),
  /** The keys of its fields, since what is left empty does not come back; those of several values apart. */
  fields: z.array(z.string()).default([]),
  several: z.array(z.string()).default([]),
  origin: z.string().nullable().default(null),
});
/** What comes back from a card. */
export type Carried = z.infer<typeof press> | z.infer<typeof submit>;

/** What people fill in comes back beside what a button carries, under any name but this one. */
const ours = "triade";
const carrying = z.looseObject({ [ours]: z.discriminatedUnion("kind", [press, submit]) });

/** @returns what a button carried, and what was typed beside it; null for nothing of ours. */
export function readCarried(data: unknown): { carried: Carried; typed: Loose } | null {
  const read = carrying.safeParse(data);
  if (!read.success) return null;
  const { [ours]: carried, msteams: _, ...typed } = read.data;
  return { carried: carried as Carried, typed };
}

const activity = (content: Card, summary: string): Activity => ({ type: "message", summary, attachments: [{ contentType, content }] });

/** Rewrites every action of a card, wherever it is. */
function withActions<Value>(value: Value, rewrite: (action: Loose) => Loose): Value {
  if (Array.isArray(value)) return value.map((one) => withActions(one, rewrite)) as Value;
  if (typeof value !== "object" || value === null) return value;
  if ("type" in value && value.type === "Action.Execute") return rewrite(value as Loose) as Value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withActions(one, rewrite)])) as Value;
}

const keysOf = (fields: readonly Field[], several: boolean): string[] =>
  fields.filter(({ kind }) => (kind === "choices") === several).map(({ key }) => key);

const fits = (card: Card): boolean => Buffer.byteLength(JSON.stringify(card)) <= largestCard;
export const cardIn = ({ attachments: [{ content }] }: Activity): Card => content;

const dialogOf = (title: string, card: Card) => ({
  task: { type: "continue", value: { title, height: "large", width: "medium", card: { contentType, content: card } } },
});
/** The title stands above a dialog in one line. */
const longestTitle = 60;

export type Cards = ReturnType<typeof openCards>;

/** What the bot says, as Teams shows it. `opensForm` tells the buttons that open a dialog. */
export function openCards(opensForm: (action: string) => boolean) {
  /** Dialogs know no Action.Execute, and send what stands in for it; nor does anything else open one. */
  const drawn = (card: Card, where: "chat" | "dialog", more: object = {}): Card =>
    withActions(card, ({ fallback, data, ...action }) => {
      const carried = { ...(data as Carried), ...more };
      const submits = { ...(fallback as object), data: { [ours]: carried } };
      if (where === "dialog") return submits;
      if (carried.kind === "press" && opensForm(carried.action)) {
        return { ...submits, data: { [ours]: carried, msteams: { type: "task/fetch" } } };
      }
      return { ...action, data: { [ours]: carried }, fallback: submits };
    });
  function drawnForm(form: Form, where: "chat" | "dialog", origin: Origin): Card {
    const carried = { fields: keysOf(form.fields, false), several: keysOf(form.fields, true), origin };
    let card: Card | undefined;
    for (const one of shorterAndShorter(form)) {
      card = drawn(formCard(one), where, carried);
      if (fits(card)) break;
    }
    return card as Card;
  }

  return {
    /** A message in as many as Teams takes it in: one, but for the longest. */
    activitiesOf(message: Message): readonly [Activity, ...Activity[]] {
      const cardOf = (blocks: readonly Block[]) => drawn(messageCard({ ...message, blocks }), "chat");
      const [first = message.blocks, ...rest] = partsOf(message.blocks, (blocks) => fits(cardOf(blocks)));
      const shown = (blocks: readonly Block[]) => activity(cardOf(blocks), message.summary);
      return [shown(first), ...rest.map(shown)];
    },
    /** A form within the conversation, where nothing else says its title. */
    activityOfForm: (form: Form, origin: Origin): Activity =>
      activity(drawnForm({ ...form, intro: [{ kind: "heading", text: form.title }, ...(form.intro ?? [])] }, "chat", origin), form.title),
    /** What opens a dialog, or draws an open one anew. */
    dialogOfForm: (form: Form, origin: Origin) => dialogOf(form.title, drawnForm(form, "dialog", origin)),
    dialogOfMessage: (message: Message, title: string) =>
      dialogOf(message.summary.length <= longestTitle ? message.summary : title, drawn(messageCard(message), "dialog")),
  };
}
