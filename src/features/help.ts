import { clip } from "../ui/limits.ts";
import type { Block, Button } from "../ui/model.ts";
import type { Reply } from "../ui/platform.ts";
import { nearest } from "../words/alike.ts";
import { type Feature, isFor, type Visit, verbIn } from "./feature.ts";
import { say, sayText, withoutRole } from "./replies.ts";
import { otherMessengers } from "./told-where.ts";
import { normalized } from "./verbs.ts";

const offered = (features: readonly Feature[], visit: Visit) => features.filter((feature) => feature.verb && isFor(feature, visit));

async function open(features: readonly Feature[], visit: Visit): Promise<Reply> {
  const { words } = visit;
  if (visit.roles.length === 0) return sayText(visit, await withoutRole(visit));
  const mine: Feature[] = [];
  for (const feature of offered(features, visit)) {
    if (feature.name !== "help" && ((await feature.isAtHand?.(visit)) ?? true)) mine.push(feature);
  }
  return say(visit, words.help.summary, [
    { kind: "text", text: words.help.hello(visit.person.givenName) },
    { kind: "list", items: mine.map((feature) => [{ bold: verbIn(feature, visit) }, " — ", feature.about(words, visit.roles)]) },
    { kind: "text", text: words.help.howTo, tone: "quiet" },
    buttonsOf(
      features,
      visit,
      mine.map(({ name }) => name),
      await otherMessengers(visit),
    ),
    { kind: "text", text: words.help.wall, tone: "quiet" },
  ]);
}

const buttonsOf = (features: readonly Feature[], visit: Visit, names: readonly string[], more: readonly Button[] = []): Block => ({
  kind: "buttons",
  buttons: [
    ...features
      .filter(({ name }) => names.includes(name))
      .map((feature) => ({ label: feature.about(visit.words, visit.roles), action: `${feature.name}.open` })),
    ...more,
  ],
});

/** Enough of what was typed to recognize it by; a whole paragraph may have been pasted. */
const longestTyped = 60;

/** The answer to a word that is no verb: the nearest ones among those of this person. */
export function unknownVerb(features: readonly Feature[], visit: Visit, { whole, verb: typed }: { whole: string; verb: string }): Reply {
  const { common, help } = visit.words;
  const mine = offered(features, visit);
  const verbs = mine.flatMap(({ verb }) => (verb ? [normalized(verb.fr), normalized(verb.en)] : []));
  const meant = nearest(typed.slice(0, longestTyped), verbs).map(
    (verb) => mine.find((feature) => normalized(feature.verb?.fr ?? "") === verb || feature.verb?.en === verb)?.name,
  );
  const suggestions = [...new Set(meant.flatMap((name) => name ?? []))];
  return say(visit, help.summary, [
    { kind: "text", text: common.unknownVerb(clip(whole, longestTyped)) },
    ...(suggestions.length > 0 ? [{ kind: "text" as const, text: common.didYouMean }] : []),
    buttonsOf(features, visit, suggestions.length > 0 ? suggestions : ["help"]),
  ]);
}

/** Help lists the features, itself among them: it asks for the list when it is opened. */
export const helpAmong = (features: () => readonly Feature[]): Feature => ({
  name: "help",
  verb: { fr: "aide", en: "help" },
  aliases: ["menu"],
  roles: "everyone",
  about: (words) => words.help.about,
  open: (visit) => open(features(), visit),
});
