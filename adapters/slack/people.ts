import type { webApi } from "@slack/bolt";
import { type Address, DeliveryError, type Profile } from "../../src/ui/platform.ts";
import { slackErrorIn, told } from "./errors.ts";
import type { Workspace, Workspaces } from "./workspaces.ts";

type User = NonNullable<webApi.UsersInfoResponse["user"]>;

/** Who Slack says is behind an address; null where it cannot tell. */
export async function profileOf({ client, id }: Workspace, { user }: Address): Promise<Profile | null> {
  const { user: found } = await client.users.info({ user });
  return found && !found.deleted ? profileIn(found, id) : null;
}

/** Whose account has this e-mail address, in the first workspace that has one. @throws DeliveryError */
export async function find(workspaces: Workspaces, email: string): Promise<{ at: Address; profile: Profile } | null> {
  for (const { id, client } of await workspaces.all()) {
    const user = await told(() => client.users.lookupByEmail({ email })).then(
      (found) => found.user,
      (error: unknown) => {
        if (error instanceof DeliveryError && slackErrorIn(error.cause) === "users_not_found") return undefined;
        throw error;
      },
    );
    if (user?.id) return { at: { platform: "slack", workspace: id, user: user.id }, profile: profileIn(user, id) };
  }
  return null;
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
