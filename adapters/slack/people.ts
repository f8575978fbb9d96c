import type { webApi } from "@slack/bolt";
import {
  type Account,
  type Accounts,
  type Address,
  DeliveryError,
  type DeliveryProblem,
  type Handle,
  type Incoming,
  type Profile,
  type Standing,
} from "../../src/ui/platform.ts";
import { lostAccount, lostWithWorkspace, noToken, problemOf, slackErrorIn } from "./errors.ts";
import { persistently } from "./persistently.ts";
import type { Workspace, Workspaces } from "./workspaces.ts";

type User = NonNullable<webApi.UsersInfoResponse["user"]>;

/** Who Slack says is behind an address; null where it cannot tell. */
export async function profileOf({ client, id }: Workspace, { user }: Address): Promise<Profile | null> {
  const { user: found } = await client.users.info({ user });
  return found && !found.deleted ? profileIn(found, id) : null;
}

/** What becomes of a person whose account is now of this kind. */
export function changeTo(kind: Standing, from: Address): Incoming {
  if (kind === "member") return { kind: "returned", from };
  return { kind: "left", from, reason: kind === "closed" ? closed : outside };
}
const [closed, outside] = ["user-deactivated", "guest"];
/** Why an account is gone that may be back, whether Slack said so or a message found it out. */
export const accountReasons: readonly string[] = [closed, outside, ...lostAccount];

/** What Slack says again, for it was not heard the first time, may be otherwise by now: it is asked, and believed where it does not say. */
export async function asOfNow(said: Incoming, workspace: Workspace, wait: (ms: number) => Promise<void>): Promise<Incoming> {
  const standing = await persistently(() => standingOf(workspace, said.from.user), wait).catch(() => null);
  return standing === null ? said : changeTo(standing, said.from);
}

/** Slack takes a hundred such questions a minute (`users.info`), of which newcomers need some too. */
const msBetweenLooks = 1000;

/**
 * Looks at accounts that may have changed while the bot did not run, or was told nothing: whoever left or became a guest is
 * gone, and whoever is a member again is back. Nobody waits for it, and it ends where Slack does not answer.
 */
export async function lookAgain(
  workspace: Workspace,
  users: readonly string[],
  handle: Handle,
  { wait, stopped }: { wait: (ms: number) => Promise<void>; stopped: AbortSignal },
): Promise<void> {
  for (const user of users) {
    if (stopped.aborted) return;
    const kind = await persistently(() => standingOf(workspace, user), wait);
    if (kind) await handle(changeTo(kind, { platform: "slack", workspace: workspace.id, user }));
    await wait(msBetweenLooks);
  }
}

/** On what footing an account is now; null where Slack does not say it. */
export async function standingOf({ client, id }: Workspace, user: string): Promise<Standing | null> {
  try {
    const { user: found } = await client.users.info({ user });
    if (!found) return null;
    return found.deleted ? "closed" : profileIn(found, id).kind;
  } catch (error) {
    if (slackErrorIn(error) === "user_not_found") return "closed";
    const problem = problemOf(error);
    const isOfThisAccount = problem.problem === "gone" && !lostWithWorkspace.includes(problem.reason);
    if (isOfThisAccount || problem.problem === "refused") return null;
    throw error;
  }
}

/**
 * Whose accounts have this e-mail address, in all workspaces: one that cannot be asked hides none of another.
 * @throws DeliveryError where none can be asked.
 */
export async function find(workspaces: Workspaces, email: string): Promise<Accounts> {
  const all = await workspaces.all();
  const asked: (Account[] | DeliveryProblem)[] = [];
  for (const workspace of all) asked.push(await findIn(workspace, email));
  const problems = asked.flatMap((answer) => ("problem" in answer ? answer : []));
  const [missed = null] = [...problems.filter(isPassing), ...problems];
  if (missed && problems.length === all.length) throw new DeliveryError(missed);
  const unknown: DeliveryProblem | null = workspaces.areKnown ? null : { problem: "temporary", reason: noToken };
  return { found: asked.flatMap((answer) => ("problem" in answer ? [] : answer)), missed: missed ?? unknown };
}

const isPassing = ({ problem }: DeliveryProblem): boolean => problem === "throttled" || problem === "temporary";

async function findIn({ id, client }: Workspace, email: string): Promise<Account[] | DeliveryProblem> {
  try {
    const { user } = await client.users.lookupByEmail({ email });
    return user?.id ? [{ at: { platform: "slack", workspace: id, user: user.id }, profile: profileIn(user, id) }] : [];
  } catch (error) {
    return slackErrorIn(error) === "users_not_found" ? [] : problemOf(error);
  }
}

/** What Slack says of the footing of an account: in an event, the same as when it is asked. */
interface Footing {
  id?: string | undefined;
  team_id?: string | null | undefined;
  is_bot?: boolean | null | undefined;
  is_restricted?: boolean | null | undefined;
  is_ultra_restricted?: boolean | null | undefined;
  is_stranger?: boolean | null | undefined;
  /** In an organization, an account is of each of these workspaces, whichever it names as its own. */
  enterprise_user?: { teams?: readonly string[] | null | undefined } | null | undefined;
}

/** Slack's own bot is none by its flag; somebody of another workspace is here by a shared channel only. */
export function footingOf(user: Footing, workspace: string): Profile["kind"] {
  if (user.is_bot || user.id === "USLACKBOT") return "bot";
  if (user.is_restricted || user.is_ultra_restricted || user.is_stranger) return "guest";
  const isHere = !user.team_id || user.team_id === workspace || (user.enterprise_user?.teams?.includes(workspace) ?? false);
  return isHere ? "member" : "guest";
}

function profileIn(user: User, workspace: string): Profile {
  return {
    kind: footingOf(user, workspace),
    name: user.profile?.real_name || user.real_name || user.name || "",
    email: user.profile?.email || null,
  };
}
