import type { Logger, webApi } from "@slack/bolt";
import { codeOf, DeliveryError } from "../../src/ui/platform.ts";
import { createClient } from "./client.ts";
import { lostWithWorkspace, noToken, problemOf } from "./errors.ts";
import type { SlackOptions } from "./options.ts";
import { persistently } from "./persistently.ts";

/** One workspace that the bot is installed in. */
export interface Workspace {
  id: string;
  client: webApi.WebClient;
}

/** What Slack says of a token that it takes no more. */
const takenNoMore = [...lostWithWorkspace, "invalid_auth"];

/** The workspaces whose tokens the bot was given, found by asking Slack whose they are. */
export class Workspaces {
  readonly #waiting: Set<string>;
  readonly #known = new Map<string, Workspace>();
  readonly #options: SlackOptions;
  readonly #logger: Logger;
  readonly #wait: (ms: number) => Promise<void>;
  readonly #found: (workspace: Workspace) => void;
  #asking: Promise<void> | null = null;
  /** Why Slack refused a token for good. */
  #refused: string | null = null;

  /** @param found is told of each workspace once, as soon as it is known. */
  constructor(options: SlackOptions, logger: Logger, wait: (ms: number) => Promise<void>, found: (workspace: Workspace) => void) {
    this.#options = options;
    this.#wait = wait;
    this.#found = found;
    this.#logger = logger;
    this.#waiting = new Set(options.tokens);
  }

  /** Asks whose each token is that is not known yet. What fails is logged and asked again the next time it is needed. */
  identify(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #ask(): Promise<void> {
    await Promise.all([...this.#waiting].map((token) => this.#askFor(token)));
    if (!this.areKnown) return;
    // A token that is refused does not say whose it was: the workspace is one that no token is of.
    const { othersLost, log } = this.#options;
    const reason = this.#refused ?? noToken;
    for (const workspace of await othersLost([...this.#known.keys()], reason)) log("warn", "slack-workspace-lost", { workspace, reason });
  }

  async #askFor(token: string): Promise<void> {
    const client = createClient(token, this.#options.apiUrl, this.#logger);
    try {
      const { team_id: id = "" } = await client.auth.test();
      await this.#welcome(id);
      // Until it is noted, the token is asked for again.
      this.#waiting.delete(token);
      this.#known.set(id, { id, client });
      this.#options.log("info", "slack-workspace", { workspace: id });
      this.#found({ id, client });
    } catch (error) {
      const problem = problemOf(error);
      if (lostWithWorkspace.includes(codeOf(problem))) {
        this.#waiting.delete(token);
        this.#refused = codeOf(problem);
      }
      this.#options.log("error", "slack-token", { problem: problem.problem, reason: codeOf(problem) });
    }
  }

  #welcome(id: string): Promise<void> {
    const { workspaceFound } = this.#options;
    const noting = () =>
      workspaceFound(id).catch((cause: unknown) => {
        throw new DeliveryError({ problem: "temporary", reason: "database" }, { cause });
      });
    return persistently(noting, this.#wait);
  }

  /** The workspace with this id; null where none of the tokens is of it. */
  async find(id: string): Promise<Workspace | null> {
    if (!this.#known.has(id) && this.#waiting.size > 0) await this.identify();
    return this.#known.get(id) ?? null;
  }

  isKnown(id: string): boolean {
    return this.#known.has(id);
  }

  /** Whether Slack has said of every token whose it is, or that it is nobody's any more. */
  get areKnown(): boolean {
    return this.#waiting.size === 0;
  }

  /** @throws DeliveryError where no token of it is known: it may be given one. */
  async get(id: string): Promise<Workspace> {
    const found = await this.find(id);
    if (found) return found;
    throw new DeliveryError({ problem: "temporary", reason: noToken });
  }

  /** Whether Slack takes the token of this workspace no more. @throws DeliveryError where it does not say. */
  async isLost(id: string): Promise<boolean> {
    const { client } = await this.get(id);
    try {
      await persistently(() => client.auth.test(), this.#wait);
      return false;
    } catch (error) {
      if (takenNoMore.includes(codeOf(problemOf(error)))) return true;
      throw error;
    }
  }

  /** Those that are known by now. @throws DeliveryError where none is. */
  async all(): Promise<readonly Workspace[]> {
    if (this.#waiting.size > 0) await this.identify();
    if (this.#known.size > 0) return [...this.#known.values()];
    throw new DeliveryError({ problem: "temporary", reason: noToken });
  }
}
