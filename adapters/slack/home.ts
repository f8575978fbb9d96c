import { createHash } from "node:crypto";
import type { Message } from "../../src/ui/model.ts";
import type { Address } from "../../src/ui/platform.ts";
import type { SlackOptions } from "./options.ts";
import { homeView } from "./views.ts";
import type { Workspace } from "./workspaces.ts";

/** Publishes a home, unless that very one is shown already; `make` says how hard to try. @throws DeliveryError */
export async function publishHome(
  { client }: Workspace,
  to: Address,
  home: Message,
  { homeShown, keepHome }: SlackOptions,
  make: <Result>(call: () => Promise<Result>) => Promise<Result>,
): Promise<void> {
  const view = homeView(home);
  const digest = createHash("sha256").update(JSON.stringify(view)).digest("base64url");
  if ((await homeShown(to)) === digest) return;
  await make(() => client.views.publish({ user_id: to.user, view }));
  await keepHome(to, digest);
}
