import { addDays } from "../program/day.ts";
import { furthestPause, longestPause, mergePauses, type PauseDraft, takePause } from "../program/pause.ts";
import { addPause, endPauses, readPauses } from "../store/pauses.ts";
import { form } from "../ui/limits.ts";
import type { Block, Button, Form, Message } from "../ui/model.ts";
import type { FormReply, Reply } from "../ui/platform.ts";
import { refill } from "../ui/refill.ts";
import { readAnswers } from "./answers.ts";
import type { Feature, Submission, Visit } from "./feature.ts";
import { messageTo, replaceWith, say } from "./replies.ts";

const usualDays = 7;

const pauseForm = (visit: Visit): Form => {
  const { pause: w, common } = visit.words;
  const furthest = addDays(visit.today, furthestPause);
  return form({
    language: visit.person.language,
    id: "pause.take",
    title: w.title,
    intro: [{ kind: "text", text: w.explain, tone: "quiet" }],
    fields: [
      { kind: "date", key: "from", label: w.from, value: visit.today, min: visit.today, max: furthest },
      {
        kind: "date",
        key: "until",
        label: w.until,
        hint: w.untilHint,
        value: addDays(visit.today, usualDays),
        min: visit.today,
        max: addDays(furthest, longestPause),
      },
    ],
    submit: w.submit,
    cancel: common.cancel,
  });
};

/** The pauses that are not over. */
const readOwn = (visit: Visit) => readPauses(visit.store, visit.person, visit.today);
type Pauses = Awaited<ReturnType<typeof readOwn>>;

const isUnderWay = (visit: Visit, { from }: PauseDraft): boolean => from <= visit.today;

/** The form, or the pauses that there are already with the way out of them. */
async function open(visit: Visit): Promise<Reply> {
  const pauses = await readOwn(visit);
  return pauses.length === 0 ? { kind: "ask", form: pauseForm(visit) } : { kind: "say", message: current(visit, pauses) };
}

/** The silences that there are, each with its true end. */
function current(visit: Visit, pauses: Pauses): Message {
  const w = visit.words.pause;
  return messageTo(visit, w.summary, [
    ...mergePauses(pauses).map(
      (one): Block => ({ kind: "text", text: isUnderWay(visit, one) ? w.current(one.until) : w.toCome(one.from, one.until) }),
    ),
    {
      kind: "buttons",
      buttons: [
        { ...wayOut(visit, pauses), style: "primary" },
        { label: w.another, action: "pause.extend" },
      ],
    },
  ]);
}

/** What has begun is resumed from; what has not is called off. */
const wayOut = (visit: Visit, pauses: Pauses): Button => {
  const w = visit.words.pause;
  const stretches = mergePauses(pauses);
  return {
    label: stretches.some((one) => isUnderWay(visit, one)) ? w.resume : w.cancel(stretches.length),
    action: "pause.resume",
    data: { last: String(Math.max(...pauses.map(({ id }) => id))) },
  };
};

async function take(visit: Visit, { answers }: Submission): Promise<FormReply> {
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
  const pauses = await readOwn(visit);
  const whole = mergePauses(pauses).find((one) => one.from <= from && until <= one.until) ?? decision.accepted;
  return say(visit, w.summary, [
    { kind: "text", text: w.taken(whole.from, whole.until), tone: "good" },
    { kind: "buttons", buttons: [wayOut(visit, pauses)] },
  ]);
}

/** The way out of the pauses that there were when its button was shown: once they are all over, one taken since is out of its reach. */
async function resume(visit: Visit, { last }: Readonly<Record<string, string>>): Promise<Reply> {
  const w = visit.words.pause;
  const pauses = await readOwn(visit);
  if (pauses.length === 0) return replaceWith(visit, w.notPaused);
  if (last !== undefined && pauses.every(({ id }) => id > Number(last))) return { kind: "replace", message: current(visit, pauses) };
  const stretches = mergePauses(pauses);
  await endPauses(visit.store, visit.person, visit.today, visit.now);
  const toCome = stretches.filter((one) => !isUnderWay(visit, one)).length;
  if (toCome === stretches.length) return replaceWith(visit, w.cancelled(toCome), "good");
  return replaceWith(visit, toCome > 0 ? [w.resumed, " ", w.cancelledToo(toCome)] : w.resumed, "good");
}

export const pause: Feature = {
  name: "pause",
  verb: { fr: "pause", en: "pause" },
  roles: ["mentor", "mentee", "coordinator"],
  about: (words) => words.pause.about,
  open,
  asks: ["open", "extend"],
  actions: { resume, extend: async (visit) => ({ kind: "ask", form: pauseForm(visit) }) },
  forms: { take },
};
