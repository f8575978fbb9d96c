import type { types } from "@slack/bolt";
import { z } from "zod";
import type { Message } from "../../src/ui/model.ts";
import { blocksOf } from "./blocks.ts";
import { state } from "./read.ts";

const words = z.looseObject({ type: z.literal("plain_text"), text: z.string() });
const option = z.looseObject({ value: z.string() });
const element = z.looseObject({ type: z.string(), action_id: z.string(), options: z.array(option).optional() });
const block = z.looseObject({ type: z.string(), block_id: z.string().optional(), element: element.optional().catch(undefined) });
const sent = z.looseObject({
  callback_id: z.string(),
  private_metadata: z.string().nullish(),
  title: words,
  submit: words,
  close: words,
  blocks: z.array(block),
  state: z.looseObject({ values: z.record(z.string(), z.record(z.string(), state)) }),
});

/** A modal as Slack sends it back, with what was typed in it. */
type Sent = z.infer<typeof sent>;

/** Null for what is not as Slack sends it. */
export const readSent = (view: unknown): Sent | null => sent.safeParse(view).data ?? null;

/** Blocks of ours that say why a form is there again, by the beginning of their id. */
const saysWhy = "said-again";

/** Whether a modal that was sent says why it is there again. */
export const isSentAgain = (view: unknown): boolean => readSent(view)?.blocks.some(isWhy) ?? false;

const isWhy = ({ block_id }: Pick<Block, "block_id">): boolean => block_id?.startsWith(saysWhy) ?? false;

/** The modal that was sent, as it was typed, with a message above: nothing of it was kept, and it can be sent again. */
export const sentView = (
  { callback_id, private_metadata, title, submit, close, blocks, state: { values } }: Sent,
  why: Message,
): types.ModalView => ({
  type: "modal",
  callback_id,
  title: plainText(title),
  submit: plainText(submit),
  close: plainText(close),
  private_metadata: private_metadata ?? "",
  blocks: [
    ...blocksOf(why.blocks, why.language).map((one, place) => ({ ...one, block_id: `${saysWhy}.${place}` })),
    ...(blocks.filter((one) => !isWhy(one)).map((one) => withTyped(one, values)) as unknown as types.KnownBlock[]),
  ],
});

const plainText = ({ text }: { text: string }): types.PlainTextElement => ({ type: "plain_text", text });

type Block = Sent["blocks"][number];

function withTyped(one: Block, values: Sent["state"]["values"]): Block {
  const answer = one.block_id === undefined || !one.element ? undefined : values[one.block_id]?.[one.element.action_id];
  if (!answer || !one.element) return one;
  const { initial_value, initial_date, initial_time, initial_option, initial_options, ...element } = one.element;
  return { ...one, element: { ...element, ...initialOf(element, answer) } };
}

function initialOf({ options = [] }: Pick<NonNullable<Block["element"]>, "options">, answer: z.infer<typeof state>): object {
  const chosen = options.filter(({ value: offered }) => answer.selected_options?.some((one) => one.value === offered));
  const one = options.find(({ value: offered }) => offered === answer.selected_option?.value);
  return {
    ...(answer.value ? { initial_value: answer.value } : {}),
    ...(answer.selected_date ? { initial_date: answer.selected_date } : {}),
    ...(answer.selected_time ? { initial_time: answer.selected_time } : {}),
    ...(one ? { initial_option: one } : {}),
    ...(chosen.length > 0 ? { initial_options: chosen } : {}),
  };
}
