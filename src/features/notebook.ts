import { type KnownMeeting, readMeetings } from "../store/meetings.ts";
import { readNotes } from "../store/notes.ts";
import { type Objective, readObjectives } from "../store/objectives.ts";
import type { DyadOfVisitor } from "../store/visitors.ts";
import { clip, limits } from "../ui/limits.ts";
import type { Block, Button, Item } from "../ui/model.ts";
import type { Reply } from "../ui/platform.ts";
import type { Feature, Visit } from "./feature.ts";
import { listed } from "./listed.ts";
import { mayLog, meetingButtons } from "./log-meeting.ts";
import { noteActions, noteForms, noteItem } from "./notes.ts";
import { objectiveItem } from "./objective.ts";
import { chooseDyad, dyadNamed, isOpen, notebooksOf, otherName } from "./own-dyad.ts";
import { messageTo, replaceWith, say } from "./replies.ts";

const notesPerPage = 6;
const mostMeetings = 5;
const meetingsPerPage = 12;
const mostObjectives = 6;

async function open(visit: Visit, rest: string): Promise<Reply> {
  const chosen = chooseDyad(visit, "notebook.show", rest);
  return "reply" in chosen ? chosen.reply : show(visit, chosen.dyad, 0);
}

async function show(visit: Visit, dyad: DyadOfVisitor, page: number): Promise<Reply> {
  const w = visit.words.notebook;
  const writable = isOpen(visit, dyad);
  const data = { dyad: String(dyad.id) };
  const objectives = await readObjectives(visit.store, visit.viewer, dyad);
  const meetings = await readMeetings(visit.store, visit.viewer, dyad, mostMeetings + 1);
  const notes = await readNotes(visit.store, visit.viewer, dyad);
  const shown = notes.slice(page * notesPerPage, (page + 1) * notesPerPage);
  return say(visit, w.summary, [
    { kind: "heading", text: clip(w.heading(otherName(dyad)), limits.heading) },
    ...(writable ? [] : [{ kind: "text" as const, text: w.ended, tone: "quiet" as const }]),
    ...(page === 0 ? [...objectiveBlocks(visit, objectives, writable), ...meetingBlocks(visit, dyad, meetings)] : []),
    { kind: "text", text: { bold: w.notes } },
    shown.length > 0
      ? { kind: "items", items: shown.map((note) => noteItem(visit, dyad, note, writable)) }
      : { kind: "text", text: w.noNote, tone: "quiet" },
    ...(notes.length > (page + 1) * notesPerPage
      ? [{ kind: "buttons" as const, buttons: [{ label: w.older, action: "notebook.page", data: { ...data, page: String(page + 1) } }] }]
      : []),
    ...(writable
      ? [
          {
            kind: "buttons" as const,
            buttons: [
              { label: w.addNote, action: "notebook.write", data, style: "primary" as const },
              { label: w.addObjective, action: "objective.set", data },
              ...(mayLog(visit, dyad) ? [{ label: visit.words.logMeeting.button, action: "log-meeting.open", data }] : []),
            ],
          },
        ]
      : []),
    ...otherNotebooks(visit, dyad),
  ]);
}

/** However many dyads somebody has had, each of their notebooks stays within reach. */
function otherNotebooks(visit: Visit, dyad: DyadOfVisitor): Block[] {
  const others = visit.dyads.filter(({ id }) => id !== dyad.id);
  if (others.length === 0) return [];
  return [
    { kind: "text", text: visit.words.notebook.others, tone: "quiet" },
    { kind: "buttons", buttons: notebooksOf(visit, others) },
  ];
}

const objectiveBlocks = (visit: Visit, objectives: readonly Objective[], writable: boolean): Block[] => [
  { kind: "text", text: { bold: visit.words.notebook.objectives } },
  objectives.length > 0
    ? { kind: "items", items: objectives.slice(0, mostObjectives).map((one) => objectiveItem(visit, one, writable)) }
    : { kind: "text", text: visit.words.notebook.noObjective, tone: "quiet" },
];

function meetingItem(visit: Visit, dyad: DyadOfVisitor, { id, heldOn, minutes, mode, loggedBy, content }: KnownMeeting): Item {
  const { notebook: w, common } = visit.words;
  const topics = [...(content?.topics ?? []).map((topic) => common.topics[topic]), ...(content?.otherTopic ? [content.otherTopic] : [])];
  return {
    title: w.meeting(heldOn, common.minutes(minutes), common.modes[mode]),
    lines: topics.length > 0 ? [topics.join(", ")] : [],
    buttons: loggedBy === visit.person.id && mayLog(visit, dyad) ? listed(meetingButtons(visit, dyad, id)) : [],
  };
}

const meetingItems = (visit: Visit, dyad: DyadOfVisitor, meetings: readonly KnownMeeting[]): Block =>
  meetings.length > 0
    ? { kind: "items", items: meetings.map((meeting) => meetingItem(visit, dyad, meeting)) }
    : { kind: "text", text: visit.words.notebook.noMeeting, tone: "quiet" };

/** The latest, and the way to all of them where there are more. */
function meetingBlocks(visit: Visit, dyad: DyadOfVisitor, meetings: readonly KnownMeeting[]): Block[] {
  const { notebook: w } = visit.words;
  const all: Button = { label: w.allMeetings, action: "notebook.meetings", data: { dyad: String(dyad.id) } };
  return [
    { kind: "text", text: { bold: w.meetings } },
    meetingItems(visit, dyad, meetings.slice(0, mostMeetings)),
    ...(meetings.length > mostMeetings ? [{ kind: "buttons" as const, buttons: [all] }] : []),
  ];
}

/** Every meeting of the dyad, a page at a time. */
async function showMeetings(visit: Visit, data: Readonly<Record<string, string>>): Promise<Reply> {
  const dyad = dyadNamed(visit, data.dyad);
  if (!dyad) return replaceWith(visit, visit.words.common.noLongerThere);
  const { notebook: w } = visit.words;
  const meetings = await readMeetings(visit.store, visit.viewer, dyad);
  const page = readPage(data);
  const end = (page + 1) * meetingsPerPage;
  const turn: Button = { label: w.olderMeetings, action: "notebook.meetings", data: { dyad: String(dyad.id), page: String(page + 1) } };
  const back: Button = { label: w.back, action: "notebook.show", data: { dyad: String(dyad.id) } };
  return say(visit, w.summary, [
    { kind: "heading", text: clip(w.heading(otherName(dyad)), limits.heading) },
    { kind: "text", text: { bold: w.allMeetings } },
    meetingItems(visit, dyad, meetings.slice(end - meetingsPerPage, end)),
    { kind: "buttons", buttons: [...(meetings.length > end ? [turn] : []), back] },
  ]);
}

/** Which page a button asks for, from 0; the first for whatever is no number. */
const readPage = ({ page }: Readonly<Record<string, string>>): number => Math.max(0, Math.trunc(Number(page)) || 0);

async function showNamed(visit: Visit, data: Readonly<Record<string, string>>): Promise<Reply> {
  const dyad = dyadNamed(visit, data.dyad);
  return dyad ? show(visit, dyad, 0) : replaceWith(visit, visit.words.common.noLongerThere);
}

async function turnPage(visit: Visit, data: Readonly<Record<string, string>>): Promise<Reply> {
  const dyad = dyadNamed(visit, data.dyad);
  if (!dyad) return replaceWith(visit, visit.words.common.noLongerThere);
  const reply = await show(visit, dyad, readPage(data));
  return reply.kind === "say" ? { kind: "replace", message: messageTo(visit, reply.message.summary, reply.message.blocks) } : reply;
}

export const notebook: Feature = {
  name: "notebook",
  verb: { fr: "cahier", en: "notebook" },
  roles: ["mentor", "mentee"],
  about: (words) => words.notebook.about,
  open,
  asks: ["write"],
  actions: { show: showNamed, page: turnPage, meetings: showMeetings, ...noteActions },
  forms: noteForms,
};
