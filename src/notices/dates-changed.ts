import { type Coordination, isPutOff, readCoordination } from "../features/coordination.ts";
import type { Visit } from "../features/feature.ts";
import { firstOf, headingOf, shortName, stageIn } from "../features/overview.ts";
import { addDays, type Day } from "../program/day.ts";
import { takesPlace } from "../program/paths.ts";
import type { DropReason } from "../program/reasons.ts";
import type { Cohort, FollowUp, FollowUpId } from "../program/terms.ts";
import { type FollowUpMove, readEarlyMovesOf } from "../store/follow-up-moves.ts";
import { readSaid, readUnsaid } from "../store/gathered.ts";
import type { NoticeRow, Subject } from "../store/outbox.ts";
import type { Text } from "../ui/model.ts";
import { leadersOn } from "./follow-up.ts";
import { noticeTo } from "./message.ts";
import type { CohortState, Notice, Validity } from "./notice.ts";
import { lineFor, settledTo, untilGivenUp } from "./settled.ts";
import { lastDayOff, validFrom } from "./timing.ts";

const kind = "dates-changed";
const saidTogether = "said-together" satisfies DropReason;
const mostNamed = 12;

/**
 * Dates that nobody but the coordination knew yet are others now: a colleague changed them, or the school closes. Whoever
 * leads these follow-ups gets one word of all that changed since they last heard, the morning after, and none of what they
 * changed themselves. Of rows that are due together the one that stays worth saying the longest speaks for the others, also
 * where its own has nothing to say any more.
 */
export const datesChanged: Notice = {
  kind,
  perWeek: 7,
  label: (words) => words.notices.datesChanged.label,
  afterwards: {
    until: untilGivenUp,
    asks: false,
    snapshot: {
      concerns: async (visit, row) => (await cohortToTell(visit, row)) !== null,
      again: async (visit, { cohortId }) => {
        const { datesChanged: w } = visit.words.notices;
        const summary = w.label;
        return noticeTo(
          visit,
          summary,
          [headingOf(summary), { kind: "text", text: w.seeAll }],
          cohortId !== null && visit.viewer.coordinates.has(cohortId)
            ? [{ label: visit.words.status.digest.lead, action: "lead-follow-up.open" }]
            : [],
        );
      },
    },
    settled: async (visit, _row, became) =>
      settledTo(visit, { summary: visit.words.notices.datesChanged.summary(1) }, lineFor(visit, {}, became)),
  },

  due: (state, window) =>
    state.followUps.flatMap((followUp) => {
      const { id, held, on } = followUp;
      const last = state.earlyMoves.get(id)?.at(-1);
      if (held || !last || last.on < window.after || window.upTo < last.on) return [];
      const days = [on, last.from.on].filter((date) => date !== null);
      return leadersOn(state, followUp, days, last.on)
        .filter((personId) => personId !== last.by)
        .map((personId) => ({
          key: `${kind}:f${id}:${last.times}:p${personId}`,
          ...{ kind, organizationId: state.organization.id, cohortId: state.cohort.id, personId },
          subject: { followUp: id, changes: last.times },
          ...morningAfter(state, last, on),
        }));
    }),

  async compose(visit, row) {
    const cohort = await cohortToTell(visit, row);
    if (!cohort) return { dropped: "no-longer-concerned" };
    const mayLead = visit.viewer.coordinates.has(cohort.id);
    const coordination = await readCoordination(visit, cohort);
    const moves = await readEarlyMovesOf(visit.store, cohort);
    const said = await readSaid(visit.store, visit.person.id, kind, saidTogether);
    const changeOf = (subject: Subject) => changeFor(visit, coordination, moves, said, subject);

    const own = changeOf(row.subject);
    const unsaid = (await readUnsaid(visit.store, visit.person.id, kind, saidTogether, visit.now)).flatMap((one) => {
      const change = changeOf(one.subject);
      return "dropped" in change ? [] : [{ ...one, change }];
    });
    const speaker = unsaid.findLast(({ leftToAnother }) => !leftToAnother);
    if (unsaid.length === 0 || (speaker && speaker.id !== row.id)) return "dropped" in own ? own : { dropped: saidTogether };

    const { datesChanged: w, followUpTomorrow } = visit.words.notices;
    const changes = [...new Map(unsaid.map(({ change }) => [change.followUp.id, change])).values()].sort(byDate);
    const [only] = changes.length === 1 ? changes : [];
    const summary = w.summary(changes.length);
    const lines = changes.map((change) => lineOf(visit, coordination, change));
    return noticeTo(
      visit,
      summary,
      [
        headingOf(summary),
        ...firstOf(lines, mostNamed, visit.words.status.more.followUps),
        ...(changes.every(({ followUp }) => followUp.announcedOn === null) ? [{ kind: "text" as const, text: w.notAnnounced }] : []),
      ],
      !mayLead
        ? []
        : [
            only
              ? { label: followUpTomorrow.prepare, action: "lead-follow-up.show", data: { followUp: String(only.followUp.id) } }
              : { label: visit.words.status.digest.full, action: "status.cohort", data: { cohort: String(cohort.id) } },
          ],
    );
  },
};

/** The cohort of a row, for whoever coordinates it, or did until that was put off. */
async function cohortToTell(visit: Visit, { cohortId }: NoticeRow): Promise<Cohort | null> {
  const cohort = visit.cohorts.find(({ id }) => id === cohortId);
  return cohort && (visit.viewer.coordinates.has(cohort.id) || (await isPutOff(visit, cohort))) ? cohort : null;
}

/** A change is told with the others of its day, unless the new date comes before that morning. */
function morningAfter(state: CohortState, { on: movedOn, from }: FollowUpMove, on: Day | null): Validity {
  const next = state.calendar.nextOpen(addDays(movedOn, 1));
  return validFrom(state, on !== null && on <= next ? movedOn : next, on ?? lastDayOff(state, movedOn, from.on));
}

interface Change {
  followUp: FollowUp;
  from: FollowUpMove["from"];
}

/** What became of the date of a follow-up since this person last heard of it or changed it, or why there is nothing to say. */
function changeFor(
  visit: Visit,
  { followUps, dyads }: Coordination,
  moves: ReadonlyMap<FollowUpId, readonly FollowUpMove[]>,
  said: readonly Subject[],
  subject: Subject,
): Change | { dropped: DropReason } {
  const followUp = followUps.find(({ id }) => id === subject.followUp);
  const own = moves.get(subject.followUp as FollowUpId) ?? [];
  // Once it was announced, the notice of a move says so to whoever leads it too.
  if (!followUp || followUp.moved || own.at(-1)?.times !== subject.changes) return { dropped: "moved" };
  if (followUp.held) return { dropped: "done" };
  const dyad = dyads.find(({ id }) => id === followUp.dyadId);
  if (dyad && !takesPlace(followUp, dyad, visit.today)) return { dropped: "ended" };
  const told = said.filter((one) => one.followUp === followUp.id).map(({ changes }) => Number(changes));
  const known = Math.max(0, ...told, ...own.filter(({ by }) => by === visit.person.id).map(({ times }) => times));
  const from = own.find(({ times }) => times > known)?.from;
  if (!from || (from.on === followUp.on && from.at === followUp.at)) return { dropped: "not-needed" };
  return { followUp, from };
}

const byDate = ({ followUp: a }: Change, { followUp: b }: Change): number => ((a.on ?? "") < (b.on ?? "") ? -1 : 1);

function lineOf(visit: Visit, coordination: Coordination, { followUp, from }: Change): Text {
  const { datesChanged: w, withBoth } = visit.words.notices;
  const stage = stageIn(visit, { facts: coordination }, followUp.stage);
  const dyad = coordination.dyads.find(({ id }) => id === followUp.dyadId);
  const title = dyad ? withBoth(stage, shortName(coordination, dyad.mentorId), shortName(coordination, dyad.menteeId)) : stage;
  const { on, at } = followUp;
  if (on === null) return w.noDate(title, from.on);
  if (from.on === null) return w.now(title, on, at);
  return from.on === on ? w.hour(title, on, at) : w.moved(title, from.on, on, at);
}
