import type { Block } from "./model.ts";

/**
 * Blocks in as many parts as a platform takes them in: one where all of them fit. Nothing is parted from its title or its
 * buttons; `isOne` says of items that they are drawn as one thing, which is not parted either.
 */
export function partsOf(
  blocks: readonly Block[],
  fits: (part: readonly Block[]) => boolean,
  isOne: (items: Extract<Block, { kind: "items" }>) => boolean = () => false,
): (readonly Block[])[] {
  if (fits(blocks)) return [blocks];
  const parts: Block[][] = [];
  for (const group of groupsOf(blocks.flatMap((block) => inItems(block, isOne)))) {
    const last = parts.at(-1);
    if (last && fits([...last, ...group])) last.push(...group);
    else parts.push(group);
  }
  return parts;
}

/** What belongs together. */
function groupsOf(blocks: readonly Block[]): Block[][] {
  const groups: Block[][] = [];
  for (const block of blocks) {
    const last = groups.at(-1);
    const before = last?.at(-1);
    if (last && before && (isTitle(before) || isUnder(block))) last.push(block);
    else groups.push([block]);
  }
  return groups;
}

const inItems = (block: Block, isOne: (items: Extract<Block, { kind: "items" }>) => boolean): Block[] =>
  block.kind === "items" && !isOne(block) ? block.items.map((item) => ({ ...block, items: [item] })) : [block];

const isTitle = (block: Block): boolean =>
  block.kind === "heading" || (block.kind === "text" && typeof block.text === "object" && "bold" in block.text);

const isUnder = (block: Block): boolean =>
  block.kind === "buttons" || block.kind === "divider" || (block.kind === "text" && block.tone === "quiet");
