import type { PlaygroundPerson, TimelineEntry } from "../../../adapters/web/index.ts";
import { day, hour } from "../../../src/program/day.ts";
import type { Block, Form, Message } from "../../../src/ui/model.ts";
import type { Handle, Reply } from "../../../src/ui/platform.ts";
import { type Due, type FakeSchool, fakeSchool } from "./fake-school.ts";

/** A school with invented people and a scripted bot: every kind of block, field and reply, to look at the page with. */
const mentorVerbs = ["rencontre", "cahier", "objectif", "calendrier", "pause", "aide"];
const menteeVerbs = ["rencontre", "cahier", "bienetre", "calendrier", "pause", "aide"];

const person = (
  id: string,
  name: string,
  role: PlaygroundPerson["role"],
  detail: string,
  more: Partial<PlaygroundPerson> = {},
): Omit<PlaygroundPerson, "unread"> => ({
  id,
  workspace: "cdsl",
  organization: "Collège de la Forêt",
  name,
  role,
  detail,
  language: "fr",
  unreachable: false,
  verbs: role === "mentor" ? mentorVerbs : role === "mentee" ? menteeVerbs : ["aide"],
  ...more,
});

const people = [
  person("1", "Hélène Bouleau", "coordinator", "Coordonnatrice interne", { verbs: ["statut", "suivi", "calendrier", "aide"] }),
  person("2", "Marc-André Sapin", "coordinator", "Coordonnateur adjoint", { verbs: ["statut", "suivi", "calendrier", "aide"] }),
  person("3", "Solange Mélèze", "mentor", "Dyade avec Théo Sorbier"),
  person("4", "Yvan Tilleul", "mentor", "Dyade avec Inès Érable"),
  person("5", "Fatou Cèdre", "mentor", "Dyade avec Luca Noisetier"),
  person("6", "Brian Hawthorn", "mentor", "Dyade avec Maude Peuplier", {
    language: "en",
    verbs: ["meeting", "notebook", "goal", "calendar", "pause", "help"],
  }),
  person("7", "Théo Sorbier", "mentee", "Dyade avec Solange Mélèze"),
  person("8", "Inès Érable", "mentee", "Dyade avec Yvan Tilleul"),
  person("9", "Luca Noisetier", "mentee", "Dyade avec Fatou Cèdre", { unreachable: true }),
  person("10", "Maude Peuplier", "mentee", "Dyade avec Brian Hawthorn"),
  person("11", "Pierre-Olivier Frêne", "outside", "Direction"),
  person("12", "Annick Saule", "outside", "Ressources humaines"),
  person("13", "Denis Aulne", "outside", "Administration technique"),
];

const fr = (summary: string, ...blocks: Block[]): Message => ({ language: "fr", summary, blocks });

const invitation = fr(
  "Votre bilan de bien-être vous attend.",
  { kind: "heading", text: "Comment allez-vous, ces temps-ci?" },
  {
    kind: "text",
    text: [
      "Cinq questions, deux minutes, avant votre suivi du ",
      { date: day("2026-03-12"), style: "long" },
      ". Vos réponses ne sont vues que de vous : ni votre mentore, ni la coordination, ni la direction n’y ont accès.",
    ],
  },
  {
    kind: "buttons",
    buttons: [
      { label: "Répondre", action: "questionnaire.open", data: { administration: "9" }, style: "primary" },
      { label: "Plus tard", action: "questionnaire.later", data: { administration: "9" } },
      { label: "Je préfère ne pas répondre", action: "questionnaire.decline", data: { administration: "9" } },
    ],
  },
  { kind: "text", text: "Pour ne plus recevoir ces invitations pendant un temps, écrivez « pause ».", tone: "quiet" },
);

const result = fr(
  "Votre résultat est prêt.",
  { kind: "heading", text: "Votre bien-être, en un coup d’œil" },
  {
    kind: "chart",
    chart: {
      title: "Indice de bien-être (OMS-5)",
      alt: "En janvier : 72 sur 100. En mars : 44 sur 100, une baisse de 28 points.",
      max: 100,
      mark: { value: 50, label: "repère : 50" },
      bars: [
        { label: "19 janvier", value: 72, tone: "good" },
        { label: "9 mars", value: 44, tone: "attention" },
      ],
    },
  },
  {
    kind: "text",
    text: "Votre résultat est plus bas qu’en janvier. Si cela vous pèse, de l’aide est là, en toute discrétion.",
    tone: "attention",
  },
  {
    kind: "facts",
    facts: [
      { label: "Programme d’aide au personnel", value: [{ bold: "555 0142" }, ", jour et nuit"] },
      { label: "Info-Social", value: { bold: "811" } },
      { label: "Prévention du suicide", value: { bold: "9-8-8" } },
    ],
  },
  {
    kind: "buttons",
    buttons: [
      { label: "Partager avec ma mentore", action: "questionnaire.share", data: { administration: "9" } },
      { label: "Garder pour moi", action: "questionnaire.keep", data: { administration: "9" } },
    ],
  },
);

const meetingForm: Form = {
  language: "fr",
  id: "log-meeting.form",
  title: "Noter une rencontre",
  intro: [{ kind: "text", text: ["Rencontre avec ", { bold: "Théo Sorbier" }, ". Les sujets restent dans votre dyade."], tone: "quiet" }],
  fields: [
    { kind: "date", key: "heldOn", label: "Date de la rencontre", value: "2026-03-09", max: day("2026-03-13") },
    { kind: "number", key: "minutes", label: "Durée, en minutes", value: "45", min: 5, max: 600, hint: "Une estimation suffit." },
    {
      kind: "choice",
      key: "mode",
      label: "Comment",
      look: "radio",
      value: "in-person",
      options: [
        { value: "in-person", label: "En personne" },
        { value: "video", label: "En visioconférence" },
        { value: "phone", label: "Au téléphone" },
      ],
    },
    {
      kind: "choices",
      key: "topics",
      label: "Sujets abordés",
      optional: true,
      options: [
        { value: "classroom", label: "Gestion de classe" },
        { value: "planning", label: "Planification" },
        { value: "assessment", label: "Évaluation des apprentissages" },
        { value: "balance", label: "Équilibre de vie" },
      ],
    },
    {
      kind: "choice",
      key: "objective",
      label: "Objectif travaillé",
      look: "menu",
      optional: true,
      options: [
        { value: "1", label: "Installer des routines de début de cours" },
        { value: "2", label: "Donner une rétroaction utile sans y passer la soirée" },
      ],
    },
    {
      kind: "text",
      key: "note",
      label: "Note pour vous",
      multiline: true,
      optional: true,
      maxLength: 2000,
      placeholder: "Un bon moment, une difficulté, un apprentissage…",
    },
  ],
  submit: "Noter la rencontre",
  cancel: "Annuler",
  hidden: { dyad: "4" },
};

const logged = fr(
  "Rencontre notée.",
  { kind: "heading", text: "C’est noté!" },
  {
    kind: "facts",
    facts: [
      { label: "Avec", value: { person: "Théo Sorbier" } },
      { label: "Quand", value: { date: day("2026-03-09"), style: "long", at: hour("12:15") } },
      { label: "Durée", value: "45 minutes, en personne" },
    ],
  },
  { kind: "text", text: "La coordination saura que vous vous êtes vus, jamais de quoi vous avez parlé.", tone: "quiet" },
  {
    kind: "buttons",
    buttons: [
      { label: "Corriger", action: "log-meeting.correct", data: { meeting: "31" } },
      { label: "Annuler cette rencontre", action: "log-meeting.void", data: { meeting: "31" }, style: "danger" },
    ],
  },
);

const status = fr(
  "Le statut de la cohorte 2026.",
  { kind: "heading", text: "Cohorte 2026, semaine 10" },
  {
    kind: "facts",
    facts: [
      { label: "Dyades actives", value: "12 sur 12" },
      { label: "Suivis tenus", value: "14 sur 16" },
      { label: "Bilans remplis", value: "9 sur 12" },
    ],
  },
  { kind: "divider" },
  {
    kind: "items",
    items: [
      {
        title: { bold: "Fatou Cèdre et Luca Noisetier" },
        lines: ["Aucune rencontre notée depuis 34 jours.", "Luca n’est pas joignable : compte désactivé."],
        tone: "attention",
        buttons: [{ label: "Voir la dyade", action: "status.dyad", data: { dyad: "5" } }],
      },
      {
        title: { bold: "Yvan Tilleul et Inès Érable" },
        lines: [["Suivi 2 en retard : prévu le ", { date: day("2026-03-05"), style: "short" }, "."]],
        tone: "warning",
        buttons: [{ label: "Voir la dyade", action: "status.dyad", data: { dyad: "4" } }],
      },
    ],
  },
  { kind: "list", items: ["10 dyades sans rien à signaler", ["Prochain suivi : ", { bold: "mardi 17 mars, 12 h" }]] },
);

const questionnaire = (language: "fr" | "en"): Form => ({
  language,
  id: "questionnaire.form",
  title: language === "fr" ? "Bien-être, deux dernières semaines" : "Well-being, past two weeks",
  intro: [{ kind: "text", text: "Choisissez, pour chaque phrase, ce qui s’en approche le plus.", tone: "quiet" }],
  fields: ["Je me suis senti(e) bien et de bonne humeur", "Je me suis senti(e) calme et tranquille"].map((label, index) => ({
    kind: "choice" as const,
    key: `item-${index + 1}`,
    label,
    look: "radio" as const,
    options: [
      "Tout le temps",
      "La plupart du temps",
      "Plus de la moitié du temps",
      "Moins de la moitié du temps",
      "De temps en temps",
      "Jamais",
    ].map((text, rank) => ({ value: String(5 - rank), label: text })),
  })),
  submit: "Envoyer mes réponses",
  cancel: "Plus tard",
  hidden: { administration: "9" },
});

const help = fr(
  "Voici ce que vous pouvez faire.",
  { kind: "heading", text: "Ce que vous pouvez m’écrire" },
  {
    kind: "list",
    items: [
      [{ bold: "rencontre" }, " — noter une rencontre d’échange"],
      [{ bold: "cahier" }, " — ouvrir votre cahier d’accompagnement"],
      [{ bold: "calendrier" }, " — voir vos prochains suivis"],
      [{ bold: "pause" }, " — suspendre mes messages jusqu’à une date"],
    ],
  },
  { kind: "text", text: ["Le guide complet est ", { link: "https://example.org/guide", label: "sur le site du collège" }, "."] },
);

const say = (message: Message): Reply => ({ kind: "say", message });

const answer: Handle = async (incoming) => {
  await new Promise((resolve) => setTimeout(resolve, 40));
  if (incoming.kind === "command") {
    const verb = incoming.text.toLowerCase();
    if (verb === "rencontre" || verb === "meeting") return { kind: "ask", form: meetingForm };
    if (verb === "bienetre") return say(invitation);
    if (verb === "statut") return say(status);
    if (verb === "lent") await new Promise((resolve) => setTimeout(resolve, 4000));
    return say(help);
  }
  if (incoming.kind === "press") {
    if (incoming.action === "questionnaire.open") return { kind: "ask", form: questionnaire("fr") };
    if (incoming.action === "log-meeting.correct") return { kind: "ask", form: meetingForm };
    return { kind: "replace", message: fr("C’est noté.", { kind: "text", text: "C’est noté, merci.", tone: "good" }) };
  }
  if (incoming.kind === "submit") {
    if (incoming.form === "questionnaire.form")
      return { kind: "say", message: result, settled: fr("Répondu.", { kind: "text", text: "Vous avez répondu. Merci!", tone: "quiet" }) };
    const { minutes } = incoming.answers;
    if (Number(minutes) > 300) {
      const fields = meetingForm.fields.map((field) => {
        const given = incoming.answers[field.key];
        const filled = field.kind === "choices" ? { ...field, values: [given ?? []].flat() } : { ...field, value: String(given ?? "") };
        return field.key === "minutes" ? { ...filled, error: "Une rencontre dure 5 heures au plus." } : filled;
      });
      return { kind: "ask", form: { ...meetingForm, fields } };
    }
    return say(logged);
  }
  return { kind: "nothing" };
};

const due = (at: string, whose: string, kind: string, label: string, message: Message): Due => ({
  at,
  person: whose,
  kind,
  label,
  message,
});

const announced = fr(
  "Votre suivi approche.",
  {
    kind: "text",
    text: [
      "Votre ",
      { bold: "suivi 2" },
      " aura lieu le ",
      { date: day("2026-03-17"), style: "long", at: hour("12:00") },
      ", au local B-214.",
    ],
  },
  {
    kind: "buttons",
    buttons: [
      { label: "Préparer le suivi", action: "follow-up.prepare", style: "primary" },
      { label: "Voir mon calendrier", action: "calendar.open" },
    ],
  },
);

const past: TimelineEntry[] = [
  {
    at: "2026-03-06T13:00:00.000Z",
    person: "9",
    personName: "Luca Noisetier",
    kind: "no-meeting",
    label: "Aucune rencontre depuis un moment",
    outcome: "failed",
    reason: "Compte désactivé : la coordination a été prévenue.",
  },
  {
    at: "2026-03-06T13:00:00.000Z",
    person: "8",
    personName: "Inès Érable",
    kind: "questionnaire-reminder",
    label: "Rappel du bilan de bien-être",
    outcome: "dropped",
    reason: "Déjà répondu.",
  },
  {
    at: "2026-03-09T12:05:00.000Z",
    person: "10",
    personName: "Maude Peuplier",
    kind: "questionnaire",
    label: "Invitation au bilan de bien-être",
    outcome: "waiting",
    reason: "Heures de tranquillité jusqu’à 8 h.",
  },
];

export function demoSchool(pace = 150): FakeSchool & { answer: Handle; prepare(): Promise<void> } {
  const school = fakeSchool({
    people,
    now: "2026-03-09T17:30:00.000Z",
    timeline: past,
    pace,
    due: [
      due("2026-03-10T12:00:00.000Z", "7", "follow-up", "Suivi 2 : une semaine avant", announced),
      due("2026-03-10T12:00:00.000Z", "3", "follow-up", "Suivi 2 : une semaine avant", announced),
      due("2026-03-10T12:00:00.000Z", "1", "digest", "Résumé de la semaine", status),
      due("2026-03-16T12:00:00.000Z", "7", "follow-up", "Suivi 2 : la veille", announced),
      due("2026-03-16T12:00:00.000Z", "3", "follow-up", "Suivi 2 : la veille", announced),
    ],
  });
  const { conversation } = school.options;
  const to = (user: string) => ({ platform: "web", workspace: "cdsl", user });
  return Object.assign(school, {
    answer,
    async prepare() {
      await school.deliver(to("7"), { key: "a", message: invitation });
      await school.deliver(to("8"), { key: "b", message: invitation });
      await school.deliver(to("3"), { key: "c", message: announced });
      await conversation.append(to("3"), { from: "person", text: "rencontre", unprompted: false });
      await conversation.append(to("3"), { from: "bot", message: logged, unprompted: false });
      await conversation.append(to("1"), { from: "person", text: "statut", unprompted: false });
      await conversation.append(to("1"), { from: "bot", message: status, unprompted: false });
      await conversation.append(to("7"), { from: "person", text: "Bonjour, je réponds dès ce midi!", unprompted: false });
      await conversation.append(to("7"), { from: "bot", message: result, unprompted: false });
    },
  });
}
