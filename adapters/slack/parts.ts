import type { types } from "@slack/bolt";
import type { Block, Message } from "../../src/ui/model.ts";
import { blocksOf, escaped, isLine, messageOf, type Shown } from "./blocks.ts";

/**
 * How much Slack takes in the blocks of a message that is posted or changed, in characters. It says neither the limit
 * nor how it counts: `msg_blocks_too_long` came with one text of 13,297 characters, of 13,172 beside a divider
 * (github.com/slackapi/bolt-js/issues/2509), and with 11,341 in many blocks (github.com/slackapi/bolt-js/issues/2867),
 * so that what is around the texts counts too. A rich text has no documented limit of its own. Neither an answer to a
 * command (the second of these) nor a view, which takes 250 kB, is held to this.
 */
export const longestBlocks = 13_000;
/** Slack names every block, and writes its own three signs as entities. */
const nameOfBlock = '"block_id":"AbCdE",'.length;

export const lengthOfBlocks = (blocks: readonly types.KnownBlock[]): number =>
  escaped(JSON.stringify(blocks)).length + blocks.length * nameOfBlock;

/** A message in as many as Slack takes it in: one, but for the longest. Nothing is parted from its title or its buttons. */
export function messagesOf(message: Message): Shown[] {
  const whole = messageOf(message);
  const fits = (blocks: readonly Block[]) => lengthOfBlocks(blocksOf(blocks, message.language)) <= longestBlocks;
  if (fits(message.blocks)) return [whole];
  const parts: Block[][] = [];
  for (const group of groupsOf(message.blocks)) {
    const last = parts.at(-1);
    if (last && fits([...last, ...group])) last.push(...group);
    else parts.push(group);
  }
  return parts.map((blocks) => messageOf({ ...message, blocks }));
}

/** What belongs together. */
function groupsOf(blocks: readonly Block[]): Block[][] {
  const groups: Block[][] = [];
  for (const block of blocks.flatMap(inItems)) {
    const last = groups.at(-1);
    const before = last?.at(-1);
    if (last && before && (isTitle(before) || isUnder(block))) last.push(block);
    else groups.push([block]);
  }
  return groups;
}

const inItems = (block: Block): Block[] =>
  block.kind === "items" && !block.items.every(isLine) ? block.items.map((item) => ({ ...block, items: [item] })) : [block];

const isTitle = (block: Block): boolean =>
  block.kind === "heading" || (block.kind === "text" && typeof block.text === "object" && "bold" in block.text);

const isUnder = (block: Block): boolean =>
  block.kind === "buttons" || block.kind === "divider" || (block.kind === "text" && block.tone === "quiet");
