import { isQuiet } from "../program/calendar.ts";
import { type Day, type Hour, isHour, localTime } from "../program/day.ts";
import { inTheWay, mayMoveTo } from "../program/moves.ts";
import { dateOf } from "../program/paths.ts";
import type { Cohort, Dyad, FollowUp } from "../program/terms.ts";
import { moveFollowUp } from "../store/follow-ups.ts";
import { form } from "../ui/limits.ts";
import type { Form } from "../ui/model.ts";
import type { FormReply, Reply } from "../ui/platform.ts";
import { type FieldErrors, refill } from "../ui/refill.ts";
import { formatDay, formatHour } from "../ui/speak.ts";
import { readAnswers } from "./answers.ts";
import { type Coordination, type FollowUpAtHand, followUpAtHand, nameIn, readCoordination, stageNameIn } from "./coordination.ts";
import type { Submission, Visit } from "./feature.ts";
import { messageTo, overtaken, replaceWith, sayText, sentence } from "./replies.ts";

function moveForm(visit: Visit, { coordination, followUp }: FollowUpAtHand): Form {
  const { moveForm: w } = visit.words.leadFollowUp;
  return form({
    language: visit.person.language,
    id: "lead-follow-up.move",
    title: w.title,
    intro: [{ kind: "text", text: w.tell, tone: "quiet" }],
    fields: [
      { kind: "date", key: "on", label: w.on, hint: w.hint, value: followUp.on ?? "", min: visit.today, max: coordination.cohort.endsOn },
      { kind: "time", key: "at", label: w.at, value: followUp.at ?? coordination.plan.startAt },
    ],
    submit: visit.words.common.save,
    cancel: visit.words.common.cancel,
    hidden: { followUp: String(followUp.id) },
  });
}

/** Whether a day is left for a follow-up: its cohort goes on, and so does its dyad where it is of one. */
export const isMovable = ({ today }: Visit, cohort: Cohort, dyad: Pick<Dyad, "ending"> | null | undefined): boolean =>
  today <= cohort.endsOn && (!dyad?.ending || today <= dyad.ending.on);

export async function openMove(visit: Visit, data: Readonly<Record<string, string>>): Promise<Reply> {
  const found = await followUpAtHand(visit, data.followUp);
  if (!found) return replaceWith(visit, visit.words.common.noLongerThere);
  if (found.followUp.held) return replaceWith(visit, visit.words.leadFollowUp.alreadyHeld(found.followUp.held.on));
  if (!isMovable(visit, found.coordination.cohort, found.dyad)) return sayText(visit, visit.words.leadFollowUp.noDayLeft);
  return { kind: "ask", form: moveForm(visit, found) };
}

const mostNamed = 3;

/** Which follow-ups stand in the way of a date, each with its day: the coordinator may have to move or record them first. */
function breaksOrder(visit: Visit, all: Coordination, followUp: FollowUp, on: Day): string {
  const { leadFollowUp: w } = visit.words;
  const { language } = visit.person;
  const others = inTheWay(followUp, on, { ...all, existing: all.followUps, today: visit.today });
  const named = others.slice(0, mostNamed).map((other) => {
    const dyad = all.dyads.find(({ id }) => id === other.dyadId);
    const pair = dyad ? ` (${w.withDyad(nameIn(all, dyad.mentorId), nameIn(all, dyad.menteeId))})` : "";
    return `${stageNameIn(all, other.stage, visit)}${pair}, ${formatDay(dateOf(other) ?? on, language)}`;
  });
  return w.breaksOrder(named, others.length - named.length);
}

/** The people concerned are told by planning, which sees that a date they knew is another one. */
export async function moveTo(visit: Visit, { hidden, answers }: Submission): Promise<FormReply> {
  const found = await followUpAtHand(visit, hidden.followUp);
  if (!found) return overtaken(sentence(visit, visit.words.common.noLongerThere));
  const { coordination, followUp } = found;
  const w = visit.words.leadFollowUp;
  const again = (errors: FieldErrors): FormReply => ({ kind: "ask", form: refill(moveForm(visit, found), answers, errors) });

  const read = readAnswers(answers, visit.words);
  const on = read.day("on");
  const typed = read.text("at", { max: 5 });
  const at: Hour | null = typed && isHour(typed) ? typed : null;
  if (typed && !at) read.refuse("at", w.notAnHour);
  const { quietHours } = coordination.plan;
  if (at && isQuiet(at, quietHours)) {
    const { language } = visit.person;
    read.refuse("at", w.quietHour(formatHour(quietHours.to, language), formatHour(quietHours.from, language)));
  }
  if (at && on === visit.today && at <= localTime(visit.now, visit.organization.zone).hour) read.refuse("at", w.pastHour);
  if (on) {
    const all = await readCoordination(visit, coordination.cohort);
    const refusal = mayMoveTo(followUp, on, { ...all, existing: all.followUps, today: visit.today });
    if (refusal === "held" && followUp.held) return overtaken(sentence(visit, w.alreadyHeld(followUp.held.on)));
    if (refusal === "breaks-order") read.refuse("on", breaksOrder(visit, all, followUp, on));
    else if (refusal) read.refuse("on", w.moving[refusal]);
    else if (on === followUp.on && at === followUp.at) read.refuse("on", w.sameDate);
  }
  if (read.failed() || !on || !at) return again(read.errors);

  const moved = await moveFollowUp(visit.store, followUp, { on, at, unplaced: null }, visit.today, visit.person.id);
  if (!moved) return overtaken(sentence(visit, w.moving.held));
  const text = w.movedTo(stageNameIn(coordination, followUp.stage, visit), on, at);
  return { kind: "say", message: messageTo(visit, w.summary, [{ kind: "text", text, tone: "good" }]) };
}
