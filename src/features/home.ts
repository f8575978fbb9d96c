import { compareDays, type Day, daysBetween } from "../program/day.ts";
import { flagsOf } from "../program/flags.ts";
import { flagSettings } from "../program/overview.ts";
import { readMeetings } from "../store/meetings.ts";
import { readPauses } from "../store/pauses.ts";
import type { DyadOfVisitor } from "../store/visitors.ts";
import { clip, limits } from "../ui/limits.ts";
import type { Block, Button, Item, Message, Text } from "../ui/model.ts";
import { plain } from "../ui/plain.ts";
import type { Reply } from "../ui/platform.ts";
import { formatHour } from "../ui/speak.ts";
import { announceButton } from "./announce.ts";
import { questionnairesAtHand } from "./answer-questionnaire.ts";
import { comingAnnounced, comingToLead, type Dated, type Led, pauseUnderWay, titled } from "./calendar.ts";
import { coordinated } from "./coordination.ts";
import type { Feature, Visit } from "./feature.ts";
import { seeCohorts } from "./home-of-cohort.ts";
import { buttonsFor } from "./lead-follow-up.ts";
import { listed } from "./listed.ts";
import { mayLog } from "./log-meeting.ts";
import { isOpen, notebooksOf, otherName } from "./own-dyad.ts";
import { messageTo, withoutRole } from "./replies.ts";
import { otherMessengers } from "./told-where.ts";

const mostDates = 3;
const mostMeetings = 3;
/** Of dyads that are silent: each takes a line and a button. */
const mostSilences = 10;
const mostEnded = 10;
const mostNotebooks = 5;
const mostToLead = 6;

/** What a person finds when they open the bot: what waits for them first, then what is coming, what was, and what they can do. */
export async function homeOf(visit: Visit): Promise<Message> {
  const { home: w } = visit.words;
  if (visit.roles.length === 0) {
    const text = await withoutRole(visit);
    return messageTo(visit, plain(text, visit.person.language), [{ kind: "text", text }]);
  }
  const cohorts = await seeCohorts(visit);
  const led = await comingToLead(visit);
  const dates = byDay([...led, ...(await comingAnnounced(visit))]);
  const waiting = [...ledToday(visit, led), ...cohorts.late, ...(await ownToDo(visit))];
  const toDo = waiting.length > 0 ? waiting : nearest(visit, dates);
  const first = [...titledBy(w.first, toDo), ...cohorts.attention, ...endings(visit)];
  return messageTo(visit, w.summary, [
    { kind: "heading", text: clip(w.hello(visit.person.givenName), limits.heading) },
    ...(await pauseUnderWay(visit)),
    ...(first.length > 0 || cohorts.troubled ? first : [{ kind: "text" as const, text: w.nothing, tone: "good" as const }]),
    ...cohorts.state,
    ...calendarBlocks(visit, dates),
    ...(await latestMeetings(visit)),
    { kind: "buttons", buttons: [...buttonsOf(visit), ...(await announceButton(visit)), ...(await otherMessengers(visit))] },
  ]);
}

const titledBy = (title: string, blocks: readonly Block[]): Block[] =>
  blocks.length > 0 ? [{ kind: "text", text: { bold: title } }, ...blocks] : [];

const lasting = (visit: Visit): DyadOfVisitor[] => visit.dyads.filter((dyad) => isOpen(visit, dyad));

/** What is led and what one takes part in, each once, by date. */
const byDay = (dates: readonly Dated[]): Dated[] =>
  [...new Map(dates.map((one) => [one.followUp.id, one])).values()].sort((a, b) => compareDays(a.on, b.on));

/** What is to be led today, with the way to prepare it and to write it down. */
function ledToday(visit: Visit, led: readonly Led[]): Block[] {
  const { home: w, status } = visit.words;
  const today = led.filter(({ on }) => on === visit.today);
  if (today.length === 0) return [];
  const items = today.slice(0, mostToLead).map(({ followUp, coordination, name }): Item => {
    const at = followUp.at && formatHour(followUp.at, visit.person.language);
    return { title: name, lines: [w.ledToday(at)], tone: "attention", buttons: listed(buttonsFor(visit, followUp, coordination)) };
  });
  const left = today.length - items.length;
  return [
    { kind: "items", items },
    ...(left > 0 ? [{ kind: "text" as const, text: status.more.followUps(left), tone: "quiet" as const }] : []),
  ];
}

/** The questionnaires, then the dyads that are silent. */
const ownToDo = async (visit: Visit): Promise<Block[]> => [
  ...(visit.roles.includes("mentee") ? await questionnairesAtHand(visit) : []),
  ...silenceBlocks(visit, await silencesOf(visit)),
];

/** When nothing waits, the follow-up that comes next. */
function nearest(visit: Visit, [next]: readonly Dated[]): Block[] {
  return next ? [{ kind: "text", text: visit.words.home.nearest(next.name, daysBetween(visit.today, next.on)) }] : [];
}

interface Silence {
  dyad: DyadOfVisitor;
  since: Day;
  line: Text;
}

/** The dyads without a meeting for as long as the plan says, the longest silence first. Only one's own pauses count: those of the other are nobody else's business. */
async function silencesOf(visit: Visit): Promise<Silence[]> {
  const { home: w } = visit.words;
  const found: Silence[] = [];
  for (const dyad of lasting(visit)) {
    const cohort = visit.cohorts.find(({ id }) => id === dyad.cohortId);
    if (!cohort) continue;
    const history = {
      dyad,
      meetings: await readMeetings(visit.store, visit.viewer, dyad, 1),
      pauses: await readPauses(visit.store, visit.person, dyad.beganOn),
      ...{ followUps: [], unreachable: [] },
    };
    for (const flag of flagsOf(history, flagSettings(await visit.planOf(cohort), cohort), visit.today)) {
      if (flag.code !== "silent" && flag.code !== "no-meeting-yet") continue;
      const say = flag.code === "silent" ? w.silent : w.noMeetingYet;
      found.push({ dyad, since: flag.since, line: say(otherName(dyad), flag.days, flag.closedDays) });
    }
  }
  return found.sort((a, b) => compareDays(a.since, b.since)).slice(0, mostSilences);
}

function silenceBlocks({ words }: Visit, silences: readonly Silence[]): Block[] {
  if (silences.length === 0) return [];
  const labelOf = (dyad: DyadOfVisitor) => (silences.length === 1 ? words.logMeeting.button : words.status.silence.log(otherName(dyad)));
  const lines = silences.map(({ line }) => line);
  return [
    silences.length === 1 ? { kind: "text", text: lines } : { kind: "list", items: lines },
    {
      kind: "buttons",
      buttons: silences.map(({ dyad }) => ({
        label: clip(labelOf(dyad), limits.button),
        action: "log-meeting.open",
        data: { dyad: String(dyad.id) },
      })),
    },
  ];
}

/** To someone whose dyads are all behind, what ended and when. */
function endings(visit: Visit): Block[] {
  const w = visit.words.home;
  const [latest] = visit.dyads;
  const cohort = visit.cohorts.find(({ id }) => id === latest?.cohortId);
  if (!cohort || lasting(visit).length > 0 || coordinated(visit).length > 0) return [];
  if (cohort.endsOn < visit.today) return [{ kind: "text", text: w.over(cohort.name, cohort.endsOn) }];
  const lines = visit.dyads.flatMap((dyad) =>
    dyad.cohortId === cohort.id && dyad.ending ? [w.ended(otherName(dyad), dyad.ending.on)] : [],
  );
  return [{ kind: "list", items: lines.slice(0, mostEnded) }];
}

/** The next few dates, of what is led and of what one takes part in. */
function calendarBlocks(visit: Visit, dates: readonly Dated[]): Block[] {
  const w = visit.words.home;
  if (lasting(visit).length === 0 && coordinated(visit).length === 0) return [];
  const next = dates.slice(0, mostDates);
  if (next.length > 0)
    return titled(
      w.calendar,
      next.map(({ line }) => line),
    );
  return titledBy(w.calendar, [{ kind: "text", text: w.noDate, tone: "quiet" }]);
}

/** The last meetings of the dyads that last, or, where none does, of those that were. Of each, that it took place and how. */
async function latestMeetings(visit: Visit): Promise<Block[]> {
  const { home: w, notebook, common } = visit.words;
  const dyads = lasting(visit).length > 0 ? lasting(visit) : visit.dyads;
  if (dyads.length === 0) return [];
  const found = [];
  for (const dyad of dyads) {
    for (const meeting of await readMeetings(visit.store, visit.viewer, dyad, mostMeetings)) found.push({ ...meeting, dyad });
  }
  if (found.length === 0) return titledBy(w.meetings, [{ kind: "text", text: notebook.noMeeting, tone: "quiet" }]);
  const latest = found.sort((a, b) => compareDays(b.heldOn, a.heldOn)).slice(0, mostMeetings);
  return titled(
    w.meetings,
    latest.map(({ heldOn, minutes, mode, dyad }): Text => {
      const line = notebook.meeting(heldOn, common.minutes(minutes), common.modes[mode]);
      return dyads.length > 1 ? [line, " · ", { person: otherName(dyad) }] : line;
    }),
  );
}

/** To someone whose notebook is that of another dyad by now, those of the dyads that ended while their cohort goes on. */
function endedNotebooks(visit: Visit): Button[] {
  if (lasting(visit).length === 0) return [];
  const ended = visit.dyads.filter((dyad) => !isOpen(visit, dyad) && mayLog(visit, dyad));
  return notebooksOf(visit, ended.slice(0, mostNotebooks));
}

/** What this person can do from here, in the order of help. */
function buttonsOf(visit: Visit): Button[] {
  const { home: w, logMeeting, questionnaire, pause, help } = visit.words;
  const { roles } = visit;
  const isMember = visit.dyads.length > 0;
  const offered: [boolean, string, string][] = [
    [roles.includes("coordinator"), w.status, "status.open"],
    [roles.includes("coordinator"), w.lead, "lead-follow-up.open"],
    [visit.dyads.some((dyad) => mayLog(visit, dyad)), logMeeting.button, "log-meeting.open"],
    [isMember, w.notebook, "notebook.open"],
    [true, w.calendarButton, "calendar.open"],
    [roles.includes("mentee"), questionnaire.results.button, "results.open"],
    [roles.includes("mentor") && !roles.includes("mentee"), w.shared, "answer-questionnaire.open"],
    [true, pause.title, "pause.open"],
    [true, help.button, "help.open"],
  ];
  return offered.flatMap(([may, label, action]) => [
    ...(may ? [{ label, action }] : []),
    ...(action === "notebook.open" ? endedNotebooks(visit) : []),
  ]);
}

/** Who opens the bot sees it without asking; the button brings it back into the conversation. */
export const home: Feature = {
  name: "home",
  verb: null,
  roles: "everyone",
  about: (words) => words.home.about,
  open: async (visit): Promise<Reply> => ({ kind: "say", message: await homeOf(visit) }),
};
