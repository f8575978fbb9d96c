import type { Day, Hour } from "../../program/day.ts";
import type { HoldingRefusal } from "../../program/followup.ts";
import type { MoveRefusal } from "../../program/moves.ts";
import type { Text } from "../../ui/model.ts";

const andMore = (more: number): string[] => (more === 0 ? [] : [more === 1 ? "et un autre suivi" : `et ${more} autres suivis`]);

export const leadFollowUp = {
  about: "Préparer, mener et consigner les suivis",
  summary: "Suivis à mener",
  heading: "Suivis à mener",
  none: "Aucun suivi à mener d’ici deux semaines.",
  late: "En retard",
  today: "Aujourd’hui",
  soon: "D’ici deux semaines",
  undated: "Sans date",
  calledOff: "Annulés",
  recent: "Tenus depuis un mois",
  withDyad: (mentor: string, mentee: string) => `${mentor} et ${mentee}`,
  planned: (on: Day, at: Hour | null): Text => ["Date prévue : ", { date: on, style: "long", at }],
  noDate: "Il faut lui trouver une date.",
  endsBefore: (last: Day, isOver: boolean): Text => [
    `N’aura pas lieu : la dyade ${isOver ? "a pris" : "prend"} fin le `,
    { date: last, style: "long" },
    isOver ? "." : ". Vous pouvez choisir une autre date d’ici là.",
  ],
  more: (count: number) => (count === 1 ? "Et un autre ensuite." : `Et ${count} autres ensuite.`),
  prepare: "Préparer",
  record: "Consigner le suivi",
  move: "Changer la date",
  complete: "Compléter ou corriger",
  see: "Voir le compte rendu",
  agenda: "Ordre du jour",
  facilitation: "Pour l’animation, à vous seul·e",
  people: "Personnes attendues",
  meetings: (count: number, last: Day | null): Text =>
    last === null
      ? "Aucune rencontre d’échange consignée"
      : [
          count === 1 ? "1 rencontre d’échange consignée, le " : `${count} rencontres d’échange consignées, la dernière le `,
          { date: last },
        ],
  meetingsLabel: "Rencontres",
  whenLabel: "Date",
  heldOn: (on: Day): Text => ["A eu lieu le ", { date: on, style: "long" }],
  alreadyHeld: (on: Day): Text => ["Ce suivi a été consigné : il a eu lieu le ", { date: on, style: "long" }, "."],
  form: {
    title: "Consigner le suivi",
    completeTitle: "Compléter le suivi",
    heldOn: "Date du suivi",
    present: "Personnes présentes",
    presentMore: (part: number) => `Personnes présentes (suite ${part})`,
    count: "Nombre de personnes présentes",
    groupPrivacy:
      "Rien de ce qui s’est dit dans le groupe n’est noté par nom. N’écrivez ni nom ni détail qui permette de reconnaître quelqu’un.",
    triadPrivacy: "Ce compte rendu sera lu par les trois membres de la triade, et par personne d’autre.",
    skipped: (stages: string) => `À savoir : rien n’est consigné pour ${stages}.`,
  },
  saved: (stage: string, on: Day): Text => [
    "C’est consigné : ",
    { bold: stage },
    ", le ",
    { date: on, style: "long" },
    ". Les rappels de ce suivi s’arrêtent.",
  ],
  completed: "Le compte rendu est à jour. Les textes écrits avant sont conservés, mais ne s’affichent plus.",
  overtaken: (name: string) =>
    `${name} a enregistré le compte rendu de ce suivi entre-temps. Le vôtre n’est pas encore enregistré : s’il l’est, il prendra la place de l’autre. Ce que vous avez mis est resté; ce que ${name} a écrit remplit ce que vous aviez laissé vide, ou suit vos textes. Vérifiez le tout avant d’enregistrer.`,
  writtenBy: "Compte rendu de",
  notNoted: "rien n’est noté",
  planChanged:
    "Les rubriques de ce compte rendu ont changé pendant que vous écriviez, et rien n’est encore enregistré. Copiez ce que vous avez écrit, fermez ce formulaire, puis ouvrez-le de nouveau.",
  formerFields: "Écrit sous des rubriques d’un plan précédent",
  nothingElse: "Rien d’autre n’y est écrit.",
  textOf: (name: string) => `— Texte de ${name} :`,
  replaces: (fields: string, name: string) =>
    `Si vous enregistrez, ce que vous avez mis remplace ce que ${name} a écrit pour : ${fields}. Un long texte n’est montré ci-dessus qu’en partie.`,
  recordHeading: (stage: string) => `Compte rendu : ${stage}`,
  emptyRecord: "Rien n’a été écrit.",
  presentCount: (count: number) => (count === 1 ? "1 personne présente" : `${count} personnes présentes`),
  moveForm: {
    title: "Changer la date",
    on: "Nouvelle date",
    at: "Heure",
    hint: "Un jour ouvrable, dans l’ordre des étapes.",
    tell: "Les personnes concernées seront prévenues de la nouvelle date.",
  },
  movedTo: (stage: string, on: Day, at: Hour | null): Text => [
    { bold: stage },
    " aura lieu le ",
    { date: on, style: "long", at },
    ". Les personnes concernées seront prévenues.",
  ],
  holding: {
    "in-the-future": "Cette date est à venir. Un suivi se consigne une fois qu’il a eu lieu.",
    "before-the-cohort": "Cette date précède le début de la cohorte.",
    "before-the-dyad-began": "Cette date précède le début de la dyade.",
    "after-the-dyad-ended": "Cette date suit la fin de la dyade.",
    "before-an-earlier-stage": "Une étape précédente a eu lieu après cette date. Vérifiez la date.",
    "after-a-later-stage": "Une étape suivante a eu lieu avant cette date. Vérifiez la date.",
    "not-invited": "Une de ces personnes n’était pas invitée à ce suivi.",
  } satisfies Record<HoldingRefusal["code"], string>,
  moving: {
    held: "Ce suivi a déjà eu lieu.",
    past: "Cette date est passée.",
    "outside-cohort": "Cette date est en dehors de la cohorte.",
    "outside-relationship": "La dyade n’est pas en cours à cette date.",
    "closed-day": "L’établissement est fermé ce jour-là.",
    "no-coordinator": "Personne ne coordonne le programme ce jour-là.",
    "day-full": "La journée est pleine : le nombre de suivis permis est déjà atteint.",
  } satisfies Record<Exclude<MoveRefusal, "breaks-order">, string>,
  noDayLeft: "Il ne reste plus de jour où tenir ce suivi : la dyade ou la cohorte a pris fin. S’il a eu lieu, vous pouvez le consigner.",
  notAnHour: "Indiquez une heure, par exemple 15:45.",
  quietHour: (from: string, to: string) => `Choisissez une heure de ${from} à ${to}.`,
  pastHour: "Cette heure est passée. Choisissez-en une plus tard, ou un autre jour.",
  breaksOrder: (others: readonly string[], more: number) =>
    `Cette date ne respecterait pas l’ordre des étapes, à cause de : ${[...others, ...andMore(more)].join("; ")}. Consignez d’abord ce qui a eu lieu, ou changez d’abord ${others.length > 1 ? "ces autres dates" : "cette autre date"}.`,
  sameDate: "C’est déjà la date et l’heure de ce suivi.",
};
