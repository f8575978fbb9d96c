import { defaultPlan } from "../../src/program/default-plan.ts";
import type { Plan, RecordField } from "../../src/program/plan.ts";
import { largestRecord, longestText, sizeOfRecord } from "../../src/program/record.ts";

/** What people in the tour are called, and what they write. */
export interface Texts {
  /** Another given name and family name, by the given name on the stage. */
  names: Readonly<Record<string, readonly [given: string, family: string]>>;
  topic: string;
  note: string;
  longNote: string;
  /** After the number that is all of the other notes. */
  more: string;
  objective: string;
  record: string;
  /** How many dyads log nothing. */
  silentDyads: number;
  silentFamily: string;
  plan: Partial<Plan>;
}

const note =
  "Aujourd’hui, la période de laboratoire s’est bien déroulée : les consignes au tableau, les équipes déjà formées et le matériel prêt ont tout changé. "
    .repeat(4)
    .trim();

/** Long as French is: what overflows first. */
export const usual: Texts = {
  names: {},
  topic: "La préparation de la rencontre de parents du premier bulletin avec les trois groupes de deuxième secondaire",
  note,
  longNote: `${note} ${note} ${note}`,
  more: "",
  objective: "Installer des routines de début de période qui laissent plus de temps à l’enseignement et moins à la gestion des retards",
  record: note,
  silentDyads: 9,
  silentFamily: "Silencieuse",
  plan: {},
};

const odd =
  "<!channel> <@U123> @here *gras* _italique_ ~barré~ `code` &amp; <https://exemple.example|ici> :smile: 👩🏽‍🏫 “مرحبا بالعالم” עברית é ";
const filled = (length: number): string =>
  odd
    .repeat(Math.ceil(length / odd.length))
    .slice(0, length - 1)
    .trimEnd()
    .padEnd(length, "!");

const moreText = (number: number, maxLength: number): RecordField => ({
  key: `more-${number}`,
  label: { fr: `Autre point ${number}`, en: `Other point ${number}` },
  kind: "text",
  required: false,
  maxLength,
});

/** With as many texts more as there is room for, each as long as it may be. */
function fullRecord(fields: readonly RecordField[]): readonly RecordField[] {
  const room = largestRecord - sizeOfRecord([...fields, moreText(fields.length, 0)]);
  return room < 1 ? fields : fullRecord([...fields, moreText(fields.length, Math.min(room, longestText))]);
}

/** As long as everything may be, in the signs that platforms read as their own. */
export const longest: Texts = {
  names: {
    Claire: ["Claire-Élisabeth", "Sainte-Marie-Archambault-Villeneuve"],
    Marie: ["Marie-Antoinette", "de la Bruère-Desrochers-Tremblay"],
    Nadia: ["Nadia", "محمد عبد الرحمن بن عبد العزيز آل سعود"],
    Marc: ["Marc 👩🏽‍🏫", "<@U123> & fils <b>"],
    Noé: ["Noé", "<!channel> *gras* &amp; `code` <https://exemple.example|ici>"],
    Sam: ["Sam", "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"],
  },
  topic: filled(200),
  note: filled(3000),
  longNote: filled(2999),
  more: filled(890),
  objective: filled(490),
  record: filled(2000),
  silentDyads: 14,
  silentFamily: "Desrochers-Tremblay de la Bruère-Archambault",
  plan: {
    stages: defaultPlan.stages.map((stage) => ({ ...stage, record: fullRecord(stage.record) })),
  },
};
