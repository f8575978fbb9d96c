import { addDays } from "../program/day.ts";
import { dateOf, pathOf } from "../program/paths.ts";
import type { FollowUp } from "../program/terms.ts";
import { readOwnAdministrations } from "../store/answers.ts";
import { readFollowUpsAround } from "../store/follow-ups.ts";
import { readPauses } from "../store/pauses.ts";
import type { DyadOfVisitor } from "../store/visitors.ts";
import type { Block, Text } from "../ui/model.ts";
import type { Reply } from "../ui/platform.ts";
import { localized } from "../words/index.ts";
import { type Coordination, coordinated, leaderOf, nameIn, readCoordination, stageNameIn } from "./coordination.ts";
import type { Feature, Visit } from "./feature.ts";
import { say } from "./replies.ts";

const fourWeeks = 28;
const mostListed = 20;

const list = (items: readonly Text[]): Block[] => (items.length > 0 ? [{ kind: "list", items }] : []);
const titled = (title: string, items: readonly Text[]): Block[] =>
  items.length > 0 ? [{ kind: "text", text: { bold: title } }, ...list(items)] : [];

async function open(visit: Visit): Promise<Reply> {
  const w = visit.words.calendar;
  const [pause] = await readPauses(visit.store, visit.person, visit.today);
  const led = await leading(visit);
  const own = await participating(visit);
  const nothing = led.length === 0 && own.length === 0;
  return say(visit, w.summary, [
    ...(pause && pause.from <= visit.today ? [{ kind: "text" as const, text: w.pause(pause.until), tone: "quiet" as const }] : []),
    ...led,
    ...own,
    ...(nothing ? [{ kind: "text" as const, text: w.none }] : []),
    ...(await nextClosure(visit)),
  ]);
}

/** What a coordinator leads in the four weeks to come. */
async function leading(visit: Visit): Promise<Block[]> {
  const w = visit.words.calendar;
  const until = addDays(visit.today, fourWeeks);
  const lines: { on: string; line: Text }[] = [];
  for (const cohort of coordinated(visit)) {
    const coordination = await readCoordination(visit, cohort);
    for (const followUp of coordination.followUps) {
      const { on, held } = followUp;
      if (on === null || held || on < visit.today || on > until || leaderOf(coordination, followUp, visit) !== visit.person.id) continue;
      lines.push({
        on,
        line: w.followUp(stageNameIn(coordination, followUp.stage, visit), whomIn(visit, coordination, followUp), on, followUp.at),
      });
    }
  }
  if (coordinated(visit).length === 0) return [];
  const inOrder = lines.sort((a, b) => (a.on < b.on ? -1 : 1)).map(({ line }) => line);
  const left = inOrder.length - mostListed;
  return [
    ...titled(w.coordinatorHeading, inOrder.slice(0, mostListed)),
    ...(left > 0 ? [{ kind: "text" as const, text: w.more(left), tone: "quiet" as const }] : []),
  ];
}

function whomIn(visit: Visit, coordination: Coordination, { dyadId }: FollowUp): string {
  const w = visit.words.calendar;
  const dyad = coordination.dyads.find(({ id }) => id === dyadId);
  return dyad ? w.pair(nameIn(coordination, dyad.mentorId), nameIn(coordination, dyad.menteeId)) : w.withGroup;
}

/** What is coming for a mentor or a mentee, dyad by dyad, and what was done. */
async function participating(visit: Visit): Promise<Block[]> {
  const w = visit.words.calendar;
  const current = visit.dyads.filter(
    (dyad) =>
      (dyad.ending === null || dyad.ending.on >= visit.today) &&
      visit.cohorts.some(({ id, endsOn }) => id === dyad.cohortId && endsOn >= visit.today),
  );
  const [coming, past]: [Text[], Text[]] = [[], []];
  for (const dyad of current) {
    const { lines, held } = await pathInWords(visit, dyad);
    coming.push(...lines);
    past.push(...held);
  }
  if (visit.roles.includes("mentee")) coming.push(...(await questionnaires(visit)));
  return [...titled(w.heading, coming), ...titled(w.past, past)];
}

/** A date that was not announced yet is not said: it may still move. */
async function pathInWords(visit: Visit, dyad: DyadOfVisitor): Promise<{ lines: Text[]; held: Text[] }> {
  const w = visit.words.calendar;
  const plan = await visit.planOf({ id: dyad.cohortId });
  const path = pathOf(dyad, await readFollowUpsAround(visit.store, dyad), plan.stages).filter(
    ({ audience }) => audience !== "mentees" || dyad.as === "mentee",
  );
  const stageOf = ({ stage }: FollowUp) => {
    const found = plan.stages.find(({ key }) => key === stage);
    return found ? localized(found.name, visit.person.language) : stage;
  };
  const whom = ({ dyadId }: FollowUp) => (dyadId === null ? w.withGroup : w.withDyad(`${dyad.other.givenName} ${dyad.other.familyName}`));
  const lines = path
    .filter(({ held }) => held === null)
    .map((followUp) => {
      const { on, at, announcedOn } = followUp;
      if (on === null) return w.noDate(stageOf(followUp));
      return announcedOn ? w.followUp(stageOf(followUp), whom(followUp), on, at) : w.toCome(stageOf(followUp), whom(followUp));
    });
  const held = path.filter(({ held: done }) => done !== null).map((followUp) => w.held(stageOf(followUp), dateOf(followUp) ?? visit.today));
  return { lines, held };
}

async function questionnaires(visit: Visit): Promise<Text[]> {
  const w = visit.words.calendar;
  const own = await readOwnAdministrations(visit.store, visit.viewer);
  const current = own.find(({ opensOn, dueOn }) => opensOn <= visit.today && visit.today <= dueOn);
  if (current) return [current.done ? w.questionnaireDone : w.questionnaireOpen(current.dueOn)];
  const next = own.find(({ opensOn, done }) => opensOn > visit.today && !done);
  return next && next.opensOn <= addDays(visit.today, fourWeeks) ? [w.questionnaireToCome(next.opensOn, next.dueOn)] : [];
}

/** The school's own closures, not the holidays that everyone knows. */
async function nextClosure(visit: Visit): Promise<Block[]> {
  const [cohort] = visit.cohorts;
  if (!cohort) return [];
  const w = visit.words.calendar;
  const { calendar } = await visit.planOf(cohort);
  const [next] = calendar.closed.filter(({ to }) => to >= visit.today).sort((a, b) => (a.from < b.from ? -1 : 1));
  if (!next || next.from > addDays(visit.today, fourWeeks)) return [];
  return titled(w.closed, [w.closedFromTo(localized(next.reason, visit.person.language), next.from, next.to)]);
}

export const calendar: Feature = {
  name: "calendar",
  verb: { fr: "calendrier", en: "calendar" },
  roles: ["mentor", "mentee", "coordinator"],
  about: (words) => words.calendar.about,
  open,
};
