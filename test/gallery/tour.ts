import { addDays } from "../../src/program/day.ts";
import type { Language } from "../../src/program/terms.ts";
import type { Form, Message } from "../../src/ui/model.ts";
import { type Actor, openStage, type Stage } from "../support/stage.ts";

/** One thing that somebody is shown. */
export type Exhibit = { name: string; to: string } & ({ kind: "message"; message: Message } | { kind: "form"; form: Form });

/** The longest names and texts that are realistic: French overflows first. */
const long = {
  topic: "La préparation de la rencontre de parents du premier bulletin avec les trois groupes de deuxième secondaire",
  note: "Aujourd’hui, la période de laboratoire s’est bien déroulée : les consignes au tableau, les équipes déjà formées et le matériel prêt ont tout changé. ".repeat(
    4,
  ),
  objective: "Installer des routines de début de période qui laissent plus de temps à l’enseignement et moins à la gestion des retards",
};

const summing = (raw: number) =>
  Object.fromEntries(
    ["cheerful", "calm", "active", "rested", "interested"].map((item, place) => [
      item,
      String(Math.floor(raw / 5) + (place < raw % 5 ? 1 : 0)),
    ]),
  );

/** Walks through the whole product in one language, and brings back every message and form met on the way. */
export async function tour(language: Language): Promise<Exhibit[]> {
  const stage = await openStage({ now: "2009-01-05T06:00", language, secondMentee: true });
  const exhibits = new Map<string, Exhibit>();
  const roles: [Actor | null, string][] = [
    [stage.coordinator, "coordinator"],
    [stage.mentor, "mentor"],
    [stage.mentee, "mentee"],
    [stage.otherMentor, "mentor"],
    [stage.otherMentee, "mentee"],
    [stage.secondMentee, "mentee"],
    [stage.direction, "direction"],
  ];
  const roleOf = (actor: Actor) => roles.find(([one]) => one === actor)?.[1] ?? "other";
  const show = (name: string, actor: Actor): void => {
    const to = roleOf(actor);
    const message = actor.shown.at(-1);
    const exhibit: Exhibit | null = actor.form
      ? { name, to, kind: "form", form: actor.form }
      : message
        ? { name, to, kind: "message", message }
        : null;
    if (exhibit && !exhibits.has(`${name}/${to}`)) exhibits.set(`${name}/${to}`, exhibit);
  };

  const arrivals: { actor: Actor; key: string; place: number }[] = [];
  stage.whenSending = async ({ user }, key) => {
    const actor = roles.find(([one]) => String(one?.id) === user)?.[0];
    if (actor) arrivals.push({ actor, key, place: actor.shown.length });
  };
  const passes = async (to: string) => {
    await stage.passes({ to });
    for (const { actor, key, place } of arrivals.splice(0)) {
      const message = actor.shown[place];
      const name = `notice-${key.split(":")[0]}`;
      if (message && !exhibits.has(`${name}/${roleOf(actor)}`))
        exhibits.set(`${name}/${roleOf(actor)}`, { name, to: roleOf(actor), kind: "message", message });
    }
  };
  const says = async (actor: Actor, text: string, name: string) => {
    await actor.says(text);
    show(name, actor);
  };
  const presses = async (actor: Actor, action: string, name: string, data?: Readonly<Record<string, string>>) => {
    await (data ? actor.pressesRaw(action, data) : actor.presses(action));
    show(name, actor);
  };
  const fills = async (actor: Actor, answers: Readonly<Record<string, string | string[]>>, name: string) => {
    await actor.fillsIn(answers);
    show(name, actor);
  };
  const onDay = async (dyad: number | null, stageKey: string): Promise<{ id: number; on_day: string }> => {
    const [row] = await stage.store.db("follow_ups").where({ stage: stageKey, dyad_id: dyad });
    return row;
  };

  await stage.app.planAhead(stage.now);
  await stage.app.planDigests(stage.now);
  await everyone(stage, says);
  await passes("2009-01-12T12:00");
  const { mentor, mentee, coordinator, otherMentor, otherMentee } = stage;

  await says(otherMentor, "rencontre", "log-meeting-form");
  await fills(otherMentor, { heldOn: "2009-02-30", minutes: "0" }, "log-meeting-errors");
  await fills(
    otherMentor,
    { heldOn: "2009-01-09", minutes: "75", topics: ["classroom", "parents"], otherTopic: long.topic },
    "log-meeting-logged",
  );
  await says(otherMentee, "rencontre", "log-meeting-form");
  await fills(otherMentee, { heldOn: "2009-01-09" }, "log-meeting-duplicate");
  await presses(otherMentor, "log-meeting.correct", "log-meeting-correct-form");
  await fills(otherMentor, { minutes: "80" }, "log-meeting-corrected");
  await presses(otherMentor, "log-meeting.void", "log-meeting-withdrawn");
  await presses(otherMentor, "log-meeting.correct", "log-meeting-already-withdrawn");
  await says(mentor, "rencontre", "log-meeting-which-dyad");

  await says(mentor, "cahier", "notebook-which");
  await says(otherMentee, "cahier", "notebook-empty");
  await presses(otherMentee, "notebook.write", "notebook-note-form");
  await fills(otherMentee, { text: "" }, "notebook-note-errors");
  await fills(otherMentee, { kind: "good-moment", text: long.note, audience: "our-dyad" }, "notebook-note-saved");
  await presses(otherMentee, "objective.set", "objective-form", { dyad: String(stage.dyads.second) });
  await fills(otherMentee, { text: long.objective }, "objective-saved");
  await says(otherMentor, "rencontre", "log-meeting-form-with-objectives");
  await fills(otherMentor, { heldOn: "2009-01-08", objectives: ["1"] }, "log-meeting-logged");
  await says(otherMentee, "cahier", "notebook");
  await presses(otherMentee, "notebook.remove", "notebook-erase-question");
  await presses(otherMentee, "notebook.erase", "notebook-erased");
  await says(otherMentee, "objectif", "objectives");
  await presses(otherMentee, "objective.reached", "objective-reached");

  await says(mentee, "calendrier", "calendar");
  await says(coordinator, "calendrier", "calendar");
  await says(mentor, "pause", "pause-form");
  await fills(mentor, { until: "2009-01-01" }, "pause-errors");
  await fills(mentor, { until: "2009-01-13" }, "pause-taken");
  await says(mentor, "pause", "pause-current");
  await presses(mentor, "pause.resume", "pause-resumed");

  const first = await onDay(stage.dyads.first, "follow-up-1");
  const administrations = await stage.store.db("administrations").where({ dyad_id: stage.dyads.first }).orderBy("opens_on");
  await passes(`${administrations[0].opens_on}T12:00`);
  await says(mentee, "bienetre", "questionnaire-form");
  await fills(mentee, { calm: "" }, "questionnaire-errors");
  await fills(mentee, { ...summing(16), share: ["mentor"] }, "questionnaire-result");
  await presses(mentee, "answer-questionnaire.open", "questionnaire-already-answered", { administration: String(administrations[0].id) });
  await says(mentor, "bienetre", "results-shared");
  await passes(`${first.on_day}T16:00`);
  await says(coordinator, "suivi", "follow-ups-to-lead");
  const [theirs] = await stage.store.db("administrations").where({ dyad_id: stage.dyads.second, stage: "follow-up-2" });
  const data = { followUp: String(first.id) };
  await presses(coordinator, "lead-follow-up.show", "follow-up-prepare", data);
  await presses(coordinator, "lead-follow-up.record", "follow-up-record-form", data);
  await fills(coordinator, { heldOn: "2009-12-01" }, "follow-up-record-errors");
  await fills(coordinator, { heldOn: stage.today, "record-notebook": "presented", "record-agreed": long.note }, "follow-up-recorded");
  await presses(coordinator, "lead-follow-up.record", "follow-up-already-recorded", data);
  await presses(coordinator, "lead-follow-up.complete", "follow-up-complete-form", data);
  await presses(coordinator, "lead-follow-up.show", "follow-up-record", data);
  const second = await onDay(stage.dyads.second, "follow-up-2");
  await passes(`${addDays(second.on_day as never, -9)}T12:00`);
  await presses(coordinator, "lead-follow-up.move", "follow-up-move-form", { followUp: String(second.id) });
  await fills(coordinator, { on: "2009-03-07" }, "follow-up-move-errors");
  await fills(coordinator, { on: addDays(second.on_day as never, 1), at: "14:30" }, "follow-up-moved");
  await says(coordinator, "statut", "status");
  await says(coordinator, "statut noé", "status-dyad");
  await presses(coordinator, "status.shared", "status-shared");
  await says(coordinator, "statut ma", "status-which");

  await passes(`${administrations[1].opens_on}T12:00`);
  await says(mentee, "bienetre", "questionnaire-form");
  await fills(mentee, { ...summing(11), share: [] }, "questionnaire-result-low-compared");
  await presses(mentee, "results.open", "results");
  await says(mentee, "bienetre", "questionnaire-none-open");
  await passes(`${theirs.opens_on > stage.today ? theirs.opens_on : stage.today}T17:30`);
  await presses(otherMentee, "answer-questionnaire.decline", "questionnaire-declined", { administration: String(theirs.id) });
  const group = await onDay(null, "mentee-group");
  await passes(`${group.on_day}T16:00`);
  await presses(coordinator, "lead-follow-up.record", "follow-up-group-form", { followUp: String(group.id) });
  await passes("2009-12-18T17:00");
  await stage.close();
  return [...exhibits.values()];
}

/** What everyone meets: help of each role, and the refusals. */
async function everyone(stage: Stage, says: (actor: Actor, text: string, name: string) => Promise<void>): Promise<void> {
  await says(stage.coordinator, "aide", "help");
  await says(stage.mentor, "aide", "help");
  await says(stage.mentee, "aide", "help");
  await says(stage.direction, "aide", "help");
  await says(stage.mentor, "recontre", "unknown-verb-nearest");
  await says(stage.mentor, "xylophone", "unknown-verb");
  await says(stage.mentor, "statut", "not-for-you");
  await says(stage.direction, "statut", "not-for-you");
  await stage.mentor.pressesRaw("log-meeting.void", { dyad: "0", meeting: "0" });
}
