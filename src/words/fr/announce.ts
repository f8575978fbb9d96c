import type { Day } from "../../program/day.ts";
import type { Text } from "../../ui/model.ts";
import { formatList } from "../../ui/speak.ts";

const where = (channel: string | null): string => (channel === null ? "Dans un canal où je ne suis plus" : `Dans « ${channel} »`);

/** What a coordinator says to everybody at once. */
export const announce = {
  about: "Publier une annonce",
  title: "Annonce à une équipe",
  explain: "Votre texte est publié tel quel, avec votre nom, pour tous les membres du canal. N’y mettez rien de confidentiel.",
  text: "Texte",
  link: "Lien",
  linkHint: "Une adresse qui commence par https://",
  noLink: "Écrivez une adresse complète, qui commence par https://, ou laissez ce champ vide.",
  channels: "Où la publier",
  noChannel: "Choisissez au moins un canal.",
  submit: "Publier",
  nowhere:
    "Je ne publie encore dans aucun canal. Dans Teams, ajoutez l’application à une équipe vous-même, une fois votre cohorte commencée : vous pourrez ensuite y publier des annonces. Si elle y est déjà, retirez-la de l’équipe et ajoutez-la de nouveau.",
  inPrivateOnly: "Ici, je n’écris qu’en privé, jamais dans un canal : publiez cette annonce vous-même, là où tout le monde la lira.",
  underWay: (channels: readonly string[]): string => `C’est noté : l’annonce part aux heures d’envoi dans ${formatList(channels, "fr")}.`,
  see: "Voir où elle en est",
  waiting: (channel: string | null): string => `${where(channel)} : en route, elle part aux heures d’envoi.`,
  said: (channel: string | null, on: Day): Text => [`${where(channel)} : publiée le `, { date: on }, "."],
  late: (channel: string | null): string =>
    `${where(channel)} : elle n’a pas pu partir à temps, et ne partira plus. Publiez-la de nouveau si elle est encore utile.`,
  failed: (channel: string | null): string =>
    `${where(channel)} : elle n’a pas pu être publiée. Vérifiez que l’application est encore dans l’équipe et qu’elle peut y écrire, puis publiez l’annonce de nouveau.`,
  summary: "Annonce du programme de mentorat",
  by: (name: string): Text => [{ person: name }, ", coordination du mentorat"],
};
