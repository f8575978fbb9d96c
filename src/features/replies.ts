import { languages } from "../program/terms.ts";
import { readAppointments } from "../store/cohorts.ts";
import { readPutOff } from "../store/welcomes.ts";
import { message } from "../ui/limits.ts";
import type { Block, Message, Text, Tone } from "../ui/model.ts";
import { plain } from "../ui/plain.ts";
import type { FormReply, Reply } from "../ui/platform.ts";
import { type Words, wordsOf } from "../words/index.ts";
import type { Visit } from "./feature.ts";

type Said = Extract<Reply, { kind: "say" }>;

/** A message to this visitor; its summary is the plain text of the first block where none is given. */
export function messageTo(visit: Visit, summary: string, blocks: readonly Block[]): Message {
  return message({ language: visit.person.language, summary, blocks });
}

export const say = (visit: Visit, summary: string, blocks: readonly Block[]): Said => ({
  kind: "say",
  message: messageTo(visit, summary, blocks),
});

/** A message that is one sentence. */
export const sentence = (visit: Visit, text: Text, tone: Tone = "plain"): Message =>
  messageTo(visit, plain(text, visit.person.language), [{ kind: "text", text, tone }]);

/** A reply that is one sentence. */
export const sayText = (visit: Visit, text: Text, tone: Tone = "plain"): Said => ({ kind: "say", message: sentence(visit, text, tone) });

/** Nothing of a form was carried out: it stays as it was typed, under the reason. */
export const undone = (reply: Said): FormReply => ({ ...reply, isUndone: true });
export const refuse = (visit: Visit, text: Text): FormReply => undone(sayText(visit, text));
/** The same where what it was about is over, which the message that it was opened from says from now on too. */
export const tooLate = (visit: Visit, text: Text): FormReply => undone({ ...sayText(visit, text), settled: sentence(visit, text) });

/** Nothing of a form was carried out, and what it was about, with nothing typed in it, is over. */
export const overtaken = (message: Message): FormReply => ({ kind: "replace", message, isUndone: true });

/** A sentence to someone whose language is not known; it is its own summary where none is given. */
export function inBothLanguages(phrase: (words: Words) => Text, { summary, tone = "plain" }: { summary?: string; tone?: Tone } = {}): Said {
  const texts = languages.map((language) => ({ language, text: phrase(wordsOf(language)) }));
  return {
    kind: "say",
    message: message({
      language: "fr",
      isInEach: true,
      summary: summary ?? texts.map(({ text, language }) => plain(text, language)).join(" "),
      blocks: texts.map(({ text }) => ({ kind: "text", text, tone })),
    }),
  };
}

/** What belongs to another role. Who has none in the program is told why, not sent to a help that would list nothing. */
export const notForYou = async (visit: Visit): Promise<Said> =>
  sayText(visit, visit.roles.length === 0 ? await withoutRole(visit) : visit.words.common.notForYou);

/** To whoever has no role today: when the one they had ended or will begin, or else that the program is kept apart. */
export async function withoutRole(visit: Visit): Promise<Text> {
  const { common, help } = visit.words;
  for (const cohort of visit.cohorts) {
    const all = await readAppointments(visit.store, cohort);
    const own = all.filter(({ personId }) => personId === visit.person.id);
    const next = own.find(({ from }) => from > visit.today);
    if (next) {
      const isPutOff = next.from === cohort.startsOn && (await readPutOff(visit.store, cohort, own, visit.today)).size > 0;
      return isPutOff ? common.cohortPutOff(cohort.name, next.from) : common.officeToCome(cohort.name, next.from);
    }
    const last = own.findLast(({ until }) => until !== null);
    if (last?.until) return common.officeOver(cohort.name, last.until);
  }
  return help.outsider;
}

/** A reply that takes the place of the message whose button was pressed. */
export const replaceWith = (visit: Visit, text: Text, tone: Tone = "plain"): Reply => ({
  kind: "replace",
  message: sentence(visit, text, tone),
});
