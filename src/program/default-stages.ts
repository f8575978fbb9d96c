import type { RecordField, StagePlan } from "./plan.ts";
import type { Localized } from "./terms.ts";

/**
 * The five follow-ups of « Coordination du programme de mentorat » (Collège Durocher Saint-Lambert), slides 8
 * and 9. What the source asks but one person alone may hear (satisfaction with the match, training needs,
 * well-being) is on the agenda and never in a record, which the whole triad reads.
 */

const text = (key: string, label: Localized, hint?: Localized): RecordField => ({
  key,
  label,
  hint,
  kind: "text",
  required: false,
  maxLength: 2000,
});

const onlyWhatAllKeep: Localized = {
  fr: "N’écrivez que ce que les trois personnes acceptent de garder.",
  en: "Write only what all three people agree to keep.",
};
const onlyWhatTheDyadShares: Localized = {
  fr: "Seulement ce que la dyade souhaite partager.",
  en: "Only what the dyad wishes to share.",
};
const withoutNames: Localized = {
  fr: "Sans nom ni détail qui permettrait de reconnaître quelqu’un.",
  en: "With no name, and no detail by which someone could be recognized.",
};

const nextSteps = text("next-steps", { fr: "Suites à donner", en: "Next steps" });

const common = { questionnaire: "who-5", questionnaireOpensDaysBefore: 7 } as const;

const followUp1: StagePlan = {
  ...common,
  key: "follow-up-1",
  name: { fr: "Suivi 1", en: "Follow-up 1" },
  audience: "triad",
  when: { week: 3 },
  windowDays: 10,
  agenda: [
    { fr: "Accueil et rappel de la confidentialité des échanges", en: "Welcome, and a reminder that what is said stays confidential" },
    {
      fr: "Satisfaction à l’égard du jumelage : chaque personne y répond de son côté",
      en: "Satisfaction with the match: each person answers on their own",
    },
    { fr: "Présentation du cahier d’accompagnement", en: "Presentation of the notebook" },
    { fr: "Calendrier des rencontres de suivi en triade", en: "Calendar of the triad follow-ups" },
    {
      fr: "Besoins de formation : chaque personne les confie à la coordination",
      en: "Training needs: each person tells the coordinator theirs",
    },
  ],
  facilitation: [
    {
      fr: "Rappelez que le mentorat n’est ni une évaluation ni une supervision professionnelle : rien de ce qui se dit ici n’est transmis à la direction ni aux ressources humaines.",
      en: "Recall that mentoring is neither an evaluation nor professional supervision: nothing said here is passed on to the direction or to human resources.",
    },
    {
      fr: "Ne demandez pas à une personne devant l’autre si le jumelage lui convient : posez la question à chacune séparément.",
      en: "Do not ask one person in front of the other whether the match suits them: ask each on their own.",
    },
    { fr: "Montrez comment ouvrir le cahier et y noter une rencontre.", en: "Show how to open the notebook and log a meeting in it." },
    {
      fr: "Proposez les dates des prochains suivis et convenez ensemble de l’heure et du lieu.",
      en: "Propose the dates of the next follow-ups, and agree together on the time and the place.",
    },
    {
      fr: "Prévoyez un moment avec chaque personne pour ses besoins de formation.",
      en: "Set aside a moment with each person for their training needs.",
    },
  ],
  record: [
    {
      key: "notebook",
      label: { fr: "Cahier d’accompagnement", en: "Notebook" },
      kind: "choice",
      options: [
        { value: "presented", label: { fr: "Présenté", en: "Presented" } },
        { value: "later", label: { fr: "À présenter plus tard", en: "To be presented later" } },
      ],
      required: true,
    },
    text(
      "calendar",
      { fr: "Calendrier convenu", en: "Agreed calendar" },
      { fr: "Dates, heures et lieux des prochaines rencontres.", en: "Dates, times and places of the next meetings." },
    ),
    text("agreed", { fr: "Points convenus", en: "What was agreed" }, onlyWhatAllKeep),
  ],
};

const followUp2: StagePlan = {
  ...common,
  key: "follow-up-2",
  name: { fr: "Suivi 2", en: "Follow-up 2" },
  audience: "triad",
  when: { fraction: 0.2 },
  windowDays: 10,
  agenda: [
    { fr: "Vécu de la relation depuis le début", en: "The experience of the relationship so far" },
    { fr: "Commentaires et besoins de la mentore ou du mentor", en: "Comments and needs of the mentor" },
    { fr: "Commentaires et besoins de la personne mentorée", en: "Comments and needs of the mentee" },
    { fr: "Suites à donner", en: "Next steps" },
  ],
  facilitation: [
    {
      fr: "Donnez la parole à chaque personne à tour de rôle et laissez-la choisir ce qu’elle partage de ce qu’elle a préparé.",
      en: "Give each person the floor in turn, and let them choose what they share of what they prepared.",
    },
    {
      fr: "Si une difficulté touche le jumelage lui-même, proposez une rencontre individuelle.",
      en: "If a difficulty concerns the match itself, offer a meeting one to one.",
    },
  ],
  record: [
    text("experience", { fr: "Vécu de la relation", en: "Experience of the relationship" }, onlyWhatAllKeep),
    text("comments", { fr: "Commentaires", en: "Comments" }, onlyWhatAllKeep),
    text(
      "needs",
      { fr: "Besoins exprimés", en: "Needs expressed" },
      {
        fr: "Un besoin de formation personnel se confie à part, pas dans ce compte rendu.",
        en: "A personal training need is told separately, not in this record.",
      },
    ),
    nextSteps,
  ],
};

const menteeGroup: StagePlan = {
  ...common,
  key: "mentee-group",
  name: { fr: "Rencontre du groupe de mentoré·es", en: "Mentee group meeting" },
  audience: "mentees",
  when: { fraction: 0.5 },
  windowDays: 5,
  agenda: [
    { fr: "Accueil : ce qui se dit ici reste ici", en: "Welcome: what is said here stays here" },
    { fr: "Tour de table : le vécu de la relation de mentorat", en: "Around the table: the experience of being mentored" },
    { fr: "Ce qui aide et ce qui reste difficile", en: "What helps, and what remains difficult" },
    { fr: "Suggestions pour le programme", en: "Suggestions for the program" },
  ],
  facilitation: [
    { fr: "Prenez les présences et n’associez aucun propos à un nom.", en: "Take attendance, and attach nothing that is said to a name." },
    {
      fr: "Laissez le groupe échanger : votre rôle est d’ouvrir, de relancer et de conclure.",
      en: "Let the group talk: your part is to open, to keep it going and to conclude.",
    },
  ],
  record: [
    text("themes", { fr: "Thèmes abordés", en: "Themes" }, withoutNames),
    text("suggestions", { fr: "Suggestions pour le programme", en: "Suggestions for the program" }, withoutNames),
  ],
};

const followUp3: StagePlan = {
  ...common,
  key: "follow-up-3",
  name: { fr: "Suivi 3", en: "Follow-up 3" },
  audience: "triad",
  when: { fraction: 2 / 3 },
  windowDays: 10,
  agenda: [
    { fr: "Vécu depuis la dernière rencontre en triade", en: "The experience since the last triad follow-up" },
    { fr: "Nombre et dates des rencontres d’échange", en: "Number and dates of the meetings" },
    { fr: "Objectifs de développement visés", en: "Objectives pursued" },
    { fr: "Sujets les plus discutés", en: "Most discussed topics" },
    {
      fr: "Bons moments, difficultés, défis relevés et apprentissages réalisés",
      en: "Good moments, difficulties, challenges met and learnings",
    },
    {
      fr: "Bien-être de la personne mentorée : les deux passations, si elle souhaite en parler",
      en: "The mentee’s well-being: the two administrations, if they wish to talk about them",
    },
  ],
  facilitation: [
    {
      fr: "La dyade décide de ce qu’elle partage de son cahier. N’en demandez pas davantage.",
      en: "The dyad decides what it shares of its notebook. Ask for no more than that.",
    },
    {
      fr: "La comparaison des deux passations appartient à la personne mentorée. N’en parlez que si elle l’aborde.",
      en: "The comparison of the two administrations belongs to the mentee. Bring it up only if they do.",
    },
    { fr: "Nommez les progrès avec les mots de la dyade.", en: "Name progress in the dyad’s own words." },
  ],
  record: [
    text("experience", { fr: "Vécu depuis la dernière triade", en: "Experience since the last triad" }, onlyWhatTheDyadShares),
    text("objectives", { fr: "Objectifs de développement", en: "Objectives" }, onlyWhatTheDyadShares),
    text("topics", { fr: "Sujets les plus discutés", en: "Most discussed topics" }, onlyWhatTheDyadShares),
    text("good-moments", { fr: "Bons moments", en: "Good moments" }, onlyWhatTheDyadShares),
    text("difficulties", { fr: "Difficultés", en: "Difficulties" }, onlyWhatTheDyadShares),
    text("challenges", { fr: "Défis relevés", en: "Challenges met" }, onlyWhatTheDyadShares),
    text("learnings", { fr: "Apprentissages réalisés", en: "Learnings" }, onlyWhatTheDyadShares),
    nextSteps,
  ],
};

const yearEnd: StagePlan = {
  ...common,
  key: "year-end",
  name: { fr: "Bilan de fin d’année", en: "Year-end review" },
  audience: "everyone",
  when: { lastWeeks: 3 },
  windowDays: 5,
  agenda: [
    { fr: "Accueil et retour sur l’année", en: "Welcome, and a look back at the year" },
    { fr: "Échanges en petits groupes : moments marquants et apprentissages", en: "In small groups: highlights and learnings" },
    { fr: "Échange en plénière : ce qu’il faut garder, ce qu’il faut changer", en: "All together: what to keep, what to change" },
    { fr: "Évaluation du programme", en: "Evaluation of the program" },
    { fr: "Remerciements", en: "Thanks" },
  ],
  facilitation: [
    {
      fr: "Prévoyez au moins deux échanges : l’un qui mêle les dyades, l’autre en plénière.",
      en: "Plan at least two exchanges: one that mixes the dyads, one all together.",
    },
    { fr: "Notez les idées, jamais qui les a dites.", en: "Write down the ideas, never who said them." },
  ],
  record: [
    text("highlights", { fr: "Moments marquants", en: "Highlights" }, withoutNames),
    text("keep", { fr: "Ce qu’il faut garder", en: "What to keep" }, withoutNames),
    text("change", { fr: "Ce qu’il faut changer", en: "What to change" }, withoutNames),
    text("recommendations", { fr: "Recommandations pour le bilan annuel", en: "Recommendations for the annual report" }, withoutNames),
  ],
};

export const defaultStages: readonly StagePlan[] = [followUp1, followUp2, menteeGroup, followUp3, yearEnd];
