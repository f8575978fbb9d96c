import { z } from "zod";
import { anyText, id, inputElement, type Loose, mrkdwn, plain } from "./inputs.ts";

/*
 * What Slack accepts, and less: what is not written here is refused, so that nothing new is sent by mistake.
 * Source of the limits: docs.slack.dev/reference/block-kit and docs.slack.dev/reference/views.
 */

const block_id = id.optional();
const url = z.url({ protocol: /^https?$/ }).max(3000);

const confirm = z.strictObject({
  title: plain(100),
  text: anyText(300),
  confirm: plain(30),
  deny: plain(30),
  style: z.enum(["primary", "danger"]).optional(),
});

const button = z.strictObject({
  type: z.literal("button"),
  action_id: id.optional(),
  text: plain(75),
  value: z.string().max(2000).optional(),
  url: url.optional(),
  style: z.enum(["primary", "danger"]).optional(),
  confirm: confirm.optional(),
  accessibility_label: z.string().max(75).optional(),
});

const picture = {
  type: z.literal("image"),
  alt_text: z.string().min(1).max(2000),
  image_url: url.optional(),
  slack_file: z.union([z.strictObject({ id: z.string().min(1) }), z.strictObject({ url })]).optional(),
};
const oneSource = {
  check: ({ image_url, slack_file }: { image_url?: unknown; slack_file?: unknown }) =>
    (image_url === undefined) !== (slack_file === undefined),
  says: { path: ["image_url"], error: "either image_url or slack_file" },
};

const header = z.strictObject({ type: z.literal("header"), block_id, text: plain(150) });

const section = z
  .strictObject({
    type: z.literal("section"),
    block_id,
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: button.optional(),
    expand: z.boolean().optional(),
  })
  .refine(({ text, fields }) => text !== undefined || fields !== undefined, { path: ["text"], error: "neither text nor fields" });

const context = z.strictObject({
  type: z.literal("context"),
  block_id,
  elements: z
    .array(z.discriminatedUnion("type", [plain(3000), mrkdwn(3000), z.strictObject(picture).refine(oneSource.check, oneSource.says)]))
    .min(1)
    .max(10),
});

const divider = z.strictObject({ type: z.literal("divider"), block_id });

const actions = z
  .strictObject({ type: z.literal("actions"), block_id, elements: z.array(button).min(1).max(25) })
  .refine(({ elements }) => repeated(elements.map(({ action_id }) => action_id)).length === 0, {
    path: ["elements"],
    error: "the same action_id twice in one block",
  });

const image = z.strictObject({ ...picture, block_id, title: plain(2000).optional() }).refine(oneSource.check, oneSource.says);

const flag = z.boolean().optional();
const style = z.strictObject({ bold: flag, italic: flag, strike: flag, code: flag }).optional();
/** Neither channel, user group nor broadcast: the bot never rings anybody by what somebody wrote. */
const inline = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), text: z.string().min(1), style }),
  z.strictObject({ type: z.literal("link"), url, text: z.string().min(1).optional(), unsafe: flag, style }),
  z.strictObject({ type: z.literal("emoji"), name: z.string().min(1), unicode: z.string().optional(), style }),
  z.strictObject({ type: z.literal("user"), user_id: z.string().min(1), style }),
  z.strictObject({ type: z.literal("date"), timestamp: z.int(), format: z.string().min(1), fallback: z.string().optional(), style }),
]);
const border = z.literal([0, 1]).optional();
const richSection = z.strictObject({ type: z.literal("rich_text_section"), elements: z.array(inline).min(1) });
const richText = z.strictObject({
  type: z.literal("rich_text"),
  block_id,
  elements: z
    .array(
      z.discriminatedUnion("type", [
        richSection,
        z.strictObject({
          type: z.literal("rich_text_list"),
          style: z.enum(["bullet", "ordered"]),
          elements: z.array(richSection).min(1),
          indent: z.int().min(0).max(8).optional(),
          offset: z.int().min(0).optional(),
          border,
        }),
        z.strictObject({ type: z.literal("rich_text_preformatted"), elements: z.array(inline).min(1), border }),
        z.strictObject({ type: z.literal("rich_text_quote"), elements: z.array(inline).min(1), border }),
      ]),
    )
    .min(1),
});

const input = z.strictObject({
  type: z.literal("input"),
  block_id,
  label: plain(2000),
  hint: plain(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: inputElement,
});

const block = z.discriminatedUnion("type", [header, section, context, divider, actions, image, richText, input]);
const blocks = (max: number) =>
  z
    .array(block)
    .max(max)
    .superRefine((list, at) => {
      for (const twice of repeated(list.map((one) => one.block_id))) at.addIssue({ code: "custom", message: `block_id ${twice} twice` });
    });

function repeated(ids: readonly (string | undefined)[]): string[] {
  return ids.flatMap((one, index) => (one !== undefined && ids.indexOf(one) < index ? [one] : []));
}

/** Everything that is posted: as a message, an update of one, the answer to a command, or to a response_url. */
const message = z
  .strictObject({
    channel: z.string().min(1).optional(),
    ts: z.string().optional(),
    text: z.string().max(4000, "text is longer than 4000").optional(),
    blocks: blocks(50).optional(),
    metadata: z.strictObject({ event_type: z.string().min(1).max(255), event_payload: z.record(z.string(), z.unknown()) }).optional(),
    thread_ts: z.string().optional(),
    unfurl_links: z.boolean().optional(),
    unfurl_media: z.boolean().optional(),
    mrkdwn: z.boolean().optional(),
    parse: z.enum(["full", "none"]).optional(),
    link_names: z.boolean().optional(),
    response_type: z.enum(["ephemeral", "in_channel"]).optional(),
    replace_original: z.boolean().optional(),
    delete_original: z.boolean().optional(),
  })
  .refine(({ text, delete_original }) => Boolean(text?.trim()) || delete_original === true, {
    path: ["text"],
    error: "a message has a text, which is read where its blocks are not shown",
  });

const metadataOfView = {
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
};

const modal = z
  .strictObject({
    type: z.literal("modal"),
    title: plain(24),
    submit: plain(24).optional(),
    close: plain(24).optional(),
    blocks: blocks(100),
    ...metadataOfView,
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    submit_disabled: z.boolean().optional(),
  })
  .refine((view) => view.submit !== undefined || !view.blocks.some(({ type }) => type === "input"), {
    path: ["submit"],
    error: "required where there is an input",
  });

const home = z.strictObject({ type: z.literal("home"), blocks: blocks(100), ...metadataOfView });

function problems(schema: z.ZodType, payload: unknown): string[] {
  const issues = schema.safeParse(payload).error?.issues ?? [];
  return issues.map(({ path, message: why }) => (path.length ? `${path.join(".")}: ${why}` : why));
}

/** Why Slack would refuse this message; nothing when it would take it. */
export const problemsInMessage = (payload: unknown): string[] => problems(message, payload);

/** Why Slack would refuse this view; nothing when it would take it. */
export function problemsInView(view: unknown, kind: "modal" | "home"): string[] {
  const found = problems(kind === "modal" ? modal : home, view);
  if (Buffer.byteLength(JSON.stringify(view) ?? "") > 250_000) found.push("larger than 250 kB");
  const focused = ((view as Loose)?.blocks ?? []).filter((one: Loose) => one?.element?.focus_on_load);
  if (focused.length > 1) found.push("focus_on_load twice");
  return found;
}
