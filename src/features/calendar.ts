import { addDays, compareDays, type Day } from "../program/day.ts";
import { dateOf, pathOf, takingPlace } from "../program/paths.ts";
import { mergePauses } from "../program/pause.ts";
import type { FollowUp } from "../program/terms.ts";
import { readFollowUpsAround } from "../store/follow-ups.ts";
import { readPauses } from "../store/pauses.ts";
import type { DyadOfVisitor } from "../store/visitors.ts";
import type { Block, Item, Text } from "../ui/model.ts";
import type { Reply } from "../ui/platform.ts";
import { localized } from "../words/index.ts";
import { type Coordination, coordinated, leaderOf, nameIn, readCoordination, stageNameIn } from "./coordination.ts";
import type { Feature, Visit } from "./feature.ts";
import { listed } from "./listed.ts";
import { isOpen, otherName } from "./own-dyad.ts";
import { openAmong, readQuestionnaires, stageToTell } from "./own-questionnaires.ts";
import { readRecordButton } from "./read-record.ts";
import { say } from "./replies.ts";

const fourWeeks = 28;
const mostListed = 20;
const mostDone = 12;

const list = (items: readonly Text[]): Block[] => (items.length > 0 ? [{ kind: "list", items }] : []);
export const titled = (title: string, items: readonly Text[]): Block[] =>
  items.length > 0 ? [{ kind: "text", text: { bold: title } }, ...list(items)] : [];

async function open(visit: Visit): Promise<Reply> {
  const w = visit.words.calendar;
  const led = await leading(visit);
  const own = await participating(visit);
  const nothing = led.length === 0 && own.length === 0;
  return say(visit, w.summary, [
    ...(await pauseUnderWay(visit)),
    ...led,
    ...own,
    ...(nothing ? [{ kind: "text" as const, text: w.none }] : []),
    ...(await nextClosure(visit)),
  ]);
}

/** That the visitor is in a pause, and until when. */
export async function pauseUnderWay(visit: Visit): Promise<Block[]> {
  const [pause] = mergePauses(await readPauses(visit.store, visit.person, visit.today));
  return pause && pause.from <= visit.today ? [{ kind: "text", text: visit.words.calendar.pause(pause.until), tone: "quiet" }] : [];
}

/** A follow-up with the day it is on, as it is said to the visitor. */
export interface Dated {
  followUp: FollowUp;
  on: Day;
  /** The stage, and whom it is with. */
  name: Text;
  line: Text;
}

/** One that the visitor leads, in the cohort that they coordinate. */
export interface Led extends Dated {
  coordination: Coordination;
}

/** What a coordinator leads in the four weeks to come. */
async function leading(visit: Visit): Promise<Block[]> {
  const w = visit.words.calendar;
  const inOrder = (await comingToLead(visit)).map(({ line }) => line);
  return [...titled(w.coordinatorHeading, inOrder.slice(0, mostListed)), ...moreThan(visit, inOrder)];
}

function moreThan({ words: { calendar: w } }: Visit, inOrder: readonly Text[]): Block[] {
  const left = inOrder.length - mostListed;
  return left > 0 ? [{ kind: "text", text: w.more(left), tone: "quiet" }] : [];
}

/** The follow-ups that the visitor leads in the four weeks to come, by date. */
export async function comingToLead(visit: Visit): Promise<Led[]> {
  const w = visit.words.calendar;
  const until = addDays(visit.today, fourWeeks);
  const found: Led[] = [];
  for (const cohort of coordinated(visit)) {
    const coordination = await readCoordination(visit, cohort);
    for (const followUp of takingPlace(coordination.followUps, coordination.dyads, visit.today)) {
      const { on, at, held } = followUp;
      if (on === null || held || on < visit.today || on > until || leaderOf(coordination, followUp, visit) !== visit.person.id) continue;
      const name = w.stage(stageNameIn(coordination, followUp.stage, visit), whomIn(visit, coordination, followUp));
      found.push({ followUp, coordination, on, name, line: visit.words.common.labelled(name, { date: on, style: "long", at }) });
    }
  }
  return found.sort((a, b) => compareDays(a.on, b.on));
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
  const { coming, past } = await concerns(visit);
  const dated = coming.map((concern) => comingLine(visit, concern));
  const lines = [...dated.slice(0, mostListed), ...(visit.roles.includes("mentee") ? await questionnaires(visit) : [])];
  const done = past.slice(-mostDone).map((concern) => doneItem(visit, concern));
  return [
    ...titled(w.heading, lines),
    ...moreThan(visit, dated),
    ...(done.length > 0
      ? [
          { kind: "text" as const, text: { bold: w.past } },
          { kind: "items" as const, items: done },
        ]
      : []),
  ];
}

async function concerns(visit: Visit): Promise<{ coming: Concern[]; past: Concern[] }> {
  const coming: Concern[] = [];
  const past: Concern[] = [];
  for (const dyad of visit.dyads) {
    const own = await concernsOf(visit, dyad);
    if (isOpen(visit, dyad)) coming.push(...own.filter(({ followUp }) => followUp.held === null));
    past.push(...own.filter(({ followUp }) => followUp.held !== null));
  }
  return { coming: once(coming).sort(byDate), past: once(past).sort(byDate) };
}

/** The follow-ups of a mentor or a mentee whose date was announced and is not behind, by date. */
export async function comingAnnounced(visit: Visit): Promise<Dated[]> {
  const { coming } = await concerns(visit);
  return coming.flatMap((concern) => {
    const { followUp } = concern;
    if (followUp.on === null || followUp.announcedOn === null || followUp.on < visit.today) return [];
    return [{ followUp, on: followUp.on, name: nameOf(visit, concern), line: comingLine(visit, concern) }];
  });
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
function comingLine(visit: Visit, concern: Concern): Text {
  const { calendar: w, common } = visit.words;
  const { on, at, announcedOn } = concern.followUp;
  const name = nameOf(visit, concern);
  if (on === null) return common.labelled(name, w.noDate);
  if (on < visit.today) return common.labelled(name, w.wentBy(on));
  return common.labelled(name, announcedOn ? { date: on, style: "long", at } : w.toCome);
}

const nameOf = ({ words: { calendar: w } }: Visit, { stage, whom }: Concern): Text =>
  w.stage(stage, whom === null ? null : w.withDyad(whom));

function doneItem(visit: Visit, concern: Concern): Item {
  const { common } = visit.words;
  const { followUp } = concern;
  const on = dateOf(followUp) ?? visit.today;
  return {
    title: common.labelled(nameOf(visit, concern), { date: on }),
    lines: [],
    buttons: followUp.dyadId === null ? [] : listed([readRecordButton(visit, followUp)]),
  };
}

async function questionnaires(visit: Visit): Promise<Text[]> {
  const w = visit.words.calendar;
  const own = await readQuestionnaires(visit);
  const open = openAmong(own, visit);
  if (open.length > 0) {
    return Promise.all(open.map(async (one) => w.questionnaireOpen(one.dueOn, await stageToTell(visit, one, own))));
  }
  if (own.some(({ opensOn, dueOn }) => opensOn <= visit.today && visit.today <= dueOn)) return [w.questionnaireDone];
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
