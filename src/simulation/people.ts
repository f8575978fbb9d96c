import type { App } from "../app.ts";
import { type Behaviour, behaviourOf, type Script } from "../import/settings.ts";
import { calendarOf } from "../program/calendar.ts";
import { coordinatorOn } from "../program/coordination.ts";
import type { Day, Instant } from "../program/day.ts";
import type { Plan } from "../program/plan.ts";
import {
  type AdministrationId,
  type Cohort,
  type Dyad,
  type DyadId,
  type FollowUp,
  meetingModes,
  meetingTopics,
  type Organization,
  type PersonId,
} from "../program/terms.ts";
import { readDyadsThatMet, readFollowUpsOn, readOpenAdministrations } from "../store/agenda.ts";
import { readAppointments, readDyads, readPeopleOf } from "../store/cohorts.ts";
import { readFollowUps } from "../store/follow-ups.ts";
import type { Store } from "../store/store.ts";
import type { Field, Form } from "../ui/model.ts";
import type { Address, Incoming, Reply } from "../ui/platform.ts";
import { pick, pickOne } from "./chance.ts";
import { type Answering, fill, sentence } from "./fill.ts";
import { answeringDay, meetingDaysOf } from "./habits.ts";
import { type MoveByHand, movesByHand } from "./moving.ts";

interface CohortToPlay {
  app: App;
  store: Store;
  organization: Organization;
  cohort: Cohort;
  plan: Plan;
  script: Script;
  /** Whether somebody also moves a few follow-ups by hand. */
  moves?: boolean;
  /** Sees what was said and answered; the playground keeps it as the past of its people. */
  onTurn?(from: Address, incoming: Incoming, reply: Reply): Promise<void>;
}

/** Someone acted and was answered in a way that the script did not foresee. */
class ScriptProblem extends Error {
  override name = "ScriptProblem";
}

/** The people of a cohort, who do through the bot what their script says: each act is a command, a button or a form, as from a platform. */
export async function gatherPeople(world: CohortToPlay) {
  const { app, store, organization, cohort, plan, script } = world;
  const people = await readPeopleOf(store, cohort);
  const dyads = await readDyads(store, cohort);
  const appointments = await readAppointments(store, cohort);
  const calendar = calendarOf(plan.calendar);

  const emailOf = (id: PersonId): string => people.get(id)?.email ?? "";
  const habitsOf = (id: PersonId): Behaviour => behaviourOf(script, emailOf(id));
  const seedOf = (dyad: Dyad): string => emailOf(dyad.menteeId);
  const addressOf = (id: PersonId): Address => ({ platform: "web", workspace: organization.key, user: String(id) });

  const meetings = new Map<Day, Dyad[]>();
  for (const dyad of dyads) {
    for (const on of meetingDaysOf(dyad, cohort, habitsOf(dyad.mentorId), calendar, seedOf(dyad))) {
      meetings.set(on, [...(meetings.get(on) ?? []), dyad]);
    }
  }
  const byId = new Map<DyadId, Dyad>(dyads.map((dyad) => [dyad.id, dyad]));

  async function turn(
    who: PersonId,
    now: Instant,
    what:
      | Omit<Incoming & { kind: "command" }, "from">
      | Omit<Incoming & { kind: "press" }, "from">
      | Omit<Incoming & { kind: "submit" }, "from">,
  ): Promise<Reply> {
    const incoming: Incoming = { ...what, from: addressOf(who) };
    const reply = await app.handle(incoming, now);
    await world.onTurn?.(incoming.from, incoming, reply);
    return reply;
  }

  async function fillsIn(who: PersonId, now: Instant, form: Form, seed: string, answering?: Answering): Promise<Reply> {
    const reply = await turn(who, now, { kind: "submit", form: form.id, hidden: form.hidden ?? {}, answers: fill(form, seed, answering) });
    if (reply.kind === "ask") {
      const wrong = reply.form.fields.filter(({ error }) => error).map(({ key }) => key);
      throw new ScriptProblem(`the form ${form.id} came back: ${wrong.join(", ")}`);
    }
    return reply;
  }

  async function meet(dyad: Dyad, on: Day, now: Instant): Promise<void> {
    const habits = habitsOf(dyad.mentorId);
    const seed = `${seedOf(dyad)}/${on}`;
    const reply = await turn(dyad.mentorId, now, { kind: "press", action: "log-meeting.open", data: { dyad: String(dyad.id) } });
    if (reply.kind !== "ask") throw new ScriptProblem("no form to log a meeting");
    await fillsIn(dyad.mentorId, now, reply.form, seed, ({ key }) => {
      if (key === "heldOn") return on;
      if (key === "minutes") return String(Math.max(15, habits.minutes + 5 * (pick(7, seed, "minutes") - 3)));
      if (key === "mode") return meetingModes[[0, 0, 0, 1, 2][pick(5, seed, "mode")] ?? 0];
      if (key === "topics") return [pickOne(meetingTopics, seed, "first"), pickOne(meetingTopics, seed, "second")];
      return undefined;
    });
  }

  async function answer(dyad: Dyad, administration: AdministrationId, stage: string, now: Instant): Promise<void> {
    const habits = habitsOf(dyad.menteeId);
    const place = plan.stages.filter(({ questionnaire }) => questionnaire !== null).findIndex(({ key }) => key === stage);
    const usual = habits.wellbeing[Math.min(place, habits.wellbeing.length - 1)] ?? 3;
    const seed = `${seedOf(dyad)}/${stage}`;
    const reply = await turn(dyad.menteeId, now, {
      kind: "press",
      action: "answer-questionnaire.open",
      data: { administration: String(administration) },
    });
    if (reply.kind !== "ask") throw new ScriptProblem(`no questionnaire for ${stage}`);
    await fillsIn(dyad.menteeId, now, reply.form, seed, (field) => answerTo(field, usual, habits, seed));
  }

  function answerTo(field: Field, usual: number, { answers, shares }: Behaviour, seed: string): string | readonly string[] | undefined {
    if (field.kind === "choices")
      return field.options.map(({ value }) => value).filter((value) => shares.some((reader) => reader === value));
    if (field.kind !== "choice") return undefined;
    const values = field.options.map(({ value }) => value).filter((value) => /^\d+$/.test(value));
    if (values.length === 0) return undefined;
    if (answers === "declines") return field.options.find(({ value }) => !/^\d+$/.test(value))?.value;
    const spread = pick(5, seed, field.key) === 0 ? 1 : 0;
    const wanted = String(Math.max(0, Math.round(usual) - spread));
    return values.includes(wanted) ? wanted : values[0];
  }

  async function lead(followUp: FollowUp, on: Day, now: Instant): Promise<void> {
    const dyad = followUp.dyadId === null ? undefined : byId.get(followUp.dyadId);
    const [first] = appointments;
    const leader = first && coordinatorOn(appointments, dyad ?? { coordinatorId: first.personId }, on);
    if (!leader) throw new ScriptProblem(`nobody leads ${followUp.stage}`);
    const reply = await turn(leader, now, { kind: "press", action: "lead-follow-up.record", data: { followUp: String(followUp.id) } });
    if (reply.kind !== "ask") throw new ScriptProblem(`no record form for ${followUp.stage}`);
    const { form } = reply;
    await fillsIn(leader, now, form, `${followUp.stage}/${followUp.dyadId}`, (field) => {
      if (field.key === "heldOn") return on;
      if (field.kind === "choices" && followUp.dyadId === null) return field.options.map(({ value }) => value);
      return field.kind === "text" ? sentence[form.language] : undefined;
    });
  }

  async function move({ followUp, by, on, at }: MoveByHand, now: Instant): Promise<void> {
    const reply = await turn(by, now, { kind: "press", action: "lead-follow-up.move", data: { followUp: String(followUp.id) } });
    if (reply.kind !== "ask") throw new ScriptProblem(`no form to move ${followUp.stage}`);
    await fillsIn(by, now, reply.form, `${followUp.stage}/${followUp.dyadId}`, ({ key }) => (key === "on" ? on : at));
  }

  return {
    async act(today: Day, now: Instant): Promise<void> {
      const due = meetings.get(today) ?? [];
      const met = due.length > 0 ? await readDyadsThatMet(store, cohort, today) : new Set<DyadId>();
      for (const dyad of due) if (!met.has(dyad.id)) await meet(dyad, today, now);

      if (calendar.isOpen(today)) {
        for (const { id, dyadId, stage, opensOn } of await readOpenAdministrations(store, cohort, today)) {
          const dyad = byId.get(dyadId);
          const day = dyad && answeringDay(habitsOf(dyad.menteeId), opensOn, plan.reminders, seedOf(dyad));
          if (dyad && day && day <= today && (dyad.ending === null || today <= dyad.ending.on)) await answer(dyad, id, stage, now);
        }
      }
      if (world.moves) {
        const moving = { cohort, plan, dyads, appointments };
        for (const one of movesByHand(moving, await readFollowUps(store, cohort), today)) await move(one, now);
      }
      for (const followUp of await readFollowUpsOn(store, cohort, today)) await lead(followUp, today, now);
    },
  };
}
