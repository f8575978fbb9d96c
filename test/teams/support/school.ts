import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { run, start } from "./running.ts";

const root = process.cwd();
const preload = (name: string): string => join(root, "dist/test/teams/support", name);
const cli = join(root, "dist/src/cli.js");
const client = join(root, "node_modules/@microsoft/m365agentsplayground/cli.js");

const person = (givenName: string, familyName: string) => ({ email: `${givenName}@exemple.example`.toLowerCase(), givenName, familyName });
export const coordinator = person("Clara", "Modèle");
const mentor = person("Carole", "Inventée");
export const mentee = person("Jules", "Arrivant");
const others = [person("Diane", "Loin"), person("Ousmane", "Ailleurs"), person("Tania", "Dehors")];
const everybody = [coordinator, mentor, mentee, ...others];
type Person = (typeof everybody)[number];

const plan = {
  organization: { key: "exemple", name: "Collège Exemple", assistance: { name: "Entraide Exemple", phone: "1 800 555-0142" } },
  program: "Programme de mentorat",
  cohort: { key: "2009", name: "Programme de mentorat 2009", kind: "regular", starts: "2009-01-05", ends: "2009-12-18" },
  calendar: { region: "CA-QC", easter: "good-friday" },
  coordinators: [{ email: coordinator.email, kind: "internal" }],
  people: [coordinator, mentor, mentee],
  dyads: [{ mentor: mentor.email, mentee: mentee.email }],
};

const userOf = (one: Person) => {
  const { email, givenName, familyName } = one;
  const place = everybody.indexOf(one) + 1;
  return {
    id: `29:${place}`,
    name: `${givenName} ${familyName}`,
    userPrincipleName: email,
    aadObjectId: `00000000-0000-0000-0001-${String(place).padStart(12, "0")}`,
    ...{ givenName, surname: familyName, email },
  };
};

/** The workplace that the client shows to somebody; it wants five others in it, a group and a team. */
const workplaceOf = (viewer: Person) => ({
  version: "0.1.1",
  tenantId: "00000000-0000-0000-0000-00000000aaaa",
  bot: { id: "00000000-0000-0000-0000-0000000000a1", name: "Triade" },
  currentUser: userOf(viewer),
  users: everybody.filter((one) => one !== viewer).map(userOf),
  personalChat: { id: "a:personal" },
  groupChat: { id: "19:group@thread.v2", name: "Groupe" },
  team: {
    id: "19:team@thread.tacv2",
    name: "Équipe",
    aadGroupId: "00000000-0000-0000-0000-000000000031",
    channels: [{ id: "19:annonces@thread.tacv2", name: "Annonces" }],
  },
});

export interface School {
  /** The page of the client. */
  url: string;
  /** The bot stops, and starts again at another moment of the year: what is due by then comes at once. */
  goTo(moment: string): Promise<void>;
  close(): Promise<void>;
}

/** The bot as it is run, with a school that was imported, at a moment of its year; and Microsoft's client, before which somebody sits. */
export async function openSchool(viewer: Person, moment: string): Promise<School> {
  const cwd = mkdtempSync(join(tmpdir(), "triade-teams-"));
  writeFileSync(join(cwd, "plan.yaml"), stringify(plan));
  writeFileSync(join(cwd, ".m365agentsplayground.yml"), stringify(workplaceOf(viewer)));
  const at = (when: string, port = "0") => ({
    ...{ NODE_OPTIONS: `--import=${preload("moved-clock.js")}`, BEGINS_AT: when },
    ...{ PORT: port, TRIADE_DATA_DIR: join(cwd, "data"), TEAMS_ALLOW_UNAUTHENTICATED: "1" },
  });
  await run([cli, "import", "plan.yaml"], { cwd, env: at(moment) });
  const serve = (when: string, port?: string) => start([cli, "serve"], { cwd, env: at(when, port), says: /prête\s:\s(\S+)\n/ });

  let bot = await serve(moment);
  const { where: address } = bot;
  const playground = await start([client, "start", "-e", `${address}/api/messages`, "-c", "msteams", "-p", "0", "--disable-telemetry"], {
    cwd,
    env: { NODE_OPTIONS: `--import=${preload("loopback.js")}`, TEAMSAPPTESTER_BROWSER: "none", SEND_INSTALLATION_ACTIVITY: "true" },
    says: /Listening on (\d+)\n/,
  }).catch(async (error: unknown) => {
    await bot.stop();
    throw error;
  });
  return {
    url: `http://127.0.0.1:${playground.where}`,
    async goTo(when) {
      await bot.stop();
      bot = await serve(when, new URL(address).port);
    },
    async close() {
      await playground.stop();
      await bot.stop();
      rmSync(cwd, { recursive: true });
    },
  };
}
