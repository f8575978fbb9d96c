import type { Language, Localized } from "../program/terms.ts";
import { en } from "./en.ts";
import { fr, type Words } from "./fr.ts";

export type { Words };

const spoken: Record<Language, Words> = { fr, en };

export const wordsOf = (language: Language): Words => spoken[language];

/** A sentence that the school wrote, in a person's language; French where it wrote only that. */
export const localized = (text: Localized, language: Language): string => text[language] ?? text.fr;
