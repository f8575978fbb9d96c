import { type Day, dayOf } from "../program/day.ts";
import type { Instrument } from "../program/instrument.ts";
import { type Answer, type Answers, type Result, score } from "../program/questionnaire.ts";
import { type OwnAdministration, type Reader, readers, saveAnswers } from "../store/answers.ts";
import { readInstrument } from "../store/instruments.ts";
import { fitted, form } from "../ui/limits.ts";
import type { Block, Button, Form, Message, Text } from "../ui/model.ts";
import type { FormReply, Reply } from "../ui/platform.ts";
import { refill } from "../ui/refill.ts";
import { readAnswers } from "./answers.ts";
import type { Feature, Submission, Visit } from "./feature.ts";
import { listed } from "./listed.ts";
import { isOpen, nameApart } from "./own-dyad.ts";
import { openAmong, readQuestionnaires, stageName, stageToTell, standingOf } from "./own-questionnaires.ts";
import { preferNot, questionnaireForm } from "./questionnaire-form.ts";
import { messageTo, overtaken, say } from "./replies.ts";
import { hasScore, isAnswered, mentorOf, ownResults, resultBlocks, sharedBlocks } from "./results.ts";

/** What a database holds may be from before an import refused what no form can show. */
const formFor = (visit: Visit, one: OwnAdministration, instrument: Instrument, stage: string | null): Form =>
  form(fitted(questionnaireForm(visit, instrument, { id: String(one.id), stage, mentor: mentorOf(visit, one) })));

/** What is said of one that is done. One that was declined was not answered. */
const doneInWords = ({ words: { questionnaire: w } }: Visit, result: Result | "declined" | undefined, on: Day): Text =>
  result === "declined" ? w.settled(on) : w.alreadyAnswered(on);

/** What the messages that asked for it say from now on, and what declining it answers. */
export function doneMessage(visit: Visit, result: Result | "declined" | undefined, on: Day): Message {
  const w = visit.words.questionnaire;
  const text = result === "declined" ? w.declined : w.alreadyAnswered(on);
  return messageTo(visit, w.title, [
    { kind: "heading", text: w.title },
    { kind: "text", text, tone: "quiet" },
  ]);
}

/** What is said of one that cannot be answered: what happened since. */
function why(visit: Visit, one: OwnAdministration): Message {
  const w = visit.words.questionnaire;
  const text = one.done
    ? doneInWords(visit, one.answered?.result, dayOf(one.done.at, visit.organization.zone))
    : standingOf(one, visit.today) === "closed"
      ? w.closed(one.dueOn)
      : w.notYet(one.opensOn);
  return messageTo(visit, w.title, [
    { kind: "text", text },
    { kind: "buttons", buttons: [{ label: w.results.button, action: "results.open" }] },
  ]);
}

interface Found {
  one: OwnAdministration;
  /** Its stage, where another one is open too. */
  stage: string | null;
}

async function find(visit: Visit, id: string | undefined): Promise<Found | null> {
  const own = await readQuestionnaires(visit);
  const one = own.find((other) => String(other.id) === id);
  return one ? { one, stage: await stageToTell(visit, one, own) } : null;
}

/**
 * The verb: the questionnaire when one is open, what was answered when none is; to a mentor, what they were shown.
 * The form itself has no way to decline, so the verb brings what the invitation does: both ways, one press each.
 */
async function open(visit: Visit): Promise<Reply> {
  if (!visit.roles.includes("mentee")) return showShared(visit);
  const own = await readQuestionnaires(visit);
  const [current] = openAmong(own, visit);
  if (current) return offer(visit, { one: current, stage: await stageToTell(visit, current, own) }, own.some(isAnswered));
  const w = visit.words.questionnaire;
  const next = own.find((one) => standingOf(one, visit.today) === "not-yet");
  const intro: Block[] = [
    { kind: "text", text: own.length === 0 ? w.noneAtAll : w.noneOpen },
    ...(next ? [{ kind: "text" as const, text: w.next(next.opensOn) }] : []),
  ];
  return say(visit, w.title, [...intro, ...(own.some(isAnswered) ? await ownResults(visit) : [])]);
}

/** A mentee may be asked as long as a dyad lasts, and see again what they answered; a mentor may be shown a result at any time. */
async function isAtHand(visit: Visit): Promise<boolean> {
  if (!visit.roles.includes("mentee") || visit.dyads.some((dyad) => isOpen(visit, dyad))) return true;
  return (await readQuestionnaires(visit)).some(isAnswered);
}

const offer = (visit: Visit, found: Found, withResults: boolean): Reply =>
  say(visit, visit.words.questionnaire.title, [
    { kind: "heading", text: visit.words.questionnaire.open.heading },
    ...offerBlocks(visit, found, [
      ...waysOut(visit, found),
      ...(withResults ? [{ label: visit.words.questionnaire.results.button, action: "results.open" }] : []),
    ]),
  ]);

function waysOut({ words: { questionnaire: w } }: Visit, { one }: Found): Button[] {
  const data = { administration: String(one.id) };
  return [
    { label: w.answer, action: "answer-questionnaire.open", data, style: "primary" },
    { label: w.decline, action: "answer-questionnaire.decline", data },
  ];
}

const offerAmongOthers = (visit: Visit, found: Found): Block[] => offerBlocks(visit, found, listed(waysOut(visit, found)));

function offerBlocks(visit: Visit, { one, stage }: Found, buttons: readonly Button[]): Block[] {
  const w = visit.words.questionnaire;
  return [
    { kind: "text", text: w.open.text(one.dueOn, stage) },
    { kind: "text", text: w.privacy, tone: "quiet" },
    { kind: "buttons", buttons },
  ];
}

/** The questionnaires that wait for the visitor, each with both ways out of it; nothing when none is open. */
export async function questionnairesAtHand(visit: Visit): Promise<Block[]> {
  const own = await readQuestionnaires(visit);
  const found = await Promise.all(openAmong(own, visit).map(async (one) => ({ one, stage: await stageToTell(visit, one, own) })));
  return found.flatMap((each) => offerAmongOthers(visit, each));
}

/** The one that is open still once another is done. */
async function nextOffer(visit: Visit): Promise<Block[]> {
  const [next] = openAmong(await readQuestionnaires(visit), visit);
  return next ? offerAmongOthers(visit, { one: next, stage: await stageName(visit, next) }) : [];
}

const withNext = async (visit: Visit, { blocks, ...done }: Message): Promise<Message> => ({
  ...done,
  blocks: [...blocks, ...(await nextOffer(visit))],
});

async function showShared(visit: Visit): Promise<Reply> {
  const accompanied = visit.dyads.filter((dyad) => dyad.as === "mentor");
  const blocks: Block[] = [];
  for (const dyad of accompanied) blocks.push(...(await sharedBlocks(visit, dyad, nameApart(visit, dyad))));
  return say(visit, visit.words.questionnaire.title, blocks);
}

async function ask(visit: Visit, { one, stage }: Found): Promise<Reply> {
  const instrument = await readInstrument(visit.store, visit.organization.id, one.instrument);
  return { kind: "ask", form: formFor(visit, one, instrument, stage) };
}

async function openFromButton(visit: Visit, data: Readonly<Record<string, string>>): Promise<Reply> {
  if (data.administration === undefined) return open(visit);
  const found = await find(visit, data.administration);
  if (!found) return gone(visit);
  return standingOf(found.one, visit.today) === "open" ? ask(visit, found) : { kind: "replace", message: why(visit, found.one) };
}

const noLongerThere = (visit: Visit): Message =>
  messageTo(visit, visit.words.questionnaire.title, [{ kind: "text", text: visit.words.common.noLongerThere }]);
const gone = (visit: Visit): Reply => ({ kind: "replace", message: noLongerThere(visit) });

/** Of one that was answered or declined in the very meantime. */
async function whyNow(visit: Visit, id: string | undefined): Promise<Message> {
  const found = await find(visit, id);
  return found ? why(visit, found.one) : noLongerThere(visit);
}

async function decline(visit: Visit, data: Readonly<Record<string, string>>): Promise<Reply> {
  const found = await find(visit, data.administration);
  if (!found) return gone(visit);
  const { one } = found;
  if (standingOf(one, visit.today) !== "open") return { kind: "replace", message: why(visit, one) };
  await saveAnswers(visit.store, one, { answers: {}, result: "declined" }, { mentor: false, coordinator: false }, visit.now);
  return { kind: "replace", message: await withNext(visit, doneMessage(visit, "declined", visit.today)) };
}

async function answer(visit: Visit, { hidden, answers: typed }: Submission): Promise<FormReply> {
  const found = await find(visit, hidden.administration);
  if (!found) return overtaken(noLongerThere(visit));
  const { one, stage } = found;
  if (standingOf(one, visit.today) !== "open") return overtaken(why(visit, one));
  const instrument = await readInstrument(visit.store, visit.organization.id, one.instrument);

  const read = readAnswers(typed, visit.words);
  const values = [...instrument.scale.map(({ value }) => String(value)), preferNot];
  const given = instrument.items.map(({ id }) => [id, read.choice(id, values)] as const);
  const shared = read.choices<Reader>("share", readers);
  if (read.failed()) return { kind: "ask", form: refill(formFor(visit, one, instrument, stage), typed, read.errors) };

  const answers: Answers = Object.fromEntries(
    given.map(([id, value]): [string, Answer] => [id, value === preferNot ? preferNot : Number(value)]),
  );
  const result = score(instrument, answers);
  const consents = { mentor: shared.includes("mentor"), coordinator: shared.includes("coordinator") };
  const saved = await saveAnswers(visit.store, one, { answers, result }, consents, visit.now);
  if (!saved) return overtaken(await whyNow(visit, hidden.administration));

  const w = visit.words.questionnaire;
  const settled = doneMessage(visit, result, visit.today);
  if (result === "declined") return { kind: "say", message: await withNext(visit, settled), settled };
  const blocks: Block[] = [
    ...(await resultBlocks(visit, one.id)),
    { kind: "buttons", buttons: [{ label: w.results.button, action: "results.open" }] },
    ...(await nextOffer(visit)),
  ];
  return { kind: "say", message: messageTo(visit, hasScore({ result }) ? w.results.summary : w.title, blocks), settled };
}

export const answerQuestionnaire: Feature = {
  name: "answer-questionnaire",
  verb: { fr: "bien-être", en: "wellbeing" },
  roles: ["mentee", "mentor"],
  aliases: ["résultat", "résultats", "result", "results"],
  isAtHand,
  about: ({ questionnaire: w }, roles) => (roles.includes("mentee") ? w.about : w.aboutShared),
  open,
  asks: ["open"],
  actions: { open: openFromButton, decline },
  forms: { answer },
};
