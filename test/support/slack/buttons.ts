import type { Loose } from "./inputs.ts";
import type { OpenView, SlackMessage } from "./records.ts";
import type { Workspace } from "./workspace.ts";

/** A button, by where it is and by what tells it apart; without a place, where it was shown last. */
export interface Press {
  message?: SlackMessage;
  view?: OpenView;
  home?: true;
  action_id?: string;
  value?: string;
  label?: string;
}

const buttonsIn = (blocks: readonly Loose[]): { block: Loose; button: Loose }[] =>
  blocks.flatMap((block) =>
    [...(block.type === "actions" ? block.elements : []), ...(block.accessory ? [block.accessory] : [])].map((button) => ({
      block,
      button,
    })),
  );

const matches = ({ action_id, value, label }: Press, button: Loose): boolean =>
  (action_id === undefined || button.action_id === action_id) &&
  (value === undefined || button.value === value) &&
  (label === undefined || button.text.text === label);

/** The button a person means; throws, naming those there are, when they see no such one. */
export function findButton(
  slack: Workspace,
  user: string,
  press: Press,
): { message?: SlackMessage; view?: OpenView; block: Loose; button: Loose } {
  const { message, view, home } = press;
  const homeView = slack.homes.get(user);
  const anywhere = !message && !view && !home;
  const top = slack.stack(user).at(-1);
  const shown = [...(slack.channels.get(slack.directChannel(user)) ?? []), ...(slack.ephemeral.get(user) ?? [])];
  const places: { message?: SlackMessage; view?: OpenView; blocks: Loose[] }[] = [
    ...(message ? [{ message, blocks: message.blocks ?? [] }] : []),
    ...(view ? [{ view, blocks: view.view.blocks }] : []),
    ...(anywhere && top ? [{ view: top, blocks: top.view.blocks }] : []),
    ...(anywhere ? shown.sort((a, b) => Number(b.ts) - Number(a.ts)).map((one) => ({ message: one, blocks: one.blocks ?? [] })) : []),
    ...((home || anywhere) && homeView ? [{ view: homeView, blocks: homeView.view.blocks }] : []),
  ];
  for (const { blocks, ...place } of places) {
    const found = buttonsIn(blocks).find(({ button }) => matches(press, button));
    if (found) return { ...place, ...found };
  }
  const all = places.flatMap(({ blocks }) => buttonsIn(blocks).map(({ button }) => `${button.text.text} (${button.action_id})`));
  throw new Error(`${user} sees no such button; there are: ${all.join(", ")}`);
}
