/** What a person typed, as it is compared: without mention, accents, case or punctuation. */
export function normalized(text: string): string {
  return text
    .replace(/<at>[^<]*<\/at>|<@[^<>]*>|(^|\s)@\S+/g, " ")
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}\s]/gu, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** "bien être" is "bien-être" to whoever types it: the two words are one verb. */
const spaced = /^(bien|well) (etre|being)(?= |$)/;

/** The first word, and what follows it. A leading `/mentorat` is not part of it. */
export function splitVerb(text: string): { verb: string; rest: string } {
  const said = normalized(text)
    .replace(/^mentorat( |$)/, "")
    .replace(spaced, "$1$2");
  const [verb = "", ...rest] = said.split(" ");
  return { verb, rest: rest.join(" ") };
}
