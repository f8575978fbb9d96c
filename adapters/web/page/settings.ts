import type { Language } from "./protocol.ts";

/** What the page remembers: in its address, so that it can be shared, and in this browser for the next visit. */
const storageKey = "triade.playground";

interface Settings {
  language: Language;
  person: string | undefined;
}

const isLanguage = (text: unknown): text is Language => text === "fr" || text === "en";

export function readSettings(): Settings {
  const address = new URL(location.href).searchParams;
  const stored = storedSettings();
  const language = [address.get("lang"), stored.language].find(isLanguage) ?? "fr";
  const person = address.get("person") ?? stored.person;
  return { language, person: typeof person === "string" ? person : undefined };
}

export function writeSettings({ language, person }: Settings): void {
  const url = new URL(location.href);
  url.searchParams.set("lang", language);
  if (person !== undefined) url.searchParams.set("person", person);
  history.replaceState(null, "", url);
  try {
    localStorage.setItem(storageKey, JSON.stringify({ language, person }));
  } catch (error) {
    // Storage that is full or forbidden costs the next visit its memory, and nothing else.
    if (!(error instanceof DOMException)) throw error;
  }
}

function storedSettings(): { [Key in keyof Settings]?: unknown } {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "{}");
    return typeof stored === "object" && stored !== null ? { ...stored } : {};
  } catch (error) {
    if (error instanceof DOMException || error instanceof SyntaxError) return {};
    throw error;
  }
}
