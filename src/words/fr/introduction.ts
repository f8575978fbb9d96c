import type { Text } from "../../ui/model.ts";

/** The kinds of schools that names begin with, with the “de” that comes before each. */
const articles: readonly (readonly [string, readonly string[]])[] = [
  [
    "du ",
    [
      "campus",
      "cegep",
      "centre",
      "college",
      "conseil",
      "conservatoire",
      "couvent",
      "groupe",
      "juvenat",
      "lycee",
      "pavillon",
      "pensionnat",
      "petit",
      "reseau",
      "seminaire",
      "service",
    ],
  ],
  ["de la ", ["commission", "direction", "faculte", "maison", "petite", "polyvalente", "villa"]],
  ["de l’", ["academie", "ecole", "etablissement", "externat", "hopital", "institut", "universite"]],
];
const bare = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** “de” before the name of a school: « du Collège Exemple », « de l’École Exemple », « du Phare » for « Le Phare », « d’Exemple ». */
export function of(name: string): string {
  const [first = "", kind = ""] = [/\s/, /[\s-]/].map((end) => bare(name).split(end)[0]);
  if (first === "le") return `du${name.slice("le".length)}`;
  if (first === "les") return `des${name.slice("les".length)}`;
  const [article] = articles.find(([, kinds]) => kinds.includes(kind)) ?? [/^[aeiouœæ]/.test(first) ? "d’" : "de "];
  return `${article}${name}`;
}

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
