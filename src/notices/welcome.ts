import { compareDays, type Day, latest } from "../program/day.ts";
import type { PersonId } from "../program/terms.ts";
import { welcomeKind as kind } from "../store/links.ts";
import type { PlannedNotice, Subject } from "../store/outbox.ts";
import { readWelcomedToCoordinate } from "../store/welcomes.ts";
import type { Text } from "../ui/model.ts";
import { noticeTo } from "./message.ts";
import { type CohortState, type Notice, within } from "./notice.ts";
import { validFrom } from "./timing.ts";

/** Worth saying for so long after the beginning, in open days: a closure may last longer than a month. */
const stillAWelcome = 22;

/** The first word, on the day on which the dyad begins or the coordinator takes office. */
export const welcome: Notice = {
  kind,
  perWeek: 2,
  label: (words) => words.notices.welcome.label,

  due: (state, window) =>
    beginningsIn(state)
      .filter(({ on }) => within(on, window))
      .map((beginning) => welcomeTo(state, beginning, window.upTo)),

  afterwards: null,

  async compose(visit, row) {
    const { welcome: w } = visit.words.notices;
    const dyad = visit.dyads.find(({ id }) => id === row.subject.dyad);
    const cohort = visit.cohorts.find(({ id }) => id === row.cohortId);
    if (dyad?.ending && dyad.ending.on < visit.today) return { dropped: "ended" };
    if (!cohort) return { dropped: "no-longer-concerned" };
    // Whoever takes office later than they did, or once more, was welcomed then.
    const own = [visit.person.id];
    if (!dyad && (await readWelcomedToCoordinate(visit.store, cohort, own)).size > 0) return { dropped: "just-said" };
    if (!dyad && !visit.viewer.coordinates.has(cohort.id)) return { dropped: "no-longer-concerned" };
    const other = dyad ? `${dyad.other.givenName} ${dyad.other.familyName}` : "";
    const text: Text = dyad ? w[dyad.as](other, dyad.beganOn) : w.coordinator(cohort.name);
    return noticeTo(
      visit,
      w.summary,
      [
        { kind: "heading", text: w.heading },
        { kind: "text", text },
        { kind: "text", text: [dyad ? w.promise.inDyad : w.promise.coordinating, " ", w.wall] },
        { kind: "text", text: w.start },
      ],
      [{ label: visit.words.help.button, action: "help.open" }],
    );
  },
};

/** The day on which somebody's part in a cohort begins. */
interface Beginning {
  personId: PersonId;
  about: string;
  on: Day;
  subject: Subject;
}

const beginningsIn = ({ cohort, dyads, appointments }: CohortState): Beginning[] => [
  ...dyads.flatMap(({ id, mentorId, menteeId, beganOn }) =>
    [mentorId, menteeId].map((personId) => ({
      ...{ personId, about: `d${id}`, on: latest(beganOn, cohort.startsOn), subject: { dyad: id } },
    })),
  ),
  ...appointments.map(({ personId, from }) => ({
    ...{ personId, about: from, on: latest(from, cohort.startsOn), subject: { cohort: cohort.id } },
  })),
];

const welcomeTo = (state: CohortState, { personId, about, on, subject }: Beginning, plannedOn: Day): PlannedNotice => ({
  key: `${kind}:c${state.cohort.id}:${about}:p${personId}`,
  ...{ kind, organizationId: state.organization.id, cohortId: state.cohort.id, personId, subject },
  ...validFrom(state, on, state.calendar.addOpenDays(latest(on, plannedOn), stillAWelcome)),
});

/** The welcome of whoever is to hear something else before the day on which they begin: it comes with that, and goes before it. */
export function earlyWelcomes(state: CohortState, planned: readonly PlannedNotice[], plannedOn: Day): PlannedNotice[] {
  const heardFrom = new Map<PersonId, PlannedNotice["notBefore"]>();
  for (const { personId, notBefore } of planned) {
    const known = heardFrom.get(personId);
    if (known === undefined || notBefore < known) heardFrom.set(personId, notBefore);
  }
  if (heardFrom.size === 0) return [];
  const beginnings = beginningsIn(state).sort((a, b) => compareDays(b.on, a.on));
  const firsts = new Map(beginnings.map((beginning) => [beginning.personId, beginning]));
  return [...heardFrom].flatMap(([personId, notBefore]) => {
    const first = firsts.get(personId);
    const usual = first && welcomeTo(state, first, plannedOn);
    return usual && notBefore < usual.notBefore ? [{ ...usual, notBefore }] : [];
  });
}
