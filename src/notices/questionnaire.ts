import type { Visit } from "../features/feature.ts";
import { addDays, type Day } from "../program/day.ts";
import type { DropReason } from "../program/reasons.ts";
import type { AdministrationId } from "../program/terms.ts";
import { readOwnAdministrations } from "../store/answers.ts";
import type { OutboxRow, PlannedNotice } from "../store/outbox.ts";
import type { Block, Message } from "../ui/model.ts";
import { localized } from "../words/index.ts";
import { noticeTo } from "./message.ts";
import { type AdministrationState, type CohortState, type Notice, within } from "./notice.ts";
import { validFrom } from "./timing.ts";

const isWaiting = (state: CohortState, one: AdministrationState): boolean => {
  const dyad = state.dyads.find(({ id }) => id === one.dyadId);
  return one.done === null && dyad !== undefined && (dyad.ending === null || one.opensOn <= dyad.ending.on);
};

/** The key holds the day of the opening: a questionnaire that moves with its follow-up is announced for its new days. */
const row = (kind: string, state: CohortState, one: AdministrationState, on: Day): PlannedNotice => ({
  key: `${kind}:a${one.id}:${one.opensOn}:p${one.personId}`,
  kind,
  organizationId: state.organization.id,
  cohortId: state.cohort.id,
  personId: one.personId,
  subject: { administration: one.id, opensOn: one.opensOn },
  ...validFrom(state, on, one.dueOn),
});

/** The message while the questionnaire waits for its answers; once it is done or closed, nothing. */
async function compose(
  visit: Visit,
  { subject }: OutboxRow,
  say: (stage: string, due: Day) => { summary: string; blocks: Block[] },
): Promise<Message | { dropped: DropReason }> {
  const own = await readOwnAdministrations(visit.store, visit.viewer);
  const one = own.find(({ id }) => id === (subject.administration as AdministrationId));
  if (!one) return { dropped: "no-longer-concerned" };
  if (one.done) return { dropped: "done" };
  if (one.opensOn !== subject.opensOn) return { dropped: "moved" };
  if (visit.today > one.dueOn) return { dropped: "not-needed" };
  const dyad = visit.dyads.find(({ id }) => id === one.dyadId);
  if (dyad?.ending && dyad.ending.on < visit.today) return { dropped: "ended" };
  const plan = await visit.planOf({ id: one.cohortId });
  const stage = plan.stages.find(({ key }) => key === one.stage);
  const { summary, blocks } = say(stage ? localized(stage.name, visit.person.language) : one.stage, one.dueOn);
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

export const questionnaireInvitation: Notice = {
  kind: "questionnaire-invitation",
  perWeek: 2,
  label: (words) => words.questionnaire.invitation.label,
  due: (state, window) =>
    state.administrations
      .filter((one) => within(one.opensOn, window) && isWaiting(state, one))
      .map((one) => row("questionnaire-invitation", state, one, one.opensOn)),
  compose(visit, outboxRow) {
    const { invitation: w } = visit.words.questionnaire;
    return compose(visit, outboxRow, (stage, due) => ({
      summary: w.summary,
      blocks: [
        { kind: "heading", text: w.heading },
        { kind: "text", text: w.text(stage, due) },
      ],
    }));
  },
};

/** The first or the second reminder, some days after the opening; none on a day when the questionnaire is closed already. */
const reminder = (place: 0 | 1): Notice => {
  const kind = `questionnaire-reminder-${place + 1}`;
  return {
    kind,
    perWeek: 2,
    label: (words) => words.questionnaire.reminder.labels[place],
    due: (state, window) =>
      state.administrations.flatMap((one) => {
        const on = addDays(one.opensOn, state.plan.reminders.questionnaire[place]);
        return within(on, window) && on <= one.dueOn && isWaiting(state, one) ? [row(kind, state, one, on)] : [];
      }),
    compose(visit, outboxRow) {
      const { reminder: w } = visit.words.questionnaire;
      return compose(visit, outboxRow, (_, due) => ({ summary: w.summary, blocks: [{ kind: "text", text: w.text(due) }] }));
    },
  };
};

export const questionnaireReminders: readonly Notice[] = [reminder(0), reminder(1)];
