import type { webApi } from "@slack/bolt";
import { type Account, type Accounts, type Address, DeliveryError, type DeliveryProblem, type Profile } from "../../src/ui/platform.ts";
import { noToken, problemOf, slackErrorIn } from "./errors.ts";
import type { Workspace, Workspaces } from "./workspaces.ts";

type User = NonNullable<webApi.UsersInfoResponse["user"]>;

/** Who Slack says is behind an address; null where it cannot tell. */
export async function profileOf({ client, id }: Workspace, { user }: Address): Promise<Profile | null> {
  const { user: found } = await client.users.info({ user });
  return found && !found.deleted ? profileIn(found, id) : null;
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

/** Slack's own bot is none by its flag; somebody of another workspace is here by a shared channel only. */
function profileIn(user: User, workspace: string): Profile {
  const isBot = user.is_bot === true || user.id === "USLACKBOT";
  const isGuest =
    user.is_restricted === true ||
    user.is_ultra_restricted === true ||
    user.is_stranger === true ||
    (user.team_id !== undefined && user.team_id !== workspace);
  return {
    kind: isBot ? "bot" : isGuest ? "guest" : "member",
    name: user.profile?.real_name || user.real_name || user.name || "",
    email: user.profile?.email || null,
  };
}
