import { addDays } from "../program/day.ts";
import { dateOf, pathOf } from "../program/paths.ts";
import { mergePauses } from "../program/pause.ts";
import type { FollowUp } from "../program/terms.ts";
import { readOwnAdministrations } from "../store/answers.ts";
import { readFollowUpsAround } from "../store/follow-ups.ts";
import { readPauses } from "../store/pauses.ts";
import type { DyadOfVisitor } from "../store/visitors.ts";
import type { Block, Item, Text } from "../ui/model.ts";
import type { Reply } from "../ui/platform.ts";
import { localized } from "../words/index.ts";
import { type Coordination, coordinated, leaderOf, nameIn, readCoordination, stageNameIn } from "./coordination.ts";
import type { Feature, Visit } from "./feature.ts";
import { isOpen, otherName } from "./own-dyad.ts";
import { readRecordButton } from "./read-record.ts";
import { say } from "./replies.ts";

const fourWeeks = 28;
const mostListed = 20;
const mostDone = 12;

const list = (items: readonly Text[]): Block[] => (items.length > 0 ? [{ kind: "list", items }] : []);
const titled = (title: string, items: readonly Text[]): Block[] =>
  items.length > 0 ? [{ kind: "text", text: { bold: title } }, ...list(items)] : [];

async function open(visit: Visit): Promise<Reply> {
  const w = visit.words.calendar;
  const [pause] = mergePauses(await readPauses(visit.store, visit.person, visit.today));
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
      const { on, at, held } = followUp;
      if (on === null || held || on < visit.today || on > until || leaderOf(coordination, followUp, visit) !== visit.person.id) continue;
      const name = w.stage(stageNameIn(coordination, followUp.stage, visit), whomIn(visit, coordination, followUp));
      lines.push({ on, line: visit.words.common.labelled(name, { date: on, style: "long", at }) });
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

function whomIn(visit: Visit, coordination: Coordination, { dyadId }: FollowUp): string | null {
  const w = visit.words.calendar;
  const dyad = coordination.dyads.find(({ id }) => id === dyadId);
  return dyad ? w.pair(nameIn(coordination, dyad.mentorId), nameIn(coordination, dyad.menteeId)) : null;
}

/** One follow-up as it concerns a mentor or a mentee. */
interface Concern {
  followUp: FollowUp;
  stage: string;
  /** The other member, of a triad. */
  whom: string | null;
}

/** What is coming for a mentor or a mentee in all of their dyads, by date, and what was done. */
async function participating(visit: Visit): Promise<Block[]> {
  const w = visit.words.calendar;
  const coming: Concern[] = [];
  const past: Concern[] = [];
  for (const dyad of visit.dyads) {
    const concerns = await concernsOf(visit, dyad);
    if (isOpen(visit, dyad)) coming.push(...concerns.filter(({ followUp }) => followUp.held === null));
    past.push(...concerns.filter(({ followUp }) => followUp.held !== null));
  }
  const lines = once(coming)
    .sort(byDate)
    .map((concern) => comingLine(visit, concern));
  if (visit.roles.includes("mentee")) lines.push(...(await questionnaires(visit)));
  const done = once(past)
    .sort(byDate)
    .slice(-mostDone)
    .map((concern) => doneItem(visit, concern));
  return [
    ...titled(w.heading, lines),
    ...(done.length > 0
      ? [
          { kind: "text" as const, text: { bold: w.past } },
          { kind: "items" as const, items: done },
        ]
      : []),
  ];
}

async function concernsOf(visit: Visit, dyad: DyadOfVisitor): Promise<Concern[]> {
  const plan = await visit.planOf({ id: dyad.cohortId });
  const path = pathOf(dyad, await readFollowUpsAround(visit.store, dyad), plan.stages);
  return path
    .filter(({ audience }) => audience !== "mentees" || dyad.as === "mentee")
    .map((followUp) => {
      const found = plan.stages.find(({ key }) => key === followUp.stage);
      const stage = found ? localized(found.name, visit.person.language) : followUp.stage;
      return { followUp, stage, whom: followUp.dyadId === null ? null : otherName(dyad) };
    });
}

/** A follow-up of the group concerns each of one's dyads, and is said once. */
const once = (concerns: readonly Concern[]): Concern[] => [...new Map(concerns.map((one) => [one.followUp.id, one])).values()];

/** Those without a date that is known come last, in the order of the plan. */
const known = ({ held, announcedOn, on }: FollowUp): string => held?.on ?? (announcedOn && on ? on : "9999");
const byDate = (a: Concern, b: Concern): number =>
  known(a.followUp) < known(b.followUp) ? -1 : known(a.followUp) > known(b.followUp) ? 1 : 0;

/** A date that was not announced yet is not said: it may still move. */
function comingLine(visit: Visit, { followUp: { on, at, announcedOn }, stage, whom }: Concern): Text {
  const { calendar: w, common } = visit.words;
  const name = w.stage(stage, whom === null ? null : w.withDyad(whom));
  if (on === null) return common.labelled(name, w.noDate);
  if (on < visit.today) return common.labelled(name, w.wentBy(on));
  return common.labelled(name, announcedOn ? { date: on, style: "long", at } : w.toCome);
}

function doneItem(visit: Visit, { followUp, stage, whom }: Concern): Item {
  const { calendar: w, common } = visit.words;
  const on = dateOf(followUp) ?? visit.today;
  return {
    title: common.labelled(w.stage(stage, whom === null ? null : w.withDyad(whom)), { date: on }),
    lines: [],
    buttons: followUp.dyadId === null ? [] : [readRecordButton(visit, followUp)],
  };
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
