import type { Day, Hour } from "../../program/day.ts";
import type { Became } from "../../program/reasons.ts";
import type { Text } from "../../ui/model.ts";

/** What the bot says unprompted. Summaries appear on locked screens: they say nothing private. */
export const notices = {
  footer: "Trop de messages, ou pas le bon moment? Vous pouvez faire une pause.",
  pauseButton: "Faire une pause",
  withOther: (stage: string, other: string) => `${stage} avec ${other}`,
  withBoth: (stage: string, mentor: string, mentee: string) => `${stage} — ${mentor} et ${mentee}`,

  /** In the person's own calendar, which others may read: nothing of the program. */
  eventTitle: "Rencontre",

  /** What a message says in place of what it asked, once that is settled. Kinds of notices have lines of their own. */
  settled: {
    done: "C’est fait.",
    "not-needed": "Ce message n’est plus d’actualité.",
    "just-said": "Ce message n’est plus d’actualité.",
    "said-together": "Un message plus récent le dit aussi.",
    moved: "La date a changé; un autre avis vous la donne.",
    ended: "Cette dyade a pris fin.",
    "no-longer-concerned": "Ce message ne vous concerne plus.",
    lapsed: "Ce message n’est plus d’actualité.",
  } satisfies Record<Exclude<Became, "paused">, string>,
  paused: (until: Day): Text => ["Vous êtes en pause jusqu’au ", { date: until, style: "short" }, " : je ne relance plus."],
  followUpSettled: {
    summary: "Suivi",
    done: "Ce suivi a eu lieu.",
    moved: "Ce suivi a changé de date; un autre avis vous la donne.",
    off: "Ce suivi n’aura pas lieu à cette date.",
    ended: "Ce suivi n’a pas lieu : la dyade prend fin avant.",
    lapsed: "La date de ce suivi est passée.",
  },

  welcome: {
    label: "Bienvenue",
    summary: "Bienvenue dans le programme de mentorat",
    heading: "Bienvenue dans le programme de mentorat",
    mentor: (mentee: string, began: Day): Text => [
      "Vous accompagnez ",
      { person: mentee },
      " à compter du ",
      { date: began, style: "long" },
      ". Merci de donner de votre temps.",
    ],
    mentee: (mentor: string, began: Day): Text => [
      { person: mentor },
      " vous accompagne à compter du ",
      { date: began, style: "long" },
      ". Cette relation est la vôtre.",
    ],
    coordinator: (cohort: string): Text => ["Vous coordonnez la cohorte « ", cohort, " »."],
    promise: {
      inDyad: "Ce que vous vous dites reste entre vous.",
      coordinating: "Ce que se disent les membres d’une dyade reste entre eux.",
    },
    wall: "Le programme est séparé des ressources humaines et de la supervision : ni la direction ni votre supérieur·e immédiat·e n’en voient le contenu.",
    start: "Écrivez « aide » en tout temps pour voir ce que je peux faire.",
  },

  followUpAnnounced: {
    label: "Annonce d’un suivi",
    summary: (stage: string) => `Une date est fixée : ${stage}`,
    text: (on: Day, at: Hour | null): Text => ["La rencontre est prévue le ", { date: on, style: "long", at }, "."],
    ledBy: (coordinator: string): Text => ["Elle sera animée par ", { person: coordinator }, "."],
    agenda: "À l’ordre du jour",
    calendar: "Mon calendrier",
  },
  followUpMoved: {
    label: "Changement de date",
    summary: (stage: string) => `Changement de date : ${stage}`,
    text: (from: Day, on: Day, at: Hour | null): Text => [
      "La rencontre du ",
      { date: from, style: "long" },
      " est déplacée au ",
      { date: on, style: "long", at },
      ".",
    ],
    now: (on: Day, at: Hour | null): Text => ["La rencontre aura lieu le ", { date: on, style: "long", at }, "."],
    otherHour: (stage: string) => `Changement d’heure : ${stage}`,
    hour: (on: Day, at: Hour | null): Text => ["L’heure a changé : la rencontre aura lieu le ", { date: on, style: "long", at }, "."],
    withdrawn: (stage: string) => `Date à revoir : ${stage}`,
    noDate: (from: Day): Text => [
      "La rencontre du ",
      { date: from, style: "long" },
      " n’aura pas lieu ce jour-là. La nouvelle date vous sera annoncée.",
    ],
    noDateToLead: (from: Day): Text => [
      "La rencontre du ",
      { date: from, style: "long" },
      " n’aura pas lieu ce jour-là, et aucune autre journée n’a pu être trouvée. Vous pouvez en choisir une.",
    ],
    calledOff: (stage: string) => `Rencontre annulée : ${stage}`,
    ended: (from: Day, last: Day, isOver: boolean): Text => [
      "La rencontre du ",
      { date: from, style: "long" },
      ` n’aura pas lieu, puisque cette dyade ${isOver ? "a pris" : "prend"} fin le `,
      { date: last, style: "long" },
      ".",
    ],
    cohortEnded: (from: Day, last: Day): Text => [
      "La rencontre du ",
      { date: from, style: "long" },
      " n’aura pas lieu, puisque la cohorte a pris fin le ",
      { date: last, style: "long" },
      ".",
    ],
    cohortEnds: (from: Day, last: Day): Text => [
      "La rencontre du ",
      { date: from, style: "long" },
      " n’aura pas lieu ce jour-là, puisque la cohorte prend fin le ",
      { date: last, style: "long" },
      ".",
    ],
    perhapsBefore: "Si une autre date est fixée d’ici là, elle vous sera annoncée.",
    chooseBefore: "Vous pouvez choisir une autre date d’ici là.",
    questions: (coordinator: string): Text => ["Si vous avez des questions, ", { person: coordinator }, " est là pour y répondre."],
    questionnaire: (until: Day): Text => ["Votre questionnaire est ouvert jusqu’au ", { date: until, style: "long" }, "."],
  },
  followUpConcern: {
    label: "Rencontre de groupe qui vous concerne ou non",
    off: (stage: string) => `Plus à votre calendrier : ${stage}`,
    ended: (on: Day, other: string, last: Day, isOver: boolean): Text => [
      "La rencontre du ",
      { date: on, style: "long" },
      " ne vous concerne plus, puisque votre dyade avec ",
      { person: other },
      isOver ? " a pris fin le " : " prend fin le ",
      { date: last, style: "long" },
      ".",
    ],
    begins: (on: Day, other: string, began: Day): Text => [
      "La rencontre du ",
      { date: on, style: "long" },
      " ne vous concerne plus, puisque votre dyade avec ",
      { person: other },
      " commence le ",
      { date: began, style: "long" },
      ".",
    ],
    concernsNoLonger: (on: Day): Text => ["La rencontre du ", { date: on, style: "long" }, " ne vous concerne plus."],
    again: (stage: string) => `De nouveau à votre calendrier : ${stage}`,
    concerns: (on: Day, at: Hour | null): Text => ["La rencontre du ", { date: on, style: "long", at }, " vous concerne de nouveau."],
  },
  datesChanged: {
    label: "Changement de dates à venir",
    summary: (followUps: number): string => (followUps > 1 ? "Des suivis ont changé de date" : "Un suivi a changé de date"),
    moved: (title: string, from: Day, on: Day, at: Hour | null): Text => [
      title,
      " : du ",
      { date: from, style: "medium" },
      " au ",
      { date: on, style: "medium", at },
    ],
    hour: (title: string, on: Day, at: Hour | null): Text => [title, " : à une autre heure, le ", { date: on, style: "medium", at }],
    noDate: (title: string, from: Day | null): Text =>
      from ? [title, " : n’a plus de date; c’était le ", { date: from, style: "medium" }] : [title, " : n’a plus de date"],
    now: (title: string, on: Day, at: Hour | null): Text => [title, " : le ", { date: on, style: "medium", at }],
    notAnnounced: "Rien n’en a encore été annoncé aux membres.",
    seeAll: "La liste des suivis à mener donne toutes les dates.",
  },
  followUpInAWeek: {
    label: "Suivi dans une semaine",
    summary: (stage: string) => `Bientôt : ${stage}`,
    text: (on: Day, at: Hour | null): Text => ["La rencontre approche : ", { date: on, style: "long", at }, "."],
  },
  followUpTomorrow: {
    label: "Rappel de la veille",
    prepare: "Préparer ce suivi",
    summary: (stage: string) => `Rappel : ${stage}`,
    text: (on: Day, at: Hour | null): Text => ["Petit rappel : la rencontre a lieu le ", { date: on, style: "long", at }, "."],
  },
};
