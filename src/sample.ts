import { createApp, type Log } from "./app.ts";
import { openManualClock } from "./clock.ts";
import { importDesired } from "./import/import.ts";
import { readFiles } from "./import/read.ts";
import { parseCohortSettings, type Script } from "./import/settings.ts";
import { packageFile } from "./package-files.ts";
import { addDays, type Day, day, hour, type Instant, instantAt } from "./program/day.ts";
import type { Plan } from "./program/plan.ts";
import type { Cohort, Organization, PersonId } from "./program/terms.ts";
import { gatherPeople } from "./simulation/people.ts";
import { play } from "./simulation/play.ts";
import { readCohorts, readOrganizations, readSettings } from "./store/cohorts.ts";
import { appendTurn, markSeenBefore, replaceTurn, type Speaker } from "./store/conversations.ts";
import { readClock, readSampleState, writeSampleState } from "./store/installation.ts";
import type { Store } from "./store/store.ts";
import type { Address, Platform } from "./ui/platform.ts";

const file = packageFile("examples/current.yaml");
/** Messages of the last days before the sample opens are still to be read. */
const unreadDays = 4;

/**
 * In an empty store, makes the sample cohort. Then, once, plays the past of a cohort whose plan scripts its people, up to
 * where its plan opens, so that every screen has something to show. A start that was interrupted goes on where it was.
 * `playsPast` is false when somebody set the clock: then the year is theirs from there on.
 */
export async function openSample(
  store: Store,
  log: Log,
  { playsPast, onFirst }: { playsPast: boolean; onFirst: () => void },
): Promise<void> {
  const state = await readSampleState(store);
  if (state === "ready") return;
  if ((await readOrganizations(store)).length === 0) await importSample(store);
  const [organization] = await readOrganizations(store);
  const [cohort] = organization ? await readCohorts(store, organization.id) : [];
  const isUntouched = state === "playing" || (await readClock(store)) === null;
  if (!organization || !cohort || !playsPast || !isUntouched) return;
  const { plan, script, opensAt } = parseCohortSettings(await readSettings(store, cohort));
  if (!script || !opensAt) return;
  onFirst();
  await writeSampleState(store, "playing");
  await playPast(store, { organization, cohort, plan, script, opensAt }, log);
  await writeSampleState(store, "ready");
}

async function importSample(store: Store): Promise<void> {
  const { desired, problems } = await readFiles([file]);
  const target = { organization: desired.plan?.organization?.key ?? "", cohort: desired.plan?.cohort?.key ?? "" };
  if (problems.length > 0) throw new Error(`the sample file cannot be read: ${problems.map(({ code }) => code).join(", ")}`);
  const imported = await importDesired(store.db, desired, target, { dryRun: false });
  if (!imported.ok) throw new Error(`the sample cannot be imported: ${imported.problems.map(({ code }) => code).join(", ")}`);
}

interface Scene {
  organization: Organization;
  cohort: Cohort;
  plan: Plan;
  script: Script;
  opensAt: string;
}

async function playPast(store: Store, { organization, cohort, plan, script, opensAt }: Scene, log: Log): Promise<void> {
  const { zone } = organization;
  const opening = instantAt(day(opensAt.slice(0, 10)), hour(opensAt.slice(11)), zone);
  const clock = await openManualClock(store, instantAt(cohort.startsOn, hour("00:10"), zone));

  const speaker = ({ user }: Address): Speaker => ({ organizationId: organization.id, personId: Number(user) as PersonId });
  const platform: Platform = {
    name: "web",
    can: {
      async update(to, receipt, message) {
        await replaceTurn(store, speaker(to), Number(receipt), message);
      },
    },
    start: async () => undefined,
    stop: async () => undefined,
    async send(to, { key, message }) {
      return String(await appendTurn(store, speaker(to), { at: clock.now(), from: "bot", message, key, unprompted: true }));
    },
  };
  const app = createApp(store, [platform], log);
  const { act } = await gatherPeople({
    ...{ app, store, organization, cohort, plan, script },
    async onTurn(from, incoming, reply) {
      const turn = { at: clock.now(), unprompted: false };
      if (incoming.kind === "command") await appendTurn(store, speaker(from), { ...turn, from: "person", text: incoming.text });
      if (reply.kind === "say") await appendTurn(store, speaker(from), { ...turn, from: "bot", message: reply.message });
    },
  });
  await play({ app, store, zone, clock, act: (today: Day, now: Instant) => act(today, now) }, opening);
  await markSeenBefore(store, organization.id, instantAt(addDays(day(opensAt.slice(0, 10)), -unreadDays), hour("00:00"), zone));
}
