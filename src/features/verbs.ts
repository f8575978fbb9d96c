/** What a person typed, as it is compared: without mention, accents, case or punctuation. */
export function normalized(text: string): string {
  return text
    .replace(/<at>.*?<\/at>|<@[^>]*>|(^|\s)@\S+/g, " ")
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}\s]/gu, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** The first word, and what follows it. A leading `/mentorat` is not part of it. */
export function splitVerb(text: string): { verb: string; rest: string } {
  const words = normalized(text).split(" ");
  const [verb = "", ...rest] = words[0] === "mentorat" ? words.slice(1) : words;
  return { verb, rest: rest.join(" ") };
}
