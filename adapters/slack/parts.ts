import type { types } from "@slack/bolt";
import type { Block, Message } from "../../src/ui/model.ts";
import { partsOf } from "../../src/ui/parts.ts";
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
  const fits = (blocks: readonly Block[]) => lengthOfBlocks(blocksOf(blocks, message.language)) <= longestBlocks;
  return partsOf(message.blocks, fits, ({ items }) => items.every(isLine)).map((blocks) => messageOf({ ...message, blocks }));
}
