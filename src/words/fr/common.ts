import type { Day } from "../../program/day.ts";
import type { Language, MeetingMode, MeetingTopic, Role } from "../../program/terms.ts";
import type { Text } from "../../ui/model.ts";
import type { Messenger } from "../../ui/platform.ts";
import { formatNumber } from "../../ui/speak.ts";

const modes: Record<MeetingMode, string> = {
  "in-person": "en personne",
  video: "en visioconférence",
  phone: "au téléphone",
  writing: "par écrit",
};

const topics: Record<MeetingTopic, string> = {
  classroom: "Gestion de classe",
  planning: "Planification et pédagogie",
  assessment: "Évaluation des apprentissages",
  students: "Relation avec les élèves",
  parents: "Relation avec les parents",
  team: "Travail d’équipe et collègues",
  "school-life": "Vie de l’établissement",
  balance: "Équilibre et charge de travail",
  career: "Carrière et développement",
};

const number = (value: number): string => formatNumber(value, "fr");

const roles: Record<Role, string> = { mentor: "mentor·e", mentee: "mentoré·e", coordinator: "coordination" };

const languages: Record<Language, string> = { fr: "français", en: "anglais" };

const messengers: Record<Messenger, string> = { slack: "Slack", teams: "Teams" };

export const common = {
  modes,
  topics,
  roles,
  languages,
  messengers,
  save: "Enregistrer",
  cancel: "Annuler",
  close: "Fermer",
  yes: "Oui",
  no: "Non",
  minutes: (n: number) =>
    n < 60 ? `${n} min` : n % 60 === 0 ? `${n / 60} h` : `${Math.floor(n / 60)} h ${String(n % 60).padStart(2, "0")}`,
  labelled: (label: Text, value: Text): Text => [label, " : ", value],
  /** What tells a name from others that are alike. */
  apart: (name: string, by: string) => `${name} · ${by}`,

  stranger: "Je ne vous reconnais pas. Demandez à la personne qui coordonne le mentorat de vous inscrire.",
  notForYou:
    "Cette commande ne fait pas partie de votre rôle dans le programme. Écrivez « aide » pour voir ce que je peux faire pour vous.",
  officeOver: (cohort: string, until: Day): Text => [
    "Votre mandat à la coordination de « ",
    cohort,
    " » a pris fin le ",
    { date: until },
    ". La personne qui a pris la suite retrouve tout ce qui était en cours.",
  ],
  officeToCome: (cohort: string, from: Day): Text => ["Vous coordonnerez « ", cohort, " » à compter du ", { date: from }, "."],
  cohortPutOff: (cohort: string, starts: Day): Text => [
    "La cohorte « ",
    cohort,
    " » commence maintenant le ",
    { date: starts },
    ". Vous pourrez la coordonner de nouveau à compter de ce jour.",
  ],
  noDyad: "Vous n’avez pas de dyade en ce moment. La personne qui coordonne le mentorat peut vous renseigner.",
  unknownVerb: (typed: string): Text => ["Je ne connais pas « ", typed, " »."],
  didYouMean: "Vouliez-vous dire :",
  noLongerThere: "Ce que ce bouton désignait n’existe plus, ou ne vous concerne plus. Rien n’a été changé.",
  brokenForm: "Ce formulaire vient d’une version plus ancienne. Rien n’a été enregistré : ouvrez-le de nouveau.",
  beingTaken:
    "Ce formulaire est en train d’être enregistré. S’il est encore là dans une minute, envoyez-le de nouveau : rien n’est fait deux fois.",
  takenBefore: "Ce formulaire a déjà reçu sa réponse : rien n’est fait deux fois. Pour autre chose, ouvrez-en un autre.",
  defect: (reference: string): Text => [
    "Quelque chose n’a pas fonctionné de notre côté. Rien n’a été perdu de ce qui était déjà enregistré. Si cela se répète, donnez ce code à la personne qui coordonne le mentorat : ",
    { bold: reference },
  ],

  field: {
    required: "Cette réponse est nécessaire.",
    notADate: "Indiquez une date, par exemple 2027-01-18.",
    notANumber: "Indiquez un nombre entier.",
    between: (min: number, max: number) => `Indiquez un nombre de ${number(min)} à ${number(max)}.`,
    tooLong: (max: number) => `C’est trop long : ${number(max)} caractères au plus.`,
    notAnOption: "Choisissez une des réponses proposées.",
  },
};
