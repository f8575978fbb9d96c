import type { When } from "../program/plan.ts";

interface Closed {
  from: string;
  to: string | null;
  reason: string;
}

const span = ({ from, to, reason }: Closed): string => (to === null ? `${from} (${reason})` : `du ${from} au ${to} (${reason})`);

/** What an import changes, in words. */
export const fr = {
  colon: " : ",
  none: "rien",
  otherContent: "contenu modifié",
  otherSettings: "réglages modifiés",
  pair: (mentor: string, mentee: string) => `${mentor} et ${mentee}`,
  cohort: (name: string, key: string, from: string, to: string) => `${name} (${key}), du ${from} au ${to}`,
  appointment: (one: { name: string; kind: string; capacity: string; from: string; until: string | null; succeeds: string | null }) =>
    [
      `${one.name}, ${one.capacity} ${one.kind}`,
      one.until === null ? `à partir du ${one.from}` : `du ${one.from} au ${one.until}`,
      ...(one.succeeds === null ? [] : [`succède à ${one.succeeds}`]),
    ].join(", "),
  dyad: (one: { pair: string; began: string; ended: string | null; coordinator: string }) =>
    `${one.pair}, ${one.ended === null ? `à partir du ${one.began}` : `du ${one.began} au ${one.ended}`}, coordination : ${one.coordinator}`,
  held: (pair: string, stage: string, on: string) => `${pair} : ${stage}, tenu le ${on}`,
  fields: {
    name: "nom",
    zone: "fuseau horaire",
    assistance: "programme d’aide",
    givenName: "prénom",
    familyName: "nom",
    language: "langue",
    office: "charge",
    supervisor: "supervision",
    kind: "coordination",
    capacity: "fonction",
    from: "début",
    until: "fin",
    succeeds: "succède à",
    began: "début",
    ended: "fin",
    coordinator: "coordination",
  },
  cohortFields: { name: "nom", kind: "type de cohorte", program: "programme", startsOn: "début", endsOn: "fin" },
  calendarFields: { region: "jours fériés de", easter: "congé de Pâques", weekend: "fin de semaine" },
  planFields: {
    capacityPerDay: "suivis par jour pour une personne",
    startAt: "heure des suivis",
    sendAt: "heure des messages",
    quietHours: "heures tranquilles",
  },
  reminderFields: {
    announceDaysBefore: "jours entre l’annonce d’un suivi et le suivi",
    weekBeforeDays: "jours entre le premier rappel et le suivi",
    dayBefore: "jours entre le dernier rappel et le suivi",
    questionnaire: "jours entre l’ouverture d’un questionnaire et ses rappels",
    silentAfterDays: "jours sans rencontre avant un message",
    silentAgainAfterDays: "jours sans rencontre avant un second message",
  },
  stageFields: {
    name: "nom",
    audience: "qui",
    when: "moment",
    windowDays: "jours ouvrables possibles",
    questionnaire: "questionnaire",
    questionnaireOpensDaysBefore: "jours entre le questionnaire et le suivi",
    agenda: "ordre du jour",
    facilitation: "notes d’animation",
    record: "compte rendu",
  },
  closedAdded: (one: Closed) => (one.to === null ? `jour fermé ajouté : ${span(one)}` : `jours fermés ajoutés : ${span(one)}`),
  closedRemoved: (one: Closed) => (one.to === null ? `jour fermé retiré : ${span(one)}` : `jours fermés retirés : ${span(one)}`),
  stageAdded: (name: string, when: string) => `étape ajoutée : ${name} (${when})`,
  stageRemoved: (name: string) => `étape retirée : ${name}`,
  stageChanged: (name: string, what: string) => `étape « ${name} », ${what}`,
  stagesReordered: (names: string) => `ordre des étapes : ${names}`,
  opensAt: "ouverture du bac à sable",
  script: "comportement des personnes inventées : contenu modifié",
  when: (when: When, number: (value: number) => string): string => {
    if ("week" in when) return `semaine ${when.week}`;
    if ("lastWeeks" in when) return when.lastWeeks === 1 ? "la dernière semaine" : `les ${when.lastWeeks} dernières semaines`;
    return `${number(when.fraction * 100)} % de la durée`;
  },
  weekdays: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
  values: {
    fr: "français",
    en: "anglais",
    external: "externe",
    internal: "interne",
    coordinator: "coordination",
    deputy: "suppléance",
    pilot: "pilote",
    regular: "régulière",
    triad: "chaque triade",
    mentees: "les personnes mentorées",
    everyone: "tout le monde",
    direction: "direction",
    "human-resources": "ressources humaines",
    "technical-admin": "soutien technique",
    "good-friday": "Vendredi saint",
    "easter-monday": "lundi de Pâques",
  } as Readonly<Record<string, string>>,
};
