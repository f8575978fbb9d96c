import type { Day } from "../../program/day.ts";
import type { NoteRefusal } from "../../program/note.ts";
import type { NoteAudience, NoteKind } from "../../program/terms.ts";
import type { Text } from "../../ui/model.ts";

export const notebook = {
  about: "Ouvrir le cahier d’accompagnement",
  summary: "Votre cahier d’accompagnement",
  heading: (other: string) => `Cahier avec ${other}`,
  which: "Quel cahier voulez-vous ouvrir?",
  objectives: "Objectifs de développement",
  noObjective: "Aucun objectif pour l’instant.",
  meetings: "Dernières rencontres",
  noMeeting: "Aucune rencontre consignée.",
  notes: "Notes",
  noNote: "Aucune note pour l’instant.",
  ended: "Cette dyade a pris fin : vous pouvez lire le cahier, mais non y ajouter.",
  older: "Plus anciennes",
  allMeetings: "Toutes les rencontres",
  olderMeetings: "Rencontres plus anciennes",
  back: "Retour au cahier",
  meeting: (on: Day, length: string, mode: string): Text => [{ date: on }, ` · ${length} · ${mode}`],
  readOn: "Lire la suite",
  addNote: "Ajouter une note",
  addObjective: "Ajouter un objectif",
  kinds: {
    "good-moment": "Bon moment",
    difficulty: "Difficulté",
    learning: "Apprentissage",
    "agenda-idea": "Idée pour une rencontre",
  } satisfies Record<NoteKind, string>,
  audiences: {
    me: "Moi seulement",
    "our-dyad": "Notre dyade",
  } satisfies Record<NoteAudience, string>,
  by: { mine: "par vous", theirs: (name: string) => `par ${name}` },
  form: {
    title: "Ajouter une note",
    kind: "De quoi s’agit-il?",
    text: "Votre note",
    audience: "Qui peut la lire?",
    privacy: "La coordination, la direction et votre supérieur·e immédiat·e ne lisent jamais ces notes.",
  },
  saved: { me: "C’est noté, pour vous seul·e.", "our-dyad": "C’est noté, pour votre dyade." } satisfies Record<NoteAudience, string>,
  share: "Partager avec notre dyade",
  unshare: "Garder pour moi",
  remove: "Effacer",
  removeAsk: "Effacer cette note pour de bon?",
  removeYes: "Oui, effacer",
  removed: "La note est effacée.",
  shared: "Cette note est maintenant visible pour votre dyade.",
  unshared: "Cette note n’est plus visible que pour vous.",
  refusals: {
    "unknown-kind": "Choisissez une des réponses proposées.",
    "unknown-audience": "Choisissez qui peut lire cette note.",
    empty: "Écrivez votre note.",
    "too-long": "C’est trop long : 3 000 caractères au plus.",
  } satisfies Record<NoteRefusal["code"], string>,
};

export const objective = {
  about: "Fixer un objectif, dire où il en est",
  summary: "Objectifs de développement",
  form: {
    title: "Ajouter un objectif",
    text: "Ce que vous souhaitez développer",
    hint: "Une phrase suffit. L’objectif reste entre vous deux.",
  },
  saved: "L’objectif est dans votre cahier.",
  open: (on: Day): Text => ["Fixé le ", { date: on }],
  reached: (on: Day): Text => ["Atteint le ", { date: on }],
  dropped: (on: Day): Text => ["Mis de côté le ", { date: on }],
  markReached: "Atteint",
  markDropped: "Mettre de côté",
  nowReached: (text: string): Text => ["Bravo! Objectif atteint : ", { bold: text }],
  nowDropped: (text: string): Text => ["C’est noté, l’objectif est mis de côté : ", { bold: text }],
  tooMany: "Dix objectifs sont déjà en cours. Marquez-en un comme atteint, ou mettez-le de côté, avant d’en ajouter un autre.",
};
