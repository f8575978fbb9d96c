import type { Language } from "./program/terms.ts";

type Url = { url: string };
type Reason = { reason: string };
type Token = { entry: number; of: number };
type Scopes = { scopes: readonly string[] };
type App = { appId: string; tenant: string };
type On = { on: string };

const joined = (names: readonly string[]): string => names.join(", ");

const jeton = ({ entry, of }: Token): string => (of === 1 ? "Jeton du bot" : `Jeton ${entry} de SLACK_BOT_TOKEN`);
const token = ({ entry, of }: Token): string => (of === 1 ? "Bot token" : `Token ${entry} of SLACK_BOT_TOKEN`);

/** What `triade doctor` says of each thing it looked at, and what to do about it. */
const fr = {
  configRead: "La configuration est lisible.",
  database: {
    empty: (name: string) => `La base de données ${name} est encore vide ou absente : le premier démarrage la fait.`,
    older: (name: string) =>
      `La base de données ${name} est d’une version antérieure : le prochain démarrage la mettra à jour, ou « npx triade migrate » tout de suite.`,
    current: (name: string) => `La base de données ${name} s’ouvre et est à jour.`,
  },
  keys: (count: number) =>
    count === 1 ? "La clé de l’installation est là et convient." : `Les ${count} clés de l’installation sont là et conviennent.`,
  keysToCome: "Les clés de l’installation ne sont pas encore faites : le premier démarrage les fait. Gardez-en alors une copie de sûreté.",
  slackAbsent: "Slack n’est pas configuré. Pour le relier : docs/slack.md.",
  slack: {
    "token-good": ({ workspace, id, ...of }: Token & { workspace: string; id: string }) =>
      `${jeton(of)} : valide, dans l’espace de travail « ${workspace} » (${id}).`,
    "token-twice": ({ other, id, ...of }: Token & { other: number; id: string }) =>
      `${jeton(of)} : du même espace de travail que le jeton ${other} (${id}). Un seul sert; retirez l’autre.`,
    "token-invalid": (of: Token) =>
      `${jeton(of)} : Slack ne le connaît pas. Copiez de nouveau le « Bot User OAuth Token » de la page OAuth & Permissions de l’application.`,
    "token-revoked": (of: Token) =>
      `${jeton(of)} : révoqué. L’application a été retirée de l’espace de travail, ou l’espace fermé. Installez-la de nouveau (Install App), puis donnez le nouveau jeton.`,
    "token-expired": (of: Token) =>
      `${jeton(of)} : expiré. La rotation des jetons est activée pour cette application et Triade ne la suit pas. Une fois activée, elle le reste : créez l’application de nouveau à partir du manifeste.`,
    "token-refused": ({ reason, ...of }: Token & Reason) =>
      `${jeton(of)} : Slack le refuse (${reason}). Demandez à l’administration de l’espace de travail si l’application y est permise.`,
    "scopes-good": (of: Token) => `${jeton(of)} : il a toutes les autorisations du manifeste.`,
    "scopes-missing": ({ scopes, ...of }: Token & Scopes) =>
      `${jeton(of)} : il lui manque ${joined(scopes)}. Ajoutez ces autorisations sous OAuth & Permissions, Bot Token Scopes, puis réinstallez l’application.`,
    "scopes-extra": ({ scopes, ...of }: Token & Scopes) =>
      `${jeton(of)} : Triade n’a pas besoin de ${joined(scopes)}. Vous pouvez retirer ces autorisations, puis réinstaller l’application.`,
    "scopes-unknown": (of: Token) =>
      `${jeton(of)} : Slack n’a pas dit quelles autorisations il a. Comparez vous-même la page OAuth & Permissions et le manifeste.`,
    "slack-unreachable": ({ reason }: Reason) =>
      `Slack ne répond pas (${reason}). Vérifiez que cette machine peut joindre https://slack.com, et SLACK_API_URL si vous l’avez donnée.`,
    "slack-throttled": ({ seconds }: { seconds: number }) =>
      `Slack demande d’attendre ${seconds} s avant de répondre. Relancez ensuite cette commande.`,
    "app-token-good": () => "Jeton d’application : valide, Slack ouvre une connexion (Socket Mode).",
    "app-token-invalid": () =>
      "Jeton d’application : Slack ne le connaît pas. Faites-en un autre sous Basic Information, App-Level Tokens, avec « connections:write ».",
    "app-token-of-bot": () =>
      "Jeton d’application : c’est un jeton d’une autre sorte. SLACK_APP_TOKEN attend celui de Basic Information, App-Level Tokens, qui commence par « xapp- ».",
    "app-token-scope": () =>
      "Jeton d’application : il lui manque « connections:write ». Faites-en un autre sous Basic Information, App-Level Tokens, avec cette autorisation.",
    "app-token-refused": ({ reason }: Reason) =>
      `Jeton d’application : Slack refuse la connexion (${reason}). Vérifiez que Socket Mode est activé dans les réglages de l’application.`,
    "url-needless": () => "--url n’a rien à vérifier : avec SLACK_APP_TOKEN (Socket Mode), Slack n’appelle aucune adresse.",
    "url-unchecked": () =>
      "Request URL : elle n’a pas été vérifiée. Pendant que Triade tourne : npx triade doctor --url https://votre-adresse/slack/events",
    "url-good": ({ url }: Url) => `Request URL : ${url} répond, et avec le même secret de signature.`,
    "url-local": ({ url }: Url) =>
      `Request URL : ${url} n’est joignable que de cette machine. Slack a besoin d’une adresse publique en https qui y mène; vérifiez celle-là aussi.`,
    "url-with-password": ({ url }: Url) =>
      `Request URL : donnez ${url} sans le nom et le mot de passe qui la précèdent. Slack n’en envoie pas.`,
    "url-not-https": ({ url }: Url) => `Request URL : ${url} n’est pas en https. Slack n’envoie qu’à une adresse en https.`,
    "url-wrong-path": ({ url }: Url) =>
      `Request URL : il n’y a rien à ${url} (404). L’adresse finit par /slack/events, et le serveur mandataire transmet ce chemin tel quel.`,
    "url-wrong-secret": ({ url }: Url) =>
      `Request URL : ${url} refuse la signature (401). Un autre processus, lancé avec un autre secret, répond peut-être là : redémarrez Triade avec le « Signing Secret » actuel. Vérifiez aussi l’heure des deux machines, et qu’aucun mot de passe n’est demandé devant.`,
    "url-without-challenge": ({ url }: Url) =>
      `Request URL : quelque chose répond à ${url}, mais ce n’est pas Triade. Vérifiez vers quel port le serveur mandataire transmet.`,
    "url-port": ({ url }: Url) =>
      `Request URL : le port de ${url} est réservé à autre chose que le Web, et rien n’y est appelé. Donnez l’adresse publique, en général sans port, ou celle de Triade.`,
    "url-unreachable": ({ url, reason }: Url & Reason) =>
      `Request URL : rien ne répond à ${url} (${reason}). Vérifiez le nom, le pare-feu, et que Triade tourne.`,
    "url-tls": ({ url, reason }: Url & Reason) =>
      `Request URL : le certificat de ${url} n’est pas valable (${reason}). Slack le refusera aussi : installez un certificat reconnu, avec toute sa chaîne.`,
    "url-answered": ({ url, status }: Url & { status: number }) =>
      `Request URL : ${url} répond ${status}. Le serveur mandataire doit transmettre les requêtes POST à Triade, sans redirection, et Triade doit tourner.`,
  },
  teamsAbsent: "Teams n’est pas configuré. Pour le relier : docs/teams.md.",
  teams: {
    unauthenticated: () =>
      "TEAMS_ALLOW_UNAUTHENTICATED : un client d’essai sur cette machine est cru sans signature. Retirez-la pour être dans Teams; rien d’autre n’est vérifié.",
    "certificate-good": ({ on }: On) => `Certificat : il se lit, et il est valable jusqu’au ${on}.`,
    "certificate-ending": ({ on, days }: On & { days: number }) =>
      `Certificat : il expire le ${on}, ${days < 1 ? "dans moins d’un jour" : days === 1 ? "demain" : `dans ${days} jours`}. Téléversez-en un autre sous Certificates & secrets, puis donnez-le dans TEAMS_CERTIFICATE.`,
    "certificate-expired": ({ on }: On) =>
      `Certificat : il a expiré le ${on}. Téléversez-en un autre sous Certificates & secrets, puis donnez-le dans TEAMS_CERTIFICATE.`,
    "certificate-early": ({ on }: On) =>
      `Certificat : il ne vaut qu’à partir du ${on}. Vérifiez l’heure de cette machine, ou faites-en un autre.`,
    "certificate-unreadable": ({ file }: { file: string }) =>
      `Certificat : ${file} ne se lit pas comme un certificat suivi de sa propre clé privée, sans mot de passe, en PEM. Vérifiez le chemin et les permissions; docs/teams.md dit comment en faire un.`,
    "certificate-key": ({ file }: { file: string }) =>
      `Certificat : la clé de ${file} n’est pas une clé RSA d’au moins 2048 bits, la seule sorte dont Entra accepte la signature. docs/teams.md dit comment en faire une; téléversez son certificat sous Certificates & secrets, puis donnez-le dans TEAMS_CERTIFICATE.`,
    "login-good": ({ appId, tenant }: App) => `Application ${appId} : Entra la connaît dans le locataire ${tenant} et lui donne un jeton.`,
    "secret-wrong": () =>
      "Secret : Entra ne le reconnaît pas (AADSTS7000215). Sous Certificates & secrets, faites-en un autre et copiez sa valeur (Value), et non son identifiant (Secret ID).",
    "secret-expired": () =>
      "Secret : il a expiré (AADSTS7000222). Sous Certificates & secrets, faites-en un autre, puis donnez sa valeur dans TEAMS_APP_PASSWORD.",
    "certificate-unknown": () =>
      "Certificat : Entra ne le connaît pas pour cette application (AADSTS700027). Téléversez-le sous Certificates & secrets, ou donnez dans TEAMS_CERTIFICATE celui qui y est.",
    "login-clock": () =>
      "Certificat : l’heure de cette machine n’est pas celle d’Entra (AADSTS700024). Réglez-la; elle doit être juste à cinq minutes près.",
    "clock-wrong": ({ minutes, ahead }: { minutes: number; ahead: boolean }) =>
      `Heure : cette machine ${ahead ? "avance" : "retarde"} de ${minutes} minutes sur Entra, et Triade refuserait ce que Teams signe. Réglez-la; elle doit être juste à cinq minutes près.`,
    "app-unknown": ({ appId, tenant }: App) =>
      `Application : Entra ne connaît pas ${appId} dans le locataire ${tenant}. Comparez TEAMS_APP_ID et le premier locataire de TEAMS_TENANT_ID avec la page Overview de l’inscription (Application (client) ID, Directory (tenant) ID).`,
    "app-disabled": ({ appId, tenant }: App) =>
      `Application : ${appId} est désactivée dans le locataire ${tenant} (AADSTS7000112). Réactivez-la dans Entra, sous Enterprise applications, Properties.`,
    "tenant-unknown": ({ tenant }: App) =>
      `Locataire : Entra ne connaît pas ${tenant} (AADSTS90002). TEAMS_TENANT_ID attend le Directory (tenant) ID de la page Overview de l’inscription.`,
    "login-refused": ({ reason }: Reason) =>
      `Application : Entra ne lui donne pas de jeton (${reason}). https://login.microsoftonline.com/error explique ce code; une règle d’accès conditionnel peut aussi en être la cause.`,
    "login-unreachable": ({ reason }: Reason) =>
      `Entra ne répond pas (${reason}). Vérifiez que cette machine peut joindre https://login.microsoftonline.com, et TEAMS_LOGIN_URL si vous l’avez donnée.`,
    "tenants-unchecked": ({ tenants }: { tenants: readonly string[] }) =>
      `Autres locataires (${joined(tenants)}) : ils ne se vérifient pas d’ici. L’application doit être téléversée et permise dans chacun.`,
    "keys-good": () => "Clés de Teams : elles se lisent, et les requêtes de Teams pourront être vérifiées.",
    "keys-of-others": () => "Clés de Teams : aucune de celles qui sont publiées ne vaut pour Teams. Vérifiez TEAMS_OPENID_METADATA_URL.",
    "keys-unreadable": ({ reason }: Reason) =>
      `Clés de Teams : elles ne se lisent pas (${reason}), et Triade ne croirait aucune requête. Vérifiez que cette machine peut joindre https://login.botframework.com, et TEAMS_OPENID_METADATA_URL si vous l’avez donnée.`,
    "channel-unchecked": () =>
      "Canal Teams : il ne se vérifie pas d’ici. Dans Azure, la page Channels du bot doit montrer Microsoft Teams, et sa page Configuration votre Messaging endpoint.",
    "url-unchecked": () =>
      "Messaging endpoint : il n’a pas été vérifié. Pendant que Triade tourne : npx triade doctor --url https://votre-adresse/api/messages",
    "url-good": ({ url }: Url) => `Messaging endpoint : ${url} répond, et refuse ce qui n’est pas signé.`,
    "url-local": ({ url }: Url) =>
      `Messaging endpoint : ${url} n’est joignable que de cette machine. Teams a besoin d’une adresse publique en https qui y mène; vérifiez celle-là aussi.`,
    "url-with-password": ({ url }: Url) =>
      `Messaging endpoint : donnez ${url} sans le nom et le mot de passe qui la précèdent. Teams n’en envoie pas.`,
    "url-not-https": ({ url }: Url) => `Messaging endpoint : ${url} n’est pas en https. Teams n’envoie qu’à une adresse en https.`,
    "url-wrong-path": ({ url }: Url) =>
      `Messaging endpoint : il n’y a rien à ${url} (404). L’adresse finit par /api/messages, et le serveur mandataire transmet ce chemin tel quel.`,
    "url-unguarded": ({ url }: Url) =>
      `Messaging endpoint : ${url} accepte ce que personne n’a signé. Ce n’est pas Triade, ou elle tourne avec TEAMS_ALLOW_UNAUTHENTICATED : arrêtez-la, retirez cette variable et redémarrez.`,
    "url-password": ({ url }: Url) =>
      `Messaging endpoint : un mot de passe est demandé devant ${url}. Teams n’en a pas : retirez-le pour ce chemin; Triade vérifie elle-même la signature de chaque requête.`,
    "url-of-another": ({ url }: Url) =>
      `Messaging endpoint : quelque chose répond à ${url}, mais ce n’est pas Triade (401). Vérifiez vers quel port le serveur mandataire transmet, et que l’adresse finit par /api/messages.`,
    "url-port": ({ url }: Url) =>
      `Messaging endpoint : le port de ${url} est réservé à autre chose que le Web, et rien n’y est appelé. Donnez l’adresse publique, en général sans port, ou celle de Triade.`,
    "url-unreachable": ({ url, reason }: Url & Reason) =>
      `Messaging endpoint : rien ne répond à ${url} (${reason}). Vérifiez le nom, le pare-feu, et que Triade tourne.`,
    "url-tls": ({ url, reason }: Url & Reason) =>
      `Messaging endpoint : le certificat de ${url} n’est pas valable (${reason}). Teams le refusera aussi : installez un certificat reconnu, avec toute sa chaîne.`,
    "url-answered": ({ url, status }: Url & { status: number }) =>
      `Messaging endpoint : ${url} répond ${status}. Le serveur mandataire doit transmettre les requêtes POST à Triade, sans redirection, et Triade doit tourner.`,
  },
  allGood: "Tout est en ordre.",
  toDo: (count: number) => (count === 1 ? "Il reste une chose à faire." : `Il reste ${count} choses à faire.`),
};

const en: typeof fr = {
  configRead: "The configuration can be read.",
  database: {
    empty: (name) => `The database ${name} is empty or absent as yet: the first start makes it.`,
    older: (name) => `The database ${name} is of an earlier version: the next start brings it up to date, or "npx triade migrate" at once.`,
    current: (name) => `The database ${name} opens and is up to date.`,
  },
  keys: (count) => (count === 1 ? "The installation's key is there and fits." : `The installation's ${count} keys are there and fit.`),
  keysToCome: "The installation's keys are not made yet: the first start makes them. Then keep a backup of them.",
  slackAbsent: "Slack is not configured. To connect it: docs/slack.md.",
  slack: {
    "token-good": ({ workspace, id, ...of }) => `${token(of)}: valid, in the workspace "${workspace}" (${id}).`,
    "token-twice": ({ other, id, ...of }) =>
      `${token(of)}: of the same workspace as token ${other} (${id}). Only one serves; take the other out.`,
    "token-invalid": (of) =>
      `${token(of)}: Slack does not know it. Copy the "Bot User OAuth Token" of the app's page OAuth & Permissions again.`,
    "token-revoked": (of) =>
      `${token(of)}: revoked. The app was removed from the workspace, or the workspace closed. Install it again (Install App), then give the new token.`,
    "token-expired": (of) =>
      `${token(of)}: expired. Token rotation is on for this app and Triade does not follow it. Once on, it stays on: create the app again from the manifest.`,
    "token-refused": ({ reason, ...of }) =>
      `${token(of)}: Slack refuses it (${reason}). Ask those who administer the workspace whether the app is allowed there.`,
    "scopes-good": (of) => `${token(of)}: it has every scope of the manifest.`,
    "scopes-missing": ({ scopes, ...of }) =>
      `${token(of)}: it lacks ${joined(scopes)}. Add these under OAuth & Permissions, Bot Token Scopes, then reinstall the app.`,
    "scopes-extra": ({ scopes, ...of }) =>
      `${token(of)}: Triade does not need ${joined(scopes)}. You may remove these scopes, then reinstall the app.`,
    "scopes-unknown": (of) =>
      `${token(of)}: Slack did not say which scopes it has. Compare the page OAuth & Permissions with the manifest yourself.`,
    "slack-unreachable": ({ reason }) =>
      `Slack does not answer (${reason}). Look whether this machine can reach https://slack.com, and at SLACK_API_URL if you gave it.`,
    "slack-throttled": ({ seconds }) => `Slack asks to wait ${seconds} s before it answers. Then run this command again.`,
    "app-token-good": () => "App-level token: valid, Slack opens a connection (Socket Mode).",
    "app-token-invalid": () =>
      'App-level token: Slack does not know it. Make another under Basic Information, App-Level Tokens, with "connections:write".',
    "app-token-of-bot": () =>
      'App-level token: it is a token of another kind. SLACK_APP_TOKEN takes the one of Basic Information, App-Level Tokens, which begins with "xapp-".',
    "app-token-scope": () =>
      'App-level token: it lacks "connections:write". Make another under Basic Information, App-Level Tokens, with this scope.',
    "app-token-refused": ({ reason }) =>
      `App-level token: Slack refuses the connection (${reason}). Look whether Socket Mode is on in the app's settings.`,
    "url-needless": () => "--url has nothing to check: with SLACK_APP_TOKEN (Socket Mode), Slack calls no address.",
    "url-unchecked": () => "Request URL: it was not checked. While Triade runs: npx triade doctor --url https://your-address/slack/events",
    "url-good": ({ url }) => `Request URL: ${url} answers, and with the same signing secret.`,
    "url-local": ({ url }) =>
      `Request URL: ${url} is reached from this machine alone. Slack needs a public https address that leads there; check that one too.`,
    "url-with-password": ({ url }) => `Request URL: give ${url} without the name and the password in front of it. Slack sends none.`,
    "url-not-https": ({ url }) => `Request URL: ${url} is not https. Slack posts to https addresses only.`,
    "url-wrong-path": ({ url }) =>
      `Request URL: there is nothing at ${url} (404). The address ends with /slack/events, and the reverse proxy passes that path on as it is.`,
    "url-wrong-secret": ({ url }) =>
      `Request URL: ${url} refuses the signature (401). Another process, started with another secret, may answer there: restart Triade with the current "Signing Secret". Look at the clocks of both machines too, and that no password is asked for in front.`,
    "url-without-challenge": ({ url }) =>
      `Request URL: something answers at ${url}, but it is not Triade. Look at the port that the reverse proxy passes requests on to.`,
    "url-port": ({ url }) =>
      `Request URL: the port of ${url} is reserved for something other than the web, and nothing is called there. Give the public address, most often without a port, or that of Triade.`,
    "url-unreachable": ({ url, reason }) =>
      `Request URL: nothing answers at ${url} (${reason}). Look at the name, the firewall, and whether Triade runs.`,
    "url-tls": ({ url, reason }) =>
      `Request URL: the certificate of ${url} is not valid (${reason}). Slack will refuse it too: install a recognized certificate, with its whole chain.`,
    "url-answered": ({ url, status }) =>
      `Request URL: ${url} answers ${status}. The reverse proxy must pass POST requests on to Triade, without a redirect, and Triade must run.`,
  },
  teamsAbsent: "Teams is not configured. To connect it: docs/teams.md.",
  teams: {
    unauthenticated: () =>
      "TEAMS_ALLOW_UNAUTHENTICATED: a test client on this machine is believed without a signature. Remove it to be in Teams; nothing else is checked.",
    "certificate-good": ({ on }) => `Certificate: it can be read, and is good until ${on}.`,
    "certificate-ending": ({ on, days }) =>
      `Certificate: it expires on ${on}, ${days < 1 ? "in less than a day" : days === 1 ? "tomorrow" : `in ${days} days`}. Upload another under Certificates & secrets, then give it in TEAMS_CERTIFICATE.`,
    "certificate-expired": ({ on }) =>
      `Certificate: it expired on ${on}. Upload another under Certificates & secrets, then give it in TEAMS_CERTIFICATE.`,
    "certificate-early": ({ on }) => `Certificate: it is good from ${on} only. Look at this machine's clock, or make another.`,
    "certificate-unreadable": ({ file }) =>
      `Certificate: ${file} cannot be read as a certificate followed by its own private key, without a password, in PEM. Look at the path and the permissions; docs/teams.md says how to make one.`,
    "certificate-key": ({ file }) =>
      `Certificate: the key in ${file} is not an RSA key of at least 2048 bits, the only kind whose signature Entra takes. docs/teams.md says how to make one; upload its certificate under Certificates & secrets, then give it in TEAMS_CERTIFICATE.`,
    "login-good": ({ appId, tenant }) => `Application ${appId}: Entra knows it in the tenant ${tenant} and gives it a token.`,
    "secret-wrong": () =>
      "Secret: Entra does not recognize it (AADSTS7000215). Under Certificates & secrets, make another and copy its Value, not its Secret ID.",
    "secret-expired": () =>
      "Secret: it expired (AADSTS7000222). Under Certificates & secrets, make another, then give its value in TEAMS_APP_PASSWORD.",
    "certificate-unknown": () =>
      "Certificate: Entra does not know it for this application (AADSTS700027). Upload it under Certificates & secrets, or give the one that is there in TEAMS_CERTIFICATE.",
    "login-clock": () =>
      "Certificate: this machine's clock is not that of Entra (AADSTS700024). Set it; it must be right to within five minutes.",
    "clock-wrong": ({ minutes, ahead }) =>
      `Clock: this machine is ${minutes} minutes ${ahead ? "ahead of" : "behind"} Entra, and Triade would refuse what Teams signs. Set it; it must be right to within five minutes.`,
    "app-unknown": ({ appId, tenant }) =>
      `Application: Entra does not know ${appId} in the tenant ${tenant}. Compare TEAMS_APP_ID and the first tenant of TEAMS_TENANT_ID with the registration's page Overview (Application (client) ID, Directory (tenant) ID).`,
    "app-disabled": ({ appId, tenant }) =>
      `Application: ${appId} is disabled in the tenant ${tenant} (AADSTS7000112). Enable it in Entra, under Enterprise applications, Properties.`,
    "tenant-unknown": ({ tenant }) =>
      `Tenant: Entra does not know ${tenant} (AADSTS90002). TEAMS_TENANT_ID takes the Directory (tenant) ID of the registration's page Overview.`,
    "login-refused": ({ reason }) =>
      `Application: Entra gives it no token (${reason}). https://login.microsoftonline.com/error explains this code; a conditional access policy may be the cause as well.`,
    "login-unreachable": ({ reason }) =>
      `Entra does not answer (${reason}). Look whether this machine can reach https://login.microsoftonline.com, and at TEAMS_LOGIN_URL if you gave it.`,
    "tenants-unchecked": ({ tenants }) =>
      `Other tenants (${joined(tenants)}): they cannot be checked from here. The app must be uploaded and allowed in each.`,
    "keys-good": () => "Keys of Teams: they can be read, and what Teams posts can be checked.",
    "keys-of-others": () => "Keys of Teams: none of those that are published stands for Teams. Look at TEAMS_OPENID_METADATA_URL.",
    "keys-unreadable": ({ reason }) =>
      `Keys of Teams: they cannot be read (${reason}), and Triade would believe no request. Look whether this machine can reach https://login.botframework.com, and at TEAMS_OPENID_METADATA_URL if you gave it.`,
    "channel-unchecked": () =>
      "Teams channel: it cannot be checked from here. In Azure, the bot's page Channels must show Microsoft Teams, and its page Configuration your Messaging endpoint.",
    "url-unchecked": () =>
      "Messaging endpoint: it was not checked. While Triade runs: npx triade doctor --url https://your-address/api/messages",
    "url-good": ({ url }) => `Messaging endpoint: ${url} answers, and refuses what is not signed.`,
    "url-local": ({ url }) =>
      `Messaging endpoint: ${url} is reached from this machine alone. Teams needs a public https address that leads there; check that one too.`,
    "url-with-password": ({ url }) => `Messaging endpoint: give ${url} without the name and the password in front of it. Teams sends none.`,
    "url-not-https": ({ url }) => `Messaging endpoint: ${url} is not https. Teams posts to https addresses only.`,
    "url-wrong-path": ({ url }) =>
      `Messaging endpoint: there is nothing at ${url} (404). The address ends with /api/messages, and the reverse proxy passes that path on as it is.`,
    "url-unguarded": ({ url }) =>
      `Messaging endpoint: ${url} takes what nobody signed. It is not Triade, or Triade runs with TEAMS_ALLOW_UNAUTHENTICATED: stop it, remove that variable and start it again.`,
    "url-password": ({ url }) =>
      `Messaging endpoint: a password is asked for in front of ${url}. Teams has none: remove it for this path; Triade itself checks the signature of each request.`,
    "url-of-another": ({ url }) =>
      `Messaging endpoint: something answers at ${url}, but it is not Triade (401). Look at the port that the reverse proxy passes requests on to, and that the address ends with /api/messages.`,
    "url-port": ({ url }) =>
      `Messaging endpoint: the port of ${url} is reserved for something other than the web, and nothing is called there. Give the public address, most often without a port, or that of Triade.`,
    "url-unreachable": ({ url, reason }) =>
      `Messaging endpoint: nothing answers at ${url} (${reason}). Look at the name, the firewall, and whether Triade runs.`,
    "url-tls": ({ url, reason }) =>
      `Messaging endpoint: the certificate of ${url} is not valid (${reason}). Teams will refuse it too: install a recognized certificate, with its whole chain.`,
    "url-answered": ({ url, status }) =>
      `Messaging endpoint: ${url} answers ${status}. The reverse proxy must pass POST requests on to Triade, without a redirect, and Triade must run.`,
  },
  allGood: "All is well.",
  toDo: (count) => (count === 1 ? "One thing is left to do." : `${count} things are left to do.`),
};

const spoken: Record<Language, typeof fr> = { fr, en };
export const doctorWords = (language: Language): typeof fr => spoken[language];
