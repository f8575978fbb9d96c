import type { ConfigProblem } from "./config.ts";
import type { Language } from "./program/terms.ts";
import type { KeyRefusal } from "./store/keys.ts";
import type { DatabaseFault, KeyFault } from "./store/problems.ts";

/** Why a database and its keys are not opened. */
type Refusal = KeyRefusal | DatabaseFault | KeyFault;

/** A few names are enough to recognize whose tables they are. */
const someOf = (names: readonly string[]): string => `${names.slice(0, 3).join(", ")}${names.length > 3 ? "…" : ""}`;

/** What is said to whoever starts the program and is refused. */
const fr = {
  found: (value: string) => `trouvé : « ${value} »`,
  expected: "attendu :",
  faults: {
    port: () => "un nombre de 0 à 65535, par exemple 3000",
    "data-folder": () => "le chemin d’un dossier, par exemple ./data",
    "database-url": () => "« sqlite:chemin/vers/triade.db » ou « postgres://utilisateur:motdepasse@serveur/base »",
    switch: () => "« on » ou « off »",
    clock: () => "« system », ou « manual: » suivi d’une date et d’une heure, par exemple « manual:2026-01-12T08:00 »",
    "key-entry": ({ entry, of }: { entry: number; of: number }) =>
      `des clés de la forme « nom:base64 » séparées par des virgules; la clé ${entry} sur ${of} n’a pas cette forme`,
    "key-length": ({ entry, bytes }: { entry: number; bytes: number }) =>
      `des clés de 32 octets en base64; la clé ${entry} en a ${bytes} (on en obtient une avec « openssl rand -base64 32 »)`,
    "key-twice": ({ id }: { id: string }) => `un nom différent pour chaque clé; « ${id} » y est deux fois`,
    "host-not-loopback": ({ byDefault }: { byDefault: boolean }) =>
      `127.0.0.1, ::1 ou localhost, car le bac à sable est ouvert à quiconque atteint sa page${
        byDefault ? " (il est en marche parce qu’aucune messagerie n’est configurée; TRIADE_PLAYGROUND=off l’arrête)" : ""
      }`,
    "manual-clock-without-playground": () => "« system » : seule l’horloge du bac à sable se déplace à la main",
    "slack-bot-token": ({ entry, of }: { entry: number; of: number }) =>
      of === 1
        ? "un jeton de bot, qui commence par « xoxb- » (dans les réglages de l’application Slack : OAuth & Permissions)"
        : `des jetons de bot, un par espace de travail, séparés par des virgules; le ${entry}e sur ${of} ne commence pas par « xoxb- »`,
    "slack-signing-secret": () => "32 chiffres hexadécimaux (dans les réglages de l’application Slack : Basic Information, Signing Secret)",
    "slack-app-token": () => "un jeton d’application, qui commence par « xapp- » (Basic Information, App-Level Tokens)",
    "slack-api-url": () => "une adresse en https, ou en http sur cette machine même",
    "slack-unreached": () =>
      "le secret de signature (requêtes HTTP), ou un SLACK_APP_TOKEN (Socket Mode) : sans l’un des deux, rien n’arrive de Slack",
    "slack-reached-twice": () => "soit SLACK_SIGNING_SECRET (requêtes HTTP), soit SLACK_APP_TOKEN (Socket Mode), mais pas les deux",
    "slack-without-token": () => "le jeton du bot : le secret ou le jeton d’application est donné, mais lui ne l’est pas",
    "teams-app-id": () =>
      "l’identifiant de l’application, comme 00000000-0000-0000-0000-000000000000 (Microsoft Entra, Application (client) ID)",
    "teams-tenant-id": ({ entry, of }: { entry: number; of: number }) =>
      of <= 1
        ? "l’identifiant du locataire, comme 00000000-0000-0000-0000-000000000000 (Microsoft Entra, Directory (tenant) ID)"
        : `des identifiants de locataires, séparés par des virgules; le ${entry}e sur ${of} n’en est pas un`,
    "teams-allow-unauthenticated": () => "1, pour un client d’essai sur cette machine, ou rien",
    "teams-url": () => "une adresse en https, ou en http sur cette machine même",
    "teams-without-app-id": () => "l’identifiant de l’application : le reste de ce qu’il faut à Teams est donné, mais lui ne l’est pas",
    "teams-without-tenant": () => "le locataire où l’application est inscrite : sans lui, personne n’est connu",
    "teams-without-credentials": () =>
      "le secret de l’application, ou le fichier d’un certificat dans TEAMS_CERTIFICATE : sans l’un des deux, rien ne part vers Teams",
    "teams-credentials-twice": () => "soit TEAMS_APP_PASSWORD, soit TEAMS_CERTIFICATE, mais pas les deux",
    "teams-unauthenticated-with-credentials": () =>
      "soit un secret ou un certificat, soit un client d’essai qui ne signe rien, mais pas les deux",
    "teams-unauthenticated-not-loopback": () =>
      "cette machine seule : ce qui n’est pas signé n’est cru que d’elle. Retirez HOST, ou donnez-lui 127.0.0.1",
    "unknown-variable": ({ nearest }: { nearest: string }) => `${nearest}, sans doute : aucune variable ne porte ce nom`,
  },
  refusals: {
    "database-without-keys": ({ keys, database }: { keys: string; database: string }) =>
      `La base de données ${database} existe, mais pas ses clés : le fichier ${keys} est introuvable. Remettez-le à sa place depuis votre copie de sûreté, ou donnez ses clés dans TRIADE_KEYS. Sans elles, les textes privés ne peuvent plus être lus. Rien n’a été modifié.`,
    "keys-without-database": ({ keys, database }: { keys: string; database: string }) =>
      `Le fichier de clés ${keys} existe, mais pas sa base de données ${database}. Remettez-la à sa place depuis votre copie de sûreté, ou corrigez DATABASE_URL. Pour recommencer à neuf, rangez d’abord le fichier de clés ailleurs. Rien n’a été modifié.`,
    "key-file-unreadable": ({ keys }: { keys: string }) =>
      `Le fichier de clés ${keys} ne peut pas être lu. Vérifiez à qui il appartient et ses permissions. Rien n’a été modifié.`,
    "key-file-broken": ({ keys }: { keys: string }) =>
      `Le fichier de clés ${keys} n’est pas un jeu de clés de Triade (JSON Web Key Set, clés de 32 octets). Remettez celui de votre copie de sûreté. Rien n’a été modifié.`,
    "key-missing": ({ id }: { id: string }) =>
      `La clé « ${id} » n’est pas parmi celles qui sont données, et cette base de données en a besoin. Remettez-la dans le fichier de clés ou dans TRIADE_KEYS. Rien n’a été modifié.`,
    "key-wrong": ({ id }: { id: string }) =>
      `La clé « ${id} » qui est donnée n’est pas celle de ce nom avec laquelle cette base de données a été scellée. Remettez celle de votre copie de sûreté. Rien n’a été modifié.`,
    "database-address": () => "DATABASE_URL commence par « postgres:// » ou « sqlite: ».",
    "database-locked": () =>
      "Un autre programme écrit dans la base de données et ne l’a pas libérée à temps. Attendez un moment, puis recommencez : il n’est pas nécessaire d’arrêter Triade. Si cela dure, fermez tout autre programme qui aurait ouvert ce fichier.",
    "database-damaged": () =>
      "Ce fichier n’est pas une base de données, ou il est endommagé. Remettez celui de votre copie de sûreté, ou corrigez DATABASE_URL. Rien n’a été modifié.",
    "database-interrupted": () =>
      "Un programme s’est arrêté au milieu d’une écriture, et la base de données ne peut pas être lue avant que ce qui était à moitié fait soit défait. Le prochain démarrage de Triade s’en charge. Rien n’a été modifié.",
    "database-closed": ({ reason }: { reason: string }) =>
      `Le fichier de la base de données ne peut pas être ouvert ou écrit (${reason}). Vérifiez son dossier, ses permissions et la place qui reste sur le disque.`,
    "database-unreachable": ({ reason }: { reason: string }) =>
      `La base de données ne répond pas (${reason}). Vérifiez DATABASE_URL, et que son serveur est en marche.`,
    "database-denied": ({ reason }: { reason: string }) =>
      `Le serveur répond, mais n’ouvre pas cette base de données (${reason}). Vérifiez, dans DATABASE_URL, la personne, le mot de passe et le nom de la base.`,
    "database-newer": ({ has, known }: { has: string; known: string }) =>
      `La base de données est celle d’une version plus récente de Triade : elle a « ${has} », et ce programme connaît jusqu’à « ${known} ». Installez la version qui va avec elle. Rien n’a été modifié.`,
    "database-foreign": ({ tables }: { tables: readonly string[] }) =>
      `La base de données a déjà des tables (${someOf(tables)}) et n’est pas celle de Triade. Donnez-lui une base à elle : corrigez DATABASE_URL ou TRIADE_DATA_DIR. Rien n’a été modifié.`,
  },
};

const en: typeof fr = {
  found: (value) => `found: "${value}"`,
  expected: "expected:",
  faults: {
    port: () => "a number from 0 to 65535, such as 3000",
    "data-folder": () => "the path of a folder, such as ./data",
    "database-url": () => '"sqlite:path/to/triade.db" or "postgres://user:password@server/database"',
    switch: () => '"on" or "off"',
    clock: () => '"system", or "manual:" followed by a date and an hour, such as "manual:2026-01-12T08:00"',
    "key-entry": ({ entry, of }) => `keys written "name:base64", separated by commas; key ${entry} of ${of} is not`,
    "key-length": ({ entry, bytes }) => `keys of 32 bytes in base64; key ${entry} has ${bytes} ("openssl rand -base64 32" makes one)`,
    "key-twice": ({ id }) => `a name of its own for each key; "${id}" is there twice`,
    "host-not-loopback": ({ byDefault }) =>
      `127.0.0.1, ::1 or localhost, because the playground is open to anyone who reaches its page${
        byDefault ? " (it is on because no chat platform is configured; TRIADE_PLAYGROUND=off turns it off)" : ""
      }`,
    "manual-clock-without-playground": () => '"system": only the playground\'s clock is moved by hand',
    "slack-bot-token": ({ entry, of }) =>
      of === 1
        ? 'a bot token, which begins with "xoxb-" (in the settings of the Slack app: OAuth & Permissions)'
        : `bot tokens, one for each workspace, separated by commas; number ${entry} of ${of} does not begin with "xoxb-"`,
    "slack-signing-secret": () => "32 hexadecimal digits (in the settings of the Slack app: Basic Information, Signing Secret)",
    "slack-app-token": () => 'an app-level token, which begins with "xapp-" (Basic Information, App-Level Tokens)',
    "slack-api-url": () => "an https address, or an http one on this very machine",
    "slack-unreached": () =>
      "the signing secret (HTTP requests), or a SLACK_APP_TOKEN (Socket Mode): without one of them, nothing arrives from Slack",
    "slack-reached-twice": () => "either SLACK_SIGNING_SECRET (HTTP requests) or SLACK_APP_TOKEN (Socket Mode), not both",
    "slack-without-token": () => "the bot token: the secret or the app-level token is given, but it is not",
    "teams-app-id": () => "the id of the app, such as 00000000-0000-0000-0000-000000000000 (Microsoft Entra, Application (client) ID)",
    "teams-tenant-id": ({ entry, of }) =>
      of <= 1
        ? "the id of the tenant, such as 00000000-0000-0000-0000-000000000000 (Microsoft Entra, Directory (tenant) ID)"
        : `ids of tenants, separated by commas; number ${entry} of ${of} is none`,
    "teams-allow-unauthenticated": () => "1, for a test client on this machine, or nothing",
    "teams-url": () => "an https address, or an http one on this very machine",
    "teams-without-app-id": () => "the id of the app: the rest of what Teams needs is given, but it is not",
    "teams-without-tenant": () => "the tenant where the app is registered: without it, nobody is known",
    "teams-without-credentials": () =>
      "the secret of the app, or the file of a certificate in TEAMS_CERTIFICATE: without one of them, nothing leaves for Teams",
    "teams-credentials-twice": () => "either TEAMS_APP_PASSWORD or TEAMS_CERTIFICATE, not both",
    "teams-unauthenticated-with-credentials": () => "either a secret or a certificate, or a test client that signs nothing, not both",
    "teams-unauthenticated-not-loopback": () =>
      "this machine alone: what is not signed is believed of nobody else. Remove HOST, or give it 127.0.0.1",
    "unknown-variable": ({ nearest }) => `${nearest}, probably: no variable has this name`,
  },
  refusals: {
    "database-without-keys": ({ keys, database }) =>
      `The database ${database} exists, but not its keys: the file ${keys} is missing. Put it back from your backup, or give its keys in TRIADE_KEYS. Without them, private texts can no longer be read. Nothing was changed.`,
    "keys-without-database": ({ keys, database }) =>
      `The key file ${keys} exists, but not its database ${database}. Put the database back from your backup, or correct DATABASE_URL. To start afresh, first move the key file elsewhere. Nothing was changed.`,
    "key-file-unreadable": ({ keys }) => `The key file ${keys} cannot be read. Look at its owner and its permissions. Nothing was changed.`,
    "key-file-broken": ({ keys }) =>
      `The key file ${keys} is not a key set of Triade (a JSON Web Key Set with keys of 32 bytes). Put back the one from your backup. Nothing was changed.`,
    "key-missing": ({ id }) =>
      `The installation key "${id}" is not among those given, and this database needs it. Put it back in the key file or in TRIADE_KEYS. Nothing was changed.`,
    "key-wrong": ({ id }) =>
      `The installation key "${id}" that is given is not the one of this name with which this database was sealed. Put back the one from your backup. Nothing was changed.`,
    "database-address": () => 'DATABASE_URL begins with "postgres://" or "sqlite:".',
    "database-locked": () =>
      "Another program is writing to the database and did not release it in time. Wait a moment, then try again: there is no need to stop Triade. If it lasts, close any other program that has this file open.",
    "database-damaged": () =>
      "The file is not a database, or it is damaged. Put back the one from your backup, or correct DATABASE_URL. Nothing was changed.",
    "database-interrupted": () =>
      "A program stopped in the middle of a write, and the database cannot be read before what was half done is undone. The next start of Triade does it. Nothing was changed.",
    "database-closed": ({ reason }) =>
      `The database file cannot be opened or written (${reason}). Look at its folder, its permissions and the room left on the disk.`,
    "database-unreachable": ({ reason }) => `The database does not answer (${reason}). Look at DATABASE_URL, and whether its server runs.`,
    "database-denied": ({ reason }) =>
      `The server answers, but does not open this database (${reason}). Look at the user, the password and the database's name in DATABASE_URL.`,
    "database-newer": ({ has, known }) =>
      `The database is of a newer version of Triade: it has "${has}", and this program knows up to "${known}". Install the version that goes with it. Nothing was changed.`,
    "database-foreign": ({ tables }) =>
      `The database has tables already (${someOf(tables)}) and is not one of Triade. Give Triade one of its own: correct DATABASE_URL or TRIADE_DATA_DIR. Nothing was changed.`,
  },
};

const spoken: Record<Language, typeof fr> = { fr, en };

/** A problem of the environment in one line: the variable, what was found unless it is secret, what is expected. */
export function describeConfigProblem(problem: ConfigProblem, language: Language): string {
  const words = spoken[language];
  const expected = (words.faults[problem.code] as (params: ConfigProblem) => string)(problem);
  return [problem.variable, problem.found === null ? [] : words.found(problem.found), `${words.expected} ${expected}`].flat().join(" · ");
}

export const describeRefusal = (refusal: Refusal, language: Language): string =>
  (spoken[language].refusals[refusal.code] as (params: Refusal) => string)(refusal);
