import type { Log } from "./app.ts";
import { type Visit, visitOf } from "./features/feature.ts";
import { homeOf } from "./features/home.ts";
import { homeOfNobody } from "./features/introduction.ts";
import { addMinutes, type Instant } from "./program/day.ts";
import { keepRests, type Rests, type RestsOf } from "./rests.ts";
import { markGone } from "./store/addresses.ts";
import { leaseHomes, markOpened, nextMorning, type StaleHome, settleHome } from "./store/homes.ts";
import { isRunningOut } from "./store/outbox.ts";
import type { Store } from "./store/store.ts";
import { findPerson } from "./store/visitors.ts";
import type { Message } from "./ui/model.ts";
import { type Address, codeOf, DeliveryError, type Platform } from "./ui/platform.ts";

/** A home takes several queries and a call: what a tick leaves is for the next one. */
const batch = 50;
const batchesInATick = 4;
/** A home that nobody opened for so long is let be: it is composed when it is opened. */
const minutesKept = 14 * 24 * 60;
const minutesToTryAgain = 15;
/** What a home says of somebody whose it is no more is replaced however long that takes. */
const minutesToReplace = 24 * 60;

type Shower = Platform & { can: Required<Pick<Platform["can"], "showHome">> };
const canShow = (platform: Platform): platform is Shower => platform.can.showHome !== undefined;

/** Somebody opened their home, or did something that shows it again. */
export async function homeOpened({ store, organization, now, homesNear }: Visit, from: Address): Promise<void> {
  if (homesNear) await markOpened(store, from, organization.zone, now);
}

/** What the turns of one refresh share. */
interface Refreshing {
  store: Store;
  platforms: readonly Shower[];
  clock: () => Instant;
  log: Log;
}

/** Composes stale homes again, and has their platforms show them where they differ: after something was done, and on a new day. */
export async function refreshHomes(
  store: Store,
  all: readonly Platform[],
  clock: () => Instant,
  log: Log,
  restsOf: RestsOf = keepRests(),
): Promise<void> {
  const platforms = all.filter(canShow);
  if (platforms.length === 0) return;
  const names = platforms.map(({ name }) => name);
  const refreshing: Refreshing = { store, platforms, clock, log };
  for (let done = 0; done < batchesInATick; done++) {
    const homes = await leaseHomes(store, clock(), names, batch);
    const turns = new Map<string, StaleHome[]>();
    for (const home of homes) {
      const whose = `${home.to.platform}/${home.to.workspace}`;
      turns.set(whose, [...(turns.get(whose) ?? []), home]);
    }
    await Promise.all([...turns].map(([whose, turn]) => takeTurn(refreshing, restsOf(whose), turn)));
    if (homes.length < batch) return;
  }
}

/** The homes of one workspace, one after the other. When it asks to wait, all that remain do. */
async function takeTurn(refreshing: Refreshing, rests: Rests, turn: readonly StaleHome[]): Promise<void> {
  const { store, clock } = refreshing;
  for (const home of turn) {
    const now = clock();
    const until = rests.of(home.to, now) ?? now;
    if (until > now || isRunningOut(home, now)) await settleHome(store, home, until);
    else await settleHome(store, home, await refresh(refreshing, rests, home));
  }
}

/** @returns when it is looked at again; null when it is not, until it is opened or something is done. */
async function refresh({ store, platforms, clock, log }: Refreshing, rests: Rests, home: StaleHome): Promise<Instant | null> {
  const { to, shows, isGuests, openedAt } = home;
  const isKept = () => clock() <= addMinutes(openedAt, minutesKept);
  const show = (message: Message) => platforms.find(({ name }) => name === to.platform)?.can.showHome(to, message);
  try {
    const now = clock();
    if (!shows) {
      await show(homeOfNobody(isGuests));
      return null;
    }
    const visitor = await findPerson(store, shows.organizationId, shows.personId, now);
    if (!visitor) return null;
    await show(await homeOf(visitOf(visitor, store, now)));
    return isKept() ? nextMorning(to, visitor.organization.zone, now) : null;
  } catch (error) {
    const problem = error instanceof DeliveryError ? error.problem : null;
    const ids = { home: home.id, person: shows?.personId ?? null };
    if (problem) log("warn", "home", { ...ids, problem: problem.problem, reason: codeOf(problem) });
    else log("error", "home-defect", { ...ids, name: error instanceof Error ? error.name : "unknown" });
    if (problem?.problem === "throttled") {
      const until = addMinutes(clock(), problem.retryAfterSeconds / 60);
      rests.begin("all", clock(), until);
      return until;
    }
    if (problem?.problem === "gone" && shows) await markGone(store, shows.organizationId, to, clock(), problem.reason);
    // It is composed anew when it is opened, or whoever is gone is back.
    if (problem?.problem === "gone" || problem?.problem === "refused") return null;
    if (isKept()) return addMinutes(clock(), minutesToTryAgain);
    return shows ? null : addMinutes(clock(), minutesToReplace);
  }
}
