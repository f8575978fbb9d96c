import assert from "node:assert/strict";
import { addDays, type Day, day, hour, mondayOf } from "../../src/program/day.ts";
import type { Language } from "../../src/program/terms.ts";
import type { Form, Message, Text } from "../../src/ui/model.ts";
import { plain, plainMessage } from "../../src/ui/plain.ts";
import { type Words, wordsOf } from "../../src/words/index.ts";
import { type Actor, formText, openStage, type Stage } from "../support/stage.ts";
import { accounts } from "./accounts.ts";
import { type Texts, usual } from "./texts.ts";

/** One thing that somebody is shown. */
export type Exhibit = { name: string; to: string } & (
  | { kind: "message"; message: Message; isHome: boolean }
  | { kind: "form"; form: Form }
);

/** An exhibit with one of these ends is a form, and any other a message: a form that did not open is not taken for one. */
const formName = /-(form|errors)$/;
const homeName = /^home\b/;

const summing = (raw: number) =>
  Object.fromEntries(
    ["cheerful", "calm", "active", "rested", "interested"].map((item, place) => [
      item,
      String(Math.floor(raw / 5) + (place < raw % 5 ? 1 : 0)),
    ]),
  );

/** What the guide of the tour does, each time naming the exhibit and a phrase that must be on it. */
export interface Guide {
  stage: Stage;
  words: Words;
  texts: Texts;
  says(actor: Actor, text: string, name: string, expected: Text): Promise<void>;
  presses(actor: Actor, action: string, name: string, expected: Text, data?: Readonly<Record<string, string>>): Promise<void>;
  fills(actor: Actor, answers: Readonly<Record<string, string | string[]>>, name: string, expected: Text): Promise<void>;
  /** Sends what no form of today asks for. */
  submits(actor: Actor, form: string, name: string, expected: Text): Promise<void>;
  passes(to: string): Promise<void>;
  /** What this actor was sent last. */
  shows(actor: Actor, name: string, expected: Text): void;
}

/** Walks through the whole product in one language, and brings back every message and form met on the way. */
export async function tour(language: Language, texts: Texts = usual): Promise<Exhibit[]> {
  const stage = await openStage({ now: "2009-01-05T06:00", language, secondMentee: true, updates: true, plan: texts.plan });
  await rename(stage, texts);
  const exhibits = new Map<string, Exhibit>();
  const guide = guideThrough(stage, language, texts, exhibits);

  await beforeAnythingIsPlanned(guide);
  await stage.app.planAhead(stage.now);
  await stage.app.planDigests(stage.now);
  await everyone(guide);
  await guide.passes("2009-01-12T12:00");
  await meetings(guide);
  await notebook(guide);
  await pauses(guide);
  const first = await firstQuestionnaire(guide);
  await followUps(guide);
  await laterQuestionnaires(guide, first);
  await theGroup(guide);
  await theEnd(guide);
  await stage.close();
  const arriving = await openStage({ now: "2009-03-09T10:00", language });
  await accounts(guideThrough(arriving, language, texts, exhibits));
  await arriving.close();
  return [...exhibits.values()];
}

async function rename(stage: Stage, { names }: Texts): Promise<void> {
  const actors = [stage.coordinator, stage.mentor, stage.mentee, stage.otherMentor, stage.otherMentee, stage.secondMentee];
  for (const actor of actors) {
    const name = names[actor?.name.split(" ")[0] ?? ""];
    if (!actor || !name) continue;
    const [given, family] = name;
    await stage.store.db("people").where({ id: actor.id }).update({ given_name: given, family_name: family });
    Object.assign(actor, { name: `${given} ${family}` });
  }
}

function guideThrough(stage: Stage, language: Language, texts: Texts, exhibits: Map<string, Exhibit>): Guide {
  const roles: [Actor | null, string][] = [
    [stage.coordinator, "coordinator"],
    [stage.mentor, "mentor"],
    [stage.mentee, "mentee"],
    [stage.otherMentor, "mentor"],
    [stage.otherMentee, "mentee"],
    [stage.secondMentee, "mentee"],
    [stage.direction, "direction"],
    [stage.stranger, "stranger"],
  ];
  const roleOf = (actor: Actor) => roles.find(([one]) => one === actor)?.[1] ?? "other";
  const keep = (exhibit: Exhibit): void => {
    const key = `${exhibit.name}/${exhibit.to}`;
    if (!exhibits.has(key)) exhibits.set(key, exhibit);
  };
  const show = (name: string, actor: Actor, expected: Text): void => {
    const message = actor.shown.at(-1);
    assert.equal(actor.form !== null, formName.test(name), `${name} is ${actor.form ? "a form" : "a message"}: ${actor.last}`);
    const text = actor.form ? formText(actor.form) : message ? plainMessage(message) : "";
    const phrase = plain(expected, language);
    assert.ok(text.includes(phrase), `${name} does not say “${phrase}”:\n${text}`);
    if (actor.form) keep({ name, to: roleOf(actor), kind: "form", form: actor.form });
    else if (message) keep({ name, to: roleOf(actor), kind: "message", message, isHome: homeName.test(name) });
  };

  const actorOf = ({ user }: { user: string }) => roles.find(([one]) => String(one?.id) === user)?.[0];
  /** The notices as they were shown first, whatever they say later. */
  const arrivals: { actor: Actor; key: string; place: number }[] = [];
  const kindAt = new Map<string, string>();
  stage.whenSending = async (to, key) => {
    const actor = actorOf(to);
    if (actor) arrivals.push({ actor, key, place: actor.shown.length });
    kindAt.set(`${to.user}/${actor?.shown.length}`, key.split(":")[0] ?? key);
  };
  /** What a message becomes has no name of its own: it is named for the words that say so. */
  stage.whenUpdating = async (to, receipt, message) => {
    keepArrivals();
    const became = becameOf(message, language);
    const actor = actorOf(to);
    if (actor && became)
      keep({ name: `notice-${kindAt.get(`${to.user}/${receipt}`)}-${became}`, to: roleOf(actor), kind: "message", message, isHome: false });
  };
  const keepArrivals = () => {
    for (const { actor, key, place } of arrivals.splice(0)) {
      const message = actor.shown[place];
      if (message) keep({ name: `notice-${key.split(":")[0]}`, to: roleOf(actor), kind: "message", message, isHome: false });
    }
  };
  return {
    stage,
    words: wordsOf(language),
    shows: (actor, name, expected) => show(name, actor, expected),
    texts,
    async says(actor, text, name, expected) {
      await actor.says(text);
      show(name, actor, expected);
    },
    async presses(actor, action, name, expected, data) {
      await (data ? actor.pressesRaw(action, data) : actor.presses(action));
      show(name, actor, expected);
    },
    async fills(actor, answers, name, expected) {
      await actor.fillsIn(answers);
      show(name, actor, expected);
    },
    async submits(actor, form, name, expected) {
      await actor.submitsRaw(form, {}, {});
      show(name, actor, expected);
    },
    async passes(to) {
      await stage.passes({ to });
      keepArrivals();
    },
  };
}

/** What became of the matter of a notice, from the words with which its message says so; null where it still asks. */
function becameOf(message: Message, language: Language): string | null {
  const { notices, questionnaire: w, status } = wordsOf(language);
  const { summary: _, ...ofFollowUps } = notices.followUpSettled;
  const someDay = day("2009-01-05");
  const ofQuestionnaires = { done: w.alreadyAnswered(someDay), declined: w.declined, moved: w.later, lapsed: w.closed(someDay) };
  const lines = [ofFollowUps, ofQuestionnaires, status.digest.settled, status.silence.settled, { paused: notices.paused(someDay) }];
  const text = plainMessage(message);
  const said = (line: Text): boolean => text.includes(Array.isArray(line) ? line[0] : line);
  return [...lines, notices.settled].flatMap((of) => Object.entries(of)).find(([, line]) => said(line))?.[0] ?? null;
}

const opensHome = ({ presses }: Guide, actor: Actor, name: string, expected: Text) => presses(actor, "home.open", name, expected, {});

async function beforeAnythingIsPlanned(guide: Guide): Promise<void> {
  const {
    stage: { mentee, coordinator },
    words: w,
    says,
  } = guide;
  for (const actor of [mentee, coordinator]) await opensHome(guide, actor, "home-nothing", w.home.nothing);
  await says(mentee, "bienetre", "questionnaire-none-at-all", w.questionnaire.noneAtAll);
  await says(mentee, "calendrier", "calendar-empty", w.calendar.none);
  await says(coordinator, "suivi", "follow-ups-none", w.leadFollowUp.heading);
}

/** What everyone meets: help of each role, and the refusals. */
async function everyone(guide: Guide): Promise<void> {
  const { stage, words: w, says, presses, submits } = guide;
  const { coordinator, mentor, mentee, direction, stranger } = stage;
  for (const actor of [coordinator, mentor, mentee]) await says(actor, "aide", "help", w.help.howTo);
  await says(direction, "aide", "help", w.help.outsider);
  await opensHome(guide, mentor, "home", w.home.calendar);
  await opensHome(guide, direction, "home-outsider", w.help.outsider);
  await says(mentor, "recontre", "unknown-verb-nearest", w.common.didYouMean);
  await says(mentor, "xylophone", "unknown-verb", w.common.unknownVerb("xylophone"));
  await says(mentor, "statut", "not-for-you", w.common.notForYou);
  await says(direction, "statut", "not-for-you", w.help.outsider);
  await says(stranger, "aide", "stranger", w.common.stranger);
  await introduced({ stage, words: w, says, presses });
  await submits(mentor, "log-meeting.old", "form-too-old", w.common.brokenForm);
  await presses(mentor, "log-meeting.void", "no-longer-there", w.common.noLongerThere, { dyad: "0", meeting: "0" });
}

/** Someone on a chat platform whom the bot does not know yet, until they are the one of human resources. */
async function introduced({ stage: { stranger }, words: w, says, presses }: Pick<Guide, "stage" | "words" | "says" | "presses">) {
  const { introduction: words } = w;
  stranger.profile = { kind: "guest", name: "Rita R.", email: null };
  await says(stranger, "aide", "introduction-members-only", words.membersOnly);
  stranger.profile = { kind: "member", name: "Rita R.", email: "rita.ressources@exemple.example" };
  await says(stranger, "aide", "introduction-question", words.areYou("Rita Ressources", "École Exemple"));
  await presses(stranger, "introduction.deny", "introduction-denied", words.denied);
  await presses(stranger, "introduction.confirm", "introduction-over", w.common.noLongerThere);
  await says(stranger, "aide", "introduction-question", words.areYou("Rita Ressources", "École Exemple"));
  await presses(stranger, "introduction.confirm", "introduction-welcome", words.welcome);
}

async function meetings({ stage, words: w, texts, says, presses, fills }: Guide): Promise<void> {
  const { mentor, otherMentor, otherMentee } = stage;
  const { logMeeting: words } = w;
  await says(otherMentor, "rencontre", "log-meeting-form", words.title);
  await fills(otherMentor, { heldOn: "2009-02-30", minutes: "0" }, "log-meeting-errors", w.common.field.notADate);
  const logged = { heldOn: "2009-01-09", minutes: "75", topics: ["classroom", "parents"], otherTopic: texts.topic };
  await fills(otherMentor, logged, "log-meeting-logged", w.common.minutes(75));
  await says(otherMentee, "rencontre", "log-meeting-form", words.title);
  await fills(otherMentee, { heldOn: "2009-01-09" }, "log-meeting-duplicate-errors", words.duplicateAtField);
  await presses(otherMentor, "log-meeting.correct", "log-meeting-correct-form", words.correctTitle);
  await fills(otherMentor, {}, "log-meeting-nothing-changed", words.refusals["nothing-changed"]);
  await presses(otherMentor, "log-meeting.correct", "log-meeting-correct-form", words.correctTitle);
  await fills(otherMentor, { minutes: "80" }, "log-meeting-corrected", w.common.minutes(80));
  await presses(otherMentor, "log-meeting.void", "log-meeting-withdraw-question", words.voidAsk);
  await presses(otherMentor, "log-meeting.withdraw", "log-meeting-withdrawn", words.voided(day("2009-01-09")));
  await presses(otherMentor, "log-meeting.correct", "log-meeting-already-withdrawn", words.alreadyVoided(day("2009-01-09")));
  await says(mentor, "rencontre", "log-meeting-which-dyad-form", words.dyad);
}

async function notebook({ stage, words: w, texts, says, presses, fills }: Guide): Promise<void> {
  const { mentor, mentee, otherMentor, otherMentee } = stage;
  const dyad = { dyad: String(stage.dyads.second) };
  await says(mentor, "cahier", "notebook-which", w.notebook.which);
  await says(otherMentee, "cahier", "notebook-empty", w.notebook.noNote);
  await presses(otherMentee, "notebook.write", "notebook-note-form", w.notebook.form.title);
  await fills(otherMentee, { text: "" }, "notebook-note-errors", w.notebook.refusals.empty);
  await fills(
    otherMentee,
    { kind: "good-moment", text: texts.note, audience: "our-dyad" },
    "notebook-note-saved",
    w.notebook.saved["our-dyad"],
  );
  await presses(otherMentee, "objective.set", "objective-form", w.objective.form.title, dyad);
  await fills(otherMentee, { text: texts.objective }, "objective-saved", w.objective.saved);
  for (const heldOn of ["2009-01-08", "2009-01-07", "2009-01-06", "2009-01-05", "2009-01-12", "2009-01-12"]) {
    await says(otherMentor, "rencontre", "log-meeting-with-objectives-form", w.logMeeting.objectives);
    await otherMentor.fillsIn({ heldOn, objectives: ["1"] });
    if (otherMentor.form) await otherMentor.fillsIn({ another: ["yes"] });
  }
  await says(otherMentor, "cahier", "notebook-of-the-other", w.notebook.allMeetings);
  await presses(otherMentor, "notebook.meetings", "notebook-meetings", w.notebook.back);
  await says(otherMentee, "cahier", "notebook", w.notebook.kinds["good-moment"]);
  for (let number = 1; number <= 6; number++) {
    await otherMentee.presses("notebook.write");
    await otherMentee.fillsIn({ kind: "learning", text: number === 6 ? texts.longNote : `${number}${texts.more}` });
    await otherMentee.says("cahier");
  }
  await presses(otherMentee, "notebook.page", "notebook-page-2", w.notebook.kinds["good-moment"]);
  await says(otherMentee, "cahier", "notebook-full", w.notebook.readOn);
  await presses(otherMentee, "notebook.read", "notebook-note-whole", texts.longNote);
  await presses(otherMentee, "notebook.share", "notebook-note-shared", w.notebook.shared);
  await otherMentee.says("cahier");
  await presses(otherMentee, "notebook.unshare", "notebook-note-kept", w.notebook.unshared);
  await presses(otherMentee, "notebook.remove", "notebook-erase-question", w.notebook.removeAsk);
  await presses(otherMentee, "notebook.erase", "notebook-erased", w.notebook.removed);

  await says(otherMentee, "objectif", "objectives", w.objective.summary);
  await presses(otherMentee, "objective.reached", "objective-reached", w.objective.nowReached(texts.objective));
  for (let number = 1; number <= 10; number++) {
    await otherMentee.pressesRaw("objective.set", dyad);
    await otherMentee.fillsIn({ text: `${number}. ${texts.objective}` });
  }
  await says(otherMentee, "objectif", "objectives-full", w.objective.markDropped);
  await presses(otherMentee, "objective.set", "objective-too-many", w.objective.tooMany, dyad);
  await presses(otherMentee, "objective.dropped", "objective-dropped", w.objective.nowDropped(`10. ${texts.objective}`));

  for (const actor of [mentee, stage.coordinator])
    await says(actor, "calendrier", "calendar", actor === mentee ? w.calendar.heading : w.calendar.coordinatorHeading);
}

async function pauses({ stage: { mentor }, words: w, says, presses, fills }: Guide): Promise<void> {
  await says(mentor, "pause", "pause-form", w.pause.title);
  await fills(mentor, { until: "2009-01-01" }, "pause-before-its-start-errors", w.pause.refusals["until-before-from"]);
  await fills(mentor, { until: "2009-06-01" }, "pause-too-long-errors", w.pause.refusals["too-long"]);
  await fills(mentor, { from: "2009-01-02", until: "2009-01-20" }, "pause-in-the-past-errors", w.pause.refusals["from-past"]);
  await fills(mentor, { from: "2009-12-02", until: "2009-12-03" }, "pause-too-far-errors", w.pause.refusals["from-too-far"]);
  await fills(mentor, { from: "2009-01-18", until: "2009-01-18" }, "pause-of-a-day-taken", w.pause.cancel(1));
  await says(mentor, "pause", "pause-to-come", w.pause.toCome(day("2009-01-18"), day("2009-01-18")));
  await presses(mentor, "pause.resume", "pause-cancelled", w.pause.cancelled(1));
  await says(mentor, "pause", "pause-form", w.pause.title);
  await fills(mentor, { from: "2009-01-12", until: "2009-01-13" }, "pause-taken", w.pause.taken(day("2009-01-12"), day("2009-01-13")));
  await says(mentor, "pause", "pause-current", w.pause.current(day("2009-01-13")));
  await presses(mentor, "pause.resume", "pause-resumed", w.pause.resumed);
  await presses(mentor, "pause.resume", "pause-not-paused", w.pause.notPaused);
}

interface AdministrationRow {
  id: number;
  stage: string;
  opens_on: Day;
  due_on: Day;
}

/** The questionnaires of a dyad as they are planned now. */
const administrationsOf = ({ store }: Stage, dyad: number): Promise<AdministrationRow[]> =>
  store.db("administrations").where({ dyad_id: dyad }).orderBy("opens_on");

async function administrationAt(stage: Stage, dyad: number, place: number): Promise<AdministrationRow> {
  const found = (await administrationsOf(stage, dyad))[place];
  assert.ok(found);
  return found;
}

const onDay = async ({ store }: Stage, dyad: number | null, stageKey: string): Promise<{ id: number; on_day: Day }> => {
  const [row] = await store.db("follow_ups").where({ stage: stageKey, dyad_id: dyad });
  return row;
};

/** A message that asks for something falls quiet during a pause. */
async function pausesWhileAsked({ stage, words: w, says, presses, fills }: Guide): Promise<void> {
  const { secondMentee } = stage;
  assert.ok(secondMentee);
  await says(secondMentee, "pause", "pause-form", w.pause.title);
  await fills(secondMentee, {}, "pause-taken", w.pause.taken(stage.today, addDays(stage.today, 7)));
  await stage.app.deliverDue(() => stage.now);
  await presses(secondMentee, "pause.resume", "pause-resumed", w.pause.resumed);
  await stage.app.deliverDue(() => stage.now);
}

async function firstQuestionnaire(guide: Guide): Promise<AdministrationRow> {
  const { stage, words: w, says, presses, fills, passes } = guide;
  const { mentor, mentee } = stage;
  const { questionnaire: words } = w;
  const one = await administrationAt(stage, stage.dyads.first, 0);
  const later = await administrationAt(stage, stage.dyads.first, 1);
  await passes(`${one.opens_on}T12:00`);
  await pausesWhileAsked(guide);
  await says(mentor, "bienetre", "results-shared-none", words.results.sharedNone(mentee.name));
  await opensHome(guide, mentee, "home-questionnaire", words.open.text(one.due_on));
  await says(mentee, "bienetre", "questionnaire-offered", words.open.heading);
  await presses(mentee, "answer-questionnaire.open", "questionnaire-form", words.preferNot, { administration: String(one.id) });
  await fills(mentee, { calm: "" }, "questionnaire-errors", w.common.field.required);
  await fills(mentee, { ...summing(16), share: ["mentor"] }, "questionnaire-result", words.results.thanks);
  await presses(mentee, "answer-questionnaire.open", "questionnaire-already-answered", words.alreadyAnswered(stage.today), {
    administration: String(one.id),
  });
  await presses(mentee, "answer-questionnaire.open", "questionnaire-not-yet", words.notYet(later.opens_on), {
    administration: String(later.id),
  });
  await says(mentor, "bienetre", "results-shared", words.results.sharedHeading(mentee.name));
  return one;
}

async function followUps(guide: Guide): Promise<void> {
  const { stage, words: w, texts, says, presses, fills, passes } = guide;
  const { coordinator } = stage;
  const { leadFollowUp: words } = w;
  const first = await onDay(stage, stage.dyads.first, "follow-up-1");
  const data = { followUp: String(first.id) };
  await passes(`${first.on_day}T16:00`);
  await opensHome(guide, coordinator, "home-to-lead", w.home.ledToday(null).split(".")[0] ?? "");
  await says(coordinator, "suivi", "follow-ups-to-lead", words.prepare);
  await presses(coordinator, "lead-follow-up.show", "follow-up-prepare", words.agenda, data);
  await presses(coordinator, "lead-follow-up.record", "follow-up-record-form", words.form.title, data);
  await fills(coordinator, { heldOn: "" }, "follow-up-record-errors", w.common.field.required);
  const written = (coordinator.form?.fields ?? []).flatMap((field) =>
    field.kind === "text" && field.multiline ? [[field.key, texts.record.slice(0, field.maxLength)]] : [],
  );
  const filled = { "record-notebook": "presented", ...Object.fromEntries(written) };
  await fills(coordinator, { ...filled, heldOn: "2009-12-01" }, "follow-up-record-in-the-future-errors", words.holding["in-the-future"]);
  await fills(
    coordinator,
    { ...filled, heldOn: "2009-01-04" },
    "follow-up-record-too-early-errors",
    words.holding["before-the-dyad-began"],
  );
  await fills(coordinator, { ...filled, heldOn: stage.today }, "follow-up-recorded", {
    date: stage.today,
    style: "long",
  });
  await presses(coordinator, "lead-follow-up.record", "follow-up-already-recorded", words.alreadyHeld(stage.today), data);
  await presses(coordinator, "lead-follow-up.move", "follow-up-move-already-held", words.alreadyHeld(stage.today), data);
  await presses(coordinator, "lead-follow-up.complete", "follow-up-complete-form", words.form.completeTitle, data);
  await presses(coordinator, "lead-follow-up.show", "follow-up-record", texts.record, data);

  const second = await onDay(stage, stage.dyads.second, "follow-up-2");
  await passes(`${addDays(second.on_day, -9)}T12:00`);
  const saturday = addDays(mondayOf(second.on_day), 5);
  await presses(coordinator, "lead-follow-up.move", "follow-up-move-form", words.moveForm.title, { followUp: String(second.id) });
  await fills(coordinator, { on: saturday }, "follow-up-move-closed-day-errors", words.moving["closed-day"]);
  await fills(coordinator, { on: "2009-01-19" }, "follow-up-move-past-errors", words.moving.past);
  await fills(coordinator, { on: "2009-11-30" }, "follow-up-move-order-errors", words.breaksOrder([], 0).split(":")[0]?.trim() ?? "");
  await fills(coordinator, { at: "midi" }, "follow-up-move-hour-errors", words.notAnHour);
  await fills(coordinator, { on: addDays(second.on_day, 1), at: "14:30" }, "follow-up-moved", {
    date: addDays(second.on_day, 1),
    style: "long",
    at: hour("14:30"),
  });
  // Of what a colleague changes before it is announced, whoever leads it hears the next morning.
  const third = await onDay(stage, stage.dyads.second, "follow-up-3");
  await stage.deputy.pressesRaw("lead-follow-up.move", { followUp: String(third.id) });
  await stage.deputy.fillsIn({ on: third.on_day, at: "14:30" });

  await opensHome(guide, coordinator, "home", w.home.calendar);
  await opensHome(guide, stage.mentor, "home-silent", w.home.first);
  await opensHome(guide, stage.otherMentee, "home-meetings", w.home.meetings);
  await says(coordinator, "statut", "status", w.status.attention);
  await says(coordinator, "statut noé", "status-dyad", w.status.dyad.privacy);
  await presses(coordinator, "status.shared", "status-shared", w.questionnaire.results.sharedNone(stage.otherMentee.name));
  await says(coordinator, "statut ma", "status-which", w.status.which("ma"));
  await says(coordinator, "statut zzz", "status-nobody", w.status.nobody("zzz"));
}

async function laterQuestionnaires(guide: Guide, first: AdministrationRow): Promise<void> {
  const { stage, words: w, says, presses, fills, passes } = guide;
  const { mentee, otherMentee, secondMentee } = stage;
  const { questionnaire: words } = w;
  const second = await administrationAt(stage, stage.dyads.first, 1);
  await passes(`${later(second.opens_on, stage.today)}T17:00`);
  await mentee.pressesRaw("answer-questionnaire.open", { administration: String(second.id) });
  await fills(mentee, { ...summing(11), share: [] }, "questionnaire-result-low-compared", words.results.lowPrivacy);
  await presses(mentee, "results.open", "results", words.results.history);
  const consent = { administration: String(first.id), reader: "coordinator" };
  await presses(mentee, "results.show", "results-shown", words.results.hide.coordinator(), consent);
  await presses(mentee, "results.hide", "results-hidden", words.results.show.coordinator(), consent);
  await says(mentee, "bienetre", "questionnaire-none-open", words.noneOpen);
  if (secondMentee && stage.dyads.third) {
    const missed = await administrationAt(stage, stage.dyads.third, 0);
    await presses(secondMentee, "answer-questionnaire.open", "questionnaire-closed", words.closed(missed.due_on), {
      administration: String(missed.id),
    });
  }

  const refusable = (await administrationsOf(stage, stage.dyads.second)).find(({ due_on }) => due_on > stage.today);
  assert.ok(refusable);
  await passes(`${later(refusable.opens_on, stage.today)}T17:30`);
  const data = { administration: String(refusable.id) };
  await presses(otherMentee, "answer-questionnaire.decline", "questionnaire-declined", words.declined, data);
  await presses(otherMentee, "answer-questionnaire.open", "questionnaire-settled", words.settled(stage.today), data);

  const third = await administrationAt(stage, stage.dyads.first, 2);
  await passes(`${later(third.opens_on, stage.today)}T17:40`);
  await mentee.pressesRaw("answer-questionnaire.open", { administration: String(third.id) });
  await fills(mentee, { ...summing(20), calm: "prefer-not", rested: "prefer-not" }, "questionnaire-no-score", words.results.noScore);
}

const later = (one: Day, other: Day): Day => (one > other ? one : other);

async function theGroup({ stage, words: w, presses, passes, shows }: Guide): Promise<void> {
  const group = await onDay(stage, null, "mentee-group");
  await passes(`${later(addDays(group.on_day, -7), stage.today)}T18:00`);
  const dyads = stage.store.db("dyads").where({ id: stage.dyads.third });
  const mentee = stage.secondMentee ?? stage.mentee;
  const endsOn = addDays(group.on_day, -1);
  await dyads.clone().update({ ended_on: endsOn });
  await passes(`${addDays(stage.today, 1)}T12:00`);
  shows(mentee, "follow-up-concerns-no-longer", w.notices.followUpConcern.ended(group.on_day, stage.mentor.name, endsOn, false));
  await dyads.update({ ended_on: null });
  await passes(`${addDays(stage.today, 1)}T12:00`);
  shows(mentee, "follow-up-concerns-again", w.notices.followUpConcern.concerns(group.on_day, hour("15:45")));
  await passes(`${later(group.on_day, stage.today)}T18:00`);
  const data = { followUp: String(group.id) };
  await presses(stage.coordinator, "lead-follow-up.record", "follow-up-group-form", w.leadFollowUp.form.groupPrivacy, data);
}

/** A dyad that ends before an announced follow-up, a program with more to look at than one page holds, and a cohort that is over. */
async function theEnd(guide: Guide): Promise<void> {
  const { stage, words: w, texts, says, presses, passes, shows } = guide;
  const { mentor, coordinator } = stage;
  const ended = { dyad: String(stage.dyads.third) };
  const third = await onDay(stage, stage.dyads.third, "follow-up-3");
  const on = addDays(stage.today, 11);
  await stage.store.db("follow_ups").where({ id: third.id }).update({ on_day: on });
  await passes(`${addDays(stage.today, 1)}T17:00`);
  const endedOn = stage.today;
  await stage.store.db("dyads").where({ id: stage.dyads.third }).update({ ended_on: endedOn });
  await passes(`${addDays(stage.today, 2)}T17:00`);
  shows(stage.secondMentee ?? mentor, "follow-up-called-off", w.notices.followUpMoved.ended(on, endedOn, true));
  await addSilentDyads(stage, texts);
  await passes(`${addDays(stage.today, 50)}T17:00`);
  await presses(mentor, "notebook.show", "notebook-ended", w.notebook.ended, ended);
  await presses(mentor, "notebook.write", "notebook-ended-refusal", w.notebook.ended, ended);
  await opensHome(guide, stage.secondMentee ?? mentor, "home-ended", w.home.ended(mentor.name, endedOn));
  await opensHome(guide, coordinator, "home-of-many", w.status.attention);
  await says(coordinator, "statut", "status-of-many", w.status.nextPage);
  await presses(coordinator, "status.page", "status-page-2", w.status.attention);
  await passes("2009-12-19T12:00");
  await says(mentor, "rencontre", "log-meeting-cohort-over", w.logMeeting.cohortOver);
  await opensHome(guide, mentor, "home-cohort-over", w.home.over("Cohorte 2009", day("2009-12-18")));
}

/** Dyads that log nothing, so that each is worth a look. */
async function addSilentDyads(
  { store, organizationId, cohortId, coordinator, mentor, today }: Stage,
  { silentDyads, silentFamily }: Texts,
): Promise<void> {
  const [{ language } = { language: "fr" }] = await store.db("people").where({ id: mentor.id }).select("language");
  for (let number = 1; number <= silentDyads; number++) {
    const person = { organization_id: organizationId, given_name: "Personne", family_name: `${silentFamily}-${number}`, language };
    const [added] = await store
      .db("people")
      .insert({ ...person, email: `silence-${number}@exemple.example` })
      .returning("id");
    await store.db("dyads").insert({
      ...{ organization_id: organizationId, cohort_id: cohortId, mentor_id: mentor.id, mentee_id: added.id },
      ...{ coordinator_id: coordinator.id, began_on: today },
    });
  }
}
