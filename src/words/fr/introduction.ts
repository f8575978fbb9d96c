import type { Text } from "../../ui/model.ts";

/** “de” before the name of a school: most begin with a vowel, as in “d’École Exemple”. */
export const of = (name: string): string => (/^[aeiouœæ]/i.test(name.normalize("NFD")) ? `d’${name}` : `de ${name}`);

export const introduction = {
  summary: "Une question avant de commencer",
  areYou: (name: string, organization: string): Text => ["Êtes-vous ", { person: name }, `, inscrit·e au mentorat ${of(organization)}?`],
  yes: "Oui, c’est moi",
  no: "Non",
  welcome: "C’est fait : je sais maintenant qui vous êtes, et c’est ici que je vous écrirai.",
  answeredHere:
    "C’est fait : je sais maintenant qui vous êtes. Mes messages vous arrivent toujours dans le compte où vous étiez déjà relié·e; ici, je vous réponds.",
  alsoHere: (messenger: string): string =>
    `C’est fait : je sais maintenant qui vous êtes. Mes messages vous arrivent toujours dans ${messenger} : un bouton, plus bas, permet d’en décider autrement.`,
  denied:
    "C’est noté : je n’ai rien relié à ce compte. Demandez à la personne qui coordonne le mentorat de vérifier l’adresse courriel de votre inscription.",
  membersOnly: "Bonjour! Je ne réponds ni aux comptes invités ni aux robots. Merci de votre compréhension.",
};
