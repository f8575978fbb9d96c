import {
  correctMeeting,
  currentVersion,
  logMeeting as decideMeeting,
  type Meeting,
  type MeetingContext,
  type MeetingEntry,
  type MeetingRefusal,
  voidMeeting,
} from "../program/meeting.ts";
import type { DyadId, MeetingId } from "../program/terms.ts";
import { addVersion, insertMeeting, markVoided, readMeeting } from "../store/meetings.ts";
import type { Objective } from "../store/objectives.ts";
import type { DyadOfVisitor } from "../store/visitors.ts";
import type { Button, Text } from "../ui/model.ts";
import type { FormReply, Reply } from "../ui/platform.ts";
import { type FieldErrors, refill } from "../ui/refill.ts";
import { readAnswers } from "./answers.ts";
import type { Feature, Submission, Visit } from "./feature.ts";
import { readId } from "./ids.ts";
import { type Filling, findAlike, inWords, meetingForm, objectivesFor, readDraft } from "./meeting-form.ts";
import { otherName } from "./own-dyad.ts";
import { messageTo, refuse, replaceWith, say, sayText, tooLate, undone } from "./replies.ts";

/** Whether meetings can be logged in a dyad: from its first day on, and in an ended one until its cohort is over. */
export const mayLog = (visit: Visit, dyad: DyadOfVisitor): boolean => dyad.beganOn <= visit.today && isInCohort(visit, dyad);

const isInCohort = ({ cohorts, today }: Visit, { cohortId }: DyadOfVisitor): boolean =>
  cohorts.some(({ id, endsOn }) => id === cohortId && today <= endsOn);

const loggable = (visit: Visit): DyadOfVisitor[] => visit.dyads.filter((dyad) => mayLog(visit, dyad));

/** With a dyad named by the button, for that one; otherwise the form asks which, where there are several. */
async function open(visit: Visit, named?: string): Promise<Reply> {
  const own = visit.dyads.filter(({ id }) => named === undefined || String(id) === named);
  if (own.length === 0) return sayText(visit, named === undefined ? visit.words.common.noDyad : visit.words.common.noLongerThere);
  const dyads = own.filter((dyad) => mayLog(visit, dyad));
  if (dyads.length === 0) return notNow(visit, own);
  return { kind: "ask", form: meetingForm(visit, { dyads, objectives: await objectivesFor(visit, dyads) }) };
}

/** Why none of these dyads takes a meeting today: the first of them is yet to begin, or all are over. */
function notNow(visit: Visit, dyads: readonly DyadOfVisitor[]) {
  const { logMeeting: w, notebook } = visit.words;
  const [first] = dyads
    .filter((dyad) => isInCohort(visit, dyad))
    .map(({ beganOn }) => beganOn)
    .sort();
  return say(visit, w.title, [
    { kind: "text", text: first ? w.notBegun(first) : w.cohortOver },
    { kind: "buttons", buttons: [{ label: notebook.about, action: "notebook.open" }] },
  ]);
}

async function log(visit: Visit, { hidden, answers }: Submission): Promise<FormReply> {
  const dyads = loggable(visit);
  const meant = hidden.dyad ?? answers.dyad;
  const over = visit.dyads.filter((dyad) => String(dyad.id) === meant && !dyads.includes(dyad));
  if (over.length > 0) return undone(notNow(visit, over));
  const read = readAnswers(hidden.dyad ? { ...answers, dyad: hidden.dyad } : answers, visit.words);
  const chosen = read.choice(
    "dyad",
    dyads.map(({ id }) => String(id)),
  );
  const dyad = dyads.find(({ id }) => String(id) === chosen);
  if (dyads.length === 0 && visit.dyads.length > 0) return undone(notNow(visit, visit.dyads));
  if (hidden.dyad && !dyad) return tooLate(visit, visit.words.common.noLongerThere);
  const offered = dyad && hidden.dyad ? [dyad] : dyads;
  const objectives = await objectivesFor(visit, offered);
  const again = (errors: FieldErrors, alike?: Filling["alike"]): FormReply => ({
    kind: "ask",
    form: refill(meetingForm(visit, { dyads: offered, asksWhich: !hidden.dyad, objectives, alike }), answers, errors),
  });

  const draft = readDraft(read, objectives, visit.today);
  const decisions = (dyad ? [dyad] : offered).map((one) => decideMeeting(draft, contextOf(visit, one, objectives)));
  const [decision] = decisions;
  if (!dyad || !decision || read.failed() || "refused" in decision) {
    return again({ ...inWords(visit, refusedByAll(decisions)), ...read.errors });
  }
  const alike = await findAlike(visit, dyad, draft, read);
  if (alike) return again({ heldOn: visit.words.logMeeting.duplicateAtField }, alike);
  const id = await insertMeeting(visit.store, dyad, decision.accepted);
  return { kind: "say", message: outcome(visit, dyad, id, decision.accepted.entry, "logged") };
}

async function correct(visit: Visit, { hidden, answers }: Submission): Promise<FormReply> {
  const found = await meetingIn(visit, hidden);
  if (!found) return tooLate(visit, visit.words.common.noLongerThere);
  const { dyad, meeting } = found;
  const closed = voidMeeting(meeting, visit.person.id, visit.now);
  if ("refused" in closed) return (meeting.voided ? tooLate : refuse)(visit, whyRefused(visit, meeting, closed.refused));
  const { entry, number } = currentVersion(meeting);
  const objectives = await objectivesFor(visit, [dyad], entry.objectives);
  const again = (errors: FieldErrors, alike?: Filling["alike"]): FormReply => ({
    kind: "ask",
    form: refill(meetingForm(visit, { dyads: [dyad], objectives, meeting, alike }), answers, errors),
  });

  const overtaken = () => again({ heldOn: visit.words.logMeeting.changedMeanwhile });
  if (String(number) !== hidden.version) return overtaken();
  const read = readAnswers(answers, visit.words);
  const draft = readDraft(read, objectives, visit.today);
  const decision = correctMeeting(meeting, draft, contextOf(visit, dyad, objectives));
  const refused = "refused" in decision ? decision.refused : [];
  const wrong = refused.filter(({ field }) => field !== null);
  if (read.failed() || wrong.length > 0) return again({ ...inWords(visit, wrong), ...read.errors });
  if ("refused" in decision) return refuse(visit, whyRefused(visit, meeting, refused));
  if (draft.heldOn !== entry.heldOn) {
    const alike = await findAlike(visit, dyad, draft, read, meeting.id);
    if (alike) return again({ heldOn: visit.words.logMeeting.duplicateAtField }, alike);
  }
  if (!(await addVersion(visit.store, dyad, meeting.id, decision.accepted))) return overtaken();
  return { kind: "say", message: outcome(visit, dyad, meeting.id, decision.accepted.entry, "corrected") };
}

/** The form of a correction. Another's meeting is not corrected, and a voided one says so. */
async function openCorrection(visit: Visit, data: Readonly<Record<string, string>>): Promise<Reply> {
  const found = await meetingIn(visit, data);
  if (!found) return replaceWith(visit, visit.words.common.noLongerThere);
  const { dyad, meeting } = found;
  const decision = voidMeeting(meeting, visit.person.id, visit.now);
  if ("refused" in decision) return refusedPress(visit, meeting, decision.refused);
  const objectives = await objectivesFor(visit, [dyad], currentVersion(meeting).entry.objectives);
  return { kind: "ask", form: meetingForm(visit, { dyads: [dyad], objectives, meeting }) };
}

/** What is withdrawn counts nowhere any more, so it is asked once more. */
async function askWithdrawal(visit: Visit, data: Readonly<Record<string, string>>): Promise<Reply> {
  const found = await meetingIn(visit, data);
  if (!found) return replaceWith(visit, visit.words.common.noLongerThere);
  const decision = voidMeeting(found.meeting, visit.person.id, visit.now);
  if ("refused" in decision) return refusedPress(visit, found.meeting, decision.refused);
  const { logMeeting: w, notebook, common } = visit.words;
  const { heldOn, minutes, mode } = currentVersion(found.meeting).entry;
  return say(visit, w.voidAsk, [
    { kind: "text", text: w.voidAsk },
    { kind: "text", text: notebook.meeting(heldOn, common.minutes(minutes), common.modes[mode]), tone: "quiet" },
    {
      kind: "buttons",
      buttons: [{ label: w.voidYes, action: "log-meeting.withdraw", data: namesOf(found.dyad, found.meeting.id), style: "danger" }],
    },
  ]);
}

async function withdraw(visit: Visit, data: Readonly<Record<string, string>>): Promise<Reply> {
  const found = await meetingIn(visit, data);
  if (!found) return replaceWith(visit, visit.words.common.noLongerThere);
  const decision = voidMeeting(found.meeting, visit.person.id, visit.now);
  if ("refused" in decision) return refusedPress(visit, found.meeting, decision.refused);
  await markVoided(visit.store, found.dyad, found.meeting.id, decision.accepted);
  return replaceWith(visit, visit.words.logMeeting.voided(currentVersion(found.meeting).entry.heldOn));
}

function whyRefused({ words: { logMeeting: w } }: Visit, meeting: Meeting, refused: readonly MeetingRefusal[]): Text {
  if (meeting.voided) return w.alreadyVoided(currentVersion(meeting).entry.heldOn);
  return refused.map(({ code }) => w.refusals[code]).join(" ");
}

function refusedPress(visit: Visit, meeting: Meeting, refused: readonly MeetingRefusal[]): Reply {
  const text = whyRefused(visit, meeting, refused);
  return meeting.voided ? replaceWith(visit, text) : sayText(visit, text);
}

async function meetingIn(visit: Visit, ids: Readonly<Record<string, string>>): Promise<{ dyad: DyadOfVisitor; meeting: Meeting } | null> {
  const dyad = visit.dyads.find(({ id }) => String(id) === ids.dyad);
  const id = readId<MeetingId>(ids.meeting);
  const meeting = dyad && id && (await readMeeting(visit.store, visit.viewer, dyad, id));
  return dyad && meeting ? { dyad, meeting } : null;
}

/** What is wrong whichever dyad is meant, while it is not known which. */
function refusedByAll(decisions: readonly ReturnType<typeof decideMeeting>[]): MeetingRefusal[] {
  const [first = [], ...others] = decisions.map((decision) => ("refused" in decision ? decision.refused : []));
  return first.filter(({ code }) => others.every((refused) => refused.some((one) => one.code === code)));
}

const contextOf = (visit: Visit, dyad: DyadOfVisitor, objectives: readonly Objective[]): MeetingContext => ({
  dyad,
  objectives: new Set(objectives.map(({ id }) => id)),
  today: visit.today,
  by: visit.person.id,
  at: visit.now,
});

const namesOf = (dyad: { id: DyadId }, meeting: MeetingId) => ({ dyad: String(dyad.id), meeting: String(meeting) });

/** What the author of a meeting can do with it, wherever it is shown. */
export function meetingButtons(visit: Visit, dyad: { id: DyadId }, meeting: MeetingId): Button[] {
  const { logMeeting: w } = visit.words;
  const data = namesOf(dyad, meeting);
  return [
    { label: w.correct, action: "log-meeting.correct", data },
    { label: w.void, action: "log-meeting.void", data },
  ];
}

function outcome(visit: Visit, dyad: DyadOfVisitor, id: MeetingId, entry: MeetingEntry, how: "logged" | "corrected") {
  const { logMeeting: w, common } = visit.words;
  return messageTo(visit, w.loggedSummary, [
    { kind: "text", text: w[how](otherName(dyad), entry.heldOn, common.minutes(entry.minutes), common.modes[entry.mode]), tone: "good" },
    { kind: "text", text: w.nextIdea, tone: "quiet" },
    { kind: "buttons", buttons: meetingButtons(visit, dyad, id) },
  ]);
}

export const logMeeting: Feature = {
  name: "log-meeting",
  verb: { fr: "rencontre", en: "meeting" },
  roles: ["mentor", "mentee"],
  isAtHand: async (visit) => loggable(visit).length > 0,
  about: (words) => words.logMeeting.about,
  open: (visit) => open(visit),
  asks: ["open", "correct"],
  actions: { open: (visit, data) => open(visit, data.dyad), correct: openCorrection, void: askWithdrawal, withdraw },
  forms: { log, correct },
};
