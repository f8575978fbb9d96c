import { addDays, latest } from "../program/day.ts";
import type { PlannedNotice } from "../store/outbox.ts";
import type { Text } from "../ui/model.ts";
import { noticeTo } from "./message.ts";
import { type Notice, within } from "./notice.ts";
import { validFrom } from "./timing.ts";

const kind = "welcome";

/** Worth saying for so long after the beginning, in days. */
const stillAWelcome = 30;

/** The first word, on the day on which the dyad begins or the coordinator takes office. */
export const welcome: Notice = {
  kind,
  perWeek: 2,
  label: (words) => words.notices.welcome.label,

  due(state, window) {
    const { cohort, organization, dyads, appointments } = state;
    const planned = (personId: PlannedNotice["personId"], about: string, on: typeof cohort.startsOn, subject: PlannedNotice["subject"]) =>
      within(on, window)
        ? [
            {
              key: `${kind}:c${cohort.id}:${about}:p${personId}`,
              ...{ kind, organizationId: organization.id, cohortId: cohort.id, personId, subject },
              ...validFrom(state, on, addDays(latest(on, window.upTo), stillAWelcome)),
            },
          ]
        : [];
    return [
      ...dyads.flatMap((dyad) => {
        const on = latest(dyad.beganOn, cohort.startsOn);
        return [dyad.mentorId, dyad.menteeId].flatMap((personId) => planned(personId, `d${dyad.id}`, on, { dyad: dyad.id }));
      }),
      ...appointments.flatMap(({ personId, from }) => planned(personId, from, latest(from, cohort.startsOn), { cohort: cohort.id })),
    ];
  },

  afterwards: null,

  async compose(visit, row) {
    const { welcome: w } = visit.words.notices;
    const dyad = visit.dyads.find(({ id }) => id === row.subject.dyad);
    const cohort = visit.cohorts.find(({ id }) => id === row.cohortId);
    if (dyad?.ending && dyad.ending.on < visit.today) return { dropped: "ended" };
    if (!cohort || (!dyad && !visit.viewer.coordinates.has(cohort.id))) return { dropped: "no-longer-concerned" };
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
