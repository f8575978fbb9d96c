import type { Day } from "../../program/day.ts";
import type { PauseRefusal } from "../../program/pause.ts";
import type { Text } from "../../ui/model.ts";

/** One day is not a stretch from itself to itself. */
const stretch = (from: Day, until: Day): Text =>
  from === until ? ["le ", { date: from, style: "short" }] : ["du ", { date: from }, " au ", { date: until }];

export const pause = {
  about: "Suspendre les messages pour un temps",
  title: "Faire une pause",
  summary: "Pause",
  explain:
    "Pendant une pause, je ne vous écris pas, sauf si une date annoncée change ou est annulée. À la fin, vous recevrez seulement ce qui sera encore utile. Les suivis restent à leur date : consultez « calendrier ». Personne d’autre ne voit votre pause.",
  from: "Du",
  until: "Au (dernier jour de la pause)",
  untilHint: "Une pause a toujours une fin, au plus 60 jours après son début.",
  submit: "Faire une pause",
  taken: (from: Day, until: Day): Text => ["C’est entendu : pas de message ", stretch(from, until), "."],
  current: (until: Day): Text => ["Vous êtes en pause jusqu’au ", { date: until, style: "long" }, "."],
  toCome: (from: Day, until: Day): Text => ["Une pause est prévue ", stretch(from, until), "."],
  another: "Prévoir une autre pause",
  resume: "Reprendre maintenant",
  resumed: "Bon retour! S’il reste quelque chose d’utile à vous dire, vous le recevrez à la prochaine heure d’envoi.",
  cancel: (pauses: number): string => (pauses === 1 ? "Annuler la pause" : "Annuler les pauses"),
  cancelled: (pauses: number): string => (pauses === 1 ? "La pause est annulée." : "Les pauses sont annulées."),
  cancelledToo: (pauses: number): string =>
    pauses === 1 ? "La pause qui était prévue est annulée aussi." : "Les pauses qui étaient prévues sont annulées aussi.",
  notPaused: "Vous n’êtes pas en pause.",
  refusals: {
    "from-past": "Une pause commence aujourd’hui ou plus tard.",
    "from-too-far": "Une pause se prévoit au plus 120 jours d’avance.",
    "until-before-from": "La fin de la pause précède son début.",
    "too-long": "Une pause dure au plus 60 jours. Vous pourrez la prolonger, ou en parler avec la personne qui coordonne le mentorat.",
  } satisfies Record<PauseRefusal["code"], string>,
};
