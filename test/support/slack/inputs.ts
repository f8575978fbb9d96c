import { z } from "zod";

/** What tests read, knowing what is there. */
export type Loose = ReturnType<typeof JSON.parse>;

export const plain = (max: number) =>
  z.strictObject({ type: z.literal("plain_text"), text: z.string().min(1).max(max), emoji: z.boolean().optional() });
export const mrkdwn = (max: number) =>
  z.strictObject({ type: z.literal("mrkdwn"), text: z.string().min(1).max(max), verbatim: z.boolean().optional() });
export const anyText = (max: number) => z.discriminatedUnion("type", [plain(max), mrkdwn(max)]);
export const id = z.string().min(1).max(255);

/** An option of a menu is plain; that of radio buttons and checkboxes may be mrkdwn. */
const optionOf = <T extends z.ZodType>(text: (max: number) => T) =>
  z.strictObject({ text: text(75), value: z.string().min(1).max(150), description: text(75).optional() });

const common = { action_id: id.optional(), focus_on_load: z.boolean().optional() };
const placeholder = plain(150).optional();
const length = z.int().max(3000);

const number = z.string().regex(/^-?\d+(\.\d+)?$/, "a number in a string");
const realDay = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, "YYYY-MM-DD")
  .refine((text) => new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) ?? false, "a day that exists");

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const among = (options: readonly unknown[], chosen: readonly unknown[]): boolean =>
  chosen.every((one) => options.some((option) => same(option, one)));

/** Values of options are told apart by nothing else. */
const distinct = (options: readonly { value: string }[]): boolean => new Set(options.map(({ value }) => value)).size === options.length;

const textInput = z
  .strictObject({
    type: z.literal("plain_text_input"),
    ...common,
    multiline: z.boolean().optional(),
    initial_value: z.string().max(3000).optional(),
    min_length: length.min(0).optional(),
    max_length: length.min(1).optional(),
    placeholder,
    dispatch_action_config: z.strictObject({ trigger_actions_on: z.array(z.string()).min(1) }).optional(),
  })
  .refine(({ initial_value = "", max_length = 3000 }) => initial_value.length <= max_length, {
    path: ["initial_value"],
    error: "longer than max_length",
  })
  .refine(({ min_length = 0, max_length = 3000 }) => min_length <= max_length, { path: ["min_length"], error: "more than max_length" });

const numberInput = z
  .strictObject({
    type: z.literal("number_input"),
    ...common,
    is_decimal_allowed: z.boolean(),
    initial_value: number.optional(),
    min_value: number.optional(),
    max_value: number.optional(),
    placeholder,
  })
  .refine(({ min_value, max_value }) => !min_value || !max_value || Number(min_value) <= Number(max_value), {
    path: ["min_value"],
    error: "more than max_value",
  })
  .refine(({ is_decimal_allowed, initial_value }) => is_decimal_allowed || !initial_value?.includes("."), {
    path: ["initial_value"],
    error: "no decimals are allowed",
  });

const datePicker = z.strictObject({ type: z.literal("datepicker"), ...common, initial_date: realDay.optional(), placeholder });

const timePicker = z.strictObject({
  type: z.literal("timepicker"),
  ...common,
  initial_time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "HH:mm")
    .optional(),
  timezone: z.string().optional(),
  placeholder,
});

const oneOfTheOptions = {
  check: ({ options, initial_option }: { options: readonly unknown[]; initial_option?: unknown }) =>
    initial_option === undefined || among(options, [initial_option]),
  says: { path: ["initial_option"], error: "none of the options" },
};
const distinctOptions = {
  check: ({ options }: { options: readonly { value: string }[] }) => distinct(options),
  says: { path: ["options"], error: "two options have the same value" },
};

const menuOption = optionOf(plain);
const boxOption = optionOf(anyText);

const select = z
  .strictObject({
    type: z.literal("static_select"),
    ...common,
    options: z.array(menuOption).min(1).max(100),
    initial_option: menuOption.optional(),
    placeholder,
  })
  .refine(oneOfTheOptions.check, oneOfTheOptions.says)
  .refine(distinctOptions.check, distinctOptions.says);

const radios = z
  .strictObject({
    type: z.literal("radio_buttons"),
    ...common,
    options: z.array(boxOption).min(1).max(10),
    initial_option: boxOption.optional(),
  })
  .refine(oneOfTheOptions.check, oneOfTheOptions.says)
  .refine(distinctOptions.check, distinctOptions.says);

const checkboxes = z
  .strictObject({
    type: z.literal("checkboxes"),
    ...common,
    options: z.array(boxOption).min(1).max(10),
    initial_options: z.array(boxOption).min(1).optional(),
  })
  .refine(({ options, initial_options = [] }) => among(options, initial_options), {
    path: ["initial_options"],
    error: "not among the options",
  })
  .refine(distinctOptions.check, distinctOptions.says);

/** What an input block may hold. Source of the limits: docs.slack.dev/reference/block-kit. */
export const inputElement = z.discriminatedUnion("type", [textInput, numberInput, datePicker, timePicker, select, radios, checkboxes]);

/** What a person left in an input, as `view.state.values` says it; null for nothing. */
export type Typed = string | readonly string[] | null;

/** What an untouched input holds. */
export function initially(element: Loose): Typed {
  if (element.type === "checkboxes") return (element.initial_options ?? []).map((option: Loose) => option.value);
  return element.initial_value ?? element.initial_date ?? element.initial_time ?? element.initial_option?.value ?? null;
}

/** The state of one input. Throws for what Slack's client would not let a person send. */
export function stateOf(block: Loose, typed: Typed): Loose {
  const { element } = block;
  const stop = (why: string): never => {
    throw new Error(`Slack would not send ${block.block_id}: ${why}`);
  };
  const optionFor = (value: string): Loose =>
    element.options.find((option: Loose) => option.value === value) ?? stop(`${value} is none of its options`);
  if (!block.optional && (typed === null || typed.length === 0)) stop("it is required");
  if (element.type === "checkboxes") {
    return { type: element.type, selected_options: (typed === null ? [] : [typed].flat()).map(optionFor) };
  }
  if (typed !== null && typeof typed !== "string") return stop("it takes one value");
  const value = typed === "" ? null : typed;
  switch (element.type) {
    case "static_select":
    case "radio_buttons":
      return { type: element.type, selected_option: value === null ? null : optionFor(value) };
    case "datepicker":
      if (value !== null && !realDay.safeParse(value).success) stop(`${value} is no day`);
      return { type: element.type, selected_date: value };
    case "timepicker":
      return { type: element.type, selected_time: value };
    case "number_input":
      if (value !== null) {
        if (!number.safeParse(value).success) stop(`${value} is no number`);
        if (!element.is_decimal_allowed && value.includes(".")) stop(`${value} has decimals`);
        if (Number(value) < Number(element.min_value ?? value)) stop(`${value} is less than ${element.min_value}`);
        if (Number(value) > Number(element.max_value ?? value)) stop(`${value} is more than ${element.max_value}`);
      }
      return { type: element.type, value };
    default:
      if (value !== null && value.length > (element.max_length ?? 3000)) stop("it is too long");
      if (value !== null && value.length < (element.min_length ?? 0)) stop("it is too short");
      return { type: element.type, value };
  }
}
