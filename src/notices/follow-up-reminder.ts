import type { Visit } from "../features/feature.ts";
import { isInOffice, leaderOn } from "../program/coordination.ts";
import type { Day, Hour } from "../program/day.ts";
import { addDays, earliest, latest } from "../program/day.ts";
import type { Reminders } from "../program/plan.ts";
import type { Dyad, FollowUp, PersonId } from "../program/terms.ts";
import type { NoticeRow, PlannedNotice } from "../store/outbox.ts";
import type { Text } from "../ui/model.ts";
import type { Words } from "../words/index.ts";
import {
  afterwards,
  type DatedFollowUp,
  dated,
  followUpToTell,
  hearsToday,
  lastReminded,
  lastTold,
  membersOf,
  toEach,
} from "./follow-up.ts";
import { eventOf } from "./follow-up-event.ts";
import { noticeTo } from "./message.ts";
import { type CohortState, type Notice, within } from "./notice.ts";
import { validFrom } from "./timing.ts";

interface Reminder {
  kind: string;
  /** The reminders that come before it. */
  after: readonly string[];
  perWeek: number;
  daysBefore(reminders: Reminders): number;
  /** Whether it brings the entry for a calendar to those whom no earlier message told this date. */
  bringsEvent: boolean;
  /** The coordinator who leads it is reminded too. */
  toCoordinator: boolean;
  phrases(words: Words): { label: string; summary(stage: string): string; text(on: Day, at: Hour | null): Text };
}

/** A reminder some days before a follow-up. One that was announced later than that needs none, nor one of which people heard today. */
const reminder = ({ kind, after, perWeek, daysBefore, bringsEvent, toCoordinator, phrases }: Reminder): Notice => ({
  kind,
  perWeek,
  label: (words) => phrases(words).label,
  afterwards,

  due: (state, window) =>
    dated(state.followUps).flatMap((followUp) => {
      const on = addDays(followUp.on, -daysBefore(state.plan.reminders));
      const { announcedOn } = followUp;
      if (announcedOn === null) return [];
      const reminding = (people: readonly { personId: PersonId; dyad: Dyad | null }[], day: Day): PlannedNotice[] => {
        if (!within(day, window) || announcedOn >= day) return [];
        return toEach(kind, state, followUp, people, validFrom(state, day, followUp.on, followUp.at ?? state.plan.startAt));
      };
      const leader = toCoordinator ? leaderOf(state, followUp) : null;
      return [...reminding(membersOf(state, followUp), on), ...(leader ? reminding([leader], latest(on, leader.from)) : [])];
    }),

  async compose(visit, row) {
    const told = await followUpToTell(visit, row);
    if ("dropped" in told) return told;
    const w = phrases(visit.words);
    const { followUp, stageName, title } = told;
    const { on, at } = followUp;
    if (on === null) return { dropped: "moved" };
    const leads = row.subject.dyad === undefined;
    if (leads ? !visit.viewer.coordinates.has(followUp.cohortId) : !told.concerns) return { dropped: "no-longer-concerned" };
    if (!row.sentAt && (await hearsToday(visit, followUp, after, row))) return { dropped: "just-said" };
    if (!row.sentAt && (await wasReminded(visit, kind, followUp))) return { dropped: "just-said" };
    return noticeTo(
      visit,
      w.summary(stageName),
      [
        { kind: "heading", text: title },
        { kind: "text", text: w.text(on, at) },
        ...(bringsEvent && !(await wasTold(visit, followUp, row)) ? [await eventOf(visit, followUp, row, { on, at })] : []),
      ],
      leads
        ? [{ label: visit.words.notices.followUpTomorrow.prepare, action: "lead-follow-up.show", data: { followUp: String(followUp.id) } }]
        : [{ label: visit.words.notices.followUpAnnounced.calendar, action: "calendar.open" }],
    );
  },
});

/** Whether this person was told the date as it is, before this notice: when a pause or a cap held that back, they have no entry for it yet. */
async function wasTold(visit: Visit, { id, on, at }: FollowUp, row: NoticeRow): Promise<boolean> {
  const told = await lastTold(visit, id, row);
  return told?.on === on && told.at === at;
}

/** Whether this person got this very reminder of the date as it is, before it was taken away and given back. */
async function wasReminded(visit: Visit, kind: string, { id, on, at }: FollowUp): Promise<boolean> {
  const reminded = await lastReminded(visit, kind, id);
  return reminded?.on === on && reminded.at === at;
}

/** Whoever leads a follow-up on its day, and since when they are in office: before that they hear nothing. */
function leaderOf({ appointments, dyads }: CohortState, followUp: DatedFollowUp): { personId: PersonId; dyad: null; from: Day } | null {
  const personId = leaderOn(appointments, dyads.find(({ id }) => id === followUp.dyadId) ?? null, followUp.on);
  const [first, ...others] = appointments
    .filter((one) => one.personId === personId && isInOffice(one, followUp.on))
    .map(({ from }) => from);
  return personId && first ? { personId, dyad: null, from: earliest(first, ...others) } : null;
}

export const followUpInAWeek = reminder({
  kind: "follow-up-in-a-week",
  after: [],
  perWeek: 3,
  daysBefore: (reminders) => reminders.weekBeforeDays,
  bringsEvent: true,
  toCoordinator: false,
  phrases: (words) => words.notices.followUpInAWeek,
});

export const followUpTomorrow = reminder({
  kind: "follow-up-tomorrow",
  after: ["follow-up-in-a-week"],
  perWeek: 20,
  daysBefore: (reminders) => reminders.dayBefore,
  bringsEvent: false,
  toCoordinator: true,
  phrases: (words) => words.notices.followUpTomorrow,
});
