import {
  byType,
  type Check,
  either,
  flag,
  folded,
  list,
  matching,
  number,
  oneOf,
  plainObject,
  positive,
  shape,
  text,
  words,
} from "./checks.ts";
import { inputs } from "./inputs.ts";
import type { Loose } from "./records.ts";

/*
 * What Teams shows of Adaptive Cards 1.5, and less: what is not written here is refused, so that nothing new is
 * sent by mistake. Source: adaptivecards.io/explorer, and "Format cards in Teams".
 */

export const adaptive = "application/vnd.microsoft.card.adaptive";

const colour = oneOf("default", "dark", "light", "accent", "good", "warning", "attention");
const size = oneOf("default", "small", "medium", "large", "extraLarge");
const weight = oneOf("default", "lighter", "bolder");
const across = oneOf("left", "center", "right");
const down = oneOf("top", "center", "bottom");
const pixels = matching(/^\d+px$/, "a number of pixels, as 80px");
const address = matching(/^(https:\/\/|mailto:|tel:)\S+$/, "an https address, or one of mail or telephone");
const picture = matching(/^(https:\/\/\S+|data:image\/(png|jpeg|gif);base64,\S+)$/, "an https address, or a png, jpeg or gif in itself");

const requires = (value: Loose, at: string): string[] => plainObject(value, at);
const block: Readonly<Record<string, Check>> = {
  id: words,
  spacing: folded(oneOf("default", "none", "small", "medium", "large", "extraLarge", "padding")),
  separator: flag,
  isVisible: flag,
  height: folded(oneOf("auto", "stretch")),
  requires,
  fallback: (value, at) => (value === "drop" ? [] : element(value, at)),
};
const written: Readonly<Record<string, Check>> = {
  color: folded(colour),
  fontType: folded(oneOf("default", "monospace")),
  isSubtle: flag,
  size: folded(size),
  weight: folded(weight),
};
const container: Readonly<Record<string, Check>> = {
  style: folded(oneOf("default", "emphasis", "good", "attention", "warning", "accent")),
  bleed: flag,
  minHeight: pixels,
  selectAction: (value, at) => action(value, at),
};

const items: Check = (value, at) => list(element)(value, at);

const elements: Readonly<Record<string, Check>> = {
  ...inputs,
  TextBlock: shape(
    { type: oneOf("TextBlock"), text: words },
    {
      ...block,
      ...written,
      horizontalAlignment: folded(across),
      maxLines: positive,
      wrap: flag,
      style: folded(oneOf("default", "heading")),
    },
  ),
  RichTextBlock: shape(
    {
      type: oneOf("RichTextBlock"),
      inlines: list(
        either(words, (value, at) => run(value, at)),
        { min: 1 },
      ),
    },
    { ...block, horizontalAlignment: folded(across) },
  ),
  Image: shape(
    { type: oneOf("Image"), url: picture, altText: words },
    {
      ...block,
      size: folded(oneOf("auto", "stretch", "small", "medium", "large")),
      style: folded(oneOf("default", "person")),
      width: pixels,
      horizontalAlignment: folded(across),
      backgroundColor: matching(/^#([0-9a-f]{6}|[0-9a-f]{8})$/i, "a colour, as #RRGGBB"),
      selectAction: (value, at) => action(value, at),
    },
  ),
  Container: shape({ type: oneOf("Container"), items }, { ...block, ...container, verticalContentAlignment: folded(down), rtl: flag }),
  ColumnSet: shape(
    { type: oneOf("ColumnSet"), columns: (value, at) => list(column, { min: 1 })(value, at) },
    { ...block, ...container, horizontalAlignment: folded(across) },
  ),
  FactSet: shape({ type: oneOf("FactSet"), facts: list(shape({ title: words, value: words }), { min: 1 }) }, block),
  ActionSet: shape({ type: oneOf("ActionSet"), actions: (value, at) => actions(value, at) }, block),
};
const element: Check = byType(() => elements);

const run: Check = shape(
  { type: oneOf("TextRun"), text: matching(/./s, "a string that is not empty") },
  { ...written, highlight: flag, italic: flag, strikethrough: flag, underline: flag, selectAction: (value, at) => action(value, at) },
);
const column: Check = shape(
  { type: oneOf("Column"), items },
  {
    ...block,
    ...container,
    width: either(folded(oneOf("auto", "stretch")), pixels, (value, at) => [
      ...number(value, at),
      ...(value > 0 ? [] : [`${at}: above 0`]),
    ]),
    verticalContentAlignment: folded(down),
    rtl: flag,
  },
);

const button: Readonly<Record<string, Check>> = {
  id: words,
  iconUrl: picture,
  style: folded(oneOf("default", "positive", "destructive")),
  tooltip: words,
  isEnabled: flag,
  mode: folded(oneOf("primary", "secondary")),
  requires,
};
const sends = { data: plainObject, associatedInputs: folded(oneOf("auto", "none")) };
const submit: Check = shape({ type: oneOf("Action.Submit"), title: words }, { ...button, ...sends });

const kinds: Readonly<Record<string, Check>> = {
  // Clients that know no Action.Execute show the other one, which must bring back the same.
  "Action.Execute": shape(
    { type: oneOf("Action.Execute"), title: words, verb: words, fallback: submit },
    { ...button, ...sends },
    ({ title, fallback }, at) => (title === fallback.title ? [] : [`${at}.fallback.title: another than that of the button`]),
  ),
  "Action.Submit": submit,
  "Action.OpenUrl": shape({ type: oneOf("Action.OpenUrl"), url: address }, { ...button, title: words }),
  "Action.ToggleVisibility": shape(
    {
      type: oneOf("Action.ToggleVisibility"),
      title: words,
      targetElements: list(either(words, shape({ elementId: words }, { isVisible: flag })), { min: 1 }),
    },
    button,
  ),
};
const action: Check = byType(() => kinds);
/** Teams shows six in a row; others only where they are said to be in the menu beside them. */
const actions: Check = (value, at) => {
  const problems = list(action, { min: 1 })(value, at);
  if (problems.length > 0) return problems;
  const shown = value.filter(({ mode }: Loose) => mode !== "secondary");
  return shown.length > 6 ? [`${at}: more than 6 buttons in a row`] : [];
};

const card: Check = shape(
  { type: oneOf("AdaptiveCard"), version: oneOf("1.5"), body: list(element, { min: 1 }) },
  {
    $schema: oneOf("http://adaptivecards.io/schemas/adaptive-card.json"),
    actions,
    lang: words,
    fallbackText: words,
    speak: words,
    minHeight: pixels,
    rtl: flag,
    verticalContentAlignment: folded(down),
    msteams: shape({}, { width: oneOf("Full"), entities: list(plainObject) }),
    refresh: shape({ action }, { userIds: list(words, { max: 60 }), expires: text }),
  },
);

/** Everything in a card that has a type, one inside another; fallbacks stand in for what they are in. */
export function partsOf(value: Loose): Loose[] {
  if (typeof value !== "object" || value === null) return [];
  const inside = Object.entries(value).flatMap(([name, one]) => (name === "fallback" || name === "data" ? [] : partsOf(one)));
  return typeof value.type === "string" ? [value, ...inside] : inside;
}

export const inputsIn = (shown: Loose): Loose[] => partsOf(shown).filter(({ type }) => type.startsWith("Input."));
export const actionsIn = (shown: Loose): Loose[] => partsOf(shown).filter(({ type }) => type.startsWith("Action."));

/** Why Teams would refuse this card, or show it other than meant; nothing when all is well. */
export function problemsInCard(shown: unknown): string[] {
  const problems = card(shown, "card");
  if (Buffer.byteLength(JSON.stringify(shown) ?? "") > 25_000) problems.push("card: larger than 25 kB");
  if (problems.length > 0) return problems;
  const ids = partsOf(shown).flatMap(({ id }) => id ?? []);
  for (const twice of new Set(ids.filter((id, place) => ids.indexOf(id) < place))) problems.push(`card: the id ${twice} twice`);
  const all = actionsIn(shown);
  const targets = all.flatMap(({ targetElements = [] }) => targetElements.map((one: Loose) => one.elementId ?? one));
  for (const id of targets) if (!ids.includes(id)) problems.push(`card: there is no ${id} to show or hide`);
  const sending = all.some(({ type, associatedInputs }) => /Execute|Submit/.test(type) && associatedInputs !== "none");
  if (inputsIn(shown).length > 0 && !sending) problems.push("card: inputs that nothing sends");
  return problems;
}
