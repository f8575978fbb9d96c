import type { Instant } from "./program/day.ts";
import { addMinutes } from "./program/day.ts";
import type { SearchReason } from "./program/reasons.ts";
import type { Person } from "./program/terms.ts";
import { findHolder } from "./store/addresses.ts";
import { findByEmail, readIntroduction, readIntroductionAt, saveIntroduction } from "./store/introductions.ts";
import { addressFound } from "./store/links.ts";
import type { Store } from "./store/store.ts";
import { clip, limits } from "./ui/limits.ts";
import { type Address, DeliveryError, type DeliveryProblem, type Platform, type Profile } from "./ui/platform.ts";

/** Where somebody without an address may be asked who they are, or why nowhere. */
export type Search =
  | { found: { to: Address; platform: Platform } }
  | { ended: SearchReason }
  /** No platform that runs here can look. */
  | { nowhere: true }
  | { failed: DeliveryProblem };

type Finder = Platform & { can: Required<Pick<Platform["can"], "find">> };
const canFind = (platform: Platform): platform is Finder => platform.can.find !== undefined;

/** The first platform that knows an account with the e-mail address of this person; the account is proposed this person. */
export async function findAccountOf(store: Store, platforms: readonly Platform[], person: Person, now: Instant): Promise<Search> {
  const email = person.email.trim();
  if ((await findByEmail(store, email))?.person.id !== person.id) return { ended: "shared-email" };
  let answer: Search = { nowhere: true };
  for (const platform of platforms.filter(canFind)) {
    const looked = await look(platform, email, now);
    if (looked !== null && "problem" in looked) {
      // A platform that will not look, now or ever, is as one that cannot; a passing failure is worth another try.
      if (looked.problem === "throttled" || looked.problem === "temporary") return { failed: looked };
      continue;
    }
    const search: Search = looked === null ? { ended: "no-account" } : await propose(store, platform, looked, person, now);
    if ("found" in search) return search;
    // Of two platforms, the one that knows the account says more.
    if (!("ended" in answer) || answer.ended === "no-account") answer = search;
  }
  return answer;
}

/** Until when a platform asked not to be asked: an invitation to everyone asks it many times. */
const resting = new WeakMap<Platform, Instant>();

async function look(platform: Finder, email: string, now: Instant): Promise<{ at: Address; profile: Profile } | DeliveryProblem | null> {
  const until = resting.get(platform);
  if (until !== undefined && now < until) return { problem: "throttled", retryAfterSeconds: secondsBetween(now, until) };
  try {
    return await platform.can.find(email);
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    const { problem } = error;
    if (problem.problem === "throttled") resting.set(platform, addMinutes(now, problem.retryAfterSeconds / 60));
    return problem;
  }
}

const secondsBetween = (from: Instant, to: Instant): number => (Date.parse(to) - Date.parse(from)) / 1000;

async function propose(
  store: Store,
  platform: Platform,
  { at, profile }: { at: Address; profile: Profile },
  person: Person,
  now: Instant,
): Promise<Search> {
  if (profile.kind !== "member") return { ended: profile.kind === "guest" ? "guest-account" : "bot-account" };
  const holder = await findHolder(store, at);
  if (holder !== null && holder !== person.id) return { ended: "account-taken" };
  if (holder === person.id) {
    // It is their own, which was taken to be gone: their platform knows it again.
    await addressFound(store, person, at, now);
    return { ended: "done" };
  }
  const known = await readIntroductionAt(store, at);
  if (known?.deniedId === person.id) return { ended: "denied" };
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
