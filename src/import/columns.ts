import type { Language, Office, Role } from "../program/terms.ts";
import { distance } from "../words/alike.ts";

/** The words of tables, in French and in English. Case, accents and punctuation are forgiven where no two words meet. */

export type Column =
  | "email"
  | "givenName"
  | "familyName"
  | "role"
  | "language"
  | "supervisor"
  | "mentor"
  | "mentee"
  | "began"
  | "ended"
  | "coordinator";

const headers: Record<Column, readonly string[]> = {
  email: [
    "courriel",
    "adresse courriel",
    "adresse de courriel",
    "courriel professionnel",
    "adresse électronique",
    "adresse e-mail",
    "adresse de messagerie",
    "e-mail",
    "email address",
    "mail",
  ],
  givenName: ["prénom", "first name", "given name"],
  familyName: ["nom", "nom de famille", "last name", "family name", "surname"],
  role: ["rôle", "role"],
  language: ["langue", "language"],
  supervisor: [
    "supérieur",
    "supérieure",
    "supérieur immédiat",
    "supérieure immédiate",
    "superviseur",
    "superviseure",
    "courriel du supérieur",
    "gestionnaire",
    "supervisor",
    "line supervisor",
    "manager",
  ],
  mentor: ["mentor", "courriel du mentor", "mentor email"],
  mentee: ["mentoré", "mentorée", "mentoré·e", "courriel du mentoré", "mentee", "mentee email"],
  began: ["début", "date de début", "début de la dyade", "began", "start", "start date"],
  ended: ["fin", "date de fin", "fin de la dyade", "ended", "end", "end date"],
  coordinator: ["coordonnatrice", "coordonnateur", "coordination", "coordinator"],
};

const roles: Record<Role | Office, readonly string[]> = {
  mentor: ["mentor", "mentore", "mentors"],
  mentee: ["mentoré", "mentorée", "mentoré·e", "mentoré(e)", "mentee"],
  coordinator: ["coordonnatrice", "coordonnateur", "coordination", "coordinator"],
  direction: ["direction", "directeur", "directrice", "principal"],
  "human-resources": ["ressources humaines", "rh", "human resources", "hr"],
  "technical-admin": ["soutien technique", "administration technique", "informatique", "technical admin", "it"],
};

const tongues: Record<Language, readonly string[]> = {
  fr: ["fr", "français", "french", "francophone"],
  en: ["en", "anglais", "english", "anglophone"],
};

/** « Mentor(e) » is « mentor », and « mentoré·e » is « mentoré »: what is in the margin of a word is left out before accents are. */
const bare = (text: string): string =>
  text
    .toLowerCase()
    .replace(/\(e\)|·e(?!\p{Letter})/gu, "")
    .replace(/[^\p{Letter}\p{Number}\p{Mark}]/gu, "")
    .normalize("NFC");

const withoutAccents = (text: string): string => text.normalize("NFD").replace(/\p{Mark}/gu, "");

/** What a word means: one thing, several that only an accent tells apart (« mentore » and « mentoré »), or nothing. */
type Reading<Meaning> = { meaning: Meaning } | { readings: Meaning[] };

function readerOf<Meaning extends string>(words: Record<Meaning, readonly string[]>) {
  const all = (Object.keys(words) as Meaning[]).flatMap((meaning) => words[meaning].map((word) => ({ meaning, word: bare(word) })));
  const meanings = (matching: (word: string) => boolean) => [
    ...new Set(all.filter(({ word }) => matching(word)).map(({ meaning }) => meaning)),
  ];
  return (typed: string): Reading<Meaning> => {
    const exact = bare(typed);
    const plain = withoutAccents(exact);
    const found = exact === plain ? meanings((word) => withoutAccents(word) === plain) : meanings((word) => word === exact);
    const forgiving = found.length > 0 ? found : meanings((word) => withoutAccents(word) === plain);
    const [only, ...others] = forgiving;
    return only !== undefined && others.length === 0 ? { meaning: only } : { readings: forgiving };
  };
}

export const readRole = readerOf(roles);
export const readLanguage = readerOf(tongues);
const readExactHeader = readerOf({ ...headers, mentor: [...headers.mentor, "mentore"] });

/** A header that is none of ours is left aside, unless it is a slip of one that is. */
export function readHeader(typed: string): Reading<Column> | { near: string } | null {
  const read = readExactHeader(typed);
  if ("meaning" in read || read.readings.length > 0) return read;
  const plain = withoutAccents(bare(typed));
  const slips = plain.length < 5 ? 0 : plain.length < 8 ? 1 : 2;
  const near = Object.values(headers)
    .flat()
    .find((word) => distance(plain, withoutAccents(bare(word))) <= slips);
  return near ? { near } : null;
}
