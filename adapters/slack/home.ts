import { createHash, randomUUID } from "node:crypto";
import type { Message } from "../../src/ui/model.ts";
import { type Address, DeliveryError } from "../../src/ui/platform.ts";
import { mendsByItself, told } from "./errors.ts";
import type { SlackOptions } from "./options.ts";
import { persistently } from "./persistently.ts";
import { homeView } from "./views.ts";
import type { Workspace } from "./workspaces.ts";

type Homes = Pick<SlackOptions, "homeShown" | "keepHome" | "homeMissed" | "homeAgain">;

/** What a home is to show: what somebody may see, or what an account that is nobody's is told or asked, which only Slack's answer knows. */
export interface Home {
  message: Message;
  isOfSomebody: boolean;
}

/** @returns what shows homes, to one person one after the other: what was published last is then what stays. */
export function openHomes({ homeShown, keepHome, homeMissed, homeAgain }: Homes) {
  const underWay = new Map<string, Promise<void>>();

  function inTurn({ workspace, user }: Address, publish: () => Promise<void>): Promise<void> {
    const whose = `${workspace}/${user}`;
    const before = underWay.get(whose) ?? Promise.resolve();
    const turn = before.catch(() => undefined).then(publish);
    underWay.set(whose, turn);
    const over = () => underWay.get(whose) === turn && underWay.delete(whose);
    turn.then(over, over);
    return turn;
  }

  /** Publishes a home, unless that very one is shown already. @throws DeliveryError */
  function publish({ client }: Workspace, to: Address, { message, isOfSomebody }: Home): Promise<void> {
    const view = homeView(message);
    const digest = createHash("sha256").update(JSON.stringify(view)).digest("base64url");
    return inTurn(to, async () => {
      if ((await homeShown(to)) === digest) return;
      // Slack may take it though its answer is lost, the process dies before it is noted, or another one publishes meanwhile.
      const underway = `?${randomUUID()}`;
      await keepHome(to, underway);
      await told(() => client.views.publish({ user_id: to.user, view }));
      if (await keepHome(to, digest, underway)) return;
      // Which of two came last is known to Slack alone.
      if (isOfSomebody) await homeAgain(to);
      else if (!(await homeMissed(to))) await keepHome(to, null);
    });
  }

  /**
   * The same of a home that somebody waits for. Where Slack does not take it just now, the next delivery composes it anew: by then it
   * may say something else, or be for somebody else. @throws DeliveryError
   */
  async function publishNow(workspace: Workspace, to: Address, home: Home, wait: (ms: number) => Promise<void>): Promise<void> {
    let missed: DeliveryError | null = null;
    try {
      return await publish(workspace, to, home);
    } catch (error) {
      if (!(error instanceof DeliveryError && mendsByItself(error.problem)) || (await homeMissed(to))) throw error;
      if (home.isOfSomebody) {
        // Whose it was, it is no more.
        await homeAgain(to);
        throw error;
      }
      missed = error;
    }
    await persistently(async () => {
      const first = missed;
      missed = null;
      if (first) throw first;
      // By now they may have said who they are: their own home is shown by the next delivery.
      if (!(await homeMissed(to))) await publish(workspace, to, home);
    }, wait);
  }

  return { publish, publishNow };
}
