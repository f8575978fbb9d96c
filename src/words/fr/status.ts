import type { Day } from "../../program/day.ts";
import type { AccountReason, UnreachableReason } from "../../program/reasons.ts";
import type { UnplacedCode } from "../../program/terms.ts";
import type { Text } from "../../ui/model.ts";
import type { Sentences } from "../in-words.ts";

const days = (count: number, closed: number): string =>
  ` (${count} ${count > 1 ? "jours" : "jour"}${closed > 0 ? `, ${closed > 1 ? "fermetures non comptées" : "fermeture non comptée"}` : ""})`;

/** « Et une autre dyade. », « Et 3 autres dyades. » */
const others = (one: string, other: string) => (count: number) => (count === 1 ? `Et ${one}.` : `Et ${count} ${other}.`);

export const status = {
  about: "Voir où en est le programme",
  summary: "État du programme",
  heading: (cohort: string) => cohort,
  noCohort: "Vous ne coordonnez aucune cohorte en ce moment.",
  over: (on: Day): Text => ["Cette cohorte a pris fin le ", { date: on }, "."],
  otherCohorts: "Vos autres cohortes",
  labels: {
    dyads: "Dyades",
    meetings: "Rencontres d’échange",
    followUps: "Suivis",
    questionnaires: "Questionnaires",
  },
  dyads: (active: number, toCome: number, ended: number) =>
    `${active} en cours${toCome > 0 ? `, ${toCome} à venir` : ""}${ended > 0 ? `, ${ended} ${ended === 1 ? "terminée" : "terminées"}` : ""}`,
  meetings: (recent: number, total: number) => `${recent} depuis 30 jours, ${total} en tout`,
  followUps: (held: number, late: number, unplaced: number) =>
    `${held} ${held > 1 ? "tenus" : "tenu"}${late > 0 ? `, ${late} en retard` : ""}${unplaced > 0 ? `, ${unplaced} sans date` : ""}`,
  questionnaires: (done: number, asked: number) => `${done} ${done > 1 ? "remplis" : "rempli"} sur ${asked}`,
  attention: "À regarder",
  nothing: "Rien ne demande votre attention aujourd’hui.",
  next: "Prochains suivis",
  unreachable: "Personnes injoignables",
  othersUnreachable: "Autres personnes injoignables",
  unreachablePerson: (name: string, since: Day, reason: string): Text => [{ person: name }, " depuis le ", { date: since }, ` (${reason})`],
  page: (from: number, to: number, total: number) => (from === to ? `Dyade ${to} sur ${total}.` : `Dyades ${from} à ${to} sur ${total}.`),
  nextPage: "Suite",
  previousPage: "Précédent",
  more: {
    dyads: others("une autre dyade", "autres dyades"),
    people: others("une autre personne", "autres personnes"),
    followUps: others("un autre suivi", "autres suivis"),
    meetings: others("une autre rencontre", "autres rencontres"),
    cohorts: others("une autre cohorte", "autres cohortes"),
  },
  group: "Suivis de groupe",
  open: "Voir cette dyade",
  pair: (mentor: string, mentee: string) => `${mentor} et ${mentee}`,
  which: (typed: string) => `Plusieurs personnes répondent à « ${typed} ». De qui s’agit-il?`,
  nobody: (typed: string): Text => ["Je ne trouve personne de ce nom dans votre cohorte : « ", typed, " »."],
  dyad: {
    cohort: "Cohorte",
    began: "Début",
    ended: "Fin",
    meetings: "Rencontres consignées",
    noMeeting: "Aucune rencontre consignée.",
    followUps: "Suivis",
    held: (stage: string, on: Day): Text => [stage, " : a eu lieu le ", { date: on }],
    planned: (stage: string, on: Day): Text => [stage, " : ", { date: on, style: "long" }],
    late: (stage: string, on: Day): Text => [stage, " : devait avoir lieu le ", { date: on }],
    noDate: (stage: string): Text => [stage, " : sans date"],
    flags: "À regarder",
    privacy: "Les sujets, les objectifs et les notes restent dans la dyade.",
    shared: "Résultats que la personne vous montre",
  },
  flags: {
    "no-meeting-yet": (since: Day, count: number, closed: number): Text => [
      "Aucune rencontre consignée depuis le début, le ",
      { date: since },
      days(count, closed),
    ],
    silent: (since: Day, count: number, closed: number): Text => [
      "Aucune rencontre consignée depuis le ",
      { date: since },
      days(count, closed),
    ],
    "follow-up-late": (stage: string, since: Day): Text => [stage, " devait avoir lieu le ", { date: since }, " et rien n’est consigné"],
    "follow-up-unplaced": (stage: string, why: string): Text => [`${stage} n’a pas de date : ${why}`],
    "record-missing": (stage: string, since: Day): Text => [stage, " a eu lieu le ", { date: since }, " et n’a pas de compte rendu"],
    unreachable: (name: string, since: Day, why: string): Text => [
      { person: name },
      " est injoignable depuis le ",
      { date: since },
      ` : ${why}`,
    ],
  },
  unplaced: {
    "no-open-day-left": "il ne reste pas de jour ouvrable",
    capacity: "les journées de suivi sont pleines",
    "no-coordinator": "personne ne coordonne le programme ces jours-là",
  } satisfies Record<UnplacedCode, string>,
  reasons: {
    "no-address": "aucune adresse connue",
    "no-platform": "sa messagerie n’est pas reliée à Triade",
    throttled: "sa messagerie reçoit trop de messages à la fois",
    temporary: "sa messagerie ne répond pas",
    refused: "sa messagerie refuse les messages",
    account_inactive: "compte désactivé",
    user_not_found: "compte introuvable",
    "user-deactivated": "compte désactivé",
    guest: "compte devenu celui d’une personne invitée",
    blocked: "le bot est bloqué ou désinstallé",
    uninstalled: "l’application est désinstallée",
    "not-installed": "l’application n’est pas installée",
    app_uninstalled: "Triade n’est plus dans son espace de travail",
    token_revoked: "Triade n’est plus dans son espace de travail",
    "no-token": "Triade n’est plus dans son espace de travail",
    other: "son adresse ne répond plus",
  } satisfies Sentences<UnreachableReason | AccountReason>,

  digest: {
    label: "Bilan de la semaine",
    summary: "Votre semaine de mentorat",
    heading: (cohort: string | null) => (cohort === null ? "Cette semaine" : `Cette semaine · ${cohort}`),
    thisWeek: "Suivis de la semaine",
    none: "Aucun suivi cette semaine.",
    full: "État complet",
    lead: "Suivis à mener",
    settled: { lapsed: "Cette semaine est passée. Écrivez « statut » pour voir où en est le programme." },
  },
  silence: {
    label: "Mot à la personne mentore",
    summary: (dyads: number): string => (dyads > 1 ? "Des nouvelles de vos dyades?" : "Des nouvelles de votre dyade?"),
    text: (other: string, since: Day | null): Text =>
      since
        ? ["Votre dernière rencontre consignée avec ", { person: other }, " date du ", { date: since }, "."]
        : ["Aucune rencontre avec ", { person: other }, " n’est encore consignée."],
    invite: "Si vous avez eu une rencontre, consignez-la en une minute. Sinon, c’est peut-être le bon moment de proposer un café.",
    log: (other: string) => `Rencontre avec ${other}`,
    settled: {
      done: "Une rencontre a été consignée depuis.",
      lapsed: "Ce message date d’il y a quelque temps. Pour consigner une rencontre, écrivez « rencontre ».",
    },
  },
};
