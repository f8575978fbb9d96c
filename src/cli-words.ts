import type { Language } from "./program/terms.ts";

/** What was typed on the command line, and what is known that comes near. */
type Typed = { typed: string; near: readonly string[] };

const fr = {
  usage: `Triade — un programme de mentorat, vécu dans la messagerie du personnel

  npx triade serve                 démarre le bot (et le bac à sable, sans messagerie configurée)
  npx triade import FICHIER…       lit un plan (YAML) et des listes de personnes (CSV)
        --dry-run                  montre ce qui changerait, sans rien écrire
        --cohort CLÉ               la cohorte à laquelle un CSV seul s’ajoute
  npx triade simulate FICHIER      joue une année entière avec des personnes inventées
        --dyads N                  avec N dyades sur le même plan
        --fresh                    recommence au lieu de reprendre
        --folder DOSSIER           joue dans ce dossier, nouveau ou vide, plutôt que sous out/simulate
  npx triade migrate               met la base de données à jour
  npx triade rotate-key            remplace la clé de l’installation
  npx triade doctor                vérifie la configuration, la base de données, Slack et Teams, sans rien changer
        --url ADRESSE              vérifie aussi l’adresse où Slack ou Teams envoie
  npx triade help                  affiche ceci

  --lang fr|en                     la langue des messages`,
  typed: {
    "unknown-command": ({ typed, near }: Typed) =>
      `Commande inconnue : « ${typed} ».${near.length > 0 ? ` Vouliez-vous dire « ${near.join(" », « ")} »?` : ""}`,
    "unknown-option": ({ typed, near }: Typed) =>
      `Option inconnue : « ${typed} ».${near.length > 0 ? ` Vouliez-vous dire « ${near.join(" », « ")} »?` : ""}`,
    "value-missing": ({ typed }: Typed) => `L’option ${typed} attend une valeur : ${typed}=…`,
    "value-unexpected": ({ typed }: Typed) => `L’option « ${typed} » ne prend pas de valeur.`,
    "argument-unexpected": ({ typed }: Typed) => `Cette commande ne prend rien de plus : « ${typed} » est de trop.`,
    "language-unknown": ({ typed }: Typed) => `Langue inconnue : « ${typed} ». Triade parle français (fr) et anglais (en).`,
    "url-unreadable": ({ typed }: Typed) =>
      `--url attend une adresse entière, comme https://triade.example/slack/events : « ${typed} » n’en est pas une.`,
    "cohort-with-plan": () =>
      "--cohort est pour une liste de personnes seule : un plan dit déjà dans quelle cohorte il va. Rien n’a été importé.",
  },
  wrongConfig: "La configuration ne peut pas être lue. Rien n’a été démarré.",
  ready: (url: string) => `Triade est prête : ${url}`,
  clockStands: "L’horloge du bac à sable ne bouge que si vous la déplacez.",
  clockKept: (day: string) =>
    `Cette horloge a déjà commencé : elle en est au ${day}, et TRIADE_CLOCK n’y change rien. Pour la recommencer, supprimez le dossier des données.`,
  certificate: {
    unreadable: (file: string) =>
      `TEAMS_CERTIFICATE : ${file} ne se lit pas comme un certificat suivi de sa clé privée, en PEM. Rien n’a été démarré.`,
    key: (file: string) =>
      `TEAMS_CERTIFICATE : la clé de ${file} n’est pas une clé RSA d’au moins 2048 bits, la seule sorte dont Entra accepte la signature. docs/teams.md dit comment en faire une. Rien n’a été démarré.`,
  },
  clockAhead: (day: string) =>
    `L’horloge de ces données en est au ${day}, plus tard qu’aujourd’hui : à l’heure de la machine, des messages déjà reçus seraient encore à venir. Continuez dans le bac à sable, sans TRIADE_CLOCK ni messagerie, ou prenez un autre dossier de données (TRIADE_DATA_DIR). Rien n’a été démarré.`,
  firstSample: "Premier démarrage : je prépare la cohorte et son passé…",
  portTaken: (port: number) => `Le port ${port} est déjà pris. Fermez l’autre programme, ou choisissez un port : PORT=3001 npm start`,
  migrated: (names: readonly string[]) =>
    names.length === 0 ? "La base de données est déjà à jour." : `La base de données a été mise à jour : ${names.join(", ")}.`,
  rotated: (count: number, id: string) =>
    count < 2
      ? `La clé « ${id} » protège maintenant l’installation (${count} clé réemballée).`
      : `La clé « ${id} » protège maintenant l’installation (${count} clés réemballées).`,
  rotatedInEnvironment:
    "Gardez l’ancienne clé dans TRIADE_KEYS tant que chaque processus n’a pas redémarré avec la nouvelle en tête, puis relancez cette commande : ensuite seulement, elle peut être retirée.",
  rotateWithEnvironment:
    "Les clés viennent de TRIADE_KEYS : mettez la nouvelle clé en tête de la liste, gardez l’ancienne à la suite, puis relancez cette commande. Les textes sont réemballés avec la première.",
  stopping: "Arrêt…",
};

const en: typeof fr = {
  usage: `Triade — a mentoring program, lived inside staff messaging

  npx triade serve                 starts the bot (and the playground, where no chat platform is configured)
  npx triade import FILE…          reads a plan (YAML) and lists of people (CSV)
        --dry-run                  shows what would change, and writes nothing
        --cohort KEY               the cohort that a CSV alone is added to
  npx triade simulate FILE         plays a whole year with invented people
        --dyads N                  with N dyads on the same plan
        --fresh                    starts again instead of going on
        --folder FOLDER            plays in this folder, new or empty, rather than under out/simulate
  npx triade migrate               brings the database up to date
  npx triade rotate-key            replaces the installation's key
  npx triade doctor                checks the configuration, the database, Slack and Teams, and changes nothing
        --url ADDRESS              checks the address that Slack or Teams posts to as well
  npx triade help                  shows this

  --lang fr|en                     the language of the messages`,
  typed: {
    "unknown-command": ({ typed, near }) => `Unknown command: "${typed}".${near.length > 0 ? ` Did you mean "${near.join('", "')}"?` : ""}`,
    "unknown-option": ({ typed, near }) => `Unknown option: "${typed}".${near.length > 0 ? ` Did you mean "${near.join('", "')}"?` : ""}`,
    "value-missing": ({ typed }) => `The option ${typed} takes a value: ${typed}=…`,
    "value-unexpected": ({ typed }) => `The option "${typed}" takes no value.`,
    "argument-unexpected": ({ typed }) => `This command takes nothing more: "${typed}" is one too many.`,
    "language-unknown": ({ typed }) => `Unknown language: "${typed}". Triade speaks French (fr) and English (en).`,
    "url-unreadable": ({ typed }) => `--url takes a whole address, such as https://triade.example/slack/events: "${typed}" is none.`,
    "cohort-with-plan": () => "--cohort is for a list of people alone: a plan says itself which cohort it goes to. Nothing was imported.",
  },
  wrongConfig: "The configuration cannot be read. Nothing was started.",
  ready: (url) => `Triade is ready: ${url}`,
  clockStands: "The playground's clock moves only when you move it.",
  clockKept: (day) =>
    `This clock was begun before: it stands on ${day}, and TRIADE_CLOCK does not change it. To begin again, remove the data folder.`,
  certificate: {
    unreadable: (file) =>
      `TEAMS_CERTIFICATE: ${file} cannot be read as a certificate followed by its private key, in PEM. Nothing was started.`,
    key: (file) =>
      `TEAMS_CERTIFICATE: the key in ${file} is not an RSA key of at least 2048 bits, the only kind whose signature Entra takes. docs/teams.md says how to make one. Nothing was started.`,
  },
  clockAhead: (day) =>
    `The clock of this data stands on ${day}, later than today: by the machine's time, messages that were received would still be to come. Go on in the playground, with neither TRIADE_CLOCK nor a chat platform, or take another data folder (TRIADE_DATA_DIR). Nothing was started.`,
  firstSample: "First start: preparing the cohort and its past…",
  portTaken: (port) => `Port ${port} is taken. Close the other program, or choose a port: PORT=3001 npm start`,
  migrated: (names) =>
    names.length === 0 ? "The database is up to date already." : `The database was brought up to date: ${names.join(", ")}.`,
  rotated: (count, id) =>
    count === 1
      ? `The key "${id}" now protects the installation (1 key wrapped anew).`
      : `The key "${id}" now protects the installation (${count} keys wrapped anew).`,
  rotatedInEnvironment:
    "Keep the old key in TRIADE_KEYS until every process has restarted with the new one first, then run this command again: only then may it be taken out.",
  rotateWithEnvironment:
    "The keys come from TRIADE_KEYS: put the new key first in the list, keep the old one after it, then run this command again. Everything is wrapped anew with the first.",
  stopping: "Stopping…",
};

const spoken: Record<Language, typeof fr> = { fr, en };
export const cliWords = (language: Language): typeof fr => spoken[language];
