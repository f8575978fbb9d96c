import type { Day } from "../../program/day.ts";
import type { SearchReason } from "../../program/reasons.ts";
import type { Text } from "../../ui/model.ts";
import type { Sentences } from "../in-words.ts";
import { of } from "./introduction.ts";

const people = (count: number): string => (count > 1 ? `${count} personnes` : `${count} personne`);

/** Who is linked to an account of their messaging, and who is not yet. */
export const participants = {
  about: "Voir qui n’a pas encore de compte relié",
  summary: "Comptes des participants",
  heading: "Personnes inscrites et leurs comptes",
  nobody: "Aucune de vos cohortes n’est en cours ni à venir.",
  linked: (linked: number, total: number) =>
    linked === total
      ? total === 1
        ? "La seule personne inscrite est reliée à un compte."
        : `Les ${total} personnes inscrites sont reliées à un compte.`
      : `${linked} ${linked > 1 ? "personnes reliées" : "personne reliée"} à un compte sur ${total}. Personnes à relier :`,
  notLinked: (count: number) => `${people(count)} ${count > 1 ? "ne sont pas encore reliées" : "n’est pas encore reliée"} à un compte.`,
  see: "Voir les participants",
  page: (from: number, to: number, total: number) =>
    from === to ? `Personne ${to} sur ${total}.` : `Personnes ${from} à ${to} sur ${total}.`,

  never: "Aucun compte relié.",
  gone: (since: Day, why: string): Text => ["Injoignable depuis le ", { date: since }, ` : ${why}.`],
  proposed: (account: string, on: Day): Text => [
    "Le compte « ",
    { person: account },
    " » a l’adresse courriel de son inscription. Je lui ai posé la question le ",
    { date: on },
    ", sans réponse.",
  ],
  recognized: (account: string, on: Day): Text => [
    "La coordination a reconnu le compte « ",
    { person: account },
    " » le ",
    { date: on },
    " : il n’a pas encore répondu.",
  ],
  denied: (account: string, on: Day): Text => [
    "Le compte « ",
    { person: account },
    " » a répondu le ",
    { date: on },
    " que ce n’est pas cette personne.",
  ],
  invitation: {
    sent: (on: Day): Text => ["Invitation du ", { date: on }, " : envoyée."],
    waiting: (on: Day): Text => ["Invitation du ", { date: on }, " : en route, elle part aux heures d’envoi."],
    noDirectory: (on: Day): Text => [
      "Invitation du ",
      { date: on },
      " : aucune messagerie en marche ne sait chercher un compte par courriel. Demandez à cette personne d’écrire à l’assistant; " +
        "je la reconnaîtrai à son adresse, ou vous me direz qui c’est.",
    ],
    failed: (on: Day, why: string): Text => ["Invitation du ", { date: on }, ` : ${why}.`],
    reasons: {
      "no-account": "aucun compte à cette adresse courriel",
      "guest-account": "compte invité",
      "bot-account": "compte d’un robot",
      "account-taken": "le compte à cette adresse courriel est relié à une autre personne",
      "shared-email": "plusieurs personnes sont inscrites avec cette adresse courriel",
      denied: "le compte à cette adresse courriel répond que ce n’est pas cette personne",
      gone: "le compte à cette adresse courriel ne reçoit rien",
      done: "la personne est déjà reliée",
      "no-directory": "aucune messagerie en marche ne sait chercher un compte par courriel",
      other: "elle n’a pas pu être envoyée",
    } satisfies Sentences<SearchReason>,
  },

  confirm: "C’est bien cette personne",
  confirmNamed: (account: string) => `C’est bien « ${account} »`,
  invite: "Inviter",
  inviteAll: "Inviter toutes les personnes non reliées",
  strangers: "Comptes que je ne reconnais pas",
  wrote: (on: Day): Text => ["A écrit le ", { date: on }, "."],
  saidNo: (on: Day): Text => ["A répondu non à ma question le ", { date: on }, "."],
  who: "Dire qui c’est",
  moreStrangers: (count: number) => (count === 1 ? "Et un autre compte." : `Et ${count} autres comptes.`),

  invited: (count: number) =>
    count === 1
      ? "C’est noté : je cherche le compte de cette personne aux heures d’envoi, et je l’invite si je le trouve."
      : `C’est noté : je cherche le compte de ces ${count} personnes aux heures d’envoi, et j’invite celles dont je le trouve.`,
  noDirectory:
    "Aucune messagerie en marche ne sait chercher un compte par courriel : je ne peux donc inviter personne. Demandez à ces personnes d’écrire à l’assistant; " +
    "je les reconnaîtrai à leur adresse, ou vous me direz qui c’est.",
  invitedAlready: "L’invitation de cette semaine est déjà faite. Rien n’a été changé.",
  nowLinked: (name: string): Text => [
    { person: name },
    " est maintenant relié·e. Je le lui dis d’abord; le reste attendra une journée, au cas où ce serait une erreur.",
  ],
  alreadyLinked: (name: string): Text => [{ person: name }, " est déjà relié·e à un compte. Rien n’a été changé."],
  accountGone: "Ce compte n’attend plus : il est relié, ou une autre réponse est venue entre-temps. Rien n’a été changé.",
  accountLeft: (account: string): Text => [
    "Le compte « ",
    { person: account },
    " » n’est pas, ou n’est plus, celui d’un membre : il est fermé, ou c’est un compte invité. Il n’a pas été relié.",
  ],
  everyoneLinked: "Tout le monde est déjà relié à un compte. Rien n’a été changé.",
  asked: (account: string, name: string): Text => [
    "C’est noté : je demande au compte « ",
    { person: account },
    " » s’il est celui de ",
    { person: name },
    ". Rien n’est relié avant son oui.",
  ],

  form: {
    title: "Qui est-ce?",
    account: (account: string): Text => [
      "Le compte « ",
      { person: account },
      " » a écrit, et aucune adresse courriel ne me dit qui c’est.",
    ],
    promise: "La personne devra confirmer elle-même : d’ici là, ce compte ne voit rien et ne reçoit rien d’autre.",
    person: "C’est le compte de",
    submit: "Poser la question",
    denied: "Ce compte a répondu que ce n’est pas cette personne.",
    more: (count: number) =>
      count === 1 ? "Une autre personne n’est pas dans cette liste." : `${count} autres personnes ne sont pas dans cette liste.`,
  },

  /** What the account itself is told. */
  told: {
    invitationLabel: "Invitation",
    invitation: (organization: string): Text => `Bonjour! Je suis l’assistant du programme de mentorat ${of(organization)}.`,
    recognizedLabel: "Question à un compte reconnu",
    recognized: (coordinator: string): Text => [
      { person: coordinator },
      ", de la coordination du mentorat, pense reconnaître votre compte.",
    ],
    linkedLabel: "Annonce d’un compte relié",
    linkedSummary: "Votre compte vient d’être relié",
    linked: (coordinator: string, name: string, organization: string): Text => [
      { person: coordinator },
      " a relié ce compte à l’inscription de ",
      { person: name },
      ` au programme de mentorat ${of(organization)}. C’est ici que je vous écrirai.`,
    ],
    ifNot: "Si ce n’est pas vous, dites-le maintenant : je n’envoie rien d’autre avant demain.",
    notMe: "Ce n’est pas moi",
    unlinked: "C’est noté : ce compte n’est plus relié à personne, et la coordination le verra. Merci de l’avoir dit.",
  },
};
