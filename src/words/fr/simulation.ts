/** What `triade simulate` prints. */
export const simulation = {
  needsFile: "Donnez le fichier d’un plan : npx triade simulate examples/cdsl-2009.yaml",
  wrongDyads: (typed: string) => `--dyads attend un nombre de 1 à 5000, et non « ${typed} ».`,
  starting: (cohort: string, dyads: number) => `${cohort} : ${dyads} ${dyads > 1 ? "dyades" : "dyade"}, une année entière.`,
  resuming: (day: string) => `Reprise au ${day}. (--fresh pour recommencer)`,
  year: "Année",
  done: (seconds: string) => `Année jouée en ${seconds} s.`,
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
