import { doneMessage } from "../features/answer-questionnaire.ts";
import type { Visit } from "../features/feature.ts";
import { readQuestionnaires, stageToTell } from "../features/own-questionnaires.ts";
import { addDays, addMinutes, type Day, dayOf } from "../program/day.ts";
import { takesPlace } from "../program/paths.ts";
import { isFarFrom, remindedFrom } from "../program/questionnaire-window.ts";
import type { DropReason } from "../program/reasons.ts";
import type { AdministrationId, FollowUp } from "../program/terms.ts";
import type { OwnAdministration } from "../store/answers.ts";
import { readFollowUpsAround } from "../store/follow-ups.ts";
import type { NoticeRow, PlannedNotice } from "../store/outbox.ts";
import type { Block, Message } from "../ui/model.ts";
import { localized } from "../words/index.ts";
import { hearsOfChangeToday } from "./follow-up.ts";
import { noticeTo } from "./message.ts";
import { type AdministrationState, type Afterwards, type CohortState, type Notice, within } from "./notice.ts";
import { isSaidToday, lastSaid } from "./said.ts";
import { lineFor, settledTo, untilGivenUp } from "./settled.ts";
import { validFrom } from "./timing.ts";

const kinds = ["questionnaire-invitation", "questionnaire-reminder-1", "questionnaire-reminder-2"] as const;
type Kind = (typeof kinds)[number];

const isWaiting = (state: CohortState, one: AdministrationState): boolean => {
  const dyad = state.dyads.find(({ id }) => id === one.dyadId);
  return one.done === null && dyad !== undefined && (dyad.ending === null || one.opensOn <= dyad.ending.on);
};

/** The follow-up that a questionnaire comes before: the dyad's own, or the group's. */
const followUpOf = (
  followUps: readonly FollowUp[],
  { dyadId, stage }: Pick<AdministrationState, "dyadId" | "stage">,
): FollowUp | undefined => followUps.find((one) => one.stage === stage && (one.dyadId === dyadId || one.dyadId === null));

const about = (id: AdministrationId): string => `a${id}`;

/** The key holds the day from which it counts, that of the opening: one that was not yet announced when it moved is announced for its new days. */
const row = (kind: Kind, state: CohortState, one: AdministrationState, on: Day, from: Day = one.opensOn): PlannedNotice => ({
  key: `${kind}:${about(one.id)}:${from}:p${one.personId}`,
  kind,
  organizationId: state.organization.id,
  cohortId: state.cohort.id,
  personId: one.personId,
  subject: { administration: one.id, opensOn: one.opensOn },
  ...validFrom(state, on, one.dueOn),
});

/** The questionnaire while it waits for its answers, with its follow-up; once it is done or closed, why nothing is said. */
async function waitingOne(
  visit: Visit,
  notice: NoticeRow,
): Promise<{ one: OwnAdministration; own: readonly OwnAdministration[]; followUp: FollowUp } | { dropped: DropReason }> {
  const { subject } = notice;
  const own = await readQuestionnaires(visit);
  const one = own.find(({ id }) => id === (subject.administration as AdministrationId));
  const dyad = visit.dyads.find(({ id }) => id === one?.dyadId);
  if (!one || !dyad) return { dropped: "no-longer-concerned" };
  if (one.done) return { dropped: "done" };
  if (one.opensOn !== subject.opensOn) return { dropped: "moved" };
  if (visit.today > one.dueOn) return { dropped: "not-needed" };
  if (dyad.ending && dyad.ending.on < visit.today) return { dropped: "ended" };
  const followUp = followUpOf(await readFollowUpsAround(visit.store, dyad), one);
  if (!followUp) return { dropped: "moved" };
  // What they were asked stays open, whatever took the date; nobody is asked anew.
  if (followUp.held || followUp.on || notice.sentAt) return { one, own, followUp };
  return { dropped: takesPlace(followUp, dyad) ? "moved" : "ended" };
}

/** One whose follow-up is moved after its last day opens again: its messages ask again as long after it as follow-ups are moved late. */
const daysToReopen = 14;
const minutesPerDay = 24 * 60;

/** Once it is done, the message says what the button itself would have made of it. */
const afterwards: Afterwards = {
  until: untilGivenUp,
  mayComeBackUntil: ({ giveUpAfter }) => addMinutes(giveUpAfter, daysToReopen * minutesPerDay),
  asks: true,
  async settled(visit, { subject }, became) {
    const own = await readQuestionnaires(visit);
    const one = own.find(({ id }) => id === (subject.administration as AdministrationId));
    if (one?.done) return doneMessage(visit, one.answered?.result, dayOf(one.done.at, visit.organization.zone));
    const w = visit.words.questionnaire;
    const line = one && visit.today > one.dueOn ? w.closed(one.dueOn) : lineFor(visit, { moved: w.later }, became);
    return settledTo(visit, { summary: w.title }, line);
  },
};

function message(visit: Visit, one: OwnAdministration, summary: string, blocks: readonly Block[]): Message {
  const w = visit.words.questionnaire;
  const data = { administration: String(one.id) };
  return noticeTo(
    visit,
    summary,
    [...blocks, { kind: "text", text: w.privacy, tone: "quiet" }],
    [
      { label: w.answer, action: "answer-questionnaire.open", data, style: "primary" },
      { label: w.decline, action: "answer-questionnaire.decline", data },
    ],
  );
}

/**
 * Once for each questionnaire, whatever its days become afterwards. It is worth having even when the follow-up was held
 * early: the first one is what all later ones are compared with.
 */
export const questionnaireInvitation: Notice = {
  kind: "questionnaire-invitation",
  perWeek: 2,
  label: (words) => words.questionnaire.invitation.label,
  afterwards,
  due: (state, window) =>
    state.administrations
      .filter((one) => within(one.opensOn, window) && isWaiting(state, one))
      .map((one) => row("questionnaire-invitation", state, one, one.opensOn)),
  async compose(visit, notice) {
    const waiting = await waitingOne(visit, notice);
    if ("dropped" in waiting) return waiting;
    const { one } = waiting;
    if (!notice.sentAt && (await lastSaid(visit, ["questionnaire-invitation"], about(one.id)))) return { dropped: "just-said" };
    const { invitation: w } = visit.words.questionnaire;
    const plan = await visit.planOf({ id: one.cohortId });
    const stage = plan.stages.find(({ key }) => key === one.stage);
    return message(visit, one, w.summary, [
      { kind: "heading", text: w.heading },
      {
        kind: "text",
        text: w.text(stage ? localized(stage.name, visit.person.language) : one.stage, one.dueOn, one.dueOn === visit.today),
      },
    ]);
  },
};

/**
 * The first or the second reminder, some days after the opening; none on a day when the questionnaire is closed already,
 * none once its follow-up was held, none a second time when its days moved, unless its last day moved far beyond it, and
 * none on the day of the invitation, of the other reminder or of the notice of a move.
 */
const reminder = (place: 0 | 1): Notice => {
  const kind: Kind = place === 0 ? "questionnaire-reminder-1" : "questionnaire-reminder-2";
  return {
    kind,
    perWeek: 2,
    label: (words) => words.questionnaire.reminder.labels[place],
    afterwards,
    due: (state, window) =>
      state.administrations.flatMap((one) => {
        const stage = state.plan.stages.find(({ key }) => key === one.stage);
        if (!stage) return [];
        const counted = state.plan.reminders.questionnaire;
        const from = remindedFrom(stage, one, counted);
        const on = addDays(from, counted[place]);
        return within(on, window) && on <= one.dueOn && isWaiting(state, one) ? [row(kind, state, one, on, from)] : [];
      }),
    async compose(visit, notice) {
      const waiting = await waitingOne(visit, notice);
      if ("dropped" in waiting) return waiting;
      const { one, own, followUp } = waiting;
      if (!notice.sentAt) {
        if (followUp.held) return { dropped: "not-needed" };
        const last = await lastSaid(visit, [kind], about(one.id));
        if (last && !isFarFrom(dayOf(last.at, visit.organization.zone), one.dueOn)) return { dropped: "just-said" };
        if (await hearsOfChangeToday(visit, followUp)) return { dropped: "just-said" };
        if (await isSaidToday(visit, kinds.slice(0, place + 1), about(one.id))) return { dropped: "just-said" };
      }
      const { reminder: w } = visit.words.questionnaire;
      const stage = await stageToTell(visit, one, own);
      const text = one.dueOn === visit.today ? w.lastDay(stage) : w.text(one.dueOn, stage);
      return message(visit, one, w.summary, [{ kind: "text", text }]);
    },
  };
};

export const questionnaireReminders: readonly Notice[] = [reminder(0), reminder(1)];
