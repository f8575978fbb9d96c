import type { Day } from "../../program/day.ts";
import type { Text } from "../../ui/model.ts";

export const calendar = {
  about: "Voir ce qui s’en vient",
  summary: "Votre calendrier",
  heading: "Ce qui s’en vient",
  none: "Rien n’est prévu pour vous en ce moment.",
  stage: (stage: string, whom: string | null): Text => (whom === null ? { bold: stage } : [{ bold: stage }, ` ${whom}`]),
  withDyad: (name: string) => `avec ${name}`,
  pair: (mentor: string, mentee: string) => `avec ${mentor} et ${mentee}`,
  noDate: "date à venir",
  wentBy: (on: Day): Text => ["devait avoir lieu le ", { date: on }, "; rien n’est encore consigné"],
  toCome: "la date vous sera annoncée",
  questionnaireOpen: (until: Day, stage: string | null = null): Text => [
    { bold: "Questionnaire" },
    stage === null ? "" : ` (${stage})`,
    " : ouvert jusqu’au ",
    { date: until, style: "long" },
  ],
  questionnaireToCome: (from: Day, until: Day): Text => [{ bold: "Questionnaire" }, " : du ", { date: from }, " au ", { date: until }],
  questionnaireDone: "Rien à faire pour le questionnaire en cours.",
  closed: "Prochaine fermeture",
  closedFromTo: (reason: string, from: Day, to: Day): Text =>
    from === to ? [reason, " : ", { date: from }] : [reason, " : du ", { date: from }, " au ", { date: to }],
  past: "Déjà fait",
  pause: (until: Day): Text => ["Vous êtes en pause jusqu’au ", { date: until, style: "long" }, "."],
  coordinatorHeading: "Vos quatre prochaines semaines",
  more: (count: number) => (count === 1 ? "Et un autre suivi." : `Et ${count} autres suivis.`),
};
