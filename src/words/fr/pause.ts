import type { Day } from "../../program/day.ts";
import type { PauseRefusal } from "../../program/pause.ts";
import type { Text } from "../../ui/model.ts";

export const pause = {
  about: "Faire une pause des messages",
  title: "Faire une pause",
  summary: "Pause",
  explain:
    "Pendant une pause, je garde vos messages et je vous les remets à la fin. Les suivis, eux, restent à leur date. Personne d’autre ne voit votre pause.",
  from: "Du",
  until: "Au (dernier jour de la pause)",
  untilHint: "Une pause a toujours une fin, au plus 60 jours après son début.",
  submit: "Faire une pause",
  taken: (from: Day, until: Day): Text => ["C’est entendu : pas de message du ", { date: from }, " au ", { date: until }, "."],
  current: (until: Day): Text => ["Vous êtes en pause jusqu’au ", { date: until, style: "long" }, "."],
  toCome: (from: Day, until: Day): Text => ["Une pause est prévue du ", { date: from }, " au ", { date: until }, "."],
  resume: "Reprendre maintenant",
  resumed: "Bon retour! Les messages gardés pour vous arriveront à la prochaine heure d’envoi.",
  notPaused: "Vous n’êtes pas en pause.",
  refusals: {
    "from-past": "Une pause commence aujourd’hui ou plus tard.",
    "until-before-from": "La fin de la pause précède son début.",
    "too-long": "Une pause dure au plus 60 jours. Vous pourrez la prolonger, ou en parler avec la personne qui coordonne le mentorat.",
  } satisfies Record<PauseRefusal["code"], string>,
};
