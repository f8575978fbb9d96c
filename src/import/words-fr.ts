import type { InstrumentFaultCode, Room } from "../program/instrument.ts";
import type { Office, Role } from "../program/terms.ts";
import type { Expectation, Faults } from "./problems.ts";
import type { Help } from "./words.ts";

const quote = (found: unknown): string => {
  if (found === undefined || found === null || found === "") return "rien";
  const text = typeof found === "string" ? found : JSON.stringify(found);
  return `« ${text.length > 80 ? `${text.slice(0, 79)}…` : text} »`;
};
/** As a table may say them. */
const roles: Readonly<Record<Role | Office, string>> = {
  mentor: "mentor",
  mentee: "mentoré",
  coordinator: "coordination",
  direction: "direction",
  "human-resources": "ressources humaines",
  "technical-admin": "soutien technique",
};
const list = (values: readonly string[]): string => (values.length === 0 ? "aucun" : values.join(", "));
const count = (elements: number): string => `${elements} ${elements > 1 ? "éléments" : "élément"}`;

function expected(what: Expectation): string {
  switch (what.kind) {
    case "text":
      return `un texte de 1 à ${what.max} caractères, sans caractère de contrôle`;
    case "sentence":
      return `une phrase${what.max ? ` d’au plus ${what.max} caractères` : ""}, ou { fr: …, en: … }`;
    case "key":
      return "une clé en minuscules sans accent, chiffres et tirets";
    case "email":
      return "une adresse de courriel";
    case "day":
      return "une date, comme 2027-01-18";
    case "day-from":
      return `une date à partir du ${what.from}`;
    case "day-between":
      return `une date du ${what.from} au ${what.to}, ${what.of === "cohort" ? "pendant la cohorte" : "pendant la dyade"}`;
    case "hour":
      return 'une heure, comme "15:45"';
    case "moment":
      return 'une date et une heure, comme "2027-01-18T08:30"';
    case "zone":
      return "un fuseau horaire, comme America/Toronto";
    case "link":
      return "une adresse web";
    case "whole":
      return `un nombre entier de ${what.min} à ${what.max}`;
    case "number":
      return `un nombre de ${what.min} à ${what.max}`;
    case "yes-no":
      return "true ou false";
    case "one-of":
      return `un de ces mots : ${what.values.join(", ")}`;
    case "mapping":
      return "des clés et leurs valeurs";
    case "list":
      return `une liste${what.least ? ` d’au moins ${count(what.least)}` : what.most ? ` d’au plus ${count(what.most)}` : ""}`;
    case "when":
      return "une seule de ces clés : week, fraction ou lastWeeks";
    case "options":
      return "au moins deux options pour un choix, et aucune pour un texte";
    case "distinct-keys":
      return "des clés toutes différentes";
    case "record":
      return `moins de texte : toutes les longueurs (maxLength, ou 3 000), les libellés, les indications et les options d’une étape prennent au plus ${what.most.toLocaleString("fr-CA")} caractères, à 300 de plus par champ et 60 par option`;
    case "shown-text":
      return `au plus ${what.most.toLocaleString("fr-CA")} caractères, car les messageries n’en montrent pas plus ici`;
    case "shown-list":
      return `moins d’éléments, ou des textes plus courts : tels quels, au plus ${what.most}, car les messageries n’en montrent pas plus ici`;
    case "apart":
      return "une clé que rien d’autre n’a dans ce formulaire";
    case "file-names":
      return "un nom de fichier";
    case "stages":
      return "des étapes par clé, ou une liste d’au moins une étape";
    case "week-of-cohort":
      return `au plus ${what.weeks}, car la cohorte n’a pas plus de semaines`;
  }
}

/** By the codes of the `yaml` package; what it cannot tell apart gets the shape of a line. */
const ofYaml: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "des espaces, et non une tabulation, au début de la ligne",
  BAD_INDENT: "le même retrait que les lignes voisines",
  DUPLICATE_KEY: "chaque clé une seule fois",
  MISSING_CHAR: "un guillemet, un crochet, une accolade ou une virgule qui manque ici ou plus haut",
  BAD_DQ_ESCAPE: "des apostrophes droites au lieu des guillemets autour d’un texte qui a une barre oblique inverse",
  BAD_SCALAR_START: "des guillemets autour d’une valeur qui commence par un signe",
  BAD_ALIAS: "une ancre (&nom) plus haut pour chaque alias (*nom), ou des guillemets autour d’une valeur qui commence par *",
  TOO_MANY_ALIASES: "moins d’alias (*nom) : ceux-ci se renvoient les uns aux autres et font trop de valeurs",
  MULTIPLE_DOCS: "un seul document par fichier, sans ligne « --- » au milieu",
  RESOURCE_EXHAUSTION: "moins de niveaux l’un dans l’autre",
};
const lineOfYaml = "« clé: valeur », une espace après le deux-points et le même retrait que les lignes voisines";

/** What a questionnaire that contradicts itself should have, by the fault of its own rules. */
const ofInstrument: Readonly<Record<InstrumentFaultCode, (room: Room) => string>> = {
  "no-items": () => "au moins une question",
  "item-twice": () => "un identifiant différent pour chaque question",
  "scale-too-short": () => "au moins deux réponses",
  "scale-value-not-whole": () => "un nombre entier",
  "scale-value-twice": () => "une valeur différente pour chaque réponse",
  "no-scores": () => "au moins un score",
  "score-twice": () => "un identifiant différent pour chaque score",
  "score-without-items": () => "au moins une question du questionnaire",
  "unknown-item": ({ items = [] }) => `une question du questionnaire, parmi ${list(items)}`,
  "item-counted-twice": () => "chaque question une seule fois",
  "times-not-positive": () => "un nombre plus grand que 0",
  "range-not-what-answers-give": ({ range }) => `{ min: ${range?.min}, max: ${range?.max} }, ce que les réponses peuvent donner`,
  "band-outside-range": ({ range }) => `scoreAtMost d’au moins ${range?.min} et de moins de ${range?.max}`,
  "change-not-positive": () => "un nombre plus grand que 0",
  "change-not-on-this-scale": ({ step = null }) =>
    step === null
      ? "aucune, car cette échelle ne va pas aussi loin (smallestMeaningfulChange: null)"
      : `${step}, la première différence d’au moins « points » que cette échelle peut montrer`,
  "translation-missing": () => "ce texte dans cette langue aussi, comme les autres",
};

const reasons = { missing: "il est introuvable", folder: "c’est un dossier", forbidden: "la permission manque", other: "il ne se lit pas" };
const near = (names: readonly string[]): string => (names.length > 0 ? ` Vouliez-vous dire « ${names.join(" », « ")} »?` : "");

export const fr = {
  line: "ligne",
  colon: " : ",
  quote,
  expected,
  faults: {
    "file-unreadable": ({ path, reason }) => `le fichier ${path} ne peut pas être lu : ${reasons[reason]}.`,
    "file-kind": () => "attendu : un plan (.yaml) ou une liste (.csv).",
    "file-not-text": ({ looksLike }): string =>
      looksLike === "workbook" ? "c’est un classeur de tableur. Enregistrez-le d’abord en CSV." : "ce n’est pas un fichier de texte.",
    "several-plans-with-table": () => "un seul plan par importation. Importez les plans l’un après l’autre.",
    "yaml-syntax": ({ code, text }) => `le YAML ne se lit pas à ${quote(text)}; attendu : ${ofYaml[code] ?? lineOfYaml}.`,
    "yaml-more": ({ count }) =>
      count === 1 ? "et un autre endroit, souvent la suite du même oubli." : `et ${count} autres endroits, souvent la suite du même oubli.`,
    "yaml-empty": () => "le fichier est vide.",
    "unknown-key": ({ key, nearest, known }) => `clé inconnue « ${key} ».${near(nearest) || ` Attendu : ${list(known)}.`}`,
    "wrong-value": ({ found, expected: what }) => `trouvé ${quote(found)}; attendu : ${expected(what)}.`,
    "cohort-not-named": () => "une liste seule a besoin de sa cohorte : --cohort CLÉ.",
    "cohort-unknown": ({ key, known }) => `aucune cohorte « ${key} »; cohortes connues : ${list(known)}.`,
    "cohort-ambiguous": ({ key, organizations }) => `plusieurs établissements ont une cohorte « ${key} » : ${list(organizations)}.`,
    "cohort-too-long": ({ starts, ends, years }, h) =>
      `la cohorte va du ${h.day(starts)} au ${h.day(ends)}; attendu : ${years} ans au plus.`,
    "never-open": ({ starts, ends }, h) => `aucun jour ouvrable du ${h.day(starts)} au ${h.day(ends)}; attendu : au moins un.`,
    "send-hour-quiet": ({ sendAt, from, to }) => `les messages partiraient à ${sendAt}, pendant les heures tranquilles (${from} à ${to}).`,
    "reminders-reversed": ({ less, more }) =>
      `trouvé ${quote(`${less.name}: ${less.days}`)} et ${quote(`${more.name}: ${more.days}`)}; attendu : ${less.name} plus petit que ${more.name}.`,
    "stage-twice": ({ key }) => `l’étape « ${key} » y est deux fois.`,
    "stage-in-use": ({ key }) =>
      `l’étape « ${key} » ne peut être retirée ni changer de clé : un suivi en a déjà été annoncé ou tenu, ou un questionnaire rempli. Son nom, son moment et ses textes peuvent changer.`,
    "stage-order": ({ key, previous }) => `l’étape « ${key} » viendrait avant « ${previous} », qui la précède dans le plan.`,
    "stage-unknown": ({ key, known }) => `étape inconnue « ${key} »; attendu : ${list(known)}.`,
    "stage-of-group": ({ key, known }) => `« ${key} » est une étape du groupe; attendu, pour une dyade : ${list(known)}.`,
    "instrument-unknown": ({ id, known }) =>
      `questionnaire inconnu « ${id} »; attendu : ${list(known)}, ou un fichier sous « instruments ».`,
    "instrument-twice": ({ id }) => `le questionnaire « ${id} » y est deux fois.`,
    "instrument-own": ({ id }) => `« ${id} » vient avec le programme : donnez un autre identifiant au vôtre.`,
    "instrument-fault": ({ found, fault, room }) => `trouvé ${quote(found)}; attendu : ${ofInstrument[fault](room)}.`,
    "person-unknown": ({ email, known }, h) => `personne inconnue : ${email}.${near(h.nearest(email, known))}`,
    "person-twice": ({ email, first }, h) => `${email} y est deux fois; la première : ${h.place(first)}.`,
    "person-contradicted": ({ email, found, said, first }, h) => `${email} : « ${said} » ici, « ${found} » ailleurs (${h.place(first)}).`,
    "person-nameless": ({ email }) => `il manque le prénom ou le nom de ${email}.`,
    "person-supervises-self": ({ email }) => `${email} ne peut pas se superviser.`,
    "dyad-twice": ({ mentor, mentee, first }, h) => `la dyade de ${mentor} et ${mentee} y est deux fois; la première : ${h.place(first)}.`,
    "dyad-contradicted": ({ found, said, first }, h) => `« ${said} » ici, « ${found} » ailleurs (${h.place(first)}).`,
    "dyad-alone": ({ email }) => `${email} ne peut pas être son propre mentor.`,
    "dyad-supervised": ({ supervisor, report }) =>
      `${supervisor} supervise ${report} au travail : le mentorat est séparé de la supervision, cette dyade est refusée.`,
    "dyad-own-coordinator": ({ email }) => `${email} ne peut pas mener les suivis de sa propre dyade.`,
    "dyad-coordinator-unappointed": ({ email, appointed }) => `${email} ne coordonne pas cette cohorte; attendu : ${list(appointed)}.`,
    "dyad-outside-cohort": ({ found, mentor, mentee, field, on, bound }, h) =>
      `trouvé ${quote(found)}; la dyade de ${mentor} et ${mentee} ${field === "began" ? "commence" : "se termine"} le ${h.day(on)}; attendu : pas ${bound === "starts" ? "après" : "avant"}, ou une autre date pour cette dyade.`,
    "mentee-in-two-dyads": ({ mentee, mentor, other }) =>
      `${mentee} a déjà ${other} pour mentor; une seule dyade à la fois, et non aussi avec ${mentor}.`,
    "appointment-twice": ({ email, from, first }, h) =>
      `${email} est nommé·e deux fois à partir du ${h.day(from)}; la première : ${h.place(first)}.`,
    "succeeds-unappointed": ({ email, appointed }) =>
      `${email} ne coordonne pas cette cohorte et n’a donc pas de succession; attendu : ${list(appointed)}.`,
    "coordinator-office": ({ email, office }) =>
      `${email} a la charge « ${office} » : le programme est séparé de la direction et des ressources humaines, cette personne ne peut pas le coordonner.`,
    "coordinator-supervises": ({ email, reports }) =>
      `${email} supervise au travail ${list(reports)}, qui participe à la cohorte : cette personne ne peut pas la coordonner.`,
    "coordination-gap": ({ from, to }, h) => `personne ne coordonne du ${h.day(from)} au ${h.day(to)}; attendu : quelqu’un chaque jour.`,
    "table-empty": () => "le fichier est vide; attendu : une ligne d’en-têtes, puis une ligne par personne ou par dyade.",
    "table-only-headers": () => "la liste n’a que ses en-têtes; attendu : au moins une ligne de personne ou de dyade.",
    "table-quote-open": () => "un guillemet ouvert ici n’est jamais fermé.",
    "table-columns-missing": ({ found }) =>
      `colonnes trouvées : ${list(found)}; attendu : au moins courriel, prénom et nom, ou mentor et mentoré.`,
    "table-column-twice": ({ header, first }) => `les colonnes « ${first} » et « ${header} » disent la même chose.`,
    "table-column-unclear": ({ header, readings }) => `la colonne « ${header} » peut vouloir dire : ${list(readings)}.`,
    "table-column-near": ({ header, nearest }) => `colonne inconnue « ${header} ».${near([nearest])}`,
    "table-row-too-long": ({ cells, columns }) => `${cells} cellules; attendu : ${columns} au plus.`,
    "date-ambiguous": ({ found, readings }, h) =>
      `« ${found} » peut être le ${h.day(readings[0])} ou le ${h.day(readings[1])}; attendu : une date comme 2027-01-18.`,
    "role-unknown": ({ found, readings }) =>
      readings.length > 0
        ? `rôle inconnu « ${found} »; ce peut être : ${list(readings.map((role) => roles[role]))}.`
        : `rôle inconnu « ${found} »; attendu : ${list(Object.values(roles))}, ou rien.`,
    "role-contradicted": ({ role, column }) => `le rôle « ${role} » contredit la colonne « ${column} ».`,
    "role-needs-plan": ({ email }) => `${email} coordonnerait : cela se dit dans le plan, sous « coordinators ».`,
    "row-of-no-dyad": ({ found, email }) =>
      `trouvé ${quote(found)}; on ne sait de quelle dyade, car ${email} n’est pas la personne mentorée d’une seule dyade en cours; attendu : l’adresse du mentor dans la colonne « Mentor ».`,
    "row-names-both": ({ email }) => `la ligne de ${email} nomme à la fois un mentor et une personne mentorée.`,
  } satisfies { [Code in keyof Faults]: (params: Faults[Code], help: Help) => string },

  command: {
    nothing: (count: number) => (count === 1 ? "Un problème. Rien n’a été importé." : `${count} problèmes. Rien n’a été importé.`),
    more: (count: number) => `et ${count} ${count === 1 ? "autre" : "autres"}.`,
    usage: "Donnez au moins un fichier : npx triade import ma-cohorte.yaml",
    dry: "À blanc : rien n’a été écrit. Voici ce qui changerait.",
    drySame: "À blanc : rien à changer, tout y est déjà.",
    done: "L’importation est faite. Voici ce qui a changé.",
    same: "Rien à changer : tout y est déjà.",
    colon: " : ",
    things: {
      organization: "établissement",
      program: "programme",
      instrument: "questionnaires",
      person: "personnes",
      cohort: "cohorte",
      appointment: "coordination",
      dyad: "dyades",
      held: "suivis déjà tenus",
    },
    counts: (created: number, changed: number, unchanged: number) =>
      [
        created > 0 ? `${created} en plus` : "",
        changed > 0 ? `${changed} avec des changements` : "",
        unchanged > 0 ? `${unchanged} sans changement` : "",
      ]
        .filter(Boolean)
        .join(", "),
    datesMayMove: "Les dates des suivis qui ne sont pas encore annoncés peuvent changer, et celles qui tomberaient un jour fermé changent.",
    pastStays: (tooEarly: number) => {
      const stays = "Ce qui est déjà noté ou annoncé dans ces dyades reste à sa date : rencontres, comptes rendus, suivis annoncés";
      if (tooEarly === 0) return `${stays}.`;
      return tooEarly === 1
        ? `${stays}, sauf un qui tombe avant le nouveau début : sa date change, et ses membres l’apprennent.`
        : `${stays}, sauf ${tooEarly} qui tombent avant le nouveau début : leur date change, et leurs membres l’apprennent.`;
    },
    tooLate: (announced: number) =>
      announced === 1
        ? "Un suivi annoncé tombe après la nouvelle fin : s’il est à venir, il n’a plus de date, et ses membres l’apprennent."
        : `${announced} suivis annoncés tombent après la nouvelle fin : ceux qui sont à venir n’ont plus de date, et leurs membres l’apprennent.`,
    pair: (mentor: string, mentee: string) => `${mentor} et ${mentee}`,
    namesake: (name: string, email: string, known: string) =>
      `${name} (${email}) est une autre personne que ${known}, qui a le même nom et n’est pas dans ces fichiers : une importation ne change pas une adresse.`,
    absent: (names: readonly string[]) => `Dans la cohorte et pas dans ces fichiers (laissé tel quel) : ${names.join(", ")}`,
    leftAlone: (names: readonly string[]) => `Suivis que la cohorte connaît autrement (laissés tels quels) : ${names.join(", ")}`,
    unread: (file: string, headers: readonly string[]) => `${file} : colonnes qui n’ont pas été lues : ${headers.join(", ")}`,
  },
};
