import { attachedCard } from "./activities.ts";
import { adaptive, problemsInCard } from "./cards.ts";
import { byType, type Check, either, list, number, oneOf, positive, shape, text, words } from "./checks.ts";
import type { Answered } from "./post.ts";
import type { Dialog, Loose, Message, Refusal } from "./records.ts";
import type { Workplace } from "./workplace.ts";

const span = either(positive, oneOf("small", "medium", "large"));
const task: Check = byType(() => ({
  continue: shape({
    type: oneOf("continue"),
    value: shape({ title: words, card: attachedCard }, { height: span, width: span, completionBotId: words }),
  }),
  message: shape({ type: oneOf("message"), value: words }),
}));
const results: Check = byType(() => ({
  result: shape({ type: oneOf("result"), attachmentLayout: oneOf("list", "grid"), attachments: list(attachedCard) }),
  message: shape({ type: oneOf("message"), text: words }),
}));

/** Of what opens a dialog, of what was sent from one, and of what was sent from one over the compose box. */
const opens = shape({ task }, { cacheInfo: () => [] });
const composed = either(opens, shape({ composeExtension: results }));

const toAction: Check = (body, at) => {
  const outside = shape({ statusCode: number, type: words, value: () => [] })(body, at);
  if (outside.length > 0) return outside;
  switch (body.type) {
    case adaptive:
      return [...oneOf(200)(body.statusCode, `${at}.statusCode`), ...problemsInCard(body.value)];
    case "application/vnd.microsoft.activity.message":
      return [...oneOf(200)(body.statusCode, `${at}.statusCode`), ...words(body.value, `${at}.value`)];
    case "application/vnd.microsoft.error":
      return [
        ...oneOf(400, 401, 403, 404, 500)(body.statusCode, `${at}.statusCode`),
        ...shape({ code: words, message: text })(body.value, `${at}.value`),
      ];
    default:
      return [`${at}.type: there is no answer ${body.type}`];
  }
};

const isEmpty = (body: Loose): boolean => body === "" || body === null || (typeof body === "object" && Object.keys(body).length === 0);

/** What the bot's answers to invokes make people see. */
export class Answers {
  readonly #teams: Workplace;
  readonly #refusals: Refusal[];

  constructor(teams: Workplace, refusals: Refusal[]) {
    this.#teams = teams;
    this.#refusals = refusals;
  }

  /** To a pressed Action.Execute: another card in the place of the one it was in, for this person, or a sentence. */
  toExecute(person: string, message: Message, { status, body }: Answered): void {
    if (!this.#good("adaptiveCard/action", status, toAction, body)) return;
    if (body.type === adaptive) this.#teams.show(person, message.id, body.value);
    else this.#teams.tell(person, body.value.message ?? body.value);
  }

  /** To what opens a dialog, or was sent from the one that is open, which nothing closes. */
  toDialog(person: string, where: string, from: Pick<Dialog, "from" | "conversation">, { status, body }: Answered): void {
    const submitted = where === "task/submit" || where === "composeExtension/submitAction";
    if (status === 200 && submitted && isEmpty(body)) return void this.#teams.dialogs.delete(person);
    if (!this.#good(where, status, where.startsWith("composeExtension") ? composed : opens, body)) return;
    this.#teams.dialogs.delete(person);
    if (body.task?.type === "continue") {
      const { title, card } = body.task.value;
      this.#teams.dialogs.set(person, { title, card: card.content, ...from });
    } else if (body.task) this.#teams.tell(person, body.task.value);
    else if (body.composeExtension.type === "message") this.#teams.tell(person, body.composeExtension.text);
  }

  toQuery({ status, body }: Answered): void {
    this.#good("composeExtension/query", status, shape({ composeExtension: results }), body);
  }

  /** Whether Teams takes it. What a bot refuses with another status is none of these. */
  #good(where: string, status: number, check: Check, body: Loose): boolean {
    if (status !== 200) return false;
    const problems = check(body, "body");
    if (problems.length > 0) this.#refusals.push({ where, problems });
    return problems.length === 0;
  }
}
