import { longestNote, writeNote } from "../program/note.ts";
import { noteAudiences, noteKinds } from "../program/terms.ts";
import { addNote, changeAudience, deleteNote, type Note, readNotes } from "../store/notes.ts";
import type { DyadOfVisitor } from "../store/visitors.ts";
import { clip, form } from "../ui/limits.ts";
import type { Button, Form, Item } from "../ui/model.ts";
import type { FormReply, Reply } from "../ui/platform.ts";
import { type FieldErrors, refill } from "../ui/refill.ts";
import type { Submission, Visit } from "./feature.ts";
import { listed } from "./listed.ts";
import { dyadNamed, isOpen, otherName } from "./own-dyad.ts";
import { replaceWith, say, tooLate } from "./replies.ts";

/** A note that is longer is shown whole on its own: a platform takes 3,000 characters for all of an item. */
const longestShown = 900;

export function noteItem(visit: Visit, dyad: DyadOfVisitor, note: Note, writable: boolean): Item {
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
    buttons: listed([...readOn, ...own]),
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

async function saveNote(visit: Visit, { hidden, answers }: Submission): Promise<FormReply> {
  const w = visit.words.notebook;
  const dyad = dyadNamed(visit, hidden.dyad);
  if (!dyad) return tooLate(visit, visit.words.common.noLongerThere);
  if (!isOpen(visit, dyad)) return tooLate(visit, w.ended);
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

/** What a notebook does with notes. */
export const noteActions = { write: openNote, read: readWhole, share, unshare, remove: askRemoval, erase };
export const noteForms = { write: saveNote };
