import { createHash } from "node:crypto";
import type { Message } from "../../src/ui/model.ts";
import { type Address, DeliveryError } from "../../src/ui/platform.ts";
import { mendsByItself, told } from "./errors.ts";
import type { SlackOptions } from "./options.ts";
import { persistently } from "./persistently.ts";
import { homeView } from "./views.ts";
import type { Workspace } from "./workspaces.ts";

/** Publishes a home, unless that very one is shown already. @throws DeliveryError */
export async function publishHome(
  { client }: Workspace,
  to: Address,
  home: Message,
  { homeShown, keepHome }: Pick<SlackOptions, "homeShown" | "keepHome">,
): Promise<void> {
  const view = homeView(home);
  const digest = createHash("sha256").update(JSON.stringify(view)).digest("base64url");
  if ((await homeShown(to)) === digest) return;
  await told(() => client.views.publish({ user_id: to.user, view }));
  await keepHome(to, digest);
}

/**
 * The same of a home that somebody waits for. Where Slack does not take it just now, the next delivery composes it anew: by then it
 * may say something else, or be for somebody else. @throws DeliveryError
 */
export async function publishNow(
  workspace: Workspace,
  to: Address,
  home: Message,
  options: SlackOptions,
  wait: (ms: number) => Promise<void>,
): Promise<void> {
  let missed: DeliveryError | null = null;
  try {
    return await publishHome(workspace, to, home, options);
  } catch (error) {
    if (!(error instanceof DeliveryError && mendsByItself(error.problem)) || (await options.homeMissed(to))) throw error;
    missed = error;
  }
  await persistently(async () => {
    const first = missed;
    missed = null;
    if (first) throw first;
    await publishHome(workspace, to, home, options);
  }, wait);
}
