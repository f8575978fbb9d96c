import type { webApi } from "@slack/bolt";
import type { Address, Profile } from "../../src/ui/platform.ts";
import type { Workspace } from "./workspaces.ts";

type User = NonNullable<webApi.UsersInfoResponse["user"]>;

/** Who Slack says is behind an address; null where it cannot tell. */
export async function profileOf({ client, id }: Workspace, { user }: Address): Promise<Profile | null> {
  const { user: found } = await client.users.info({ user });
  return found && !found.deleted ? profileIn(found, id) : null;
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
