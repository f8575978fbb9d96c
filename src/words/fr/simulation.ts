/** What `triade simulate` prints. */
export const simulation = {
  nothing: (count: number) => (count === 1 ? "Un problème. Rien n’a été joué." : `${count} problèmes. Rien n’a été joué.`),
  needsFile: "Donnez le fichier d’un plan : npx triade simulate examples/cdsl-2009.yaml",
  wrongDyads: (typed: string) => `--dyads attend un nombre de 1 à 5000, et non « ${typed} ».`,
  needsPlan: (file: string) => `${file} est une liste de personnes, sans plan. Donnez aussi le plan (.yaml) dont elle fait partie.`,
  needsDyads: (file: string) => `${file} n’a aucune dyade : il n’y a rien à jouer.`,
  folder: {
    foreign: (folder: string) =>
      `Le dossier ${folder} contient autre chose qu’une simulation. Choisissez un dossier vide ou nouveau. Rien n’y a été touché.`,
    "other-play": (folder: string) =>
      `Le dossier ${folder} contient la simulation d’un autre plan, ou d’un autre nombre de dyades. Choisissez un autre dossier, ou effacez-la avec --fresh. Rien n’y a été touché.`,
    unreachable: (folder: string) => `Le dossier ${folder} ne peut pas être utilisé : ce n’en est pas un, ou la permission manque.`,
    broken: (folder: string) => `La simulation du dossier ${folder} est incomplète et ne peut pas être reprise. Recommencez avec --fresh.`,
  },
  starting: (cohort: string, dyads: number) => `${cohort} : ${dyads} ${dyads > 1 ? "dyades" : "dyade"}, une année entière.`,
  resuming: (day: string) => `Reprise au ${day}. (--fresh pour recommencer)`,
  year: "Année",
  done: (seconds: string) => `Année jouée en ${seconds} s.`,
  columns: ["message", "prévus", "envoyés", "laissés", "manqués", "pourquoi"] as [string, string, string, string, string, string],
  rows: {
    dyads: "dyades",
    meetings: "rencontres consignées",
    questionnaires: "questionnaires remplis / demandés",
    followUps: "suivis tenus / prévus",
    unplaced: "suivis sans date",
    waiting: "messages encore en attente",
    twice: "messages reçus deux fois",
    missed: "messages manqués",
  },
  total: "total",
};
