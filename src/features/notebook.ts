import { longestNote, writeNote } from "../program/note.ts";
import { noteAudiences, noteKinds } from "../program/terms.ts";
import { type KnownMeeting, readMeetings } from "../store/meetings.ts";
import { addNote, changeAudience, deleteNote, type Note, readNotes } from "../store/notes.ts";
import { type Objective, readObjectives } from "../store/objectives.ts";
import type { DyadOfVisitor } from "../store/visitors.ts";
import { clip, form, limits } from "../ui/limits.ts";
import type { Block, Button, Form, Item } from "../ui/model.ts";
import type { Reply } from "../ui/platform.ts";
import { type FieldErrors, refill } from "../ui/refill.ts";
import type { Feature, Submission, Visit } from "./feature.ts";
import { mayLog, meetingButtons } from "./log-meeting.ts";
import { objectiveItem } from "./objective.ts";
import { chooseDyad, dyadNamed, isOpen, otherName } from "./own-dyad.ts";
import { messageTo, replaceWith, say } from "./replies.ts";

const notesPerPage = 6;
const mostMeetings = 5;
const meetingsPerPage = 12;
const mostObjectives = 6;
const longestShown = 900;

async function open(visit: Visit): Promise<Reply> {
  const chosen = chooseDyad(visit, "notebook.show");
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
              { label: visit.words.logMeeting.button, action: "log-meeting.open", data },
            ],
          },
        ]
      : []),
  ]);
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
    buttons: loggedBy === visit.person.id && mayLog(visit, dyad) ? meetingButtons(visit, dyad, id) : [],
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

function noteItem(visit: Visit, dyad: DyadOfVisitor, note: Note, writable: boolean): Item {
  const w = visit.words.notebook;
  const mine = note.authorId === visit.person.id;
  const data = { dyad: String(dyad.id), note: String(note.id) };
  const readOn: Button[] = note.text.length > longestShown ? [{ label: w.readOn, action: "notebook.read", data }] : [];
  const own: Button[] = mine
    ? [
        ...(writable
          ? [
              {
                label: note.audience === "me" ? w.share : w.unshare,
                action: note.audience === "me" ? "notebook.share" : "notebook.unshare",
                data,
              },
            ]
          : []),
        { label: w.remove, action: "notebook.remove", data },
      ]
    : [];
  return {
    title: noteTitle(visit, dyad, note),
    lines: [{ date: note.writtenOn }, clip(note.text, longestShown)],
    buttons: [...readOn, ...own],
  };
}

function noteTitle(visit: Visit, dyad: DyadOfVisitor, note: Note): string {
  const w = visit.words.notebook;
  const author = note.authorId === visit.person.id ? w.by.mine : w.by.theirs(otherName(dyad));
  return `${w.kinds[note.kind]}, ${author} · ${w.audiences[note.audience]}`;
}

const noteForm = (visit: Visit, dyad: DyadOfVisitor): Form => {
  const { notebook: w, common } = visit.words;
  return form({
    language: visit.person.language,
    id: "notebook.write",
    title: w.form.title,
    intro: [{ kind: "text", text: w.form.privacy, tone: "quiet" }],
    fields: [
      {
        kind: "choice",
        key: "kind",
        label: w.form.kind,
        look: "radio",
        options: noteKinds.map((kind) => ({ value: kind, label: w.kinds[kind] })),
      },
      { kind: "text", key: "text", label: w.form.text, multiline: true, maxLength: longestNote },
      {
        kind: "choice",
        key: "audience",
        label: w.form.audience,
        look: "radio",
        value: "me",
        options: noteAudiences.map((audience) => ({ value: audience, label: w.audiences[audience] })),
      },
    ],
    submit: common.save,
    cancel: common.cancel,
    hidden: { dyad: String(dyad.id) },
  });
};

async function openNote(visit: Visit, data: Readonly<Record<string, string>>): Promise<Reply> {
  const dyad = dyadNamed(visit, data.dyad);
  if (!dyad) return replaceWith(visit, visit.words.common.noLongerThere);
  return isOpen(visit, dyad) ? { kind: "ask", form: noteForm(visit, dyad) } : replaceWith(visit, visit.words.notebook.ended);
}

async function saveNote(visit: Visit, { hidden, answers }: Submission): Promise<Reply> {
  const w = visit.words.notebook;
  const dyad = dyadNamed(visit, hidden.dyad);
  if (!dyad) return replaceWith(visit, visit.words.common.noLongerThere);
  if (!isOpen(visit, dyad)) return replaceWith(visit, w.ended);
  const typed = (key: string): string => (typeof answers[key] === "string" ? answers[key] : "");
  const decision = writeNote({ kind: typed("kind"), audience: typed("audience"), text: typed("text").replace(/\r\n?/g, "\n") });
  if ("refused" in decision) {
    const errors: FieldErrors = Object.fromEntries(decision.refused.map(({ code, field }) => [field ?? "text", w.refusals[code]]));
    return { kind: "ask", form: refill(noteForm(visit, dyad), answers, errors) };
  }
  await addNote(visit.store, dyad, visit.person.id, visit.today, decision.accepted);
  return say(visit, w.summary, [
    { kind: "text", text: w.saved[decision.accepted.audience], tone: "good" },
    { kind: "buttons", buttons: [{ label: w.about, action: "notebook.show", data: { dyad: String(dyad.id) } }] },
  ]);
}

/** One note, whole: any that the visitor may read. */
async function readWhole(visit: Visit, data: Readonly<Record<string, string>>): Promise<Reply> {
  const dyad = dyadNamed(visit, data.dyad);
  const notes = dyad ? await readNotes(visit.store, visit.viewer, dyad) : [];
  const note = notes.find(({ id }) => String(id) === data.note);
  if (!dyad || !note) return replaceWith(visit, visit.words.common.noLongerThere);
  return say(visit, visit.words.notebook.summary, [
    { kind: "text", text: { bold: noteTitle(visit, dyad, note) } },
    { kind: "text", text: { date: note.writtenOn }, tone: "quiet" },
    { kind: "text", text: note.text },
  ]);
}

/** An own note that a button names; nobody else's can be touched, nor known of. */
async function ownNote(visit: Visit, data: Readonly<Record<string, string>>): Promise<{ dyad: DyadOfVisitor; note: Note } | null> {
  const dyad = dyadNamed(visit, data.dyad);
  const notes = dyad ? await readNotes(visit.store, visit.viewer, dyad) : [];
  const note = notes.find(({ id, authorId }) => String(id) === data.note && authorId === visit.person.id);
  return dyad && note ? { dyad, note } : null;
}

const onOwnNote =
  (act: (visit: Visit, dyad: DyadOfVisitor, note: Note) => Promise<Reply>) =>
  async (visit: Visit, data: Readonly<Record<string, string>>): Promise<Reply> => {
    const found = await ownNote(visit, data);
    return found ? act(visit, found.dyad, found.note) : replaceWith(visit, visit.words.common.noLongerThere);
  };

/** To erase is for good, so it is asked once more. */
const askRemoval = onOwnNote(async (visit, dyad, note) => {
  const w = visit.words.notebook;
  const data = { dyad: String(dyad.id), note: String(note.id) };
  return say(visit, w.summary, [
    { kind: "text", text: w.removeAsk },
    { kind: "text", text: clip(note.text, longestShown), tone: "quiet" },
    { kind: "buttons", buttons: [{ label: w.removeYes, action: "notebook.erase", data, style: "danger" }] },
  ]);
});

const erase = onOwnNote(async (visit, dyad, note) => {
  await deleteNote(visit.store, dyad, note);
  return replaceWith(visit, visit.words.notebook.removed);
});

const share = onOwnNote(async (visit, dyad, note) => {
  if (!isOpen(visit, dyad)) return replaceWith(visit, visit.words.notebook.ended);
  await changeAudience(visit.store, dyad, note, "our-dyad");
  return say(visit, visit.words.notebook.summary, [{ kind: "text", text: visit.words.notebook.shared, tone: "good" }]);
});

const unshare = onOwnNote(async (visit, dyad, note) => {
  await changeAudience(visit.store, dyad, note, "me");
  return say(visit, visit.words.notebook.summary, [{ kind: "text", text: visit.words.notebook.unshared, tone: "good" }]);
});

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
  actions: {
    show: showNamed,
    page: turnPage,
    meetings: showMeetings,
    read: readWhole,
    write: openNote,
    share,
    unshare,
    remove: askRemoval,
    erase,
  },
  forms: { write: saveNote },
};
