/** What a person typed, as it is compared: without mention, accents, case or punctuation. */
export function normalized(text: string): string {
  return unmentioned(text)
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}\s]/gu, "")
    .replace(/\s+/g, " ")
    .trim();
}

const unmentioned = (text: string): string =>
  text
    .replace(/<at>[^<]*<\/at>|<@[^<>]*>|(^|\s)@\S+/g, " ")
    .replace(/\s+/g, " ")
    .trim();

/** Emoji as Slack writes them. Those that are signs are passed over as punctuation is. */
const emoji = /^(:[\p{Letter}\p{Number}_+'-]+:\s*)+/u;

const mentorat = /^[^\p{Letter}\p{Number}]*mentorat[^\p{Letter}\p{Number}\s]*( |$)/iu;

/** "bien être" is "bien-être" to whoever types it: the two words are one verb. */
const first = /^[^\p{Letter}\p{Number}]*((bien [eê]tre|well being|follow up)(?![\p{Letter}\p{Number}]))?\S*/iu;

/** What was typed, to be said back as it was: without a mention, and without the `/mentorat` that leads it. */
interface Said {
  whole: string;
  /** The first word, as it is compared. */
  verb: string;
  /** What follows it; nothing where it names nothing. */
  rest: string;
}

export function splitVerb(text: string): Said {
  const whole = unmentioned(text.normalize("NFC")).replace(emoji, "").replace(mentorat, "");
  const typed = first.exec(whole)?.[0] ?? "";
  const rest = whole.slice(typed.length).trim();
  return { whole, verb: normalized(typed).replaceAll(" ", ""), rest: normalized(rest) === "" ? "" : rest };
}
