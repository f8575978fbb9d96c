import type { ObjectiveId } from "../program/terms.ts";
import { closeObjective, type Objective, readObjectives, setObjective } from "../store/objectives.ts";
import type { DyadOfVisitor } from "../store/visitors.ts";
import { clip, form } from "../ui/limits.ts";
import type { Form, Item, Text } from "../ui/model.ts";
import type { FormReply, Reply } from "../ui/platform.ts";
import { refill } from "../ui/refill.ts";
import { readAnswers } from "./answers.ts";
import type { Feature, Submission, Visit } from "./feature.ts";
import { listed } from "./listed.ts";
import { chooseDyad, dyadNamed, isOpen } from "./own-dyad.ts";
import { replaceWith, say, tooLate } from "./replies.ts";

const longestObjective = 500;
/** A form to log a meeting offers them all, and no platform takes more than ten boxes. */
const mostOpen = 10;
const mostShown = 15;

async function open(visit: Visit, rest: string): Promise<Reply> {
  const chosen = chooseDyad(visit, "objective.show", rest);
  return "reply" in chosen ? chosen.reply : show(visit, chosen.dyad);
}

async function show(visit: Visit, dyad: DyadOfVisitor): Promise<Reply> {
  const { objective: w, notebook } = visit.words;
  const writable = isOpen(visit, dyad);
  const all = await readObjectives(visit.store, visit.viewer, dyad);
  return say(visit, w.summary, [
    { kind: "heading", text: w.summary },
    all.length > 0
      ? { kind: "items", items: all.slice(0, mostShown).map((one) => objectiveItem(visit, one, writable)) }
      : { kind: "text", text: notebook.noObjective, tone: "quiet" },
    writable
      ? {
          kind: "buttons",
          buttons: [{ label: notebook.addObjective, action: "objective.set", data: { dyad: String(dyad.id) }, style: "primary" }],
        }
      : { kind: "text", text: notebook.ended, tone: "quiet" },
  ]);
}

function standing(visit: Visit, { setOn, closing }: Objective): Text {
  const w = visit.words.objective;
  return closing ? w[closing.as](closing.on) : w.open(setOn);
}

export function objectiveItem(visit: Visit, one: Objective, writable: boolean): Item {
  const w = visit.words.objective;
  const data = { dyad: String(one.dyadId), objective: String(one.id) };
  return {
    title: one.text,
    lines: [standing(visit, one)],
    ...(one.closing?.as === "reached" ? { tone: "good" as const } : {}),
    ...(writable && !one.closing
      ? {
          buttons: listed([
            { label: w.markReached, action: "objective.reached", data },
            { label: w.markDropped, action: "objective.dropped", data },
          ]),
        }
      : {}),
  };
}

const objectiveForm = (visit: Visit, dyad: DyadOfVisitor): Form => {
  const { objective: w, common } = visit.words;
  return form({
    language: visit.person.language,
    id: "objective.set",
    title: w.form.title,
    fields: [{ kind: "text", key: "text", label: w.form.text, hint: w.form.hint, multiline: true, maxLength: longestObjective }],
    submit: common.save,
    cancel: common.cancel,
    hidden: { dyad: String(dyad.id) },
  });
};

const tooMany = async (visit: Visit, dyad: DyadOfVisitor): Promise<boolean> =>
  (await readObjectives(visit.store, visit.viewer, dyad)).filter(({ closing }) => closing === null).length >= mostOpen;

async function openSetting(visit: Visit, data: Readonly<Record<string, string>>): Promise<Reply> {
  const dyad = dyadNamed(visit, data.dyad);
  if (!dyad) return replaceWith(visit, visit.words.common.noLongerThere);
  if (!isOpen(visit, dyad)) return replaceWith(visit, visit.words.notebook.ended);
  if (await tooMany(visit, dyad)) return say(visit, visit.words.objective.summary, [{ kind: "text", text: visit.words.objective.tooMany }]);
  return { kind: "ask", form: objectiveForm(visit, dyad) };
}

async function set(visit: Visit, { hidden, answers }: Submission): Promise<FormReply> {
  const dyad = dyadNamed(visit, hidden.dyad);
  if (!dyad) return tooLate(visit, visit.words.common.noLongerThere);
  if (!isOpen(visit, dyad)) return tooLate(visit, visit.words.notebook.ended);
  const { objective: w, notebook } = visit.words;
  const read = readAnswers(answers, visit.words);
  const text = read.text("text", { max: longestObjective });
  if (text === null) return { kind: "ask", form: refill(objectiveForm(visit, dyad), answers, read.errors) };
  if (await tooMany(visit, dyad)) return { kind: "ask", form: refill(objectiveForm(visit, dyad), answers, { text: w.tooMany }) };
  await setObjective(visit.store, dyad, visit.person.id, visit.today, text);
  return say(visit, w.summary, [
    { kind: "text", text: w.saved, tone: "good" },
    { kind: "buttons", buttons: [{ label: notebook.about, action: "notebook.show", data: { dyad: String(dyad.id) } }] },
  ]);
}

const close =
  (as: "reached" | "dropped") =>
  async (visit: Visit, data: Readonly<Record<string, string>>): Promise<Reply> => {
    const dyad = dyadNamed(visit, data.dyad);
    const all = dyad ? await readObjectives(visit.store, visit.viewer, dyad) : [];
    const one = all.find(({ id }) => String(id) === data.objective);
    if (!dyad || !one) return replaceWith(visit, visit.words.common.noLongerThere);
    if (one.closing) return replaceWith(visit, standing(visit, one));
    if (!isOpen(visit, dyad)) return replaceWith(visit, visit.words.notebook.ended);
    await closeObjective(visit.store, dyad, one.id as ObjectiveId, visit.today, as);
    const w = visit.words.objective;
    const text = clip(one.text, longestObjective);
    return say(visit, w.summary, [{ kind: "text", text: as === "reached" ? w.nowReached(text) : w.nowDropped(text), tone: "good" }]);
  };

export const objective: Feature = {
  name: "objective",
  verb: { fr: "objectif", en: "goal" },
  roles: ["mentor", "mentee"],
  isAtHand: async (visit) => visit.dyads.some((dyad) => isOpen(visit, dyad)),
  about: (words) => words.objective.about,
  open,
  asks: ["set"],
  actions: {
    async show(visit, data) {
      const dyad = dyadNamed(visit, data.dyad);
      return dyad ? show(visit, dyad) : replaceWith(visit, visit.words.common.noLongerThere);
    },
    set: openSetting,
    reached: close("reached"),
    dropped: close("dropped"),
  },
  forms: { set },
};
