import { problemsInView } from "./blocks.ts";
import type { Loose } from "./inputs.ts";
import { type Answer, no, refusedMessage } from "./methods.ts";
import type { OpenView, SlackMessage } from "./records.ts";
import type { Workspace } from "./workspace.ts";

export interface Refusal {
  where: string;
  problems: readonly string[];
}

/** What the bot's answers to commands, presses and submissions make people see. */
export class Answers {
  readonly #slack: Workspace;
  readonly #refusals: Refusal[];

  constructor(slack: Workspace, refusals: Refusal[]) {
    this.#slack = slack;
    this.#refusals = refusals;
  }

  toCommand(user: string, channel: string, body: Loose): void {
    const payload = typeof body === "string" ? { text: body } : body;
    const refused = refusedMessage(payload);
    if (refused) this.refuse("the answer to a command", refused);
    else if (payload.response_type === "in_channel") this.#slack.write(channel, this.#slack.fromBot(this.#slack.teamOf(user), payload));
    else this.#slack.whisper(user, channel, payload);
  }

  /** A post to a response_url: a new message, or another in the place of the one that was pressed. */
  toResponseUrl(id: string, args: Loose): { status: number; what: Loose } {
    const at = this.#slack.useResponse(id);
    if ("error" in at) return { status: 404, what: no(at.error) };
    const refused = refusedMessage(args);
    if (refused) {
      this.refuse("response_url", refused);
      return { status: 400, what: refused };
    }
    const { user, channel, original } = at;
    const team = this.#slack.teamOf(user);
    const places = [this.#slack.channels.get(channel) ?? [], this.#slack.ephemeral.get(user) ?? []];
    const list = places.find((one) => one.some(({ ts }) => ts === original));
    const index = list?.findIndex(({ ts }) => ts === original) ?? -1;
    if (list && args.delete_original) list.splice(index, 1);
    else if (list && args.replace_original) {
      const { blocks: _, ...before } = list[index] as SlackMessage;
      list[index] = { ...before, ...this.#slack.fromBot(team, args) };
    } else if (args.response_type === "in_channel") this.#slack.write(channel, this.#slack.fromBot(team, args));
    else if (!args.delete_original) this.#slack.whisper(user, channel, args);
    return { status: 200, what: { ok: true } };
  }

  /** Remembers a payload that broke a limit; an error of another kind is none. */
  refuse(where: string, what: Answer): void {
    const { messages } = (what.response_metadata ?? {}) as Loose;
    if (!what.ok && messages) this.#refusals.push({ where, problems: messages });
  }

  /** What the answer to a submission does to the open modals. */
  toSubmission(user: string, top: OpenView, body: Loose): void {
    const stack = this.#slack.stack(user);
    const action = body?.response_action;
    top.errors = {};
    if (action === "clear") this.#slack.stacks.set(user, []);
    else if (action === "errors") this.#showErrors(top, body.errors);
    else if (action === "update" || action === "push") {
      const problems = problemsInView(body.view, "modal");
      if (action === "push" && stack.length >= 3) problems.push("more than three modals");
      if (problems.length) this.#refusals.push({ where: `response_action ${action}`, problems });
      else if (action === "push") this.#slack.place(user, body.view);
      else this.#slack.redraw(top, body.view);
    } else if (body && Object.keys(body).length > 0) {
      this.#refusals.push({ where: "the answer to a submission", problems: [`no such response_action: ${JSON.stringify(body)}`] });
    } else
      this.#slack.stacks.set(
        user,
        stack.filter((one) => one !== top),
      );
  }

  #showErrors(top: OpenView, errors: Loose): void {
    const inputs = top.view.blocks.filter((one: Loose) => one.type === "input").map((one: Loose) => one.block_id);
    const said = Object.entries<unknown>(errors ?? {});
    const problems = said.flatMap(([block, text]) => [
      ...(inputs.includes(block) ? [] : [`${block} is no input of this modal`]),
      ...(typeof text === "string" && text ? [] : [`${block} has no text`]),
    ]);
    if (said.length === 0) problems.push("no errors");
    if (problems.length) this.#refusals.push({ where: "response_action errors", problems });
    else top.errors = errors;
  }
}
