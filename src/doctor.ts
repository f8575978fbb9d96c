import { parseArgs } from "node:util";
import { CertificateProblem, readCertificate } from "./certificate.ts";
import { cliWords } from "./cli-words.ts";
import { ClockAhead, checkSystemClock } from "./clock.ts";
import { type Config, type ConfigProblem, livesByTheMachine, type SlackConfig, type TeamsConfig } from "./config.ts";
import { describeConfigProblem, describeRefusal } from "./config-words.ts";
import { doctorWords } from "./doctor-words.ts";
import type { Language } from "./program/terms.ts";
import { lookInto } from "./store/database.ts";
import { shown } from "./store/keys.ts";
import { lookAt } from "./store/opening.ts";
import { DatabaseProblem, WrongKeys } from "./store/problems.ts";

interface DoctorOutput {
  out(text: string): void;
  language: Language;
  /** Milliseconds since 1970. */
  now: number;
}

/** One line of the report: `wrong` must be mended, `note` is worth knowing. */
interface Finding {
  level: "good" | "note" | "wrong";
  text: string;
}

const signs: Readonly<Record<Finding["level"], string>> = { good: "✓", note: "!", wrong: "✗" };
const unusable = 2;

/**
 * Looks at all that the bot needs, and says what to do about each thing that is not as it should be. Changes nothing: the
 * database is only read and asked for the turn to write, which is given back; what is asked of Slack is who a token belongs
 * to and, for a socket, an address to open it at; of Entra, a token that nothing is done with. A bot that runs keeps the
 * signature of the one request that `--url` sends as Slack would, as it does of every request.
 *
 * @returns the exit code: 0; 1 when something must be done; 2 when the configuration cannot be read.
 */
export async function doctorCommand(
  argv: readonly string[],
  read: { ok: true; config: Config } | { ok: false; problems: readonly ConfigProblem[] },
  { out, language, now }: DoctorOutput,
): Promise<number> {
  const words = doctorWords(language);
  const say = ({ level, text }: Finding): void => out(`${signs[level]} ${text}`);
  if (!read.ok) {
    for (const problem of read.problems) say({ level: "wrong", text: describeConfigProblem(problem, language) });
    return unusable;
  }
  const { values } = parseArgs({ args: [...argv], options: { url: { type: "string", multiple: true }, lang: { type: "string" } } });
  const { slack, teams } = read.config;
  const urls = (values.url ?? []).map((url) => new URL(url));
  // Each is told by its path; where only one is wanted, any is meant for it.
  const isOfTeams = ({ pathname }: URL): boolean => teams !== null && (slack === null || /\/api\/messages\/*$/i.test(pathname));
  const findings: Finding[] = [{ level: "good", text: words.configRead }, ...(await examineStore(read.config, language))];
  if (slack) findings.push(...(await examineSlack(slack, urls.findLast((url) => !isOfTeams(url)) ?? null, language, now)));
  else findings.push({ level: "note", text: words.slackAbsent });
  if (teams) findings.push(...(await examineTeams(teams, urls.findLast(isOfTeams) ?? null, language, now)));
  else findings.push({ level: "note", text: words.teamsAbsent });

  for (const finding of findings) say(finding);
  const wrong = findings.filter(({ level }) => level === "wrong").length;
  out(`\n${wrong === 0 ? words.allGood : words.toDo(wrong)}`);
  return wrong === 0 ? 0 : 1;
}

async function examineStore(config: Config, language: Language): Promise<Finding[]> {
  const words = doctorWords(language);
  try {
    const looked = await lookAt(config);
    if (!looked.ok) return [{ level: "wrong", text: describeRefusal(looked.refusal, language) }];
    const { database, keys } = looked;
    return [
      { level: database === "current" ? "good" : "note", text: words.database[database](shown(config.databaseUrl)) },
      keys === null ? { level: "note", text: words.keysToCome } : { level: "good", text: words.keys(keys) },
      ...(database === "empty" ? [] : await examineClock(config, language)),
    ];
  } catch (error) {
    if (!(error instanceof DatabaseProblem || error instanceof WrongKeys)) throw error;
    return [{ level: "wrong", text: describeRefusal(error.fault, language) }];
  }
}

/** Whether the bot would start by the machine's clock on what was lived by another one. */
async function examineClock(config: Config, language: Language): Promise<Finding[]> {
  if (!livesByTheMachine(config)) return [];
  try {
    await lookInto(config.databaseUrl, (db) => checkSystemClock({ db }), "never");
    return [];
  } catch (error) {
    if (!(error instanceof ClockAhead)) throw error;
    return [{ level: "wrong", text: cliWords(language).clockAhead(error.on) }];
  }
}

/** Slack's own client takes a while to load, so that only who needs it waits for it. */
async function examineSlack({ apiUrl, ...given }: SlackConfig, url: URL | null, language: Language, now: number): Promise<Finding[]> {
  const { examineSlack: examine } = await import("../adapters/slack/doctor.ts");
  const words = doctorWords(language).slack;
  const found = await examine({ ...given, ...(apiUrl ? { apiUrl } : {}), url, now });
  return found.map((finding) => ({
    level: finding.level,
    text: (words[finding.code] as (params: typeof finding) => string)(finding),
  }));
}

/** As the bot itself would reach Teams. */
async function examineTeams(
  { credentials, loginUrl, openIdMetadataUrl, ...given }: TeamsConfig,
  url: URL | null,
  language: Language,
  now: number,
): Promise<Finding[]> {
  const { examineTeams: examine } = await import("../adapters/teams/doctor.ts");
  const words = doctorWords(language).teams;
  const found = await examine({
    ...given,
    ...(loginUrl ? { loginUrl } : {}),
    ...(openIdMetadataUrl ? { openIdMetadataUrl } : {}),
    credentials: credentials?.by === "certificate" ? await certificateIn(credentials.file) : credentials,
    url,
    now,
  });
  return found.map((finding) => ({
    level: finding.level,
    text: (words[finding.code] as (params: typeof finding) => string)(finding),
  }));
}

async function certificateIn(file: string) {
  return readCertificate(file).then(
    (read) => ({ by: "certificate", ...read }) as const,
    (error: unknown) => {
      if (!(error instanceof CertificateProblem)) throw error;
      return { by: "broken", file, fault: error.fault } as const;
    },
  );
}
