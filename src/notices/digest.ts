import { coordinated } from "../features/coordination.ts";
import type { Visit } from "../features/feature.ts";
import { attentionBlocks, firstOf, followUpLine, headingOf, seeCohort } from "../features/overview.ts";
import { isInOffice } from "../program/coordination.ts";
import { addDays, daysFrom, mondayOf, weekOf } from "../program/day.ts";
import type { NoticeRow } from "../store/outbox.ts";
import type { Block } from "../ui/model.ts";
import { noticeTo } from "./message.ts";
import type { Notice } from "./notice.ts";
import { lineFor, settledTo, untilGivenUp } from "./settled.ts";
import { validFrom } from "./timing.ts";

const kind = "digest";
const mostFlagged = 6;
const mostThisWeek = 10;

/**
 * The week, to those who coordinate. It is planned by ISO week and not by a day of the week, so that downtime
 * on a Monday delays it and does not lose it, and so does taking office in the middle of it; once its week is over it is not worth saying. The key says it once a
 * week of each cohort, so the cap is no more than a guard: whoever coordinates several cohorts gets them all.
 */
export const digest: Notice = {
  kind,
  perWeek: 20,
  label: (words) => words.status.digest.label,

  due(state, window) {
    const { cohort, organization, appointments, calendar } = state;
    const mondays = new Set(daysFrom(addDays(window.after, 1), window.upTo).map(mondayOf));
    return [...mondays].flatMap((monday) => {
      const sunday = addDays(monday, 6);
      if (sunday < cohort.startsOn || monday > cohort.endsOn) return [];
      const people = [...new Set(appointments.map(({ personId }) => personId))];
      return people.flatMap((personId) => {
        const own = appointments.filter((appointment) => appointment.personId === personId);
        const on = calendar.openDays(monday, sunday).find((date) => own.some((appointment) => isInOffice(appointment, date)));
        if (!on || on > window.upTo) return [];
        return [
          {
            key: `${kind}:c${cohort.id}:${weekOf(monday)}:p${personId}`,
            ...{ kind, organizationId: organization.id, cohortId: cohort.id, personId },
            subject: { monday },
            ...validFrom(state, on, sunday),
          },
        ];
      });
    });
  },

  afterwards: {
    until: untilGivenUp,
    asks: false,
    snapshot: { concerns: async (visit, row) => concerns(visit, row), again: (visit, row) => digest.compose(visit, row) },
    settled: async (visit, _row, became) =>
      settledTo(visit, { summary: visit.words.status.digest.summary }, lineFor(visit, visit.words.status.digest.settled, became)),
  },

  async compose(visit, row) {
    const cohort = visit.cohorts.find(({ id }) => id === row.cohortId);
    if (!cohort || !concerns(visit, row)) return { dropped: "no-longer-concerned" };
    const seen = await seeCohort(visit, cohort);
    const { digest: w, more } = visit.words.status;
    const { flagged, followUps } = seen.overview;
    const sunday = addDays(mondayOf(visit.today), 6);
    const thisWeek = followUps.next.filter(({ on }) => on !== null && on <= sunday).map((one) => followUpLine(visit, seen, one));
    const left = flagged.length - mostFlagged;
    const blocks: Block[] = [
      headingOf(w.heading(coordinated(visit).length > 1 ? cohort.name : null)),
      { kind: "text", text: { bold: w.thisWeek } },
      ...(thisWeek.length > 0 ? firstOf(thisWeek, mostThisWeek, more.followUps) : [{ kind: "text" as const, text: w.none }]),
      ...attentionBlocks(visit, seen, flagged.slice(0, mostFlagged)),
      ...(left > 0 ? [{ kind: "text" as const, text: more.dyads(left), tone: "quiet" as const }] : []),
    ];
    return noticeTo(visit, w.summary, blocks, [
      { label: w.full, action: "status.cohort", data: { cohort: String(cohort.id) } },
      { label: w.lead, action: "lead-follow-up.open" },
    ]);
  },
};

const concerns = ({ viewer }: Visit, { cohortId }: NoticeRow): boolean => cohortId !== null && viewer.coordinates.has(cohortId);
