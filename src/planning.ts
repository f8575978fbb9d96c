import type { Log } from "./app.ts";
import { about, announcing } from "./notices/follow-up.ts";
import { plannedWith } from "./notices/index.ts";
import type { CohortState, Window } from "./notices/notice.ts";
import { validFrom } from "./notices/timing.ts";
import { earlyWelcomes } from "./notices/welcome.ts";
import { administrationsDue, uncalledFor } from "./program/administration.ts";
import { announcementOf } from "./program/announcement.ts";
import { calendarOf } from "./program/calendar.ts";
import { addDays, type Day, dayOf, earliest, hour, type Instant, instantAt } from "./program/day.ts";
import { takingPlace } from "./program/paths.ts";
import { resettle } from "./program/resettle.ts";
import { placeFollowUps } from "./program/schedule.ts";
import type { Cohort, FollowUp, FollowUpId, Organization, PersonId } from "./program/terms.ts";
import { moveAdministration, openAdministrations, readAdministrationsOf, takeBackAdministration } from "./store/administrations.ts";
import {
  readAppointments,
  readCohorts,
  readDyads,
  readOrganizations,
  readPeopleOf,
  readPlan,
  readPlannedThrough,
  writePlannedThrough,
} from "./store/cohorts.ts";
import { readEarlyMovesOf, readMovesOf } from "./store/follow-up-moves.ts";
import { insertFollowUps, isAnyAnnounced, markAnnounced, moveFollowUp, readFollowUps } from "./store/follow-ups.ts";
import { askHomes } from "./store/homes.ts";
import { readLastMeetings } from "./store/meetings.ts";
import { enqueue } from "./store/outbox.ts";
import { askReview, askReviewAbout } from "./store/reviews.ts";
import { readTellings, type Telling } from "./store/sent.ts";
import { inTransaction, type Store } from "./store/store.ts";
import { readPutOff } from "./store/welcomes.ts";

type What = keyof typeof plannedWith;

/**
 * A cohort is planned from so many days before it starts, or from when a date of it is known, until so many after it ends,
 * or as long as somebody counts on a date.
 */
const daysBefore = 30;
const daysAfter = 14;
const endOfDay = hour("23:59");

/** How many notices are new in the outbox, and how many cohorts could not be planned. */
export interface PlanningReport {
  notices: number;
  failed: number;
}

/**
 * Plans every cohort of every organization. What is planned already stays as it is, so any process may do it at
 * any time. A defect in one cohort holds up no other.
 */
export async function planCohorts(store: Store, now: Instant, what: What, log: Log): Promise<PlanningReport> {
  const report: PlanningReport = { notices: 0, failed: 0 };
  for (const organization of await readOrganizations(store)) {
    for (const cohort of await readCohorts(store, organization.id)) {
      try {
        const today = dayOf(now, organization.zone);
        if (addDays(cohort.endsOn, daysAfter) < today && !(await isAnyAnnounced(store, cohort, today))) continue;
        if (today < addDays(cohort.startsOn, -daysBefore) && !(await isAnyAnnounced(store, cohort))) continue;
        report.notices += await inTransaction(store, (inside) => planCohort(inside, organization, cohort, today, now, what));
      } catch (error) {
        report.failed++;
        const name = error instanceof Error ? error.name : "unknown";
        log("error", "planning-defect", { what, organization: organization.id, cohort: cohort.id, name });
      }
    }
  }
  return report;
}

async function planCohort(
  store: Store,
  organization: Organization,
  cohort: Cohort & { revision: number },
  today: Day,
  now: Instant,
  what: What,
): Promise<number> {
  const through = await readPlannedThrough(store, cohort, what);
  const state = await readState(store, organization, cohort, today);
  const current = what === "notices" ? await bringUpToDate(store, state, today, now) : state;
  const window: Window = { after: earliest(through ?? addDays(cohort.startsOn, -daysBefore), addDays(today, -1)), upTo: today };
  const called = plannedWith[what].flatMap((notice) => notice.due(current, window));
  const due = [...earlyWelcomes(current, called, today), ...called];
  const worthSaying = through ? due : due.filter(({ giveUpAfter }) => now < giveUpAfter);
  const added = await enqueue(store, worthSaying);
  if (what === "notices") await askReview(store, organization.id, whoseMatterChanged(state, through, today), now);
  if (through === null || through < today) await writePlannedThrough(store, cohort, what, today);
  return added;
}

/**
 * Whose messages may say what is true no more, since they were last planned: the members of dyads that ended, those whose office
 * ended or began, and those whose questionnaire closed without an answer. Everyone, where an import had it all planned again.
 */
function whoseMatterChanged({ people, dyads, appointments, administrations }: CohortState, through: Day | null, today: Day): PersonId[] {
  if (through === null) return [...people.keys()];
  const isOver = (last: Day | null | undefined): boolean => Boolean(last && through <= last && last < today);
  const all = [
    ...dyads.filter(({ ending }) => isOver(ending?.on)).flatMap(({ mentorId, menteeId }) => [mentorId, menteeId]),
    ...appointments.filter(({ from, until }) => isOver(until) || (through < from && from <= today)).map(({ personId }) => personId),
    ...administrations.filter(({ dueOn, done }) => !done && isOver(dueOn)).map(({ personId }) => personId),
  ];
  return [...new Set(all)];
}

/** Whom these follow-ups are about: the members of their dyads, or of all of them where one is of the group. */
function membersOf({ dyads }: CohortState, followUps: readonly FollowUp[]): PersonId[] {
  const ofDyad = new Set(followUps.map(({ dyadId }) => dyadId));
  const concerned = ofDyad.has(null) ? dyads : dyads.filter(({ id }) => ofDyad.has(id));
  return [...new Set(concerned.flatMap(({ mentorId, menteeId }) => [mentorId, menteeId]))];
}

async function readState(
  store: Store,
  organization: Organization,
  cohort: Cohort & { revision: number },
  today: Day,
): Promise<CohortState> {
  const plan = await readPlan(store, cohort);
  const appointments = await readAppointments(store, cohort);
  return {
    ...{ organization, cohort, plan, calendar: calendarOf(plan.calendar) },
    people: await readPeopleOf(store, cohort),
    dyads: await readDyads(store, cohort),
    appointments,
    putOff: await readPutOff(store, cohort, appointments, today),
    followUps: await readFollowUps(store, cohort),
    moves: await readMovesOf(store, cohort),
    earlyMoves: await readEarlyMovesOf(store, cohort),
    tellings: new Map(),
    administrations: await readAdministrationsOf(store, cohort),
    lastMeeting: await readLastMeetings(store, cohort),
  };
}

/** What was told of the days of the group on which somebody counts. */
async function readTellingsOfGroup(
  store: Store,
  { organizationId }: Cohort,
  followUps: readonly FollowUp[],
  today: Day,
): Promise<CohortState["tellings"]> {
  const tellings = new Map<FollowUpId, Telling[]>();
  for (const { id, dyadId, announcedOn, held, on } of followUps) {
    if (dyadId !== null || announcedOn === null || held !== null || (on !== null && on < today)) continue;
    tellings.set(id, await readTellings(store, { organizationId, kinds: announcing, about: about(id) }));
  }
  return tellings;
}

/**
 * Places the follow-ups that have no date, moves those that cannot stay on theirs, announces those that are near, opens the
 * questionnaires, takes back what nobody is to be asked.
 */
async function bringUpToDate(store: Store, state: CohortState, today: Day, now: Instant): Promise<CohortState> {
  const { cohort, plan, calendar } = state;
  const placed = placeFollowUps({ ...state, existing: state.followUps, today });
  await insertFollowUps(
    store,
    placed.map((one) => ({ ...one, organizationId: cohort.organizationId, at: plan.startAt })),
  );
  let existing = placed.length > 0 ? await readFollowUps(store, cohort) : state.followUps;
  const chosen = new Set([...state.earlyMoves].flatMap(([id, moves]) => (moves.at(-1)?.by == null ? [] : [id])));
  const resettled = resettle({ ...state, existing, chosen, today });
  for (const { followUp, on, unplaced } of resettled) {
    await moveFollowUp(store, followUp, { on, at: followUp.at, unplaced }, today, null);
    await askReviewAbout(store, cohort.organizationId, followUp.id, now);
  }
  if (resettled.length > 0) existing = await readFollowUps(store, cohort);
  const [moves, earlyMoves] = [await readMovesOf(store, cohort), await readEarlyMovesOf(store, cohort)];

  const near = takingPlace(existing, state.dyads, today).filter(
    ({ on, announcedOn, held }) =>
      announcedOn === null && held === null && on !== null && today <= on && announcementOf(plan.reminders, on, calendar) <= today,
  );
  await markAnnounced(
    store,
    cohort,
    near.map(({ id }) => id),
    today,
  );
  await askHomes(store, cohort.organizationId, membersOf(state, near), now);
  const announced = new Set(near.map(({ id }) => id));
  const followUps = existing.map((followUp) => (announced.has(followUp.id) ? { ...followUp, announcedOn: today } : followUp));

  const known = new Map(state.administrations.map((one) => [`${one.dyadId}/${one.stage}`, one]));
  const wanted = administrationsDue({ ...state, followUps, today });
  const missing = wanted.filter(({ dyadId, stage }) => !known.has(`${dyadId}/${stage}`));
  await openAdministrations(store, missing);
  const moved: PersonId[] = [];
  for (const { dyadId, stage, opensOn, dueOn } of wanted) {
    const one = known.get(`${dyadId}/${stage}`);
    if (!one || one.done || (one.opensOn === opensOn && one.dueOn === dueOn)) continue;
    await moveAdministration(store, one, { opensOn, dueOn }, instantAt(dueOn, endOfDay, state.organization.zone));
    moved.push(one.personId);
  }
  const untold = state.administrations.filter(({ done, opensOn, dueOn }) => !done && now < validFrom(state, opensOn, dueOn).notBefore);
  const takenBack = uncalledFor(untold, wanted, followUps);
  for (const { id } of takenBack) await takeBackAdministration(store, id);
  await askReview(store, cohort.organizationId, [...moved, ...takenBack.map(({ personId }) => personId)], now);
  const administrations =
    missing.length + moved.length + takenBack.length > 0 ? await readAdministrationsOf(store, cohort) : state.administrations;
  return { ...state, followUps, moves, earlyMoves, tellings: await readTellingsOfGroup(store, cohort, followUps, today), administrations };
}
