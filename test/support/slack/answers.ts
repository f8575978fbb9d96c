import { problemsInView } from "./blocks.ts";
import type { Loose } from "./inputs.ts";
import { refusedMessage } from "./methods.ts";
import type { OpenView } from "./records.ts";
import type { Workspace } from "./workspace.ts";

export interface Refusal {
  where: string;
  problems: readonly string[];
}

/** What the bot's answers to commands and submissions make people see. */
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
    if (refused) this.#refuse("the answer to a command", refused.response_metadata);
    else if (payload.response_type === "in_channel") this.#slack.write(channel, this.#slack.fromBot(this.#slack.teamOf(user), payload));
    else this.#slack.whisper(user, channel, payload);
  }

  #refuse(where: string, metadata: Loose): void {
    this.#refusals.push({ where, problems: metadata?.messages ?? [] });
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
