import { isPutOff } from "../features/coordination.ts";
import type { Visit } from "../features/feature.ts";
import { readQuestionnaires, standingOf } from "../features/own-questionnaires.ts";
import type { Day } from "../program/day.ts";
import type { FollowUp, FollowUpId } from "../program/terms.ts";
import type { Block, Button, Message, Text } from "../ui/model.ts";
import { afterwards, followUpToTell, knownToLeader, lastTold, leadersOn, membersOf, toEach } from "./follow-up.ts";
import { announcement } from "./follow-up-announced.ts";
import { eventOf } from "./follow-up-event.ts";
import { noticeTo } from "./message.ts";
import type { Notice } from "./notice.ts";
import { atOnce, lastDayOff, validFrom } from "./timing.ts";

const kind = "follow-up-moved";

/**
 * A date that people knew is another one now, or is none, because the coordinator moved it, the school closed that day
 * or the dyad or the cohort ends before it. It says what changed since they were last told, however many changes there
 * were meanwhile; to whoever was told
 * none, it announces the date that there is. Whoever leads it hears of it too, unless they made the change. What changed
 * after the last planning of a day is planned on the next one. The cap is no more than a guard: a closure can move many.
 */
export const followUpMoved: Notice = {
  kind,
  perWeek: 40,
  label: (words) => words.notices.followUpMoved.label,
  afterwards,

  /** Whoever counts on a date would come for nothing; to whoever was told none, there is nothing to correct. */
  evenInPause: async (visit, row) => row.subject.dyad === undefined || (await lastTold(visit, row.subject.followUp as FollowUpId)) !== null,

  due: (state, window) =>
    state.followUps.flatMap((followUp) => {
      const { moved, held, on } = followUp;
      if (held || !moved || moved.on < window.after || window.upTo < moved.on) return [];
      const validity = {
        ...validFrom(state, moved.on, on ?? lastDayOff(state, moved.on, moved.from)),
        ...(moved.from === moved.on ? atOnce(state, moved.on) : {}),
      };
      const members = membersOf(state, followUp, on ?? moved.from);
      const by = state.moves.get(followUp.id)?.at(-1)?.by ?? null;
      const leaders = leadersOn(state, followUp, [on ?? moved.from, moved.from], window.upTo)
        .filter((personId) => personId !== by && !members.some((member) => member.personId === personId))
        .map((personId) => ({ personId, dyad: null }));
      return toEach(kind, state, followUp, [...members, ...leaders], validity);
    }),

  async compose(visit, row) {
    const tell = await followUpToTell(visit, row);
    if ("dropped" in tell) return tell;
    const leads = row.subject.dyad === undefined;
    const mayLead = leads && visit.viewer.coordinates.has(tell.followUp.cohortId);
    if (leads ? !mayLead && !(await isPutOffIn(visit, tell.followUp)) : !tell.concerns) return { dropped: "no-longer-concerned" };
    const { followUpMoved: w, followUpAnnounced, followUpTomorrow } = visit.words.notices;
    const { on, at, id } = tell.followUp;
    const told = leads ? await knownToLeader(visit, tell.followUp, row) : await lastTold(visit, id, row);
    const more = leads ? { blocks: [], buttons: [] } : await questionnaireBefore(visit, tell.followUp);
    const prepare: Button = { label: followUpTomorrow.prepare, action: "lead-follow-up.show", data: { followUp: String(id) } };
    const calendar: Button = { label: followUpAnnounced.calendar, action: "calendar.open" };
    const ways = mayLead ? [prepare] : leads ? [] : [calendar];
    const say = (summary: string, text: Text, event: Block, buttons: readonly Button[] = [...more.buttons, ...ways]): Message =>
      noticeTo(visit, summary, [{ kind: "heading", text: tell.title }, { kind: "text", text }, ...more.blocks, event], buttons);

    if (on === null) {
      if (!told?.on) return { dropped: "not-needed" };
      const gone = await eventOf(visit, tell.followUp, row, { on: told.on, at: told.at }, true);
      const { endedOn, cohortEndsOn, coordinator } = tell;
      const isCohortOver = cohortEndsOn !== null && cohortEndsOn < visit.today;
      if (endedOn || isCohortOver) {
        const why = endedOn ? w.ended(told.on, endedOn, endedOn < visit.today) : w.cohortEnded(told.on, cohortEndsOn as Day);
        const text = leads || !coordinator ? why : [why, " ", w.questions(coordinator)];
        return say(w.calledOff(tell.stageName), text, gone, leads ? [] : ways);
      }
      const text = cohortEndsOn
        ? [w.cohortEnds(told.on, cohortEndsOn), " ", mayLead ? w.chooseBefore : w.perhapsBefore]
        : mayLead
          ? w.noDateToLead(told.on)
          : w.noDate(told.on);
      return say(w.withdrawn(tell.stageName), text, gone);
    }
    if (!told) return announcement(visit, tell, row, on, more);
    const event = await eventOf(visit, tell.followUp, row, { on, at });
    if (!told.on) return say(w.summary(tell.stageName), w.now(on, at), event);
    if (told.on !== on) return say(w.summary(tell.stageName), w.text(told.on, on, at), event);
    return told.at === at ? { dropped: "not-needed" } : say(w.otherHour(tell.stageName), w.hour(on, at), event);
  },
};

async function isPutOffIn(visit: Visit, { cohortId }: FollowUp): Promise<boolean> {
  const cohort = visit.cohorts.find(({ id }) => id === cohortId);
  return cohort !== undefined && isPutOff(visit, cohort);
}

/** The questionnaire that this person still has to answer before a follow-up: its last day may have moved along. */
async function questionnaireBefore(
  visit: Visit,
  { stage, on, cohortId, dyadId }: FollowUp,
): Promise<{ blocks: readonly Block[]; buttons: readonly Button[] }> {
  const own = on !== null && visit.roles.includes("mentee") ? await readQuestionnaires(visit) : [];
  const open = own.find(
    (one) =>
      one.stage === stage &&
      one.cohortId === cohortId &&
      (dyadId === null || one.dyadId === dyadId) &&
      standingOf(one, visit.today) === "open",
  );
  if (!open) return { blocks: [], buttons: [] };
  const { questionnaire, notices } = visit.words;
  const data = { administration: String(open.id) };
  return {
    blocks: [{ kind: "text", text: notices.followUpMoved.questionnaire(open.dueOn) }],
    buttons: [
      { label: questionnaire.answer, action: "answer-questionnaire.open", data },
      { label: questionnaire.decline, action: "answer-questionnaire.decline", data },
    ],
  };
}
