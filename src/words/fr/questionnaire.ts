import type { Day } from "../../program/day.ts";
import type { Text } from "../../ui/model.ts";
import { plural } from "../../ui/speak.ts";

const ofStage = (stage: string | null): string => (stage === null ? "" : ` de l’étape « ${stage} »`);

/** Of the result, nothing but what the scale says: no word of a diagnosis, no word of praise or blame. */
export const questionnaire = {
  about: "Répondre au questionnaire, revoir mes résultats",
  aboutShared: "Voir les résultats qu’on vous montre",
  title: "Questionnaire",
  stage: (stage: string) => `Étape : ${stage}`,
  period: (period: string) => `${period} :`,
  privacy:
    "Vos réponses sont à vous seul·e. Personne d’autre ne les voit, ni votre mentor·e, ni la coordination, ni la direction. Vous pouvez choisir de montrer votre résultat.",
  preferNot: "Je préfère ne pas répondre",
  share: "Montrer ce résultat",
  shareHint: "Vous pourrez changer d’avis en tout temps. Vos réponses, elles, ne sont jamais montrées.",
  readers: { mentor: (name: string) => `À ${name}`, coordinator: () => "À la coordination" },
  source: (name: string, attribution: string) => `${name}. ${attribution}.`,
  submit: "Envoyer",
  answer: "Répondre",
  decline: "Pas cette fois-ci",
  declined: "C’est noté, et c’est très bien ainsi. Cela n’a aucune conséquence et ne se voit nulle part.",
  alreadyAnswered: (on: Day): Text => ["Vous avez déjà répondu à ce questionnaire, le ", { date: on }, "."],
  settled: (on: Day): Text => ["Ce questionnaire est réglé depuis le ", { date: on }, "."],
  closed: (on: Day): Text => ["Ce questionnaire était ouvert jusqu’au ", { date: on }, ". Ne pas y avoir répondu n’a aucune conséquence."],
  later: "Ce questionnaire est remis à plus tard.",
  notYet: (on: Day): Text => ["Ce questionnaire ouvrira le ", { date: on, style: "long" }, "."],
  open: {
    heading: "Comment allez-vous?",
    text: (due: Day, stage: string | null = null): Text => [
      stage === null ? "Un court questionnaire" : `Pour l’étape « ${stage} », un court questionnaire`,
      " est ouvert jusqu’au ",
      { date: due, style: "long" },
      ". Il demande deux minutes, et vous pouvez choisir de ne pas y répondre.",
    ],
  },
  noneOpen: "Aucun questionnaire n’est ouvert en ce moment.",
  next: (on: Day): Text => ["Le prochain ouvrira le ", { date: on, style: "long" }, "."],
  noneAtAll: "Aucun questionnaire n’est prévu pour vous.",

  results: {
    button: "Mes résultats",
    summary: "Merci de votre réponse",
    heading: "Votre résultat",
    history: "Vos résultats",
    thanks: "Merci. Voici ce que disent vos réponses.",
    score: (name: string) => name,
    outOf: (value: string, max: string) => `${value} sur ${max}`,
    noScore: "Comme vous avez choisi de ne pas répondre à tout, aucun résultat n’est calculé. Ce choix est respecté.",
    sinceFirst: "Depuis la première fois",
    sinceLast: "Depuis la dernière fois",
    between: (earlier: string, later: string) => `Entre « ${earlier} » et « ${later} »`,
    points: (signed: string, size: number) => `${signed} ${plural(size, "fr", { one: "point", other: "points" })}`,
    counts: "un changement qui compte sur cette échelle",
    tooSmall: "un écart trop petit pour en conclure quelque chose",
    noRule: "cette échelle ne dit pas à partir de quand un écart compte",
    noChange: "aucun écart",
    mark: (value: string) => `Seuil d’un résultat bas : ${value}`,
    chart: (name: string) => `${name} au fil des étapes`,
    chartAlt: (name: string, values: string) => `${name} : ${values}.`,
    at: (stage: string, value: string) => `${stage}, ${value}`,
    low: "Ce résultat se trouve dans le bas de l’échelle. Il ne dit rien de votre valeur ni de votre travail; il dit que les deux dernières semaines ont peut-être été lourdes. Vous n’avez pas à porter cela seul·e :",
    lowPrivacy: "Ce message n’est montré qu’à vous.",
    help: {
      assistance: (name: string): Text => [{ bold: name }, ", le programme d’aide de votre établissement"],
      infoSocial: [{ bold: "Info-Social 811" }, ", option 2 : une personne à qui parler, jour et nuit"] as Text,
      crisis: [{ bold: "9-8-8" }, " : par téléphone ou par texto, si vous pensez au suicide ou craignez pour quelqu’un"] as Text,
    },
    none: "Vous n’avez encore répondu à aucun questionnaire.",
    shownTo: (readers: string) => `Montré : ${readers}`,
    shownToNobody: "Montré à personne",
    to: { mentor: (name: string) => name, coordinator: () => "la coordination" },
    show: { mentor: (name: string) => `Montrer à ${name}`, coordinator: () => "Montrer à la coordination" },
    hide: { mentor: (name: string) => `Ne plus montrer à ${name}`, coordinator: () => "Ne plus montrer à la coordination" },
    answeredOn: (on: Day): Text => ["Répondu le ", { date: on }],
    sharedHeading: (name: string) => `Résultats que vous montre ${name}`,
    sharedNone: (name: string): Text => [{ person: name }, " ne vous montre pas de résultat en ce moment."],
    sharedPrivacy: "Ces résultats vous sont confiés. Ils ne servent ni à évaluer ni à comparer des personnes.",
  },

  invitation: {
    label: "Questionnaire : invitation",
    summary: "Un court questionnaire vous attend",
    heading: "Comment allez-vous?",
    text: (stage: string, due: Day, isToday: boolean): Text => [
      `Pour l’étape « ${stage} », prenez deux minutes pour vous. Le questionnaire reste ouvert jusqu’`,
      ...(isToday ? ["à ce soir"] : ["au ", { date: due, style: "long" as const }]),
      ".",
    ],
  },
  reminder: {
    labels: ["Questionnaire : premier rappel", "Questionnaire : second rappel"] as [string, string],
    summary: "Un court questionnaire vous attend toujours",
    lastDay: (stage: string | null): Text =>
      `C’est aujourd’hui le dernier jour pour répondre au questionnaire${ofStage(stage)}. Vous pouvez aussi choisir de ne pas y répondre.`,
    text: (due: Day, stage: string | null): Text => [
      `Un petit rappel : le questionnaire${ofStage(stage)} est ouvert jusqu’au `,
      { date: due, style: "long" },
      ". Vous pouvez aussi choisir de ne pas y répondre.",
    ],
  },
};
