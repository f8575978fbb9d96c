import type { Language, PlaygroundPerson, TimelineOutcome } from "./protocol.ts";

type ByRole = Record<PlaygroundPerson["role"], string>;
type ByOutcome = Record<TimelineOutcome, string>;

const plural = (count: number, one: string, many: string): string => `${count} ${count < 2 ? one : many}`;

/** Every word of the page around the conversation. French is the source; what the bot says has its own words. */
const fr = {
  locale: "fr-CA",
  pageTitle: "Triade · bac à sable",
  tagline: "Bac à sable",
  skip: "Aller au champ de message",
  language: "Langue de la page",
  close: "Fermer",

  people: "Personnes",
  peopleHint: "Prenez la place de quelqu’un pour voir ce que Triade lui dit.",
  roles: { coordinator: "Coordination", mentor: "Mentor·es", mentee: "Mentoré·es", outside: "Hors du programme" } as ByRole,
  oneOf: { coordinator: "Coordination", mentor: "Mentor·e", mentee: "Mentoré·e", outside: "Hors du programme" } as ByRole,
  unread: (count: number) => plural(count, "message non lu", "messages non lus"),
  unreachable: "Injoignable",
  changePerson: "Changer de personne",
  loading: "Chargement…",

  emptyTitle: "Aucun message pour l’instant",
  emptyBody: (verb: string) =>
    `Écrivez « ${verb} » pour voir ce que vous pouvez faire, ou avancez l’horloge : Triade vous écrira le moment venu.`,
  emptyStill: "Avancez l’horloge : si Triade a quelque chose à dire à cette personne, son message paraîtra ici.",
  earlier: "Afficher les messages plus anciens",
  unprompted: "À l’initiative de Triade",
  newMessages: "Nouveau",
  you: "Vous",
  thinking: "Triade répond…",
  arrived: (summary: string) => `Nouveau message de Triade : ${summary}`,
  composer: (name: string) => `Écrire à Triade au nom de ${name}`,
  placeholder: "Écrivez à Triade…",
  send: "Envoyer",
  suggestions: "Suggestions",

  clock: "Horloge",
  systemClock: "Heure réelle",
  advance: "Avancer l’horloge",
  hour: "1 heure",
  day: "1 jour",
  nextEvent: "Prochain évènement",
  pickDate: "Choisir une date",
  until: "Avancer jusqu’au",
  go: "Y aller",
  moving: "Le temps avance…",
  moved: (messages: number, people: number) =>
    messages === 0
      ? "Personne n’a reçu de message en chemin."
      : `${plural(messages, "message reçu", "messages reçus")} en chemin par ${plural(people, "personne", "personnes")}.`,

  timeline: "Fil des envois",
  timelineHint: "À qui, quand et pourquoi. Le texte des messages n’est jamais montré ici.",
  filter: "Montrer",
  everyone: "Tout le monde",
  onlyThisPerson: "Cette personne",
  upcoming: "À venir",
  past: "Passé",
  none: "Aucun envoi pour l’instant.",
  more: "Afficher plus d’envois",
  outcomes: { sent: "Envoyé", planned: "Prévu", dropped: "Écarté", waiting: "En attente", failed: "Échec" } as ByOutcome,

  retry: "Réessayer",
  kept: "Ce que vous avez écrit est conservé.",
  checkForm: "Certaines réponses sont à revoir.",
  offline: "Le serveur ne répond pas. Vérifiez qu’il est en marche.",
  refused: "La demande a été refusée par le serveur.",
  broken: "La page a rencontré un problème. Rechargez-la.",
  unknownPerson: "Cette personne n’est plus ici. Choisissez-en une autre.",
  clockMoving: "L’horloge avance déjà. Attendez qu’elle arrive.",
  cannotGoBack: "L’horloge ne peut qu’avancer, d’environ un an à la fois.",
  notStarted: "Triade démarre ou s’arrête. Réessayez dans un instant.",
  tooLong: "C’est trop long pour être envoyé. Raccourcissez le texte.",
  failed: (reference: string) => `Quelque chose n’a pas fonctionné. Référence pour le journal : ${reference}`,
};

export type Words = typeof fr;

const en: Words = {
  locale: "en-CA",
  pageTitle: "Triade · playground",
  tagline: "Playground",
  skip: "Skip to the message field",
  language: "Language of the page",
  close: "Close",

  people: "People",
  peopleHint: "Take someone’s place to see what Triade tells them.",
  roles: { coordinator: "Coordination", mentor: "Mentors", mentee: "Mentees", outside: "Outside the program" },
  oneOf: { coordinator: "Coordination", mentor: "Mentor", mentee: "Mentee", outside: "Outside the program" },
  unread: (count) => `${count} unread ${count === 1 ? "message" : "messages"}`,
  unreachable: "Unreachable",
  changePerson: "Change person",
  loading: "Loading…",

  emptyTitle: "No messages yet",
  emptyBody: (verb) => `Type “${verb}” to see what you can do, or move the clock forward: Triade will write to you when the time comes.`,
  emptyStill: "Move the clock forward: if Triade has something to say to this person, it will show here.",
  earlier: "Show earlier messages",
  unprompted: "Triade wrote first",
  newMessages: "New",
  you: "You",
  thinking: "Triade is replying…",
  arrived: (summary) => `New message from Triade: ${summary}`,
  composer: (name) => `Write to Triade as ${name}`,
  placeholder: "Write to Triade…",
  send: "Send",
  suggestions: "Suggestions",

  clock: "Clock",
  systemClock: "Real time",
  advance: "Move the clock forward",
  hour: "1 hour",
  day: "1 day",
  nextEvent: "Next event",
  pickDate: "Pick a date",
  until: "Move forward to",
  go: "Go",
  moving: "Time is passing…",
  moved: (messages, people) =>
    messages === 0
      ? "Nobody received a message on the way."
      : `${messages} ${messages === 1 ? "message" : "messages"} received on the way by ${people} ${people === 1 ? "person" : "people"}.`,

  timeline: "Outgoing messages",
  timelineHint: "To whom, when and why. The text of a message is never shown here.",
  filter: "Show",
  everyone: "Everyone",
  onlyThisPerson: "This person",
  upcoming: "Upcoming",
  past: "Past",
  none: "Nothing sent yet.",
  more: "Show more",
  outcomes: { sent: "Sent", planned: "Planned", dropped: "Dropped", waiting: "Waiting", failed: "Failed" },

  retry: "Try again",
  kept: "What you typed is kept.",
  checkForm: "Some answers need another look.",
  offline: "The server does not answer. Check that it is running.",
  refused: "The server refused the request.",
  broken: "The page ran into a problem. Reload it.",
  unknownPerson: "This person is no longer here. Pick another.",
  clockMoving: "The clock is already moving. Wait until it arrives.",
  cannotGoBack: "The clock only moves forward, about a year at a time.",
  notStarted: "Triade is starting or stopping. Try again in a moment.",
  tooLong: "This is too long to send. Shorten the text.",
  failed: (reference) => `Something went wrong. Reference for the log: ${reference}`,
};

export const words: Readonly<Record<Language, Words>> = { fr, en };
