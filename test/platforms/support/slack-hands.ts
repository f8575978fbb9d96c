import type { Loose } from "../../support/slack/inputs.ts";
import { openSlackStage, type SlackStage } from "../../support/slack-stage.ts";
import type { Actor, StageOptions } from "../../support/stage.ts";
import { type Hands, spaces, writtenIn } from "./hands.ts";

/** Slack, over HTTP, as the tests' own Slack shows it. */
export const slackHands = async (options: StageOptions): Promise<Hands> => slackHandsOn(await openSlackStage(options));

export function slackHandsOn(scene: SlackStage): Hands {
  const { slack, stage } = scene;
  const user = (actor: Actor) => scene.user(actor);
  /** The newest first: what is open, what only they see, their conversation, their home. */
  const inFront = (actor: Actor): Loose[] => [
    ...slack
      .modal(user(actor))
      .map(({ view }) => view)
      .reverse(),
    ...slack.ephemeral(user(actor)).slice(-1),
    ...slack.dm(user(actor)).toReversed(),
    ...[slack.home(user(actor))?.view ?? []].flat(),
  ];
  const buttonsIn = (payload: Loose): Loose[] =>
    (payload.blocks ?? []).flatMap((block: Loose) => (block.elements ?? []).filter(({ type }: Loose) => type === "button"));

  return {
    name: "slack",
    stage,
    says: async (actor, text) => void (await slack.command(user(actor), text)),
    presses: async (actor, label) => void (await slack.press(user(actor), { label })),
    async pressesRaw(actor, action, data) {
      const actions = [{ type: "button", action_id: `${action}#0`, value: JSON.stringify(data) }];
      if (slack.dm(user(actor)).length === 0) await slack.says(user(actor), "aide");
      const [{ channel: channel_id } = { channel: "" }] = slack.dm(user(actor));
      const container = { type: "message", message_ts: "1.1", channel_id, is_ephemeral: false };
      await slack.interaction(user(actor), { type: "block_actions", trigger_id: slack.trigger(user(actor)), container, actions });
    },
    fills: async (actor, answers) => void (await slack.submit(user(actor), answers)),
    opensHome: async (actor) => void (await slack.opensHome(user(actor))),
    visible: async (actor) =>
      spaces(
        inFront(actor)
          .flatMap((payload) => writtenIn(payload, "text"))
          .join(""),
      ),
    buttons: async (actor) => inFront(actor).flatMap((payload) => buttonsIn(payload).map(({ text }: Loose) => text.text)),
    async form(actor) {
      const top = slack.modal(user(actor)).at(-1);
      if (!top?.view.submit) return null;
      const inputs: Loose[] = top.view.blocks.filter(({ type }: Loose) => type === "input");
      const heldBy = ({ block_id, element }: Loose) =>
        top.typed.get(block_id) ??
        element.initial_value ??
        element.initial_date ??
        element.initial_option?.value ??
        element.initial_options?.map(({ value }: Loose) => value) ??
        "";
      const empty = inputs.filter((input) => !input.optional && heldBy(input) === "");
      return {
        values: Object.fromEntries(inputs.map((input) => [input.block_id, heldBy(input)])),
        errors: top.errors,
        needed: Object.fromEntries(empty.map(({ block_id, element }) => [block_id, element.options?.[0]?.value ?? "Un mot."])),
      };
    },
    async close() {
      if (slack.refusals.length > 0) throw new Error(`Slack refused ${JSON.stringify(slack.refusals)}`);
      await scene.close();
    },
  };
}
