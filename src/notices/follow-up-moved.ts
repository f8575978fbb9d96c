import { addDays } from "../program/day.ts";
import type { Message, Text } from "../ui/model.ts";
import { followUpToTell, lastTold, membersOf, toEach } from "./follow-up.ts";
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
    const told = await lastTold(visit, id);
    const say = (summary: string, text: Text): Message =>
      noticeTo(
        visit,
        summary,
        [
          { kind: "heading", text: tell.title },
          { kind: "text", text },
        ],
        [{ label: followUpAnnounced.calendar, action: "calendar.open" }],
      );

    if (on === null) return told?.on ? say(w.withdrawn(tell.stageName), w.noDate(told.on)) : { dropped: "not-needed" };
    if (!told?.on) return say(w.summary(tell.stageName), w.now(on, at));
    if (told.on !== on) return say(w.summary(tell.stageName), w.text(told.on, on, at));
    return told.at === at ? { dropped: "not-needed" } : say(w.otherHour(tell.stageName), w.hour(on, at));
  },
};
