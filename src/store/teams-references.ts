import type { Address } from "../ui/platform.ts";
import type { Store } from "./store.ts";

/** Where somebody is reached in Teams: what they said of it last. */
interface TeamsReference {
  serviceUrl: string;
  account: string;
  conversation: string | null;
}

/** Null for whoever never turned to the bot in Teams. */
export async function readTeamsReference({ db }: Store, { workspace: tenant, user }: Address): Promise<TeamsReference | null> {
  const row: { service_url: string; account: string; conversation: string | null } | undefined = await db("teams_references")
    .where({ tenant, user })
    .first("service_url", "account", "conversation");
  return row ? { serviceUrl: row.service_url, account: row.account, conversation: row.conversation } : null;
}

export async function keepTeamsReference({ db }: Store, { workspace: tenant, user }: Address, said: TeamsReference): Promise<void> {
  const { serviceUrl: service_url, account, conversation } = said;
  await db("teams_references").insert({ tenant, user, service_url, account, conversation }).onConflict(["tenant", "user"]).merge();
}
