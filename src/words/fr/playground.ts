import type { DeliveryReason } from "../../program/reasons.ts";
import type { Office } from "../../program/terms.ts";
import type { Sentences } from "../in-words.ts";

/** What surrounds the conversation in the playground; the page has its own words for its controls. */
export const playground = {
  with: (names: string) => `avec ${names}`,
  coordinator: "coordonne le programme",
  deputy: "coordination adjointe",
  noRole: "hors du programme",
  offices: {
    direction: "direction",
    "human-resources": "ressources humaines",
    "technical-admin": "administration technique",
  } satisfies Record<Office, string>,
  reasons: {
    done: "déjà fait",
    "not-needed": "rien à dire cette fois",
    "just-said": "cela vient d’être dit",
    moved: "la date a changé",
    ended: "la dyade a pris fin",
    "said-together": "dit dans un autre message",
    "no-longer-concerned": "la personne n’est plus concernée",
    "too-late": "trop tard pour être utile",
    paused: "la personne est en pause",
    "quiet-hours": "hors des heures d’envoi",
    "enough-this-week": "assez de messages de ce genre cette semaine",
    throttled: "la messagerie demande d’attendre",
    temporary: "nouvel essai prévu",
    gone: "adresse qui ne répond plus",
    "no-address": "personne injoignable",
    "just-linked": "compte relié depuis moins d’un jour",
    "welcome-first": "après le mot de bienvenue",
    "no-directory": "aucune messagerie en marche ici ne sait chercher un compte",
    "no-account": "aucun compte à cette adresse courriel",
    "guest-account": "compte invité",
    "bot-account": "compte d’un robot",
    "account-taken": "compte relié à une autre personne",
    "shared-email": "adresse courriel de plusieurs personnes",
    denied: "le compte répond que ce n’est pas cette personne",
    "no-platform": "messagerie qui n’est pas en marche ici",
    other: "refusé par la messagerie",
  } satisfies Sentences<DeliveryReason>,
};
