import type { Day } from "../../program/day.ts";
import type { Text } from "../../ui/model.ts";

/** A stretch of so many days, in weeks once it is two of them. */
const stretch = (days: number): string => (days < 14 ? `${days} ${days > 1 ? "jours" : "jour"}` : `${Math.floor(days / 7)} semaines`);

const closures = (days: number): string => (days > 0 ? ` (${days > 1 ? "fermetures non comptées" : "fermeture non comptée"})` : "");

export const home = {
  about: "Ouvrir mon accueil",
  summary: "Votre accueil",
  hello: (givenName: string) => `Bonjour, ${givenName}`,
  first: "Ce qui vous attend",
  nothing: "Rien ne vous attend en ce moment.",
  silent: (other: string, days: number, closedDays: number): Text => [
    "Aucune rencontre consignée avec ",
    { person: other },
    ` depuis ${stretch(days)}${closures(closedDays)}.`,
  ],
  noMeetingYet: (other: string, days: number, closedDays: number): Text => [
    "Aucune rencontre consignée avec ",
    { person: other },
    ` depuis le début de la dyade, il y a ${stretch(days)}${closures(closedDays)}.`,
  ],
  nearest: (name: Text, days: number): Text => [
    name,
    ` : ${days === 0 ? "c’est aujourd’hui" : days === 1 ? "c’est demain" : `dans ${days} jours`}.`,
  ],
  /** @param at An hour in words; null where none is set. */
  ledToday: (at: string | null) => (at === null ? "À mener aujourd’hui." : `À mener aujourd’hui, à ${at}.`),
  ended: (other: string, on: Day): Text => [
    "Votre dyade avec ",
    { person: other },
    " a pris fin le ",
    { date: on },
    ". Le cahier reste lisible.",
  ],
  over: (cohort: string, on: Day): Text => [{ bold: cohort }, " a pris fin le ", { date: on }, ". Le cahier reste lisible."],
  calendar: "Mon calendrier",
  noDate: "Aucune date n’est annoncée pour l’instant.",
  meetings: "Dernières rencontres",
  record: "Écrire le compte rendu",
  notebook: "Cahier d’accompagnement",
  calendarButton: "Calendrier complet",
  shared: "Résultats qu’on vous montre",
  status: "État du programme",
  lead: "Suivis à mener",
};
