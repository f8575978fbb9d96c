import { addDays } from "../program/day.ts";
import { longestPause, takePause } from "../program/pause.ts";
import { addPause, endPauses, readPauses } from "../store/pauses.ts";
import { form } from "../ui/limits.ts";
import type { Form } from "../ui/model.ts";
import type { Reply } from "../ui/platform.ts";
import { refill } from "../ui/refill.ts";
import { readAnswers } from "./answers.ts";
import type { Feature, Submission, Visit } from "./feature.ts";
import { replaceWith, say } from "./replies.ts";

const usualDays = 7;

const pauseForm = (visit: Visit): Form => {
  const { pause: w, common } = visit.words;
  const last = addDays(visit.today, 2 * longestPause);
  return form({
    language: visit.person.language,
    id: "pause.take",
    title: w.title,
    intro: [{ kind: "text", text: w.explain, tone: "quiet" }],
    fields: [
      { kind: "date", key: "from", label: w.from, value: visit.today, min: visit.today, max: last },
      {
        kind: "date",
        key: "until",
        label: w.until,
        hint: w.untilHint,
        value: addDays(visit.today, usualDays),
        min: visit.today,
        max: last,
      },
    ],
    submit: w.submit,
    cancel: common.cancel,
  });
};

/** The form, or the pause that there is already with the way out of it. */
async function open(visit: Visit): Promise<Reply> {
  const [first] = await readPauses(visit.store, visit.person, visit.today);
  if (!first) return { kind: "ask", form: pauseForm(visit) };
  const w = visit.words.pause;
  return say(visit, w.summary, [
    { kind: "text", text: first.from <= visit.today ? w.current(first.until) : w.toCome(first.from, first.until) },
    {
      kind: "buttons",
      buttons: [
        { label: w.resume, action: "pause.resume", style: "primary" },
        { label: w.title, action: "pause.extend" },
      ],
    },
  ]);
}

async function take(visit: Visit, { answers }: Submission): Promise<Reply> {
  const w = visit.words.pause;
  const read = readAnswers(answers, visit.words);
  const from = read.day("from");
  const until = read.day("until");
  if (!from || !until) return { kind: "ask", form: refill(pauseForm(visit), answers, read.errors) };
  const decision = takePause({ from, until }, visit.today);
  if ("refused" in decision) {
    const errors = Object.fromEntries(decision.refused.map(({ code, field }) => [field ?? "until", w.refusals[code]]));
    return { kind: "ask", form: refill(pauseForm(visit), answers, errors) };
  }
  await addPause(visit.store, visit.person, decision.accepted);
  return say(visit, w.summary, [
    { kind: "text", text: w.taken(from, until), tone: "good" },
    { kind: "buttons", buttons: [{ label: w.resume, action: "pause.resume" }] },
  ]);
}

async function resume(visit: Visit): Promise<Reply> {
  const pauses = await readPauses(visit.store, visit.person, visit.today);
  if (pauses.length === 0) return replaceWith(visit, visit.words.pause.notPaused);
  await endPauses(visit.store, visit.person, visit.today, visit.now);
  return replaceWith(visit, visit.words.pause.resumed, "good");
}

export const pause: Feature = {
  name: "pause",
  verb: { fr: "pause", en: "pause" },
  roles: ["mentor", "mentee", "coordinator"],
  about: (words) => words.pause.about,
  open,
  actions: { resume, extend: async (visit) => ({ kind: "ask", form: pauseForm(visit) }) },
  forms: { take },
};
