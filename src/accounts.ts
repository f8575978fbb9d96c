import type { Instant } from "./program/day.ts";
import { addMinutes } from "./program/day.ts";
import type { SearchReason } from "./program/reasons.ts";
import type { Person } from "./program/terms.ts";
import { findHolder } from "./store/addresses.ts";
import { findByEmail, readIntroduction, saveIntroduction } from "./store/introductions.ts";
import { addressFound } from "./store/links.ts";
import { hasRefused } from "./store/refusals.ts";
import type { Store } from "./store/store.ts";
import { clip, limits } from "./ui/limits.ts";
import { type Account, type Address, DeliveryError, type DeliveryProblem, type Platform } from "./ui/platform.ts";

/** Where somebody without an address may be asked who they are, or why nowhere. */
export type Search =
  | { found: { to: Address; platform: Platform } }
  | { ended: SearchReason }
  /** No platform that runs here can look. */
  | { nowhere: true }
  | { failed: DeliveryProblem };

type Finder = Platform & { can: Required<Pick<Platform["can"], "find">> };
export const canFind = (platform: Platform): platform is Finder => platform.can.find !== undefined;

/**
 * An account that has the e-mail address of this person, on any platform that runs here and in any place of it: the account
 * is proposed this person. One that may not be theirs hides no other: of several, the first member who did not deny is asked.
 */
export async function findAccountOf(store: Store, platforms: readonly Platform[], person: Person, now: Instant): Promise<Search> {
  const email = person.email.trim();
  if ((await findByEmail(store, email))?.person.id !== person.id) return { ended: "shared-email" };
  let answer: Search = { nowhere: true };
  let missed: DeliveryProblem | null = null;
  for (const platform of platforms.filter(canFind)) {
    const looked = await look(platform, email, now);
    missed ??= looked.missed;
    if (looked.found === null) continue;
    const search = await proposeOne(store, platform, looked.found, person, now);
    if ("found" in search || isDone(search)) return search;
    // Of two platforms, the one that knows the account says more.
    if (!("ended" in answer) || answer.ended === "no-account") answer = search;
  }
  return missed === null ? answer : { failed: missed };
}

const isDone = (search: Search): boolean => "ended" in search && search.ended === "done";

/** Until when a platform asked not to be asked: an invitation to everyone asks it many times. */
const resting = new WeakMap<Platform, Instant>();

/**
 * What a platform finds, null where it did not look; and the passing failure that is worth another try. One that will not
 * look, now or ever, is as one that cannot.
 */
async function look(
  platform: Finder,
  email: string,
  now: Instant,
): Promise<{ found: readonly Account[] | null; missed: DeliveryProblem | null }> {
  const until = resting.get(platform);
  if (until !== undefined && now < until) {
    return { found: null, missed: { problem: "throttled", retryAfterSeconds: secondsBetween(now, until) } };
  }
  const { found, missed } = await platform.can.find(email).catch((error: unknown) => {
    if (!(error instanceof DeliveryError)) throw error;
    return { found: null, missed: error.problem };
  });
  if (missed?.problem === "throttled") resting.set(platform, addMinutes(now, missed.retryAfterSeconds / 60));
  const isPassing = missed?.problem === "throttled" || missed?.problem === "temporary";
  return { found, missed: isPassing ? missed : null };
}

const secondsBetween = (from: Instant, to: Instant): number => (Date.parse(to) - Date.parse(from)) / 1000;

/** Proposes the person to the first of these accounts that may be asked; members come first. */
async function proposeOne(store: Store, platform: Platform, accounts: readonly Account[], person: Person, now: Instant): Promise<Search> {
  const isMember = ({ profile }: Account) => profile.kind === "member";
  let answer: Search = { ended: "no-account" };
  for (const account of [...accounts.filter(isMember), ...accounts.filter((one) => !isMember(one))]) {
    const search = await propose(store, platform, account, person, now);
    if ("found" in search || isDone(search)) return search;
    if ("ended" in answer && answer.ended === "no-account") answer = search;
  }
  return answer;
}

async function propose(store: Store, platform: Platform, { at, profile }: Account, person: Person, now: Instant): Promise<Search> {
  if (profile.kind !== "member") return { ended: profile.kind === "guest" ? "guest-account" : "bot-account" };
  const holder = await findHolder(store, at);
  if (holder !== null && holder !== person.id) return { ended: "account-taken" };
  if (holder === person.id) {
    // It is their own, which was taken to be gone: their platform knows it again.
    await addressFound(store, person, at, now);
    return { ended: "done" };
  }
  if (await hasRefused(store, at, person.id)) return { ended: "denied" };
  const introduction = { organizationId: person.organizationId, personId: person.id, name: clip(profile.name, limits.name) };
  await saveIntroduction(store, at, introduction, now);
  return { found: { to: at, platform } };
}

/** The account that a coordinator took for this person, while it is still asked about. */
export async function findIntroduced(store: Store, platforms: readonly Platform[], person: Person, id: number): Promise<Search> {
  const introduction = await readIntroduction(store, person.organizationId, id);
  if (introduction?.personId !== person.id) return { ended: "done" };
  const platform = platforms.find(({ name }) => name === introduction.at.platform);
  return platform ? { found: { to: introduction.at, platform } } : { nowhere: true };
}
