const color = (name: string) => ({
  default: `var(--${name})`,
  subtle: `var(--${name}-quiet, var(--ink-quiet))`,
  highlightColors: { default: "var(--accent-wash)", subtle: "var(--accent-wash)" },
});

const foregroundColors = {
  default: { ...color("ink"), subtle: "var(--ink-quiet)" },
  dark: color("ink"),
  light: color("ink-quiet"),
  accent: color("accent-ink"),
  good: color("good"),
  warning: color("warning"),
  attention: color("attention"),
};

const surface = (background: string, border: string) => ({
  backgroundColor: `var(--${background})`,
  borderColor: `var(--${border})`,
  foregroundColors,
});

/**
 * The theme of the cards. Colours are the page's own variables, so that a card follows light and dark by
 * itself; sizes are in CSS pixels.
 */
export const hostConfig = (headingLevel: number): object => ({
  supportsInteractivity: true,
  fontTypes: {
    default: {
      fontFamily: "inherit",
      fontSizes: { small: 13, default: 15, medium: 16, large: 18, extraLarge: 22 },
      fontWeights: { lighter: 400, default: 400, bolder: 650 },
    },
    monospace: { fontFamily: "var(--mono)", fontSizes: { small: 12, default: 14, medium: 15, large: 17, extraLarge: 20 } },
  },
  spacing: { small: 6, default: 10, medium: 16, large: 22, extraLarge: 30, padding: 18 },
  separator: { lineThickness: 1, lineColor: "var(--line)" },
  textBlock: { headingLevel },
  textStyles: { heading: { size: "large", weight: "bolder" } },
  containerStyles: {
    default: { ...surface("surface", "line"), backgroundColor: "transparent" },
    emphasis: surface("surface-low", "line"),
    accent: surface("accent-wash", "accent-line"),
    good: surface("good-wash", "good"),
    warning: surface("warning-wash", "warning"),
    attention: surface("attention-wash", "attention"),
  },
  inputs: {
    label: {
      inputSpacing: "small",
      requiredInputs: { weight: "bolder", size: "default", suffix: "\u00a0*", suffixColor: "attention" },
      optionalInputs: { weight: "bolder", size: "default" },
    },
    errorMessage: { size: "small", color: "attention", weight: "default" },
  },
  actions: {
    maxActions: 12,
    spacing: "medium",
    buttonSpacing: 8,
    actionsOrientation: "horizontal",
    actionAlignment: "left",
    allowTitleToWrap: true,
    showCard: { actionMode: "inline", inlineTopMargin: 12 },
  },
  factSet: {
    title: { weight: "default", isSubtle: true, wrap: true, maxWidth: 190 },
    value: { wrap: true },
    spacing: 14,
  },
  imageSizes: { small: 40, medium: 80, large: 160 },
  adaptiveCard: { allowCustomStyle: false },
});
