import type { Visit } from "../features/feature.ts";
import { addDays } from "../program/day.ts";
import type { FollowUp } from "../program/terms.ts";
import { type OwnAdministration, readOwnAdministrations } from "../store/answers.ts";
import type { Block, Message, Text } from "../ui/model.ts";
import { afterwards, followUpToTell, lastTold, membersOf, toEach } from "./follow-up.ts";
import { eventOf } from "./follow-up-event.ts";
import { noticeTo } from "./message.ts";
import { type Notice, within } from "./notice.ts";
import { validFrom } from "./timing.ts";

const kind = "follow-up-moved";
/** That a follow-up has no date any more is worth saying for so many days. */
const stillWorthSaying = 14;

/**
 * A date that people knew is another one now, or is none, because the coordinator moved it or the school closed that
 * day. It says what changed since they were last told, however many changes there were meanwhile.
 */
export const followUpMoved: Notice = {
  kind,
  perWeek: 10,
  label: (words) => words.notices.followUpMoved.label,
  afterwards,

  due: (state, window) =>
    state.followUps.flatMap((followUp) => {
      const { moved, held, on } = followUp;
      if (held || !moved || !within(moved.on, window)) return [];
      const validity = validFrom(state, moved.on, on ?? addDays(moved.on, stillWorthSaying));
      return toEach(kind, state, followUp, membersOf(state, followUp, on ?? moved.from), validity);
    }),

  async compose(visit, row) {
    const tell = await followUpToTell(visit, row);
    if ("dropped" in tell) return tell;
    const { followUpMoved: w, followUpAnnounced } = visit.words.notices;
    const { on, at, id } = tell.followUp;
    const told = await lastTold(visit, id, row);
    const open = await openBefore(visit, tell.followUp);
    const say = (summary: string, text: Text, event: Block): Message =>
      noticeTo(
        visit,
        summary,
        [
          { kind: "heading", text: tell.title },
          { kind: "text", text },
          ...(open ? [{ kind: "text" as const, text: w.questionnaire(open.dueOn) }] : []),
          event,
        ],
        [
          ...(open
            ? [{ label: visit.words.questionnaire.answer, action: "answer-questionnaire.open", data: { administration: String(open.id) } }]
            : []),
          { label: followUpAnnounced.calendar, action: "calendar.open" },
        ],
      );

    if (on === null) {
      if (!told?.on) return { dropped: "not-needed" };
      const gone = eventOf(visit, tell.followUp, { on: told.on, at: told.at }, true);
      return say(w.withdrawn(tell.stageName), w.noDate(told.on), gone);
    }
    const event = eventOf(visit, tell.followUp, { on, at });
    if (!told?.on) return say(w.summary(tell.stageName), w.now(on, at), event);
    if (told.on !== on) return say(w.summary(tell.stageName), w.text(told.on, on, at), event);
    return told.at === at ? { dropped: "not-needed" } : say(w.otherHour(tell.stageName), w.hour(on, at), event);
  },
};

/** The questionnaire that this person still has to answer before a follow-up: its last day moves along. */
async function openBefore(visit: Visit, { stage, on, cohortId, dyadId }: FollowUp): Promise<OwnAdministration | undefined> {
  if (on === null || !visit.roles.includes("mentee")) return undefined;
  const own = await readOwnAdministrations(visit.store, visit.viewer);
  return own.find(
    (one) =>
      one.stage === stage &&
      one.cohortId === cohortId &&
      (dyadId === null || one.dyadId === dyadId) &&
      !one.done &&
      one.opensOn <= visit.today &&
      visit.today <= one.dueOn,
  );
}
