import type { Text } from "../../ui/model.ts";

export const help = {
  about: "Voir ce que je peux faire pour vous",
  button: "Aide",
  hello: (givenName: string): Text => ["Bonjour ", { person: givenName }, ". Voici ce que je peux faire pour vous."],
  summary: "Ce que je peux faire pour vous",
  howTo: "Touchez un bouton, ou écrivez le mot en gras.",
  wall: "Ce que vous confiez ici reste séparé des ressources humaines et de la supervision.",
  outsider:
    "Le programme de mentorat est tenu à l’écart de la gestion du personnel : je ne donne aucun renseignement sur les personnes qui y participent.",
};
