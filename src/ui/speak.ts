import type { Day, Hour } from "../program/day.ts";
import type { Language } from "../program/terms.ts";

type DateStyle = "long" | "medium" | "short";

const locales: Record<Language, string> = { fr: "fr-CA", en: "en-CA" };
const parts: Record<DateStyle, Intl.DateTimeFormatOptions> = {
  long: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  medium: { day: "numeric", month: "long", year: "numeric" },
  short: { day: "numeric", month: "long" },
};
const space = "\u00a0";

const kept = new Map<string, unknown>();
function once<Formatter>(name: string, make: () => Formatter): Formatter {
  const known = kept.get(name) as Formatter | undefined;
  if (known) return known;
  const made = make();
  kept.set(name, made);
  return made;
}

/** "lundi 9 mars 2009", "9 mars 2009", "9 mars"; the first of a month is "1er" in French. A civil date belongs to no zone. */
export function formatDay(date: Day, language: Language, style: DateStyle = "medium"): string {
  const format = once(`day/${language}/${style}`, () => new Intl.DateTimeFormat(locales[language], { ...parts[style], timeZone: "UTC" }));
  const pieces = format.formatToParts(new Date(`${date}T12:00:00Z`));
  return pieces.map(({ type, value }) => (language === "fr" && type === "day" && value === "1" ? "1er" : value)).join("");
}

/** "15 h 45" and "9 h" in French, "3:45 p.m." in English. */
export function formatHour(at: Hour, language: Language): string {
  const [hours = 0, minutes = 0] = at.split(":").map(Number);
  const two = String(minutes).padStart(2, "0");
  if (language === "fr") return minutes === 0 ? `${hours}${space}h` : `${hours}${space}h${space}${two}`;
  return `${hours % 12 || 12}:${two}${space}${hours < 12 ? "a.m." : "p.m."}`;
}

export const formatNumber = (value: number, language: Language): string =>
  once(`number/${language}`, () => new Intl.NumberFormat(locales[language], { maximumFractionDigits: 1 })).format(value);

/** "a, b et c". */
export const formatList = (items: readonly string[], language: Language): string =>
  once(`list/${language}`, () => new Intl.ListFormat(locales[language], { style: "long", type: "conjunction" })).format(items);

/** The form that goes with a number: in French zero is singular, in English it is not. */
export const plural = (count: number, language: Language, forms: { one: string; other: string }): string =>
  once(`plural/${language}`, () => new Intl.PluralRules(locales[language])).select(count) === "one" ? forms.one : forms.other;

/** The few words that a renderer says by itself. */
interface Phrases {
  needed: string;
  /** Said of a day or a number outside of its bounds, or of none at all. One of them is there at least. */
  dayWithin(min: string | null, max: string | null): string;
  numberWithin(min: string | null, max: string | null): string;
  program: string;
  close: string;
  open: string;
  /** Said while an answer takes long. */
  moment: string;
  /** Said where a form is written further down. */
  below(title: string): string;
  /** Said where others read along, of what was written to one person alone. */
  inPrivate: string;
  /** Said there to whoever has no conversation with the bot. */
  addFirst: string;
  /** Said where there is no room for an answer that is on its way to their conversation with the bot. */
  soon: string;
  /** Said where others read along, when the bot is added there. */
  inChannel: string;
  /** Said where a form can only be opened by a button. */
  toOpen(title: string): string;
  tooSlow: string;
  /** Said when what is wrong with a form could not be shown in it any more. */
  notKept: string;
  /** Said above a form of which nothing can be carried out yet. */
  nothingKept: string;
  /** Said where the platform cannot tell what is needed to answer. */
  notNow: string;
  /** Said at a field that does not show all that was written in it. */
  cut: string;
  chart: string;
}

export const phrases: Record<Language, Phrases> = {
  fr: {
    needed: "Cette réponse est nécessaire.",
    dayWithin: (min, max) => {
      if (min !== null && max !== null) return `Indiquez un jour, du ${min} au ${max}.`;
      return min !== null ? `Indiquez un jour, le ${min} au plus tôt.` : `Indiquez un jour, le ${max} au plus tard.`;
    },
    numberWithin: (min, max) => {
      if (min !== null && max !== null) return `Indiquez un nombre, de ${min} à ${max}.`;
      return min !== null ? `Indiquez un nombre, ${min} ou plus.` : `Indiquez un nombre, ${max} ou moins.`;
    },
    program: "Mentorat",
    close: "Fermer",
    open: "Ouvrir le formulaire",
    moment: "Un instant…",
    below: (title) => `${title} : le formulaire est plus bas dans la conversation.`,
    inPrivate: "Je vous ai répondu en privé, dans notre conversation.",
    soon: "La suite arrive dans notre conversation.",
    addFirst: "Je ne réponds qu’en privé : ajoutez d’abord l’application pour vous, puis écrivez-moi.",
    inChannel:
      "Bonjour! Je suis Triade, le bot du programme de mentorat. Ici, je ne publie que les annonces de la coordination. Pour tout le reste, ajoutez l’application pour vous et écrivez-moi en privé : rien de ce que vous me confiez ne paraît dans un canal.",
    toOpen: (title) => `${title} : le formulaire s’ouvre avec ce bouton.`,
    tooSlow: "La réponse a pris trop de temps pour que le formulaire s’ouvre de lui-même.",
    nothingKept: "Rien de ce formulaire n’est enregistré pour l’instant.",
    notKept: "Une réponse était à revoir, et rien n’a été enregistré : ouvrez le formulaire de nouveau.",
    notNow: "Je ne peux pas vous répondre en ce moment. Réessayez dans quelques minutes.",
    cut: "Ce texte est trop long pour être montré ici en entier : la fin n’y est plus.",
    chart: "graphique",
  },
  en: {
    needed: "This answer is needed.",
    dayWithin: (min, max) => {
      if (min !== null && max !== null) return `Give a day, from ${min} to ${max}.`;
      return min !== null ? `Give a day, ${min} at the earliest.` : `Give a day, ${max} at the latest.`;
    },
    numberWithin: (min, max) => {
      if (min !== null && max !== null) return `Give a number, from ${min} to ${max}.`;
      return min !== null ? `Give a number, ${min} or more.` : `Give a number, ${max} or less.`;
    },
    program: "Mentoring",
    close: "Close",
    open: "Open the form",
    moment: "One moment…",
    below: (title) => `${title}: the form is further down in the conversation.`,
    inPrivate: "I answered you in private, in our conversation.",
    soon: "The rest is on its way to our conversation.",
    addFirst: "I answer in private only: add the app for yourself first, then write to me.",
    inChannel:
      "Hello! I am Triade, the bot of the mentoring program. Here I only publish announcements of the coordination. For everything else, add the app for yourself and write to me in private: nothing that you tell me appears in a channel.",
    toOpen: (title) => `${title}: this button opens the form.`,
    tooSlow: "The answer took too long for the form to open by itself.",
    nothingKept: "Nothing of this form is saved for now.",
    notKept: "An answer needed another look, and nothing was saved: open the form again.",
    notNow: "I cannot answer you just now. Try again in a few minutes.",
    cut: "This text is too long to be shown here in full: its end is missing.",
    chart: "chart",
  },
};
